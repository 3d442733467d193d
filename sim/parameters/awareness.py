"""Awareness 知晓: of the supervision committee, the mediation committee and the village rules."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Awareness(NamedTuple):
    """Awareness 知晓: of the supervision committee, the mediation committee and the village rules."""

    public_supervision: Annotated[float, number(0.0072, 0.0036, 0.0084, "1/month", "calibrated", "B-C11", en="learning of the supervision committee from notices", zh="从公示获知监督委员会")]
    public_mediation: Annotated[float, number(0.0076, 0.0039, 0.0091, "1/month", "calibrated", "B-C11", en="learning of the mediation committee from notices", zh="从公示获知调解委员会")]
    public_rules: Annotated[float, number(0.006, 0.0027, 0.0063, "1/month", "calibrated", "B-C11", en="learning the village rules from notices", zh="从公示获知村规民约")]
    taking_part: Annotated[float, number(0.3, 0.15, 0.45, "per month", "assumed", "B-C12", en="learning by taking part", zh="从参与中获知")]
    ties: Annotated[float, number(0.02, 0.01, 0.04, "per share of ties", "calibrated", "B-P1", en="learning from ties", zh="从亲友处获知")]
    fade: Annotated[float, number(0.0145, 0.010, 0.02, "1/month", "calibrated", "O-W07", en="forgetting", zh="遗忘")]
    start: Annotated[float, number(0.65, 0.55, 0.8, "share", "calibrated", "O-W07", en="adults who know an institution at the start", zh="初始知晓比例")]

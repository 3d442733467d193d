"""Enterprises as employers 企业: health, arrears, exit."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Economy(NamedTuple):
    """Enterprises as employers 企业: health, arrears, exit."""

    persistence: Annotated[float, number(0.94, 0.9, 0.97, "1/month", "assumed", en="health of a firm that remains after a month", zh="经营状况持续性")]
    noise: Annotated[float, number(0.34, 0.25, 0.45, "sd/month", "assumed", en="monthly shocks", zh="月度冲击")]
    support: Annotated[float, number(0.06, 0.02, 0.1, "per unit", "published", "B-E1", "B-E2", en="health per unit of support", zh="扶持的作用")]
    exit: Annotated[float, number(0.0075, 0.006, 0.009, "1/month", "calibrated", "B-E4", en="exit in usual conditions", zh="常态退出率")]
    exit_health: Annotated[float, number(0.9, 0.5, 1.3, "log", "assumed", "B-E4", en="exit per unit of health (less)", zh="经营状况对退出的作用")]
    arrears: Annotated[float, number(-3.6, -4.2, -3, "logit", "calibrated", "O-N09", en="wage arrears in usual conditions", zh="常态欠薪")]
    arrears_health: Annotated[float, number(1.4, 0.9, 1.9, "logit", "assumed", "B-D2", en="arrears per unit of health (less)", zh="经营状况对欠薪的作用")]

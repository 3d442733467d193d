"""Assessment of petition work 信访考核优化."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class PetitionAssessment(Policy):
    """Assess petition work better: lighter load, fewer irregular and repeated petitions.

    Claim: cadres who are not punished for every petition settle and record honestly.
    Mechanism: petitions press less on paperwork and burnout, and fewer failures are settled on paper only.
    Side effects: petitioned cases are closed sooner without being settled; a petition weighs less for its owner too.
    Evidence: supervision and assessment pressure substitute for each other, in sign (B-B7); petitioning lowers trust
    (B-T4). No causal estimate of assessment rules was found.
    """

    lighter: Annotated[float, setting(0, 0.8, "share", en="weight taken off petitions", zh="信访权重下调")] = 0.4
    inspection: Annotated[
        float, setting(-0.3, 0.25, "change of index", en="change of inspection", zh="督查强度变化")
    ] = -0.03
    yuan_per_village: Annotated[
        float, setting(0, 5000, "yuan/village/month", en="cost of case reviews", zh="案件评查费用")
    ] = 50

    group: ClassVar[Group] = "D"
    zh: ClassVar[str] = "信访考核优化"
    en: ClassVar[str] = "petition assessment"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Weigh petitions less, inspect a little less."""
        strength = levers.strength(self)
        return levers.move(
            self,
            petition_weight=-self.lighter * strength,
            inspection=self.inspection * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Reviews in every village reached."""
        return (Price("places.villages", "petition_weight", self.yuan_per_village),)

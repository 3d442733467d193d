"""Publicity 宣传."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class Publicity(Policy):
    """Raise cadres' and residents' understanding of social work.

    Claim: who knows the institutions uses them.
    Mechanism: notices reach residents, who learn of the supervision committee, the mediation committee, the rules.
    Side effects: none that harms; small, and it fades as people forget.
    Evidence: a reminder of civic duty moved turnout by 1.8 points (B-P2); for campaigns of this kind no effect size was
    found (B-G12).
    """

    reach: Annotated[
        float, setting(0, 0.3, "share/month", en="residents reached, each institution", zh="每项制度触达居民比例")
    ] = 0.015
    yuan_per_village: Annotated[
        float, setting(0, 20000, "yuan/village/month", en="cost of a campaign", zh="宣传费用")
    ] = 300

    group: ClassVar[Group] = "E"
    zh: ClassVar[str] = "社会工作宣传"
    en: ClassVar[str] = "publicity"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Reach residents."""
        strength = levers.strength(self)
        return levers.move(
            self,
            publicity_supervision=self.reach * strength,
            publicity_mediation=self.reach * strength,
            publicity_rules=self.reach * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Campaigns in the villages reached."""
        return (Price("lever:publicity_rules", "publicity_rules", self.yuan_per_village / max(self.reach, 1e-9)),)

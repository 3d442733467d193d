"""Association leadership 商协会引领."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class AssociationLeadership(Policy):
    """Party work stations for small firms, industry associations with real coverage.

    Claim: associations settle matters among their own and spread co-operation.
    Mechanism: an active association hears early of labour and contract matters; its active members sponsor more.
    Side effects: for most, membership is paper; what the association hears of may surface as a case.
    Evidence: none found on effects (B-E5).
    """

    reach: Annotated[float, setting(0, 1, "share", en="firms in reach of an association", zh="商协会覆盖")] = 0.6
    yuan_per_member: Annotated[float, setting(0, 5000, "yuan/month", en="cost per member firm", zh="每会员月费用")] = 80

    group: ClassVar[Group] = "B"
    zh: ClassVar[str] = "商协会引领"
    en: ClassVar[str] = "association leadership"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Reach firms."""
        strength = levers.strength(self)
        return levers.move(
            self,
            association=self.reach * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Every member, on paper or not."""
        return (Price("economy.members", "association", self.yuan_per_member),)

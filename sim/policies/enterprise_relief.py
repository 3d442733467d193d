"""Enterprise relief 助企纾困."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class EnterpriseRelief(Policy):
    """Find each firm's pain points, one plan per firm, follow up to closure.

    Claim: firms that are helped keep and create jobs.
    Mechanism: credit and one-to-one support add to cash; fewer firms close, fewer wages go unpaid, so fewer labour
    grievances; jobs keep people at home.
    Side effects: weak firms are kept alive and better ones find their place taken; firms that needed no help take it.
    Evidence: support helps on average and modestly in poorer countries (B-E1, B-E2); nothing quantitative links firms
    to governance (B-E5).
    """

    support: Annotated[float, setting(0, 3, "index", en="support to every firm", zh="扶持强度")] = 1
    yuan_per_firm: Annotated[
        float, setting(0, 20000, "yuan/month", en="cost per firm at full support", zh="每企月费用")
    ] = 400

    group: ClassVar[Group] = "B"
    zh: ClassVar[str] = "助企纾困"
    en: ClassVar[str] = "enterprise relief"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Support firms."""
        strength = levers.strength(self)
        return levers.move(
            self,
            firm_support=self.support * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Every firm that is open, in need or not."""
        return (Price("economy.firms", "firm_support", self.yuan_per_firm, times="firm_support"),)

"""Local industry chains 特色产业链."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class IndustryChains(Policy):
    """Grow the chains of crisp plum, citrus and medicinal herbs; pair key firms with villages.

    Claim: chains bring income and jobs, and firms that stand by their village.
    Mechanism: orders for firms in the chain sectors bring jobs; paired firms sponsor organisations and village matters.
    Side effects: firms tied into a chain share more of its luck, so a bad harvest takes many at once; villages without
    such firms gain nothing.
    Evidence: crop values are reported (O-W32, O-W33), with contradictions; no estimate of effects on governance was
    found (B-E5).
    """

    orders: Annotated[float, setting(0, 3, "index", en="orders through the chain", zh="产业链订单")] = 1
    pairing: Annotated[float, setting(0, 2, "share", en="more sponsorship by paired firms", zh="结对赞助增幅")] = 0.5
    yuan_per_firm: Annotated[
        float, setting(0, 20000, "yuan/month", en="cost per firm at full orders", zh="每企月费用")
    ] = 300

    group: ClassVar[Group] = "B"
    zh: ClassVar[str] = "特色产业链"
    en: ClassVar[str] = "industry chains"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Bring orders, pair firms."""
        strength = levers.strength(self)
        return levers.move(
            self,
            firm_orders=self.orders * strength,
            pairing=self.pairing * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Every open firm of the chain sectors, at the orders in force."""
        return (Price("economy.chain_firms", "firm_orders", self.yuan_per_firm, times="firm_orders"),)

"""Collective economy 集体经济."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class CollectiveEconomy(Policy):
    """Build farm value chains and a collective income.

    Claim: a strong village and rich residents.
    Mechanism: part of the income pays for what residents raise; chains bring orders, and orders bring jobs for which
    people stay or return.
    Side effects: more common money, more quarrels about it, most where rules are unclear (B-G9); more income does not
    simply calm people (B-D15).
    Evidence: reform of collective property raises village democracy, in sign (B-G9). No causal estimate of effects on
    disputes was found.
    """

    income: Annotated[float, setting(0, 30000, "yuan/village/month", en="collective income", zh="集体收入")] = 6000
    orders: Annotated[float, setting(0, 3, "index", en="orders for local firms", zh="带动订单")] = 0.3
    training: Annotated[float, setting(0, 20, "h/post/month", en="training of cadres", zh="干部培训")] = 1
    yuan_per_yuan: Annotated[
        float, setting(0, 2, "yuan/yuan", en="support per yuan of income", zh="每元收入的扶持")
    ] = 0.5

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "集体经济"
    en: ClassVar[str] = "collective economy"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Bring income and orders, train."""
        strength = levers.strength(self)
        return levers.move(
            self,
            collective_income=self.income * strength,
            firm_orders=self.orders * strength,
            cadre_training=self.training * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Support in proportion to the income that comes."""
        return (Price("lever:collective_income", "collective_income", self.yuan_per_yuan),)

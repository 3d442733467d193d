"""Commendation and volunteer incentives 表彰激励."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class Commendation(Policy):
    """Public thanks for those who take part, and points that buy goods.

    Claim: praise and incentives draw in firms, organisations and citizens.
    Mechanism: recognition keeps members and coordinators (B-V12, B-K5); points pull at the margin.
    Side effects: points may crowd out the motivated, and the sign of that is open (B-V14); when more points are out
    than the shop has goods a point buys less; every rewarded hour is booked by a cadre. Villages stay cold despite
    points and others take part without (B-V17).
    Evidence: recognition has experimental support abroad (B-V12); for points no causal estimate was found (B-G1).
    """

    reward: Annotated[float, setting(0, 30, "yuan/h", en="worth of the points for an hour", zh="每小时积分价值")] = 6
    shop_budget: Annotated[
        float, setting(0, 20000, "yuan/village/month", en="goods in the points shop", zh="积分超市月经费")
    ] = 500
    recognition: Annotated[float, setting(0, 1, "0-1", en="public recognition", zh="表彰力度")] = 0.5
    bookkeeping: Annotated[
        float, setting(0, 0.5, "h/rewarded h", en="cadre hours per rewarded hour", zh="每小时积分记录工时")
    ] = 0.05
    yuan_per_ceremony: Annotated[
        float, setting(0, 20000, "yuan/village/month", en="ceremonies at full recognition", zh="表彰活动经费")
    ] = 300

    group: ClassVar[Group] = "E"
    zh: ClassVar[str] = "表彰激励"
    en: ClassVar[str] = "commendation"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Reward, stock the shop, thank, and book."""
        strength = levers.strength(self)
        return levers.move(
            self,
            reward=self.reward * strength,
            reward_budget=self.shop_budget * strength,
            points_paperwork=self.bookkeeping * strength,
            recognition=self.recognition * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Goods handed over and ceremonies held."""
        return (
            Price("volunteering.redeemed", "reward_budget", 1.0),
            Price("lever:recognition", "recognition", self.yuan_per_ceremony),
        )

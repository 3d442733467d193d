"""Empowerment 赋权扩能."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class Empowerment(Policy):
    """Move people, money, powers and responsibilities down together.

    Claim: the grassroots can act when it holds the means to act.
    Mechanism: more authority and money let a village act on what residents raise and settle what it hears; extra staff
    adds hours.
    Side effects: a village uses authority and money only as well as its cadres are skilled; weak villages waste them,
    at full price.
    Evidence: that overloaded offices deliver less is shown in sign (B-B1). No causal estimate of devolution to Chinese
    villages was found.
    """

    authority: Annotated[float, setting(0, 0.7, "0-1", en="authority moved down", zh="下放权限")] = 0.3
    staff: Annotated[float, setting(0, 3, "posts/village", en="extra staff", zh="增配人员")] = 0.3
    fund: Annotated[
        float, setting(0, 20000, "yuan/village/month", en="money for what residents raise", zh="服务群众经费")
    ] = 2000
    yuan_per_post: Annotated[float, setting(0, 20000, "yuan/month", en="cost of a post", zh="每岗月费用")] = 3200

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "赋权扩能"
    en: ClassVar[str] = "empowerment"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Move authority, staff and money down."""
        strength = levers.strength(self)
        return levers.move(
            self,
            authority=self.authority * strength,
            staff=self.staff * strength,
            village_fund=self.fund * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Posts and money, used well or not."""
        return (Price("lever:staff", "staff", self.yuan_per_post), Price("lever:village_fund", "village_fund", 1.0))

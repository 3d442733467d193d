"""Party members go first 党员志愿服务."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class PartyVolunteers(Policy):
    """Officials, cadres, staff of state firms and Party members serve first.

    Claim: who goes first draws others in; neighbourly help for mutual benefit.
    Mechanism: Party members are asked, and asked they serve more than others (B-V15, B-G11); work for them is found by
    cadres in organising time.
    Side effects: finding the work takes cadre hours; where members do most of it others stand back.
    Evidence: willingness differs between members and others (B-V15), and willingness is not behaviour (B-V16); no
    causal estimate was found.
    """

    asked: Annotated[float, setting(0, 1, "share/month", en="members asked", zh="动员党员比例")] = 0.3
    hours: Annotated[float, setting(0, 40, "h/village/month", en="cadre hours for finding work", zh="对接工时")] = 4
    yuan_per_hour: Annotated[float, setting(0, 100, "yuan/h", en="meals and insurance", zh="误餐与保险")] = 5

    group: ClassVar[Group] = "C"
    zh: ClassVar[str] = "党员志愿服务"
    en: ClassVar[str] = "Party volunteers"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Ask members, take the hours that matching costs."""
        strength = levers.strength(self)
        return levers.move(
            self,
            party_invitations=self.asked * strength,
            hours_pulled=self.hours * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Hours that were served."""
        return (Price("volunteering.hours_party", "party_invitations", self.yuan_per_hour),)

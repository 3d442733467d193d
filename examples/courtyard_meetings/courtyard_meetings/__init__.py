"""Courtyard meetings 院坝会: a measure that this package brings to Gongzhi."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class CourtyardMeetings(Policy):
    """Cadres hold meetings in courtyards of the village and ask neighbours in person to come.

    Claim: who is asked to a meeting at his own door comes, and speaks.
    Mechanism: meetings are events one can come to; being asked in person is the strongest known pull (B-V5, B-V7).
    Side effects: holding the meetings and asking people in takes hours of cadres, who then serve and settle less.
    Evidence: being asked is studied for volunteering (B-V5, B-V7). No causal estimate of courtyard meetings was found.
    """

    meetings: Annotated[float, setting(0, 12, "meetings/quarter", en="courtyard meetings", zh="院坝会次数")] = 3
    invitations: Annotated[
        float, setting(0, 200, "invitations/village/month", en="neighbours asked in person", zh="上门邀请人次")
    ] = 40
    hours: Annotated[float, setting(0, 40, "h/village/month", en="cadre hours taken", zh="占用干部工时")] = 6
    yuan_per_meeting: Annotated[float, setting(0, 2000, "yuan", en="cost of a meeting", zh="每次会议费用")] = 100

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "院坝会"
    en: ClassVar[str] = "courtyard meetings"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Hold meetings and ask people in, at the cost of cadre hours."""
        strength = levers.strength(self)
        return levers.move(
            self,
            meetings=self.meetings * strength,
            invitations=self.invitations * strength,
            hours_pulled=self.hours * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """The meetings held: the lever counts them by the quarter, money is paid by the month."""
        return (Price("lever:meetings", "meetings", self.yuan_per_meeting / 3),)

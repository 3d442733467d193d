"""Demonstration sites 示范点."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class DemonstrationSites(Policy):
    """Pilot sites that turn "told to do it" into "doing it together", then spread.

    Claim: what works in one village is taken up by its neighbours.
    Mechanism: sites get meetings, authority and money; residents elsewhere in the township who see a site ahead of them
    take part more, in proportion to its lead.
    Side effects: receiving and paying visits takes hours from the other villages; where sites are not ahead there is
    nothing to spread.
    Evidence: neighbours' example counts (B-P1), successful precedents spread (B-D17); no estimate for sites was found.
    """

    meetings: Annotated[float, setting(0, 12, "meetings/quarter", en="meetings at a site", zh="示范点会议数")] = 6
    authority: Annotated[float, setting(0, 0.7, "0-1", en="authority of a site", zh="示范点授权")] = 0.3
    fund: Annotated[float, setting(0, 20000, "yuan/village/month", en="money of a site", zh="示范点经费")] = 4000
    spread: Annotated[float, setting(0, 1, "0-1", en="reach of what sites show", zh="带动范围")] = 0.5
    visits: Annotated[
        float, setting(0, 40, "h/village/month", en="cadre hours for visits, everywhere", zh="参观接待工时")
    ] = 2
    yuan_per_meeting: Annotated[float, setting(0, 5000, "yuan", en="cost of a meeting", zh="每次会议费用")] = 300
    coverage: Annotated[float, setting(0, 1, "share", en="share of villages that are sites", zh="示范点占比")] = 0.1

    group: ClassVar[Group] = "C"
    zh: ClassVar[str] = "示范点"
    en: ClassVar[str] = "demonstration sites"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Favour the sites; let the whole county look, which takes hours everywhere."""
        at_site = levers.strength(self)
        abroad = self.force(levers.month) if at_site.any() else 0.0
        return levers.move(
            self,
            site=at_site,
            meetings=self.meetings * at_site,
            authority=self.authority * at_site,
            village_fund=self.fund * at_site,
            spread=self.spread * abroad,
            hours_pulled=self.visits * abroad,
        )

    def prices(self) -> tuple[Price, ...]:
        """Meetings and money of the sites."""
        return (
            Price("lever:meetings", "meetings", self.yuan_per_meeting / 3),
            Price("lever:village_fund", "village_fund", 1.0),
        )

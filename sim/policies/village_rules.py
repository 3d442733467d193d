"""Village rules and assemblies 村规民约."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class VillageRules(Policy):
    """Set out rights and duties, put village rules and residents' assemblies in order.

    Claim: self-rule first, supported by moral norms, law and digital means.
    Mechanism: clear rules help to settle land, neighbour and village-affairs matters where both sides know them, and
    openness leaves fewer quarrels over village affairs (B-G9); meetings are events one can come to.
    Side effects: drafting and preparing meetings costs cadre hours; where nobody knows the rules they stay on paper.
    Evidence: that accepted rules go with taking part is correlational (B-C13); better kept village institutions went
    with better governance after mergers, in sign only (B-G8). No causal estimate of village rules was found.
    """

    clarity: Annotated[float, setting(0, 1, "0-1", en="clarity added to the rules", zh="规约明确程度提升")] = 0.4
    meetings: Annotated[float, setting(0, 12, "meetings/quarter", en="meetings supported", zh="支持会议数")] = 2
    hours: Annotated[
        float, setting(0, 40, "h/village/month", en="cadre hours for drafting and preparing", zh="起草与筹备工时")
    ] = 5
    yuan_per_meeting: Annotated[float, setting(0, 5000, "yuan", en="cost of a meeting", zh="每次会议费用")] = 300

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "村规民约与村民会议"
    en: ClassVar[str] = "village rules"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Clarify the rules, support meetings, take the hours that both need."""
        strength = levers.strength(self)
        return levers.move(
            self,
            rules_clarity=self.clarity * strength,
            meetings=self.meetings * strength,
            hours_pulled=self.hours * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """The meetings held."""
        return (Price("lever:meetings", "meetings", self.yuan_per_meeting / 3),)

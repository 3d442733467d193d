"""Coordination 统筹协调."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class Coordination(Policy):
    """Departments, townships and villages act as one.

    Claim: joint meetings and reports bring matters to those who can act.
    Mechanism: joint handling above the village, faster hand-over between levels.
    Side effects: meetings and reports eat cadre hours, and inspection grows with them.
    Evidence: joint excess of supervision and assessment inhibits (B-B7); no estimate of coordination was found.
    """

    joint: Annotated[float, setting(0, 1, "0-1", en="joint handling", zh="联合处置")] = 0.3
    faster: Annotated[float, setting(0, 0.8, "share", en="days saved between levels", zh="流转时间缩短比例")] = 0.25
    reports: Annotated[
        float, setting(0, 60, "h/village/month", en="cadre hours for meetings and reports", zh="会议与报告工时")
    ] = 6
    inspection: Annotated[
        float, setting(-0.3, 0.25, "change of index", en="change of inspection", zh="督查强度变化")
    ] = 0.02
    yuan_per_village: Annotated[float, setting(0, 5000, "yuan/village/month", en="cost of meetings", zh="会议费用")] = (
        100
    )

    group: ClassVar[Group] = "E"
    zh: ClassVar[str] = "统筹协调"
    en: ClassVar[str] = "coordination"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Handle jointly, hand over faster, meet and report."""
        strength = levers.strength(self)
        return levers.move(
            self,
            joint=self.joint * strength,
            delay_township=-self.faster * strength,
            delay_county=-self.faster * strength,
            report_hours=self.reports * strength,
            inspection=self.inspection * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Meetings in the villages reached."""
        return (Price("lever:report_hours", "report_hours", self.yuan_per_village / max(self.reports, 1e-9)),)

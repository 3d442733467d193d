"""The grid as early sensor 网格预防."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class GridPrevention(Policy):
    """The grid as early sensor, online and offline; three-level transfer and dispatch.

    Claim: what is noticed early is settled early, and nothing is lost on the way.
    Mechanism: sweeps notice light grievances; matters travel faster between village, township and county.
    Side effects: what is noticed fills the books and adds to the load below; sweeps and reports take hours.
    Evidence: a third of recorded disputes is found by sweeps in one city, an upper bound (O-N45); no causal estimate
    was found.
    """

    reach: Annotated[float, setting(0, 0.6, "share", en="grievances within reach of sweeps", zh="排查覆盖")] = 0.12
    faster: Annotated[float, setting(0, 0.8, "share", en="days saved between levels", zh="流转时间缩短比例")] = 0.4
    reports: Annotated[
        float, setting(0, 60, "h/village/month", en="cadre hours for sweeps and reports", zh="排查上报工时")
    ] = 4
    yuan_per_village: Annotated[float, setting(0, 20000, "yuan/village/month", en="cost of sweeps", zh="排查费用")] = (
        250
    )

    group: ClassVar[Group] = "D"
    zh: ClassVar[str] = "网格预防"
    en: ClassVar[str] = "grid prevention"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Notice more, hand on faster, report."""
        strength = levers.strength(self)
        return levers.move(
            self,
            sensing=self.reach * strength,
            delay_township=-self.faster * strength,
            delay_county=-self.faster * strength,
            report_hours=self.reports * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Sweeps in every village reached."""
        return (Price("lever:report_hours", "report_hours", self.yuan_per_village / max(self.reports, 1e-9)),)

"""Mediation stations 调解站点."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class MediationStations(Policy):
    """Stations in townships and villages, trained mediators, case review; officials go to where the case is.

    Claim: disputes are settled where they arise.
    Mechanism: more hours and skill at village and township; visits help to settle (B-T6).
    Side effects: stations take cadres' hours.
    Evidence: mediation capacity goes with fewer disputes, in sign (B-D5); training load is documented, its effect is
    not (O-N44).
    """

    village_hours: Annotated[
        float, setting(0, 200, "h/village/month", en="mediators at the village", zh="村级调解工时")
    ] = 6
    station_hours: Annotated[
        float, setting(0, 1000, "h/township/month", en="mediators at the station", zh="乡镇站工时")
    ] = 60
    training: Annotated[float, setting(0, 20, "h/mediator/month", en="training of mediators", zh="调解员培训")] = 2
    visits: Annotated[float, setting(0, 6, "visits/village/month", en="officials at the spot", zh="领导下访")] = 0.5
    hours: Annotated[float, setting(0, 40, "h/village/month", en="cadre hours taken", zh="占用干部工时")] = 3
    yuan_per_hour: Annotated[float, setting(0, 200, "yuan/h", en="cost of a mediator hour", zh="调解小时费用")] = 25

    group: ClassVar[Group] = "D"
    zh: ClassVar[str] = "调解站点"
    en: ClassVar[str] = "mediation stations"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Add hours and skill, visit, take cadre hours."""
        strength = levers.strength(self)
        return levers.move(
            self,
            village_mediation=self.village_hours * strength,
            station_hours=self.station_hours * strength,
            mediator_training=self.training * strength,
            visits=self.visits * strength,
            hours_pulled=self.hours * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Hours of mediators and of training (five mediators a village)."""
        return (
            Price("lever:village_mediation", "village_mediation", self.yuan_per_hour),
            Price("lever:station_hours", "station_hours", self.yuan_per_hour),
            Price("lever:mediator_training", "mediator_training", 5 * self.yuan_per_hour),
        )

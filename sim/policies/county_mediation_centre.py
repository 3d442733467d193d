"""One-stop county centre 县级矛调中心."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class CountyMediationCentre(Policy):
    """Petitions, court, justice, police and arbitration under one roof; a leader and a plan for each major case.

    Claim: hard cases are settled at one door.
    Mechanism: hours at the centre, joint handling across departments, suits sent to mediation first.
    Side effects: one door at the top draws cases up that a village could have settled; where docking outruns hours,
    suits wait in the queue and go to court later.
    Evidence: two thirds of mediations at court succeed (O-N11, O-N12); compulsory mediation slows case numbers, size
    not readable (B-D13); a centre's claimed rates carry no information (B-D11).
    """

    hours: Annotated[
        float, setting(0, 500, "h/township/month", en="hours at the centre, per township", zh="中心工时（每乡镇）")
    ] = 25
    joint: Annotated[float, setting(0, 1, "0-1", en="joint handling", zh="联合处置")] = 0.4
    docking: Annotated[float, setting(0, 1, "share", en="suits sent to mediation", zh="诉前调解对接")] = 0.5
    one_stop: Annotated[float, setting(0, 1, "0-1", en="one-stop reception", zh="一站式受理")] = 0.6
    yuan_per_hour: Annotated[float, setting(0, 300, "yuan/h", en="cost of an hour", zh="小时费用")] = 40

    group: ClassVar[Group] = "D"
    zh: ClassVar[str] = "县级矛调中心"
    en: ClassVar[str] = "county mediation centre"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Staff the centre, handle jointly, dock with the court, open the door."""
        strength = levers.strength(self)
        return levers.move(
            self,
            centre_hours=self.hours * strength,
            joint=self.joint * strength,
            docking=self.docking * strength,
            one_stop=self.one_stop * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Hours at the centre."""
        return (Price("lever:centre_hours", "centre_hours", self.yuan_per_hour),)

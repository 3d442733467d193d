"""Micro-grids 微网格."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class MicroGrids(Policy):
    """Small cells of neighbouring households, each led by a resident, inside the existing grid.

    Claim: "courtyard homes" and "neighbourhood homes" govern small matters themselves.
    Mechanism: a leader within reach notices grievances while they are light, helps neighbours and invites in person;
    being asked is the strongest known pull (B-V5, B-V7, B-V8). Cells of 10 to 30 households (O-D07).
    Side effects: leaders come from the same few willing registrants and tire; tired leaders reach less, serve less
    elsewhere and step back; noticed grievances surface that would have been borne (B-D5).
    Evidence: no causal estimate; one critical case reports high cost and no society built (B-G4).
    """

    leaders: Annotated[float, setting(0, 10, "per 100 households", en="leaders sought", zh="每百户微网格长")] = 5
    hours: Annotated[float, setting(0, 20, "h/leader/month", en="hours asked", zh="每月工时")] = 6
    invites: Annotated[
        float, setting(0, 30, "invitations/leader/month", en="invitations in person", zh="每月上门邀请")
    ] = 4
    yuan_per_leader: Annotated[float, setting(0, 2000, "yuan/month", en="allowance of a leader", zh="微网格长补贴")] = (
        60
    )
    yuan_per_training: Annotated[float, setting(0, 5000, "yuan", en="training of a new leader", zh="新任培训费")] = 150

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "微网格"
    en: ClassVar[str] = "micro-grids"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Seek leaders; what each is asked to do does not depend on how many there are."""
        strength = levers.strength(self)
        running = np.where(strength > 0, 1.0, 0.0)
        return levers.move(
            self,
            grid_leaders=self.leaders * strength,
            leader_hours=self.hours * running,
            leader_invitations=self.invites * running,
        )

    def prices(self) -> tuple[Price, ...]:
        """Allowances of leaders in post and training of new ones."""
        return (
            Price("volunteering.leaders", "grid_leaders", self.yuan_per_leader),
            Price("volunteering.new_leaders", "grid_leaders", self.yuan_per_training),
        )

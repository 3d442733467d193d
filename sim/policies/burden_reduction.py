"""Burden reduction 基层减负."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class BurdenReduction(Policy):
    """Cut the items villages must report on, and keep them from creeping back.

    Claim: cadres freed of meetings, repeated reports and photo check-ins turn to residents.
    Mechanism: fewer items and slightly lighter inspection free hours; part of them reaches requests, disputes and
    organising, part goes to rest, farm and new tasks (B-B1, B-B6, B-B7).
    Side effects: items creep back where nobody enforces the cut; what is no longer reported must be found out, so
    matters handed to the township take longer and get lost more often; too light an inspection lowers effort.
    Evidence: that forms were cut by 57 to 80 % and hours by about 30 % rests on one weak source (O-D14); the load
    before reform is surveyed (O-C10, O-C11). No causal estimate of effects on residents was found.
    """

    items_cut: Annotated[float, setting(0, 0.7, "share", en="items cut", zh="削减事项比例")] = 0.4
    enforcement: Annotated[float, setting(0, 1, "0-1", en="enforcement of the cut", zh="督导力度")] = 0.5
    inspection: Annotated[
        float, setting(-0.3, 0.25, "change of index", en="change of inspection", zh="督查强度变化")
    ] = -0.05
    yuan_per_visit: Annotated[float, setting(0, 5000, "yuan", en="cost of a monthly check", zh="每次核查费用")] = 200

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "基层减负"
    en: ClassVar[str] = "burden reduction"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Cut items, enforce the cut, lighten inspection."""
        strength = levers.strength(self)
        return levers.move(
            self,
            items_cut=self.items_cut * strength,
            cut_enforcement=self.enforcement * strength,
            inspection=self.inspection * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Checks in the villages, as many as the enforcement in force asks for."""
        return (Price("lever:cut_enforcement", "cut_enforcement", self.yuan_per_visit),)

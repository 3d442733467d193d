"""Transfers between tiers 流转: how many days they take and what gets lost on the way."""

import math

from sim.agents.village import VillageState
from sim.core.draws import decision
from sim.core.kernels import real, rule
from sim.levers import LeverValues
from sim.parameters.cadre_time import CadreTime
from sim.parameters.settlement import Settlement

TRANSFER = decision("settlement.transfer")
DOCKING = decision("settlement.docking")


@rule
def days_to_township(p: Settlement, p_cadre: CadreTime, v: int, village: VillageState, levers: LeverValues) -> float:
    """Days from a village to its township; what is no longer reported must be found out, and that takes longer."""
    silence = 1.0 + p.silence * p_cadre.cut_elasticity * village.cut[v]
    return real(p.delay_township * levers.delay_township[v] * silence)


@rule
def transfer_months(days: float, u: float) -> int:
    """Whole months until something handed on can be taken up: at least one."""
    return max(1, math.floor(days / 30.0 + u))

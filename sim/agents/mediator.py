"""Mediation body 调解组织: one per village, one station per township, one county centre."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.columns import ColumnAgent
from sim.core.fields import fields_of

VILLAGE, TOWNSHIP, COUNTY = 0, 1, 2
"""Tiers 层级."""


class MediationColumns(NamedTuple):
    """Villages first, then townships, then the county: shape (villages + townships + 1,)."""

    tier: NDArray[np.uint8]
    unit: NDArray[np.int16]
    """index of the village or township (0 for the county)"""
    skill: NDArray[np.float64]
    """skill of its mediators this month, 0-1"""
    hours: NDArray[np.float64]
    """hours it has for cases this month"""
    used: NDArray[np.float64]
    """hours used this month"""
    queue: NDArray[np.int32]
    """cases ready at the start of settlement"""


class MediationBody(ColumnAgent):
    """Mediation body 调解组织."""

    fields = fields_of(MediationColumns)

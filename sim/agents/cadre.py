"""Cadre 村干部: a paid post in a village and whoever holds it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.columns import ColumnAgent
from sim.core.fields import fields_of

POSTS = ("secretary", "director", "member", "grid_worker")
"""书记, 主任, 委员, 网格员."""


class CadreColumns(NamedTuple):
    """One row a post, sorted by village; shape (cadres,)."""

    village: NDArray[np.int16]
    post: NDArray[np.uint8]
    """index into POSTS"""
    vacant: NDArray[np.uint8]
    skill: NDArray[np.float32]
    """0-1"""
    motivation: NDArray[np.float32]
    """0-1"""
    burnout: NDArray[np.float32]
    """职业倦怠, 0-1"""
    pay: NDArray[np.float32]
    """supplement, yuan/month"""
    tenure: NDArray[np.int16]
    """months in post"""


class Cadre(ColumnAgent):
    """Cadre 村干部."""

    fields = fields_of(CadreColumns)

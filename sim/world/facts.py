"""Fixed facts about villages that every stage may read, and the order of things that have a number."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TIE_SLOTS = 12
"""Slots of the tie table: 0-2 household and kin, 3-7 neighbours of the group, 8-9 clan, 10-11 workplace."""

KIN_SLOTS = (0, 3)
NEIGHBOUR_SLOTS = (3, 8)
CLAN_SLOTS = (8, 10)
WORK_SLOTS = (10, 12)

SECTORS = ("plum", "citrus", "herbs", "processing", "tourism", "trade", "building", "industry")
"""脆李, 柑橘, 中药材, 农产品加工, 旅游, 商贸, 建筑, 小微工业."""


CHAIN_SECTORS = (0, 1, 2, 3)
"""Sectors that local chains run through: plum, citrus, herbs and their processing."""


class VillageFacts(NamedTuple):
    """What a village (村) or community (社区) is; arrays of shape (villages,) unless noted."""

    township: NDArray[np.int16]
    """index of the township, ascending"""
    rural: NDArray[np.uint8]
    """1 village (村), 0 urban community (社区)"""
    remote: NDArray[np.uint8]
    """1 where the way to the township is long"""
    households: NDArray[np.int32]
    registered: NDArray[np.int32]
    """registered adults, present or away"""
    present: NDArray[np.int32]
    """registered adults who live there at month 0"""
    children_share: NDArray[np.float64]
    """children among all present residents"""
    grid_staff: NDArray[np.float64]
    """grid staff (网格员), persons"""
    mediators: NDArray[np.float64]
    """people's mediators (人民调解员), persons, most of them cadres"""
    first_resident: NDArray[np.int64]
    """row of each village's first resident, shape (villages + 1,)"""
    first_household: NDArray[np.int64]
    """number of each village's first household, shape (villages + 1,)"""

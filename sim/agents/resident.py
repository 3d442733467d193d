"""Resident 居民: a registered adult, living in the village or working away."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.columns import ColumnAgent
from sim.core.fields import fields_of

SUPERVISION, MEDIATION, RULES = 1, 2, 4
"""Bits of ``aware``: supervision committee 村民监督委员会, mediation committee 调解委员会, village rules 村规民约."""

YEAR = 0xFFF
"""Mask of the last twelve months in ``took_part`` and ``served`` (bit 0 is the latest month)."""
QUARTER = 0x7


class ResidentColumns(NamedTuple):
    """What a resident is and remembers; arrays of shape (residents,), rows sorted by village, group, household."""

    person: NDArray[np.int32]
    """persistent id: the key of every draw"""
    village: NDArray[np.int16]
    group: NDArray[np.int16]
    """village group 村民小组, numbered through the county"""
    household: NDArray[np.int32]
    age: NDArray[np.uint8]
    """years"""
    male: NDArray[np.uint8]
    schooling: NDArray[np.uint8]
    """years"""
    income: NDArray[np.uint8]
    """income band 0-4"""
    party: NDArray[np.uint8]
    """Party member 党员"""
    away: NDArray[np.uint8]
    """works outside the county 外出"""
    never: NDArray[np.uint8]
    """never takes part, whatever is offered"""
    employer: NDArray[np.int16]
    """row of the enterprise, -1 none"""
    aware: NDArray[np.uint8]
    """bits SUPERVISION, MEDIATION, RULES"""
    trust_neighbour: NDArray[np.float32]
    trust_volunteer: NDArray[np.float32]
    trust_cadre: NDArray[np.float32]
    trust_platform: NDArray[np.float32]
    trust_township: NDArray[np.float32]
    """trust 信任 in each help channel, 0-1"""
    efficacy: NDArray[np.float32]
    """sense of efficacy 效能感, 0-1"""
    motivation: NDArray[np.float32]
    """intrinsic motivation 内在动机, mean 0"""
    habit: NDArray[np.float32]
    """participation habit 参与习惯, 0-1"""
    took_part: NDArray[np.uint16]
    """months of the last twelve in which the resident took part in self-governance, one bit each"""
    registrant: NDArray[np.uint8]
    """registered volunteer 注册志愿者"""
    organisation: NDArray[np.int16]
    """row of the volunteer organisation one belongs to, -1 none"""
    served: NDArray[np.uint16]
    """months of the last twelve with volunteer service, one bit each"""
    leader: NDArray[np.uint8]
    """leads a micro-grid cell 微网格长"""
    tired: NDArray[np.float32]
    """tiredness from volunteering 志愿疲劳"""
    hours: NDArray[np.float32]
    """volunteer hours so far"""
    points: NDArray[np.float32]
    """points 积分 not yet redeemed"""
    satisfaction: NDArray[np.float32]
    """0-1"""
    frailty: NDArray[np.float32]
    """how easily grievances fall on this person, mean 1"""


class Resident(ColumnAgent):
    """Resident 居民."""

    fields = fields_of(ResidentColumns)

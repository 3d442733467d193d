"""Volunteer organisation 志愿服务组织."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.columns import ColumnAgent
from sim.core.fields import fields_of

NO_COORDINATOR, LEADER, PROFESSIONAL = 0, 1, 2
"""Who matches members to tasks: nobody, a willing member 热心带头人, a professional social worker 社工."""


class OrganisationColumns(NamedTuple):
    """One row an organisation, sorted by home village; shape (organisations,)."""

    village: NDArray[np.int16]
    members: NDArray[np.int32]
    coordinator: NDArray[np.uint8]
    funds: NDArray[np.float32]
    """yuan"""
    threshold: NDArray[np.float32]
    """hours in a quarter from which it counts as active"""
    tasks: NDArray[np.int32]
    """tasks matched this month"""
    hours: NDArray[np.float32]
    """hours delivered this month"""
    hours_1: NDArray[np.float32]
    """hours of last month"""
    hours_2: NDArray[np.float32]
    """hours of the month before"""
    active: NDArray[np.uint8]
    dependence: NDArray[np.float32]
    """how far it has come to live on funded tasks, 0-1"""


class Organisation(ColumnAgent):
    """Volunteer organisation 志愿服务组织."""

    fields = fields_of(OrganisationColumns)

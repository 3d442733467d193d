"""Enterprise 企业: an employer whose distress reaches its workers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.columns import ColumnAgent
from sim.core.fields import fields_of


class EnterpriseColumns(NamedTuple):
    """One row a firm, sorted by township; shape (enterprises,)."""

    township: NDArray[np.int16]
    sector: NDArray[np.uint8]
    """index into SECTORS"""
    employees: NDArray[np.int32]
    """registered adults of the county who work there"""
    health: NDArray[np.float32]
    """order book and cash in one, mean 0, sd about 1"""
    arrears: NDArray[np.uint8]
    """wages unpaid this month"""
    age: NDArray[np.int16]
    """months since it opened"""


class Enterprise(ColumnAgent):
    """Enterprise 企业."""

    fields = fields_of(EnterpriseColumns)

"""Enterprise 企业: an employer whose fortune reaches its workers, its village and those who think of leaving."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.columns import ColumnAgent
from sim.core.fields import fields_of

NOT_MEMBER, PAPER_MEMBER, ACTIVE_MEMBER = 0, 1, 2
"""Membership of an industry association 行业商协会: none, on paper, taking part."""


class EnterpriseColumns(NamedTuple):
    """One row a place of business, sorted by township; shape (enterprises,). A closed one waits for a successor."""

    township: NDArray[np.int16]
    village: NDArray[np.int16]
    """seat, and the village it is linked with"""
    sector: NDArray[np.uint8]
    """index into SECTORS"""
    size: NDArray[np.int32]
    """posts at usual orders"""
    employees: NDArray[np.int32]
    """registered adults of the township who work there"""
    orders: NDArray[np.float32]
    """order book, mean 0, sd about 1"""
    cash: NDArray[np.float32]
    """cash buffer, mean 0"""
    quality: NDArray[np.float32]
    """what a firm earns beyond its orders, mean 0"""
    open: NDArray[np.uint8]
    arrears: NDArray[np.uint8]
    """wages unpaid this month"""
    association: NDArray[np.uint8]
    """NOT_MEMBER, PAPER_MEMBER or ACTIVE_MEMBER"""
    age: NDArray[np.int16]
    """months since it opened"""


class Enterprise(ColumnAgent):
    """Enterprise 企业."""

    fields = fields_of(EnterpriseColumns)

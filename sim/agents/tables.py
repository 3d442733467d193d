"""Tables that grow: requests, grievances that wait, cases, contacts. Rows are in order of arrival."""

from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.core.fields import built, fields_of
from sim.core.held import hold

Rows = TypeVar("Rows", bound=NamedTuple)

OPEN = -1
"""``relapse`` of a case that is open."""


class RequestRows(NamedTuple):
    """A request 诉求: somebody has asked and is not yet served."""

    person: NDArray[np.int32]
    """row of the resident"""
    kind: NDArray[np.uint8]
    """0 care, 1 certificate, 2 public matter, 3 hazard"""
    channel: NDArray[np.uint8]
    born: NDArray[np.int16]
    ready: NDArray[np.int16]
    """month from which it can be served"""


class PonderingRows(NamedTuple):
    """A grievance whose owner tried to talk it over in vain and decides again next month."""

    person: NDArray[np.int32]
    kind: NDArray[np.uint8]
    born: NDArray[np.int16]
    severity: NDArray[np.float32]
    other: NDArray[np.int32]


class CaseRows(NamedTuple):
    """A case 案件 brought to a third party: open, or settled for now and to relapse."""

    person: NDArray[np.int32]
    """row of the resident whose grievance it is"""
    kind: NDArray[np.uint8]
    """type of grievance"""
    born: NDArray[np.int16]
    severity: NDArray[np.float32]
    other: NDArray[np.int32]
    """row of the other side, -1 for the collective, an employer or an outsider"""
    tier: NDArray[np.uint8]
    attempts: NDArray[np.uint16]
    """times heard at this tier"""
    relapsed: NDArray[np.uint8]
    petitions: NDArray[np.uint8]
    ready: NDArray[np.int16]
    since: NDArray[np.int16]
    """month it reached this tier, or relapsed"""
    relapse: NDArray[np.int16]
    """month in which it will relapse, OPEN while open"""
    docked: NDArray[np.uint8]
    """1 for a suit that the court has sent to mediation first 诉前调解"""


class ContactRows(NamedTuple):
    """A contact with a help channel this month and how it went: what trust learns from."""

    person: NDArray[np.int32]
    channel: NDArray[np.uint8]
    result: NDArray[np.float64]
    """0-1; PETITION_CONTACT for a petition, whose effect on trust is fixed"""


PETITION_CONTACT = -1.0


class Table(Generic[Rows]):
    """A growing table: ``rows`` has room for ``capacity`` rows, of which the first ``size`` are in use."""

    def __init__(self, kind: type[Rows], capacity: int = 64) -> None:
        self.kind = kind
        self.size = 0
        self.rows = self._empty(capacity)
        self._other = self._empty(capacity)

    @property
    def capacity(self) -> int:
        """Rows there is room for."""
        return int(self.rows[0].size)

    def reserve(self, extra: int) -> None:
        """Make room for ``extra`` more rows."""
        needed = self.size + extra
        if needed <= self.capacity:
            return
        room = max(needed, 2 * self.capacity)
        grown = {name: np.zeros(room, column.dtype) for name, column in self._columns()}
        for name, column in self._columns():
            grown[name][: self.size] = column[: self.size]
        self.rows = hold(built(self.kind, grown))

    def renew(self) -> Rows:
        """Empty the table and give it other columns; the old ones are returned and stay as they are until the next."""
        old, self.rows = self.rows, self._other
        self._other, self.size = old, 0
        if self.capacity < old[0].size:
            self.rows = self._empty(old[0].size)
        return old

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Keep the rows where the mask, shape (size,), is true; their order stays."""
        kept = int(np.count_nonzero(mask))
        for _, column in self._columns():
            column[:kept] = column[: self.size][mask]
        self.size = kept

    def frame(self) -> dict[str, NDArray[Any]]:
        """Copies of the columns in use."""
        return {name: column[: self.size].copy() for name, column in self._columns()}

    def _empty(self, capacity: int) -> Rows:
        return hold(built(self.kind, {name: np.zeros(capacity, dtype) for name, dtype in fields_of(self.kind).items()}))

    def _columns(self) -> list[tuple[str, NDArray[Any]]]:
        return list(zip(self.kind._fields, self.rows, strict=True))

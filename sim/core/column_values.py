"""What a column may hold: values are checked before a cell is written, never silently cut or wrapped."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.names import unknown

Column = NDArray[Any]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]
Values = Column | list[Any]


def no_attribute(kind: type, name: str, fields: Any) -> AttributeError:
    """The error for an attribute which is no field of ``kind``, with the nearest field."""
    return AttributeError(str(unknown(f"field of {kind.__name__}", name, fields)))


def fitted(name: str, values: ArrayLike, dtype: np.dtype[Any], size: int) -> Column:
    """``values`` as cells of the column ``name``: an array of ``dtype``, shape () or (size,).

    Raises ValueError for a wrong length or a value out of the dtype's range, TypeError for a kind of value that
    the dtype cannot hold (a fraction in an integer column, say). Rounding to a shorter float is allowed.
    """
    given = np.asarray(values)
    if given.ndim and given.shape != (size,):
        raise ValueError(f"{name}: expected one value or an array of shape ({size},), got shape {given.shape}")
    if given.dtype == dtype or not given.size:
        return given.astype(dtype, copy=False)
    if dtype.kind in "iu" and given.dtype.kind in "biu":
        _check_integers(name, given, dtype)
    elif not (dtype.kind == "f" and given.dtype.kind in "biuf") and not np.can_cast(given.dtype, dtype, "safe"):
        raise TypeError(f"{name}: values of type {given.dtype} cannot be kept in a column of type {dtype}")
    with np.errstate(over="ignore"):
        cells = given.astype(dtype)
    if dtype.kind == "f" and np.any(np.isfinite(given) & ~np.isfinite(cells)):
        raise ValueError(f"{name}: a value is too large for {dtype}")
    return cells


def _check_integers(name: str, given: Column, dtype: np.dtype[Any]) -> None:
    allowed, low, high = np.iinfo(dtype), int(given.min()), int(given.max())
    if low < allowed.min or high > allowed.max:
        raise ValueError(f"{name}: {low} to {high} is out of range: {dtype} holds {allowed.min} to {allowed.max}")


def widened(values: Values) -> Values:
    """A copy in 64 bits, so that a sum over a narrow column neither wraps nor loses digits."""
    if not isinstance(values, np.ndarray):
        return values
    wide = {"i": np.int64, "u": np.int64, "f": np.float64}.get(values.dtype.kind)
    return values.astype(wide if wide is not None and np.can_cast(values.dtype, wide) else values.dtype)


def as_list(values: Values) -> list[Any]:
    """The values as Python objects, which is what Mesa promises of ``get``."""
    return values.tolist() if isinstance(values, np.ndarray) else values


def stable_order(values: Values, ascending: bool) -> IntArray:
    """Positions that sort the values; equal ones keep their order, downwards too, as Python's ``sorted`` does."""
    if not isinstance(values, np.ndarray):
        return np.array(sorted(range(len(values)), key=values.__getitem__, reverse=not ascending), np.intp)
    if ascending:
        return np.argsort(values, kind="stable")
    return len(values) - 1 - np.argsort(values[::-1], kind="stable")[::-1]


def positions_by_value(values: Values) -> dict[Any, IntArray]:
    """The positions of each distinct value, in the order in which the values first appear."""
    if isinstance(values, np.ndarray) and len(values):
        _, first, group, counts = np.unique(values, return_index=True, return_inverse=True, return_counts=True)
        members = np.split(np.argsort(group, kind="stable"), np.cumsum(counts)[:-1])
        return {values[first[index]].item(): members[index] for index in np.argsort(first)}
    positions: dict[Any, list[int]] = {}
    for position, value in enumerate(values):
        positions.setdefault(value, []).append(position)
    return {value: np.array(chosen, np.intp) for value, chosen in positions.items()}

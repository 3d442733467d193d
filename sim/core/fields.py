"""One declaration for the columns of an agent kind and for the tuple of arrays that kernels take."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Columns = TypeVar("Columns", bound=NamedTuple)


def built(columns: type[Columns], values: Mapping[str, Any]) -> Columns:
    """A tuple of a kind from named values: the one place where a tuple is made whose kind is not known beforehand."""
    make = cast(Callable[..., Columns], columns)
    return make(**values)


def fields_of(columns: type[NamedTuple]) -> dict[str, np.dtype[Any]]:
    """Names and dtypes of a ``NamedTuple`` whose fields are annotated ``NDArray[...]``, in order."""
    return {name: _dtype(hint) for name, hint in get_type_hints(columns).items()}


def as_tuple(columns: type[Columns], arrays: Mapping[str, NDArray[Any]]) -> Columns:
    """The arrays as the tuple a kernel takes; the tuple shares memory with them."""
    return built(columns, {name: arrays[name] for name in columns._fields})


def zeros(columns: type[Columns], size: int, **given: NDArray[Any]) -> Columns:
    """A tuple of arrays of one size, zero except for those given (converted to the declared dtype, contiguous)."""
    made = {}
    for name, dtype in fields_of(columns).items():
        made[name] = np.ascontiguousarray(given[name], dtype=dtype) if name in given else np.zeros(size, dtype)
    return built(columns, made)


def layout(columns: type[Columns], rows: Mapping[str, slice] | None = None) -> Callable[[NDArray[Any]], Columns]:
    """A function that lays a tuple's fields over the rows of one array.

    Handing a kernel forty arrays costs more than many a decision. One array costs nothing to speak of: the kernel lays
    out its fields with such a function compiled as a rule, and fields it does not use vanish. ``rows``: the rows of
    each field where they are not one after the other; a field of one row is that row, a field of several is a block.
    """
    placed = rows or {name: slice(n, n + 1) for n, name in enumerate(columns._fields)}
    where = [placed[name] for name in columns._fields]
    taken = (f"{at.start}" if at.stop - at.start == 1 else f"{at.start}:{at.stop}" for at in where)
    arguments = ", ".join(f"block[{part}]" for part in taken)
    source = f"def unpack(block):\n    return {columns.__name__}({arguments})\n"
    made: dict[str, Any] = {columns.__name__: columns}
    exec(source, made)
    unpack: Callable[[NDArray[Any]], Columns] = made["unpack"]
    return unpack


def _dtype(hint: Any) -> np.dtype[Any]:
    """The dtype of an annotation ``NDArray[...]``, which newer numpy keeps as it is written and older ones expand."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is not np.ndarray and origin is not NDArray:
        raise TypeError(f"{hint} is not an NDArray annotation")
    scalar = get_args(arguments[1])[0] if origin is np.ndarray else arguments[0]
    found: np.dtype[Any] = np.dtype(scalar)
    return found

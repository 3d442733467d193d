"""Held tuples: a tuple of arrays that many kernels take, taken apart for them once.

A compiled function looks at every array of a tuple each time it is called: a tenth of a microsecond an array, six
microseconds for all that a month works on, twenty-five times a month. A held tuple keeps what was found, in the form in
which compiled code holds it, and later calls read it from there.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.datamodel import models
from numba.extending import NativeValue, intrinsic, register_model, typeof_impl, unbox
from numpy.typing import NDArray

from sim.core.kernels import loop

Tuple = TypeVar("Tuple", bound=tuple[Any, ...])

_ROOM = 4096
"""Bytes to begin with: a number or a pointer takes eight, an array fifty-six."""


class Held:
    """A named tuple held for kernels, which take it for the tuple itself; its fields are read like the tuple's.

    The arrays must live where they lie: hold the tuple anew once one of them is another array.
    """

    def __init__(self, value: tuple[Any, ...]) -> None:
        self.value = value
        room = _ROOM
        while True:
            self._memory = np.empty(room // 8, np.uint64)
            self._address = self._memory.ctypes.data
            mark = int(_lay_down(value, self._memory))
            if mark:
                break
            room *= 2
        if mark not in _TYPES:
            found = numba.typeof(value)  # type: ignore[no-untyped-call]
            _TYPES[mark] = HeldType(found.types, found.instance_class)  # type: ignore[no-untyped-call]
        self._numba_type_ = _TYPES[mark]

    def __getattr__(self, name: str) -> Any:
        if name in ("value", "_numba_type_") or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.value, name)

    def __getitem__(self, place: Any) -> Any:
        return self.value[place]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value)

    def __len__(self) -> int:
        return len(self.value)

    def __reduce__(self) -> tuple[type["Held"], tuple[tuple[Any, ...]]]:
        return Held, (self.value,)


def hold(value: Tuple) -> Tuple:
    """The tuple for kernels to take as often as they like; itself where nothing is compiled."""
    return value if cast(Any, numba.config).DISABLE_JIT else cast(Tuple, Held(value))


def plain(value: Tuple) -> Tuple:
    """The tuple itself, held or not."""
    given: Any = value
    return cast(Tuple, given.value) if isinstance(given, Held) else value


class HeldType(numba.types.NamedTuple):
    """A named tuple in every respect, but handed over by address."""


_TYPES: dict[int, HeldType] = {}
"""By mark of the tuple's type."""


@typeof_impl.register(Held)
def _typeof_held(value: Held, _: object) -> HeldType:
    return value._numba_type_


@register_model(HeldType)
class _HeldModel(models.StructModel):
    def __init__(self, manager: Any, kind: HeldType) -> None:
        members = [(f"f{n}", member) for n, member in enumerate(kind)]
        super().__init__(manager, kind, members)  # type: ignore[no-untyped-call]


@unbox(HeldType)  # type: ignore[no-untyped-call]
def _unbox_held(kind: HeldType, value: Any, c: Any) -> NativeValue:
    attribute = c.pyapi.object_getattr_string(value, "_address")
    address = c.pyapi.long_as_ulonglong(attribute)
    c.pyapi.decref(attribute)
    place = c.builder.inttoptr(address, c.context.get_value_type(kind).as_pointer())
    return NativeValue(c.builder.load(place))  # type: ignore[no-untyped-call]


@intrinsic
def _store(_: Any, value: Any, address: Any) -> tuple[Any, Callable[..., Any]]:
    """Write a value to an address, in the form in which compiled code holds it."""

    def written(context: Any, builder: Any, __: object, arguments: Any) -> Any:
        builder.store(arguments[0], builder.inttoptr(arguments[1], arguments[0].type.as_pointer()))
        return context.get_dummy_value()

    return numba.types.void(value, address), written


@intrinsic
def _bytes(_: Any, value: Any) -> tuple[Any, Callable[..., Any]]:
    """The bytes such a value takes."""

    def said(context: Any, __: object, ___: object, arguments: Any) -> Any:
        return context.get_constant(numba.types.int64, context.get_abi_sizeof(arguments[0].type))

    return numba.types.int64(value), said


@intrinsic
def _mark(_: Any, value: Any) -> tuple[Any, Callable[..., Any]]:
    """A number above 0 that tells the value's type."""
    mark = zlib.crc32(str(value).encode()) + 1

    def said(context: Any, *__: object) -> Any:
        return context.get_constant(numba.types.int64, mark)

    return numba.types.int64(value), said


@loop
def _lay_down(value: tuple[Any, ...], memory: NDArray[np.uint64]) -> int:
    """Write the tuple into the memory; the mark of its type, 0 without room for it."""
    if _bytes(value) > memory.nbytes:  # type: ignore[call-arg]
        return 0
    _store(value, memory.ctypes.data)
    return _mark(value)

"""Held tuples are the tuples they hold, for kernels and for readers."""

import copy
import os
import subprocess
import sys
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County, Scenario
from sim.core import held as held_module
from sim.core.held import Held, hold, plain
from sim.core.kernels import loop


@pytest.fixture(autouse=True)
def nothing_of_ours_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tuples of this file must not be written beside the model's: others could not read the index then."""
    if not numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        alone = numba.njit(error_model="numpy", _nrt=False)(held_module._lay_down.py_func)
        monkeypatch.setattr(held_module, "_lay_down", alone)


class Inner(NamedTuple):
    small: NDArray[np.uint8]
    table: NDArray[np.float64]


class Outer(NamedTuple):
    number: int
    inner: Inner
    row: NDArray[np.int32]


def outer(size: int = 5, number: int = 3) -> Outer:
    return Outer(number, Inner(np.arange(size, dtype=np.uint8), np.ones((2, size))), np.arange(size, dtype=np.int32))


@loop
def add_up(o: Outer) -> float:
    total = 0.0
    for i in range(o.row.size):
        total += o.row[i] * o.number + o.inner.small[i] + o.inner.table[1, i]
        o.inner.table[0, i] = total
    return total


@loop
def first_of(o: Inner) -> float:
    return o.table[0, 0]


def test_a_kernel_cannot_tell_a_held_tuple_from_the_tuple() -> None:
    given, held = outer(), outer()
    assert add_up(hold(held)) == add_up(given) == 3.0 * 10 + 10 + 5
    assert held.inner.table[0].tolist() == given.inner.table[0].tolist(), "written through"


def test_each_call_reads_the_arrays_as_they_are_now() -> None:
    given = outer()
    held = hold(given)
    before = add_up(held)
    given.row[:] += 1
    assert add_up(held) == before + 3.0 * 5


def test_tuples_of_other_kinds_sizes_and_types_are_not_mixed_up() -> None:
    assert first_of(hold(outer().inner)) == 1.0
    assert add_up(hold(outer(8))) == add_up(outer(8))
    wide = outer()._replace(row=np.arange(5, dtype=np.int64))
    assert add_up(hold(wide)) == add_up(wide)
    assert hold(outer())._numba_type_ != hold(wide)._numba_type_  # type: ignore[attr-defined]


def test_readers_see_the_fields() -> None:
    given = outer()
    held = hold(given)
    assert isinstance(held, Held)
    assert plain(held) is given
    assert plain(given) is given
    assert held.row is given.row
    assert held[0] == 3
    assert len(held) == 3
    assert list(held)[2] is given.row
    assert held._fields == given._fields
    with pytest.raises(AttributeError):
        _ = held.rows  # type: ignore[attr-defined]


def test_a_copy_holds_the_copied_arrays() -> None:
    given = outer()
    pair = {"arrays": given, "held": hold(given)}
    twin = copy.deepcopy(pair)
    twin["arrays"].row[:] = 0
    assert twin["held"].row is twin["arrays"].row
    assert add_up(twin["held"]) == 10 + 5
    assert add_up(pair["held"]) == 3.0 * 10 + 10 + 5


def test_a_tuple_larger_than_the_usual_room_is_held() -> None:
    deep = tuple(outer() for _ in range(40))

    @loop
    def last(many: tuple[Outer, ...]) -> int:
        return many[39].row[4]

    many = NamedTuple("many", [(f"o{n}", Outer) for n in range(40)])(*deep)  # type: ignore[misc]
    assert last(hold(many)) == 4


def test_the_month_is_laid_out_once_and_again_when_a_part_is_replaced() -> None:
    county = County(Scenario(months=1, warmup=2))
    first = county.state.view()
    assert county.state.view() is first
    county.step()
    assert county.state.view() is not first
    assert county.state.view().month == county.state.month
    twin = county.fork()
    assert twin.state.view() is not county.state.view()
    assert plain(twin.state.view()).residents is plain(twin.state.residents)


def test_without_compilation_the_tuple_is_handed_over_itself() -> None:
    code = "from tests.core.test_held import *; g = outer(); assert hold(g) is g and add_up(hold(g)) == 45.0"
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)

"""One declaration serves columns and kernels: dtypes, shared memory, and fields laid over the rows of a block."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.core.fields import as_tuple, fields_of, layout, zeros
from sim.core.kernels import loop, rule


class Pair(NamedTuple):
    many: NDArray[np.int16]
    real: NDArray[np.float32]


class Single(NamedTuple):
    number: int


def test_fields_have_the_declared_dtypes_in_order() -> None:
    assert list(fields_of(Pair).items()) == [("many", np.dtype(np.int16)), ("real", np.dtype(np.float32))]


def test_a_field_that_is_no_array_is_refused() -> None:
    with pytest.raises(TypeError, match="not an NDArray annotation"):
        fields_of(Single)


def test_a_tuple_of_columns_shares_their_memory_whatever_their_order() -> None:
    columns = {"real": np.zeros(3, np.float32), "other": np.zeros(3), "many": np.zeros(3, np.int16)}
    held = as_tuple(Pair, columns)
    held.many[1] = 7
    assert columns["many"].tolist() == [0, 7, 0]
    assert held.real is columns["real"]


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="real"):
        as_tuple(Pair, {"many": np.zeros(3, np.int16)})


def test_new_columns_are_zero_or_as_given_and_fit_for_kernels() -> None:
    made = zeros(Pair, 4, many=np.arange(8)[::2])
    assert made.many.tolist() == [0, 2, 4, 6]
    assert made.many.dtype == np.int16
    assert made.many.flags.c_contiguous
    assert made.real.tolist() == [0.0] * 4
    assert made.real.dtype == np.float32


def test_fields_lie_on_the_rows_of_a_block_one_after_the_other() -> None:
    block = np.zeros((2, 3))
    laid = layout(Pair)(block)
    laid.real[2] = 5.0  # type: ignore[index]
    assert block.tolist() == [[0, 0, 0], [0, 0, 5]]


def test_a_field_may_have_rows_of_its_own_or_several() -> None:
    block = np.arange(12.0).reshape(4, 3)
    laid = layout(Pair, {"real": slice(0, 1), "many": slice(2, 4), "elsewhere": slice(1, 2)})(block)
    assert laid.real.tolist() == [0, 1, 2]
    assert laid.many.tolist() == [[6, 7, 8], [9, 10, 11]]
    assert np.shares_memory(laid.many, block)


OWN_ROWS = {"many": slice(1, 3), "real": slice(3, 4)}
laid_out = rule(layout(Pair, OWN_ROWS))


@loop
def copied(block: NDArray[np.float64], many: NDArray[np.float64], real: NDArray[np.float64]) -> None:
    laid = laid_out(block)
    for j in range(real.size):
        many[0, j], many[1, j], real[j] = laid.many[0, j], laid.many[1, j], laid.real[j]


def test_a_layout_means_the_same_inside_a_kernel() -> None:
    block, many, real = np.arange(12.0).reshape(4, 3), np.zeros((2, 3)), np.zeros(3)
    copied(block, many, real)
    plain = layout(Pair, OWN_ROWS)(block)
    assert np.array_equal(plain.many, many)
    assert np.array_equal(plain.real, real)

"""Who goes together: people sorted into units, shuffled by keyed draws, and handed out to those who want some."""

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import uniforms
from sim.core.kernels import kernel, rule
from sim.world.drawing import START


@kernel
def grouped(unit: NDArray[np.int32], units: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Rows by unit: ``order[starts[u]:starts[u + 1]]`` are the rows of unit u, ascending; a unit of -1 is left out.

    ``unit`` has shape (rows,), ``order`` the rows that have a unit, ``starts`` shape (units + 1,).
    """
    starts = np.zeros(units + 1, np.int64)
    for row in range(unit.size):
        if unit[row] >= 0:
            starts[unit[row] + 1] += 1
    for u in range(units):
        starts[u + 1] += starts[u]
    free = starts.copy()
    order = np.empty(starts[units], np.int32)
    for row in range(unit.size):
        if unit[row] >= 0:
            order[free[unit[row]]] = row
            free[unit[row]] += 1
    return order, starts


@rule
def shuffle(order: NDArray[np.int32], start: int, end: int, seed: int, decision_key: int, unit: int, sub: int) -> None:
    """Shuffle ``order[start:end]`` in place (Fisher and Yates), four steps to a block of draws from ``sub`` on."""
    left = end - start
    while left > 1:
        for u in uniforms(seed, decision_key, START, unit, sub):
            if left > 1:
                other, last = start + int(u * left), start + left - 1
                order[other], order[last] = order[last], order[other]
                left -= 1
        sub += 1


@kernel
def hand_out(
    unit: NDArray[np.int32],
    first_taker: NDArray[np.int64],
    wanted: NDArray[np.int32],
    seed: int,
    decision_key: int,
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Hand the people of every unit, in random order, to the takers of that unit until each has what it wants.

    ``unit``: unit of each person, -1 for those who are not to be had, shape (people,); the takers of unit u are
    ``first_taker[u]`` to ``first_taker[u + 1]`` - 1. Returns the taker of each person (-1 none) and how many each
    taker got, which is less than it wanted where people run out.
    """
    taker = np.full(unit.size, -1, np.int16)
    got = np.zeros(wanted.size, np.int32)
    order, starts = grouped(unit, first_taker.size - 1)
    for u in range(first_taker.size - 1):
        shuffle(order, starts[u], starts[u + 1], seed, decision_key, u, 0)
        next_person = starts[u]
        for t in range(first_taker[u], first_taker[u + 1]):
            got[t] = min(wanted[t], starts[u + 1] - next_person)
            for k in range(next_person, next_person + got[t]):
                taker[order[k]] = t
            next_person += got[t]
    return taker, got


def first_of_each(unit: NDArray[np.int64], units: int) -> NDArray[np.int64]:
    """Row of each unit's first entry in ascending ``unit``, and the number of rows at the end: shape (units + 1,)."""
    return np.searchsorted(unit, np.arange(units + 1)).astype(np.int64)

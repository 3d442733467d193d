"""Who knows whom 社会关系: twelve slots a person, and in every slot at most one other person.

A slot is filled by a random matching within a unit (a household, the kin in a village group, a village group, a clan,
a firm). A matching is symmetric and gives nobody a second tie in the same slot, so the whole network is a table of
fixed width. A pair that is already tied in an earlier slot stays apart in this one, and so does the odd one out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import decision
from sim.core.kernels import kernel, rule
from sim.world.facts import CLAN_SLOTS, KIN_SLOTS, NEIGHBOUR_SLOTS, TIE_SLOTS, WORK_SLOTS
from sim.world.sharing import grouped, shuffle

TIE = decision("world.tie")

HOUSEHOLD_SLOTS = (KIN_SLOTS[0], KIN_SLOTS[0] + 1)
"""The first slot of kin is for the household, the others for kin in the village group, of whatever household."""

_SUBS_OF_A_SLOT = 1 << 24


def draw_ties(residents: Mapping[str, NDArray[Any]], clan: NDArray[np.int32], seed: int) -> NDArray[np.int32]:
    """Ties of all residents, shape (residents, 12): rows of other residents, padded with the number of residents.

    ``clan``: number of each resident's clan within the village, shape (residents,). Slots: 0 household, 1-2 kin,
    3-7 village group, 8-9 clan, 10-11 firm.
    """
    everybody = clan.size
    ties = np.full((everybody, TIE_SLOTS), everybody, np.int32)
    for unit, (first, end) in _circles(residents, clan):
        order, starts = grouped(unit, int(unit.max(initial=-1)) + 1)
        match(ties, order, starts, first, end, seed)
    return ties


def _circles(
    residents: Mapping[str, NDArray[Any]], clan: NDArray[np.int32]
) -> Iterator[tuple[NDArray[np.int32], tuple[int, int]]]:
    """The units that people are matched in, and the slots (first, end) that are filled from them."""
    clans = int(clan.max(initial=0)) + 1
    group, village = residents["group"].astype(np.int32), residents["village"].astype(np.int32)
    yield residents["household"], HOUSEHOLD_SLOTS
    yield group * clans + clan, (HOUSEHOLD_SLOTS[1], KIN_SLOTS[1])
    yield group, NEIGHBOUR_SLOTS
    yield village * clans + clan, CLAN_SLOTS
    yield residents["employer"].astype(np.int32), WORK_SLOTS


@kernel
def match(
    ties: NDArray[np.int32], order: NDArray[np.int32], starts: NDArray[np.int64], first: int, end: int, seed: int
) -> None:
    """Fill the slots ``first`` to ``end`` - 1 of ``ties`` by one random matching each within every unit.

    ``order[starts[u]:starts[u + 1]]`` are the members of unit u; they are shuffled in place.
    """
    for slot in range(first, end):
        for unit in range(starts.size - 1):
            shuffle(order, starts[unit], starts[unit + 1], seed, TIE, unit, slot * _SUBS_OF_A_SLOT)
            for k in range(starts[unit], starts[unit + 1] - 1, 2):
                one, other = order[k], order[k + 1]
                if not tied(ties, one, other, slot):
                    ties[one, slot] = other
                    ties[other, slot] = one


@rule
def tied(ties: NDArray[np.int32], one: int, other: int, slots: int) -> bool:
    """Whether two people are tied in one of the first ``slots`` slots."""
    for slot in range(slots):  # noqa: SIM110 (kernels have no any())
        if ties[one, slot] == other:
            return True
    return False

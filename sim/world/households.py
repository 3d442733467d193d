"""The households of every village 户: how many adults and children, which village group, which clan."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import decision, uniforms
from sim.core.kernels import kernel, rule
from sim.world.drawing import START, pick
from sim.world.tables import HouseholdTables

HOUSEHOLD = decision("world.household")


class Households(NamedTuple):
    """One row a household, sorted by village and group; shape (households,) unless noted."""

    adults: NDArray[np.uint8]
    """registered adults"""
    persons: NDArray[np.int16]
    """registered persons, children too"""
    group: NDArray[np.int16]
    """village group, numbered through the county"""
    clan: NDArray[np.int16]
    """clan within the village"""
    first: NDArray[np.int64]
    """first household of each village, shape (villages + 1,)"""


@kernel
def draw_households(
    seed: int,
    adults: NDArray[np.int32],
    urban: NDArray[np.uint8],
    groups: NDArray[np.int32],
    tables: HouseholdTables,
) -> Households:
    """Draw households until the registered adults of each village (shape (villages,)) all have one."""
    most = adults.sum()
    members, persons = np.empty(most, np.uint8), np.empty(most, np.int16)
    group, clan = np.empty(most, np.int16), np.empty(most, np.int16)
    first = np.zeros(adults.size + 1, np.int64)
    h, next_group = 0, 0
    for v in range(adults.size):
        left = int(adults[v])
        while left > 0:
            for_adults, for_children, for_clan, _ = uniforms(seed, HOUSEHOLD, START, h, 0)
            size = min(pick(tables.adults[urban[v]], for_adults) + 1, left)
            members[h] = size
            persons[h] = size + pick(tables.children[size - 1], for_children)
            clan[h] = pick(tables.clan, for_clan)
            left -= size
            h += 1
        first[v + 1] = h
        next_group += divide_into_groups(group, first[v], h, groups[v], next_group)
    return Households(members[:h].copy(), persons[:h].copy(), group[:h].copy(), clan[:h].copy(), first)


@rule
def divide_into_groups(group: NDArray[np.int16], start: int, end: int, groups: int, first_group: int) -> int:
    """Number the households ``start`` to ``end`` - 1 by groups of nearly equal size; returns how many there are."""
    households = end - start
    groups = min(groups, households)
    for h in range(start, end):
        group[h] = first_group + (h - start) * groups // households
    return groups

"""A look around: what a resident's ties show at the start of the month.

One byte a resident says what others can see of him; one pass over the tie table packs the counts over his ties into
a word of six numbers of four bits (a resident has at most twelve ties).
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import YEAR, ResidentColumns
from sim.core.kernels import loop, real, row, rule, whole
from sim.processes.state import State
from sim.world.facts import TIE_SLOTS

KNOWS_SUPERVISION, KNOWS_MEDIATION, KNOWS_RULES, TOOK_PART, AWAY, DEGREE = 0, 4, 8, 12, 16, 20
"""Where each count stands in the word, in bits."""

_RECIPROCAL = np.array([0.0] + [1.0 / degree for degree in range(1, 16)])


@rule
def count(word: int, place: int) -> int:
    """The number of ties at a place of the word."""
    return (whole(word) >> place) & 15


@rule
def part(word: int) -> float:
    """One over the number of ties, 0 without ties: counts times this are shares."""
    return real(_RECIPROCAL[(whole(word) >> DEGREE) & 15])


@rule
def share(word: int, place: int) -> float:
    """The share of ties at a place of the word, 0 without ties."""
    return count(word, place) * part(word)


@loop
def show(residents: ResidentColumns, shown: NDArray[np.uint32]) -> None:
    """What each resident shows to his ties, one unit in each place of the word."""
    for i in range(residents.person.size):
        aware = int(residents.aware[i])
        took_part = 1 if int(residents.took_part[i]) & YEAR else 0
        shown[i] = (
            (aware & 1)
            | (((aware >> 1) & 1) << KNOWS_MEDIATION)
            | (((aware >> 2) & 1) << KNOWS_RULES)
            | (took_part << TOOK_PART)
            | (int(residents.away[i]) << AWAY)
            | (1 << DEGREE)
        )
    shown[residents.person.size] = 0


@loop
def gather(ties: NDArray[np.int32], shown: NDArray[np.uint32], seen: NDArray[np.uint32]) -> None:
    """Sum what the ties show; an empty slot points at the last entry of ``shown``, which is 0."""
    for i in range(ties.shape[0]):
        total = np.uint32(0)
        for slot in range(TIE_SLOTS):
            total += shown[row(ties[i, slot])]
        seen[i] = total


def look_around(state: State) -> None:
    """Fill ``state.seen`` for the month."""
    shown = np.empty(state.ties.shape[0] + 1, np.uint32)
    show(state.residents, shown)
    gather(state.ties, shown, state.seen)


@rule
def mean_trust(ties: NDArray[np.int32], trust: NDArray[np.float32], i: int) -> float:
    """Mean trust of a resident's ties in one channel, minus one half; 0 without ties."""
    total, degree = 0.0, 0
    for slot in range(ties.shape[1]):
        other = ties[i, slot]
        if other < trust.size:
            total += real(trust[row(other)])
            degree += 1
    if degree == 0:
        return 0.0
    return total / degree - 0.5


@rule
def ties_trust(residents: ResidentColumns, ties: NDArray[np.int32], i: int) -> tuple[float, float, float, float, float]:
    """Mean trust of a resident's ties in each channel, minus one half; 0 without ties.

    The loop's end is read from the array so that the compiler does not know it: knowing it, it unrolls the loop into
    vector look-ups, which take three times as long.
    """
    neighbour, volunteer, cadre, platform, township, degree = 0.0, 0.0, 0.0, 0.0, 0.0, 0
    for slot in range(ties.shape[1]):
        if ties[i, slot] < residents.person.size:
            other = row(ties[i, slot])
            neighbour += real(residents.trust_neighbour[other])
            volunteer += real(residents.trust_volunteer[other])
            cadre += real(residents.trust_cadre[other])
            platform += real(residents.trust_platform[other])
            township += real(residents.trust_township[other])
            degree += 1
    if degree == 0:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    return (
        neighbour / degree - 0.5,
        volunteer / degree - 0.5,
        cadre / degree - 0.5,
        platform / degree - 0.5,
        township / degree - 0.5,
    )


@rule
def touch_trust(residents: ResidentColumns, first: int, last: int) -> float:
    """Read one number of every cache line of a village's trust, in order; returns a sum that means nothing.

    Memory delivers what is read in order many times faster than what is read here and there: after this walk the
    look-ups of ``ties_trust`` find everything at hand.
    """
    total = 0.0
    for i in range(first, last, 16):
        total += real(residents.trust_neighbour[i]) + real(residents.trust_volunteer[i])
        total += real(residents.trust_cadre[i]) + real(residents.trust_platform[i])
        total += real(residents.trust_township[i])
    return total


@rule
def touch_ties(ties: NDArray[np.int32], listed: NDArray[np.int32], count: int) -> int:
    """Read the first and the last tie of the residents listed, whose misses then overlap; the sum means nothing."""
    total = 0
    for n in range(count):
        total += ties[listed[n], 0] + ties[listed[n], TIE_SLOTS - 1]
    return total

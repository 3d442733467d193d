"""The few sums and roundings that must be done the same way as in the engine."""

import math
from collections.abc import Iterable

import numpy as np

from sim.agents.resident import YEAR
from sim.core.maths import exp


def f32(value: float) -> float:
    """What is left of a number once it has been stored in a float32 column."""
    return float(np.float32(value))


def total(values: Iterable[float]) -> float:
    """The sum from left to right; the built-in ``sum`` corrects its rounding from Python 3.12 on."""
    result = 0.0
    for value in values:
        result += value
    return result


def mean(values: list[float], otherwise: float) -> float:
    """The mean, or ``otherwise`` where there is nothing to take a mean of."""
    return total(values) / len(values) if values else otherwise


def first_largest(values: list[float]) -> int:
    """The position of the largest value, of equal ones the first."""
    return values.index(max(values))


def poisson(u: float, expected: float) -> int:
    """The count whose cumulated probability first exceeds ``u``."""
    count, chance = 0, exp(-expected)
    cumulated = chance
    while u >= cumulated and chance > 0.0:
        count += 1
        chance *= expected / count
        cumulated += chance
    return count


def months_on_the_way(days: float, u: float) -> int:
    """Months that a transfer of so many days takes, at least one."""
    return max(1, math.floor(days / 30 + u))


def next_month(history: int, bit: bool) -> int:
    """The last twelve months, one bit each, moved by one; bit 0 is the latest."""
    return (history << 1 | bit) & YEAR

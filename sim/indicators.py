"""What is measured: indicators as sums and ratios of the month's counters, with unit, direction and names in en and zh.

An indicator over several months or villages is the ratio of the sums, never the mean of ratios. Denominators are part
of an indicator's definition. Direction: +1 higher is better, -1 lower is better, 0 neither.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.tallies import MOST_MONTHS

Array = NDArray[np.float64]
Counts = Callable[[str], Array]
Direction = Literal[-1, 0, 1]

MONTHS = "months"
"""Denominator of an indicator that is a monthly mean."""
TOTAL = "total"
"""Denominator of an indicator that adds up over months."""


@dataclass(frozen=True)
class Indicator:
    """``scale * sum(numerator) / sum(denominator)``; counters are named as in ``sim.tallies``.

    ``rare``: a count of rare events or few units, to be judged at county size. ``per``: words for the denominator.
    """

    key: str
    group: str
    numerator: Mapping[str, float]
    denominator: Mapping[str, float] | str
    scale: float
    unit: str
    direction: Direction
    en: str
    zh: str
    rare: bool = False

    def value(self, counts: Counts, months: float = 1.0) -> Array:
        """The indicator from summed counters, in the shape of ``counts(name)``; NaN where nothing could be counted."""
        top = _weighted(self.numerator, counts) * self.scale
        if self.denominator == MONTHS:
            return top / months
        if self.denominator == TOTAL:
            return top
        assert not isinstance(self.denominator, str)
        bottom = _weighted(self.denominator, counts)
        return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)

    @property
    def counters(self) -> tuple[str, ...]:
        """The counters it needs."""
        below = () if isinstance(self.denominator, str) else tuple(self.denominator)
        return (*self.numerator, *below)


@dataclass(frozen=True)
class Gap:
    """The difference of two shares, in percentage points: the first group's less the second's."""

    key: str
    group: str
    first: Indicator
    second: Indicator
    unit: str
    direction: Direction
    en: str
    zh: str
    rare: bool = False

    def value(self, counts: Counts, months: float = 1.0) -> Array:
        """First less second."""
        return self.first.value(counts, months) - self.second.value(counts, months)

    @property
    def counters(self) -> tuple[str, ...]:
        """The counters it needs."""
        return (*self.first.counters, *self.second.counters)


@dataclass(frozen=True)
class Quantile:
    """A quantile of a distribution over months, linear within the month; counts of shape (months, ...)."""

    key: str
    group: str
    counter: str
    level: float
    unit: str
    direction: Direction
    en: str
    zh: str
    rare: bool = False

    def value(self, counts: Counts, months: float = 1.0) -> Array:  # noqa: ARG002 (one form for all kinds)
        """The quantile in months since the matter arose (0 to 1 is the month itself), NaN without cases."""
        held = counts(self.counter)
        below = np.cumsum(held, axis=0)
        wanted = below[-1] * self.level
        index = np.minimum((below < wanted).sum(axis=0), MOST_MONTHS)
        here = np.take_along_axis(held, index[None], axis=0)[0]
        before = np.take_along_axis(below, index[None], axis=0)[0] - here
        part = np.divide(wanted - before, here, out=np.zeros_like(wanted), where=here > 0)
        return np.where(below[-1] > 0, index + part, np.nan)

    @property
    def counters(self) -> tuple[str, ...]:
        """The counters it needs."""
        return (self.counter,)


Measured = Indicator | Gap | Quantile


def _weighted(weights: Mapping[str, float], counts: Counts) -> Array:
    total: Array | None = None
    for name, weight in weights.items():
        part = weight * counts(name)
        total = part if total is None else total + part
    assert total is not None
    return total

"""The record of a run: every counter and every cost by month and village, and the tidy table made of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.places import Places
from sim.indicator_table import INDICATORS
from sim.tallies import rows

Array = NDArray[np.float64]
Level = Literal["village", "township", "county"]

ROWS = max(where.stop for where in rows().values())
"""Rows of one month's record."""


@dataclass
class Record:
    """``counted``: shape (months, rows, villages); ``costs``: yuan, shape (months, measures, villages).

    ``first``: number of the first recorded month, counted so that 1 is the first month after the warm-up.
    """

    places: Places
    first: int
    counted: Array
    costs: Array
    measures: tuple[str, ...]

    @classmethod
    def empty(cls, places: Places, first: int, months: int, measures: Sequence[str]) -> "Record":
        """Room for a run."""
        counted = np.zeros((months, ROWS, places.villages))
        return cls(places, first, counted, np.zeros((months, len(measures), places.villages)), tuple(measures))

    def months(self) -> NDArray[np.int64]:
        """Numbers of the months."""
        return np.arange(self.first, self.first + self.counted.shape[0])

    def since(self, month: int) -> "Record":
        """The record from a month on."""
        skip = month - self.first
        return Record(self.places, month, self.counted[skip:], self.costs[skip:], self.measures)

    def at(self, level: Level) -> "tuple[Array, Array]":
        """Counters and costs summed to a level, shape (months, ..., units)."""
        if level == "village":
            return self.counted, self.costs
        if level == "township":
            return self.places.sum_by_township(self.counted), self.places.sum_by_township(self.costs)
        return self.counted.sum(axis=-1, keepdims=True), self.costs.sum(axis=-1, keepdims=True)

    def series(self, level: Level = "county") -> dict[str, Array]:
        """Every indicator by month and unit, shape (months, units)."""
        counted, costs = self.at(level)
        found = {key: item.value(by_counter(counted)) for key, item in INDICATORS.items()}
        return found | {f"cost_{key}": costs[:, n] for n, key in enumerate(self.measures)} | {"cost": costs.sum(axis=1)}

    def over(self, first: int, last: int, level: Level = "county") -> dict[str, Array]:
        """Every indicator over months first to last (both included), shape (units,); costs add up over them."""
        counted, costs = self.at(level)
        span = slice(first - self.first, last - self.first + 1)
        sums, months = counted[span].sum(axis=0), float(last - first + 1)
        spent = costs[span].sum(axis=0)
        found = {key: item.value(by_counter(sums[None]), months)[0] for key, item in INDICATORS.items()}
        return found | {f"cost_{key}": spent[n] for n, key in enumerate(self.measures)} | {"cost": spent.sum(axis=0)}

    def frame(self, levels: Sequence[Level] = ("village", "township", "county")) -> pd.DataFrame:
        """The tidy table: month, level, unit, indicator, value."""
        return pd.concat([self._level_frame(level) for level in levels], ignore_index=True)

    def _level_frame(self, level: Level) -> pd.DataFrame:
        series, units, months = self.series(level), self.unit_names(level), self.months()
        cells = len(months) * len(units)
        return pd.DataFrame(
            {
                "month": np.tile(np.repeat(months, len(units)), len(series)),
                "level": np.full(cells * len(series), level, dtype=object),
                "unit": np.tile(np.array(units, dtype=object), len(series) * len(months)),
                "indicator": np.repeat(np.array(list(series), dtype=object), cells),
                "value": np.concatenate([values.ravel() for values in series.values()]),
            }
        )

    def unit_names(self, level: Level) -> tuple[str, ...]:
        """Names of the units of a level."""
        if level == "village":
            return self.places.village_names
        return self.places.township_names if level == "township" else ("county",)


def by_counter(counted: Array) -> Callable[[str], Array]:
    """Look a counter up by name; ``counted`` has shape (months, rows, units), a distribution gets its rows first."""
    placed = rows()

    def look_up(name: str) -> Array:
        where = placed[name]
        if where.stop - where.start == 1:
            return counted[:, where.start]
        return np.moveaxis(counted[:, where], 1, 0)

    return look_up


def items(found: dict[str, Array]) -> Iterator[tuple[str, float]]:
    """Indicator and value of a county-level result."""
    return ((key, float(value[0])) for key, value in found.items())

"""Money: what each measure costs, computed from what was delivered and never from a lump sum."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.levers import declared
from sim.core.places import Places
from sim.levers import LeverValues, MonthLevers
from sim.policies.base import Policy, Price
from sim.tallies import rows

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bill:
    """What a unit of everything delivered costs each measure, as long as the levers stay where they are.

    A line is one price of one measure. ``measure`` and ``counter``: per line the number of the measure and the row of
    the month's counters that says how much was delivered, shape (lines,); ``yuan``: what a unit of it costs the measure
    in each village, shape (lines, villages); ``standing``: what is due every month whatever was counted, shape
    (measures, villages).
    """

    measure: NDArray[np.int64]
    counter: NDArray[np.int64]
    yuan: Array
    standing: Array

    @classmethod
    def of(cls, policies: Sequence[Policy], levers: MonthLevers, values: LeverValues) -> "Bill":
        """The bill of some measures under the levers they asked for and the values that came of them.

        Where several measures move one lever, each pays its share of what was delivered.
        """
        places = levers.places
        standing = np.zeros((len(policies), places.villages))
        lines: list[tuple[int, int, Array]] = []
        for n, policy in enumerate(policies):
            for price in policy.prices():
                yuan = price.yuan * _in_villages(levers.share(price.lever, policy), price.lever, places)
                if price.times:
                    yuan = yuan * _in_villages(getattr(values, price.times), price.times, places)
                if price.delivered.startswith("lever:"):
                    standing[n] += yuan * _provided(price, places, values)
                else:
                    lines.append((n, rows()[price.delivered].start, yuan))
        measure, counter = (np.array([line[k] for line in lines], np.int64) for k in (0, 1))
        stacked = np.array([yuan for _, _, yuan in lines]).reshape(len(lines), places.villages)
        return cls(measure, counter, stacked, standing)

    def due(self, counted: Array) -> Array:
        """Yuan of a month, shape (measures, villages); ``counted``: the month's counters, shape (rows, villages)."""
        total = self.standing.copy()
        np.add.at(total, self.measure, counted[self.counter] * self.yuan)
        return total


def _provided(price: Price, places: Places, values: LeverValues) -> Array:
    """What a lever itself provides in each village: above the village it is spread over the villages it serves."""
    name = price.delivered.removeprefix("lever:")
    value = _in_villages(getattr(values, name), name, places)
    level = declared(LeverValues)[name].level
    if level == "village":
        return value
    if level == "county":
        return value * places.townships / places.villages
    villages: Array = places.sum_by_township(np.ones(places.villages))[places.township]
    return value / villages


def _in_villages(values: Array, lever: str, places: Places) -> Array:
    level = declared(LeverValues)[lever].level
    if level == "village":
        return values
    return values[places.township] if level == "township" else np.full(places.villages, values[0])

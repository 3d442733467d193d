"""Indicators of stored blocks: exact ratios of summed counters, over any window of months."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.blocks import COST, KEYS
from sim.indicator_table import INDICATORS
from sim.tallies import rows

Array = NDArray[np.float64]

RUN = ["block", "package"]
TOTAL_COST = "cost"
"""Money of all measures together; that of one measure is ``cost_`` and its key. Yuan."""
RAMP_MONTHS = 12


def default_window(months: int) -> tuple[int, int]:
    """First and last month over which effects are taken: after the first year, or the later half of a short run."""
    return (RAMP_MONTHS + 1 if months > RAMP_MONTHS else months // 2 + 1), months


def over(blocks: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Every indicator of every run over months ``first`` to ``last``, both included; money over all months.

    Takes the months of blocks (see ``experiments.blocks``); gives a row a run, index (block, package).
    """
    _check_window(blocks, first, last)
    window = blocks[blocks["month"].between(first, last)].groupby(RUN, sort=True)
    counters = [name for name in blocks.columns if name not in KEYS and not name.startswith(COST)]
    measured = _indicators(window[counters].sum(), float(last - first + 1))
    spent = blocks.groupby(RUN, sort=True)[_cost_columns(blocks)].sum()
    return pd.concat([measured, _money(spent)], axis=1)


def monthly(blocks: pd.DataFrame) -> pd.DataFrame:
    """Every indicator of every run in every month; index (package, block, month)."""
    placed = blocks.set_index(["package", "block", "month"]).sort_index()
    return pd.concat([_indicators(placed, 1.0), _money(placed[_cost_columns(blocks)])], axis=1)


def of_package(runs: pd.DataFrame, package: str) -> pd.DataFrame:
    """The runs of one package, without it in the index."""
    found = runs.xs(package, level="package")
    assert isinstance(found, pd.DataFrame)
    return found


def _check_window(blocks: pd.DataFrame, first: int, last: int) -> None:
    months = int(blocks["month"].max())
    if not 1 <= first <= last <= months:
        raise ValueError(f"months {first} to {last} are no window of a run of {months} months")


def _cost_columns(blocks: pd.DataFrame) -> list[str]:
    return [name for name in blocks.columns if name.startswith(COST)]


def _indicators(sums: pd.DataFrame, months: float) -> pd.DataFrame:
    counts = _look_up(sums)
    return pd.DataFrame({key: item.value(counts, months) for key, item in INDICATORS.items()}, index=sums.index)


def _money(spent: pd.DataFrame) -> pd.DataFrame:
    named = spent.rename(columns={name: f"{TOTAL_COST}_{name.removeprefix(COST)}" for name in spent.columns})
    named[TOTAL_COST] = named.sum(axis=1)
    return named


def _look_up(sums: pd.DataFrame) -> Callable[[str], Array]:
    placed = rows()

    def look_up(name: str) -> Array:
        size = placed[name].stop - placed[name].start
        if size == 1:
            return sums[name].to_numpy(np.float64)
        return np.stack([sums[f"{name}.{k}"].to_numpy(np.float64) for k in range(size)])

    return look_up

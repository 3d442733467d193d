"""How indicators go month by month, with and without a package: for curves with bands and intervals."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.effects import by_unit, t_interval, worlds_of
from experiments.measured import monthly, of_package
from experiments.study import BASELINE

BAND = (5.0, 95.0)
"""Percentiles of runs between which the band lies."""
COLUMNS = ("package", "month", "indicator", "kind", "mean", "low", "high", "band_low", "band_high", "n")


def paths(blocks: pd.DataFrame) -> pd.DataFrame:
    """Every indicator by package and month, over blocks; columns ``COLUMNS``.

    ``kind``: ``level``, or ``difference`` for the paired difference to the baseline. ``low`` and ``high``: 95 % t
    interval of the mean, over worlds where these were lived with several seeds each; ``band_low`` and ``band_high``:
    the band that holds nine of ten runs. ``n``: blocks, or such worlds, in which the indicator could be measured.
    """
    runs, worlds = monthly(blocks), worlds_of(blocks)
    before = of_package(runs, BASELINE)
    tables = []
    for name in blocks["package"].unique():
        here = of_package(runs, name)
        tables.append(_over_blocks(here, worlds).assign(package=name, kind="level"))
        if name != BASELINE:
            together = before.index.intersection(here.index)
            change = here.loc[together] - before.loc[together]
            tables.append(_over_blocks(change, worlds).assign(package=name, kind="difference"))
    return pd.concat(tables, ignore_index=True)[list(COLUMNS)]


def _over_blocks(runs: pd.DataFrame, worlds: pd.Series) -> pd.DataFrame:
    """Means, intervals and bands over blocks of a table with index (block, month)."""
    months = runs.groupby(level="month", sort=True)
    return pd.concat([_of_month(month, table.droplevel("month"), worlds) for month, table in months], ignore_index=True)


def _of_month(month: object, runs: pd.DataFrame, worlds: pd.Series) -> pd.DataFrame:
    found = t_interval(by_unit(runs, worlds).to_numpy(np.float64))
    band = _band(runs.to_numpy(np.float64))
    return pd.DataFrame(
        {
            "month": month,
            "indicator": runs.columns,
            "mean": found.mean,
            "low": found.low,
            "high": found.high,
            "band_low": band[0],
            "band_high": band[1],
            "n": found.n,
        }
    )


def _band(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Percentiles ``BAND`` of every column, NaNs left out, shape (2, columns); NaN where there is nothing."""
    band = np.full((2, values.shape[1]), np.nan)
    there = np.isfinite(values)
    whole, part = there.all(axis=0), there.any(axis=0) & ~there.all(axis=0)
    band[:, whole] = np.percentile(values[:, whole], BAND, axis=0)
    band[:, part] = np.nanpercentile(values[:, part], BAND, axis=0)  # much the slower of the two
    return band

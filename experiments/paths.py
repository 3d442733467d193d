"""How indicators go month by month, with and without a package: for curves with bands and intervals."""

import numpy as np
import pandas as pd

from experiments.effects import t_interval
from experiments.measured import monthly, of_package
from experiments.study import BASELINE

BAND = (5.0, 95.0)
"""Percentiles of runs between which the band lies."""
COLUMNS = ("package", "month", "indicator", "kind", "mean", "low", "high", "band_low", "band_high", "n")


def paths(blocks: pd.DataFrame) -> pd.DataFrame:
    """Every indicator by package and month, over blocks; columns ``COLUMNS``.

    ``kind``: ``level``, or ``difference`` for the paired difference to the baseline. ``low`` and ``high``: 95 % t
    interval of the mean; ``band_low`` and ``band_high``: the band that holds nine of ten runs. ``n``: blocks in which
    the indicator could be measured.
    """
    runs = monthly(blocks)
    before = of_package(runs, BASELINE)
    tables = []
    for name in blocks["package"].unique():
        here = of_package(runs, name)
        tables.append(_over_blocks(here).assign(package=name, kind="level"))
        if name != BASELINE:
            together = before.index.intersection(here.index)
            change = here.loc[together] - before.loc[together]
            tables.append(_over_blocks(change).assign(package=name, kind="difference"))
    return pd.concat(tables, ignore_index=True)[list(COLUMNS)]


def _over_blocks(runs: pd.DataFrame) -> pd.DataFrame:
    """Means, intervals and bands over blocks of a table with index (block, month)."""
    return pd.concat(
        [_of_month(month, table) for month, table in runs.groupby(level="month", sort=True)], ignore_index=True
    )


def _of_month(month: object, runs: pd.DataFrame) -> pd.DataFrame:
    values = runs.to_numpy(np.float64)
    found = t_interval(values)
    band = np.full((2, values.shape[1]), np.nan)
    some = found.n > 0
    band[:, some] = np.nanpercentile(values[:, some], BAND, axis=0)
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

"""What pairing is worth: how many times as much the difference of two runs varies when they share nothing."""

import pandas as pd

from benchmarks.figures import GAIN, OUTCOMES, Measured
from experiments.measured import default_window, of_package, over
from experiments.study import BASELINE


def gains(blocks: pd.DataFrame) -> pd.DataFrame:
    """Variance of unpaired over that of paired differences to the baseline, packages as rows, outcomes as columns.

    ``blocks``: months of blocks. The unpaired variance is that of the baseline plus that of the package, both over
    blocks. NaN where a package changes an outcome in no block.
    """
    runs = over(blocks, *default_window(int(blocks["month"].max())))
    before = of_package(runs, BASELINE)[list(OUTCOMES)]
    found = {}
    for name in blocks["package"].unique():
        if name != BASELINE:
            after = of_package(runs, name)[list(OUTCOMES)]
            apart = (after - before).var()
            found[name] = ((before.var() + after.var()) / apart).where(apart > 0.0)
    return pd.DataFrame(found).T


def gain_figures(blocks: pd.DataFrame) -> dict[str, Measured]:
    """A figure an outcome, a sample a package; packages that do not change it give none."""
    table, number = gains(blocks), int(blocks["block"].nunique())
    found = {}
    for outcome, column in table.items():
        told = {str(name): float(gain) for name, gain in column.dropna().items()}
        extra = {"blocks": number, "packages": told, "unchanged": sorted(column.index[column.isna()])}
        if told:
            found[f"{GAIN}{outcome}"] = Measured(list(told.values()), extra=extra)
    return found

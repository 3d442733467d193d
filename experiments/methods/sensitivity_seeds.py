"""How much of what differs between runs is the luck of the seed, and how much the world."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.effects import LEVEL

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SeedShare:
    """Share of an outcome's variance that is due to the seed, with its 95 % interval; ``runs`` of ``worlds``."""

    share: float
    low: float
    high: float
    worlds: int
    runs: int


def seed_share(values: Array) -> SeedShare:
    """One-way random effects over ``values``, shape (worlds, seeds): simulation error against uncertain parameters.

    The interval is that of Searle (1971) for normal values, exact where every world has as many seeds. NaN stands for
    a failed run and is left out, as are worlds without any run; sizes are then averaged as in the analysis of
    variance. All NaN where nothing varies. Raises ``ValueError`` below 2 worlds or without a repeated seed.
    """
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values).any(axis=1)]
    there = np.isfinite(values)
    sizes = there.sum(axis=1)
    worlds, runs = len(values), int(sizes.sum())
    if worlds < 2 or runs == worlds:
        raise ValueError(f"{runs} runs of {worlds} worlds came through: 2 worlds and repeated seeds are needed")
    means = np.where(there, values, 0.0).sum(axis=1) / sizes
    grand = float((sizes * means).sum()) / runs
    between = float((sizes * (means - grand) ** 2).sum()) / (worlds - 1)
    within = float((np.where(there, values - means[:, None], 0.0) ** 2).sum()) / (runs - worlds)
    size = (runs - float((sizes**2).sum()) / runs) / (worlds - 1)
    if between == within == 0.0:
        return SeedShare(np.nan, np.nan, np.nan, worlds, runs)
    ratio = between / within if within > 0.0 else np.inf
    spread = stats.f(worlds - 1, runs - worlds)
    tail = (1.0 - LEVEL) / 2.0
    ratios = np.array([ratio, ratio / spread.ppf(tail), ratio / spread.ppf(1.0 - tail)])
    # The variance between worlds over that of seeds is (ratio - 1) / size.
    share, low, high = size / (size + np.maximum(ratios - 1.0, 0.0))
    return SeedShare(float(share), float(low), float(high), worlds, runs)

"""What a comparison rests on: the luck of the seed against assumptions, and the assumptions that carry a lead.

Pure functions on tables of stored blocks and worlds; nothing is run.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.effects import LEVEL, t_interval, worlds_of
from experiments.measured import over
from experiments.methods.sensitivity_seeds import SeedShare, seed_share
from experiments.study import BASELINE
from sim.indicator_table import INDICATORS

Array = NDArray[np.float64]

FEW_WORLDS = 20
"""Worlds below which nothing is said of single assumptions."""
SHUFFLES = 2000
SEED = 7


@dataclass(frozen=True)
class Changes:
    """Gains of an outcome: paired differences to the baseline with the better side up, a row a block, a column a
    package, the baseline among them with 0; ``worlds``: the world of each block (0 for shipped parameters)."""

    gains: pd.DataFrame
    worlds: pd.Series

    @property
    def by_world(self) -> pd.DataFrame:
        """Means over the blocks of each world."""
        return self.gains.groupby(self.worlds.to_numpy()).mean()

    @property
    def seeds(self) -> int:
        """Most blocks of one world."""
        return int(self.worlds.value_counts().max())


def changes(blocks: pd.DataFrame, outcome: str, window: tuple[int, int]) -> Changes:
    """The gains that stored months of blocks hold; blocks in which a package could not be measured are left out."""
    levels = over(blocks, *window)[outcome].unstack("package").dropna()
    assert isinstance(levels, pd.DataFrame)
    gains = levels.sub(levels[BASELINE], axis=0) * (INDICATORS[outcome].direction or 1)
    return Changes(gains, worlds_of(blocks).loc[gains.index])


def share_of_seeds(found: Changes, package: str) -> SeedShare | None:
    """Share of the variance of a package's effect over blocks that is the seed's; the rest is that of the worlds.

    None with one world, or one seed a world: then it cannot be told.
    """
    sizes = found.worlds.value_counts()
    if len(sizes) < 2 or sizes.max() < 2:
        return None
    values = np.full((len(sizes), int(sizes.max())), np.nan)
    for row, (_, gains) in enumerate(found.gains[package].groupby(found.worlds.to_numpy())):
        values[row, : len(gains)] = gains
    return seed_share(values)


@dataclass(frozen=True)
class Lead:
    """How far the first of two packages is ahead: mean over worlds with its 95 % t interval, and the worlds in which
    the second is ahead."""

    mean: float
    low: float
    high: float
    behind: int
    worlds: int


def lead(ahead: pd.Series) -> Lead:
    """The lead by world, told; worlds in which both are level count for neither."""
    interval = t_interval(ahead.to_numpy(np.float64)[:, None], LEVEL)
    mean, low, high = (float(part[0]) for part in (interval.mean, interval.low, interval.high))
    return Lead(mean, low, high, int((ahead < 0.0).sum()), len(ahead))


@dataclass(frozen=True)
class Carrier:
    """An assumption that the lead follows: rank correlation, and the mean lead in the third of worlds where it is
    lowest and in the third where it is highest; ``low`` and ``high``: where these thirds end and begin."""

    parameter: str
    correlation: float
    low: float
    high: float
    lead_low: float
    lead_high: float

    @property
    def flips(self) -> bool:
        """The second package is ahead in one third and the first in the other."""
        return self.lead_low * self.lead_high < 0.0


@dataclass(frozen=True)
class Carriers:
    """Assumptions beyond the ``threshold`` that chance alone reaches in 5 % of studies, the strongest first.

    ``strongest``: the correlation of largest size, found or not; ``tested``: assumptions that differ between worlds, in
    ``worlds`` of them.
    """

    found: tuple[Carrier, ...]
    threshold: float
    strongest: float
    tested: int
    worlds: int


def carriers(ahead: pd.Series, worlds: pd.DataFrame) -> Carriers | None:
    """Which assumptions the lead follows; None below ``FEW_WORLDS``, or where no assumption or no lead differs.

    ``ahead``: lead by world; ``worlds``: a row a world, a column a parameter. Spearman's rank correlation with every
    parameter; the threshold is family-wise: the 95 % quantile of the largest absolute correlation over all parameters
    when the leads are dealt out among the worlds at random (max-T, Westfall and Young 1993).
    """
    shared = ahead.index.intersection(worlds.index)
    values, given = worlds.loc[shared], ahead.loc[shared].to_numpy(np.float64)
    values = values.loc[:, values.nunique() > 1]
    if len(shared) < FEW_WORLDS or values.empty or np.ptp(given) == 0.0:
        return None
    ranks, mine = _standard(values.to_numpy(np.float64)), _standard(given[:, None])[:, 0]
    draws = np.random.default_rng(SEED)
    dealt = np.stack([draws.permutation(mine) for _ in range(SHUFFLES)])
    threshold = float(np.quantile(np.abs(dealt @ ranks).max(axis=1), LEVEL, method="higher"))
    told = dict(zip(values.columns, (mine @ ranks).tolist(), strict=True))
    clear = sorted((name for name in told if abs(told[name]) > threshold), key=lambda name: -abs(told[name]))
    found = tuple(_carrier(str(name), told[name], values[name].to_numpy(np.float64), given) for name in clear)
    strongest = max(told.values(), key=abs)
    return Carriers(found, threshold, strongest, values.shape[1], len(shared))


def _standard(values: Array) -> Array:
    """Ranks of columns with mean 0 and length 1, so that products are rank correlations."""
    ranks = stats.rankdata(values, axis=0)
    centred = ranks - ranks.mean(axis=0)
    unit: Array = centred / np.linalg.norm(centred, axis=0)
    return unit


def _carrier(name: str, correlation: float, values: Array, given: Array) -> Carrier:
    low, high = (float(end) for end in np.quantile(values, (1 / 3, 2 / 3)))
    below, above = float(given[values <= low].mean()), float(given[values >= high].mean())
    return Carrier(name, correlation, low, high, below, above)


def wide(worlds: pd.DataFrame) -> pd.DataFrame:
    """Stored worlds (world, parameter, value) with a row a world and a column a parameter."""
    table: Any = worlds.pivot(index="world", columns="parameter", values="value")
    assert isinstance(table, pd.DataFrame)
    return table

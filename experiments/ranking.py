"""In which order packages stand on one outcome, and how sure one can be of it. Pure functions on arrays and tables.

Nothing is ranked by p-values. What chance does to the order is taken from the Bayesian bootstrap: the units (blocks, or
worlds where there are several) are weighted anew many times, and the order is looked at each time.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.effects import LEVEL, Verdict, by_unit, t_intervals, verdict, worlds_of
from experiments.measured import TOTAL_COST, default_window, over
from experiments.study import BASELINE
from sim.indicator_table import INDICATORS

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

OUTCOMES = ("participation", "resolved")
"""The headline outcomes on which packages are ranked: who takes part 参与率, grievances resolved 化解率."""
DRAWS = 4000
SEED = 20
COLUMNS = (
    *("outcome", "package", "rank", "rank_last", "effect", "low", "high", "verdict", "share_good", "share_worlds"),
    *("p_best", "opportunity_cost", "rank_low", "rank_high", "cost", "cost_low", "cost_high"),
    *("per_unit", "per_unit_low", "per_unit_high", "n", "worlds"),
)
"""Columns of the table of ranks; ``ranking`` says what they hold."""


def bootstrap_weights(units: int, draws: int = DRAWS, seed: int = SEED) -> Array:
    """Weights of the Bayesian bootstrap (Rubin 1981): uniform on the simplex, shape (draws, units)."""
    return np.random.default_rng(seed).dirichlet(np.ones(units), draws)


def p_best(means: Array) -> Array:
    """How often each column of ``means``, shape (draws, packages), is the largest; several that are share it."""
    best = means == means.max(axis=1, keepdims=True)
    share: Array = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return share


def opportunity_cost(means: Array) -> Array:
    """What choosing each package forgoes against the best of the draw, on average over draws."""
    cost: Array = (means.max(axis=1, keepdims=True) - means).mean(axis=0)
    return cost


def rank_interval(means: Array, level: float = LEVEL) -> tuple[Ints, Ints]:
    """Ranks, 1 for the largest, between which a package lies in ``level`` of the draws; equal ones take all theirs."""
    tail = 50.0 * (1.0 - level)
    first, last = (stats.rankdata(-means, method=method, axis=1) for method in ("min", "max"))
    low = np.percentile(first, tail, axis=0, method="lower")
    return low.astype(np.int64), np.percentile(last, 100.0 - tail, axis=0, method="higher").astype(np.int64)


def tied_ranks(low: Array, high: Array) -> tuple[Ints, Ints]:
    """First and last rank that intervals leave open: only intervals that do not overlap tell two packages apart."""
    above, below = low[None, :] > high[:, None], high[None, :] < low[:, None]
    return 1 + above.sum(axis=1), len(low) - below.sum(axis=1)


def share_of_worlds(changes: Array, worlds: Ints) -> Array:
    """Share of worlds in which the change is above 0; ``changes`` has shape (blocks, packages).

    Where worlds were lived with several seeds, the luck of the seed is taken out: effects of worlds are drawn towards
    their mean by the share of their variance that seeds account for (normal random effects, method of moments), and
    what stays uncertain about each world, and about the mean, is averaged over. With one seed a world the luck stays
    in, which pulls the share towards one half. NaN for a single world.
    """
    names, where, sizes = np.unique(worlds, return_inverse=True, return_counts=True)
    if len(names) < 2:
        return np.full(changes.shape[1], np.nan)
    means = np.stack([changes[where == k].mean(axis=0) for k in range(len(names))])
    if sizes.max() < 2:
        alone: Array = (means > 0.0).mean(axis=0)
        return alone
    noise = ((changes - means[where]) ** 2).sum(axis=0) / (sizes - 1).sum() / sizes[:, None]
    between = np.maximum(means.var(axis=0, ddof=1) - noise.mean(axis=0), 0.0)
    total = between + noise
    trust = np.divide(between, total, out=np.zeros_like(total), where=total > 0.0)
    expected = means.mean(axis=0) + trust * (means - means.mean(axis=0))
    of_mean = total.mean(axis=0) / len(names)
    spread = np.sqrt(trust * noise + (1.0 - trust) ** 2 * of_mean)
    standard = np.divide(expected, spread, out=np.where(expected > 0.0, np.inf, -np.inf), where=spread > 0.0)
    share: Array = stats.norm.cdf(standard).mean(axis=0)
    return share


def ranking(blocks: pd.DataFrame, first: int | None = None, last: int | None = None) -> pd.DataFrame:
    """The packages, the baseline among them, on each of ``OUTCOMES``, by their mean effect; columns ``COLUMNS``.

    ``blocks``: months of blocks; the window of months is that of ``default_window`` unless given, money is over all
    months. Only blocks in which the outcome could be measured for every package count. ``rank`` to ``rank_last``: the
    ranks that 95 % intervals leave open (``tied_ranks``); ``effect``, ``low``, ``high``: mean change and 95 % t
    interval; ``share_good``: share of blocks in which the outcome gets better; ``share_worlds``: see
    ``share_of_worlds``; ``p_best``, ``opportunity_cost`` (in the outcome's unit) and ``rank_low`` to ``rank_high``
    (95 %): from the Bayesian bootstrap; ``cost``: yuan over all months; ``per_unit``: yuan for one unit of the
    outcome, only where it clearly gets better; ``n``: units of the bootstrap, ``worlds``: worlds among them.
    """
    start, end = default_window(int(blocks["month"].max()))
    runs = over(blocks, first or start, last or end)
    tables = [_on(outcome, runs, worlds_of(blocks)) for outcome in OUTCOMES]
    return pd.concat(tables, ignore_index=True)[list(COLUMNS)]


def _on(outcome: str, runs: pd.DataFrame, worlds: pd.Series) -> pd.DataFrame:
    levels, money = (runs[name].unstack("package") for name in (outcome, TOTAL_COST))
    assert isinstance(levels, pd.DataFrame)
    assert isinstance(money, pd.DataFrame)
    levels = levels.dropna()
    change, spent = (
        table.loc[levels.index].sub(table.loc[levels.index, BASELINE], axis=0) for table in (levels, money)
    )
    if change.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    found = _ranked(change, spent, worlds.loc[levels.index], INDICATORS[outcome].direction)
    better = -found["effect"] * INDICATORS[outcome].direction
    named = found.assign(outcome=outcome, package=list(change.columns), better=better)
    return named.sort_values(["better", "opportunity_cost", "package"])


def _ranked(change: pd.DataFrame, spent: pd.DataFrame, worlds: pd.Series, direction: int) -> pd.DataFrame:
    """A row a package; ``direction`` is -1 where less is better."""
    gain = direction * change
    each, paid = (by_unit(table, worlds).to_numpy(np.float64) for table in (gain, spent))
    weights = bootstrap_weights(len(each))
    means, (shown, hint), bill = weights @ each, t_intervals(each), t_intervals(paid)[0]
    ranks, chances = tied_ranks(*_closed(shown.low, shown.high)), rank_interval(means)
    words = _verdicts(shown.low, shown.high, hint.low, hint.high)
    ends = (direction * shown.low, direction * shown.high)
    price = _price(means, weights @ paid, shown.mean, bill.mean, np.array([word == "helps" for word in words]))
    return pd.DataFrame(
        {
            "rank": ranks[0],
            "rank_last": ranks[1],
            "effect": direction * shown.mean,
            "low": np.minimum(*ends),
            "high": np.maximum(*ends),
            "verdict": words,
            "share_good": (gain.to_numpy(np.float64) > 0.0).mean(axis=0),
            "share_worlds": share_of_worlds(gain.to_numpy(np.float64), worlds.to_numpy(np.int64)),
            "p_best": p_best(means),
            "opportunity_cost": opportunity_cost(means),
            "rank_low": chances[0],
            "rank_high": chances[1],
            "cost": bill.mean,
            "cost_low": bill.low,
            "cost_high": bill.high,
            "per_unit": price[0],
            "per_unit_low": price[1],
            "per_unit_high": price[2],
            "n": len(each),
            "worlds": worlds.nunique(),
        }
    )


def _closed(low: Array, high: Array) -> tuple[Array, Array]:
    """Without an interval nothing can be told apart."""
    return np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)


def _verdicts(*ends: Array) -> list[Verdict]:
    rows = zip(*(end.tolist() for end in ends), strict=True)
    return [verdict((low, high), (hint_low, hint_high), 1) for low, high, hint_low, hint_high in rows]


def _price(gains: Array, bills: Array, gain: Array, bill: Array, clear: NDArray[np.bool_]) -> tuple[Array, ...]:
    """Yuan for a unit with its 95 % interval over draws; NaN where there is no clear gain to divide by."""
    prices = np.divide(bills, gains, out=np.full(gains.shape, np.inf), where=gains > 0.0)
    tail = 50.0 * (1.0 - LEVEL)
    low, high = np.percentile(prices, (tail, 100.0 - tail), axis=0, method="nearest")
    mean = np.divide(bill, gain, out=np.full(gain.shape, np.nan), where=clear)
    return mean, np.where(clear, low, np.nan), np.where(clear, high, np.nan)

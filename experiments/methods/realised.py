"""What candidate packages did when they were lived on common worlds: effect, cost, regret, and the surrogate's error.

Nothing here is called best: candidates whose intervals overlap are tied, and all are among the best found only.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from experiments.effects import by_unit, t_interval, worlds_of
from experiments.methods.order2 import Array, Bools
from experiments.methods.portfolio import check_direction
from experiments.ranking import bootstrap_weights, p_best, tied_ranks

COLUMNS = (
    *("package", "effect", "low", "high", "rank", "rank_last", "p_best", "cost", "cost_low", "cost_high"),
    *("within_budget", "regret", "regret_max", "reached", "frontier", "dominated", "blocks", "worlds"),
)
"""Columns of the table of candidates that were lived; ``realised`` says what they hold."""


def realised(runs: pd.DataFrame, budget: float, threshold: float | None = None, direction: int = 1) -> pd.DataFrame:
    """The candidates, lived: a row each by rank; columns ``COLUMNS``.

    ``runs`` has columns block, world, package, value and cost, a row a run: ``value`` and ``cost`` (yuan) are
    differences to the block's own baseline. Only blocks in which every candidate was lived count, so that all are seen
    in the same worlds; where worlds were lived with several seeds, means over seeds stand in for blocks (``by_unit``).

    ``effect``, ``cost``: means with 95 % t intervals; ``rank`` to ``rank_last``: the ranks that these leave open;
    ``p_best``: of the Bayesian bootstrap of blocks; ``within_budget``: share of worlds in which the package costs no
    more than the budget. ``regret`` (mean) and ``regret_max``: what the choice forgoes, in a world, against the best
    that is within the budget there, doing nothing included, in the outcome's unit. ``reached``: share of worlds in
    which the effect is at least ``threshold``, in the good direction, within the budget; NaN without one.
    ``frontier``: no candidate does more, on average, for no more money; ``dominated``: one that costs no more on
    average does more, even at the near end of the 95 % interval of their paired difference.
    """
    check_direction(direction)
    packages, value, bill, worlds = _common(runs)
    gain = direction * value
    shown, paid = t_interval(gain), t_interval(bill)
    affordable = bill <= budget
    best = np.maximum(np.where(affordable, gain, -np.inf).max(axis=1, keepdims=True), 0.0)
    regret = np.maximum(best - gain, 0.0)
    ranks = tied_ranks(np.nan_to_num(shown.low, nan=-np.inf), np.nan_to_num(shown.high, nan=np.inf))
    reached = np.nan if threshold is None else (affordable & (gain >= direction * threshold)).mean(axis=0)
    ends = direction * shown.low, direction * shown.high
    found = pd.DataFrame(
        {
            "package": packages,
            "effect": direction * shown.mean,
            "low": np.minimum(*ends),
            "high": np.maximum(*ends),
            "rank": ranks[0],
            "rank_last": ranks[1],
            "p_best": p_best(bootstrap_weights(len(gain)) @ gain),
            "cost": paid.mean,
            "cost_low": paid.low,
            "cost_high": paid.high,
            "within_budget": affordable.mean(axis=0),
            "regret": regret.mean(axis=0),
            "regret_max": regret.max(axis=0),
            "reached": reached,
            "frontier": ~_beaten(shown.mean, paid.mean),
            "dominated": _dominated(gain, paid.mean),
            "blocks": len(gain),
            "worlds": worlds,
        }
    )
    order = np.lexsort((paid.mean, -shown.mean))
    return found.iloc[order].reset_index(drop=True)[list(COLUMNS)]


def _common(runs: pd.DataFrame) -> tuple[list[Hashable], Array, Array, int]:
    """The candidates, their values and costs with a row a unit and a column a candidate, and the number of worlds."""
    codes, packages = pd.factorize(runs["package"])
    wide = runs.assign(code=codes).pivot(index="block", columns="code", values=["value", "cost"]).dropna()
    if wide.empty:
        raise ValueError("no block has lived all candidates: run the study again, which does what is missing")
    where = worlds_of(runs).loc[wide.index]
    tables = by_unit(wide, where)
    value, cost = (tables.xs(name, axis=1, level=0).to_numpy(np.float64) for name in ("value", "cost"))
    return list(packages), value, cost, int(where.nunique())


def _beaten(gain: Array, bill: Array) -> Bools:
    """Packages for which another has no less gain and no larger bill, and is better in one of them."""
    more, less = gain[None, :] >= gain[:, None], bill[None, :] <= bill[:, None]
    better = (gain[None, :] > gain[:, None]) | (bill[None, :] < bill[:, None])
    return np.asarray((more & less & better).any(axis=1), np.bool_)


def _dominated(gain: Array, bill: Array) -> list[bool]:
    """Packages that one which costs no more clearly beats, block by block."""
    return [bool(((bill <= bill[k]) & (t_interval(gain - gain[:, [k]]).low > 0.0)).any()) for k in range(gain.shape[1])]


@dataclass(frozen=True)
class Surrogate:
    """How the surrogate's predictions stand to what was lived, over ``candidates`` packages, in the outcome's unit.

    ``optimism``: mean of predicted minus lived, in the good direction: above 0 the predictions were too good, as those
    of packages chosen for them are (the winner's curse); ``first_predicted``, ``first_lived``: of the package that was
    predicted best; ``error``: root mean square; ``order``: Spearman's rank correlation, NaN under three.
    """

    candidates: int
    optimism: float
    error: float
    order: float
    first_predicted: float
    first_lived: float


def surrogate_error(predicted: pd.Series, lived: pd.Series, direction: int = 1) -> Surrogate:
    """Predicted and lived effects by package; packages that were not lived are left out."""
    both = pd.concat({"predicted": predicted, "lived": lived}, axis=1, join="inner").dropna()
    if both.empty:
        raise ValueError("no package was both predicted and lived")
    said, seen = (direction * both[name].to_numpy(np.float64) for name in ("predicted", "lived"))
    first = int(np.argmax(said))
    order = float(stats.spearmanr(said, seen).statistic) if len(both) > 2 else np.nan
    miss = said - seen
    return Surrogate(
        len(both),
        float(miss.mean()),
        float(np.sqrt((miss**2).mean())),
        order,
        float(direction * said[first]),
        float(direction * seen[first]),
    )

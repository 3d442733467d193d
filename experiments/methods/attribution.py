"""Shapley values, players alone, last in and in pairs, with intervals over blocks: from the fitted game of order 2, or
from all coalitions where blocks lived them all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from experiments.effects import LEVEL
from experiments.methods.game import Fit, fit, runs_of
from experiments.methods.order2 import Array, exact_readings, membership, pairs_of, readings

PLAYER_COLUMNS = (
    *("player", "shapley", "shapley_low", "shapley_high", "share", "share_low", "share_high"),
    *("alone", "alone_low", "alone_high", "last_in", "last_in_low", "last_in_high"),
)
"""Columns of the table of players; ``Attribution`` says what they hold."""
ROUNDING = 1e-9
"""Share of the largest Shapley value below which a synergy is the rounding of sums."""
PAIR_COLUMNS = ("first", "second", "synergy", "low", "high", "clear")
"""Columns of the table of pairs; ``synergy``: see ``order2.readings`` and ``order2.exact_readings``."""


@dataclass(frozen=True)
class Attribution:
    """What players add to the full package of one outcome, in its unit.

    ``players``: columns ``PLAYER_COLUMNS``, the largest Shapley value first; ``share`` of the package's worth, NaN
    where that is not clearly other than 0. ``pairs``: columns ``PAIR_COLUMNS``, the strongest first; ``clear``: the
    sign stands even though so many pairs are looked at (Bonferroni). ``total``: worth of the full package, low, high.
    Intervals are 95 % t intervals over blocks, NaN for a single block. ``fit`` is None where blocks lived all
    coalitions.
    """

    players: pd.DataFrame
    pairs: pd.DataFrame
    total: tuple[float, float, float]
    blocks: int
    runs: int
    fit: Fit | None

    @property
    def describes(self) -> bool:
        """The numbers may be read as shares: all coalitions were lived, or the game of order 2 passes the gate."""
        return self.fit is None or self.fit.describes


def attribute(table: pd.DataFrame, players: Sequence[str]) -> Attribution:
    """What each player adds, of a table with columns block, coalition (a frozenset) and value, a row a run.

    ``value`` is the difference to the block's own baseline, in the outcome's unit and sign. Exact over the blocks that
    lived all coalitions, where at least half of the blocks did; else from the game of order 2.
    """
    worth = complete_blocks(table, players)
    if len(worth) and 2 * len(worth) >= table["block"].nunique():
        found = {name: worth @ matrix.T for name, matrix in exact_readings(len(players)).items()}
        means = {name: values.mean(axis=0) for name, values in found.items()}
        parts = {name: (found[name] - means[name]) / _bessel(len(worth)) for name in found}
        return _attribution(players, means, parts, worth.size - len(worth), None)
    return attribution_of(fit(table, players))


def attribution_of(fitted: Fit) -> Attribution:
    """The same from a game that is fitted already."""
    matrices = readings(len(fitted.players))
    means = {name: matrix @ fitted.coefficients for name, matrix in matrices.items()}
    parts = {name: fitted.influence @ matrix.T for name, matrix in matrices.items()}
    return _attribution(fitted.players, means, parts, fitted.runs, fitted)


def complete_blocks(table: pd.DataFrame, players: Sequence[str]) -> Array:
    """The worth of all coalitions, shape (blocks, 2 ** players) in the order of ``every_membership``, of
    the blocks that lived them all."""
    most = 2 ** len(players)
    if len(table) < most - 1:
        return np.empty((0, most))
    runs = runs_of(table)
    codes = membership(runs["coalition"], players) @ (1 << np.arange(len(players)))
    wide = runs.assign(code=codes).pivot(index="block", columns="code", values="value")
    whole = wide.reindex(columns=range(1, most)).dropna().to_numpy(np.float64)
    return np.hstack([np.zeros((len(whole), 1)), whole])


def _bessel(blocks: int) -> float:
    return float(np.sqrt(blocks * max(blocks - 1, 1)))


def _attribution(
    players: Sequence[str], means: dict[str, Array], parts: dict[str, Array], runs: int, fitted: Fit | None
) -> Attribution:
    """``means`` by reading; ``parts``: what each block adds to their error, squares of which sum to the variance."""
    blocks = len(parts["total"])
    total, (low, high) = float(means["total"][0]), _ends(means["total"], parts["total"])
    columns: dict[str, object] = {"player": list(players)}
    for name in ("shapley", "alone", "last_in"):
        columns[name] = means[name]
        columns[f"{name}_low"], columns[f"{name}_high"] = _ends(means[name], parts[name])
    if low[0] > 0.0 or high[0] < 0.0:
        share = means["shapley"] / total
        of_share = (parts["shapley"] - parts["total"] * share) / total
        columns["share"] = share
        columns["share_low"], columns["share_high"] = _ends(share, of_share)
    found = pd.DataFrame(columns).reindex(columns=list(PLAYER_COLUMNS))
    by_size = found["shapley"].abs().sort_values(ascending=False, kind="stable").index
    return Attribution(
        found.loc[by_size].reset_index(drop=True),
        _pairs(players, means["pair"], parts["pair"], ROUNDING * float(np.abs(means["shapley"]).max())),
        (total, float(low[0]), float(high[0])),
        blocks,
        runs,
        fitted,
    )


def _pairs(players: Sequence[str], synergy: Array, parts: Array, least: float) -> pd.DataFrame:
    low, high = _ends(synergy, parts)
    strict_low, strict_high = _ends(synergy, parts, 1.0 - (1.0 - LEVEL) / max(len(synergy), 1))
    first, second = (np.array(players, dtype=object)[side] for side in pairs_of(len(players)))
    clear = ((strict_low > 0.0) | (strict_high < 0.0)) & (np.abs(synergy) > least)
    values = (first, second, synergy, low, high, clear)
    found = pd.DataFrame(dict(zip(PAIR_COLUMNS, values, strict=True)))
    return found.sort_values("synergy", key=np.abs, ascending=False, kind="stable", ignore_index=True)


def _ends(means: Array, parts: Array, level: float = LEVEL) -> tuple[Array, Array]:
    """Ends of t intervals over blocks; NaN for a single block."""
    blocks = len(parts)
    if blocks < 2:
        return np.full(len(means), np.nan), np.full(len(means), np.nan)
    half = stats.t.ppf(0.5 + level / 2.0, blocks - 1) * np.sqrt((parts**2).sum(axis=0))
    return means - half, means + half

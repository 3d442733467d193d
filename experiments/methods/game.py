"""What each player adds to the package, and with which other: the game of order 2 fitted to the runs of blocks.

``value`` is always the difference of a run to its own block's baseline, so that the empty package is worth 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.methods.mixed import solve
from experiments.methods.order2 import Array, Bools, Game, game_of, membership, pairs_of, term_count, terms
from experiments.methods.shrinkage import shrunk

GATE = 0.9
"""Share of the variance of runs left out that a game has to account for before its numbers are read as shares."""


class NotTold(ValueError):
    """Runs that leave terms of the game open."""


@dataclass(frozen=True)
class Fit:
    """The mean game over blocks. ``coefficients``: of ``terms``; ``drawn_in``: the same with pairs drawn towards 0;
    ``influence``: what each block adds to the error of the coefficients, shape (blocks, terms).

    ``r2_runs``: how well the game of all other runs, the block's own among them, predicts a run that is left out;
    ``r2_blocks``: the same with the whole block left out, as in a world never seen. ``noise``: standard deviation of a
    run; ``baseline_noise``: of what all runs of a block share; ``scale``: of how strong the game is in a block, 0.3
    where blocks differ by 30 %.
    """

    players: tuple[str, ...]
    coefficients: Array
    drawn_in: Array
    influence: Array
    runs: int
    r2_runs: float
    r2_blocks: float
    noise: float
    baseline_noise: float
    scale: float

    @property
    def game(self) -> Game:
        """The fitted game."""
        return game_of(self.coefficients, self.players)

    @property
    def surrogate(self) -> Game:
        """The game to search packages on: pairs are drawn towards 0, which predicts better (``shrinkage``)."""
        return game_of(self.drawn_in, self.players)

    @property
    def blocks(self) -> int:
        """Blocks that the fit rests on."""
        return len(self.influence)

    @property
    def describes(self) -> bool:
        """The game of order 2 passes the gate."""
        return bool(self.r2_runs >= GATE)


def runs_of(table: pd.DataFrame) -> pd.DataFrame:
    """The runs that say something, of a table with columns block, coalition (a frozenset) and value: no baselines (0 by
    construction) and no missing values; ``ValueError`` for a coalition that a block has twice."""
    found = table.loc[table["value"].notna() & table["coalition"].map(bool), ["block", "coalition", "value"]]
    twice = found[found.duplicated(["block", "coalition"])]
    if len(twice):
        raise ValueError(f"block {twice['block'].iloc[0]} has package {_named(twice['coalition'].iloc[0])} twice")
    return found.sort_values("block", kind="stable")


def fit(table: pd.DataFrame, players: Sequence[str]) -> Fit:
    """The game of order 2 of a table with columns block, coalition (a frozenset) and value, a row a run.

    Runs and blocks that failed are simply not there. Raises ``NotTold`` where those that are there leave terms open.
    """
    runs = runs_of(table)
    members, values = membership(runs["coalition"], players), runs["value"].to_numpy(np.float64)
    columns = terms(members)
    _check_told(columns, members, players)
    first = np.unique(runs["block"].to_numpy(), return_index=True)[1].tolist()
    blocks = [slice(start, end) for start, end in zip(first, [*first[1:], len(runs)], strict=True)]
    found = solve(columns, values, blocks)
    return Fit(
        tuple(players),
        found.coefficients,
        shrunk(columns, values - found.of_block, slice(len(players), None)),
        found.influence,
        len(runs),
        _r2(values, found.without_run),
        _r2(values, found.without_block) if len(blocks) > 1 else np.nan,
        found.noise,
        found.intercept,
        found.slope,
    )


def _r2(values: Array, residuals: Array) -> float:
    """Share of the variance of the values that is not left in the residuals; 1 for values that are all 0."""
    if not values.any():
        return 1.0
    total = float(((values - values.mean()) ** 2).sum())
    return 1.0 - float((residuals**2).sum()) / total if total > 0.0 else np.nan


def _check_told(columns: Array, members: Bools, players: Sequence[str]) -> None:
    if len(columns) > columns.shape[1] and np.linalg.matrix_rank(columns) == columns.shape[1]:
        return
    never = list(_never(members, players))
    why = f"never lived together: {'; '.join(never[:5])}" if never else "too few different packages"
    raise NotTold(f"{len(columns)} runs leave some of the {term_count(len(players))} terms open: {why}")


def _never(members: Bools, players: Sequence[str]) -> Iterator[str]:
    together: NDArray[np.int64] = members.T.astype(np.int64) @ members
    for a, b in zip(*pairs_of(len(players)), strict=True):
        if together[a, b] == 0:
            yield f"{players[a]} + {players[b]}"


def _named(coalition: frozenset[str]) -> str:
    return " + ".join(sorted(coalition))

"""Which packages a budget buys: all of them on the fitted games of an outcome and of the cost."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.methods.order2 import Array, Game, every_membership
from sim.core.names import OutOfRange, check_range

MOST_PLAYERS = 24
"""Players of which all packages are looked at: 17 million."""
KEEP = 40
"""Candidates that are kept."""
CANDIDATES = ("package", "size", "predicted", "predicted_cost")
"""Columns of the table of candidates."""
_AT_ONCE = 1 << 20


def candidates(effect: Game, cost: Game, budget: float, direction: int = 1, keep: int = KEEP) -> pd.DataFrame:
    """The ``keep`` packages of largest predicted effect whose predicted cost is within the budget, the largest first.

    ``effect`` in the outcome's unit, the better the larger (``direction`` 1) or the smaller (-1); ``cost`` and
    ``budget`` in yuan; columns ``CANDIDATES``, of packages as frozensets. All packages of up to ``MOST_PLAYERS``
    players are looked at but the empty one, which is the baseline. Of two with the same effect the cheaper one comes
    first. Raises ``OutOfRange`` for more players, and for a budget that buys no package.

    Search on ``Fit.surrogate``. These are the best *predicted* ones, so that their predictions are too good on average
    (Smith and Winkler 2006): live them before any is recommended (``experiments.methods.realised``).
    """
    players = effect.players
    check_range("players", len(players), 1, MOST_PLAYERS, "measures or levers")
    check_direction(direction)
    check_range("keep", keep, 1, 10_000, "packages")
    if cost.players != players:
        raise ValueError("the games of the effect and of the cost must have the same players in the same order")
    best, cheapest = _best(effect, cost, budget, direction, keep)
    if not len(best):
        raise OutOfRange(f"budget={budget:,.0f} buys no package: the cheapest costs {cheapest:,.0f} (yuan, predicted)")
    there = _members(best, len(players))
    sets = [frozenset(name for name, held in zip(players, row, strict=True) if held) for row in there.tolist()]
    values = (sets, there.sum(axis=1), effect.values(there), cost.values(there))
    found = pd.DataFrame(dict(zip(CANDIDATES, values, strict=True)))
    return found.sort_values("predicted", ascending=direction < 0, kind="stable", ignore_index=True)


def check_direction(direction: int) -> None:
    """Raise ``ValueError`` for an outcome of which neither more nor less is better."""
    if direction not in (1, -1):
        raise ValueError(
            f"direction={direction}: packages are chosen on outcomes of which more (1) or less (-1) is better"
        )


def _best(effect: Game, cost: Game, budget: float, direction: int, keep: int) -> tuple[NDArray[np.int64], float]:
    """Codes of the best packages, the best first, and what the cheapest package costs."""
    codes, gains, bills = np.empty(0, np.int64), np.empty(0), np.empty(0)
    cheapest = np.inf
    for start, gain, bill in _worth(effect, cost):
        if start == 0:
            bill[0] = np.inf
        cheapest = min(cheapest, float(bill.min()))
        fits = np.flatnonzero(bill <= budget)
        gain, bill = direction * gain[fits], bill[fits]
        if len(fits) > keep:
            least = np.partition(gain, len(gain) - keep)[len(gain) - keep]
            kept = np.flatnonzero(gain >= least)
            fits, gain, bill = fits[kept], gain[kept], bill[kept]
        codes, gains, bills = np.r_[codes, fits + start], np.r_[gains, gain], np.r_[bills, bill]
        order = np.lexsort((codes, bills, -gains))[:keep]
        codes, gains, bills = codes[order], gains[order], bills[order]
    return codes, cheapest


def _worth(effect: Game, cost: Game) -> Iterator[tuple[int, Array, Array]]:
    """Effect and cost of all packages, in runs of codes: the first code, and the values of those that follow it.

    The players are halved: what packages of the lower half are worth, and of the upper half, and what the pairs
    between the halves add; no more than about a million packages at once.
    """
    lower = (len(effect.players) + 1) // 2
    below, above = every_membership(lower), every_membership(len(effect.players) - lower)
    step = max(_AT_ONCE >> lower, 1)
    parts = [_halves(game, below, above) for game in (effect, cost)]
    for first in range(0, len(above), step):
        rows = slice(first, first + step)
        gain, bill = ((high[rows, None] + low + across[rows] @ below.T).ravel() for low, high, across in parts)
        yield first << lower, gain, bill


def _halves(game: Game, below: NDArray[np.bool_], above: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Worth of the packages of the lower half and of the upper one, and what each upper one adds to lower players."""
    low, high = below.shape[1], slice(below.shape[1], None)
    lower = Game(game.players[:low], game.single[:low], game.pair[:low, :low])
    upper = Game(game.players[high], game.single[high], game.pair[high, high])
    return lower.values(below), upper.values(above), above.astype(np.float64) @ game.pair[high, :low]


def _members(codes: NDArray[np.int64], players: int) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = (codes[:, None] >> np.arange(players)) & 1 == 1
    return there

"""The cooperative game of order 2: a package is worth what its members add alone and what its pairs add on top.

Players are measures, or the levers of one measure; the empty coalition is the baseline and worth 0.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.names import check_name

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Coalition = frozenset[str]


@dataclass(frozen=True)
class Game:
    """``single``: what each player is worth alone, shape (players,); ``pair``: what each two add to that, symmetric
    with a diagonal of 0, shape (players, players)."""

    players: tuple[str, ...]
    single: Array
    pair: Array

    def values(self, members: Bools) -> Array:
        """What coalitions are worth; ``members`` has shape (coalitions, players)."""
        there = members.astype(np.float64)
        worth: Array = there @ self.single + 0.5 * ((there @ self.pair) * there).sum(axis=1)
        return worth

    def value(self, coalition: Collection[str]) -> float:
        """What one coalition is worth; ``UnknownName`` for a player that is not of the game."""
        return float(self.values(membership([coalition], self.players))[0])


def membership(coalitions: Iterable[Collection[str]], players: Sequence[str]) -> Bools:
    """Who is in which coalition, shape (coalitions, players); ``UnknownName`` for a player that is none of them."""
    held = list(coalitions)
    for name in sorted(set().union(*held) - set(players)):
        check_name("player", name, players)
    return np.array([[player in coalition for player in players] for coalition in held]).reshape(-1, len(players))


def pairs_of(players: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and second player of every pair, in the order of the terms."""
    first, second = np.triu_indices(players, 1)
    return first, second


def term_count(players: int) -> int:
    """Terms of a game: singles and pairs."""
    return players * (players + 1) // 2


def terms(members: Bools) -> Array:
    """Columns by which a game is linear: singles, then pairs; shape (coalitions, ``term_count``)."""
    first, second = pairs_of(members.shape[1])
    return np.hstack([members, members[:, first] & members[:, second]]).astype(np.float64)


def game_of(coefficients: Array, players: Sequence[str]) -> Game:
    """The game with these coefficients of ``terms``."""
    n = len(players)
    pair = np.zeros((n, n))
    pair[pairs_of(n)] = coefficients[n:]
    return Game(tuple(players), coefficients[:n], pair + pair.T)


def readings(players: int) -> dict[str, Array]:
    """What is read off the coefficients, as matrices on them: shapley, alone, last_in, pair and total.

    The Shapley value of a game of order 2 is the player's own worth and half of its pairs (Grabisch and Roubens 1999);
    ``last_in`` is what the full package loses without the player; ``total`` is the worth of the full package.
    """
    first, second = pairs_of(players)
    alone, pair = np.eye(term_count(players))[:players], np.eye(term_count(players))[players:]
    touching = np.zeros_like(alone)
    for players_of in (first, second):
        touching[players_of, players + np.arange(len(first))] = 1.0
    total = np.ones((1, term_count(players)))
    return {
        "shapley": alone + 0.5 * touching,
        "alone": alone,
        "last_in": alone + touching,
        "pair": pair,
        "total": total,
    }


def every_membership(players: int) -> Bools:
    """Who is in coalition k, shape (2 ** players, players): player i where bit i of k is set."""
    there: Bools = (np.arange(2**players)[:, None] >> np.arange(players)) & 1 == 1
    return there


def exact_readings(players: int) -> dict[str, Array]:
    """The readings of any game, as matrices on the worth of ``every_membership``.

    Shapley (1953) values; for pairs the Shapley interaction index (Grabisch and Roubens 1999): what the second player
    adds to what the first one adds, over all coalitions. In a game of order 2 both are those of ``readings``.
    """
    members, full = every_membership(players), 2**players - 1
    sizes = members.sum(axis=1)
    singles = [1 << i for i in range(players)]
    alone, shapley, last = (np.zeros((players, full + 1)) for _ in range(3))
    for i, bit in enumerate(singles):
        without = np.flatnonzero(~members[:, i])
        weights = _weights(players - 1)[sizes[without]]
        shapley[i, without | bit], shapley[i, without] = weights, -weights
        alone[i, bit] = last[i, full] = 1.0
        last[i, full ^ bit] = -1.0
    first, second = pairs_of(players)
    pair = np.zeros((len(first), full + 1))
    for k, (i, j) in enumerate(zip(first, second, strict=True)):
        without = np.flatnonzero(~members[:, i] & ~members[:, j])
        weights = _weights(players - 2)[sizes[without]]
        both = singles[i] | singles[j]
        pair[k, without | both] = pair[k, without] = weights
        pair[k, without | singles[i]] = pair[k, without | singles[j]] = -weights
    total = np.zeros((1, full + 1))
    total[0, full] = 1.0
    return {"shapley": shapley, "alone": alone, "last_in": last, "pair": pair, "total": total}


def _weights(others: int) -> Array:
    """Weight of a coalition of 0, 1 ... ``others`` of so many others: all sizes alike, all of a size alike."""
    count: Array = np.array([math.comb(others, size) for size in range(others + 1)], np.float64)
    return 1.0 / ((others + 1) * count)

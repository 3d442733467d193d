"""Which coalitions are lived in which block, so that a game of order 2 can be told from them.

Complements of drawn coalitions are *not* lived, as estimators of Shapley values alone would have it (Covert and Lee
2021): a complement repeats what its coalition says about pairs, and 350 runs in complements cannot tell the 210 pairs
of 21 players apart. Sizes are drawn evenly: kernel weights (Lundberg and Lee 2017) prefer the smallest and largest
coalitions, in which few pairs are, or nearly all.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from experiments.methods.order2 import Coalition, membership, readings, term_count, terms
from sim.core.names import check_range

MOST_COMPLETE = 10
"""Players up to which all coalitions may be lived."""
MOST_PLAYERS = 24
"""Players of a game at most."""
SPARE = 1.25
"""Distinct coalitions a design needs at least, in terms of the game."""
TRIES = 8
"""Designs that are drawn; the one that tells pairs best is taken."""
SINGULAR = 1e10
"""Condition of the information matrix above which a design tells the terms of a game not apart."""


class TooFewRuns(ValueError):
    """Runs that cannot tell the players of a game and their pairs apart."""


@dataclass(frozen=True)
class Design:
    """The coalitions that each block lives beside its baseline; ``complete``: each block lives all there are."""

    players: tuple[str, ...]
    blocks: tuple[tuple[Coalition, ...], ...]
    complete: bool

    @property
    def runs(self) -> int:
        """Runs in all, the baselines of the blocks among them."""
        return sum(1 + len(block) for block in self.blocks)

    @property
    def distinct(self) -> frozenset[Coalition]:
        """The coalitions that are lived in any block."""
        return frozenset(coalition for block in self.blocks for coalition in block)


def fewest_runs(players: int, blocks: int) -> int:
    """Runs that a design needs at least, baselines and full packages of the blocks among them."""
    terms_told = min(math.ceil(SPARE * term_count(players)), (1 << players) - 2)
    return 2 * blocks + terms_told


def coalitions(players: Sequence[str], blocks: int, runs: int, seed: int) -> Design:
    """The design of at most ``runs`` runs, the baselines among them; the same for the same seed.

    All coalitions in every block where there are few players and the runs suffice. Else every block lives the full
    package, all singles and all leave-one-outs are lived somewhere, and the rest are coalitions of evenly drawn sizes,
    none twice while others are left. Raises ``TooFewRuns`` with the number that would do.
    """
    names = tuple(players)
    check_range("players", len(set(names)), 2, MOST_PLAYERS, "measures or levers")
    check_range("blocks", blocks, 1, np.inf, "blocks")
    if len(set(names)) < len(names):
        raise ValueError(f"players come twice: {', '.join(sorted(n for n in set(names) if names.count(n) > 1))}")
    if len(names) <= MOST_COMPLETE and runs >= blocks * 2 ** len(names):
        return Design(names, (tuple(_all(names)),) * blocks, complete=True)
    if runs < (needed := fewest_runs(len(names), blocks)):
        raise TooFewRuns(
            f"{runs} runs in {blocks} blocks cannot tell {len(names)} players and their pairs apart; "
            f"needed: at least {needed} runs, or fewer blocks"
        )
    draws = np.random.default_rng(seed)
    tried = [_dealt(names, _drawn(names, runs - 2 * blocks, draws), blocks) for _ in range(TRIES)]
    return min(tried, key=lambda design: design_errors(design)["pair"])


def design_errors(design: Design) -> pd.Series:
    """How sure a design makes what is read off the game: standard errors for runs with a noise of 1.

    Root mean squares over players or pairs, of shapley, alone, last_in, pair and total, with the noise of the baseline
    in all differences of a block; ``condition``: of the information matrix. Infinite where the design tells too little.
    """
    information = np.zeros((term_count(len(design.players)),) * 2)
    for block in design.blocks:
        here = terms(membership(block, design.players))
        information += here.T @ np.linalg.solve(np.eye(len(here)) + 1.0, here)
    sizes, axes = np.linalg.eigh(information)
    condition = float(sizes[-1] / max(sizes[0], sizes[-1] / (100.0 * SINGULAR)))
    matrices = readings(len(design.players))
    if condition > SINGULAR:
        return pd.Series({**dict.fromkeys(matrices, np.inf), "condition": condition})
    found = {
        name: float(np.sqrt(((matrix @ axes) ** 2 / sizes).sum(axis=1).mean())) for name, matrix in matrices.items()
    }
    return pd.Series({**found, "condition": condition})


def _all(players: Sequence[str]) -> Iterator[Coalition]:
    for size in range(1, len(players) + 1):
        yield from map(frozenset, combinations(players, size))


def _drawn(players: Sequence[str], count: int, draws: np.random.Generator) -> list[Coalition]:
    """Singles, leave-one-outs, and coalitions of evenly drawn sizes; without repetition while there are others."""
    n, full = len(players), frozenset(players)
    found = dict.fromkeys([*(frozenset([player]) for player in players), *(full - {player} for player in players)])
    while len(found) < min(count, 2**n - 2):
        chosen = draws.permutation(n)[: draws.integers(1, n)]
        found[frozenset(players[k] for k in chosen)] = None
    once = list(found)[:count]
    return [once[k] for _ in range(0, count, len(once)) for k in draws.permutation(len(once))][:count]


def _dealt(players: tuple[str, ...], drawn: Iterable[Coalition], blocks: int) -> Design:
    """Each coalition goes to the smallest block that has it not yet; the full package is in all of them."""
    held: list[dict[Coalition, None]] = [{frozenset(players): None} for _ in range(blocks)]
    for coalition in drawn:
        without = [block for block in held if coalition not in block]
        if without:
            min(without, key=len)[coalition] = None
    return Design(players, tuple(tuple(block) for block in held), complete=False)

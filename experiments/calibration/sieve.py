"""Drawing worlds that emulators hold for plausible: by rejection, so that every draw is independent of the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.emulator import Emulator
from experiments.calibration.tolerance import CUTOFF, Tolerance

Array = NDArray[np.float64]
Chance = Callable[[Tolerance, Array, Array], Array]
CHUNK = 10_000
MOST_DRAWS = 20_000_000
"""Draws from the prior after which the search for plausible worlds is given up."""


class NothingPlausible(RuntimeError):
    """Emulators hold hardly any world for plausible: the targets contradict the model, or one another."""


@dataclass(frozen=True)
class Drawn:
    """Worlds that passed, as shares of shape (worlds, parameters), and how many draws from the prior they took."""

    shares: Array
    tried: int

    @property
    def part(self) -> float:
        """The part of the prior that passes."""
        return len(self.shares) / self.tried


def not_ruled_out(tolerance: Tolerance, mean: Array, variance: Array) -> Array:
    """Chance 1 for worlds that history matching does not rule out, 0 for the others."""
    return (tolerance.implausibility(mean, variance) <= CUTOFF).astype(float)


def likelihood(tolerance: Tolerance, mean: Array, variance: Array) -> Array:
    """Chance of a world in proportion to its likelihood: what passes is a draw from the posterior."""
    return tolerance.likelihood(mean, variance)


def draw(
    number: int,
    parameters: int,
    emulators: Sequence[Emulator],
    tolerances: Sequence[Tolerance],
    chance: Chance,
    rng: np.random.Generator,
    most: int = MOST_DRAWS,
) -> Drawn:
    """Draws from the prior that pass every target, each with the ``chance`` given; the whole is exact rejection.

    Raises ``NothingPlausible`` where fewer than ``number`` pass within ``most`` draws.
    """
    pairs, tried = list(zip(emulators, tolerances, strict=True)), 0
    found: list[Array] = []
    passed = np.ones(len(pairs))
    while sum(len(part) for part in found) < number:
        if tried >= most:
            raise NothingPlausible(_why(tolerances, passed, sum(len(part) for part in found), tried))
        shares = rng.random((CHUNK, parameters))
        # The order makes no difference to what passes; the strictest first saves time.
        for k in np.argsort(passed, kind="stable"):
            emulator, tolerance = pairs[k]
            kept = rng.random(len(shares)) < chance(tolerance, *emulator.predict(shares))
            passed[k] = 0.5 * passed[k] + 0.5 * (kept.mean() if kept.size else passed[k])
            shares = shares[kept]
        found.append(shares)
        tried += CHUNK
    drawn = np.concatenate(found)
    return Drawn(drawn[:number], round(tried * number / len(drawn)))


def _why(tolerances: Sequence[Tolerance], passed: Array, found: int, tried: int) -> str:
    strictest = ", ".join(tolerances[k].target.id for k in np.argsort(passed, kind="stable")[:3])
    return f"{found} of {tried:,} worlds drawn are plausible; the strictest targets are {strictest}"

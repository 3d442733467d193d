"""Worlds in proportion to how likely emulators hold them: elliptical slice sampling, one chain for each world.

Parameters are uniform and independent, so that each is a normal one seen through its distribution function; on normal
ones the sampler (Murray, Adams & MacKay 2010) needs no tuning. Parameters that no emulator uses are drawn from the
prior. Intervals that follow from it are put to the test in ``experiments.calibration.coverage``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from experiments.calibration.emulator import Emulator
from experiments.calibration.tolerance import CUTOFF, Tolerance, log_likelihood

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
SETTLE = 300
"""Moves of a chain before its state counts."""
_MOVED = 0.3
"""Part of the parameters that move together, others in each move."""
_EDGE = 1e-12
_CLOSE = 1e-9
"""Angle at which a move ends where it began: rounding can make the state itself seem less likely than it was."""
_COUNTED = 20_000


@dataclass
class Chains:
    """Chains of worlds, shape (chains, parameters) as shares of the prior ranges, and what each chain must fit.

    ``low``, ``high``: ends of the tolerances on the targets' scales, shape (chains or 1, targets); ``discrepancy``:
    standard deviations there, shape (targets,).
    """

    emulators: Sequence[Emulator]
    discrepancy: Array
    low: Array
    high: Array
    shares: Array
    rng: np.random.Generator
    active: Indices = field(init=False)

    def __post_init__(self) -> None:
        used = [index for emulator in self.emulators for index in (emulator.linear, emulator.curved)]
        self.active = np.unique(np.concatenate(used))
        shape = len(self.shares), len(self.emulators)
        self.low, self.high = np.broadcast_to(self.low, shape), np.broadcast_to(self.high, shape)

    @classmethod
    def towards(
        cls, tolerances: Sequence[Tolerance], emulators: Sequence[Emulator], shares: Array, rng: np.random.Generator
    ) -> "Chains":
        """Chains from these worlds on, towards those that fit the targets."""
        low, high, discrepancy = (
            np.array([getattr(t, key) for t in tolerances]) for key in ("low", "high", "discrepancy")
        )
        return cls(emulators, discrepancy, low, high, shares, rng)

    def move(self, moves: int) -> Array:
        """Move every chain so many times; the worlds where they are then."""
        normal = ndtri(np.clip(self.shares[:, self.active], _EDGE, 1.0 - _EDGE))
        every = np.arange(len(normal))
        likelihood = self._likelihood(normal, every, np.full(len(normal), -np.inf))
        for _ in range(moves):
            self._move(normal, likelihood, every)
        self.shares = self.rng.random(self.shares.shape)
        self.shares[:, self.active] = ndtr(normal)
        return self.shares.copy()

    def _move(self, normal: Array, likelihood: Array, chains: Indices) -> None:
        """One move: somewhere on the ellipse through the state and a draw from the prior, in place."""
        rng = self.rng
        moved = rng.random(normal.shape) < _MOVED
        other = rng.standard_normal(normal.shape)
        least = likelihood + np.log1p(-rng.random(len(normal)))
        angle = rng.uniform(0.0, 2 * np.pi, len(normal))
        low, high = angle - 2 * np.pi, angle.copy()
        while chains.size:
            at = angle[chains, None]
            turned = normal[chains] * np.cos(at) + other[chains] * np.sin(at)
            tried = np.where(moved[chains], turned, normal[chains])
            found = self._likelihood(tried, chains, least[chains])
            good = found > least[chains]
            normal[chains[good]], likelihood[chains[good]] = tried[good], found[good]
            chains = chains[~good]
            back = angle[chains] < 0
            low[chains[back]], high[chains[~back]] = angle[chains[back]], angle[chains[~back]]
            chains = chains[high[chains] - low[chains] > _CLOSE]
            angle[chains] = rng.uniform(low[chains], high[chains])

    def _likelihood(self, normal: Array, chains: Indices, least: Array) -> Array:
        """Logarithm of the likelihood of worlds, each of the chain given; only a bound on it where below ``least``.

        Every target lowers it, so that a world is given up at the first target that takes it below.
        """
        shares = np.full((len(normal), self.shares.shape[1]), 0.5)
        shares[:, self.active] = ndtr(normal)
        total, left = np.zeros(len(normal)), np.arange(len(normal))
        for k, emulator in enumerate(self.emulators):
            mean, variance = emulator.predict(shares[left])
            low, high = self.low[chains[left], k], self.high[chains[left], k]
            total[left] += log_likelihood(low, high, mean, variance + self.discrepancy[k] ** 2)
            left = left[total[left] > least[left]]
        return total


def not_ruled_out(
    tolerances: Sequence[Tolerance], emulators: Sequence[Emulator], parameters: int, rng: np.random.Generator
) -> float:
    """The part of the prior whose implausibility is within the cutoff for every target."""
    shares = rng.random((_COUNTED, parameters))
    for tolerance, emulator in zip(tolerances, emulators, strict=True):
        shares = shares[tolerance.implausibility(*emulator.predict(shares)) <= CUTOFF]
    return len(shares) / _COUNTED

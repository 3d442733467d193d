"""Simulation-based calibration 模拟校验: are the intervals as wide as they should be, with the emulators for the model?

A true world is drawn from the prior, the emulators say what a life in it looks like, errors are added as stated, and
worlds that fit such data are sought and confirmed in the same way as those that fit the real targets. If all is right,
the truth lies within the middle 90 % of these in 90 % of such trials: the true value of every parameter, and what the
emulators expect of every target in the true world (Talts et al. 2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.emulator import Emulator
from experiments.calibration.posterior import SETTLE, Chains
from experiments.calibration.tolerance import Tolerance, confirmed

Array = NDArray[np.float64]
LEVEL = 0.9
DRAWS, APART = 19, 80
"""Worlds found in each trial, and moves of the chain between them; after 80 it has forgotten where it was."""
STRONGEST = 3
"""Parameters of each emulator that are followed: the strongest, because intervals of the others are the prior's."""


@dataclass(frozen=True)
class Coverage:
    """Shares of trials in which the truth lay within its 90 % interval, by index of the parameters and targets."""

    trials: int
    parameters: dict[int, float]
    targets: dict[int, float]

    @property
    def overall(self) -> tuple[float, float]:
        """Mean share over the parameters, and over the targets."""
        return float(np.mean(list(self.parameters.values()))), float(np.mean(list(self.targets.values())))

    @property
    def worst(self) -> float:
        """The share furthest from 90 %."""
        return max((*self.parameters.values(), *self.targets.values()), key=lambda share: abs(share - LEVEL))


def coverage(
    emulators: Sequence[Emulator],
    tolerances: Sequence[Tolerance],
    parameters: int,
    trials: int,
    rng: np.random.Generator,
) -> Coverage:
    """Carry out the trials, all side by side: one chain each."""
    strongest = sorted({int(k) for emulator in emulators for k in emulator.linear[:STRONGEST]})
    truth = rng.random((trials, parameters))
    mean, variance = _foreseen(emulators, truth)
    low, high, discrepancy = (np.array([getattr(t, key) for t in tolerances]) for key in ("low", "high", "discrepancy"))
    # The figure found lies anywhere within the tolerance about the county's own, as the likelihood has it.
    own = rng.normal(mean, np.sqrt(variance + discrepancy**2))
    shift = own - rng.uniform(low, high, own.shape)
    chains = Chains(emulators, discrepancy, low + shift, high + shift, rng.random(truth.shape), rng)
    below, found = np.zeros((trials, len(strongest) + len(tolerances))), np.zeros((trials, 1))
    chains.move(SETTLE)
    for _ in range(DRAWS):
        shares = chains.move(APART)
        expected, variance = _foreseen(emulators, shares)
        kept = confirmed(tolerances, rng.normal(expected, np.sqrt(variance)) - shift)[:, None]
        below += kept * np.column_stack((shares[:, strongest] < truth[:, strongest], expected < mean))
        found += kept
    # Ranks are spread out evenly, which makes the middle 90 % of them exact.
    ranks = (below + rng.random(below.shape)) / (found + 1)
    shares = (np.abs(ranks - 0.5) < LEVEL / 2).mean(axis=0)
    by_parameter = dict(zip(strongest, shares[: len(strongest)].tolist(), strict=True))
    return Coverage(trials, by_parameter, dict(enumerate(shares[len(strongest) :].tolist())))


def _foreseen(emulators: Sequence[Emulator], shares: Array) -> tuple[Array, Array]:
    """Mean and variance of the targets, each of shape (worlds, targets)."""
    said = [emulator.predict(shares) for emulator in emulators]
    return np.column_stack([mean for mean, _ in said]), np.column_stack([variance for _, variance in said])

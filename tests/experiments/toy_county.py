"""A county small enough to solve by hand: three targets that follow from five of twelve parameters, and chance."""

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.emulator import Emulator, fit
from experiments.calibration.tolerance import Tolerance, tolerances
from experiments.targets import Target

Array = NDArray[np.float64]
PARAMETERS = 12
CHANCE = 0.02
"""Standard deviation of the logarithm of every value between two lives of one world."""


def _target(name: str, value: float, low: float, high: float) -> Target:
    """A target on the logarithmic scale."""
    return Target(name, value, low, high, "medium", unit="rate", indicator="petitions", discrepancy=0.6)


TARGETS = (_target("A", 3.0, 2.7, 3.3), _target("B", 1.0, 0.8, 1.25), _target("C", 2.0, 1.7, 2.3))
TOLERANCES: list[Tolerance] = tolerances(TARGETS)


def logarithms(shares: Array) -> Array:
    """What the county says without chance, as logarithms of shape (worlds, targets); exact."""
    x = shares
    first = 0.5 + 1.2 * x[:, 0]
    second = 0.8 * (x[:, 1] - x[:, 2]) + 0.3 * np.sin(3.0 * x[:, 3])
    third = 0.4 + 0.9 * x[:, 4] * x[:, 0]
    return np.column_stack([first, second, third])


def lived(shares: Array, seed: int) -> Array:
    """The same with the chance of one life in each world."""
    return logarithms(shares) + np.random.default_rng(seed).normal(0.0, CHANCE, (len(shares), len(TARGETS)))


def emulators(worlds: int = 200) -> list[Emulator]:
    """Emulators of the three targets."""
    shares = np.random.default_rng(1).random((worlds, PARAMETERS))
    return [fit(shares, values) for values in lived(shares, 0).T]

"""What counts as reproducing a target: tolerance, discrepancy, implausibility and likelihood, on the target's scale.

The tolerance is the observation error as stated: the true figure lies anywhere within it, no part of it likelier than
another. What the model leaves out moves a world's value by a normal discrepancy. Both are taken on the scale on which
the target's values are spread evenly: the logit of a share, the logarithm of a rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from experiments.targets import Target

Array = NDArray[np.float64]
CUTOFF = 3.0
"""Implausibility beyond which a world is ruled out: 95 % of any distribution with one peak lie within (Pukelsheim)."""
_FLOOR = 20.0
"""Values below the tolerance by more than this factor are all equally far away."""
_MOST_PERCENT = 99.99


@dataclass(frozen=True)
class Tolerance:
    """One target on its scale: its value and bounds there, and the standard deviation of the discrepancy."""

    target: Target
    low: float
    value: float
    high: float
    discrepancy: float

    @classmethod
    def of(cls, target: Target) -> "Tolerance":
        """The tolerance of a target whose discrepancy is stated."""
        assert target.discrepancy is not None
        low, value, high = scaled(target, np.array([target.low, target.value, target.high])).tolist()
        return cls(target, low, value, high, target.discrepancy * (high - low) / 2)

    def implausibility(self, mean: Array, variance: Array | float) -> Array:
        """Distance from the target's value in standard deviations of all that may explain it.

        ``mean`` and ``variance``: of the model's value, as emulated or lived. The tolerance to either side counts as
        an even spread, with a third of its square as variance.
        """
        side = np.where(mean < self.value, self.value - self.low, self.high - self.value)
        return np.abs(mean - self.value) / np.sqrt(side**2 / 3 + self.discrepancy**2 + variance)

    def likelihood(self, mean: Array, variance: Array | float) -> Array:
        """Chance that the value, with its discrepancy, lies within the tolerance; shape of ``mean``."""
        spread = np.sqrt(self.discrepancy**2 + variance + 1e-300)
        return ndtr((self.high - mean) / spread) - ndtr((self.low - mean) / spread)

    def shifted(self, by: float) -> "Tolerance":
        """The same tolerance about another value: data made up for a check."""
        return Tolerance(self.target, self.low + by, self.value + by, self.high + by, self.discrepancy)


def tolerances(targets: Sequence[Target]) -> list[Tolerance]:
    """The tolerances of targets."""
    return [Tolerance.of(target) for target in targets]


def scaled(target: Target, values: Array) -> Array:
    """Values of a target on its scale; NaN stays NaN."""
    if target.low <= 0:
        return values
    held = np.maximum(values, target.low / _FLOOR)
    if not _is_share(target):
        return np.log(held)
    held = np.minimum(held, _MOST_PERCENT)
    return np.log(held / (100.0 - held))


def unscaled(target: Target, values: Array) -> Array:
    """Values on a target's scale back in its unit."""
    if target.low <= 0:
        return values
    return 100.0 / (1.0 + np.exp(-values)) if _is_share(target) else np.exp(values)


def _is_share(target: Target) -> bool:
    return target.unit == "%" and target.high < _MOST_PERCENT

"""What counts as reproducing a target: tolerance, discrepancy, implausibility and likelihood, on the target's scale.

The tolerance is the observation error as stated: the true figure lies anywhere within it, no part of it likelier than
another. What the model leaves out moves a world's value by a normal discrepancy. Both are taken on the scale on which
the target's values are spread evenly: the logit of a share, the logarithm of a rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from experiments.targets import Target

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
CUTOFF = 3.0
"""Implausibility beyond which a world is ruled out: 95 % of any distribution with one peak lie within (Pukelsheim)."""
_FLOOR = 20.0
"""Values below the tolerance by more than this factor are all equally far away."""
_MOST_PERCENT = 99.99
_TINY = 1e-15


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


def log_likelihood(low: Array, high: Array, mean: Array, variance: Array) -> Array:
    """Logarithm of the chance that a normal value lies between two bounds; it goes on falling far outside of them."""
    spread = np.sqrt(variance + _TINY)
    below, above = (low - mean) / spread, (high - mean) / spread
    # In the tail on the left the chance is exact; a value below the bounds is as likely as one as far above them.
    mirrored = below > 0
    left, right = np.where(mirrored, -above, below), np.where(mirrored, -below, above)
    upper = log_ndtr(right)
    return np.asarray(upper + np.log1p(-np.exp(np.minimum(log_ndtr(left) - upper, -_TINY))))


def tolerances(targets: Sequence[Target]) -> list[Tolerance]:
    """The tolerances of targets."""
    return [Tolerance.of(target) for target in targets]


def excluded(tolerances: Sequence[Tolerance], said: Array) -> Flags:
    """Which targets rule out which worlds by what they said, shape (worlds, targets); one not measured does so too."""
    far = np.column_stack([bound.implausibility(said[:, k], 0.0) for k, bound in enumerate(tolerances)])
    return ~(far <= CUTOFF)


def confirmed(tolerances: Sequence[Tolerance], said: Array) -> Flags:
    """Worlds that no target rules out, shape (worlds,)."""
    return np.asarray(~excluded(tolerances, said).any(axis=1))


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

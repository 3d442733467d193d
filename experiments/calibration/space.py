"""The space of worlds: every parameter with a prior range, as shares of that range."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.worlds import World, uncertain

Array = NDArray[np.float64]
DIGITS = 6
"""Digits of a parameter in a world: what is lived is exactly what is stored."""


@dataclass(frozen=True)
class Space:
    """Parameters that may move, by ``group.name``, and the ends of their prior ranges; uniform and independent."""

    names: tuple[str, ...]
    low: Array
    high: Array

    @classmethod
    def of(cls, fixed: Collection[str] = ()) -> "Space":
        """All parameters of the model that have a prior range and are not ``fixed``."""
        return cls.between(uncertain(fixed))

    @classmethod
    def between(cls, ranges: Mapping[str, tuple[float, float]]) -> "Space":
        """Parameters with these ranges."""
        low, high = (np.array(ends, dtype=float) for ends in zip(*ranges.values(), strict=True))
        return cls(tuple(ranges), low, high)

    def worlds(self, shares: Array) -> list[World]:
        """Worlds from shares of the prior ranges, shape (worlds, parameters)."""
        return [dict(zip(self.names, self._values(row), strict=True)) for row in shares]

    def _values(self, shares: Array) -> list[float]:
        exact = self.low + shares * (self.high - self.low)
        rounded = np.array([float(f"{value:.{DIGITS}g}") for value in exact])
        return np.minimum(np.maximum(rounded, self.low), self.high).tolist()  # type: ignore[no-any-return]

    def shares(self, worlds: Sequence[World]) -> Array:
        """Shares of the prior ranges at which worlds stand, shape (worlds, parameters)."""
        values = np.array([[world[name] for name in self.names] for world in worlds])
        return (values - self.low) / (self.high - self.low)

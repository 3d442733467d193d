"""A box of worlds, as shares of the prior ranges of parameters, and how well it holds those that fail."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Limits:
    """A box: the share of its prior range within which each parameter lies, both ends included; 0 to 1 where free."""

    low: Array
    high: Array

    def inside(self, shares: Array) -> Bools:
        """Which worlds lie in the box, shape (worlds,)."""
        held: Bools = np.all((shares >= self.low) & (shares <= self.high), axis=1)
        return held

    @property
    def restricted(self) -> Ints:
        """Columns of the parameters that the box restricts."""
        return np.flatnonzero((self.low > 0.0) | (self.high < 1.0))

    def among(self, columns: Ints, parameters: int) -> "Limits":
        """The same box where its parameters are ``columns`` of so many; the others are free."""
        box = everything(parameters)
        box.low[columns], box.high[columns] = self.low, self.high
        return box

    def without(self, column: int) -> "Limits":
        """The box with one parameter set free."""
        return self.moved(column, 0.0, 1.0)

    def moved(self, column: int, low: float, high: float) -> "Limits":
        """The box with other ends for one parameter."""
        box = Limits(self.low.copy(), self.high.copy())
        box.low[column], box.high[column] = low, high
        return box


@dataclass(frozen=True)
class Quality:
    """How good a box is: worlds in it, failing ones in it, and both of all.

    ``mass``: part of all worlds in it; ``density``: part of its worlds that fail, NaN where it is empty;
    ``coverage``: part of the failing worlds in it; ``lift``: density above the rate of all, in standard errors.
    """

    held: int
    held_fails: int
    worlds: int
    fails: int

    @classmethod
    def of(cls, inside: Bools, fails: Bools) -> "Quality":
        """From worlds in a box and worlds that fail."""
        return cls(int(inside.sum()), int((inside & fails).sum()), len(fails), int(fails.sum()))

    @property
    def rate(self) -> float:
        """Part of all worlds that fail."""
        return self.fails / self.worlds

    @property
    def mass(self) -> float:
        return self.held / self.worlds

    @property
    def density(self) -> float:
        return self.held_fails / self.held if self.held else float("nan")

    @property
    def coverage(self) -> float:
        return self.held_fails / self.fails if self.fails else float("nan")

    @property
    def lift(self) -> float:
        spread = np.sqrt(self.rate * (1.0 - self.rate))
        return float((self.density - self.rate) * np.sqrt(self.held) / spread) if self.held and spread else 0.0


def everything(parameters: int) -> Limits:
    """The box that restricts nothing."""
    return Limits(np.zeros(parameters), np.ones(parameters))

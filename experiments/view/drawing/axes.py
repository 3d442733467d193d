"""A fixed axis: where values stand on it, its ticks, and labels that keep apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.figures.paths import spread
from experiments.figures.style import next_step
from experiments.words import Words, decimals


@dataclass(frozen=True)
class Axis:
    """Values from ``low`` to ``high`` at places from ``start`` to ``end``, in units of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"an axis goes from a lower to a higher number, not from {self.low:g} to {self.high:g}")

    def at(self, value: float) -> float:
        """The place of a value; that of the nearer end for one outside."""
        inside = min(max(value, self.low), self.high)
        return self.start + (inside - self.low) / (self.high - self.low) * (self.end - self.start)

    def outside(self, value: float) -> int:
        """1 or -1 for a value above or below the axis, else 0; half a thousandth of the axis is rounding."""
        slack = 5e-4 * (self.high - self.low)
        return int(value > self.high + slack) - int(value < self.low - slack)

    def ticks(self, most: int = 4) -> list[float]:
        """Round values at equal steps, at most ``most`` steps, from the first within the axis."""
        step = next_step((self.high - self.low) / most)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [step * n for n in range(first, last + 1)]


def tick_labels(ticks: Sequence[float], say: Words) -> list[str]:
    """The ticks as they are written, all with as many decimals."""
    digits = max((decimals(tick) for tick in ticks), default=0)
    return [say.number(tick, digits) for tick in ticks]


def apart(wanted: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Places near those wanted, between ``low`` and ``high`` and ``distance`` from each other.

    Closer than that only where the room does not suffice.
    """
    room = high - low
    if len(wanted) < 2 or room <= 0:
        return [min(max(place, low), high) for place in wanted]
    least = min(distance, room / (len(wanted) - 1)) / room
    return [low + room * place for place in spread([(place - low) / room for place in wanted], least)]


def digits_for(low: float, high: float) -> int:
    """Decimals that tell a hundredth of an axis apart."""
    return min(2, max(0, 2 - math.ceil(math.log10(high - low))))

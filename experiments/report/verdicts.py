"""One effect, and the word that its interval allows."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from scipy import stats

from experiments.words import COST, direction_of

Verdict = Literal[
    "helps", "may_help", "unclear", "may_harm", "harms",
    "rises", "may_rise", "may_fall", "falls",
    "unchanged", "too_small", "missing",
]  # fmt: skip
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SHOWN, HINT = 0.95, 0.80
"""Confidence of the interval shown, and of the narrower one that decides between *may* and *no clear effect*."""


@dataclass(frozen=True)
class Effect:
    """What a package changes in an indicator: the mean paired difference with its 95 % interval.

    ``verdict`` is the word for the interval, whatever the size of the study; ``word`` says so where it is too small.
    """

    package: str
    indicator: str
    baseline: float
    treated: float
    change: float
    low: float
    high: float
    verdict: Verdict
    too_small: bool

    @property
    def measured(self) -> bool:
        """There is a number at all."""
        return math.isfinite(self.change)

    @property
    def word(self) -> Verdict:
        """The word shown."""
        return "too_small" if self.too_small and self.verdict != "unchanged" else self.verdict

    @property
    def tone(self) -> Literal["good", "bad", "open"]:
        """For the tint of a cell; nothing is tinted that may be chance or that has no good side."""
        return "good" if self.word == "helps" else "bad" if self.word == "harms" else "open"

    @property
    def is_gap(self) -> bool:
        """A difference between two groups of people."""
        return self.indicator.startswith("gap_")

    @property
    def widens(self) -> bool:
        """A gap that is clearly wider than without measures."""
        clear = self.verdict in ("rises", "falls", "helps", "harms")
        return self.is_gap and clear and abs(self.treated) > abs(self.baseline)

    @property
    def got_worse(self) -> bool:
        """Clearly on the bad side."""
        return self.widens or (self.word == "harms" and self.indicator != COST)

    @property
    def relative(self) -> float:
        """Size of the change over the level without measures."""
        return abs(self.change) / abs(self.baseline) if self.baseline else math.inf


def verdict(indicator: str, low: float, high: float, n: float) -> Verdict:
    """The word for an interval, where the study does not bring one along (see ``experiments.effects``)."""
    if not math.isfinite(low + high):
        return "missing"
    if low == high == 0.0:
        return "unchanged"
    middle, half = (low + high) / 2, (high - low) / 2 * _narrower(n)
    sign = _side(low, high) or _side(middle - half, middle + half)
    if sign == 0:
        return "unclear"
    direction, clear = direction_of(indicator), _side(low, high) != 0
    if direction == 0:
        return ("rises" if sign > 0 else "falls") if clear else "may_rise" if sign > 0 else "may_fall"
    good = sign == direction
    return ("helps" if good else "harms") if clear else "may_help" if good else "may_harm"


def _narrower(n: float) -> float:
    """Width of the interval of the hint over that of the one shown."""
    freedom = max(n - 1, 1) if math.isfinite(n) else 1000.0
    return float(stats.t.ppf(0.5 + HINT / 2, freedom) / stats.t.ppf(0.5 + SHOWN / 2, freedom))


def _side(low: float, high: float) -> int:
    return int(low > 0) - int(high < 0)

"""Effects in people, cases and hours of the county at hand."""

import math
from dataclasses import dataclass

from experiments.report.stored import Stored
from experiments.report.verdicts import Effect
from experiments.words import COST

MONTHS = 12


@dataclass(frozen=True)
class Amount:
    """A number of people, cases or hours with its interval; ``finest``: the least power of ten that makes sense."""

    value: float
    low: float
    high: float
    finest: int = 0

    @property
    def power(self) -> int:
        """What it is rounded to: the power of ten below half the width of the interval, no finer than ``finest``."""
        half = (self.high - self.low) / 2
        return max(self.finest, math.floor(math.log10(half))) if math.isfinite(half) and half > 0 else 0


def adults_present(study: Stored) -> float:
    """Adults who live there without measures, over the window; NaN where the study does not say."""
    registered, present = study.manifest.adults, _level(study, "present")
    return math.nan if registered is None else registered * present / 100


def grievances_a_year(study: Stored) -> float:
    """Grievances that arise in a year without measures; NaN where the study does not say."""
    return adults_present(study) * _level(study, "grievances") / 100


def _level(study: Stored, indicator: str) -> float:
    found = study.effects_on(indicator)
    return found[0].baseline if found else math.nan


def per_unit(study: Stored, outcome: str) -> float:
    """People, cases a year or hours a month for one unit of an outcome: a percentage point, or an hour."""
    if outcome == "participation":
        return adults_present(study) / 100
    if outcome == "resolved":
        return grievances_a_year(study) / 100
    return 1.0


def amount(study: Stored, effect: Effect) -> Amount | None:
    """An effect on participation, resolved or volunteer_hours as an amount; None where it cannot be told."""
    size = per_unit(study, effect.indicator)
    if not math.isfinite(size * effect.change):
        return None
    finest = -1 if effect.indicator == "resolved" else 0
    return Amount(size * effect.change, size * effect.low, size * effect.high, finest)


def price(study: Stored, effect: Effect) -> float | None:
    """Yuan a year for one more person, or for one more case a year; None unless it clearly helps and has a price."""
    found, cost = amount(study, effect), study.effect(effect.package, COST)
    if effect.word != "helps" or found is None or cost is None or not cost.measured:
        return None
    return cost.change * MONTHS / study.months / found.value

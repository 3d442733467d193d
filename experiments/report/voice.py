"""How a study is spoken of: names of its packages, and its numbers with the decimals that their intervals bear."""

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from experiments.notes import notes_of
from experiments.report.names import package_names
from experiments.report.stored import Stored
from experiments.report.verdicts import Effect
from experiments.words import COST, MOST_DIGITS, Words, digits_of_changes
from sim.policies import Policy, registry

FEW_NAMES = 4
"""Up to so many measures are called by their names in a sentence, more by their number."""


class Voice:
    """The words of a language about one study."""

    def __init__(self, words: Words, study: Stored) -> None:
        self.words = words
        self.study = study
        self._digits: dict[str, int] = {}

    @cached_property
    def known(self) -> Mapping[str, type[Policy]]:
        """The measures that are installed, by key."""
        return registry()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the packages, in order."""
        return package_names(self.study, self.words, self.known)

    def name(self, package: str, *, first: bool = False) -> str:
        """A package's name; ``first``: at the beginning of a sentence or a cell."""
        return capital(self.names[package]) if first else self.names[package]

    def line(self, key: str) -> str:
        """What a measure is, in one line; empty where nobody says."""
        found = notes_of(self.known[key]).line if key in self.known else None
        return str(getattr(found, self.words.lang)) if found else ""

    def digits(self, indicator: str) -> int:
        """Decimals of an indicator, the same wherever it is written."""
        if indicator not in self._digits:
            self._digits[indicator] = digits_of_changes(self.study.rows(indicator))
        return self._digits[indicator]

    def alone(self, effect: Effect) -> str:
        """A change with its sign and unit, with the decimals that its own interval bears."""
        return self.change(effect, self.own_digits(effect))

    def own_digits(self, effect: Effect) -> int:
        """Decimals that the effect's own interval bears."""
        own = pd.DataFrame({"difference": [effect.change], "low": [effect.low], "high": [effect.high]})
        return min(digits_of_changes(own), self.digits(effect.indicator))

    def change(self, effect: Effect, digits: int | None = None) -> str:
        """A change with its sign and unit; one that rounds to nothing is told as less than the last decimal."""
        digits = self.digits(effect.indicator) if digits is None else digits
        if round(effect.change, digits) == 0 and effect.change != 0:
            least = self.words.amount(effect.indicator, 10.0**-digits, digits, change=True)
            return self.words("form.less", amount=least.removeprefix("+"))
        return self.words.amount(effect.indicator, effect.change, digits, change=True)

    def visible_digits(self, effect: Effect) -> int:
        """Decimals of the indicator, or more where a change that has a direction would be written as nothing."""
        digits, directed = self.digits(effect.indicator), effect.word not in ("unclear", "unchanged", "too_small")
        while directed and digits < MOST_DIGITS and round(effect.change, digits) == 0:
            digits += 1
        return digits

    def number(self, effect: Effect, digits: int | None = None) -> str:
        """A change with its sign, without its unit."""
        return self.words.number(effect.change, self.digits(effect.indicator) if digits is None else digits, sign=True)

    def interval(self, effect: Effect, digits: int | None = None) -> str:
        """The interval of a change, without its unit."""
        if effect.indicator == COST:
            return self.words.yuan_range(effect.low, effect.high)
        digits = self.digits(effect.indicator) if digits is None else digits
        return self.words.range(effect.low, effect.high, digits, sign=True)

    def with_interval(self, effect: Effect) -> str:
        """A change with its unit and its interval."""
        return self.change(effect) + self.words.bracketed(self.interval(effect))

    def level(self, indicator: str, value: float, *, more: int = 0) -> str:
        """A level with its unit."""
        return self.words.amount(indicator, value, self._level_digits(indicator, value) + more)

    def bare_level(self, indicator: str, value: float, *, more: int = 0) -> str:
        """A level without its unit."""
        return self.words.number(value, self._level_digits(indicator, value) + more)

    def _level_digits(self, indicator: str, value: float) -> int:
        """A level is written as finely as its changes are, but not beyond hundredths where it has whole units."""
        return self.digits(indicator) if abs(value) < 1 else min(self.digits(indicator), 2)

    @property
    def where(self) -> str:
        """The county's name."""
        return self.study.manifest.county(self.words.lang) or self.words("source.unknown")

    @property
    def window(self) -> str:
        """The months over which effects are taken."""
        first, last = self.study.window
        return self.words("form.months", first=first, last=last)

    @property
    def blocks(self) -> str:
        """The number of blocks."""
        low, high = self.study.blocks
        if self.study.seeds > 1:
            told = {"n": self.words.number(self.study.units[1]), "seeds": self.words.number(self.study.seeds)}
            return self.words("report.in_sets", blocks=self.words.count("blocks", high), **told)
        if low == high:
            return self.words.count("blocks", high)
        return self.words("report.differs", low=low, high=high)


def capital(text: str) -> str:
    """Text that begins with a capital, where its script has any."""
    return text[:1].upper() + text[1:]

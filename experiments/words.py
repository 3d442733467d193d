"""Words and numbers of tables, figures and reports, in Chinese and English.

Texts stand in conf/words.yaml and conf/words_NAME.yaml (their keys begin with NAME), each with both languages; names
of measures and indicators come from ``sim``.
``words("zh")`` gives them all: ``words("zh")("report.title", county=..., n=...)``.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import yaml

from sim.core.names import check_name, unknown
from sim.indicator_table import INDICATORS
from sim.indicators import Direction
from sim.policies import registry

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
COST = "cost"
"""Key of the one indicator that is not in ``INDICATORS``: yuan over all months."""
MOST_DIGITS = 3
"""Decimals a change is written with at most."""
LARGE_SUM = 10_000
"""Yuan from which a sum is said in ten thousands (万元), rounded alike in both languages."""
_FILE = re.compile(r"words(?:_(\w+))?\.yaml")


class TranslationError(ValueError):
    """A text that is not there in both languages."""


@dataclass(frozen=True)
class Words:
    """The texts of one language, the names of things, and how numbers are written."""

    lang: Lang
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a dotted key with its {braces} filled in; ``UnknownName`` for a key that does not exist."""
        if key not in self.texts:
            raise unknown("text", key, self.texts)
        return self.texts[key].format(**values)

    def has(self, key: str) -> bool:
        """There is a text of this key."""
        return key in self.texts

    def count(self, noun: str, n: int) -> str:
        """A number of things: ``count("blocks", 20)``."""
        return self(f"count.{noun}.{'one' if n == 1 else 'many'}", n=self.number(n))

    def listed(self, items: Sequence[str], last: Literal["and", "or"] = "and") -> str:
        """Items in a row of text, the last one after "and" or "or"."""
        if len(items) < 2:
            return "".join(items)
        return self("form.comma").join(items[:-1]) + self(f"form.{last}") + items[-1]

    def bracketed(self, text: str) -> str:
        """Text in the brackets of the language."""
        return self("form.bracket", text=text)

    # Names

    def measure(self, key: str) -> str:
        """Name of a measure; ``UnknownName`` for a key that no measure has."""
        known = registry()
        check_name("measure", key, known)
        return str(getattr(known[key], self.lang))

    def package(self, name: str, policies: Iterable[str] = ()) -> str:
        """Name of a package: its own, that of its measures where it has few, and else the name its author gave."""
        known, held = registry(), tuple(policies)
        if name == "baseline":
            return self("baseline")
        if self.has(f"package.{name}"):
            return self(f"package.{name}")
        if not held and name in known:
            held = (name,)
        if 1 <= len(held) <= 3 and all(key in known for key in held):
            return self("form.plus").join(self.measure(key) for key in held)
        return name

    def indicator(self, key: str) -> str:
        """Name of an indicator."""
        if key == COST:
            return self("cost")
        check_name("indicator", key, INDICATORS)
        return str(getattr(INDICATORS[key], self.lang)).removeprefix("... ")

    def axis(self, key: str, *, change: bool = False) -> str:
        """Unit of an indicator for an axis or a table head; ``change``: of a difference."""
        return self._unit(unit_of(key), "axis", change)

    def amount(self, key: str, value: float, digits: int, *, change: bool = False) -> str:
        """A value of an indicator with its unit; a ``change`` carries its sign."""
        if key == COST:
            return self.yuan(value)
        number = self.number(value, digits, sign=change)
        return self._unit(unit_of(key), "level", change).format(number=number)

    def setting(self, unit: str, value: float) -> str:
        """A setting of a measure with its unit; units that a third party brings are shown as given."""
        shown = value * 100 if unit == "share" else value
        number = self.number(shown, decimals(shown))
        template = self.texts.get(f"unit.{unit}.level")
        return template.format(number=number) if template else f"{number} {unit}"

    def _unit(self, unit: str, form: str, change: bool) -> str:
        changed = {"level": "change", "axis": "axis_change"}[form]
        if change and self.has(f"unit.{unit}.{changed}"):
            form = changed
        key = f"unit.{unit}.{form}"
        if key not in self.texts:
            raise unknown("text", key, self.texts)
        return self.texts[key]

    # Numbers

    def number(self, value: float, digits: int = 0, *, sign: bool = False) -> str:
        """A number with thousands apart and a true minus; "-0.0" is never written."""
        if not math.isfinite(value):
            return self("form.none")
        rounded = round(value, digits)
        text = f"{abs(rounded):,.{digits}f}"
        if rounded < 0:
            return f"\N{MINUS SIGN}{text}"
        return f"+{text}" if sign and rounded > 0 else text

    def range(self, low: float, high: float, digits: int = 0, *, sign: bool = False) -> str:
        """``low`` to ``high``."""
        return self("form.range", low=self.number(low, digits, sign=sign), high=self.number(high, digits, sign=sign))

    def yuan(self, value: float) -> str:
        """A sum of money: from ten thousand yuan on, to 0.1 万元 (1,000 yuan)."""
        number, large = self._money(value)
        return self("form.yuan_large" if large else "form.yuan", number=number)

    def yuan_range(self, low: float, high: float) -> str:
        """An interval of money."""
        if self._money(low)[1] != self._money(high)[1]:
            return self("form.range", low=self.yuan(low), high=self.yuan(high))
        return self("form.range", low=self._money(low)[0], high=self.yuan(high))

    def _money(self, value: float) -> tuple[str, bool]:
        large = abs(value) >= LARGE_SUM
        if large and self.lang == "zh":
            return self.number(value / 10_000, 1), True
        return self.number(round(value, -3) if large else value), large


def is_indicator(key: str) -> bool:
    """There is an indicator of this key."""
    return key in INDICATORS


def unit_of(key: str) -> str:
    """The unit of an indicator, as sim writes it."""
    if key == COST:
        return "yuan"
    check_name("indicator", key, INDICATORS)
    return INDICATORS[key].unit


def direction_of(key: str) -> Direction:
    """+1 higher is better, -1 lower is better, 0 neither."""
    if key == COST:
        return -1
    check_name("indicator", key, INDICATORS)
    return INDICATORS[key].direction


def digits_of_changes(table: pd.DataFrame) -> int:
    """Decimals for the changes of one indicator: columns difference, low, high, a row a package.

    The widest interval sets them; more where an interval that leaves zero out would be written as if it held it.
    """
    change, low, high = (table[name].to_numpy(dtype=float) for name in ("difference", "low", "high"))
    half = float(np.nanmax((high - low) / 2, initial=0.0))
    if half > 0:
        digits = max(0, math.ceil(-math.log10(half)))
    else:
        digits = decimals(float(np.nanmax(np.abs(change), initial=0.0)), 2)
    nearest = np.where((low > 0) | (high < 0), np.fmin(np.abs(low), np.abs(high)), np.inf)
    while digits < MOST_DIGITS and bool((np.round(nearest, digits) == 0).any()):
        digits += 1
    return min(digits, MOST_DIGITS)


def decimals(value: float, most: int = 3) -> int:
    """Decimals that a given number needs to be written out, up to ``most``."""
    return next((n for n in range(most) if math.isclose(round(value, n), value, abs_tol=1e-9)), most)


@cache
def words(lang: Lang) -> Words:
    """The words of a language; raises ``UnknownName`` for another and ``TranslationError`` for a gap in the table."""
    check_name("language", lang, LANGUAGES)
    return from_table(_table(), lang)


@cache
def _table() -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for file in sorted(resources.files("gongzhi_conf").iterdir(), key=lambda file: file.name):
        if named := _FILE.fullmatch(file.name):
            part = yaml.safe_load(file.read_text("utf-8"))
            found |= {named[1]: part} if named[1] else part
    return found


def from_table(table: Mapping[str, Any], lang: Lang) -> Words:
    """The words of a language from a nested table of {zh, en}."""
    return Words(lang, {key: entry[lang] for key, entry in _entries(table)})


def _entries(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Mapping[Lang, str]]]:
    for name, value in table.items():
        here = (*path, str(name))
        if not isinstance(value, Mapping):
            raise TranslationError(f"text '{'.'.join(here)}' needs {' and '.join(LANGUAGES)}")
        if not set(value) & set(LANGUAGES):
            yield from _entries(value, here)
            continue
        if set(value) != set(LANGUAGES) or not all(_is_text(here, text) for text in value.values()):
            raise TranslationError(f"text '{'.'.join(here)}' needs {' and '.join(LANGUAGES)} and nothing else")
        yield ".".join(here), value


def _is_text(path: tuple[str, ...], text: object) -> bool:
    """Only the space between sentences may be empty, which Chinese does not have."""
    return isinstance(text, str) and (bool(text.strip()) or path == ("form", "space"))

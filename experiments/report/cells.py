"""Cells of a report's tables: numbers of a study with their text, interval and tint."""

from collections.abc import Sequence

from experiments.report.amounts import Amount
from experiments.report.document import Cell, Column, Grid, Row
from experiments.report.verdicts import Effect
from experiments.report.voice import Voice, capital


def text_cell(text: str, small: str = "") -> Cell:
    """Words."""
    return Cell(text, small)


def whole_cell(voice: Voice, value: float) -> Cell:
    """A whole number."""
    return Cell(voice.words.number(value), value=float(value))


def number_cell(voice: Voice, value: float, digits: int, *, sign: bool = False) -> Cell:
    """A number with so many decimals; a dash where there is none."""
    if value != value:
        return Cell(voice.words("form.none"))
    return Cell(voice.words.number(value, digits, sign=sign), value=value)


def change_cell(voice: Voice, effect: Effect | None, *, word: bool = False) -> Cell:
    """A change with its interval below it; with its ``word``, or as ``unchanged`` where it is exactly nothing."""
    say = voice.words
    if effect is None or not effect.measured:
        return Cell(say("form.none"), say("verdict.missing") if word else "")
    told = say(f"verdict.{effect.word}") if word or effect.word == "unchanged" else ""
    digits = voice.visible_digits(effect)
    number = "" if effect.word == "unchanged" and effect.change == 0 else voice.number(effect, digits)
    small = voice.interval(effect, digits) if number else ""
    text = " ".join(part for part in (told, number) if part)
    return Cell(text, small, effect.change, effect.low, effect.high, effect.tone)


def amount_cell(voice: Voice, found: Amount | None, effect: Effect | None) -> Cell:
    """An amount, rounded as its interval bears."""
    if found is None or effect is None:
        return Cell(voice.words("form.none"))
    text, low, high = (rounded(voice, value, found.power, sign=True) for value in (found.value, found.low, found.high))
    small = voice.words("form.range", low=low, high=high) if found.low < found.high else ""
    return Cell(text, small, found.value, found.low, found.high, effect.tone)


def rounded(voice: Voice, value: float, power: int, *, sign: bool = False) -> str:
    """A number rounded to a power of ten."""
    return voice.words.number(round(value, -power), max(0, -power), sign=sign)


def cost_cell(voice: Voice, cost: Effect | None, small: str | None = None) -> Cell:
    """Money over all months; its interval below it unless something else is to stand there."""
    if cost is None or not cost.measured:
        return Cell(voice.words("form.none"))
    interval = voice.interval(cost) if cost.low < cost.high else ""
    return Cell(voice.words.yuan(cost.change), interval if small is None else small, cost.change, cost.low, cost.high)


def yuan_cell(voice: Voice, yuan: float | None) -> Cell:
    """A sum of money."""
    return Cell(voice.words("form.none")) if yuan is None else Cell(voice.words.yuan(yuan), value=yuan)


def level_cell(voice: Voice, effects: Sequence[Effect | None]) -> Cell:
    """The level without measures, as the first effect that was measured has it."""
    found = next((effect for effect in effects if effect is not None and effect.measured), None)
    if found is None:
        return Cell(voice.words("form.none"))
    say, key = voice.words, found.indicator
    # Below a head with the unit of changes, a level of another unit brings its own.
    write = voice.bare_level if say.axis(key) == say.axis(key, change=True) else voice.level
    return Cell(write(key, found.baseline), value=found.baseline)


def name_cell(voice: Voice, package: str) -> Cell:
    """The name of a package."""
    return Cell(voice.name(package, first=True))


def grid(
    voice: Voice,
    key: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell] | Row],
    note: str = "",
    *,
    wide: bool = False,
) -> Grid:
    """A table whose sheet bears the name ``report.sheet.KEY``."""
    made = tuple(row if isinstance(row, Row) else Row(tuple(row)) for row in rows)
    return Grid(key, voice.words(f"report.sheet.{key}"), caption, tuple(columns), made, note, wide)


def number_column(voice: Voice, head: str, unit: str, about: str = "") -> Column:
    """A column of numbers whose head says their unit."""
    return Column(head + voice.words.bracketed(unit), True, unit, about)


def indicator_column(voice: Voice, key: str) -> Column:
    """A column of changes of an indicator."""
    say = voice.words
    unit, about = say.axis(key, change=True), say("report.table_effects.about")
    return number_column(voice, capital(say.indicator(key)), unit, about)

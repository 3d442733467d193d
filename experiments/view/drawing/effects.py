"""Effects with their intervals: an outcome a row, each on an axis of its own that stays."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from experiments.figures.effects import HEADLINES, LIMITS, PER_ADULT
from experiments.figures.style import FAINT, GOOD, INK, PALETTE, SOFT, next_step
from experiments.view.drawing.axes import Axis
from experiments.view.drawing.svg import LEADING, PAPER, Canvas, cut, in_lines
from experiments.words import Lang, Words, digits_of_changes, direction_of, words

WIDTH = 720.0
_PLOT, _NUMBERS, _VERDICT = (0.33, 0.58), 0.61, 0.86
"""Where the columns stand, in widths."""
_SIDES = {"helps": 1, "harms": -1}
_HARM = "#A63D00"


@dataclass(frozen=True)
class Effect:
    """A row: the mean paired change of an outcome with its interval, NaN where one run has none.

    ``verdict``: a key under ``verdict`` in conf/words.yaml, as ``experiments.effects.verdict`` gives it.
    ``direction``: 1 higher is better, -1 lower is better, 0 neither. ``reach``: how far the axis goes to either side.
    ``digits``: decimals of the numbers.
    """

    name: str
    unit: str
    mean: float
    low: float
    high: float
    verdict: str
    direction: int
    reach: float
    digits: int = 1


class Measured(Protocol):
    """An effect as ``experiments.view.band`` takes it."""

    @property
    def change(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def word(self) -> str: ...


def effect_rows(effects: Mapping[str, Measured], lang: Lang, adults: int) -> list[Effect]:
    """Rows of the headline outcomes there are, on the axes of the report's figures for so many registered adults."""
    say, rows = words(lang), []
    for key in HEADLINES:
        if key in effects:
            found = effects[key]
            ends = {"difference": [found.change], "low": [found.low], "high": [found.high]}
            reach = LIMITS.get(key) or next_step(PER_ADULT[key] * adults)
            name, unit = say.indicator(key), say.axis(key, change=True)
            numbers = (found.change, found.low, found.high)
            digits = digits_of_changes(pd.DataFrame(ends))
            rows.append(Effect(name, unit, *numbers, found.word, direction_of(key), reach, digits))
    return rows


def effect_strip(
    rows: Sequence[Effect], *, runs: int | str, lang: Lang, scale: float = 1.0, title: str | None = None
) -> str:
    """The rows in the order given; a filled circle is clearly better, a square clearly worse, hollow is open.

    ``runs``: pairs of runs behind each mean, in words where these differ. ``title``: its name in place of the usual.
    """
    say, canvas = words(lang), Canvas(WIDTH, lang, scale)
    title = title or say("view.draw.effects.title")
    unit = say("view.draw.effects.unit", n=runs)
    y = canvas.heading(title, unit) + 6.0
    told = []
    for row in rows:
        names = in_lines(row.name, canvas.text_size, _PLOT[0] * WIDTH - 20.0, 3)
        tall = max(1, len(names)) * LEADING * canvas.text_size + 1.3 * canvas.small_size + 10.0
        told.append(_row(canvas, y, tall, names, row, say))
        y += tall
    return canvas.finish(y + 2.0, title, f"{unit}{say('form.stop')}{say('form.space')}{' '.join(told)}")


def _row(canvas: Canvas, y: float, tall: float, names: Sequence[str], row: Effect, say: Words) -> str:
    """Name and unit, axis, numbers and the word for them; the same as a sentence."""
    size, small, middle = canvas.text_size, canvas.small_size, y + tall / 2
    axis = Axis(-row.reach, row.reach, _PLOT[0] * WIDTH, _PLOT[1] * WIDTH)
    canvas.line(0.0, y, WIDTH, y, stroke=FAINT, stroke_width=0.7)
    below = canvas.lines(0.0, y + 4.0 + size, names)
    canvas.text(0.0, below - 0.15 * size, cut(row.unit, small, _PLOT[0] * WIDTH - 20.0), size=small, fill=SOFT)
    _axis(canvas, axis, middle, tall, row, say)
    shown = say.number(row.mean, row.digits, sign=True)
    known = math.isfinite(row.low + row.high)
    interval = say.range(row.low, row.high, row.digits, sign=True) if known else say("view.draw.effects.one")
    clear = row.verdict in ("helps", "harms", "rises", "falls")
    if math.isfinite(row.mean):
        _marks(canvas, axis, middle, row, known)
    canvas.text(_NUMBERS * WIDTH, middle - 0.1 * size, shown)
    room = (_VERDICT - _NUMBERS) * WIDTH - 6.0
    canvas.text(_NUMBERS * WIDTH, middle + 1.1 * small, cut(interval, small, room), size=small, fill=SOFT)
    word = say(f"verdict.{row.verdict}")
    lines = in_lines(word, size, (1.0 - _VERDICT) * WIDTH)
    up = 0.36 * size if len(lines) == 1 else -0.1 * size
    canvas.lines(_VERDICT * WIDTH, middle + up, lines, fill=INK if clear else SOFT)
    told = f"{row.name}{say.bracketed(row.unit)}{say('form.colon')}{shown}{say.bracketed(interval)}"
    return f"{told}{say('form.semicolon')}{word}{say('form.stop')}"


def _axis(canvas: Canvas, axis: Axis, middle: float, tall: float, row: Effect, say: Words) -> None:
    """The tinted better side, the line of no change and how far the axis goes."""
    small, zero = canvas.small_size, axis.at(0.0)
    half = tall / 2 - 3.0
    if row.direction:
        start = min(zero, axis.at(row.direction * row.reach))
        canvas.box(start, middle - half, (axis.end - axis.start) / 2, 2 * half, fill=GOOD)
    canvas.line(axis.start, middle, axis.end, middle, stroke=FAINT, stroke_width=1.0)
    canvas.line(zero, middle - half, zero, middle + half, stroke=INK, stroke_width=1.0)
    digits = 0 if row.reach >= 10 else 1 if row.reach >= 1 else 2
    for value, anchor in ((-row.reach, "start"), (row.reach, "end")):
        told = say.number(value, digits, sign=True)
        place = axis.at(value) + (2.0 if anchor == "start" else -2.0)
        canvas.text(place, middle + half - 2.0, told, size=0.9 * small, fill=SOFT, text_anchor=anchor)


def _marks(canvas: Canvas, axis: Axis, middle: float, row: Effect, known: bool) -> None:
    """Interval and mean; a triangle at the edge where either lies beyond it."""
    side = _SIDES.get(row.verdict, 0)
    colour = _HARM if side < 0 else PALETTE[0]
    clear = side != 0 or row.verdict in ("rises", "falls")
    if known:
        low, high = axis.at(row.low), axis.at(row.high)
        canvas.line(low, middle, max(high, low + 0.5), middle, stroke=colour, stroke_width=4.0)
    beyond = {axis.outside(value) for value in (row.low, row.mean, row.high) if math.isfinite(value)} - {0}
    for way in sorted(beyond):
        canvas.beyond(axis.at(way * row.reach), middle, float(way), 0.0, fill=colour)
    if axis.outside(row.mean):
        return
    fill, x = colour if clear else PAPER, axis.at(row.mean)
    if side < 0:
        canvas.box(x - 5.0, middle - 5.0, 10.0, 10.0, fill=fill, stroke=colour, stroke_width=2.0)
    else:
        canvas.element("circle", cx=x, cy=middle, r=5.0, fill=fill, stroke=colour, stroke_width=2.0)

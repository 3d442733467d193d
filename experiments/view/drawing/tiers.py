"""Disputes on their way through village, township and county: what is open, what is settled, what leaves elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.figures.style import FAINT, SOFT
from experiments.view.drawing.axes import Axis
from experiments.view.drawing.svg import GHOST, LEADING, PROPOSAL, Canvas, cut
from experiments.words import Lang, Words, decimals, words

Array = NDArray[np.float64]

WIDTH = 720.0
YEAR = 12
LEVELS = ("village", "township", "county")
STOCKS = ("at_village", "at_township", "at_county", "asleep")
"""Cases at the end of a month; all else is counted over months."""
ELSEWHERE = ("turned_away", "petitions", "suits", "relapsed", "asleep")
_GAP, _ARROW, _BAR = 14.0, 10.0, 12.0


def tiers_at(tiers: Mapping[str, Array], month: int) -> dict[str, float]:
    """What ``tiers_chart`` shows of a scene's tiers (arrays of shape (M,)): stocks in a month, flows over up to 12."""
    first = max(0, month - YEAR)
    return {
        key: float(values[month - 1] if key in STOCKS else values[first:month].sum()) for key, values in tiers.items()
    }


def tiers_chart(
    now: Mapping[str, float],
    baseline: Mapping[str, float] | None,
    *,
    month: int,
    high: float,
    lang: Lang,
    scale: float = 1.0,
) -> str:
    """Bars from 0 to ``high`` cases, the ghost of the baseline dashed; ``now`` and ``baseline`` as of ``tiers_at``.

    Keys: ``brought``, ``at_TIER`` and ``settled_TIER`` of the three tiers, and any of ``ELSEWHERE``; others are left
    alone. ``month``: of the stocks; flows are those of the twelve months up to it.
    """
    say = words(lang)
    canvas = Canvas(WIDTH, lang, scale)
    months = say("form.months", first=max(1, month - YEAR + 1), last=month)
    told = say("view.draw.tiers.unit", months=months, last=month)
    y = canvas.heading(say("view.draw.tiers.title"), told)
    names = (say("view.draw.proposal"), say("baseline")) if baseline else (say("view.draw.proposal"),)
    y += canvas.small_size * 1.3
    canvas.sides(0.0, y, names)
    chart = _Chart(canvas, now, baseline or {}, high, say)
    y += canvas.small_size * 0.8
    cell = (WIDTH - 3 * _GAP) / 4
    chart.panel(0.0, y, cell, say("view.draw.tiers.brought"), {"brought": ""})
    for n, level in enumerate(LEVELS, start=1):
        x = n * (cell + _GAP)
        canvas.beyond(x - _GAP + 2.0, y + 0.5 * chart.tall(2), 1.0, 0.0, fill=SOFT)
        rows = {f"at_{level}": say("view.draw.tiers.open"), f"settled_{level}": say("view.draw.tiers.settled")}
        chart.panel(x, y, cell, say(f"view.draw.tiers.{level}"), rows)
    y += chart.tall(2) + canvas.small_size
    besides = [key for key in ELSEWHERE if key in now]
    for n, key in enumerate(besides):
        part = (WIDTH - (len(besides) - 1) * _GAP) / len(besides)
        chart.panel(n * (part + _GAP), y, part, say(f"view.draw.tiers.{key}"), {key: ""})
    y += chart.tall(1) if besides else 0.0
    return canvas.finish(y + 2.0, say("view.draw.tiers.title"), chart.told(told, besides))


@dataclass(frozen=True)
class _Chart:
    """Bars on one axis, in panels."""

    canvas: Canvas
    now: Mapping[str, float]
    before: Mapping[str, float]
    high: float
    say: Words

    def tall(self, rows: int) -> float:
        """Height of a panel with so many bars."""
        canvas = self.canvas
        return canvas.text_size * LEADING + rows * self._row(named=rows > 1) + 0.4 * canvas.small_size

    def _row(self, named: bool) -> float:
        return _BAR + self.canvas.small_size * LEADING * (1 + named) + 4.0

    def panel(self, x: float, y: float, width: float, name: str, rows: Mapping[str, str]) -> None:
        """A frame with a name and a bar for each key; bars of a panel with several carry their own names."""
        canvas, named = self.canvas, len(rows) > 1
        height = self.tall(2 if named or "brought" in rows else 1)
        canvas.box(x, y, width, height, fill="none", stroke=FAINT)
        canvas.text(x + 6.0, y + canvas.text_size * 1.15, cut(name, canvas.text_size, width - 12.0))
        y += canvas.text_size * LEADING + 2.0
        for key, label in rows.items():
            if key in self.now:
                self._bar(Axis(0.0, self.high, x + 6.0, x + width - 14.0), y, key, label)
            y += self._row(named)

    def _bar(self, axis: Axis, y: float, key: str, label: str) -> None:
        canvas, say, small = self.canvas, self.say, self.canvas.small_size
        value, ghost = self.now[key], self.before.get(key)
        if label:
            canvas.text(axis.start, y + small, label, size=small, fill=SOFT)
            y += small * LEADING
        if np.isfinite(value):
            canvas.box(axis.start, y, axis.at(value) - axis.start, _BAR, fill=PROPOSAL.fill)
            if axis.outside(value):
                canvas.beyond(axis.end + 1.0, y + _BAR / 2, 1.0, 0.0, fill=PROPOSAL.fill)
        if ghost is not None and np.isfinite(ghost):
            look = {"fill": "none", "stroke": GHOST.stroke, "stroke_dasharray": GHOST.dash, "stroke_width": 1.3}
            canvas.box(axis.start, y - 2.0, axis.at(ghost) - axis.start, _BAR + 4.0, **look)
            if axis.outside(ghost):
                canvas.beyond(axis.end + 1.0, y + _BAR / 2, 1.0, 0.0, fill="none", stroke=GHOST.stroke)
        shown = _number(value, say)
        y += _BAR + small * 1.15
        canvas.text(axis.start, y, shown, size=canvas.text_size)
        if ghost is not None:
            before = f"{say('figures.before')} {_number(ghost, say)}"
            canvas.text(axis.end + 8.0, y, before, size=small, fill=SOFT, text_anchor="end")

    def told(self, unit: str, besides: list[str]) -> str:
        """Every number with its name, the ghost's in brackets."""
        say = self.say
        names = {"brought": say("view.draw.tiers.brought")}
        for level in LEVELS:
            place = say(f"view.draw.tiers.{level}")
            names[f"at_{level}"] = f"{place} {say('view.draw.tiers.open')}"
            names[f"settled_{level}"] = f"{place} {say('view.draw.tiers.settled')}"
        names |= {key: say(f"view.draw.tiers.{key}") for key in besides}
        parts = []
        for key, name in names.items():
            if key in self.now:
                ghost = self.before.get(key)
                before = "" if ghost is None else say.bracketed(f"{say('figures.before')} {_number(ghost, say)}")
                parts.append(f"{name} {_number(self.now[key], say)}{before}")
        return unit + say("form.colon") + say("form.semicolon").join(parts) + say("form.stop")


def _number(value: float, say: Words) -> str:
    return say.number(value, decimals(value, 1) if np.isfinite(value) else 0)

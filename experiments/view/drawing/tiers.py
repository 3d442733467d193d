"""Disputes on their way through village, township and county: what is open, what is settled, what leaves elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures.style import FAINT, SOFT
from experiments.view.drawing.axes import Axis
from experiments.view.drawing.svg import GHOST, LEADING, PAPER, PROPOSAL, UNTREATED, Canvas, cut
from experiments.words import Lang, Words, decimals, words

Array = NDArray[np.float64]

WIDTH = 720.0
YEAR = 12
LEVELS = ("village", "township", "county")
STOCKS = ("at_village", "at_township", "at_county", "asleep")
"""Cases at the end of a month; all else is counted over months."""
COMING = ("brought", "settled_early")
ELSEWHERE = ("turned_away", "petitions", "suits", "relapsed", "asleep")
_GAP, _BAR, _PAD = 14.0, 12.0, 6.0
_MOST_DOTS = 40
"""Up to so many cases an axis shows each as a dot."""


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
    few: float = 20.0,
    lang: Lang,
    scale: float = 1.0,
) -> str:
    """Bars with the ghost of the baseline dashed; ``now`` and ``baseline`` as of ``tiers_at``.

    ``baseline``: None where ``now`` is the baseline itself, which is then drawn grey and called so.
    ``month``: of the stocks; flows are those of the twelve months up to it. ``high``: end of the axis of what comes in
    and is settled; ``few``: that of open cases and of what leaves elsewhere. Keys: ``COMING``, ``at_TIER`` and
    ``settled_TIER`` of ``LEVELS``, and ``ELSEWHERE``, whichever there are; others are left alone.
    """
    say = words(lang)
    canvas = Canvas(WIDTH, lang, scale)
    months = say("form.months", first=max(1, month - YEAR + 1), last=month)
    told = say("view.draw.tiers.unit", months=months, last=month)
    y = canvas.heading(say("view.draw.tiers.title"), told) + 1.3 * canvas.small_size
    look = PROPOSAL if baseline else UNTREATED
    both = {say("view.draw.proposal"): PROPOSAL, say("baseline"): GHOST}
    canvas.sides(0.0, y, both if baseline else {say("baseline"): look})
    y += 0.8 * canvas.small_size
    chart = _Chart(canvas, now, baseline or {}, look.fill, high, few, say)
    cell = (WIDTH - 3 * _GAP) / 4
    chart.panel(0.0, y, cell, say("view.draw.tiers.coming"), {key: say(f"view.draw.tiers.{key}") for key in COMING})
    for n, level in enumerate(LEVELS, start=1):
        x = n * (cell + _GAP)
        canvas.beyond(x - _GAP + 3.0, y + chart.tall(2) / 2, 1.0, 0.0, fill=SOFT)
        rows = {f"at_{level}": say("view.draw.tiers.open"), f"settled_{level}": say("view.draw.tiers.settled")}
        chart.panel(x, y, cell, say(f"view.draw.tiers.{level}"), rows)
    y += chart.tall(2) + 0.8 * canvas.small_size
    besides = [key for key in ELSEWHERE if key in now]
    part = (WIDTH - max(0, len(besides) - 1) * _GAP) / max(1, len(besides))
    for n, key in enumerate(besides):
        chart.panel(n * (part + _GAP), y, part, say(f"view.draw.tiers.{key}"), {key: ""})
    y += chart.tall(1) if besides else 0.0
    return canvas.finish(y + 2.0, say("view.draw.tiers.title"), chart.told(told, besides))


@dataclass(frozen=True)
class _Chart:
    """Bars in panels, on two axes."""

    canvas: Canvas
    now: Mapping[str, float]
    before: Mapping[str, float]
    fill: str
    high: float
    few: float
    say: Words

    def tall(self, rows: int) -> float:
        """Height of a panel with so many bars; a single one needs no name of its own."""
        canvas = self.canvas
        names = rows * (1.2 * canvas.small_size + 2.0) if rows > 1 else 0.0
        return canvas.text_size * LEADING + names + rows * (_BAR + 1.35 * canvas.text_size + 5.0) + 5.0

    def panel(self, x: float, y: float, width: float, name: str, rows: Mapping[str, str]) -> None:
        """A frame with a name and a bar for each key, with its label."""
        canvas, small, size = self.canvas, self.canvas.small_size, self.canvas.text_size
        canvas.box(x, y, width, self.tall(len(rows)), fill="none", stroke=FAINT)
        canvas.text(x + _PAD, y + 1.15 * size, cut(name, size, width - 2 * _PAD))
        y += size * LEADING + 5.0
        for key, label in rows.items():
            end = self.high if key.startswith("settled") or key in COMING else self.few
            axis = Axis(0.0, end, x + _PAD, x + width - 12.0)
            if label:
                y += 0.8 * small
                canvas.text(axis.start, y, cut(label, small, width - 2 * _PAD), size=small, fill=SOFT)
                y += 0.4 * small + 2.0
            if key in self.now:
                self._bar(axis, y, key)
                self._numbers(axis, y + _BAR + 1.2 * size, key)
            y += _BAR + 1.35 * size + 5.0

    def _bar(self, axis: Axis, y: float, key: str) -> None:
        canvas, value, ghost = self.canvas, self.now[key], self.before.get(key, float("nan"))
        canvas.line(axis.start, y + _BAR / 2, axis.end, y + _BAR / 2, stroke=FAINT)
        canvas.line(axis.end, y + 2.0, axis.end, y + _BAR - 2.0, stroke=FAINT)
        if np.isfinite(value):
            self._filled(axis, y, value, each=key in STOCKS)
        if np.isfinite(ghost) and axis.at(ghost) > axis.start + 0.5:
            wide = axis.at(ghost) - axis.start
            look: dict[str, Any] = {"stroke": GHOST.stroke, "stroke_dasharray": GHOST.dash, "stroke_width": 1.3}
            canvas.box(axis.start, y - 2.0, wide, _BAR + 4.0, fill="none", **look)
        for amount, fill in ((value, self.fill), (ghost, PAPER)):
            if np.isfinite(amount) and axis.outside(amount):
                canvas.beyond(axis.end, y + _BAR / 2, 1.0, 0.0, fill=fill, stroke=GHOST.stroke)

    def _filled(self, axis: Axis, y: float, value: float, *, each: bool) -> None:
        """A bar, or each case as a dot."""
        canvas, unit = self.canvas, (axis.end - axis.start) / axis.high
        if not (each and axis.high <= _MOST_DOTS):
            canvas.box(axis.start, y, axis.at(value) - axis.start, _BAR, fill=self.fill)
            return
        radius = min(_BAR / 2 - 1.0, unit / 2 - 0.5)
        for n in range(round(min(value, axis.high))):
            at = axis.start + (n + 0.5) * unit
            canvas.element("circle", cx=at, cy=y + _BAR / 2, r=radius, fill=self.fill)

    def _numbers(self, axis: Axis, y: float, key: str) -> None:
        canvas = self.canvas
        canvas.text(axis.start, y, _number(self.now[key], self.say))
        if key in self.before:
            told, small = self._ghost(key), canvas.small_size
            canvas.text(axis.end + 8.0, y, told, size=small, fill=SOFT, text_anchor="end")

    def _ghost(self, key: str) -> str:
        return f"{self.say('figures.before')} {_number(self.before[key], self.say)}"

    def told(self, unit: str, besides: list[str]) -> str:
        """Every number with its name, the ghost's in brackets."""
        say = self.say
        names = {key: say(f"view.draw.tiers.{key}") for key in COMING}
        for level in LEVELS:
            place = say(f"view.draw.tiers.{level}")
            names[f"at_{level}"] = f"{place} {say('view.draw.tiers.open')}"
            names[f"settled_{level}"] = f"{place} {say('view.draw.tiers.settled')}"
        names |= {key: say(f"view.draw.tiers.{key}") for key in besides}
        parts = []
        for key, name in names.items():
            if key in self.now:
                before = say.bracketed(self._ghost(key)) if key in self.before else ""
                parts.append(f"{name} {_number(self.now[key], say)}{before}")
        return unit + say("form.colon") + say("form.semicolon").join(parts) + say("form.stop")


def _number(value: float, say: Words) -> str:
    return say.number(value, decimals(value, 1) if np.isfinite(value) else 0)

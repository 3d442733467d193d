"""What the hours of cadres go into: the baseline's bar as a ghost, the proposal's beside it, every part named."""

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from experiments.figures.hours import LOOKS
from experiments.figures.style import FAINT, INK, SOFT
from experiments.view.drawing.axes import Axis, apart, tick_labels
from experiments.view.drawing.svg import GHOST, PAPER, Canvas, cut, in_lines, wide
from experiments.words import Lang, Words, words
from sim.core.names import check_name

WIDTH, HEIGHT = 480.0, 300.0
USES: Mapping[str, tuple[str, str, str]] = {
    "paperwork": ("figures.hours.paperwork", *LOOKS["paperwork"]),
    "pulled": ("figures.hours.duties", *LOOKS["duties"]),
    "leaked": ("figures.hours.leaked", *LOOKS["leaked"]),
    "urgent": ("view.draw.hours.urgent", "#5A1E00", ""),
    "cases": ("figures.hours.cases", *LOOKS["cases"]),
    "requests": ("figures.hours.requests", *LOOKS["requests"]),
    "routine": ("figures.hours.routine", *LOOKS["routine"]),
    "organising": ("figures.hours.organising", *LOOKS["organising"]),
}
"""Name, colour and hatching of each use, as in the figures of the report, from the foot of a bar to its top."""
_STEPS = {"xx": 3.5, "///": 8.0, "|||": 14.0}
_BAR, _BETWEEN, _GROWTH = 46.0, 36.0, 0.75


def hours_chart(
    hours: Mapping[str, float],
    baseline: Mapping[str, float] | None,
    *,
    high: float,
    lang: Lang,
    month: int | None = None,
    scale: float = 1.0,
) -> str:
    """Stacked bars on an axis from 0 to ``high``, hours a village and month by use (keys of ``USES``).

    Beside the proposal's bar each use is named with its hours and the change against the baseline. ``baseline``: None
    where ``hours`` are those of the baseline, which is then called so. ``UnknownName`` for another use; ``ValueError``
    for hours below 0. What is not finite counts as 0.
    """
    say = words(lang)
    after, before = _stack(hours), _stack(baseline) if baseline else None
    canvas = Canvas(WIDTH, lang, scale)
    height = HEIGHT * (1.0 + _GROWTH * (scale - 1.0))
    unit = say("unit.h/village/month.axis")
    shown = unit if month is None else f"{unit} · {say('unit.month.level', number=month)}"
    title = say("view.draw.hours.title")
    small = canvas.small_size
    top = canvas.heading(title, shown) + 1.4 * small + 12.0
    axis = Axis(0.0, high, height - 3.0 * small, top)
    left = _ruler(canvas, axis, 2 if before else 1, say)
    bars = [(left + 6.0, before, say("baseline"), True)] if before else []
    x = left + 6.0 + (_BAR + _BETWEEN) * bool(before)
    for place, values, name, ghost in [*bars, (x, after, say("view.draw.proposal" if before else "baseline"), False)]:
        _bar(canvas, axis, place, values, ghost=ghost)
        total = say("view.draw.hours.total", n=say.number(sum(values.values())))
        up = axis.at(sum(values.values())) - (12.0 if axis.outside(sum(values.values())) else 4.0)
        middle = place + _BAR / 2
        look: dict[str, Any] = {"size": small, "fill": SOFT if ghost else INK, "text_anchor": "middle"}
        canvas.text(middle, up, total, **look)
        canvas.lines(middle, height - 1.75 * small, in_lines(name, small, _BAR + _BETWEEN), **look)
    if before:
        _between(canvas, axis, left + 6.0 + _BAR, x, before, after)
    lines = _labels(canvas, axis, x + _BAR, after, before, say)
    colon = say("form.colon")
    return canvas.finish(height, title, shown + colon + say("form.semicolon").join(lines) + say("form.stop"))


def _stack(hours: Mapping[str, float]) -> dict[str, float]:
    """Hours in the order of ``USES``."""
    for use in hours:
        check_name("use of hours", use, USES)
    stack = {use: float(np.nan_to_num(hours.get(use, 0.0), posinf=0.0, neginf=0.0)) for use in USES}
    if min(stack.values()) < -1e-6:
        raise ValueError(f"hours are not below 0: {min(stack.values()):g}")
    return stack


def _ruler(canvas: Canvas, axis: Axis, bars: int, say: Words) -> float:
    """Ticks of the axis; where the bars may begin."""
    ticks, small = axis.ticks(), canvas.small_size
    told = tick_labels(ticks, say)
    left = max(wide(text, small) for text in told) + 4.0
    for tick, text in zip(ticks, told, strict=True):
        place = axis.at(tick)
        canvas.text(left - 4.0, place + 0.36 * small, text, size=small, fill=SOFT, text_anchor="end")
        canvas.line(
            left, place, left + bars * (_BAR + _BETWEEN) - _BETWEEN + 12.0, place, stroke=FAINT, stroke_width=0.7
        )
    return left


def _bar(canvas: Canvas, axis: Axis, x: float, values: Mapping[str, float], *, ghost: bool) -> None:
    width, start = _BAR, 0.0
    for use, value in values.items():
        _, colour, hatch = USES[use]
        foot, head = axis.at(start), axis.at(start + value)
        if foot > head:
            look = {"stroke": GHOST.stroke, "stroke_dasharray": GHOST.dash} if ghost else {"stroke": INK}
            faint = "0.35" if ghost else None
            canvas.box(x, head, width, foot - head, fill=PAPER)
            canvas.box(x, head, width, foot - head, fill=colour, fill_opacity=faint, stroke_width=0.8, **look)
            if hatch:
                step, shade = _STEPS[hatch], SOFT if ghost else INK
                canvas.hatch(x, head, width, foot - head, step, stroke=shade, stroke_width=0.5, stroke_opacity=faint)
        start += value
    if axis.outside(start):
        canvas.beyond(x + width / 2, axis.end - 1.0, 0.0, -1.0, fill=PAPER if ghost else INK, stroke=INK)


def _between(
    canvas: Canvas, axis: Axis, left: float, right: float, before: Mapping[str, float], after: Mapping[str, float]
) -> None:
    """Lines from the parts of the ghost to those of the proposal."""
    for low, high in zip(accumulate(before.values()), accumulate(after.values()), strict=True):
        canvas.line(left, axis.at(low), right, axis.at(high), stroke=SOFT, stroke_width=0.6, stroke_dasharray="2 2")


def _labels(
    canvas: Canvas,
    axis: Axis,
    x: float,
    after: Mapping[str, float],
    before: Mapping[str, float] | None,
    say: Words,
) -> list[str]:
    """The name of each use beside its part, with its hours and their change; the same as text."""
    size, small, ends = canvas.text_size, canvas.small_size, [0.0, *accumulate(after.values())]
    middles = [axis.at((low + high) / 2) for low, high in pairwise(ends)]
    placed = apart(middles[::-1], 1.3 * size, axis.end, axis.start)[::-1]
    left, lines = x + 20.0, []
    for use, middle, place in zip(after, middles, placed, strict=True):
        number = say.number(after[use])
        if before:
            number += say.bracketed(say.number(after[use] - before[use], sign=True))
        name = say(USES[use][0])
        canvas.path([(x + 2.0, middle), (x + 10.0, place), (left - 3.0, place)], fill="none", stroke=SOFT)
        shown = cut(name, small, WIDTH - left - wide(number, size) - 8.0)
        canvas.text(left, place + 0.36 * size, shown, size=small)
        canvas.text(left + wide(shown, small) + 6.0, place + 0.36 * size, number)
        lines.append(f"{name} {number}")
    return lines

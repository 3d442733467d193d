"""A headline outcome month by month: the ghost of the baseline, the proposal and its band, on an axis that stays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import FAINT, INK, PALETTE, SOFT
from experiments.view.drawing.axes import Axis, apart, digits_for, tick_labels
from experiments.view.drawing.svg import LEADING, PAPER, Canvas, cut, wide
from experiments.words import Lang, Words, words

Array = NDArray[np.float64]

WIDTH, HEIGHT = 360.0, 230.0
GHOST_DASH, PINNED_DASH = "6 4", "1.5 3"
PINNED = "#A63D00"
"""Dark enough to be read as text."""
_HALO = {"stroke": PAPER, "stroke_width": 3.0, "paint_order": "stroke"}
"""A white rim that keeps a number readable over a line."""
_LABEL, _GAP, _MARK = 94.0, 12.0, 5.0
_GROWTH = 0.6
"""How much of a larger text goes into a taller chart."""


@dataclass(frozen=True)
class _Line:
    """A line of the chart: values by month, its name and its look."""

    values: Array
    name: str
    colour: str
    dash: str | None
    width: float


@dataclass(frozen=True)
class _Plot:
    """Where the lines stand."""

    months: Axis
    values: Axis
    digits: int

    def points(self, values: Array) -> Iterator[list[tuple[float, float]]]:
        """The points of each stretch of months with values, those outside of the axis at its edge."""
        for months in _stretches(np.isfinite(values)):
            yield [(self.months.at(n + 1.0), self.values.at(float(values[n]))) for n in months]


def line_chart(
    baseline: ArrayLike,
    proposed: ArrayLike | None,
    band: tuple[ArrayLike, ArrayLike] | None,
    *,
    title: str,
    unit: str,
    low: float,
    high: float,
    lang: Lang,
    month: int | None = None,
    runs: int = 1,
    pinned: ArrayLike | None = None,
    guess: float | None = None,
    names: Sequence[str] | None = None,
    scale: float = 1.0,
) -> str:
    """Lines over months 1 to M on an axis ``low`` to ``high``: baseline dashed, ``proposed`` solid in a ``band``.

    Arrays of shape (M,); NaN is a gap. ``band``: its low and high end. ``proposed``: None until it is revealed.
    ``month``: where a cursor stands. ``runs``: pairs of them, of whose changes the band spans the middle 80 %.
    ``pinned``: a second proposal, dotted. ``guess``: what was predicted for the last month. ``names``: of baseline,
    proposed, pinned.
    ``ValueError`` for lines of unequal length or a month that there is not.
    """
    say = words(lang)
    lines = _lines(baseline, proposed, pinned, names, say)
    last = len(lines[0].values)
    ends = [np.asarray(end, float) for end in band or ()]
    if last < 1 or any(array.shape != (last,) for array in (*(line.values for line in lines), *ends)):
        raise ValueError(f"lines of a chart are as long as the baseline, {last} months")
    if month is not None and not 1 <= month <= last:
        raise ValueError(f"month {month} is outside 1 to {last}")
    canvas = Canvas(WIDTH, lang, scale)
    height = HEIGHT * (1.0 + _GROWTH * (scale - 1.0))
    plot = _frame(canvas, height, title, unit, (low, high), last, say)
    if ends:
        _band(canvas, plot, ends[0], ends[1])
    for line in lines:
        _draw(canvas, plot, line, say)
    _labels(canvas, plot, lines, guess, say)
    if month is not None:
        _cursor(canvas, plot, month, lines, say)
    spread = say("view.draw.lines.band", n=runs) if ends else say("view.draw.lines.runs", n=runs)
    small = canvas.small_size
    canvas.text(0.0, height - 3.0, spread, size=small * min(1.0, 0.96 * WIDTH / wide(spread, small)), fill=SOFT)
    return canvas.finish(height, f"{title}{say.bracketed(unit)}", _told(lines, ends, month or last, plot, spread, say))


def _lines(
    baseline: ArrayLike,
    proposed: ArrayLike | None,
    pinned: ArrayLike | None,
    names: Sequence[str] | None,
    say: Words,
) -> list[_Line]:
    """The lines there are, those in front last."""
    called = names or (say("baseline"), say("view.draw.proposal"), say("view.draw.pinned"))
    looks = ((SOFT, GHOST_DASH, 1.8), (PALETTE[0], None, 2.4), (PINNED, PINNED_DASH, 2.4))
    given = (baseline, proposed, pinned)
    lines = [
        _Line(np.asarray(values, float), name, *look)
        for values, name, look in zip(given, called, looks, strict=False)
        if values is not None
    ]
    return sorted(lines, key=lambda line: line.dash is None)


def _frame(
    canvas: Canvas, height: float, title: str, unit: str, ends: tuple[float, float], last: int, say: Words
) -> _Plot:
    """Title, unit, grid and ticks; where the plot is."""
    small = canvas.small_size
    top, bottom = canvas.heading(title, unit) + 1.5 * small, height - 2.0 * small * LEADING - 5.0
    values = Axis(*ends, bottom, top)
    ticks = values.ticks(5 if canvas.scale < 1.4 else 3)
    told = tick_labels(ticks, say)
    left = 2.0 + max((wide(text, small) for text in told), default=0.0)
    plot = _Plot(Axis(0.0, float(last), left + 4.0, WIDTH - _LABEL * canvas.scale - _GAP), values, digits_for(*ends))
    for tick, text in zip(ticks, told, strict=True):
        place = values.at(tick)
        canvas.line(plot.months.start, place, plot.months.end, place, stroke=FAINT, stroke_width=0.7)
        canvas.text(left, place + small * 0.36, text, size=small, fill=SOFT, text_anchor="end")
    step = 3 if last <= 12 else 6 if last <= 24 else 12
    for n in range(0, last + 1, step):
        place = plot.months.at(float(n))
        canvas.line(place, bottom, place, bottom + 3.0, stroke=SOFT, stroke_width=0.7)
        canvas.text(place, bottom + 3.0 + small, str(n), size=small, fill=SOFT, text_anchor="middle")
    canvas.line(plot.months.start, bottom, plot.months.end, bottom, stroke=SOFT, stroke_width=0.7)
    beside = plot.months.end + 0.5 * wide(str(last), small) + 5.0
    canvas.text(beside, bottom + 3.0 + small, say("view.draw.lines.month"), size=small, fill=SOFT)
    return plot


def _band(canvas: Canvas, plot: _Plot, low: Array, high: Array) -> None:
    """The area between both ends, with a hollow mark where it leaves the axis."""
    there = np.isfinite(low) & np.isfinite(high)
    lower, upper = np.where(there, low, np.nan), np.where(there, high, np.nan)
    for under, over in zip(plot.points(lower), plot.points(upper), strict=True):
        canvas.path([*over, *reversed(under)], fill=PALETTE[0], fill_opacity="0.2", stroke=PALETTE[0], stroke_width=0.5)
    for values in (lower, upper):
        for n in _extremes(plot.values, values):
            _mark(canvas, plot, n, float(values[n]), "none", PALETTE[0])


def _draw(canvas: Canvas, plot: _Plot, line: _Line, say: Words) -> None:
    look = {"stroke": line.colour, "stroke_dasharray": line.dash, "stroke_linejoin": "round"}
    for points in plot.points(line.values):
        cap = "round" if len(points) == 1 or line.dash == PINNED_DASH else None
        shown = points if len(points) > 1 else points * 2
        canvas.path(shown, fill="none", stroke_width=line.width, stroke_linecap=cap, **look)
    for n in _extremes(plot.values, line.values):
        value = float(line.values[n])
        x, y = _mark(canvas, plot, n, value, line.colour, line.colour)
        if n == len(line.values) - 1:
            continue  # its label says the number
        room = x < plot.months.end - 3.0 * canvas.small_size
        below = canvas.small_size + _MARK if plot.values.outside(value) > 0 else -_MARK - 3.0
        told = say.number(value, plot.digits)
        anchor = "start" if room else "end"
        aside, small = _MARK if room else -_MARK, canvas.small_size
        canvas.text(x + aside, y + below, told, size=small, fill=line.colour, text_anchor=anchor, **_HALO)


def _mark(canvas: Canvas, plot: _Plot, n: int, value: float, fill: str, stroke: str) -> tuple[float, float]:
    """A triangle at the edge that points to where the value is; the place of its base."""
    x, y = plot.months.at(n + 1.0), plot.values.at(value)
    canvas.beyond(x, y, 0.0, -plot.values.outside(value), fill=fill, stroke=stroke, stroke_width=1.0)
    return x, y


def _cursor(canvas: Canvas, plot: _Plot, month: int, lines: Sequence[_Line], say: Words) -> None:
    """An upright line with the value of each line where it meets it."""
    x, small = plot.months.at(float(month)), canvas.small_size
    canvas.line(x, plot.values.end - 4.0, x, plot.values.start, stroke=INK, stroke_width=1.0)
    left = x > (plot.months.start + plot.months.end) / 2
    look = {"text_anchor": "end" if left else "start", **_HALO}
    met = [(float(line.values[month - 1]), line) for line in lines if np.isfinite(line.values[month - 1])]
    places = [plot.values.at(value) for value, _ in met]
    for (value, line), place, beside in zip(
        met, places, apart(places, small * 1.1, plot.values.end + small, plot.values.start - small * 0.2), strict=True
    ):
        fill = PAPER if line.dash else line.colour
        canvas.element("circle", cx=x, cy=place, r=3.5, fill=fill, stroke=line.colour, stroke_width=1.5)
        if month == len(line.values):
            continue  # its label says the number
        told, aside = say.number(value, plot.digits), -7.0 if left else 7.0
        canvas.text(x + aside, beside + small * 0.36, told, size=small, fill=line.colour, **look)
    canvas.text(x, plot.values.end - 6.0, say("unit.month.level", number=month), size=small, **look)


def _labels(canvas: Canvas, plot: _Plot, lines: Sequence[_Line], guess: float | None, say: Words) -> None:
    """Beside the plot the last value of each line over its name, and the guess."""
    read = [(float(line.values[-1]), line.name, line.colour) for line in lines]
    if guess is not None and np.isfinite(guess):
        x, y = plot.months.end, plot.values.at(guess)
        corners = [(x, y - 6.0), (x + 6.0, y), (x, y + 6.0), (x - 6.0, y), (x, y - 6.0)]
        canvas.path(corners, fill=PAPER, stroke=INK, stroke_width=1.5)
        read.append((guess, say("view.draw.lines.guess"), INK))
    read = [entry for entry in read if np.isfinite(entry[0])]
    small, text = canvas.small_size, canvas.text_size
    left = plot.months.end + _GAP
    top, bottom = plot.values.end + 0.5 * text, plot.values.start - 0.36 * text - 1.2 * small
    places = apart([plot.values.at(value) for value, _, _ in read], text + small * 1.2 + 3.0, top, bottom)
    for (value, name, colour), place in zip(read, places, strict=True):
        end = (plot.months.end + 2.0, plot.values.at(value))
        canvas.path([end, (left - 3.0, place)], fill="none", stroke=colour, stroke_width=0.8)
        canvas.text(left, place + text * 0.36, say.number(value, plot.digits), fill=colour)
        canvas.text(left, place + text * 0.36 + small * 1.15, cut(name, small, WIDTH - left), size=small, fill=colour)


def _stretches(there: NDArray[np.bool_]) -> Iterator[range]:
    """The stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], there.astype(np.int8), [0]))))
    yield from (range(int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True))


def _extremes(axis: Axis, values: Array) -> Iterator[int]:
    """The furthest month of each stretch that is above the axis, and of each below it."""
    sides = np.array([axis.outside(float(value)) for value in values])
    for side in (1, -1):
        for months in _stretches(sides == side):
            yield max(months, key=lambda n: side * float(values[n]))


def _told(lines: Sequence[_Line], ends: Sequence[Array], month: int, plot: _Plot, spread: str, say: Words) -> str:
    """What the chart shows, in words."""
    parts = [say("unit.month.level", number=month)]
    parts += [f"{line.name} {say.number(float(line.values[month - 1]), plot.digits)}" for line in lines]
    if ends:
        low, high = (float(end[month - 1]) for end in ends)
        parts.append(f"{spread}{say('form.colon')}{say.range(low, high, plot.digits)}")
    return say("form.semicolon").join(parts) + say("form.stop")

"""Villages or townships as tiles: a head coloured by a value, and below it residents as dots. A sketch, no map."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import SOFT
from experiments.view.drawing.axes import Axis, digits_for
from experiments.view.drawing.dots import Dots, dots_of
from experiments.view.drawing.shades import Unit, coloured, note_of, shaded_heading
from experiments.view.drawing.svg import LEADING, PAPER, Canvas, cut, in_lines, wide
from experiments.words import Lang, Words, decimals, words

WIDTH = 720.0
MOST = 100
"""Tiles in a drawing."""
_GAP = 10.0


def tile_map(
    values: ArrayLike,
    names: Sequence[str],
    *,
    title: str,
    unit: str,
    low: float,
    high: float,
    lang: Lang,
    of: Unit = "village",
    beside: Sequence[str] | None = None,
    dots: Mapping[str, ArrayLike] | None = None,
    open_cases: ArrayLike | None = None,
    month: int | None = None,
    runs: int = 1,
    scale: float = 1.0,
) -> str:
    """A tile a unit in the order given; ``values``: shape (U,), NaN where there is none, shaded from low to high.

    ``of``: what a tile is. ``beside``: what stands after each value. ``dots``: residents by class, each of shape (U,),
    keys among ``dots.CLASSES``; a dot is one resident, or so many as the drawing says. ``open_cases``: disputes under
    way, shape (U,). ``month``: of which the values are; ``runs``: whose mean they are.
    ``UnknownName`` for another class; ``ValueError`` for none or more than ``MOST`` units or other shapes.
    """
    say = words(lang)
    shown, count = np.asarray(values, float), len(names)
    cases = None if open_cases is None else np.asarray(open_cases, float)
    if not 1 <= count <= MOST:
        raise ValueError(f"a tile map shows 1 to {MOST} units, not {count}")
    if any(array.shape != (count,) for array in (shown, *(() if cases is None else (cases,)))):
        raise ValueError(f"a tile map of {count} units takes arrays of {count} numbers")
    canvas = Canvas(WIDTH, lang, scale)
    shades = Axis(low, high, 0.0, 1.0)
    digits = digits_for(low, high)
    told = [say.number(value, digits) if math.isfinite(value) else say("figures.tiles.missing") for value in shown]
    if beside is not None:
        told = [f"{value} {more}" for value, more in zip(told, beside, strict=True)]
    top = shaded_heading(canvas, title, unit, shades, month, say)
    across = min(count, max(4, math.ceil(math.sqrt(count))))
    width = (WIDTH - (across - 1) * _GAP) / across
    people = dots_of(dots or {}, count, width)
    y = top
    for first in range(0, count, across):
        row = range(first, min(first + across, count))
        deep = (max(map(people.rows, row)) + 1.5) * people.pitch if dots else 0.0
        foot = 1.4 * canvas.small_size if cases is not None else 0.0
        head = 2.0 * canvas.text_size * LEADING + 4.0
        size = (width, head, head + deep + foot)
        for n in row:
            corner = ((n - first) * (width + _GAP), y)
            _tile(canvas, corner, size, (names[n], told[n]), float(shown[n]), shades, say)
            people.draw(canvas, corner[0], y + head + 1.3 * people.pitch, n)
            if cases is not None and np.isfinite(cases[n]):
                _cases(canvas, corner[0] + 5.0, y + size[2], width, float(cases[n]), say)
        y += size[2] + _GAP
    y += canvas.small_size
    y = people.key(canvas, y, say)
    note = note_of(of, runs, say)
    y = canvas.lines(0.0, y, in_lines(note, canvas.small_size, WIDTH, 3), size=canvas.small_size, fill=SOFT)
    desc = _told(told, names, people, cases, say) + say("form.space") + note
    return canvas.finish(y - canvas.small_size * 0.8, f"{title}{say.bracketed(unit)}", desc)


def _tile(
    canvas: Canvas,
    corner: tuple[float, float],
    size: tuple[float, float, float],
    texts: tuple[str, str],
    value: float,
    shades: Axis,
    say: Words,
) -> None:
    """A tile with its coloured head: ``size`` is its width, the height of its head and that of all of it.

    ``texts``: its name and what is told of it.
    """
    (x, y), (width, head, tall), text = corner, size, canvas.text_size
    there, (name, told) = math.isfinite(value), texts
    colour, ink = coloured(value, shades)
    canvas.box(x, y, width, tall, fill=PAPER, stroke="#C8C8C8", stroke_width=0.7)
    tip = f"{name}{say('form.colon')}{told}"
    canvas.element("rect", tip, x=x, y=y, width=width, height=head, fill=colour, stroke=SOFT, stroke_width=0.5)
    if not there:
        canvas.hatch(x, y, width, head, 6.0, stroke="#C8C8C8", stroke_width=0.8)
    canvas.text(x + 5.0, y + text * 1.15, cut(name, text, width - 10.0), fill=ink)
    canvas.text(x + 5.0, y + text * 2.4, told, fill=ink)
    if there and (up := shades.outside(value)):
        canvas.beyond(x + 14.0 + wide(told, text), y + (2.0 + 0.3 * up) * text, 0.0, -up, fill=ink)


def _cases(canvas: Canvas, x: float, y: float, width: float, cases: float, say: Words) -> None:
    """A diamond and the number of open cases, over the foot of a tile."""
    small = canvas.small_size
    middle, up, half = x + 0.35 * small, y - 0.8 * small, 0.4 * small
    diamond = [(middle, up - half), (middle + half, up), (middle, up + half), (middle - half, up)]
    canvas.path(diamond, fill="#A63D00")
    told = say("view.draw.tiles.open", n=say.number(cases, decimals(cases, 1)))
    canvas.text(x + small, y - 0.45 * small, cut(told, small, width - small - 8.0), size=small)


def _told(
    values: Sequence[str],
    names: Sequence[str],
    people: Dots,
    cases: NDArray[np.float64] | None,
    say: Words,
) -> str:
    """Every unit with its value, open cases, and all residents by class."""
    parts = []
    for n, name in enumerate(names):
        told = f"{name} {values[n]}"
        if cases is not None:
            told += say.bracketed(say("view.draw.tiles.open", n=say.number(float(cases[n]))))
        parts.append(told)
    parts += people.named(say)
    return say("form.semicolon").join(parts) + say("form.stop")

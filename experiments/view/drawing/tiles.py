"""The villages as tiles: a head coloured by a value, and below it the residents as dots. A sketch, no map."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import INK, SOFT
from experiments.view.drawing.axes import Axis, digits_for, tick_labels
from experiments.view.drawing.dots import Dots, dots_of
from experiments.view.drawing.svg import LEADING, PAPER, Canvas, cut, in_lines, wide
from experiments.words import Lang, Words, decimals, words

WIDTH = 720.0
MOST = 100
"""Tiles in a drawing."""
SHADES = ((244, 248, 251), (156, 199, 228), (0, 114, 178), (0, 49, 78))
"""From light to dark in one hue (as in experiments.figures.tiles), so that they read the same in grey."""
_GAP = 10.0
_DARK = 0.21
"""Luminance below which white letters are easier to read than black ones."""


def tile_map(
    values: ArrayLike,
    names: Sequence[str],
    *,
    title: str,
    unit: str,
    low: float,
    high: float,
    lang: Lang,
    dots: Mapping[str, ArrayLike] | None = None,
    open_cases: ArrayLike | None = None,
    month: int | None = None,
    scale: float = 1.0,
) -> str:
    """A tile a village in the order given; ``values``: shape (V,), NaN where there is none, shaded from low to high.

    ``dots``: residents by class, each of shape (V,), keys among ``dots.CLASSES``; a dot is one resident, or so many as
    the drawing says. ``open_cases``: disputes under way, shape (V,). ``month``: of which the values are.
    ``UnknownName`` for another class; ``ValueError`` for none or more than ``MOST`` villages or other shapes.
    """
    say = words(lang)
    shown, count = np.asarray(values, float), len(names)
    cases = None if open_cases is None else np.asarray(open_cases, float)
    if not 1 <= count <= MOST:
        raise ValueError(f"a tile map shows 1 to {MOST} villages, not {count}")
    if any(array.shape != (count,) for array in (shown, *(() if cases is None else (cases,)))):
        raise ValueError(f"a tile map of {count} villages takes arrays of {count} numbers")
    canvas = Canvas(WIDTH, lang, scale)
    shades = Axis(low, high, 0.0, 1.0)
    top = _head(canvas, title, unit, shades, month, say)
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
            _tile(canvas, corner, size, names[n], float(shown[n]), shades, say)
            people.draw(canvas, corner[0], y + head + 1.3 * people.pitch, n)
            if cases is not None and np.isfinite(cases[n]):
                _cases(canvas, corner[0] + 5.0, y + size[2], width, float(cases[n]), say)
        y += size[2] + _GAP
    y += canvas.small_size
    y = people.key(canvas, y, say)
    note = say("view.draw.tiles.note")
    y = canvas.lines(0.0, y, in_lines(note, canvas.small_size, WIDTH, 3), size=canvas.small_size, fill=SOFT)
    desc = _told(shown, names, shades, people, cases, say) + say("form.space") + note
    return canvas.finish(y - canvas.small_size * 0.8, f"{title}{say.bracketed(unit)}", desc)


def _head(canvas: Canvas, title: str, unit: str, shades: Axis, month: int | None, say: Words) -> float:
    """Title, unit and the shades with their ends; where the tiles begin."""
    small, wide_key, key_tall = canvas.small_size, 150.0, 10.0
    ends = tick_labels((shades.low, shades.high), say)
    left = WIDTH - wide_key - wide(ends[1], small) - 8.0
    room = left - wide(ends[0], small) - 20.0
    told = unit if month is None else f"{unit} · {say('unit.month.level', number=month)}"
    y = canvas.heading(title, told, room)
    steps = 10
    for n in range(steps):
        part = wide_key / steps
        canvas.box(left + n * part, 4.0, part + 0.5, key_tall, fill=_shade((n + 0.5) / steps)[0])
    canvas.text(left - 5.0, 4.0 + key_tall, ends[0], size=small, fill=SOFT, text_anchor="end")
    canvas.text(left + wide_key + 5.0, 4.0 + key_tall, ends[1], size=small, fill=SOFT)
    return y + 0.3 * small


def _shade(share: float) -> tuple[str, bool]:
    """The colour of a share of the way from low to high, and whether white letters read better on it."""
    n = min(int(share * (len(SHADES) - 1)), len(SHADES) - 2)
    rest = share * (len(SHADES) - 1) - n
    parts = [low + rest * (high - low) for low, high in zip(SHADES[n], SHADES[n + 1], strict=True)]
    lights = [c / 3294.6 if c <= 10.3 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = sum(weight * light for weight, light in zip((0.2126, 0.7152, 0.0722), lights, strict=True))
    return "#" + "".join(f"{round(part):02X}" for part in parts), luminance < _DARK


def _tile(
    canvas: Canvas,
    corner: tuple[float, float],
    size: tuple[float, float, float],
    name: str,
    value: float,
    shades: Axis,
    say: Words,
) -> None:
    """A tile with its coloured head: ``size`` is its width, the height of its head and that of all of it."""
    (x, y), (width, head, tall), text = corner, size, canvas.text_size
    there = math.isfinite(value)
    colour, dark = _shade(shades.at(value)) if there else (PAPER, False)
    told = say.number(value, digits_for(shades.low, shades.high)) if there else say("figures.tiles.missing")
    ink = PAPER if dark else INK
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
    values: NDArray[np.float64],
    names: Sequence[str],
    shades: Axis,
    people: Dots,
    cases: NDArray[np.float64] | None,
    say: Words,
) -> str:
    """Every village with its value, open cases, and all residents by class."""
    digits = digits_for(shades.low, shades.high)
    parts = []
    for n, name in enumerate(names):
        told = f"{name} {say.number(float(values[n]), digits)}"
        if cases is not None:
            told += say.bracketed(say("view.draw.tiles.open", n=say.number(float(cases[n]))))
        parts.append(told)
    parts += people.named(say)
    return say("form.semicolon").join(parts) + say("form.stop")

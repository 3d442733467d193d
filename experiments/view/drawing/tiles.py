"""The villages as tiles: a head coloured by a value, and below it the residents as dots. A sketch, no map."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import INK, PALETTE, SOFT, next_step
from experiments.view.drawing.axes import Axis, digits_for, tick_labels
from experiments.view.drawing.svg import LEADING, PAPER, Canvas, cut, in_lines, number, wide
from experiments.words import Lang, Words, decimals, words
from sim.core.names import check_name

WIDTH = 720.0
MOST = 100
"""Tiles in a drawing."""
SHADES = ((244, 248, 251), (156, 199, 228), (0, 114, 178), (0, 49, 78))
"""From light to dark in one hue (as in experiments.figures.tiles), so that they read the same in grey."""
_GAP, _DOTS_ACROSS, _MOST_DOTS = 10.0, 30, 6000
_DARK = 0.21
"""Luminance below which white letters are easier to read than black ones."""


@dataclass(frozen=True)
class _Look:
    """A dot: a stroke without length, round or square, in shares of the distance between dots."""

    colour: str
    cap: str
    size: float


CLASSES: Mapping[str, _Look] = {
    "leader": _Look(INK, "square", 0.78),
    "volunteer": _Look(PALETTE[1], "square", 0.62),
    "took_part": _Look(PALETTE[0], "round", 0.78),
    "present": _Look("#B4B4B4", "round", 0.7),
    "away": _Look("#B4B4B4", "round", 0.28),
}
"""Classes of residents, in the order in which their dots fill a tile; nobody is in two of them."""


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

    ``dots``: residents by class, each of shape (V,), keys among ``CLASSES``; one dot is one resident, or so many as
    the drawing says. ``open_cases``: disputes under way, shape (V,). ``month``: of which the values are.
    ``UnknownName`` for another class; ``ValueError`` for none or more than ``MOST`` villages or other shapes.
    """
    say = words(lang)
    shown, count = np.asarray(values, float), len(names)
    people = {key: np.asarray(dots[key], float) for key in _classes(dots)} if dots else {}
    cases = None if open_cases is None else np.asarray(open_cases, float)
    if not 1 <= count <= MOST:
        raise ValueError(f"a tile map shows 1 to {MOST} villages, not {count}")
    if any(array.shape != (count,) for array in (shown, *people.values(), *(() if cases is None else (cases,)))):
        raise ValueError(f"a tile map of {count} villages takes arrays of {count} numbers")
    canvas = Canvas(WIDTH, lang, scale)
    shades = Axis(low, high, 0.0, 1.0)
    top = _head(canvas, title, unit, shades, month, say)
    across = min(count, max(4, math.ceil(math.sqrt(count))))
    grid = _grid(canvas, across, people)
    held = [{key: _dots_of(array[n], grid.each) for key, array in people.items()} for n in range(count)]
    y = top
    for first in range(0, count, across):
        row = range(first, min(first + across, count))
        deep = math.ceil(max(sum(held[n].values()) for n in row) / _DOTS_ACROSS)
        foot = 1.4 * canvas.small_size if cases is not None else 0.0
        tall = grid.head + (deep + 1.5) * grid.pitch * bool(people) + foot
        for n in row:
            corner = ((n - first) * (grid.wide + _GAP), y)
            _tile(canvas, corner, grid, tall, names[n], float(shown[n]), shades, say)
            _dots(canvas, (corner[0], y + grid.head + 1.3 * grid.pitch), grid, held[n])
            if cases is not None and np.isfinite(cases[n]):
                _cases(canvas, corner, grid, tall, float(cases[n]), say)
        y += tall + _GAP
    y += canvas.small_size
    y = _key(canvas, y, people, grid, say)
    note = say("view.draw.tiles.note")
    y = canvas.lines(0.0, y, in_lines(note, canvas.small_size, WIDTH, 3), size=canvas.small_size, fill=SOFT)
    desc = _told(shown, names, shades, people, cases, say) + say("form.space") + note
    return canvas.finish(y - canvas.small_size * 0.8, f"{title}{say.bracketed(unit)}", desc)


def taking_part(tiles: Mapping[str, NDArray[np.float64]], month: int) -> dict[str, NDArray[np.float64]]:
    """Residents of a scene's tiles (arrays of shape (M, V)) in a month by whether they took part; for ``dots``."""
    present, share, away = (tiles[name][month - 1] for name in ("present", "participation", "away"))
    took_part = np.round(np.nan_to_num(share) / 100.0 * present)
    return {"took_part": took_part, "present": present - took_part, "away": away}


@dataclass(frozen=True)
class _Grid:
    """Sizes of every tile: ``head`` its coloured part; ``pitch`` between dots; ``each`` residents a dot."""

    wide: float
    head: float
    pitch: float
    each: int


def _classes(dots: Mapping[str, ArrayLike]) -> list[str]:
    for key in dots:
        check_name("class of residents", key, CLASSES)
    return [key for key in CLASSES if key in dots]


def _grid(canvas: Canvas, across: int, people: Mapping[str, NDArray[np.float64]]) -> _Grid:
    width = (WIDTH - (across - 1) * _GAP) / across
    total = float(sum(np.nansum(array) for array in people.values()))
    each = 1 if total <= _MOST_DOTS else int(next_step(total / _MOST_DOTS))
    return _Grid(width, 2.0 * canvas.text_size * LEADING + 4.0, width / (_DOTS_ACROSS + 1), each)


def _dots_of(residents: float, each: int) -> int:
    return round(float(np.nan_to_num(residents)) / each)


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
    grid: _Grid,
    tall: float,
    name: str,
    value: float,
    shades: Axis,
    say: Words,
) -> None:
    x, y = corner
    there = math.isfinite(value)
    colour, dark = _shade(shades.at(value)) if there else (PAPER, False)
    told = say.number(value, digits_for(shades.low, shades.high)) if there else say("figures.tiles.missing")
    ink = PAPER if dark else INK
    canvas.box(x, y, grid.wide, tall, fill=PAPER, stroke="#C8C8C8", stroke_width=0.7)
    tip = f"{name}{say('form.colon')}{told}"
    canvas.element("rect", tip, x=x, y=y, width=grid.wide, height=grid.head, fill=colour, stroke=SOFT, stroke_width=0.5)
    if not there:
        canvas.hatch(x, y, grid.wide, grid.head, 6.0, stroke="#C8C8C8", stroke_width=0.8)
    size = canvas.text_size
    canvas.text(x + 5.0, y + size * 1.15, cut(name, size, grid.wide - 10.0), fill=ink)
    canvas.text(x + 5.0, y + size * 2.4, told, fill=ink)
    if there and (up := shades.outside(value)):
        canvas.beyond(x + 14.0 + wide(told, size), y + (2.0 + 0.3 * up) * size, 0.0, -up, fill=ink)


def _dots(canvas: Canvas, corner: tuple[float, float], grid: _Grid, held: Mapping[str, int]) -> None:
    """One path a class, told in steps from dot to dot: the residents in rows, class after class."""
    first = 0
    for key, count in held.items():
        last = first + count
        rows = range(first // _DOTS_ACROSS, math.ceil(last / _DOTS_ACROSS))
        moves = []
        for row in rows if count else ():
            start, end = max(first, row * _DOTS_ACROSS), min(last, (row + 1) * _DOTS_ACROSS)
            moves.append(f"M{start % _DOTS_ACROSS + 1} {row}h0" + "m1 0h0" * (end - start - 1))
        if moves:
            at = f"translate({number(corner[0])} {number(corner[1])}) scale({grid.pitch:.3f})"
            look = CLASSES[key]
            stroke = {"stroke": look.colour, "stroke_linecap": look.cap, "stroke_width": str(look.size)}
            canvas.element("path", d="".join(moves), transform=at, **stroke)
        first = last


def _cases(canvas: Canvas, corner: tuple[float, float], grid: _Grid, tall: float, cases: float, say: Words) -> None:
    small = canvas.small_size
    x, y = corner[0] + 5.0, corner[1] + tall - 0.45 * small
    _diamond(canvas, x + 0.35 * small, y - 0.35 * small, 0.4 * small)
    told = say("view.draw.tiles.open", n=say.number(cases, decimals(cases, 1)))
    canvas.text(x + small, y, cut(told, small, grid.wide - small - 8.0), size=small)


def _diamond(canvas: Canvas, x: float, y: float, half: float) -> None:
    canvas.path([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], fill="#A63D00")


def _key(canvas: Canvas, y: float, people: Mapping[str, NDArray[np.float64]], grid: _Grid, say: Words) -> float:
    """The classes with their dots and how many they are; where the note begins."""
    small, x = canvas.small_size, 0.0
    for key, array in people.items():
        look = CLASSES[key]
        told = f"{say(f'view.draw.tiles.{key}')} {say.number(float(np.nansum(array)))}"
        needs = 1.2 * small + wide(told, small) + 16.0
        if x > 0 and x + needs > WIDTH:
            x, y = 0.0, y + small * LEADING
        size = look.size * grid.pitch * 1.4
        dot = f"M{number(x + 0.4 * small)} {number(y - 0.35 * small)}h0"
        canvas.element("path", d=dot, stroke=look.colour, stroke_linecap=look.cap, stroke_width=size)
        canvas.text(x + 1.2 * small, y, told, size=small)
        x += needs
    if not people:
        return y
    each = say("view.draw.tiles.one") if grid.each == 1 else say("view.draw.tiles.each", n=grid.each)
    if len({"leader", "volunteer", "took_part"} & set(people)) > 1:
        each += say("form.semicolon") + say("view.draw.tiles.first")
    if x + wide(each, small) > WIDTH:
        x, y = 0.0, y + small * LEADING
    canvas.text(x, y, each, size=small, fill=SOFT)
    return y + small * LEADING * 1.15


def _told(
    values: NDArray[np.float64],
    names: Sequence[str],
    shades: Axis,
    people: Mapping[str, NDArray[np.float64]],
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
    parts += [f"{say(f'view.draw.tiles.{key}')} {say.number(float(np.nansum(array)))}" for key, array in people.items()]
    return say("form.semicolon").join(parts) + say("form.stop")

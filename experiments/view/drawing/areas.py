"""Townships as areas on boundaries that a user has brought, coloured by a value; none are shipped."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import SOFT
from experiments.view.drawing.axes import Axis, digits_for
from experiments.view.drawing.shades import coloured, note_of, shaded_heading
from experiments.view.drawing.svg import LEADING, Canvas, in_lines, number, wide
from experiments.words import Lang, words

Array = NDArray[np.float64]

WIDTH, TALLEST = 720.0, 620.0


@dataclass(frozen=True)
class Outline:
    """An area on a sheet of width 1: ``rings`` of shape (points, 2), holes among them, y pointing down.

    ``middle``: where a name may stand, in a circle of radius ``room`` that is all inside.
    """

    rings: tuple[Array, ...]
    middle: tuple[float, float]
    room: float


def area_map(
    values: ArrayLike,
    names: Sequence[str],
    outlines: Sequence[Outline],
    *,
    title: str,
    unit: str,
    low: float,
    high: float,
    lang: Lang,
    beside: Sequence[str] | None = None,
    runs: int = 1,
    month: int | None = None,
    scale: float = 1.0,
) -> str:
    """An area a unit, with its name and value where they fit; as ``tile_map`` is, which says what is given.

    ``outlines``: one a unit, in the same order. ``ValueError`` for none or other shapes.
    """
    say, shown, count = words(lang), np.asarray(values, float), len(names)
    if not 1 <= count == len(outlines) == shown.size:
        raise ValueError(f"a map of {count} areas takes as many outlines and numbers")
    canvas, shades = Canvas(WIDTH, lang, scale), Axis(low, high, 0.0, 1.0)
    top = shaded_heading(canvas, title, unit, shades, month, say)
    tall = max(float(ring[:, 1].max()) for one in outlines for ring in one.rings)
    size = min(WIDTH, TALLEST / tall)
    sheet = _Sheet(canvas, (WIDTH - size) / 2, top, size)
    digits = digits_for(low, high)
    told = [say.number(value, digits) if math.isfinite(value) else say("figures.tiles.missing") for value in shown]
    if beside is not None:
        told = [f"{value} {more}" for value, more in zip(told, beside, strict=True)]
    for name, text, value, outline in zip(names, told, shown.tolist(), outlines, strict=True):
        sheet.area(outline, f"{name}{say('form.colon')}{text}", value, shades)
    for name, text, value, outline in zip(names, told, shown.tolist(), outlines, strict=True):
        sheet.label(outline, name, text, coloured(value, shades)[1])
    y = top + size * tall + 1.6 * canvas.small_size
    note = note_of("own", runs, say)
    y = canvas.lines(0.0, y, in_lines(note, canvas.small_size, WIDTH, 3), size=canvas.small_size, fill=SOFT)
    every = say("form.semicolon").join(f"{name} {text}" for name, text in zip(names, told, strict=True))
    desc = f"{every}{say('form.stop')}{say('form.space')}{note}"
    return canvas.finish(y - canvas.small_size * 0.8, f"{title}{say.bracketed(unit)}", desc)


@dataclass(frozen=True)
class _Sheet:
    """Where the map lies in the drawing."""

    canvas: Canvas
    left: float
    top: float
    size: float

    def area(self, outline: Outline, tip: str, value: float, shades: Axis) -> None:
        """One area with its colour."""
        rings = "".join(self._ring(ring) for ring in outline.rings)
        look: dict[str, Any] = {"fill": coloured(value, shades)[0]}
        look |= {"fill_rule": "evenodd", "stroke": SOFT, "stroke_width": 0.7}
        self.canvas.element("path", tip, d=rings, **look)

    def _ring(self, ring: Array) -> str:
        points = " ".join(f"{number(x)} {number(y)}" for x, y in (ring * self.size + (self.left, self.top)).tolist())
        return f"M{points}z"

    def label(self, outline: Outline, name: str, told: str, ink: str) -> None:
        """Name over value, or as much of it as there is room for inside the area."""
        small, (x, y) = self.canvas.small_size, outline.middle
        across, room = self.left + x * self.size, 2.0 * outline.room * self.size
        value = told.split(" ")[0]
        for lines in ([name, told], [name, value], [value]):
            wide_enough = max(wide(line, small) for line in lines) <= 1.05 * room
            if wide_enough and len(lines) * small * LEADING <= room:
                start = self.top + y * self.size - (len(lines) / 2 - 0.8) * small * LEADING
                self.canvas.lines(across, start, lines, size=small, fill=ink, text_anchor="middle")
                return

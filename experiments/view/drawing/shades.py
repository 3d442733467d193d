"""What maps share: values as shades of one hue, the heading with the key to them, and the note that it is a sketch."""

import math
from typing import Literal

from experiments.figures.style import INK, SOFT
from experiments.view.drawing.axes import Axis, tick_labels
from experiments.view.drawing.svg import PAPER, Canvas, wide
from experiments.words import Words

Unit = Literal["village", "township", "own"]
"""What a tile is; ``own``: an area on boundaries of the user's own."""
SHADES = ((244, 248, 251), (156, 199, 228), (0, 114, 178), (0, 49, 78))
"""From light to dark in one hue (as in experiments.figures.tiles), so that they read the same in grey."""
_DARK = 0.21
"""Luminance below which white letters are easier to read than black ones."""


def shaded_heading(canvas: Canvas, title: str, unit: str, shades: Axis, month: int | None, say: Words) -> float:
    """Title, unit and the shades with their ends; where the tiles begin."""
    small, wide_key, key_tall = canvas.small_size, 150.0, 10.0
    ends = tick_labels((shades.low, shades.high), say)
    left = canvas.width - wide_key - wide(ends[1], small) - 8.0
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


def coloured(value: float, shades: Axis) -> tuple[str, str]:
    """The colour of a value, and that of the letters that read best on it; paper for no value (NaN)."""
    return _shade(shades.at(value)) if math.isfinite(value) else (PAPER, INK)


def _shade(share: float) -> tuple[str, str]:
    """The same for a share of the way from low to high."""
    n = min(int(share * (len(SHADES) - 1)), len(SHADES) - 2)
    rest = share * (len(SHADES) - 1) - n
    parts = [low + rest * (high - low) for low, high in zip(SHADES[n], SHADES[n + 1], strict=True)]
    lights = [c / 3294.6 if c <= 10.3 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = sum(weight * light for weight, light in zip((0.2126, 0.7152, 0.0722), lights, strict=True))
    return "#" + "".join(f"{round(part):02X}" for part in parts), PAPER if luminance < _DARK else INK


def note_of(of: Unit, runs: int, say: Words) -> str:
    """What the drawing does not show, and how many runs are behind it."""
    behind = say("view.draw.maps.one_run") if runs == 1 else say("view.draw.maps.runs", n=runs)
    return say(f"view.draw.maps.{of}") + say("form.space") + behind

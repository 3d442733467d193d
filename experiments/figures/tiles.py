"""The tile map: townships or villages as tiles, coloured by an indicator of one run. A sketch, no map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.paths import RANGES
from experiments.figures.style import (
    INK,
    SMALL,
    SOFT,
    TEXT,
    TITLE,
    WIDTH,
    axes_at,
    bare,
    caption,
    drawing,
    foot_of,
    next_step,
)
from experiments.figures.typesetting import lines_of, plain
from experiments.words import Lang, Words, decimals, words

MOST = 100
"""Tiles on a page."""
_SHADES = ("#F7FBFF", "#C6DBEF", "#85BCDF", "#0B4F82")
_DARK = 0.21
"""Luminance below which white letters are easier to read than black ones."""
_HEAD, _TILE, _GAP, _LEGEND, _WIDEST = 0.5, 0.62, 0.05, 0.5, 1.0


@dataclass(frozen=True)
class Place:
    """What a tile map is about, in the reader's language: ``where`` the county, ``measures`` those of the run.

    ``names``: what units are called in place of the names they have in the run.
    """

    where: str
    measures: str
    names: dict[str, str] | None = None


def tile_map(
    run: pd.DataFrame, indicator: str, lang: Lang, place: Place, level: Literal["township", "village"] = "township"
) -> Figure:
    """A tile a unit in the order of the table, with its name and its mean over the last 12 months.

    ``run``: month, level, unit, indicator, value, as ``experiments.runs.run`` stores it. ``ValueError`` where it holds
    no such indicator or level, or more than ``MOST`` units.
    """
    say = words(lang)
    table = run[(run["level"] == level) & (run["indicator"] == indicator)]
    last = int(run["month"].max())
    first = max(1, last - 11)
    values = table[table["month"].between(first, last)].groupby("unit", sort=False, observed=True)["value"].mean()
    if not 1 <= len(values) <= MOST:
        raise ValueError(f"a tile map shows 1 to {MOST} units; this run has {len(values)} of level {level}")
    told = {"where": place.where, "measures": place.measures, "unit": say(f"figures.tiles.{level}")}
    text = say("figures.tiles.caption", **told)
    foot = foot_of(text)
    across = _across(len(values))
    down = math.ceil(len(values) / across)
    wide, tall = min(_WIDEST, WIDTH / across), _TILE
    ends = _ends(indicator, values.to_numpy(float))
    with drawing():
        figure = Figure(figsize=(WIDTH, _HEAD + down * tall + _LEGEND + foot))
        axes = axes_at(figure, 0.0, _HEAD, across * wide, down * tall)
        bare(axes)
        axes.set(xlim=(0, across * wide), ylim=(down * tall, 0), xticks=[], yticks=[])
        names = place.names or {}
        units = [names.get(str(unit), str(unit)) for unit in values.index]
        _tiles(axes, values.to_numpy(float), units, (across, wide, tall), ends, say)
        high = figure.get_size_inches()[1]
        _legend(axes_at(figure, 0.1, _HEAD + down * tall + 0.12, 2.2, 0.12), ends, say)
        heading = say("figures.tiles.title", indicator=say.indicator(indicator), unit=say.axis(indicator))
        figure.text(0.0, 1.0 - 0.16 / high, plain(heading), fontsize=TITLE, va="baseline")
        span = say("figures.tiles.months", months=say("form.months", first=first, last=last))
        figure.text(0.0, 1.0 - 0.34 / high, span, fontsize=SMALL, color=SOFT, va="baseline")
        caption(figure, text)
    return figure


def _across(count: int) -> int:
    """Tiles in a row: about as many as fill a page's width, in rows of even length."""
    rows = math.ceil(count / 8) if count > 4 else 1
    return math.ceil(count / rows)


def _ends(indicator: str, values: Sequence[float] | np.ndarray) -> tuple[float, float]:
    """Ends of the colours: those of the time paths where there are any, further where a value would not fit."""
    seen = np.asarray(values, float)[np.isfinite(values)]
    least, most = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)
    low, high = RANGES.get(indicator) or (min(0.0, -next_step(-least)), next_step(most))
    step = next_step((high - low) / 5)
    while most > high:
        high += step
    while least < low:
        low -= step
    return low, high


def _shades() -> Colormap:
    """From light to dark in one hue, so that it reads the same without colour."""
    return LinearSegmentedColormap.from_list("tiles", _SHADES)


def _tiles(
    axes: Axes,
    values: np.ndarray,
    names: Sequence[str],
    grid: tuple[int, float, float],
    ends: tuple[float, float],
    say: Words,
) -> None:
    across, wide, tall = grid
    shades, scale = _shades(), Normalize(*ends)
    digits = min(2, max(0, 2 - math.ceil(math.log10(max(ends[1] - ends[0], 1e-9)))))
    for n, (name, value) in enumerate(zip(names, values.tolist(), strict=True)):
        row, column = divmod(n, across)
        there = math.isfinite(value)
        colour = shades(scale(value)) if there else "white"
        look: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": SOFT,
            "linewidth": 0.4,
            "hatch": "" if there else "//",
        }
        corner, size = (column * wide, row * tall), (wide - _GAP, tall - _GAP)
        axes.add_patch(Rectangle(corner, *size, label="tile", **look))
        dark = there and _luminance(colour) < _DARK
        ink: dict[str, Any] = {"color": "white" if dark else INK, "ha": "left"}
        shown = lines_of(name, SMALL, wide - _GAP - 0.08)
        axes.text(corner[0] + 0.04, corner[1] + 0.05, shown, fontsize=SMALL, va="top", linespacing=1.1, **ink)
        number = say.number(value, digits) if there else say("figures.tiles.missing")
        axes.text(corner[0] + 0.04, corner[1] + tall - _GAP - 0.04, number, fontsize=TEXT, va="bottom", **ink)


def _luminance(colour: Any) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _legend(axes: Axes, ends: tuple[float, float], say: Words) -> None:
    bare(axes)
    axes.imshow(np.linspace(0.0, 1.0, 64)[None, :], aspect="auto", cmap=_shades(), extent=(*ends, 0.0, 1.0))
    ticks = [ends[0], (ends[0] + ends[1]) / 2, ends[1]]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick)) for tick in ticks])
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, labelcolor=SOFT)

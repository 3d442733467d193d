"""The effect plot: what each measure changes in the headline outcomes, with intervals."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import (
    FAINT,
    GOOD,
    INK,
    SMALL,
    SOFT,
    TEXT,
    Look,
    Sheet,
    Subject,
    bare,
    caption,
    drawing,
    level,
    looks,
    next_step,
    title,
    told_by_interval,
)
from experiments.figures.typesetting import fit, plain, width_of
from experiments.words import Lang, Words, decimals, digits_of_changes, direction_of, words

HEADLINES = (
    "participation",
    "volunteer_hours",
    "active_organisations",
    "paperwork_share",
    "resolved",
    "settled_village_share",
    "turned_away",
    "petitions",
)
"""The headline outcomes: taking part and the load of cadres, then disputes."""
LIMITS: Mapping[str, float] = {
    "participation": 20.0,
    "paperwork_share": 20.0,
    "resolved": 10.0,
    "settled_village_share": 10.0,
    "turned_away": 1.0,
    "petitions": 1.0,
}
"""How far the axis of a change reaches to either side; further only where an interval would not fit."""
PER_ADULT: Mapping[str, float] = {"volunteer_hours": 0.15, "active_organisations": 0.0001}
"""The same for counts, which depend on the size of the county: per registered adult."""
_OF_LEVEL = 2.0
"""Where that size is unknown: times the level without measures."""
_MOST_LABEL = 1.3
_FEW, MOST = 6, 24
"""Packages up to which each has a look of its own, and beyond which eight panels do not fit an A4 page."""


def effect_plot(effects: pd.DataFrame, lang: Lang, subject: Subject) -> Figure:
    """Headline outcomes as panels, one row a package: mean change, 95 % interval, zero line, good side tinted.

    ``effects`` has the columns package, indicator, baseline, difference, low, high, too_small. A change that is too
    small to tell is drawn hollow. More than six packages are marked by what their interval says, not one by one.
    Raises ``ValueError`` for no package and for more than ``MOST``.
    """
    say, names = words(lang), subject.names
    if not 1 <= len(names) <= MOST:
        raise ValueError(f"an effect plot shows 1 to {MOST} packages, not {len(names)}: draw their ranks (ranked_plot)")
    present = set(effects["indicator"])
    shown = [key for key in HEADLINES if key in present]
    labels = [plain(fit(name, TEXT, _MOST_LABEL)) for name in names.values()]
    sheet = _sheet(len(shown), labels)
    with drawing():
        figure, panels = sheet.panels(len(shown))
        for n, (key, axes) in enumerate(zip(shown, panels, strict=True)):
            table = effects[effects["indicator"] == key].set_index("package").reindex(list(names))
            _panel(axes, sheet, table, key, say, limit(key, table, subject.adults))
            axes.set_yticks(range(len(names)), labels if n < sheet.rows or not sheet.margin else [""] * len(names))
        values = {"where": subject.where, "blocks": subject.blocks, "months": subject.months}
        caption(figure, say("figures.effects_many.caption" if sheet.margin else "figure.effects", **values))
    return figure


def _sheet(panels: int, labels: Sequence[str]) -> Sheet:
    """Few packages: two columns, each panel with its rows named. Many: four columns that share the names."""
    label, height = max(width_of(name, TEXT) for name in labels) + 0.12, 0.19 * len(labels) + 0.06
    if len(labels) <= _FEW:
        return Sheet(2, math.ceil(panels / 2), label, right=0.62, above=0.44, height=height, below=0.3)
    return Sheet(4, math.ceil(panels / 4), 0.0, right=0.5, above=0.78, height=height, below=0.3, margin=label)


def limit(key: str, table: pd.DataFrame, adults: int | None) -> float:
    """How far the axis of an indicator's change reaches; ``table`` holds its rows."""
    size = PER_ADULT[key] * adults if adults and key in PER_ADULT else _OF_LEVEL * level(table, "baseline")
    reach = LIMITS.get(key) or next_step(size)
    furthest = float(table[["difference", "low", "high"]].abs().max().max())
    while furthest > 0.98 * reach:
        reach = next_step(reach * 1.01)
    return reach


def ends_of_effects(key: str, table: pd.DataFrame) -> tuple[float, float]:
    """Ends of an axis with more room on the good side: a quarter and a half of ``LIMITS``, further where needed.

    ``table``: columns effect, low, high.
    """
    seen = table[["effect", "low", "high"]].to_numpy(dtype=float)
    least, most = float(np.nanmin(seen, initial=0.0)), float(np.nanmax(seen, initial=0.0))
    reach = LIMITS.get(key) or next_step(2.0 * max(-least, most))
    shares = (-0.25, 0.5) if direction_of(key) >= 0 else (-0.5, 0.25)
    low, high = shares[0] * reach, shares[1] * reach
    while most > high:
        high = next_step(high * 1.01)
    while least < low:
        low = -next_step(-low * 1.01)
    return low, high


def _panel(axes: Axes, sheet: Sheet, table: pd.DataFrame, key: str, say: Words, reach: float) -> None:
    _axis(axes, sheet, reach, len(table), say)
    _good_side(axes, sheet, key, say)
    unit = say.axis(key, change=True)
    title(axes, sheet, say.indicator(key), unit if sheet.margin else say("figure.change", unit=unit))
    digits, size = digits_of_changes(table), SMALL if sheet.margin else TEXT
    numbers = table[["difference", "low", "high"]].to_numpy(dtype=float)
    hollow = table["too_small"].eq(True).tolist()
    own, direction = looks(list(table.index)), direction_of(key)
    for row, package in enumerate(table.index):
        change, low, high = (float(value) for value in numbers[row])
        look = own[package]
        if sheet.margin:
            colour, marker, filled = told_by_interval(low, high, direction)
            look = Look(SOFT if hollow[row] else colour, "o" if hollow[row] else marker, ())
            hollow[row] = hollow[row] or not filled
        _row(axes, row, (change, low, high), look, hollow[row])
        at = axes.get_yaxis_transform()
        axes.text(1.04, row, say.number(change, digits, sign=True), transform=at, fontsize=size, va="center", color=INK)


def _axis(axes: Axes, sheet: Sheet, reach: float, rows: int, say: Words) -> None:
    bare(axes, "bottom")
    axes.set_xlim(-reach, reach)
    axes.set_ylim(rows - 0.4, -0.6)
    parts = (-1.0, 0.0, 1.0) if sheet.margin else (-1.0, -0.5, 0.0, 0.5, 1.0)
    ticks = [part * reach for part in parts]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick), sign=True) for tick in ticks])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    axes.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
    for row in range(rows):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0.5)


def _good_side(axes: Axes, sheet: Sheet, key: str, say: Words) -> None:
    """Tint the good direction and name it, or say that there is none."""
    direction = direction_of(key)
    at: dict[str, Any] = {"transform": axes.transAxes, "fontsize": SMALL, "color": SOFT, "va": "baseline"}
    height = sheet.above_axes(6)
    if direction == 0:
        if not sheet.margin:
            axes.text(1.0, height, say("figure.neutral"), ha="right", **at)
        return
    reach = axes.get_xlim()[1]
    axes.axvspan(min(0.0, direction * reach), max(0.0, direction * reach), color=GOOD, linewidth=0, zorder=0)
    if sheet.margin:
        return
    text = say("figure.right" if direction > 0 else "figure.left", text=say("figure.better"))
    axes.text(1.0 if direction > 0 else 0.49, height, text, ha="right", **at)


def _row(axes: Axes, row: int, values: tuple[float, float, float], look: Look, hollow: bool) -> None:
    change, low, high = values
    if math.isnan(change):
        return
    if not math.isnan(low + high):
        axes.plot([low, high], [row, row], color=look.colour, linewidth=2.2, solid_capstyle="butt", label="interval")
    axes.plot(
        [change],
        [row],
        marker=look.marker,
        markersize=3.8,
        markerfacecolor="white" if hollow else look.colour,
        markeredgecolor=look.colour,
        markeredgewidth=1.1,
        linestyle="none",
        label="hollow" if hollow else "point",
        zorder=3,
    )

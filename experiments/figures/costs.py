"""Cost against effect of single packages, with their intervals and the frontier of means."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures.effects import ends_of_effects
from experiments.figures.style import (
    BASELINE,
    FAINT,
    GOOD,
    INK,
    PALETTE,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    Subject,
    axes_at,
    bare,
    caption,
    drawing,
    foot_of,
    next_step,
)
from experiments.figures.typesetting import fit, plain
from experiments.words import Lang, Words, decimals, direction_of, words

Array = NDArray[np.float64]

PER_ADULT = (1.0, 100.0)
"""Ends of the axis of costs in yuan per registered adult; further only where a cost would not fit."""
_YUAN: dict[Lang, float] = {"zh": 10_000.0, "en": 1_000.0}
_HEAD, _LEFT, _KEY, _AXIS = 0.5, 0.42, 1.95, 0.45
_TALL, _LEAST = 3.9, 2.2
"""Height of the axes in inches for many packages, and for few."""
_SIDES = ((1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0))
_NEAR = 0.1
"""Inches between a point and its number."""


def cost_effect_plot(ranks: pd.DataFrame, outcome: str, lang: Lang, subject: Subject, months: int) -> Figure:
    """Packages numbered from the cheapest, with a key at the right; the baseline is the line at 0.

    ``ranks``: as ``experiments.ranking.ranking`` gives it; ``months``: those over which costs are counted.
    """
    say = words(lang)
    here = ranks[(ranks["outcome"] == outcome) & (ranks["package"] != BASELINE)]
    table = here.sort_values("cost", kind="stable").reset_index(drop=True)
    table["frontier"] = frontier(table["cost"].to_numpy(float), direction_of(outcome) * table["effect"].to_numpy(float))
    values = {"where": subject.where, "blocks": subject.blocks, "months": subject.months}
    text = say("figures.cost.caption", **values, all=say.count("months", months))
    foot = foot_of(text)
    with drawing():
        tall = min(_TALL, max(_LEAST, 0.3 + 0.19 * len(table)))
        figure = Figure(figsize=(WIDTH, _HEAD + tall + _AXIS + foot))
        axes = axes_at(figure, _LEFT, _HEAD, WIDTH - _LEFT - _KEY, tall)
        _axes(axes, table, outcome, say, subject)
        _points(axes, table)
        _numbers(axes, table)
        _key(axes, table, subject, say)
        high = figure.get_size_inches()[1]
        heading = say("figures.cost.title", outcome=say.indicator(outcome))
        figure.text(0.0, 1.0 - 0.16 / high, plain(heading), fontsize=TITLE, va="baseline")
        below = say("figures.cost.below", unit=say.axis(outcome, change=True))
        figure.text(0.0, 1.0 - 0.34 / high, below, fontsize=SMALL, color=SOFT, va="baseline")
        caption(figure, text)
    return figure


def frontier(cost: Array, gain: Array) -> list[bool]:
    """Which packages gain something, and more than every other that costs no more."""
    less = cost[None, :] <= cost[:, None]
    better = (gain[None, :] > gain[:, None]) | ((gain[None, :] == gain[:, None]) & (cost[None, :] < cost[:, None]))
    return [bool(value) for value in (gain > 0.0) & ~(less & better).any(axis=1)]


def _axes(axes: Axes, table: pd.DataFrame, outcome: str, say: Words, subject: Subject) -> None:
    bare(axes, "bottom", "left")
    axes.set_xscale("log")
    low, high = _ends(table["cost"].to_numpy(float), subject.adults)
    axes.set_xlim(low, high)
    ticks = [step * 10.0**power for power in range(2, 11) for step in (1, 2, 5)]
    shown = [tick for tick in ticks if low <= tick <= high]
    unit = _YUAN[say.lang]
    axes.set_xticks(shown, [say.number(tick / unit, decimals(tick / unit)) for tick in shown])
    axes.minorticks_off()
    bottom, top = ends_of_effects(outcome, table)
    axes.set_ylim(bottom, top)
    step = next_step((top - bottom) / 7)
    marks = np.arange(np.ceil(bottom / step - 1e-9), np.floor(top / step + 1e-9) + 1) * step
    axes.set_yticks(marks, [say.number(mark, decimals(mark), sign=True) for mark in marks.tolist()])
    axes.tick_params(labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, left=True, labelcolor=SOFT)
    axes.yaxis.grid(True, color=FAINT, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.axhline(0.0, color=INK, linewidth=0.8, zorder=1)
    if direction := direction_of(outcome):
        axes.axhspan(*sorted((0.0, top if direction > 0 else bottom)), color=GOOD, linewidth=0, zorder=0)
    axes.set_xlabel(say("figures.cost.axis"), fontsize=SMALL, color=SOFT, loc="right", labelpad=2)


def _ends(cost: Array, adults: int | None) -> tuple[float, float]:
    """Ends of the axis of costs in yuan; a package that costs nothing is drawn at the lower one."""
    paid = cost[cost > 0.0]
    least, most = (float(paid.min()), float(paid.max())) if paid.size else (1.0, 10.0)
    low, high = (adults * PER_ADULT[0], adults * PER_ADULT[1]) if adults else (least, most)
    return min(low, 0.8 * least), max(high, 1.25 * most)


def _places(axes: Axes, table: pd.DataFrame) -> tuple[Array, Array]:
    """Where packages stand: cost, not left of the axis, and effect."""
    return np.maximum(table["cost"].to_numpy(float), axes.get_xlim()[0]), table["effect"].to_numpy(float)


def _points(axes: Axes, table: pd.DataFrame) -> None:
    cost, effect = _places(axes, table)
    front = table["frontier"].to_numpy(bool)
    for chosen, colour, name in ((~front, SOFT, "behind"), (front, PALETTE[0], "frontier")):
        rows = table[chosen]
        axes.vlines(cost[chosen], rows["low"], rows["high"], color=colour, linewidth=0.9, zorder=2)
        ends = rows[["cost_low", "cost_high"]].to_numpy(float).clip(axes.get_xlim()[0])
        axes.hlines(effect[chosen], ends[:, 0], ends[:, 1], color=colour, linewidth=0.9, zorder=2)
        look: dict[str, Any] = {"markerfacecolor": colour if name == "frontier" else "white", "markersize": 4.2}
        axes.plot(cost[chosen], effect[chosen], "o", color=colour, linestyle="none", label=name, zorder=3, **look)
    axes.plot(cost[front], effect[front], color=PALETTE[0], linewidth=0.7, dashes=(3, 2), zorder=1.5, label="line")


def _numbers(axes: Axes, table: pd.DataFrame) -> None:
    """The number of each point on that of its sides where it is least in the way of others."""
    cost, effect = _places(axes, table)
    box = axes.get_position().size * axes.figure.get_size_inches()  # type: ignore[union-attr]
    low, high = axes.get_xlim()
    bottom, top = axes.get_ylim()
    x = np.log(cost / low) / np.log(high / low) * box[0]
    points = np.column_stack([x, (effect - bottom) / (top - bottom) * box[1]])
    spans = (table[["low", "high"]].to_numpy(float) - bottom) / (top - bottom) * box[1]
    along = np.linspace(0.0, 1.0, 5)
    bars = [np.array((a, low + part * (high - low))) for a, (low, high) in zip(x, spans, strict=True) for part in along]
    ends = table[["cost_low", "cost_high"]].to_numpy(float).clip(low)
    sides = np.log(ends / low) / np.log(high / low) * box[0]
    flat = [
        np.array((left + part * (right - left), y))
        for (left, right), (_, y) in zip(sides, points, strict=True)
        for part in along
    ]
    front = table["frontier"].tolist()
    led = points[table["frontier"].to_numpy(bool)]
    dashed = [a + part * (b - a) for a, b in pairwise(led) for part in np.linspace(0.0, 1.0, 40)]
    taken = [*points, *bars, *flat, *dashed]
    for n, point in enumerate(points):
        spots = [point + _NEAR * np.array(side) / np.hypot(*side) * (1.15 if side[0] else 1.0) for side in _SIDES]
        free = [min(float(np.hypot(*(spot - other))) for other in taken) for spot in spots]
        spot = spots[int(np.argmax(np.minimum(free, _NEAR)))]
        taken += [spot + np.array((shift, 0.0)) for shift in (-0.04, 0.0, 0.04)]
        at: dict[str, Any] = {"transform": axes.transAxes, "ha": "center", "va": "center_baseline", "zorder": 4}
        colour = PALETTE[0] if front[n] else INK
        axes.text(spot[0] / box[0], spot[1] / box[1], str(n + 1), fontsize=SMALL, color=colour, **at)


def _key(axes: Axes, table: pd.DataFrame, subject: Subject, say: Words) -> None:
    """The numbers with the names of packages, those on the frontier in its colour."""
    wide, tall = axes.get_position().size * axes.figure.get_size_inches()  # type: ignore[union-attr]
    at: dict[str, Any] = {"transform": axes.transAxes, "va": "top", "fontsize": SMALL}
    axes.text(1.0 + 0.15 / wide, 1.0, say("figures.cost.key"), color=SOFT, **at)
    each = min(0.19, (tall - 0.2) / max(len(table), 1))
    for n, (package, front) in enumerate(zip(table["package"], table["frontier"], strict=True)):
        y, colour = 1.0 - (0.22 + each * n) / tall, PALETTE[0] if front else INK
        axes.text(1.0 + 0.32 / wide, y, str(n + 1), color=colour, ha="right", **at)
        if front:
            mark: dict[str, Any] = {"markersize": 3.5, "color": colour, "clip_on": False, "label": "key"}
            axes.plot([1.0 + 0.13 / wide], [y - 0.055 / tall], "o", transform=axes.transAxes, **mark)
        name = plain(fit(subject.names[str(package)], SMALL, _KEY - 0.42))
        axes.text(1.0 + 0.4 / wide, y, name, color=colour, **at)

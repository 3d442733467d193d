"""The frontier plot: cost against effect of the candidates as they were lived, with intervals and the budget."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures.style import (
    FAINT,
    GOOD,
    INK,
    PALETTE,
    SMALL,
    SOFT,
    TEXT,
    Sheet,
    Subject,
    bare,
    caption,
    caption_lines,
    drawing,
    next_step,
    title,
)
from experiments.words import Lang, Words, decimals, direction_of, words

Array = NDArray[np.float64]

_YUAN: dict[Lang, float] = {"zh": 10_000.0, "en": 1_000.0}
_GROUPS = {"frontier": (PALETTE[0], "o", True), "behind": (SOFT, "s", True), "dominated": ("#AAAAAA", "o", False)}
"""Colour, marker, and whether it is filled, of groups of candidates."""
_FEW = 12
"""Candidates above which only those on the frontier are tied to what was predicted of them."""


def frontier_plot(
    lived: pd.DataFrame, budget: float, outcome: str, lang: Lang, subject: Subject, threshold: float | None = None
) -> Figure:
    """Candidates, numbered from 1 in the order of ``lived``, whose columns are those of ``methods.realised``.

    Columns predicted and predicted_cost, where they are there, are drawn as crosses tied to what was lived.
    ``threshold``: an effect to reach, in the outcome's unit.
    """
    say, unit = words(lang), _YUAN[lang]
    text = say("portfolio.figure.caption", where=subject.where, blocks=subject.blocks, months=subject.months)
    lines = caption_lines(text).count("\n") + 1
    sheet = Sheet(1, 1, 0.5, 0.2, above=0.46, height=3.6, below=0.42, foot=0.36 + 0.14 * lines)
    with drawing():
        figure, (axes,) = sheet.panels(1)
        money = [name for name in lived.columns if "cost" in name]
        table = lived.assign(number=range(1, len(lived) + 1), group=_groups(lived))
        table[money] = table[money] / unit
        _axes(axes, sheet, table, budget / unit, outcome, say)
        _predicted(axes, table, say)
        _candidates(axes, table, say)
        _marks(axes, budget / unit, threshold, say)
        axes.set_xlabel(say("portfolio.figure.cost"), fontsize=SMALL, color=SOFT, loc="right", labelpad=2)
        at = (0.0, (0.08 + 0.14 * lines) / figure.get_size_inches()[1])
        style = {"fontsize": SMALL, "frameon": False, "handletextpad": 0.2, "columnspacing": 1.2, "borderpad": 0.0}
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(handles, labels, loc="lower left", bbox_to_anchor=at, ncols=4, labelcolor=SOFT, **style)
        caption(figure, text)
    return figure


def _groups(lived: pd.DataFrame) -> list[str]:
    rows = zip(lived["frontier"], lived["dominated"], strict=True)
    return ["frontier" if front else "dominated" if beaten else "behind" for front, beaten in rows]


def _axes(axes: Axes, sheet: Sheet, table: pd.DataFrame, budget: float, outcome: str, say: Words) -> None:
    bare(axes, "bottom", "left")
    costs = [name for name in table.columns if "cost" in name]
    effects = [name for name in ("effect", "low", "high", "predicted") if name in table]
    across, up = _steps(table[costs], 8, budget), _steps(table[effects], 6)
    axes.set_xlim(across[0], across[-1])
    axes.set_xticks(across, [say.number(mark, decimals(mark)) for mark in across.tolist()])
    axes.set_yticks(up, [say.number(mark, decimals(mark), sign=True) for mark in up.tolist()])
    axes.tick_params(labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, labelcolor=SOFT)
    axes.yaxis.grid(True, color=FAINT, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.axhline(0.0, color=INK, linewidth=0.8, zorder=1)
    if direction := direction_of(outcome):
        axes.axhspan(*sorted((0.0, max(up[-1], 0.0) if direction > 0 else min(up[0], 0.0))), color=GOOD, linewidth=0)
    axes.set_ylim(up[0], up[-1])
    below = say("portfolio.figure.below", unit=say.axis(outcome, change=True))
    title(axes, sheet, say("portfolio.figure.title", outcome=say.indicator(outcome)), below)


def _steps(seen: pd.DataFrame, parts: int, also: float = np.nan) -> Array:
    """Round steps, about so many, from below the smallest number to above the largest."""
    numbers = np.append(seen.to_numpy(np.float64).ravel(), also)
    low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
    step = next_step(max(high - low, 1e-9 * abs(high), 1e-12) / parts)
    first, last = np.floor(low / step), np.ceil(high / step)
    marks: Array = np.arange(first, max(last, first + 1.0) + 1.0) * step
    return marks


def _predicted(axes: Axes, table: pd.DataFrame, say: Words) -> None:
    if "predicted" not in table or "predicted_cost" not in table:
        return
    shown = table[table["group"] == "frontier"] if len(table) > _FEW else table
    for row in shown[["cost", "effect", "predicted_cost", "predicted"]].to_numpy(np.float64).tolist():
        axes.plot(row[::2], row[1::2], color=SOFT, linewidth=0.5, zorder=1.5)
    style: dict[str, Any] = {"marker": "x", "markersize": 3.5, "linestyle": "none", "color": PALETTE[1]}
    axes.plot(table["predicted_cost"], table["predicted"], label=say("portfolio.figure.predicted"), zorder=2, **style)


def _candidates(axes: Axes, table: pd.DataFrame, say: Words) -> None:
    for group, (colour, marker, filled) in _GROUPS.items():
        here = table[table["group"] == group]
        if here.empty:
            continue
        thin: dict[str, Any] = {"color": colour, "linewidth": 0.4 if group == "dominated" else 0.9, "zorder": 3}
        axes.vlines(here["cost"], here["low"], here["high"], **thin)
        axes.hlines(here["effect"], here["cost_low"], here["cost_high"], **thin)
        face = colour if filled else "white"
        style: dict[str, Any] = {"marker": marker, "linestyle": "none", "color": colour, "markerfacecolor": face}
        label = say(f"portfolio.figure.{group}")
        axes.plot(here["cost"], here["effect"], markersize=4, label=label, zorder=4, **style)
    front = table[table["group"] == "frontier"].sort_values("cost")
    axes.plot(front["cost"], front["effect"], color=PALETTE[0], linewidth=0.7, dashes=(3, 2), zorder=2)
    for row in front.itertuples():
        number: dict[str, Any] = {"fontsize": TEXT, "color": PALETTE[0], "zorder": 5, "textcoords": "offset points"}
        axes.annotate(str(row.number), (row.cost, row.effect), xytext=(4, 4), **number)


def _marks(axes: Axes, budget: float, threshold: float | None, say: Words) -> None:
    low, high = axes.get_ylim()
    line: dict[str, Any] = {"color": INK, "linewidth": 0.8, "linestyle": (0, (1, 1.5)), "zorder": 1.2}
    axes.axvline(budget, **line)
    text: dict[str, Any] = {"fontsize": SMALL, "color": SOFT}
    axes.text(budget, high, say("portfolio.figure.budget") + " ", ha="right", va="top", **text)
    if threshold is not None and low <= threshold <= high:
        axes.axhline(threshold, **line)
        axes.text(
            axes.get_xlim()[0], threshold, " " + say("portfolio.figure.threshold"), ha="left", va="bottom", **text
        )

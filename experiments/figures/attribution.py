"""The attribution plot: what each player adds to the package, beside the pairs that do more or less together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
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
from experiments.figures.typesetting import lines_of
from experiments.methods.attribution import Attribution
from experiments.methods.game import GATE
from experiments.words import COST, Lang, Words, decimals, direction_of, words

Array = NDArray[np.float64]

MOST_PAIRS = 12
_ROW, _PAIR, _LINE = 0.25, 0.38, 0.128
"""Inches of a row of players, of a pair whose names stand on two lines, and of a line more."""
_LABEL, _RIGHT = 1.42, 0.42
_SHAPLEY, _ALONE, _LAST = PALETTE[0], PALETTE[1], PALETTE[2]
_MARKS = {"alone": (-0.3, "o", _ALONE), "last_in": (0.3, "D", _LAST)}


def attribution_plot(found: Attribution, outcome: str, lang: Lang, subject: Subject) -> Figure:
    """Shapley values as bars with alone and last in beside them; on the right the strongest pairs. 95 % intervals.

    ``outcome``: key of an indicator, or ``cost``; ``subject.names``: names of the players.
    """
    say, names = words(lang), subject.names
    pairs = found.pairs.head(_pairs_shown(len(found.players), len(found.pairs)))
    labels = ["\n".join(_short(names[key]) for key in pair) for pair in _pair_names(pairs)]
    high = 0.14 + _LINE * max((label.count("\n") + 1 for label in labels), default=2)
    height = max(_ROW * len(found.players), high * len(pairs)) + 0.06
    method = method_said(found, say)
    text = say(
        "attribute.figure.caption",
        where=subject.where,
        blocks=subject.blocks,
        months=subject.months,
        total=_total(found, outcome, say),
        method=method,
    )
    lines = caption_lines(text).count("\n") + 1
    sheet = Sheet(2, 1, _LABEL, _RIGHT, above=0.46, height=height, below=0.3, foot=0.36 + 0.14 * lines)
    with drawing():
        figure, (left, right) = sheet.panels(2)
        _players(left, sheet, found.players, outcome, say, [names[key] for key in found.players["player"]])
        _pairs(right, sheet, pairs, outcome, say, labels)
        _legend(figure, say, 0.08 + 0.14 * lines)
        caption(figure, text)
    return figure


def method_said(found: Attribution, say: Words) -> str:
    """How the numbers came about, and whether they may be read as shares."""
    if found.fit is None:
        return say("attribute.method.exact")
    r2, gate = (say("form.percent", number=say.number(100 * value)) for value in (found.fit.r2_runs, GATE))
    return say(f"attribute.method.{'fitted' if found.describes else 'weak'}", runs=found.runs, r2=r2, gate=gate)


def _pairs_shown(players: int, pairs: int) -> int:
    return min(pairs, MOST_PAIRS, max(4, int(_ROW * players / _PAIR)))


def _pair_names(pairs: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(pairs["first"], pairs["second"], strict=True))


def _short(name: str) -> str:
    return lines_of(name, SMALL, _LABEL - 0.12)


def _total(found: Attribution, outcome: str, say: Words) -> str:
    total, low, high = found.total
    if outcome == COST:
        return say.yuan(total) + say.bracketed(say.yuan_range(low, high))
    digits = _digits(np.array([low, high, total]))
    return say.amount(outcome, total, digits, change=True) + say.bracketed(say.range(low, high, digits, sign=True))


def _players(axes: Axes, sheet: Sheet, table: pd.DataFrame, outcome: str, say: Words, labels: Sequence[str]) -> None:
    shown = ("shapley", "alone", "last_in")
    everything = table[[f"{name}{end}" for name in shown for end in ("", "_low", "_high")]]
    _axis(axes, everything.to_numpy(np.float64), len(table), outcome, say)
    below = say("attribute.figure.players_below", unit=say.axis(outcome, change=True))
    title(axes, sheet, say.indicator(outcome), below)
    lines = [lines_of(label, SMALL, _LABEL - 0.12) for label in labels]
    axes.set_yticks(range(len(table)), lines, fontsize=SMALL, linespacing=1.25)
    axes.barh(range(len(table)), table["shapley"], height=0.34, color=_SHAPLEY, label="shapley", zorder=2)
    _lines(axes, table, "shapley", 0.0, INK)
    for name, (offset, marker, colour) in _MARKS.items():
        _lines(axes, table, name, offset, colour)
        rows = np.arange(len(table)) + offset
        axes.plot(table[name], rows, marker, markersize=2.6, color=colour, label=name, zorder=3)
    _numbers(axes, table["shapley"].to_numpy(np.float64), say)


def _pairs(axes: Axes, sheet: Sheet, table: pd.DataFrame, outcome: str, say: Words, labels: Sequence[str]) -> None:
    numbers = table[["synergy", "low", "high"]].to_numpy(np.float64)
    _axis(axes, numbers, len(table), outcome, say)
    below = say("attribute.figure.pairs_below", unit=say.axis(outcome, change=True))
    title(axes, sheet, say("attribute.figure.pairs"), below)
    axes.set_yticks(range(len(table)), labels, fontsize=SMALL, linespacing=1.25)
    for row, ((synergy, low, high), clear) in enumerate(zip(numbers.tolist(), table["clear"], strict=True)):
        colour = _SHAPLEY if synergy > 0 else _ALONE
        axes.plot([low, high], [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
        face = colour if clear else "white"
        label = "clear" if clear else "open"
        axes.plot([synergy], [row], "o", markersize=4, markerfacecolor=face, markeredgecolor=colour, label=label)
    _numbers(axes, numbers[:, 0], say)


def _axis(axes: Axes, numbers: Array, rows: int, outcome: str, say: Words) -> None:
    """As far to either side of 0 as there is anything to show, in round steps; the good side is tinted."""
    bare(axes, "bottom")
    low, high = (float(end(numbers, initial=0.0)) for end in (np.nanmin, np.nanmax))
    step = next_step(max(high - low, 1e-12) / 5)
    ends = step * np.floor(low / step), step * np.ceil(high / step)
    axes.set_xlim(ends[0] - 0.02 * step, max(ends[1], ends[0] + step) + 0.02 * step)
    axes.set_ylim(rows - 0.4, -0.6)
    ticks = np.arange(round(ends[0] / step), round(ends[1] / step) + 1) * step
    axes.set_xticks(ticks, [say.number(tick, decimals(tick), sign=True) for tick in ticks.tolist()])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    axes.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
    for row in range(rows):
        axes.axhline(row, color=FAINT, linewidth=0.4, zorder=0.5)
    if direction := direction_of(outcome):
        side = axes.get_xlim()[direction > 0]
        axes.axvspan(*sorted((0.0, side)), color=GOOD, linewidth=0, zorder=0)


def _lines(axes: Axes, table: pd.DataFrame, name: str, offset: float, colour: str) -> None:
    rows = np.arange(len(table)) + offset
    axes.hlines(rows, table[f"{name}_low"], table[f"{name}_high"], color=colour, linewidth=0.9, zorder=3)


def _numbers(axes: Axes, values: Array, say: Words) -> None:
    digits = _digits(values)
    for row, value in enumerate(values.tolist()):
        at = axes.get_yaxis_transform()
        number = say.number(value, digits, sign=True)
        axes.text(1.04, row, number, transform=at, fontsize=SMALL, va="center", color=INK)


def _digits(values: Array) -> int:
    """Decimals by which the largest value has two digits that tell."""
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    return int(np.clip(1 - np.floor(np.log10(largest)), 0, 3)) if largest > 0.0 else 0


def _legend(figure: Figure, say: Words, height: float) -> None:
    marks = [Line2D([], [], color=c, marker=m, markersize=3, linewidth=0.9) for _, m, c in _MARKS.values()]
    texts = [say(f"attribute.{name}") for name in ("shapley", "alone", "last_in")]
    at = (0.0, height / figure.get_size_inches()[1])
    style = {"fontsize": SMALL, "frameon": False, "handlelength": 1.4, "columnspacing": 1.6, "borderpad": 0.0}
    figure.legend([Patch(color=_SHAPLEY), *marks], texts, loc="lower left", bbox_to_anchor=at, ncols=3, **style)
    for text in figure.legends[0].get_texts():
        text.set_color(SOFT)

"""The effect plot for many packages: one outcome, packages in their order, intervals beside the ranks left open."""

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.effects import ends_of_effects
from experiments.figures.style import (
    BAND,
    BASELINE,
    FAINT,
    GOOD,
    INK,
    SMALL,
    SOFT,
    TEXT,
    TITLE,
    WIDTH,
    Subject,
    axes_at,
    bare,
    caption,
    drawing,
    foot_of,
    next_step,
    told_by_interval,
)
from experiments.figures.typesetting import lines_of, plain, width_of
from experiments.words import Lang, Words, decimals, digits_of_changes, direction_of, words

_HEAD, _ROW, _AXIS = 0.62, 0.215, 0.3
_MOST_LABEL, _RANK, _NUMBERS, _RANGE, _GAP = 1.45, 0.42, 1.42, 1.15, 0.14


def ranked_plot(ranks: pd.DataFrame, outcome: str, lang: Lang, subject: Subject) -> Figure:
    """A row a package, the baseline among them, in the table's order: mean change, 95 % interval, ranks.

    ``ranks``: as ``experiments.ranking.ranking`` gives it. The pale bar holds the ranks that intervals leave open
    (packages whose intervals overlap are tied), the dark line those of 95 % of bootstrap draws, printed at the right.
    Filled circle: clearly better, square: clearly worse, hollow: open.
    """
    say = words(lang)
    table = ranks[ranks["outcome"] == outcome].reset_index(drop=True)
    names = {BASELINE: say("baseline"), **subject.names}
    labels = [lines_of(names[str(key)], TEXT, _MOST_LABEL) for key in table["package"]]
    label = max((width_of(line, TEXT) for text in labels for line in text.split("\n")), default=0.0) + 0.12
    text = _note(subject, say)
    foot = foot_of(text)
    tall, left = _ROW * len(table), _RANK + label
    with drawing():
        figure = Figure(figsize=(WIDTH, _HEAD + tall + _AXIS + foot))
        wide = WIDTH - left - _NUMBERS - _GAP - _RANGE - _RANK
        effects = axes_at(figure, left, _HEAD, wide, tall)
        ordered = axes_at(figure, WIDTH - _RANK - _RANGE, _HEAD, _RANGE, tall)
        _effects(effects, table, outcome, say)
        effects.set_yticks(range(len(table)), labels)
        for tick, package in zip(effects.get_yticklabels(), table["package"], strict=True):
            tick.set_color(SOFT if package == BASELINE else INK)
        _ranks(ordered, table, say)
        _heads(figure, effects, left, outcome, say)
        caption(figure, text)
    return figure


def _note(subject: Subject, say: Words) -> str:
    return say("figures.ranked.caption", where=subject.where, blocks=subject.blocks, months=subject.months)


def _rows(axes: Axes, count: int) -> None:
    bare(axes, "bottom")
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, labelcolor=SOFT)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    for row in range(count):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0.5)


def _effects(axes: Axes, table: pd.DataFrame, outcome: str, say: Words) -> None:
    _rows(axes, len(table))
    numbers = table.rename(columns={"effect": "difference"})[["difference", "low", "high"]]
    low_end, high_end = ends_of_effects(outcome, table)
    axes.set_xlim(low_end, high_end)
    step = next_step((high_end - low_end) / 4)
    ticks = [step * n for n in range(math.ceil(low_end / step), math.floor(high_end / step) + 1)]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick), sign=True) for tick in ticks])
    axes.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
    direction = direction_of(outcome)
    if direction:
        axes.axvspan(*sorted((0.0, high_end if direction > 0 else low_end)), color=GOOD, linewidth=0, zorder=0)
    digits = digits_of_changes(numbers)
    rows = zip(table["package"], table["rank"], table["rank_last"], numbers.to_numpy(dtype=float).tolist(), strict=True)
    start = -(axes.get_position().x0 * WIDTH) / (axes.get_position().width * WIDTH)
    for row, (package, first, last, (change, low, high)) in enumerate(rows):
        at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
        axes.text(start, row, _span(int(first), int(last), say), fontsize=TEXT, color=INK, **at)
        if package == BASELINE:
            axes.plot([0.0], [row], "|", color=INK, markersize=8, label="baseline", zorder=3)
            continue
        _mark(axes, row, (change, low, high), direction)
        told = say.number(change, digits, sign=True)
        axes.text(1.03, row, told, fontsize=TEXT, color=INK, **at)
        interval = say.bracketed(say.range(low, high, digits, sign=True)).strip()
        held = 1.03 + 0.42 / (axes.get_position().width * WIDTH)
        axes.text(held, row, interval, fontsize=SMALL, color=SOFT, **at)


def _mark(axes: Axes, row: int, values: tuple[float, float, float], direction: int) -> None:
    change, low, high = values
    colour, marker, filled = told_by_interval(low, high, direction)
    axes.plot([low, high], [row, row], color=colour, linewidth=2.0, solid_capstyle="butt", label="interval")
    look: dict[str, Any] = {"markerfacecolor": colour if filled else "white", "markeredgecolor": colour}
    axes.plot([change], [row], marker=marker, markersize=4, label="clear" if filled else "open", zorder=3, **look)


def _ranks(axes: Axes, table: pd.DataFrame, say: Words) -> None:
    """Ranks from 1 at the left: those that intervals leave open, and those of the bootstrap."""
    count = len(table)
    _rows(axes, count)
    axes.set_xlim(0.4, count + 0.6)
    ticks = sorted({1, (count + 1) // 2, count})
    axes.set_xticks(ticks, [say.number(tick) for tick in ticks])
    for row, one in enumerate(table.itertuples()):
        first, last, low, high = (int(getattr(one, name)) for name in ("rank", "rank_last", "rank_low", "rank_high"))
        axes.barh(row, last - first + 0.8, left=first - 0.4, height=0.66, color=BAND, linewidth=0, label="tied")
        axes.plot([low - 0.25, high + 0.25], [row, row], color=INK, linewidth=2.0, solid_capstyle="butt", label="ranks")
        at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "fontsize": TEXT, "va": "center"}
        axes.text(1.05, row, _span(low, high, say), color=INK, **at)


def _span(first: int, last: int, say: Words) -> str:
    return say.number(first) if first == last else say("figures.ranked.span", first=first, last=last)


def _heads(figure: Figure, axes: Axes, left: float, outcome: str, say: Words) -> None:
    high = figure.get_size_inches()[1]
    figure.text(0.0, 1.0 - 0.16 / high, plain(say.indicator(outcome)), fontsize=TITLE, va="baseline")
    at: dict[str, Any] = {"fontsize": SMALL, "color": SOFT, "va": "baseline"}
    y = 1.0 - (_HEAD - 0.1) / high
    unit = say.axis(outcome, change=True)
    figure.text(0.0, y, say("figures.ranked.rank"), **at)
    figure.text(left / WIDTH, y, say("figure.change", unit=unit), **at)
    right = axes.get_position().x1 + 0.05 / WIDTH
    figure.text(right, y, say("figures.ranked.interval"), **at)
    figure.text(1.0 - (_RANK + _RANGE) / WIDTH, y, say("figures.ranked.ranks"), **at)
    if direction := direction_of(outcome):
        better = say("figure.right" if direction > 0 else "figure.left", text=say("figure.better"))
        side = axes.get_position().x1 if direction > 0 else axes.get_position().x0
        figure.text(side, y, better, ha="right" if direction > 0 else "left", **at)

"""The dispute funnel: how many grievances arise, what people do first, who hears them, and how they end."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import (
    BAND,
    FAINT,
    INK,
    PALETTE,
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
)
from experiments.figures.typesetting import lines_of, plain
from experiments.words import Lang, Words, decimals, words

PARTS = {
    "first": ("arisen", "borne", "talked", "brought"),
    "tiers": ("heard_village", "heard_township", "heard_county"),
    "ends": ("settled_village", "settled_township", "settled_county", "paper", "withdrawn", "closed", "lost", "suits"),
    "also": ("petitions",),
}
"""Parts of the funnel and their steps, those of ``experiments.figures.counted``."""
REACH = {"first": 100.0, "tiers": 25.0, "ends": 25.0, "also": 25.0}
"""How far the axis of a part reaches, cases per 1,000 adults and year; further only where a bar would not fit."""
_HEAD, _TITLE, _ROW, _AXIS = 0.55, 0.26, 0.27, 0.2
_LABEL, _NUMBERS = 2.0, 2.1
_NOTHING = 1e-6
"""A change that rounding made."""
_BARS = (("baseline", -0.17, BAND, SOFT), ("treated", 0.17, PALETTE[0], PALETTE[0]))


def dispute_funnel(flow: pd.DataFrame, package: str, lang: Lang, subject: Subject) -> Figure:
    """Steps as pairs of bars, without measures and with ``package``, in cases per 1,000 adults and year.

    ``flow``: as ``experiments.figures.counted.dispute_flow`` gives it. At the right both numbers and the change with
    its 95 % interval. Early steps and later ones have axes of their own, which do not depend on the package.
    """
    say = words(lang)
    table = flow[flow["package"] == package].set_index("item")
    text = say("figures.flow.caption", where=subject.where, blocks=subject.blocks, months=subject.months)
    foot = foot_of(text)
    talls = {part: _ROW * len(steps) for part, steps in PARTS.items()}
    with drawing():
        figure = Figure(figsize=(WIDTH, _HEAD + sum(talls.values()) + (_TITLE + _AXIS) * len(talls) + foot))
        y = _HEAD
        for part, steps in PARTS.items():
            y += _TITLE
            axes = axes_at(figure, _LABEL, y, WIDTH - _LABEL - _NUMBERS, talls[part])
            y += talls[part] + _AXIS
            _part(axes, table.reindex(list(steps)), part, flow, say)
        _heads(figure, subject.names[package], say)
        caption(figure, text)
    return figure


def _part(axes: Axes, table: pd.DataFrame, part: str, flow: pd.DataFrame, say: Words) -> None:
    bare(axes, "bottom", "left")
    axes.set_ylim(len(table) - 0.5, -0.5)
    everything = flow[flow["item"].isin(PARTS[part])][["baseline", "treated"]].max().max()
    reach = REACH[part] if everything <= REACH[part] else next_step(float(everything))
    axes.set_xlim(0.0, reach)
    ticks = [reach * part / 5 for part in range(6)]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick)) for tick in ticks])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=1, bottom=True, labelcolor=SOFT)
    labels = [lines_of(say(f"figures.flow.{step}"), TEXT, _LABEL - 0.15) for step in table.index]
    axes.set_yticks(range(len(table)), labels)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    for name, offset, colour, edge in _BARS:
        rows = [row + offset for row in range(len(table))]
        axes.barh(rows, table[name], height=0.3, color=colour, edgecolor=edge, linewidth=0.5, label=name, zorder=2)
    for row in range(len(table)):
        axes.axhline(row + 0.5, color=FAINT, linewidth=0.4, zorder=0.5)
        _numbers(axes, row, table.iloc[row], say)
    start = -_LABEL / (WIDTH - _LABEL - _NUMBERS)
    axes.text(start, -0.6, say(f"figures.flow.part.{part}"), transform=axes.get_yaxis_transform(), va="bottom")


def _numbers(axes: Axes, row: int, values: pd.Series, say: Words) -> None:
    before, after, change, low, high = (
        float(values[name]) for name in ("baseline", "treated", "difference", "low", "high")
    )
    digits = 1 if before >= 10.0 else 2
    unchanged = max(abs(low), abs(high)) < _NOTHING
    told = say.number(change, digits, sign=True) + say.bracketed(say.range(low, high, digits, sign=True))
    at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": TEXT}
    inch = 1.0 / (WIDTH - _LABEL - _NUMBERS)
    axes.text(1.0 + 0.48 * inch, row, say.number(before, digits), ha="right", color=SOFT, **at)
    axes.text(1.0 + 0.93 * inch, row, say.number(after, digits), ha="right", color=INK, **at)
    shown = say("figures.flow.same") if unchanged else told
    axes.text(1.0 + 1.02 * inch, row, shown, **{**at, "fontsize": SMALL}, color=SOFT)


def _heads(figure: Figure, name: str, say: Words) -> None:
    high = figure.get_size_inches()[1]
    heading = plain(say("figures.flow.title", package=name))
    figure.text(0.0, 1.0 - 0.16 / high, heading, fontsize=TITLE, va="baseline")
    at: dict[str, Any] = {"fontsize": SMALL, "color": SOFT, "va": "baseline"}
    y, right = 1.0 - (_HEAD - 0.1) / high, WIDTH - _NUMBERS
    figure.text(0.0, y, say("figures.flow.unit"), **at)
    figure.text((right + 0.48) / WIDTH, y, say("figures.before"), ha="right", **at)
    figure.text((right + 0.93) / WIDTH, y, say("figures.after"), ha="right", **{**at, "color": PALETTE[0]})
    figure.text((right + 1.02) / WIDTH, y, say("figures.difference"), **at)

"""The time budget of cadres: hours a village and month as stacked bars, without measures and with each package."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.counted import USES
from experiments.figures.style import (
    FAINT,
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
)
from experiments.figures.typesetting import lines_of, width_of
from experiments.words import Lang, Words, decimals, words

REACH = 800.0
"""How far the axis reaches, hours a village and month; further only where a bar would not fit."""
LOOKS: dict[str, tuple[str, str]] = {
    "paperwork": ("#DADADA", ""),
    "duties": ("#FFFFFF", "xx"),
    "cases": ("#A63D00", ""),
    "requests": ("#86C5EA", ""),
    "routine": ("#FFFFFF", "///"),
    "organising": ("#1E9E77", ""),
    "leaked": ("#FFFFFF", "|||"),
}
"""Colour and hatching of each use: plain ones differ in lightness, the others by their hatching, in a grey print."""
_HEAD, _ROW, _AXIS, _RIGHT, _MOST_LABEL = 0.3, 0.24, 0.45, 1.25, 1.45
_KEY = 0.17
_ROOM = 0.27
"""Inches that a number needs inside a bar."""


def cadre_budget(hours: pd.DataFrame, lang: Lang, subject: Subject) -> Figure:
    """A bar a package, the baseline first, divided by use; at the right the change of hours for service.

    ``hours``: as ``experiments.figures.counted.cadre_hours`` gives it.
    """
    say, packages = words(lang), list(subject.names)
    labels = [say("baseline"), *(lines_of(text, TEXT, _MOST_LABEL) for text in subject.names.values())]
    left = max(width_of(line, TEXT) for text in labels for line in text.split("\n")) + 0.12
    text = say("figures.hours.caption", where=subject.where, blocks=subject.blocks, months=subject.months)
    foot = foot_of(text)
    tall = _ROW * len(labels)
    with drawing():
        keys = _key_rows(say)
        top = _HEAD + _KEY * len(keys) + 0.12
        figure = Figure(figsize=(WIDTH, top + tall + _AXIS + foot))
        axes = axes_at(figure, left, top, WIDTH - left - _RIGHT, tall)
        levels = _levels(hours, packages)
        _axis(axes, levels, labels, say)
        _bars(axes, levels, WIDTH - left - _RIGHT, say)
        _changes(axes, hours, packages, say)
        _keys(figure, keys, say)
        figure.text(0.0, 1.0 - 0.16 / figure.get_size_inches()[1], say("figures.hours.title"), fontsize=TITLE)
        caption(figure, text)
    return figure


def _levels(hours: pd.DataFrame, packages: list[str]) -> pd.DataFrame:
    """Hours by use, a row the baseline and each package."""
    wide = hours.pivot(index="package", columns="item", values="treated").reindex(packages)[list(USES)]
    before = hours.groupby("item")["baseline"].mean()[list(USES)]
    return pd.concat([before.to_frame("").T, wide])


def _axis(axes: Axes, levels: pd.DataFrame, labels: list[str], say: Words) -> None:
    bare(axes, "bottom")
    axes.set_ylim(len(labels) - 0.5, -0.5)
    longest = float(levels.sum(axis=1).max())
    reach = REACH if longest <= REACH else next_step(longest)
    axes.set_xlim(0.0, reach)
    ticks = [reach * part / 4 for part in range(5)]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick)) for tick in ticks])
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, labelcolor=SOFT)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    axes.set_xlabel(say("figures.hours.unit"), fontsize=SMALL, color=SOFT, loc="right", labelpad=1)
    axes.axhline(0.5, color=FAINT, linewidth=0.6, zorder=0.5)


def _bars(axes: Axes, levels: pd.DataFrame, wide: float, say: Words) -> None:
    inch = axes.get_xlim()[1] / wide
    for row, values in enumerate(levels.to_numpy(dtype=float).tolist()):
        start = 0.0
        for use, value in zip(USES, values, strict=True):
            colour, hatch = LOOKS[use]
            look: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": INK, "linewidth": 0.4}
            axes.barh([row], [value], left=[start], height=0.68, label=use, zorder=2, **look)
            if value >= _ROOM * inch and not hatch:
                at: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SMALL, "zorder": 3}
                axes.text(start + value / 2, row, say.number(value), color=INK, **at)
            start += value


def _changes(axes: Axes, hours: pd.DataFrame, packages: list[str], say: Words) -> None:
    """The change of paperwork and its interval, beside each bar."""
    table = hours[hours["item"] == "paperwork"].set_index("package").reindex(packages)
    at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "fontsize": SMALL, "va": "center"}
    heading = say("figures.hours.changed") + "\n" + say("figures.hours.interval")
    axes.text(1.02, 0, heading, color=SOFT, **at)
    for row, (change, low, high) in enumerate(table[["difference", "low", "high"]].to_numpy(float).tolist(), start=1):
        clear = low > 0.0 or high < 0.0
        axes.text(1.02, row, say.number(change, 1, sign=True), color=INK if clear else SOFT, **at)
        interval = say.bracketed(say.range(low, high, 1, sign=True)).strip()
        shift = 0.36 / (axes.get_position().width * WIDTH)
        axes.text(1.02 + shift, row, interval, color=SOFT, **at)


def _key_rows(say: Words) -> list[list[str]]:
    """The uses in lines of the key."""
    lines: list[list[str]] = [[]]
    taken = 0.0
    for use in USES:
        needs = _key_width(use, say)
        if lines[-1] and taken + needs > WIDTH:
            lines.append([])
            taken = 0.0
        lines[-1].append(use)
        taken += needs
    return lines


def _key_width(use: str, say: Words) -> float:
    return 0.36 + width_of(say(f"figures.hours.{use}"), SMALL) + 0.2


def _keys(figure: Figure, lines: list[list[str]], say: Words) -> None:
    """Patches with their names, in the order of the bars."""
    high = figure.get_size_inches()[1]
    for n, line in enumerate(lines):
        x, y = 0.0, 1.0 - (_HEAD + _KEY * n + 0.1) / high
        for use in line:
            colour, hatch = LOOKS[use]
            corner, size = (x / WIDTH, y - 0.055 / high), (0.3 / WIDTH, 0.11 / high)
            look: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": INK, "linewidth": 0.4}
            figure.patches.append(Rectangle(corner, *size, transform=figure.transFigure, figure=figure, **look))
            name = say(f"figures.hours.{use}")
            figure.text((x + 0.36) / WIDTH, y, name, fontsize=SMALL, color=SOFT, va="center")
            x += _key_width(use, say)

"""Levels in columns: one row a package under that of the baseline, one panel an indicator or a pair of groups.

Two figures are drawn this way: to whom people turn first, and who takes part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import (
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
    next_step,
)
from experiments.figures.typesetting import broken, lines_of, plain, width_of
from experiments.words import Lang, Words, decimals, words

CHANNELS = ("first_cadre", "first_neighbour", "first_volunteer", "first_platform", "first_township", "first_family")
"""To whom people turn first; the last one is a share of all needs, the others of those taken outside the family."""
GROUPS = {
    "age": ("participation_60", "participation_under_60"),
    "remote": ("participation_remote", "participation_near"),
    "women": ("participation_women", "participation_men"),
    "away": ("participation_away", "participation"),
}
"""Pairs of groups whose taking part is compared."""
RANGES: Mapping[str, tuple[float, float]] = {
    "first_cadre": (30.0, 80.0),
    "first_neighbour": (10.0, 60.0),
    "first_volunteer": (0.0, 20.0),
    "first_platform": (0.0, 20.0),
    "first_township": (0.0, 10.0),
    "first_family": (20.0, 60.0),
}
"""Lower and upper ends of axes; further only where something would not fit."""
TAKING_PART = (0.0, 60.0)
_HEAD, _NAMES, _ROW, _AXIS = 0.3, 0.62, 0.215, 0.3
_MOST_LABEL, _GAP, _END = 1.45, 0.16, 0.1
_ONE, _TWO = (PALETTE[0], "o"), (PALETTE[1], "D")


@dataclass(frozen=True)
class Panel:
    """The indicators of a panel with their colours and markers, its name in lines, and its ends."""

    keys: tuple[str, ...]
    lines: Sequence[tuple[str, str]]
    ends: tuple[float, float]


def channel_mix(effects: pd.DataFrame, lang: Lang, subject: Subject) -> Figure:
    """To whom people turn first with a need, without measures and with each package; a panel a channel.

    ``effects``: as for ``effect_plot``, with the column treated. Filled where the 95 % interval of the change leaves 0
    out; the line is that interval around the level.
    """
    say = words(lang)
    panels = [
        Panel((key,), [(say(f"figures.channel.{key}"), INK)], _widened(RANGES[key], effects, (key,)))
        for key in CHANNELS
    ]
    return _figure(effects, panels, "channels", lang, subject)


def gainers_plot(effects: pd.DataFrame, lang: Lang, subject: Subject) -> Figure:
    """Who takes part, by age, remoteness, sex and residence: levels without measures and with each package.

    ``effects`` and marks as for ``channel_mix``; all panels have the same axis.
    """
    say = words(lang)
    ends = _widened(TAKING_PART, effects, [key for pair in GROUPS.values() for key in pair])
    panels = []
    for pair in GROUPS.values():
        lines = [(say(f"figures.group.{key}"), look[0]) for key, look in zip(pair, (_ONE, _TWO), strict=True)]
        panels.append(Panel(pair, lines, ends))
    return _figure(effects, panels, "gainers", lang, subject)


def _widened(ends: tuple[float, float], effects: pd.DataFrame, keys: Sequence[str]) -> tuple[float, float]:
    """The ends of an axis, moved in steps until all levels and intervals of the keys fit."""
    rows = effects[effects["indicator"].isin(list(keys))]
    seen = np.concatenate([rows["baseline"], rows["baseline"] + rows["low"], rows["baseline"] + rows["high"]])
    (low, high), seen = ends, seen[np.isfinite(seen)]
    step = next_step((high - low) / 5)
    while seen.size and seen.max() > high:
        high += step
    while seen.size and seen.min() < low and low > 0.0:
        low = max(0.0, low - step)
    return low, high


def _figure(effects: pd.DataFrame, panels: Sequence[Panel], name: str, lang: Lang, subject: Subject) -> Figure:
    say = words(lang)
    labels = [say("baseline"), *(lines_of(text, TEXT, _MOST_LABEL) for text in subject.names.values())]
    left = max(width_of(line, TEXT) for text in labels for line in text.split("\n")) + 0.12
    text = say(f"figures.{name}.caption", where=subject.where, blocks=subject.blocks, months=subject.months)
    foot = 0.2 + 0.14 * (broken(plain(text), SMALL, WIDTH - 0.1).count("\n") + 1)
    tall = _ROW * len(labels)
    wide = (WIDTH - left - _END) / len(panels) - _GAP
    with drawing():
        figure = Figure(figsize=(WIDTH, _HEAD + _NAMES + tall + _AXIS + foot))
        for n, panel in enumerate(panels):
            axes = axes_at(figure, left + n * (wide + _GAP), _HEAD + _NAMES, wide, tall)
            _panel(axes, panel, effects, list(subject.names), wide, say)
            axes.set_yticks(range(len(labels)), labels if n == 0 else [""] * len(labels))
        figure.text(0.0, 1.0 - 0.16 / figure.get_size_inches()[1], say(f"figures.{name}.title"), fontsize=TITLE)
        caption(figure, text)
    return figure


def _panel(axes: Axes, panel: Panel, effects: pd.DataFrame, packages: Sequence[str], wide: float, say: Words) -> None:
    bare(axes, "bottom")
    count = len(packages) + 1
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_xlim(*panel.ends)
    ticks = [panel.ends[0], sum(panel.ends) / 2, panel.ends[1]]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick)) for tick in ticks])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, labelcolor=SOFT)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    for row in range(count):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0.5)
    axes.axhline(0.5, color=SOFT, linewidth=0.5, zorder=0.5)
    for key, look in zip(panel.keys, (_ONE, _TWO), strict=False):
        table = effects[effects["indicator"] == key].set_index("package").reindex(packages)
        _levels(axes, key, table, look)
    _name(axes, panel, wide)


def _levels(axes: Axes, key: str, table: pd.DataFrame, look: tuple[str, str]) -> None:
    """The baseline's level with a line down from it, and the level of each package below."""
    colour, marker = look
    before = float(table["baseline"].mean())
    style: dict[str, Any] = {"linestyle": "none", "markeredgecolor": colour, "markersize": 3.8, "marker": marker}
    if np.isfinite(before):
        axes.axvline(before, color=colour, linewidth=0.7, linestyle=(0, (1, 1.5)), zorder=1)
        axes.plot([before], [0], markerfacecolor=colour, label=f"baseline {key}", zorder=3, **style)
    numbers = table[["baseline", "treated", "low", "high"]].to_numpy(dtype=float).tolist()
    for row, (level, after, low, high) in enumerate(numbers, start=1):
        if not np.isfinite(after):
            continue
        axes.plot([level + low, level + high], [row, row], color=colour, linewidth=1.6, label="interval", zorder=2)
        clear = low > 0.0 or high < 0.0
        face = colour if clear else "white"
        axes.plot([after], [row], markerfacecolor=face, label="clear" if clear else "open", zorder=3, **style)


def _name(axes: Axes, panel: Panel, wide: float) -> None:
    """The name of a panel, in as many lines as it takes; a line of two groups begins with the group's marker."""
    tall = axes.get_position().height * axes.figure.get_size_inches()[1]  # type: ignore[union-attr]
    y, pair = 1.0 + 0.06 / tall, len(panel.lines) > 1
    for (text, colour), (_, marker) in zip(reversed(panel.lines), (_TWO, _ONE) if pair else (_ONE,), strict=True):
        shown = broken(plain(text), SMALL, wide + _GAP - (0.16 if pair else 0.04))
        lines = shown.count("\n") + 1
        at: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
        axes.text(0.13 / wide if pair else 0.0, y, shown, fontsize=SMALL, color=colour, va="bottom", **at)
        if pair:
            middle = y + 0.125 * (lines - 0.5) / tall
            axes.plot([0.03 / wide], [middle], marker, markersize=3.8, color=colour, label="key", **at)
        y += (0.128 * lines + 0.03) / tall

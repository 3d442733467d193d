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
    foot_of,
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
    "first_cadre": (40.0, 70.0),
    "first_neighbour": (25.0, 55.0),
    "first_volunteer": (0.0, 10.0),
    "first_platform": (0.0, 10.0),
    "first_township": (0.0, 5.0),
    "first_family": (25.0, 45.0),
}
"""Lower and upper ends of axes; further only where something would not fit."""
TAKING_PART = (20.0, 60.0)
TAKING_PART_AWAY = (0.0, 60.0)
_HEAD, _ROW, _AXIS = 0.3, 0.215, 0.3
_MOST_LABEL, _GAP, _END = 1.45, 0.16, 0.1
_APART = 0.15
"""Rows by which the two groups of a pair stand above and below their line."""
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

    ``effects`` and marks as for ``channel_mix``; the first three panels have the same axis.
    """
    say = words(lang)
    present = [key for name, pair in GROUPS.items() if name != "away" for key in pair]
    alike, apart = _widened(TAKING_PART, effects, present), _widened(TAKING_PART_AWAY, effects, GROUPS["away"])
    panels = []
    for name, pair in GROUPS.items():
        lines = [(say(f"figures.group.{key}"), look[0]) for key, look in zip(pair, (_ONE, _TWO), strict=True)]
        panels.append(Panel(pair, lines, apart if name == "away" else alike))
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
    foot = foot_of(text)
    tall = _ROW * len(labels)
    wide = (WIDTH - left - _END) / len(panels) - _GAP
    top = _HEAD + 0.1 + max(sum(_height(shown) for shown in _names(panel, wide)) for panel in panels)
    with drawing():
        figure = Figure(figsize=(WIDTH, top + tall + _AXIS + foot))
        for n, panel in enumerate(panels):
            axes = axes_at(figure, left + n * (wide + _GAP), top, wide, tall)
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
    first, _, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True, labelcolor=SOFT)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    for row in range(count):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0.5)
    axes.axhline(0.5, color=SOFT, linewidth=0.5, zorder=0.5)
    apart = _APART if len(panel.keys) > 1 else 0.0
    for key, look, offset in zip(panel.keys, (_ONE, _TWO), (-apart, apart), strict=False):
        table = effects[effects["indicator"] == key].set_index("package").reindex(list(packages))
        _levels(axes, key, table, look, offset)
    _name(axes, panel, wide)


def _levels(axes: Axes, key: str, table: pd.DataFrame, look: tuple[str, str], offset: float) -> None:
    """The baseline's level with a line down from it, and the level of each package below."""
    colour, marker = look
    before = float(table["baseline"].mean())
    style: dict[str, Any] = {"linestyle": "none", "markeredgecolor": colour, "markersize": 3.8, "marker": marker}
    if np.isfinite(before):
        axes.axvline(before, color=colour, linewidth=0.7, linestyle=(0, (1, 1.5)), zorder=1)
        axes.plot([before], [offset], markerfacecolor=colour, label=f"baseline {key}", zorder=3, **style)
    numbers = table[["baseline", "treated", "low", "high"]].to_numpy(dtype=float).tolist()
    for row, (level, after, low, high) in enumerate(numbers, start=1):
        if not np.isfinite(after):
            continue
        axes.plot(
            [level + low, level + high], [row + offset] * 2, color=colour, linewidth=1.6, label="interval", zorder=2
        )
        clear = low > 0.0 or high < 0.0
        face = colour if clear else "white"
        axes.plot([after], [row + offset], markerfacecolor=face, label="clear" if clear else "open", zorder=3, **style)


def _names(panel: Panel, wide: float) -> list[str]:
    """The lines of a panel's name, broken to fit; those of a pair leave room for markers."""
    room = wide + _GAP - (0.18 if len(panel.lines) > 1 else 0.04)
    return [broken(plain(text), SMALL, room) for text, _ in panel.lines]


def _height(shown: str) -> float:
    """Inches that a line of a name takes."""
    return 0.128 * (shown.count("\n") + 1) + 0.03


def _name(axes: Axes, panel: Panel, wide: float) -> None:
    """The name of a panel over it; a line of a pair begins with the marker of its group."""
    tall = axes.get_position().height * axes.figure.get_size_inches()[1]  # type: ignore[union-attr]
    y, pair = 1.0 + 0.06 / tall, len(panel.lines) > 1
    at: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
    rows = zip(_names(panel, wide), panel.lines, (_ONE, _TWO), strict=False)
    for shown, (_, colour), (_, marker) in reversed(list(rows)):
        axes.text(0.13 / wide if pair else 0.0, y, shown, fontsize=SMALL, color=colour, va="bottom", **at)
        if pair:
            middle = y + (_height(shown) - 0.03) / 2 / tall
            axes.plot([0.03 / wide], [middle], marker, markersize=3.8, color=colour, label="key", **at)
        y += _height(shown) / tall

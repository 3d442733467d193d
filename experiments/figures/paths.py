"""Time paths: headline outcomes month by month, without measures and with each of them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import (
    BAND,
    BASELINE,
    FAINT,
    SMALL,
    SOFT,
    Sheet,
    Subject,
    bare,
    caption,
    drawing,
    level,
    looks,
    next_step,
    title,
)
from experiments.figures.typesetting import fit, plain, width_of
from experiments.words import Lang, Words, decimals, words

TRENDS = ("participation", "volunteer_hours", "active_organisations", "paperwork_share", "resolved", "turned_away")
"""The headline outcomes that are shown month by month."""
RANGES: Mapping[str, tuple[float, float]] = {
    "participation": (0.0, 60.0),
    "paperwork_share": (30.0, 70.0),
    "resolved": (40.0, 80.0),
    "turned_away": (0.0, 8.0),
}
"""Lower and upper end of an axis; further only where the band or a path would not fit."""
PER_ADULT: Mapping[str, float] = {"volunteer_hours": 0.25, "active_organisations": 0.00015}
"""Upper ends for counts, which depend on the size of the county: per registered adult."""
_OF_LEVEL = 4.0
"""Where that size is unknown: times the level without measures."""
_MOST_LABEL = 1.15
MOST_PATHS = 6
"""Paths beside the baseline that can be told apart in a panel."""
_MOST_TICKS = 5
_LINE = 9.5
"""Points between the labels of two paths."""


def time_paths(paths: pd.DataFrame, lang: Lang, subject: Subject, chosen: Sequence[str] | None = None) -> Figure:
    """Small multiples of headline outcomes: without measures in grey with a band, measures in colour.

    ``paths`` has the columns package, month, indicator, kind, mean, band_low, band_high; rows of kind level are drawn.
    ``chosen``: the packages to draw; without it all of up to ``MOST_PATHS``, and of more those that end furthest from
    the baseline on the first outcome, which the caption says.
    """
    say = words(lang)
    kept = list(chosen) if chosen is not None else _furthest(paths, list(subject.names))
    names = {BASELINE: say("baseline"), **{key: subject.names[key] for key in kept}}
    levels = paths[paths["kind"] == "level"]
    present = set(levels["indicator"])
    shown = [key for key in TRENDS if key in present]
    label = min(_MOST_LABEL, max(width_of(name, SMALL) for name in names.values())) + 0.2
    high = max(1.0, len(names) * _LINE / 72.0)
    sheet = Sheet(2, math.ceil(len(shown) / 2), left=0.42, right=label + 0.12, above=0.46, height=high, below=0.34)
    with drawing():
        figure, panels = sheet.panels(len(shown))
        for key, axes in zip(shown, panels, strict=True):
            table = levels[levels["indicator"] == key]
            axes.set_ylim(*bounds(key, table, subject.adults))
            _panel(axes, sheet, table, key, say, names)
        _mark_start(panels[0], say)
        for axes in (axes for n, axes in enumerate(panels) if n % sheet.rows == sheet.rows - 1 or n == len(panels) - 1):
            axes.set_xlabel(say("figure.month"), fontsize=SMALL, color=SOFT, loc="right", labelpad=1)
        text = say("figure.paths", where=subject.where, blocks=subject.blocks)
        if len(kept) < len(subject.names):
            few = "chosen" if chosen is not None else "furthest"
            told = {"n": len(kept), "all": len(subject.names), "outcome": say.indicator(shown[0])}
            text += say("form.space") + say(f"figures.paths.{few}", **told)
        caption(figure, text)
    return figure


def _furthest(paths: pd.DataFrame, packages: list[str]) -> list[str]:
    """The packages, or of many those whose paths end furthest from the baseline, in the order given."""
    if len(packages) <= MOST_PATHS:
        return packages
    here = paths[(paths["kind"] == "level") & paths["indicator"].isin(TRENDS)]
    first = next(key for key in TRENDS if key in set(here["indicator"]))
    ends = here[(here["indicator"] == first) & (here["month"] == here["month"].max())].set_index("package")["mean"]
    away = (ends.reindex(packages) - ends.get(BASELINE, 0.0)).abs().sort_values(ascending=False, kind="stable")
    return [name for name in packages if name in set(away.index[:MOST_PATHS])]


def bounds(key: str, table: pd.DataFrame, adults: int | None) -> tuple[float, float]:
    """Lower and upper end of an indicator's axis; ``table`` holds its rows."""
    untreated = table[table["package"] == BASELINE]
    size = PER_ADULT[key] * adults if adults and key in PER_ADULT else _OF_LEVEL * level(untreated, "mean")
    low, high = RANGES.get(key) or (0.0, next_step(size))
    step = next_step((high - low) / _MOST_TICKS)
    seen = pd.concat([untreated["band_low"], untreated["band_high"], table["mean"]]).dropna()
    while not seen.empty and seen.max() > high:
        high += step
    while not seen.empty and seen.min() < low:
        low -= step
    return low, high


def _panel(axes: Axes, sheet: Sheet, table: pd.DataFrame, key: str, say: Words, names: Mapping[str, str]) -> None:
    low, high = axes.get_ylim()
    bare(axes, "bottom")
    last = int(table["month"].max())
    axes.set_xlim(min(0, int(table["month"].min())), last)
    step = next_step((high - low) / _MOST_TICKS)
    ticks = [low + step * n for n in range(round((high - low) / step) + 1)]
    axes.set_yticks(ticks, [say.number(tick, decimals(tick)) for tick in ticks])
    axes.set_xticks(list(range(0, last + 1, 12 if last > 12 else 3)))
    axes.tick_params(axis="both", labelsize=SMALL, length=2, width=0.6, pad=2, labelcolor=SOFT)
    axes.tick_params(axis="x", bottom=True)
    axes.yaxis.grid(True, color=FAINT, linewidth=0.4)
    axes.axvline(1, color=SOFT, linewidth=0.7, linestyle=(0, (1, 1.5)), label="start")
    title(axes, sheet, say.indicator(key), say.axis(key))
    _draw(axes, sheet, table, names)


def _draw(axes: Axes, sheet: Sheet, table: pd.DataFrame, names: Mapping[str, str]) -> None:
    chosen = looks([name for name in names if name != BASELINE])
    ends: dict[str, float] = {}
    for package in names:
        path = table[table["package"] == package].sort_values("month").dropna(subset=["mean"])
        if path.empty:
            continue
        ends[package] = float(path["mean"].iloc[-1])
        if package == BASELINE:
            axes.fill_between(path["month"], path["band_low"], path["band_high"], color=BAND, linewidth=0, zorder=0.6)
            axes.plot(path["month"], path["mean"], color=SOFT, linewidth=1.8, label=package)
        else:
            look = chosen[package]
            dashes: dict[str, Any] = {"dashes": look.dashes} if look.dashes else {}
            axes.plot(path["month"], path["mean"], color=look.colour, linewidth=1.3, label=package, **dashes)
    colours = {BASELINE: SOFT, **{name: look.colour for name, look in chosen.items()}}
    _label_ends(axes, sheet, ends, names, colours)


def _label_ends(
    axes: Axes, sheet: Sheet, ends: Mapping[str, float], names: Mapping[str, str], colours: Mapping[str, str]
) -> None:
    """Write each path's name beside its end, none over another, with a thin line to where it belongs."""
    low, high = axes.get_ylim()
    wanted = [(end - low) / (high - low) for end in ends.values()]
    placed = spread(wanted, _LINE / (72.0 * sheet.height))
    for (package, end), height in zip(ends.items(), placed, strict=True):
        axes.annotate(
            plain(fit(names[package], SMALL, _MOST_LABEL)),
            xy=(axes.get_xlim()[1], end),
            xytext=(1 + 0.16 / sheet.panel_width, height),
            textcoords="axes fraction",
            fontsize=SMALL,
            color=colours[package],
            va="center",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colours[package],
                "linewidth": 0.5,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


def spread(wanted: Sequence[float], distance: float) -> list[float]:
    """Places between 0 and 1 as near as can be to those wanted, in the same order and ``distance`` apart.

    What would collide becomes a group around its own middle; groups that touch become one.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    groups: list[list[int]] = []
    for n in order:
        groups.append([n])
        while len(groups) > 1 and _touch(groups[-2], groups[-1], wanted, distance):
            groups[-2:] = [groups[-2] + groups[-1]]
    placed = {n: _start(group, wanted, distance) + k * distance for group in groups for k, n in enumerate(group)}
    return [placed[n] for n in range(len(wanted))]


def _touch(lower: Sequence[int], upper: Sequence[int], wanted: Sequence[float], distance: float) -> bool:
    return _start(upper, wanted, distance) < _start(lower, wanted, distance) + distance * len(lower)


def _start(group: Sequence[int], wanted: Sequence[float], distance: float) -> float:
    """Where the lowest of a group stands: around its middle, but within the panel."""
    width = distance * (len(group) - 1)
    middle = sum(wanted[n] for n in group) / len(group)
    return max(0.0, min(middle - width / 2, 1.0 - width))


def _mark_start(axes: Axes, say: Words) -> None:
    low, high = axes.get_ylim()
    at: dict[str, Any] = {"fontsize": SMALL, "color": SOFT, "ha": "left", "va": "top"}
    axes.text(1.5, high - 0.02 * (high - low), say("figure.start"), **at)

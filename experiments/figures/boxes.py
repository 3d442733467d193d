"""When a measure fails: the box of worlds within the prior ranges, the worlds in it, and the way to it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

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
    axes_at,
    bare,
    caption,
    drawing,
)
from experiments.figures.typesetting import broken, plain
from experiments.methods.discovery import Discovery
from experiments.words import Lang, Words, decimals, words
from sim.core.parameters import Passport, all_passports
from sim.parameters import Parameters

FAIL, WORK = PALETTE[1], SOFT
_HEAD, _ROW, _LOW, _FOOT = 1.3, 0.42, 2.3, 0.8
_LABEL, _SAID, _GAP = 2.1, 2.05, 0.62
_DIGITS = 3


@dataclass(frozen=True)
class About:
    """What a figure is about, in the reader's language; ``rule``: when a measure fails, such as an effect below 0."""

    measure: str
    where: str
    months: str
    rule: str


def box_plot(found: Discovery, worlds: pd.DataFrame, fails: pd.Series, lang: Lang, about: About) -> Figure:
    """The box as ranges within the prior ranges, failing and other worlds in its main dimensions, the trajectory.

    ``worlds`` and ``fails`` as ``experiments.methods.discovery.discover`` took them. Parameters of the model go by
    their names, others by their keys.
    """
    say, rows = words(lang), len(found.restrictions)
    here = worlds.loc[found.inside.index]
    top = _HEAD + max(rows, 1) * _ROW + (0.55 if rows else 0.0)
    high = top + 0.25 + _LOW + 0.5 + _FOOT
    with drawing():
        figure = Figure(figsize=(WIDTH, high))
        _head(figure, found, say, about)
        if rows:
            _ranges(axes_at(figure, _LABEL, _HEAD, WIDTH - _LABEL - _SAID, rows * _ROW), found, say)
        side = (WIDTH - 2 * _GAP - 0.15) / 2
        places = [axes_at(figure, _GAP + k * (side + _GAP), top + 0.25, side - 0.1, _LOW) for k in range(2)]
        if rows:
            _scatter(places[0], found, here, fails.loc[here.index].to_numpy(dtype=np.bool_), say)
        else:
            places[0].set_visible(False)
        _trajectory(places[1], found, say)
        _foot(figure, found, say, about)
    return figure


def _head(figure: Figure, found: Discovery, say: Words, about: About) -> None:
    verdict = "stands_out" if found.stands_out else "nothing" if len(found.restrictions) else "empty"
    quality = found.seen
    lines = [
        say("discover.rate", rate=_percent(quality.rate, say), fails=quality.fails, worlds=quality.worlds),
        say("discover.chance", share=_percent(found.p_value, say, 1)),
    ]
    if len(found.restrictions):
        kinds = (("seen", found.seen), ("unseen", found.unseen))
        told = [
            (kind, {"density": _percent(q.density, say), "coverage": _percent(q.coverage, say)}) for kind, q in kinds
        ]
        lines[1:1] = [say(f"discover.{kind}", **values) for kind, values in told]
    size = figure.get_size_inches()[1]
    heading = plain(say("discover.heading", measure=about.measure))
    figure.text(0.0, 1.0 - 0.16 / size, heading, fontsize=TITLE, va="baseline")
    colour = FAIL if found.stands_out else SOFT
    figure.text(0.0, 1.0 - 0.36 / size, say(f"discover.{verdict}"), fontsize=TEXT, color=colour, va="baseline")
    for n, line in enumerate(lines):
        figure.text(0.0, 1.0 - (0.55 + 0.17 * n) / size, line, fontsize=SMALL, color=SOFT, va="baseline")


def _ranges(axes: Axes, found: Discovery, say: Words) -> None:
    table = found.restrictions
    bare(axes)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xticks([])
    names = [broken(plain(_named(key, say)), TEXT, _LABEL - 0.12) for key in table["parameter"]]
    axes.set_yticks(range(len(table)), names)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=5)
    for n, row in enumerate(table.itertuples()):
        start, end = float(row.prior_low), float(row.prior_high)  # type: ignore[arg-type]
        low, high = ((float(x) - start) / (end - start) for x in (row.low, row.high))  # type: ignore[arg-type]
        axes.barh(n, 1.0, height=0.3, color=BAND, linewidth=0, zorder=1)
        colour = FAIL if found.stands_out else SOFT
        axes.barh(n, high - low, left=low, height=0.3, color=colour, linewidth=0, zorder=2, label="box")
        at = axes.get_yaxis_transform()
        limits = _limits((float(row.low), float(row.high)), (start, end), say)  # type: ignore[arg-type]
        again = say("discover.again", share=_percent(float(row.found_again), say))  # type: ignore[arg-type]
        axes.text(1.03, n - 0.02, limits, transform=at, fontsize=TEXT, va="bottom")
        axes.text(1.03, n + 0.05, again, transform=at, fontsize=SMALL, color=SOFT, va="top")
        for x, side, value in ((0.0, "left", start), (1.0, "right", end)):
            axes.text(x, n + 0.2, _number(value, say), fontsize=SMALL - 1, color=SOFT, ha=side, va="top")
    axes.text(0.5, len(table) - 0.18, say("discover.range"), fontsize=SMALL, color=SOFT, ha="center", va="top")


def _limits(ends: tuple[float, float], prior: tuple[float, float], say: Words) -> str:
    low, high = (_number(value, say) for value in ends)
    form = "below" if ends[0] <= prior[0] else "above" if ends[1] >= prior[1] else "limits"
    return say(f"discover.{form}", low=low, high=high)


def _scatter(axes: Axes, found: Discovery, worlds: pd.DataFrame, fails: np.ndarray, say: Words) -> None:
    """Worlds by the two main parameters of the box; where it has one, by that and in their order."""
    table = found.restrictions
    first, second = table.iloc[0], table.iloc[1] if len(table) > 1 else None
    x = worlds[first["parameter"]].to_numpy(np.float64)
    y = np.arange(len(worlds)) + 0.5 if second is None else worlds[second["parameter"]].to_numpy(np.float64)
    tall = (0.0, float(len(worlds))) if second is None else (float(second["prior_low"]), float(second["prior_high"]))
    box = tall if second is None else (float(second["low"]), float(second["high"]))
    corner, size = (float(first["low"]), box[0]), (float(first["high"] - first["low"]), box[1] - box[0])
    axes.add_patch(
        Rectangle(corner, *size, facecolor="#FBEDE4", edgecolor=FAIL, linewidth=0.9, zorder=0.5, label="box")
    )
    axes.plot(
        x[~fails], y[~fails], "o", markersize=3, color="white", markeredgecolor=WORK, label="works", clip_on=False
    )
    axes.plot(x[fails], y[fails], "s", markersize=3, color=FAIL, markeredgewidth=0, label="fails", clip_on=False)
    axes.set_xlim(float(first["prior_low"]), float(first["prior_high"]))
    axes.set_ylim(*tall)
    _plain(
        axes, _named(str(first["parameter"]), say), "" if second is None else _named(str(second["parameter"]), say), say
    )
    if second is None:
        axes.set_yticks([])
    names, place = [say("discover.works"), say("discover.fails")], (-0.02, 1.0)
    axes.legend(axes.lines, names, loc="lower left", bbox_to_anchor=place, ncols=2, frameon=False, fontsize=SMALL)


def _trajectory(axes: Axes, found: Discovery, say: Words) -> None:
    table = found.trajectory
    axes.plot(table["coverage"], table["density"], "o-", color=SOFT, markersize=2.5, linewidth=0.8, label="trajectory")
    axes.set_xlim(1.03, 0.0)
    axes.set_ylim(0.0, 1.03)
    axes.axhline(found.seen.rate, color=FAINT, linewidth=0.8, zorder=0.5)
    _plain(axes, say("discover.coverage"), say("discover.density"), say)
    shares = [0.0, 0.25, 0.5, 0.75, 1.0]
    axes.set_xticks(shares, [_percent(share, say) for share in shares])
    axes.set_yticks(shares, [_percent(share, say) for share in shares])
    marks = [(found.seen, "chosen", FAIL, "s", FAIL)] if len(found.restrictions) else []
    if found.unseen.held:
        marks.append((found.unseen, "held_out", INK, "D", "white"))
    for quality, key, colour, marker, fill in marks:
        looks: dict[str, Any] = {"color": colour, "markerfacecolor": fill, "markersize": 6}
        axes.plot([quality.coverage], [quality.density], marker, label=say(f"discover.{key}"), zorder=4, **looks)
    axes.text(0.02, found.seen.rate - 0.02, say("discover.base"), fontsize=SMALL, color=SOFT, ha="right", va="top")
    if marks:
        place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (-0.02, 1.0)}
        axes.legend(handles=axes.lines[-len(marks) :], ncols=2, frameon=False, fontsize=SMALL, **place)


def _plain(axes: Axes, across: str, up: str, say: Words) -> None:
    bare(axes, "bottom", "left")
    inches = axes.get_position().size * axes.figure.get_size_inches()  # type: ignore[union-attr]
    axes.set_xlabel(broken(plain(across), SMALL, inches[0]), fontsize=SMALL, color=SOFT, labelpad=3)
    axes.set_ylabel(broken(plain(up), SMALL, inches[1]), fontsize=SMALL, color=SOFT, labelpad=3)
    axes.tick_params(labelsize=SMALL, length=2, width=0.6, pad=2, labelcolor=SOFT, bottom=True, left=True)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: say.number(value, decimals(value, 4)))


def _foot(figure: Figure, found: Discovery, say: Words, about: About) -> None:
    tree, n = found.tree, found.seen.worlds
    splits = say.listed([f"{_name(key, say)} {_percent(weight, say)}" for key, weight in list(tree.splits.items())[:3]])
    numbers = {"accuracy": _percent(tree.accuracy, say), "half": _percent(0.5, say), "kappa": say.number(tree.kappa, 2)}
    held = say("discover.count.one" if n == 1 else "discover.count.many", n=say.number(n))
    values = {"where": about.where, "worlds": held, "months": about.months, "rule": about.rule}
    check = say("discover.tree", splits=splits or say("form.none"), **numbers)
    caption(figure, check + say("form.space") + say("discover.caption", **values))


def _percent(share: float, say: Words, digits: int = 0) -> str:
    return say("form.percent", number=say.number(100.0 * share, digits))


def _number(value: float, say: Words) -> str:
    """To three significant digits."""
    rounded = float(f"{value:.{_DIGITS}g}")
    return say.number(rounded, decimals(rounded, 6))


@cache
def _passports() -> dict[str, Passport]:
    return dict(all_passports(Parameters))


def _name(key: str, say: Words) -> str:
    passport = _passports().get(key)
    return str(getattr(passport, say.lang)) if passport else key


def _unit(key: str, say: Words) -> str:
    """The unit of a parameter where there are words for it; technical ones only in English."""
    unit = _passports()[key].unit if key in _passports() else ""
    known = next((text for text in (f"cli.unit.{unit}", f"unit.{unit}.axis") if say.has(text)), None)
    return say(known) if known else unit if say.lang == "en" and unit not in ("-", "0-1", "x") else ""


def _named(key: str, say: Words) -> str:
    unit = _unit(key, say)
    return _name(key, say) + (say.bracketed(unit) if unit else "")

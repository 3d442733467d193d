"""The elimination chart of `select`: after how many blocks each package was dropped, and how far behind it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
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
    bare,
    caption,
    drawing,
    next_step,
)
from experiments.figures.typesetting import fit, plain, width_of
from experiments.methods.selection import Rule, Selection
from experiments.words import Lang, Words, decimals, digits_of_changes, words

AHEAD = PALETTE[0]
_HEAD, _ROW, _BELOW, _FOOT = 0.85, 0.21, 0.45, 0.65
_MOST_LABEL, _BARS, _GAP, _RIGHT = 1.6, 2.6, 0.3, 0.55


@dataclass(frozen=True)
class About:
    """What a figure is about, in the reader's language; ``names``: of packages; ``outcome``: the indicator's key."""

    names: Mapping[str, str]
    outcome: str
    where: str
    months: str


def elimination_chart(found: Selection, rule: Rule, lang: Lang, about: About) -> Figure:
    """A row a package, the leader first: bars of blocks compared, and the paired difference to the leader.

    Below 0 a package is worse than the leader, whichever way the outcome is better; the shaded zone is ``rule.delta``.
    """
    say, table = words(lang), found.packages
    labels = [plain(fit(about.names[name], TEXT, _MOST_LABEL)) for name in table["package"]]
    left, tall = max(width_of(label, TEXT) for label in labels) + 0.12, _ROW * len(table)
    high = _HEAD + tall + _BELOW + _FOOT
    with drawing():
        figure = Figure(figsize=(WIDTH, high))
        places, start = [], left
        for wide in (_BARS, WIDTH - left - _BARS - _GAP - _RIGHT):
            box = (start / WIDTH, 1.0 - (_HEAD + tall) / high, wide / WIDTH, tall / high)
            places.append(figure.add_axes(box))
            start += wide + _GAP
        _bars(places[0], found, say, about)
        places[0].set_yticks(range(len(table)), labels)
        _behind(places[1], found, rule, say, about)
        _title(figure, found, say, about)
        _foot(figure, found, rule, say, about)
    return figure


def _title(figure: Figure, found: Selection, say: Words, about: About) -> None:
    names = [about.names[name] for name in found.survivors]
    blocks = say.count("blocks", found.blocks)
    told = say(f"select.{found.state}", name=names[0], names=say.listed(names), blocks=blocks)
    size = figure.get_size_inches()[1]
    figure.text(0.0, 1.0 - 0.16 / size, plain(fit(told, TITLE, WIDTH)), fontsize=TITLE, va="baseline")
    heading = say.indicator(about.outcome)
    figure.text(0.0, 1.0 - 0.36 / size, plain(heading), fontsize=SMALL, color=SOFT, va="baseline")


def _rows(axes: Axes, count: int, say: Words, heading: str) -> None:
    bare(axes, "bottom")
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, labelcolor=SOFT, bottom=True)
    axes.tick_params(axis="y", labelsize=TEXT, length=0, pad=4)
    axes.text(0.0, -0.75, heading, transform=axes.get_yaxis_transform(), fontsize=SMALL, color=SOFT, va="bottom")
    axes.xaxis.set_major_formatter(lambda value, _: say.number(value, decimals(value, 4)))


def _bars(axes: Axes, found: Selection, say: Words, about: About) -> None:
    table, reach = found.packages, max(found.blocks, 1)
    _rows(axes, len(table), say, say("select.blocks"))
    axes.set_xlim(0, reach)
    last = {"selected": "winner", "running": "left", "undecided": "tied"}[found.state]
    for row, (blocks, by) in enumerate(zip(table["blocks"].tolist(), table["dropped_by"].tolist(), strict=True)):
        axes.barh(row, blocks, height=0.62, color=BAND if by else AHEAD, linewidth=0, label=by or "survivor")
        text = say("select.dropped", n=say.number(blocks), by=about.names[by]) if by else say(f"select.{last}")
        colour, room = SOFT if by else "white", _BARS - 0.1
        at: dict[str, Any] = {"fontsize": SMALL, "va": "center_baseline", "color": colour}
        axes.text(0.02 * reach, row, plain(fit(text, SMALL, room)), **at)


def _behind(axes: Axes, found: Selection, rule: Rule, say: Words, about: About) -> None:
    table = found.packages
    values = table[["behind", "behind_low", "behind_high"]].to_numpy(np.float64)
    reach = next_step(max(float(np.nanmax(np.abs(values), initial=0.0)), 1.2 * rule.delta))
    unit = say.axis(about.outcome, change=True)
    _rows(axes, len(table), say, say("select.behind") + say.bracketed(unit))
    axes.set_xlim(-reach, max(0.5 * reach, 1.2 * rule.delta))
    axes.axvspan(-rule.delta, rule.delta, color="#F2F2F2", linewidth=0, zorder=0, label="zone")
    axes.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
    shown = pd.DataFrame(values, columns=["difference", "low", "high"])
    digits = digits_of_changes(shown)
    for row, (middle, low, high) in enumerate(values.tolist()):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0.5)
        colour = SOFT if table["dropped_by"].iloc[row] else AHEAD
        if table["package"].iloc[row] == found.leader or np.isnan(middle):
            continue
        axes.plot([low, high], [row, row], color=colour, linewidth=2.0, solid_capstyle="butt", label="interval")
        axes.plot([middle], [row], "o", color=colour, markersize=3.6, label="point", zorder=3)
        text = say.number(middle, digits, sign=True)
        axes.text(1.03, row, text, transform=axes.get_yaxis_transform(), fontsize=TEXT, va="center_baseline")
    under = -0.27 / (axes.get_position().height * axes.figure.get_size_inches()[1])  # type: ignore[union-attr]
    at: dict[str, Any] = {"transform": axes.transAxes, "fontsize": SMALL, "color": SOFT, "va": "top"}
    axes.text(0.0, under, say("figure.left", text=say("select.worse")), **at)
    axes.text(1.0, under, say("select.zone", delta=_delta(rule, say, about)), ha="right", **at)


def _delta(rule: Rule, say: Words, about: About) -> str:
    """The indifference zone with its unit."""
    return say.amount(about.outcome, rule.delta, decimals(rule.delta), change=True).lstrip("+")


def _foot(figure: Figure, found: Selection, rule: Rule, say: Words, about: About) -> None:
    saved = say("select.saved", runs=say.number(found.runs), equal=say.number(found.equal_runs))
    confidence = say("form.percent", number=say.number(100 * (1 - rule.alpha), decimals(100 * (1 - rule.alpha))))
    values = {"where": about.where, "blocks": say.count("blocks", found.blocks), "months": about.months}
    caption(figure, say("select.caption", saved=saved, delta=_delta(rule, say, about), confidence=confidence, **values))

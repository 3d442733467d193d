"""The assumptions that carry a result: indices of sensitivity in order, with intervals, against what chance gives."""

import math
from dataclasses import dataclass
from functools import cache
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
    Sheet,
    bare,
    caption,
    drawing,
    next_step,
    title,
)
from experiments.figures.typesetting import fit, plain
from experiments.methods.sensitivity_design import DUMMY
from experiments.methods.sensitivity_seeds import SeedShare
from experiments.words import Lang, Words, decimals, words
from sim.core.parameters import Passport, all_passports
from sim.parameters import Parameters

MOST = 20
"""Parameters on a page."""
_LABEL = 2.7
_ROW = 0.29


@dataclass(frozen=True)
class About:
    """What a figure is about, in the reader's language; ``seeds``: the seed's share of variance, if known."""

    outcome: str
    unit: str
    where: str
    months: str
    seeds: SeedShare | None = None


def sensitivity_plot(table: pd.DataFrame, lang: Lang, about: About) -> Figure:
    """Indices of one design and outcome, a panel each, in the order of the first one.

    ``table`` as ``experiments.methods.sensitivity.sensitivity`` gives it. An index that is no larger than chance
    (``above_floor``) is drawn hollow; the dashed line is the floor.
    """
    say, indices = words(lang), _by_index(table)
    first = next(iter(indices.values()))
    names = [str(name) for name in first.sort_values("value", ascending=False, kind="stable").index[:MOST]]
    sheet = Sheet(len(indices), 1, 0.12, 0.4, 0.85, _ROW * len(names) + 0.06, 0.3, margin=_LABEL, foot=0.72)
    with drawing():
        figure, panels = sheet.panels(len(indices))
        for axes, (key, rows) in zip(panels, indices.items(), strict=True):
            head = f"sensitivity.index.{key}"
            title(axes, sheet, say(f"{head}.name"), say(f"{head}.says", unit=about.unit))
            _panel(axes, rows, names, say)
        _labels(panels[0], sheet, names, lang)
        heading = plain(say("sensitivity.title", outcome=about.outcome))
        figure.text(0.0, 1.0 - 0.1 / sheet.size[1], heading, fontsize=TITLE + 1.5, ha="left", va="top")
        caption(figure, _note(table, first, len(names), say, about))
    return figure


def _by_index(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of every index without the dummy's, by parameter; keys are method and index."""
    rows = table[table["parameter"] != DUMMY]
    keys = rows["method"] + "_" + rows["index"]
    return {str(key): rows[keys == key].set_index("parameter") for key in keys.unique()}


def _panel(axes: Axes, rows: pd.DataFrame, names: list[str], say: Words) -> None:
    shown, floor = rows.reindex(names), float(rows["floor"].iloc[0])
    digits = _digits(float(shown["value"].abs().max()))
    _axis(axes, shown, floor, say)
    numbers = shown[["value", "low", "high"]].to_numpy(dtype=float)
    for row, (clear, (value, low, high)) in enumerate(zip(shown["above_floor"].eq(True), numbers, strict=True)):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0.5)
        text = say.number(value, digits)
        at = axes.get_yaxis_transform()
        axes.text(1.05, row, text, transform=at, fontsize=SMALL, va="center", color=INK if clear else SOFT)
        axes.plot([low, high], [row, row], color=PALETTE[0], linewidth=2.0, solid_capstyle="butt", label="interval")
        face = PALETTE[0] if clear else "white"
        look: dict[str, Any] = {
            "markerfacecolor": face,
            "markeredgecolor": PALETTE[0],
            "markeredgewidth": 1.1,
            "linestyle": "none",
        }
        axes.plot([value], [row], marker="o", markersize=4.0, zorder=3, label="point" if clear else "hollow", **look)


def _axis(axes: Axes, shown: pd.DataFrame, floor: float, say: Words) -> None:
    bare(axes, "bottom")
    reach = next_step(float(np.nanmax([*shown["high"], *shown["value"], floor])))
    least = min(0.0, float(np.nanmin([*shown["low"], *shown["value"]])))
    axes.set_xlim(least - 0.02 * reach, reach)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    ticks = [0.0, 0.5 * reach, reach]
    axes.set_xticks(ticks, [say.number(tick, decimals(tick)) for tick in ticks])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, width=0.6, pad=2, bottom=True)
    axes.set_yticks([])
    axes.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
    if floor > 0.0:
        axes.axvline(floor, color=SOFT, linewidth=0.9, dashes=(3, 2), zorder=2, label="floor")
        style = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": BAND, "linewidth": 0.4}
        where = (floor, len(shown) - 0.55)
        axes.text(*where, say("sensitivity.chance"), fontsize=SMALL - 1, color=SOFT, ha="center", bbox=style, zorder=4)


def _digits(largest: float) -> int:
    """Decimals that leave the largest value two figures, three decimals at most."""
    if not (math.isfinite(largest) and largest > 0.0):
        return 1
    return min(3, max(0, 1 - math.floor(math.log10(largest))))


def _labels(axes: Axes, sheet: Sheet, names: list[str], lang: Lang) -> None:
    """What each row is: its meaning over its name."""
    start = -(sheet.left + sheet.margin) / sheet.panel_width
    at = axes.get_yaxis_transform()
    for row, name in enumerate(names):
        said = plain(fit(meaning(name, lang), TEXT, sheet.margin))
        if said == name:
            axes.text(start, row, said, transform=at, fontsize=TEXT, va="center")
            continue
        axes.text(start, row, said, transform=at, fontsize=TEXT, va="bottom")
        axes.text(start, row + 0.05, name, transform=at, fontsize=SMALL - 1, color=SOFT, va="top")


def meaning(name: str, lang: Lang) -> str:
    """What a parameter ``group.name`` means, or a group of parameters; the name itself where nobody says."""
    passport, say, key = _passports().get(name), words(lang), f"sensitivity.group.{name}"
    if passport is not None:
        return str(getattr(passport, lang))
    return say(key) if say.has(key) else name


@cache
def _passports() -> dict[str, Passport]:
    return dict(all_passports(Parameters))


def _note(table: pd.DataFrame, first: pd.DataFrame, shown: int, say: Words, about: About) -> str:
    """The caption: where, how many worlds and runs, what the marks mean, what the seed does."""
    runs, worlds, dropped = (int(table[name].iloc[0]) for name in ("runs", "worlds", "dropped"))
    counts = [say("sensitivity.worlds", n=say.number(worlds)), say("sensitivity.runs", n=say.number(runs))]
    lost = [say("sensitivity.dropped", n=say.number(dropped))] if dropped else []
    where = " · ".join([about.where, *counts, *lost, about.months, say("sensitivity.in_model")])
    clear = int(first["above_floor"].sum())
    marks = say("sensitivity.marks") + say("form.space") + say(f"sensitivity.floor.{table['method'].iloc[0]}")
    said = [where, say("sensitivity.shown", shown=shown, all=len(first), clear=clear), marks]
    if about.seeds is not None and math.isfinite(about.seeds.share):
        share, low, high = (100.0 * number for number in (about.seeds.share, about.seeds.low, about.seeds.high))
        said.append(say("sensitivity.seeds", share=say.number(share), range=say.range(low, high)))
    return say("form.space").join(said)

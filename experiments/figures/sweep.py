"""How an outcome moves with a setting: curves of mean changes with intervals, one for each combination of the rest."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import FAINT, SMALL, SOFT, TEXT, Look, Sheet, bare, caption, drawing, looks, title
from experiments.figures.typesetting import broken, plain
from experiments.words import Lang, Words, words
from sim.core.parameters import all_passports
from sim.parameters import Parameters
from sim.policies import registry
from sim.policies.base import settings

MOST_CURVES = 12
"""Curves a figure holds; more cannot be told apart."""
_STEP = 0.15
"""Inches between the names of curves at their ends."""
_DODGE = 0.008
"""How far curves stand apart, so that intervals do not hide one another: share of the axis."""


def sweep_plot(table: pd.DataFrame, varied: Sequence[str], outcome: str, lang: Lang) -> Figure | None:
    """Curves over the setting with the most values that are numbers; None where there is none, or too many curves.

    ``table`` as ``experiments.sweeping.carry_out_sweep`` gives it.
    """
    here = table[table["indicator"] == outcome]
    along = _along(here, varied)
    if along is None:
        return None
    others = [key for key in varied if key != along]
    say = words(lang)
    curves = _curves(here[here[along].notna()], others, say)
    if len(curves) > MOST_CURVES:
        return None
    sheet = Sheet(1, 1, 0.65, 2.3, 0.5, 2.6, 0.6, foot=0.4)
    with drawing():
        figure, (axes,) = sheet.panels(1)
        told = say("sweep.change", unit=say.axis(outcome, change=True))
        title(axes, sheet, say("sweep.title", outcome=say.indicator(outcome)), told)
        ends = []
        apart = _DODGE * float(here[along].astype(float).max() - here[along].astype(float).min())
        for k, ((name, rows), look) in enumerate(zip(curves.items(), looks(list(curves)).values(), strict=True)):
            rows = rows.sort_values(along).assign(**{along: lambda t, k=k: t[along].astype(float) + k * apart})
            ends.append((*_curve(axes, rows, along, look), name, look.colour))
        axes.axhline(0.0, color=SOFT, linewidth=0.7)
        axes.grid(axis="y", color=FAINT, linewidth=0.5)
        bare(axes, "bottom")
        axes.set_xlabel(plain(setting_name(along, say)), fontsize=TEXT)
        axes.tick_params(labelsize=SMALL)
        _names(axes, sheet, ends)
        caption(figure, say("sweep.note", blocks=say.count("blocks", int(here["n"].max()))))
    return figure


def _curve(axes: Axes, rows: pd.DataFrame, along: str, look: Look) -> tuple[float, float]:
    """Draw a curve; where it ends."""
    x, y = rows[along].to_numpy(dtype=float), rows["difference"].to_numpy(dtype=float)
    line: dict[str, Any] = {"dashes": look.dashes} if look.dashes else {}
    axes.plot(x, y, color=look.colour, marker=look.marker, markersize=4, linewidth=1.2, **line)
    axes.vlines(x, rows["low"], rows["high"], color=look.colour, linewidth=1.2)
    return float(x[-1]), float(y[-1])


def _names(axes: Axes, sheet: Sheet, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Name the curves at their ends, one below the other."""
    low, high = axes.get_ylim()
    right, each, last = axes.get_xlim()[1], _STEP / sheet.height * (high - low), -math.inf
    for _, y, name, colour in sorted(ends, key=lambda end: end[1]):
        last = max(y, last + each)
        told = broken(plain(name), SMALL, sheet.right - 0.1)
        axes.text(right, last, told, fontsize=SMALL, color=colour, va="center", clip_on=False)


def _along(table: pd.DataFrame, varied: Sequence[str]) -> str | None:
    """The setting that makes the horizontal axis."""
    numbers = {key: table[key].nunique() for key in varied if pd.to_numeric(table[key], errors="coerce").notna().any()}
    return max(numbers, key=lambda key: numbers[key]) if numbers else None


def setting_name(key: str, say: Words) -> str:
    """What a setting is called in the reader's language: a measure's with the measure, a parameter's by its meaning."""
    top, *rest = key.split(".")
    if top == "policies" and len(rest) == 2:
        known = settings(registry()[rest[0]])
        name = getattr(known[rest[1]], say.lang) if rest[1] in known else rest[1]
        return say.measure(rest[0]) + say("form.colon") + name
    if top == "parameters":
        return str(getattr(dict(all_passports(Parameters))[".".join(rest)], say.lang))
    return key if top == "policies" else say(f"cli.help.setting.{top}")


def _value_name(key: str, value: object, say: Words) -> str:
    if key == "policies":
        return say("form.plus").join(say.measure(name) for name in str(value).split("+") if name)
    return f"{setting_name(key, say)} {value}"


def _curves(table: pd.DataFrame, others: Sequence[str], say: Words) -> dict[str, pd.DataFrame]:
    """Rows by the values of the other settings, named after them."""
    if not others:
        return {"": table}
    named = table.assign(**{key: table[key].astype(object).where(table[key].notna(), "") for key in others})
    found = {}
    for values, rows in named.groupby(list(others), sort=False):
        told = [_value_name(key, value, say) for key, value in zip(others, values, strict=True) if value != ""]
        found[say("form.comma").join(told)] = rows
    return found

"""``gongzhi sweep``: settings that take several values each, in all combinations."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from rich.table import Table
from rich.text import Text

from experiments.cli.answers import keep_figure
from experiments.cli.call import GOOD, Call, asking, show, where_of
from experiments.figures.sweep import sweep_plot
from experiments.fingerprint import fingerprint
from experiments.overrides import SettingsError
from experiments.plain import plain_table, tone
from experiments.store import Store, check_study_name, results_root
from experiments.sweep import Sweep, plan_sweep
from experiments.sweeping import carry_out_sweep
from experiments.words import Words
from sim.core.names import check_name
from sim.indicator_table import INDICATORS

SHOWN = 60
"""Cells a table lists; the file holds all."""
PRESET = "experiment="
DIGITS = 2


def sweep_cells(call: Call) -> int:
    """``gongzhi sweep``."""
    with asking():
        settings, sweep = plan_sweep(with_preset(call.arguments))
        outcome = settings["outcome"]
        check_name("outcome", outcome, INDICATORS)
        name = settings.study or f"sweep-{fingerprint({'studies': [study.name for study in sweep.studies]})}"
        folder = results_root(settings.results) / check_study_name(name)
    if not sweep.varied:
        raise SettingsError(call.words("cli.sweep.nothing_varies"))
    if not any(cell.package for cell in sweep.cells):
        raise SettingsError(call.words("cli.error.no_measures"))
    table, failure = carry_out_sweep(sweep, folder, where_of(call, settings), call.asked(settings))
    if not table.empty:
        _show_sweep(sweep, table, outcome, folder, call.words)
    if failure is not None:
        raise failure
    return GOOD


def _show_sweep(sweep: Sweep, table: pd.DataFrame, outcome: str, folder: Path, words: Words) -> None:
    show(_table(sweep, table, outcome, words))
    if len(sweep.cells) > SHOWN:
        show(words("cli.sweep.more", shown=SHOWN, all=len(sweep.cells)))
    runs, studies = sum(study.runs for study in sweep.studies), len(sweep.studies)
    show(words("cli.sweep.rests", cells=len(sweep.cells), runs=words.number(runs), studies=studies))
    figure = sweep_plot(table, sweep.varied, outcome, words.lang)
    if figure is not None:
        keep_figure(Store(folder), f"sweep_{outcome}", figure, words)
    show(words("cli.note.in_the_model"))
    print(words("cli.done.tables", folder=folder))


def with_preset(arguments: Sequence[str]) -> list[str]:
    """The arguments of a preset (conf/experiment) and those given, which take the place of the preset's."""
    given = [one for one in arguments if not one.startswith(PRESET)]
    names = [one.removeprefix(PRESET) for one in arguments if one.startswith(PRESET)]
    keys = {one.partition("=")[0] for one in given}
    preset: dict[str, Any] = {}
    for name in names:
        check_name("experiment", name, presets())
        file = resources.files("gongzhi_conf") / "experiment" / f"{name}.yaml"
        preset |= yaml.safe_load(file.read_text("utf-8"))
    return [f"{key}={value}" for key, value in preset.items() if key not in keys] + given


def presets() -> list[str]:
    """Names of the presets."""
    files = (file.name for file in (resources.files("gongzhi_conf") / "experiment").iterdir())
    return sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml"))


def _table(sweep: Sweep, found: pd.DataFrame, outcome: str, words: Words) -> Table:
    """The cells and what each changes in the outcome."""
    told = {"outcome": words.indicator(outcome), "unit": words.axis(outcome, change=True)}
    heads = [*sweep.varied, *(words(f"cli.sweep.{head}") for head in ("change", "cost"))]
    numbers = (len(sweep.varied), len(sweep.varied) + 1)
    table = plain_table(*heads, title=words("cli.sweep.title", **told), numbers=numbers)
    here, bills = found[found["indicator"] == outcome], found[found["indicator"] == "cost"].set_index("cell")
    for row in here.head(SHOWN).to_dict("records"):
        values = [_typed(row[key]) for key in sweep.varied]
        ends = words.bracketed(words.range(row["low"], row["high"], DIGITS, sign=True))
        change = words.number(row["difference"], DIGITS, sign=True) + ends
        table.add_row(*values, Text(change, style=tone(row["verdict"])), _bill(bills, row["cell"], words))
    return table


def _typed(value: object) -> str:
    """A value as one types it; nothing where a cell has no such setting."""
    if value is None or value != value:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _bill(bills: pd.DataFrame, cell: int, words: Words) -> str:
    return words.yuan(float(bills["difference"].get(cell, 0.0)))

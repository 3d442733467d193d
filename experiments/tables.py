"""Effects as tables for the terminal, with the notes without which they must not be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.effects import LEVEL, TURNED_AWAY
from experiments.measured import TOTAL_COST
from experiments.plain import plain_table, tone
from experiments.ranking_table import ranking_notes, ranking_report
from experiments.study import BASELINE
from experiments.targets import Check
from experiments.words import Words, digits_of_changes

HEADLINES = (
    *("participation", "active_organisations", "volunteer_hours", "resolved", "settled_village_share", "turned_away"),
    *("petitions", "paperwork_share", TOTAL_COST),
)
"""The indicators that a comparison shows first."""
SUMMARY = (
    *("participation", "efficacy", "active_organisations", "active_share", "volunteer_hours", "needs_met"),
    *("grievances", "resolved", "settled_village_share", "turned_away", "petitions", "lawsuits"),
    *("paperwork_share", "burnout", "trust_cadre", "satisfaction"),
)
"""The indicators that a run shows."""
SIDE_BY_SIDE = 3
"""Packages that fit beside one another; more stand below one another, and are ranked."""
MOST_TABLES = 6
"""Packages that are shown with all headline indicators; of more only the ranks are shown."""
PIPE_WIDTH = 140
"""Columns of a table that does not go to a terminal."""
_WORLDS = {"shipped": "cli.note.chance", "calibrated": "cli.note.calibrated"}
_ANSWERS = {"yes": "green", "no": "red", "not_largest": "red"}


def console(width: int | None = None) -> Console:
    """The standard output: as wide as the terminal, or wide enough for a table where there is none."""
    found = Console(highlight=False, markup=False, emoji=False, width=width)
    if width is None and not found.is_terminal:
        found.width = PIPE_WIDTH
    return found


def unit_name(unit: str, words: Words) -> str:
    """A unit in the language; technical ones as ``sim`` writes them."""
    known = (key for key in (f"cli.unit.{unit}", f"unit.{unit}.axis") if words.has(key))
    key = next(known, None)
    return unit if key is None else words(key)


def effects_report(
    effects: pd.DataFrame, manifest: Mapping[str, Any], words: Words, ranks: pd.DataFrame | None = None
) -> RenderableType:
    """Headline effects of all packages, their order where there are many, and the notes on both."""
    packages = list(dict.fromkeys(effects["package"]))
    names = {name: words.package(name, manifest["packages"][name]["policies"]) for name in packages}
    heading = Text(f"{words('cli.table.title')}{words.bracketed(_horizon(effects, words))}", style="bold")
    said = notes(effects, manifest, names, words)
    if ranks is None or len(packages) <= SIDE_BY_SIDE:
        return Group(heading, *_bodies(effects, names, words), *_listed(said))
    body = _bodies(effects, names, words) if len(packages) <= MOST_TABLES else ()
    order = ranking_report(ranks, {**names, BASELINE: words("baseline")}, words)
    return Group(heading, *body, Text(""), order, *_listed([*said, *ranking_notes(ranks, manifest, words)]))


def _listed(said: Iterable[str]) -> Iterator[Text]:
    return (Text(f"* {note}") for note in said)


def _bodies(effects: pd.DataFrame, names: Mapping[str, str], words: Words) -> list[Table]:
    """One table of all packages where they fit beside one another, else one each."""
    shown = effects[effects["indicator"].isin(HEADLINES)]
    by_place: dict[tuple[str, str], Any] = {(str(row.package), str(row.indicator)): row for row in shown.itertuples()}
    digits = {str(key): digits_of_changes(table) for key, table in shown.groupby("indicator")}
    if len(names) <= SIDE_BY_SIDE:
        return [_side_by_side(by_place, names, digits, words)]
    return [_one_package(by_place, name, names[name], digits, words) for name in names]


def _horizon(effects: pd.DataFrame, words: Words) -> str:
    return words("form.months", first=int(effects["first"].iloc[0]), last=int(effects["last"].iloc[0]))


def _side_by_side(
    by_place: Mapping[tuple[str, str], Any], names: Mapping[str, str], digits: Mapping[str, int], words: Words
) -> Table:
    table = plain_table(words("cli.table.indicator"), words("baseline"), *names.values(), numbers=(1,))
    table.show_lines, table.box = True, box.HORIZONTALS
    for key in HEADLINES:
        rows = [by_place[name, key] for name in names]
        cells = [Text.assemble(*_change(row, digits[key], words), "\n", _verdict(row, words)) for row in rows]
        table.add_row(_label(key, words), _level(key, rows[0].baseline, digits[key], words), *cells)
    return table


def _one_package(
    by_place: Mapping[tuple[str, str], Any], name: str, title: str, digits: Mapping[str, int], words: Words
) -> Table:
    heads = ("indicator", "baseline", "treated", "change", "better", "verdict")
    named = [words("baseline") if head == "baseline" else words(f"cli.table.{head}") for head in heads]
    table = plain_table(*named, title=title, numbers=(1, 2, 4))
    for key in HEADLINES:
        row = by_place[name, key]
        levels = [_level(key, value, digits[key], words) for value in (row.baseline, row.treated)]
        better = words("form.percent", number=words.number(100 * row.share_good)) if row.direction else ""
        change = Text("".join(_change(row, digits[key], words)))
        table.add_row(_label(key, words), *levels, change, better, _verdict(row, words))
    return table


def _label(key: str, words: Words) -> str:
    return words.indicator(key) if key == TOTAL_COST else words.indicator(key) + words.bracketed(words.axis(key))


def _level(key: str, value: float, digits: int, words: Words) -> str:
    return words.yuan(value) if key == TOTAL_COST else words.number(value, digits)


def _change(row: Any, digits: int, words: Words) -> tuple[str, str]:
    """The change, and its interval in brackets; sums of money are long and stand one above the other."""
    if row.indicator == TOTAL_COST:
        return words.yuan(row.difference), words.bracketed(words.yuan_range(row.low, row.high))
    interval = words.bracketed(words.range(row.low, row.high, digits, sign=True))
    return words.number(row.difference, digits, sign=True), interval


def _verdict(row: Any, words: Words) -> Text:
    if row.indicator == TOTAL_COST:
        return Text("")
    too_small = row.too_small and row.verdict != "unchanged"
    text = Text(words("verdict.too_small" if too_small else f"verdict.{row.verdict}"))
    if not too_small:
        text.stylize(tone(row.verdict))
    return text


def notes(effects: pd.DataFrame, manifest: Mapping[str, Any], names: Mapping[str, str], words: Words) -> Iterator[str]:
    """What has to be known to read the numbers, in sentences."""
    done, asked = manifest["blocks"]["done"], manifest["blocks"]["asked"]
    level = words("form.percent", number=words.number(100 * LEVEL))
    yield words("cli.note.interval", blocks=words.count("blocks", done), level=level)
    if done < asked:
        yield words("cli.note.incomplete", done=done, asked=asked)
    yield words(_WORLDS.get(manifest["worlds"], "cli.note.prior"))
    shown = effects[effects["indicator"].isin(HEADLINES) & effects["too_small"] & (effects["verdict"] != "unchanged")]
    if len(shown) and len(names) <= MOST_TABLES:
        unsure = words.listed([words.indicator(key) for key in dict.fromkeys(shown["indicator"])])
        adults = words.number(manifest["county"]["registered_adults"])
        yield words("cli.note.too_small", indicators=unsure, adults=adults)
    for name in dict.fromkeys(effects.loc[effects["flag"] == TURNED_AWAY, "package"]):
        yield words("cli.note.turned_away", package=names[name])
    yield words("cli.note.in_the_model")


def summary_table(values: Mapping[str, float], title: str, words: Words) -> Table:
    """Levels of indicators, and money where there is any."""
    table = plain_table(words("cli.table.indicator"), words("cli.table.value"), title=title, numbers=(1,))
    for key in SUMMARY:
        table.add_row(_label(key, words), words.number(values[key], level_digits(values[key])))
    if values[TOTAL_COST]:
        table.add_row(words("cli.table.cost"), words.yuan(values[TOTAL_COST]))
    return table


def level_digits(value: float) -> int:
    """Decimals for a level: three digits that tell, and none below the unit from a hundred on."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def checks_table(checks: Sequence[Check], title: str, words: Words) -> Table:
    """Targets beside what the model says."""
    heads = ("id", "target", "wanted", "range", "model", "inside", "weight", "evidence")
    table = plain_table(*(words(f"cli.targets.{head}") for head in heads), title=title, numbers=(2, 3, 4))
    for check in checks:
        target, digits = check.target, level_digits(check.target.value)
        unit = "" if target.unit == "-" else words.bracketed(unit_name(target.unit, words))
        span = words("form.range", low=f"{target.low:g}", high=f"{target.high:g}")
        answer = Text(words(f"cli.targets.{check.answer}", n=target.townships), style=_ANSWERS.get(check.answer, ""))
        said = words.number(check.value, digits), answer, words(f"cli.weight.{target.weight}")
        label = f"{getattr(target, words.lang)}{unit}"
        table.add_row(target.id, label, f"{target.value:g}", span, *said, ", ".join(target.evidence))
    return table

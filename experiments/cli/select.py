"""``gongzhi select``: name the one measure that is best on one outcome."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

from experiments.cli.answers import asked_of, closing, desk_of, keep_figure, names_of, place_of
from experiments.cli.call import Call, show
from experiments.config import Settings
from experiments.figures.selection import About, elimination_chart
from experiments.methods.selection import Selection
from experiments.plain import plain_table
from experiments.questions.select import Question, answer
from experiments.words import Words

DIGITS = 2


def select_one(call: Call) -> int:
    """``gongzhi select``."""
    settings, question = asked_of(call, _question)
    with desk_of(call, settings) as desk:
        found, names = answer(question, desk), names_of(settings, call.words)
        show(_table(question, found, names, call.words), *_told(question, found, names, call.words))
        chart = elimination_chart(found, question.rule, call.words.lang, _about(settings, question, names, call.words))
        keep_figure(desk.store, "select", chart, call.words)
        return closing(desk, call.words)


def _about(settings: Settings, question: Question, names: Mapping[str, str], words: Words) -> About:
    where, months = place_of(settings, words)
    return About(names, question.outcome, where, months)


def _question(settings: Settings) -> Question:
    own = {name: settings[name] for name in ("outcome", "zone", "confidence", "most")}
    return Question.of(settings.scenario, settings.packages, settings.chosen, settings.worlds, settings.seeds, **own)


def _table(question: Question, found: Selection, names: Mapping[str, str], words: Words) -> Table:
    unit = words.axis(question.outcome, change=True)
    told = {"outcome": words.indicator(question.outcome), "unit": unit, "zone": f"{question.rule.delta:g}"}
    heads = [words("cli.ask.package"), *(words(f"cli.select.{head}") for head in ("blocks", "change", "behind", "out"))]
    table = plain_table(*heads, title=words("cli.select.title", **told), numbers=(1, 2, 3))
    for row in found.packages.to_dict("records"):
        table.add_row(*_cells({str(key): value for key, value in row.items()}, names, words))
    return table


def _cells(row: dict[str, Any], names: Mapping[str, str], words: Words) -> Iterator[str]:
    yield names[row["package"]]
    yield words.number(row["blocks"])
    for mean, low, high in (("mean", "low", "high"), ("behind", "behind_low", "behind_high")):
        ends = words.range(row[low], row[high], DIGITS, sign=True)
        yield words.number(row[mean], DIGITS, sign=True) + words.bracketed(ends)
    by = row["dropped_by"]
    yield words("cli.select.out_after", n=row["dropped_at"], by=names[by]) if by else words("cli.select.racing")


def _told(question: Question, found: Selection, names: Mapping[str, str], words: Words) -> Iterator[str]:
    rule = question.rule
    if found.state == "selected":
        sure = words.number(100 * (1 - rule.alpha), 0)
        yield words("cli.select.selected", leader=names[found.leader], confidence=sure, zone=f"{rule.delta:g}")
    else:
        tied = words.listed([names[name] for name in found.survivors])
        yield words("cli.select.undecided", blocks=found.blocks, tied=tied)
    first = found.packages.iloc[0]
    if rule.better * (first["low"] if rule.better > 0 else first["high"]) <= 0:
        yield words("cli.select.harm")
    yield words("cli.select.saved", runs=words.number(found.runs), equal=words.number(found.equal_runs))

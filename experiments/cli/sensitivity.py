"""``gongzhi sensitivity``: which assumptions carry the result."""

from collections.abc import Mapping

import pandas as pd
from rich.table import Table

from experiments.cli.answers import asked_of, chosen_of, closing, desk_of, keep_figure, names_of, percent, place_of
from experiments.cli.call import Call, show
from experiments.config import Settings
from experiments.figures.sensitivity import About, meaning, sensitivity_plot
from experiments.methods.sensitivity_design import DUMMY
from experiments.plain import plain_table
from experiments.questions.sensitivity import Answer, Question, answer
from experiments.words import Words

SHOWN = 15
"""Assumptions a table lists; the file holds all."""


def show_sensitivity(call: Call) -> int:
    """``gongzhi sensitivity``."""
    settings, question = asked_of(call, _question)
    with desk_of(call, settings) as desk:
        names, words = names_of(settings, call.words), call.words
        where, months = place_of(settings, words)
        for one in answer(question, desk):
            show(_table(question, one, names, words), *_told(one, words), "")
            about = About(
                outcome=f"{words.indicator(question.outcome)}, {names[one.package]}",
                unit=words.axis(question.outcome, change=True),
                where=where,
                months=months,
                seeds=one.seeds,
            )
            keep_figure(
                desk.store, f"sensitivity_{one.package}", sensitivity_plot(one.indices, words.lang, about), words
            )
        return closing(desk, words)


def _question(settings: Settings) -> Question:
    return Question.of(
        settings.scenario,
        chosen_of(settings),
        settings["outcome"],
        settings["method"],
        settings["samples"],
        settings["by_group"],
    )


def _table(question: Question, one: Answer, names: Mapping[str, str], words: Words) -> Table:
    told = {"package": names[one.package], "outcome": words.indicator(question.outcome)}
    heads = [words(f"cli.sensitivity.{head}") for head in ("parameter", "meaning", "index", "value", "floor", "above")]
    table = plain_table(*heads, title=words("cli.sensitivity.title", **told), numbers=(3, 4))
    for row in _shown(one.indices).itertuples():
        name = f"sensitivity.index.{row.method}_{row.index}.name"
        ends = words("form.range", low=f"{row.low:.2f}", high=f"{row.high:.2f}")
        answer = words("cli.discover.yes" if row.above_floor else "cli.discover.no")
        value = f"{row.value:.2f}" + words.bracketed(ends)
        table.add_row(
            str(row.parameter), _meaning(str(row.parameter), words), words(name), value, f"{row.floor:.2f}", answer
        )
    return table


def _meaning(factor: str, words: Words) -> str:
    return words("cli.sensitivity.dummy") if factor == DUMMY else meaning(factor, words.lang)


def _shown(indices: pd.DataFrame) -> pd.DataFrame:
    """The leading index of each method, the largest first."""
    leading = indices.drop_duplicates("method")[["method", "index"]]
    tables: list[pd.DataFrame] = []
    for method, index in leading.itertuples(index=False):
        here = indices[(indices["method"] == method) & (indices["index"] == index)]
        tables.append(here.sort_values("value", ascending=False).head(SHOWN))
    together: pd.DataFrame = pd.concat(tables)
    return together


def _told(one: Answer, words: Words) -> list[str]:
    leading = one.indices[one.indices["index"] == one.indices["index"].iloc[0]]
    above = int(leading["above_floor"].sum())
    told = [words("cli.sensitivity.counted", all=len(leading) - 1, above=above, shown=SHOWN)]
    if above == 0:
        told.append(words("cli.sensitivity.none"))
    share, low, high = (percent(part, words) for part in (one.seeds.share, one.seeds.low, one.seeds.high))
    told.append(words("cli.sensitivity.seeds", share=share, range=words("form.range", low=low, high=high)))
    if dropped := int(one.indices["dropped"].max()):
        told.append(words("cli.sensitivity.dropped", n=dropped))
    return told

"""``gongzhi discover``: in which worlds a measure fails."""

from collections.abc import Iterator, Mapping

import pandas as pd
from rich.table import Table

from experiments.cli.answers import asked_of, closing, desk_of, keep_figure, names_of, percent, place_of
from experiments.cli.call import Call, show
from experiments.config import Settings
from experiments.figures.boxes import About, box_plot
from experiments.plain import plain_table
from experiments.questions.discover import Answer, Question, answer
from experiments.words import Words
from sim.core.parameters import all_passports
from sim.parameters import Parameters


def show_discovery(call: Call) -> int:
    """``gongzhi discover``."""
    settings, question = asked_of(call, _question)
    with desk_of(call, settings) as desk:
        parameters, answers = answer(question, desk)
        names = names_of(settings, call.words)
        show(_table(question, answers, names, call.words))
        for one in answers:
            if one.box is not None and one.box.stands_out:
                show(_box(one.box.restrictions, names[one.package], call.words))
            if one.box is not None:
                about = _about(settings, question, names[one.package], call.words)
                figure = box_plot(one.box, parameters, one.fails, call.words.lang, about)
                keep_figure(desk.store, f"discover_{one.package}", figure, call.words)
        show(call.words("cli.discover.note"))
        return closing(desk, call.words)


def _about(settings: Settings, question: Question, name: str, words: Words) -> About:
    where, months = place_of(settings, words)
    told = {"outcome": words.indicator(question.outcome), "unit": words.axis(question.outcome, change=True)}
    return About(name, where, months, words("cli.discover.rule", threshold=f"{question.threshold:g}", **told))


def _question(settings: Settings) -> Question:
    return Question.of(
        settings.scenario,
        settings.packages,
        settings.chosen,
        settings.blocks,
        settings.worlds,
        settings.seeds,
        settings["outcome"],
        settings["threshold"],
    )


def _table(question: Question, answers: list[Answer], names: Mapping[str, str], words: Words) -> Table:
    told = {"outcome": words.indicator(question.outcome), "unit": words.axis(question.outcome, change=True)}
    title = words("cli.discover.title", threshold=f"{question.threshold:g}", **told)
    heads = ("failing", "stands_out", "chance", "unseen", "coverage", "tree")
    table = plain_table(words("cli.ask.package"), *(words(f"cli.discover.{head}") for head in heads), title=title)
    for one in answers:
        table.add_row(names[one.package], *_cells(one, words))
    return table


def _cells(one: Answer, words: Words) -> Iterator[str]:
    yield f"{one.failing}/{one.worlds}"
    if one.box is None:
        yield words("cli.discover.too_few")
        return
    yield words("cli.discover.yes" if one.box.stands_out else "cli.discover.no")
    yield percent(one.box.p_value, words)
    for name in ("density", "coverage"):
        yield f"{percent(getattr(one.box.seen, name), words)} / {percent(getattr(one.box.unseen, name), words)}"
    yield f"{percent(one.box.tree.accuracy, words)} / {words.number(one.box.tree.kappa, 2)}"


def _box(restrictions: pd.DataFrame, package: str, words: Words) -> Table:
    known = dict(all_passports(Parameters))
    heads = [words(f"cli.discover.{head}") for head in ("parameter", "range", "prior", "meaning")]
    table = plain_table(*heads, title=words("cli.discover.box", package=package))
    for row in restrictions.itertuples():
        spans = [
            words("form.range", low=f"{low:.3g}", high=f"{high:.3g}")
            for low, high in ((row.low, row.high), (row.prior_low, row.prior_high))
        ]
        table.add_row(str(row.parameter), *spans, getattr(known[str(row.parameter)], words.lang))
    return table

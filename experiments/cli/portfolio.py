"""``gongzhi portfolio``: which package for this budget."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

from experiments.cli.answers import asked_of, chosen_of, closing, desk_of, keep_figure, percent
from experiments.cli.attribute import DIGITS, names_of_players, subject_of
from experiments.cli.call import Call, asking, show
from experiments.config import Settings
from experiments.figures.frontier import frontier_plot
from experiments.plain import plain_table
from experiments.questions.portfolio import Answer, Question, answer
from experiments.words import Words

SHOWN = 12
"""Candidates a table lists; the file holds all."""


def show_portfolio(call: Call) -> int:
    """``gongzhi portfolio``."""
    settings, question = asked_of(call, _question)
    words = call.words
    with desk_of(call, settings) as desk:
        with asking():
            found = answer(question, desk)
        names = names_of_players(question.game, words)
        show(_table(question, found, names, words), *_told(question, found, words))
        subject = subject_of(settings, names, int(found.candidates["blocks"].max()), words)
        figure = frontier_plot(
            found.candidates, question.budget, question.outcome, words.lang, subject, question.threshold
        )
        keep_figure(desk.store, "frontier", figure, words)
        return closing(desk, words)


def _question(settings: Settings) -> Question:
    own = {name: settings[name] for name in ("runs", "outcome", "budget", "threshold", "keep")}
    return Question.of(settings.scenario, chosen_of(settings), settings.worlds, settings.blocks, **own)


def _table(question: Question, found: Answer, names: Mapping[str, str], words: Words) -> Table:
    told = {"outcome": words.indicator(question.outcome), "unit": words.axis(question.outcome, change=True)}
    title = words("cli.portfolio.title", budget=words.yuan(question.budget), **told)
    heads = ["number", "rank", "measures", "change", "cost", "within", "regret"]
    heads += ["reached"] if question.threshold is not None else []
    numbers = [k for k, head in enumerate(heads) if head != "measures"]
    table = plain_table(*(words(f"cli.portfolio.{head}") for head in heads), title=title, numbers=numbers)
    for number, row in enumerate(found.candidates.head(SHOWN).to_dict("records"), start=1):
        table.add_row(str(number), *_cells({str(k): v for k, v in row.items()}, question, found, names, words))
    return table


def _cells(
    row: dict[str, Any], question: Question, found: Answer, names: Mapping[str, str], words: Words
) -> Iterator[str]:
    first, last = row["rank"], row["rank_last"]
    yield str(first) if first == last else words("cli.rank.ranks", first=first, last=last)
    yield words("form.comma").join(names[key] for key in found.members[row["package"]])
    ends = words.bracketed(words.range(row["low"], row["high"], DIGITS, sign=True))
    yield words.number(row["effect"], DIGITS, sign=True) + ends
    yield words.yuan(row["cost"])
    yield percent(row["within_budget"], words)
    yield words("cli.portfolio.regrets", mean=words.number(row["regret"], 1), most=words.number(row["regret_max"], 1))
    if question.threshold is not None:
        yield percent(row["reached"], words)


def _told(question: Question, found: Answer, words: Words) -> Iterator[str]:
    tied = int((found.candidates["rank"] == 1).sum())
    yield words(
        "cli.portfolio.tied",
        tied=tied,
        kept=len(found.candidates),
        all=words.number(2 ** len(question.game.players) - 1),
    )
    errors = found.surrogate
    told = {"predicted": errors.first_predicted, "lived": errors.first_lived, "optimism": errors.optimism}
    numbers = {name: words.number(value, DIGITS) for name, value in told.items()}
    yield words(f"portfolio.note.{'curse' if errors.optimism > 0 else 'no_curse'}", n=errors.candidates, **numbers)
    fit = {name: words.number(getattr(errors, name), DIGITS) for name in ("error", "order")}
    yield words("cli.portfolio.surrogate", r2=words.number(found.effect.r2_runs, 2), **fit)
    if not found.effect.describes:
        yield words("cli.portfolio.gate")

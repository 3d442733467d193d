"""``gongzhi attribute``: what each measure adds to a package, or each lever to a measure."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from matplotlib.figure import Figure
from rich.table import Table
from rich.text import Text

from experiments.cli.answers import asked_of, chosen_of, closing, desk_of, keep_figure, percent, place_of
from experiments.cli.call import Call, show
from experiments.config import Settings
from experiments.figures.attribution import attribution_plot, method_said
from experiments.figures.style import Subject
from experiments.figures.synergy import MOST, synergy_matrix
from experiments.methods.attribution import Attribution
from experiments.plain import plain_table
from experiments.questions.attribute import Game, answer, game_of_levers, game_of_measures
from experiments.questions.outcome import check_outcome
from experiments.words import Words
from sim.core.levers import declared
from sim.levers import LeverValues

PAIRS = 8
"""Pairs that are told; the file holds all."""
DIGITS = 2
FEWEST = 3
"""Players from which on pairs are drawn as a matrix: two are a single pair."""


def show_attribution(call: Call) -> int:
    """``gongzhi attribute``."""
    settings, game = asked_of(call, _game)
    words, outcome = call.words, settings["outcome"]
    with desk_of(call, settings) as desk:
        effect, cost = answer(game, desk, outcome)
        names = names_of_players(game, words)
        show(_table(effect, cost, outcome, names, words), "", *_pairs(effect, names, words))
        show("", method_said(effect, words), *_notes(effect, words))
        subject = subject_of(settings, names, effect.blocks, words)
        keep_figure(desk.store, "attribution", attribution_plot(effect, outcome, words.lang, subject), words)
        if FEWEST <= len(names) <= MOST:
            figure = matrix_of(effect, outcome, subject, words)
            keep_figure(desk.store, "synergies", figure, words)
        return closing(desk, words)


def _game(settings: Settings) -> Game:
    check_outcome(settings["outcome"])
    asked = (settings.scenario, chosen_of(settings), settings.worlds, settings.seeds, settings.blocks, settings["runs"])
    return game_of_measures(*asked) if settings["levers"] is None else game_of_levers(*asked, settings["levers"])


def names_of_players(game: Game, words: Words) -> dict[str, str]:
    """Names of measures, or meanings of levers."""
    if game.measure is None:
        return {key: words.measure(key) for key in game.players}
    known = declared(LeverValues)
    return {name: str(getattr(known[name], words.lang)) for name in game.players}


def subject_of(settings: Settings, names: Mapping[str, str], blocks: int, words: Words) -> Subject:
    """What a figure is about."""
    where, months = place_of(settings, words)
    return Subject(names, where, words.count("blocks", blocks), months)


def matrix_of(effect: Attribution, outcome: str, subject: Subject, words: Words) -> Figure:
    """The synergies of all pairs, players in the order of their Shapley values."""
    ordered = dataclasses.replace(subject, names={key: subject.names[key] for key in effect.players["player"]})
    return synergy_matrix(effect.pairs, outcome, words.lang, ordered, method_said(effect, words))


def _table(effect: Attribution, cost: Attribution, outcome: str, names: Mapping[str, str], words: Words) -> Table:
    told = {"outcome": words.indicator(outcome), "unit": words.axis(outcome, change=True)}
    heads = ("player", "shapley", "share", "alone", "last_in", "cost")
    shown = [words(f"cli.attribute.{head}") for head in heads]
    table = plain_table(*shown, title=words("cli.attribute.title", **told), numbers=range(1, len(heads)))
    bills = cost.players.set_index("player")["shapley"]
    for row in effect.players.to_dict("records"):
        table.add_row(*_cells({str(key): value for key, value in row.items()}, bills, names, words))
    total, low, high = effect.total
    table.add_section()
    whole = words.number(total, DIGITS, sign=True) + words.bracketed(words.range(low, high, DIGITS, sign=True))
    table.add_row(Text(words("cli.attribute.all"), style="bold"), whole, "", "", "", words.yuan(cost.total[0]))
    return table


def _cells(row: dict[str, Any], bills: Any, names: Mapping[str, str], words: Words) -> Iterator[str]:
    yield names[row["player"]]
    yield _with_range(row, "shapley", words)
    yield percent(row["share"], words)
    yield from (_with_range(row, name, words) for name in ("alone", "last_in"))
    yield words.yuan(float(bills[row["player"]]))


def _with_range(row: Mapping[str, Any], name: str, words: Words) -> str:
    ends = words.range(row[f"{name}_low"], row[f"{name}_high"], DIGITS, sign=True)
    return words.number(row[name], DIGITS, sign=True) + words.bracketed(ends)


def _notes(effect: Attribution, words: Words) -> Iterator[str]:
    """How far worlds differ, and why there are no shares where there are none."""
    if effect.players["share"].isna().all():
        yield words("attribute.note.shares")
    if effect.fit is not None and effect.blocks > 1:
        numbers = {"scale": percent(effect.fit.scale, words), "r2": percent(effect.fit.r2_blocks, words)}
        yield words("attribute.note.worlds", **numbers)


def _pairs(effect: Attribution, names: Mapping[str, str], words: Words) -> Iterator[str]:
    """The strongest pairs whose sign stands although so many are looked at."""
    clear = effect.pairs[effect.pairs["clear"]]
    if clear.empty:
        yield words("cli.attribute.no_pairs", all=len(effect.pairs))
        return
    yield words("cli.attribute.pairs", clear=len(clear), all=len(effect.pairs))
    for row in clear.head(PAIRS).to_dict("records"):
        ends = words.range(row["low"], row["high"], DIGITS, sign=True)
        amount = words.number(row["synergy"], DIGITS, sign=True) + words.bracketed(ends)
        yield words("cli.attribute.pair", first=names[row["first"]], second=names[row["second"]], amount=amount)

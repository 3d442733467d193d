"""Complete tables behind a report, which a workbook holds: all effects, all ranks, all that gets worse, the worlds."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from experiments.ranking import OUTCOMES
from experiments.report.cells import grid, name_cell, number_cell, text_cell, whole_cell
from experiments.report.document import Cell, Column, Grid
from experiments.report.passports import PASSPORTS, meaning, status
from experiments.report.sides import WHOLE, worse_grid
from experiments.report.stored import BASELINE
from experiments.report.verdicts import Effect
from experiments.report.voice import Voice, capital
from experiments.words import COST

_DIGITS = 4


def whole(voice: Voice) -> Iterator[Grid]:
    """The tables in their order."""
    yield _effects(voice)
    if not voice.study.ranking.empty:
        yield _ranking(voice)
    if len(voice.study.packages) > WHOLE:
        yield worse_grid(voice)
    if not voice.study.worlds.empty:
        yield _worlds(voice)


def _effects(voice: Voice) -> Grid:
    say, study = voice.words, voice.study
    texts = (say("report.measure"), say("report.whole.indicator"), say("report.whole.unit"))
    columns = [Column(text) for text in texts]
    columns += [Column(say(f"report.whole.{head}"), True) for head in ("before", "after", "change")]
    columns.append(Column(say("report.whole.verdict"), about=say("report.front.about.verdict")))
    rows = [_effect_row(voice, effect) for name in study.packages for effect in study.of(name)]
    return grid(voice, "all_effects", say("report.whole.effects", months=voice.window), columns, rows)


def _effect_row(voice: Voice, effect: Effect) -> list[Cell]:
    say, key, digits = voice.words, effect.indicator, voice.digits(effect.indicator)
    unit = say("report.table_costs.unit") if key == COST else say.axis(key, change=True)
    change = say.number(effect.change, digits, sign=True)
    return [
        name_cell(voice, effect.package),
        text_cell(capital(say.indicator(key))),
        text_cell(unit),
        number_cell(voice, effect.baseline, digits),
        number_cell(voice, effect.treated, digits),
        Cell(change, say.range(effect.low, effect.high, digits, sign=True), effect.change, effect.low, effect.high),
        Cell("" if key == COST else say(f"verdict.{effect.word}"), tone=effect.tone),
    ]


def _ranking(voice: Voice) -> Grid:
    say = voice.words
    columns = [Column(say("report.rests.outcome")), Column(say("report.measure"))]
    columns += [_column(voice, head) for head in ("rank", "rank_last", "change")]
    columns.append(Column(say("report.whole.verdict"), about=say("report.front.about.verdict")))
    columns += [_column(voice, head) for head in _NUMBERS]
    ranks = voice.study.ranking
    rows = [_rank_row(voice, row) for outcome in OUTCOMES for row in ranks[ranks["outcome"] == outcome].itertuples()]
    return grid(voice, "ranking", say("report.whole.ranking"), columns, rows)


_NUMBERS = ("share_good", "share_worlds", "p_best", "forgone", "boot_low", "boot_high", "cost", "per_unit")
_ABOUT = {
    "share_good": "share",
    "share_worlds": "share",
    "p_best": "share",
    "forgone": "forgone",
    "boot_low": "boot",
    "boot_high": "boot",
    "per_unit": "per_unit",
}


def _column(voice: Voice, head: str) -> Column:
    say = voice.words
    about = say(f"report.whole.{_ABOUT[head]}_about") if head in _ABOUT else ""
    points = say.axis(OUTCOMES[0], change=True) if head in ("change", "forgone") else ""
    unit = say("report.table_costs.unit") if head in ("cost", "per_unit") else points
    return Column(say(f"report.whole.{head}"), True, unit, about)


def _rank_row(voice: Voice, row: Any) -> list[Cell]:
    say, package = voice.words, str(row.package)
    name = text_cell(capital(say("baseline"))) if package == BASELINE else name_cell(voice, package)
    digits = voice.digits(str(row.outcome))
    interval = say.range(row.low, row.high, digits, sign=True)
    shares = [number_cell(voice, float(value), 2) for value in (row.share_good, row.share_worlds, row.p_best)]
    return [
        text_cell(say(f"report.outcome.{row.outcome}")),
        name,
        whole_cell(voice, row.rank),
        whole_cell(voice, row.rank_last),
        Cell(say.number(row.effect, digits, sign=True), interval, row.effect, row.low, row.high),
        text_cell(say(f"verdict.{row.verdict}")),
        *shares,
        number_cell(voice, float(row.opportunity_cost), digits),
        whole_cell(voice, row.rank_low),
        whole_cell(voice, row.rank_high),
        Cell(say.number(row.cost), say.range(row.cost_low, row.cost_high), row.cost, row.cost_low, row.cost_high),
        _price(voice, row),
    ]


def _price(voice: Voice, row: Any) -> Cell:
    say = voice.words
    if not math.isfinite(row.per_unit):
        return Cell(say("form.none"))
    interval = say.range(row.per_unit_low, row.per_unit_high)
    return Cell(say.number(row.per_unit), interval, row.per_unit, row.per_unit_low, row.per_unit_high)


def _worlds(voice: Voice) -> Grid:
    say, worlds = voice.words, voice.study.worlds
    columns = [Column(say(f"report.whole.{head}")) for head in ("meaning", "status")]
    columns += [Column(say(f"report.whole.{head}"), True) for head in ("least", "mean", "most")]
    rows = [_world_row(voice, str(name), worlds[name]) for name in worlds.columns]
    return grid(voice, "worlds", say("report.whole.worlds"), columns, rows)


def _world_row(voice: Voice, name: str, values: pd.Series) -> list[Cell]:
    told = status(voice, PASSPORTS[name].status) if name in PASSPORTS else ""
    numbers = [number_cell(voice, float(value), _DIGITS) for value in (values.min(), values.mean(), values.max())]
    return [text_cell(capital(meaning(voice, name))), text_cell(told), *numbers]

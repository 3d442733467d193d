"""The first page: which measures for participation and for disputes, at what cost, how sure, what could go wrong."""

import math
from collections.abc import Iterator, Sequence

from experiments.notes import notes_of
from experiments.ranking import OUTCOMES
from experiments.report.amounts import amount, price
from experiments.report.cells import (
    amount_cell,
    change_cell,
    cost_cell,
    grid,
    name_cell,
    number_column,
    rounded,
    text_cell,
)
from experiments.report.document import Cell, Column, Grid, Paragraph, Span
from experiments.report.side import flags, worse_of
from experiments.report.sides import told_worse
from experiments.report.standing import ALL, Standing, leaders, runners_up, shown, standings
from experiments.report.verdicts import Effect
from experiments.report.voice import Voice, capital

_CHANCES = (95, 80, 50, 20, 5)
_GRADES = ("causal", "part", "sign", "none", "ungraded")
KIND = {"participation": "people", "resolved": "cases"}


def leads(voice: Voice) -> Iterator[Paragraph]:
    """A sentence or two an outcome."""
    for outcome in OUTCOMES:
        order = standings(voice.study, outcome)
        if order:
            label = voice.words(f"report.outcome.{outcome}") + voice.words("form.colon")
            yield Paragraph((Span(label, strong=True), Span("".join(_lead(voice, order)))), "lead")


def _lead(voice: Voice, order: Sequence[Standing]) -> Iterator[str]:
    say, first = voice.words, leaders(list(order))
    if not first:
        maybe = [one.package for one in order if one.effect.word == "may_help"]
        names = say.listed([voice.name(package) for package in maybe])
        yield say("report.front.maybe", names=names) if maybe else say("report.front.nothing")
        return
    one = first[0]
    if len(first) > 1:
        yield say("report.front.tied", names=say.listed([voice.name(each.package) for each in first]))
        yield say("form.space")
        one = min(first, key=lambda each: each.cost.change if each.cost else math.inf)
    key = "cheapest" if len(first) > 1 else "alone" if len(order) == 1 else "one"
    yield say(f"report.front.{key}", name=voice.name(one.package), change=_change(voice, one))
    if found := amount(voice.study, one.effect):
        told = rounded(voice, found.value, found.power)
        yield say(f"report.front.{KIND[one.effect.indicator]}", amount=told)
    if one.cost is None:
        yield say("form.stop")
    else:
        months = say.count("months", voice.study.months)
        yield say("report.front.costing", months=months, cost=say.yuan(one.cost.change))
    if after := [each.package for each in runners_up(order)]:
        names = say.listed([voice.name(package) for package in after])
        yield say("form.space") + say("report.front.next" if len(after) == 1 else "report.front.next_tied", names=names)


def _change(voice: Voice, one: Standing) -> str:
    return voice.with_interval(one.effect)


def named(voice: Voice, packages: Sequence[str]) -> list[str]:
    """Names for a cell: the first begins it."""
    return [voice.name(package, first=n == 0) for n, package in enumerate(packages)]


def outcome_grids(voice: Voice) -> Iterator[Grid]:
    """The measures that help most, a table an outcome."""
    for outcome in OUTCOMES:
        order = standings(voice.study, outcome)
        if order:
            yield _outcome_grid(voice, outcome, order)


def _outcome_grid(voice: Voice, outcome: str, order: Sequence[Standing]) -> Grid:
    say, rows = voice.words, shown(order)
    which = "all" if len(order) <= ALL else "top" if rows[0].helps else "first"
    caption = say(f"report.front.caption.{outcome}", which=say(f"report.front.which_{which}"), months=voice.window)
    kind = KIND[outcome]
    heads = {"rank": "", "measure": "", "change": say("report.front.points")}
    units = {**heads, kind: say(f"report.real.unit_{kind}"), "best": "", "cost": say("report.table_costs.unit")}
    columns = [_column(voice, head, unit) for head, unit in {**units, "watch": ""}.items()]
    note = say("report.front.note") if outcome == OUTCOMES[-1] else ""
    return grid(voice, outcome, caption, columns, [_row(voice, one) for one in rows], note)


def _column(voice: Voice, head: str, unit: str) -> Column:
    say = voice.words
    if head == "measure":
        return Column(say("report.front.columns.measure"), about=say("report.front.about.measure"))
    name, about = say(f"report.front.columns.{head}"), say(f"report.front.about.{head}")
    if head == "change":
        return number_column(voice, name, unit, about)
    return Column(name, head in ("people", "cases", "cost"), unit, about)


def _row(voice: Voice, one: Standing) -> list[Cell]:
    say, effect = voice.words, one.effect
    name = name_cell(voice, one.package).text
    return [
        rank_cell(voice, one.first, one.last),
        text_cell(name, say(f"report.grade.{grade(voice, one.package)}")),
        change_cell(voice, effect, word=True),
        amount_cell(voice, amount(voice.study, effect), effect),
        chance_cell(voice, one.best),
        cost_cell(voice, one.cost, _unit_price(voice, effect)),
        text_cell(_watch(voice, one.package)),
    ]


def rank_cell(voice: Voice, first: int, last: int) -> Cell:
    """A rank, or the range of a tie."""
    if first == last:
        return Cell(voice.words.number(first), value=float(first))
    return Cell(voice.words("report.ranks", first=first, last=last), value=float(first))


def chance_cell(voice: Voice, best: float) -> Cell:
    """How sure one can be that a measure is the best, in words over the number."""
    say = voice.words
    if not math.isfinite(best):
        return Cell(say("report.best.unknown"))
    level = next((part for part in _CHANCES if 100 * best >= part), 0)
    held = min(max(best, 0.01), 0.99)
    sign = "<" if held > best else ">" if held < best else ""
    percent = say("report.percent", number=say.number(100 * held))
    return Cell(say(f"report.best.p{level}"), sign + percent, best)


def _unit_price(voice: Voice, effect: Effect) -> str:
    yuan = price(voice.study, effect)
    return (
        "" if yuan is None else voice.words(f"report.front.unit_{KIND[effect.indicator]}", yuan=voice.words.yuan(yuan))
    )


def _watch(voice: Voice, package: str) -> str:
    """What to watch most: the flag on petitions, or what gets worse by most of itself."""
    say = voice.words
    if any(flag.package == package and flag.sure for flag in flags(voice.study)):
        return say("report.front.flagged")
    worse = worse_of(voice.study, package)
    return capital(told_worse(voice, worse[0]) if worse else say("report.front.no_worse"))


def grade(voice: Voice, package: str) -> str:
    """The weakest grade of the evidence on the measures of a package (see ``experiments.notes``)."""
    known, found = voice.known, []
    for key in voice.study.manifest.measures(package) or [package]:
        evidence = notes_of(known[key]).evidence if key in known else None
        found.append(evidence.grade if evidence else "ungraded")
    return max(found, key=_GRADES.index)

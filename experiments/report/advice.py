"""What to make of the answer: how sure, what could go wrong, what harms or does nothing, evidence and money."""

from collections.abc import Iterator, Sequence

from experiments.ranking import OUTCOMES
from experiments.report.amounts import price
from experiments.report.cells import grid
from experiments.report.document import Cell, Column, Grid, Span, Text, text
from experiments.report.front import KIND, grade, named
from experiments.report.ground import Ground
from experiments.report.side import flags, worse_of
from experiments.report.sides import told_worse
from experiments.report.standing import ALL, shown, standings
from experiments.report.voice import Voice

_TOLD = 3
"""Most that is told of what gets worse under the only measure of a study."""
_GLANCE = {"helps": ("helps",), "open": ("may_help", "unclear", "unchanged", "may_harm"), "harms": ("harms",)}
"""Words for effects in three groups: the first page need not tell all words apart."""


def glance(voice: Voice) -> Grid:
    """All measures by the word for their effect on each of the two outcomes."""
    say, orders = voice.words, {outcome: standings(voice.study, outcome) for outcome in OUTCOMES}
    columns = [Column(say("report.front.glance_word"))]
    columns += [Column(say(f"report.outcome.{outcome}")) for outcome in OUTCOMES]
    rows = []
    for key, group in _GLANCE.items():
        named = [[one.package for one in orders[outcome] if one.effect.word in group] for outcome in OUTCOMES]
        if any(named):
            rows.append([Cell(say(f"report.front.glance_{key}")), *(_listed(voice, names) for names in named)])
    n = len(voice.study.packages)
    caption = say("report.front.glance", n=say.number(n)) if n > 1 else say("report.front.glance_one")
    return grid(voice, "glance", caption, columns, rows)


def _listed(voice: Voice, packages: Sequence[str]) -> Cell:
    say = voice.words
    if not packages:
        return Cell(say("report.front.no_items"), value=0.0)
    count = say("report.front.items", n=say.number(len(packages)))
    return Cell(count, say("form.comma").join(named(voice, packages)), float(len(packages)))


def advice(voice: Voice, ground: Ground) -> Iterator[Text]:
    """What does nothing or harm, money, how sure, what could go wrong, and how good the evidence is."""
    parts = {
        "sure": ground.beaten(),
        "risk": _risk(voice),
        "harms": _of_word(voice, "harms"),
        "open": _of_word(voice, "open"),
        "evidence": _evidence(voice),
        "money": _money(voice),
    }
    say = voice.words
    for key, items in parts.items():
        if items:
            label = say(f"report.front.{key}") + say("form.colon")
            yield text(Span(label, strong=True), say("report.sep").join(items) + say("form.stop"))


def _of_word(voice: Voice, key: str) -> list[str]:
    """The measures whose effect on an outcome is of a group of words, an outcome each."""
    found = []
    for outcome in OUTCOMES:
        order = standings(voice.study, outcome)
        names = [voice.name(one.package) for one in order if one.effect.word in _GLANCE[key]]
        # Of few measures the tables above show the word of each.
        if names and len(order) > ALL:
            found.append(voice.words(f"report.front.of_{outcome}", names=voice.words.listed(names)))
    return found


def _money(voice: Voice) -> list[str]:
    """The measures that cost least for one more person and one more case."""
    say, found = voice.words, []
    for outcome, kind in KIND.items():
        prices = {one.package: price(voice.study, one.effect) for one in standings(voice.study, outcome)}
        told = {name: yuan for name, yuan in prices.items() if yuan is not None}
        if len(told) > 1:
            name = min(told, key=lambda package: told[package])
            key = f"report.front.cheap_{kind}"
            found.append(say(key, name=voice.name(name), yuan=say.yuan(told[name])))
    return found


def number_worse(voice: Voice) -> int:
    """Measures under which some indicator gets worse by more than a little (see ``side.MINOR``)."""
    return sum(bool(worse_of(voice.study, package)) for package in voice.study.packages)


def _risk(voice: Voice) -> list[str]:
    say, n, bad = voice.words, len(voice.study.packages), number_worse(voice)
    key = "none" if not bad else "one" if n == 1 else "all" if bad == n else "some"
    found = [say(f"report.front.{key}_worse", n=say.number(n), bad=say.number(bad))]
    if n == 1 and bad:
        worse = worse_of(voice.study, voice.study.packages[0])[:_TOLD]
        found = [found[0] + say("form.colon") + say("form.comma").join(told_worse(voice, one) for one in worse)]
    for key, sure in (("petition", True), ("petition_may", False)):
        if warned := [flag.package for flag in flags(voice.study) if flag.sure == sure]:
            found.append(say(f"report.front.{key}", names=say.listed([voice.name(name) for name in warned])))
    return found


def _evidence(voice: Voice) -> list[str]:
    rows = [one.package for outcome in OUTCOMES for one in shown(standings(voice.study, outcome))]
    named = list(dict.fromkeys(rows))
    weak = [package for package in named if grade(voice, package) != "causal"]
    if not weak:
        return [voice.words("report.front.causal")]
    if len(weak) == len(named):
        return [voice.words("report.front.weak" if len(named) > 1 else "report.front.weak_one")]
    names = voice.words.listed([voice.name(package) for package in weak])
    return [voice.words("report.front.weak_some", names=names)]

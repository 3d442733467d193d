"""The section on what the result rests on: assumptions against chance, and what turns the order round."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from experiments.methods.sensitivity_seeds import SeedShare
from experiments.ranking import OUTCOMES
from experiments.report.cells import grid, number_cell, number_column, text_cell, whole_cell
from experiments.report.document import Block, Cell, Column, Grid, Paragraph, Row, Text, text
from experiments.report.passports import PASSPORTS, meaning, status
from experiments.report.rests import SHUFFLES, Carrier, Carriers, Changes, Lead, carriers, changes, lead, share_of_seeds
from experiments.report.standing import leading_two, standings
from experiments.report.stored import BASELINE
from experiments.report.voice import Voice, capital
from experiments.words import digits_of_changes

_PARTS = ("assumptions", "chance")
STATUSES = ("observed", "published", "calibrated", "assumed")
_SEVERAL_WORLDS, _SEVERAL_SEEDS = "worlds=calibrated", "seeds=2"


@dataclass(frozen=True)
class Pair:
    """The two leading packages on an outcome, and what single blocks say of them."""

    outcome: str
    first: str
    second: str
    changes: Changes
    lead: Lead
    carriers: Carriers | None


class Ground:
    """What the result of a study rests on."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.say = voice.words

    @cached_property
    def pairs(self) -> list[Pair]:
        """The two leading packages an outcome; none where single blocks are not stored or share one world."""
        study = self.voice.study
        if study.months_of_blocks.empty or study.worlds.empty:
            return []
        found = (self._pair(outcome) for outcome in OUTCOMES)
        return [pair for pair in found if pair is not None]

    def _pair(self, outcome: str) -> Pair | None:
        study = self.voice.study
        two = leading_two(standings(study, outcome))
        if two is None:
            return None
        found = changes(study.months_of_blocks, outcome, study.window)
        gains = found.by_world
        if not set(two) <= set(gains.columns) or len(gains) < 2:
            return None
        ahead = gains[two[0]] - gains[two[1]]
        return Pair(outcome, *two, found, lead(ahead), carriers(ahead, study.worlds))

    def beaten(self) -> list[str]:
        """In how many worlds the second package is ahead, an outcome each."""
        told = []
        for pair in self.pairs:
            worlds, behind = self.say.number(pair.lead.worlds), self.say.number(pair.lead.behind)
            key = "beaten" if pair.lead.behind else "not_beaten"
            told.append(self.say(f"report.front.{key}", **self._names(pair), worlds=worlds, behind=behind))
        return told

    def _names(self, pair: Pair) -> dict[str, str]:
        names = {"first": self._name(pair.first), "second": self._name(pair.second)}
        return {"outcome": self.say(f"report.outcome.{pair.outcome}"), **names}

    def _name(self, package: str, *, first: bool = False) -> str:
        name = self.say("baseline") if package == BASELINE else self.voice.name(package)
        return capital(name) if first else name

    # Blocks of the section

    def blocks(self) -> Iterator[Block]:
        """The section without its heading."""
        yield Paragraph(text(self.say("report.rests.intro")))
        yield self._assumed()
        yield self._parameters()
        if not self.pairs:
            yield Paragraph(text(self._why_not()))
            return
        yield from self._shares()
        yield self._leads()
        for pair in self.pairs:
            yield Paragraph(self._told(pair))
        if any(pair.carriers for pair in self.pairs):
            yield self._carriers()

    def _why_not(self) -> str:
        if self.voice.study.worlds.empty:
            return self.say("report.rests.one_world", setting=_SEVERAL_WORLDS)
        return self.say("report.rests.no_blocks")

    @cached_property
    def _counts(self) -> Counter[str]:
        varied = set(self.voice.study.worlds.columns)
        return Counter(one.status for name, one in PASSPORTS.items() if not varied or name in varied)

    def _assumed(self) -> Paragraph:
        key = "assumed_shipped" if self.voice.study.worlds.empty else "assumed"
        counts = {"all": self._counts.total(), "assumed": self._counts["assumed"]}
        return Paragraph(text(self.say(f"report.rests.{key}", **{k: self.say.number(n) for k, n in counts.items()})))

    def _parameters(self) -> Grid:
        say = self.say
        columns = [Column(say("report.rests.status")), Column(say("report.rests.number"), numbers=True)]
        rows = [[text_cell(status(self.voice, key)), whole_cell(self.voice, self._counts[key])] for key in STATUSES]
        rows.append([text_cell(say("report.rests.total")), whole_cell(self.voice, self._counts.total())])
        key = "parameters_shipped" if self.voice.study.worlds.empty else "parameters"
        return grid(self.voice, "parameters", say(f"report.rests.{key}"), columns, rows)

    def _shares(self) -> Iterator[Block]:
        say = self.say
        if max(pair.changes.seeds for pair in self.pairs) < 2:
            yield Paragraph(text(say("report.rests.one_seed", setting=_SEVERAL_SEEDS)))
            return
        percent = say("report.rests.percent")
        columns = [Column(say("report.rests.outcome")), Column(say("report.measure"))]
        columns += [number_column(self.voice, say(f"report.rests.from_{part}"), percent) for part in _PARTS]
        shares = [share for pair in self.pairs for share in self._shares_of(pair)]
        for pair, package, found in shares:
            rest, names = self._from_parameters(found), self._names(pair)
            told = {"outcome": names["outcome"], "name": self._name(package), "share": rest.text, "range": rest.small}
            yield Paragraph(text(say("report.rests.share_told", **told)))
        yield Paragraph(text(say("report.rests.share_means")))
        rows = [self._share_row(*share) for share in shares]
        note = say("report.rests.shares_note")
        yield grid(self.voice, "shares", say("report.rests.shares"), columns, rows, note)

    def _shares_of(self, pair: Pair) -> Iterator[tuple[Pair, str, SeedShare]]:
        for package in (pair.first, pair.second):
            found = None if package == BASELINE else share_of_seeds(pair.changes, package)
            if found is not None and found.share == found.share:
                yield pair, package, found

    def _share_row(self, pair: Pair, package: str, found: SeedShare) -> list[Cell]:
        names = [text_cell(self._names(pair)["outcome"]), text_cell(self._name(package, first=True))]
        return [*names, self._from_parameters(found), self._share(found.share, found.low, found.high)]

    def _from_parameters(self, found: SeedShare) -> Cell:
        return self._share(1 - found.share, 1 - found.high, 1 - found.low)

    def _share(self, share: float, low: float, high: float) -> Cell:
        say = self.say
        return Cell(say.number(100 * share), say.range(100 * low, 100 * high), 100 * share, 100 * low, 100 * high)

    def _leads(self) -> Grid:
        say = self.say
        unit = say.axis(OUTCOMES[0], change=True)
        columns = [Column(say(f"report.rests.{head}")) for head in ("outcome", "first", "second")]
        columns.append(number_column(self.voice, say("report.rests.lead"), unit))
        columns += [Column(say(f"report.rests.{head}"), True) for head in ("worlds", "behind")]
        columns.append(number_column(self.voice, say("report.rests.share"), say("report.rests.percent")))
        rows = [self._lead_row(pair) for pair in self.pairs]
        return grid(self.voice, "leads", say("report.rests.leads"), columns, rows, say("report.rests.leads_note"))

    def _lead_row(self, pair: Pair) -> list[Cell]:
        found, digits = pair.lead, self._digits(pair)
        interval = self.say.range(found.low, found.high, digits, sign=True)
        ahead = Cell(self.say.number(found.mean, digits, sign=True), interval, found.mean, found.low, found.high)
        counts = [whole_cell(self.voice, n) for n in (found.worlds, found.behind)]
        share = number_cell(self.voice, 100 * found.behind / found.worlds, 0)
        return [*self._who(pair), ahead, *counts, share]

    def _who(self, pair: Pair) -> list[Cell]:
        names = self._names(pair)["outcome"], self._name(pair.first, first=True), self._name(pair.second, first=True)
        return [text_cell(name) for name in names]

    def _digits(self, pair: Pair) -> int:
        return digits_of_changes(self.voice.study.rows(pair.outcome))

    def _told(self, pair: Pair) -> Text:
        say, found, names = self.say, pair.carriers, self._names(pair)
        if found is None:
            return text(say("report.rests.few_worlds", outcome=names["outcome"], worlds=say.number(pair.lead.worlds)))
        if not found.found:
            counts = {"worlds": say.number(found.worlds), "tested": say.number(found.tested)}
            return text(say("report.rests.none", **names, **counts, threshold=say.number(found.threshold, 2)))
        listed = [self._direction(pair, one) for one in found.found]
        told = say("report.rests.found", **names, names=say("report.sep").join(listed)) + say("form.space")
        turned = [meaning(self.voice, one.parameter) for one in found.found if one.flips]
        if not turned:
            return text(told + say("report.rests.flips_none"))
        return text(told + say("report.rests.flips") + say("report.sep").join(turned) + say("form.stop"))

    def _direction(self, pair: Pair, one: Carrier) -> str:
        favoured = pair.first if one.correlation > 0 else pair.second
        parameter = meaning(self.voice, one.parameter)
        return self.say("report.rests.favours_first", parameter=parameter, name=self._name(favoured))

    def _carriers(self) -> Grid:
        say = self.say
        unit = say.axis(OUTCOMES[0], change=True)
        columns = [Column(say("report.rests.assumption"))]
        columns += [Column(say(f"report.rests.{head}"), True) for head in ("correlation", "chance")]
        columns += [number_column(self.voice, say(f"report.rests.{head}"), unit) for head in ("when_low", "when_high")]
        rows: list[Row | list[Cell]] = []
        for pair in self.pairs:
            if pair.carriers:
                names = self._names(pair)
                title = say("form.colon").join([names["outcome"], say("report.rests.versus", **names)])
                rows.append(Row((text_cell(title),), group=True))
                found = [self._carrier_row(pair, one, pair.carriers.threshold) for one in pair.carriers.found]
                rows += found or [self._no_carrier(pair.carriers)]
        note = say("report.rests.carriers_note", shuffles=say.number(SHUFFLES))
        return grid(self.voice, "carriers", say("report.rests.carriers"), columns, rows, note)

    def _no_carrier(self, found: Carriers) -> list[Cell]:
        numbers = [number_cell(self.voice, value, 2) for value in (found.strongest, found.threshold)]
        return [text_cell(self.say("report.rests.no_carrier")), *numbers, *[Cell(self.say("form.none"))] * 2]

    def _carrier_row(self, pair: Pair, one: Carrier, threshold: float) -> list[Cell]:
        digits = self._digits(pair)
        numbers = [number_cell(self.voice, value, 2) for value in (one.correlation, threshold)]
        ends = [number_cell(self.voice, value, digits, sign=True) for value in (one.lead_low, one.lead_high)]
        where = status(self.voice, PASSPORTS[one.parameter].status) if one.parameter in PASSPORTS else ""
        return [text_cell(capital(meaning(self.voice, one.parameter)), where), *numbers, *ends]

"""Tables of a report as plain cells: effects, costs, what gets worse, who takes part, and what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.figures import HEADLINES
from experiments.report.side import GROUPS, Worse, minor_of, worse_of
from experiments.report.verdicts import Effect
from experiments.report.voice import Voice, capital
from experiments.words import COST, direction_of
from sim.policies import Policy, from_settings, registry, settings

WIDE = 4
"""Measures beside each other in a table; more of them go into further tables."""
_COMMON = frozenset(settings(Policy))


@dataclass(frozen=True)
class Cell:
    """A number with its interval, its word and the tone in which it is tinted."""

    number: str
    interval: str = ""
    word: str = ""
    tone: str = "open"


@dataclass(frozen=True)
class Row:
    """A row: its head with a smaller line, the level without measures, a cell a package, and a last remark."""

    head: str
    unit: str
    level: str
    cells: tuple[Cell, ...]
    remark: str = ""


@dataclass(frozen=True)
class Table:
    """Names of packages for the head, and rows."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def effect_tables(voice: Voice) -> list[Table]:
    """Headline outcomes by measure; so many measures in a table as fit beside each other."""
    return [
        Table(tuple(voice.name(name, first=True) for name in part), tuple(_effect_rows(voice, part)))
        for part in _parts(voice.study.packages)
    ]


def group_tables(voice: Voice) -> list[Table]:
    """Who takes part more: groups by measure."""
    return [
        Table(tuple(voice.name(name, first=True) for name in part), tuple(_group_rows(voice, part)))
        for part in _parts(voice.study.packages)
    ]


def _parts(packages: Sequence[str]) -> list[Sequence[str]]:
    return [packages[n : n + WIDE] for n in range(0, len(packages), WIDE)]


def _effect_rows(voice: Voice, packages: Sequence[str]) -> list[Row]:
    rows = []
    for key in HEADLINES:
        effects = [voice.study.effect(package, key) for package in packages]
        level = next((e.baseline for e in effects if e is not None and e.measured), None)
        if level is None:
            continue
        cells = tuple(_cell(voice, effect, word=True) for effect in effects)
        shown = voice.bare_level(key, level)
        rows.append(Row(capital(voice.words.indicator(key)), voice.words.axis(key), shown, cells, _best(voice, key)))
    return rows


def _cell(voice: Voice, effect: Effect | None, *, word: bool) -> Cell:
    say = voice.words
    if effect is None or not effect.measured:
        return Cell(say("form.none"), word=say("verdict.missing") if word else "")
    told = say(f"verdict.{effect.word}") if word or effect.word == "unchanged" else ""
    return Cell(voice.number(effect), voice.interval(effect), told, effect.tone)


def _best(voice: Voice, key: str) -> str:
    """The measures that help an outcome most; those whose intervals overlap with the first are tied with it."""
    say, direction = voice.words, direction_of(key)
    helping = sorted((e for e in voice.study.effects_on(key) if e.word == "helps"), key=lambda e: -direction * e.change)
    if not helping:
        return say("form.none")
    first = helping[0]
    tied = [e for e in helping if e.low <= first.high and e.high >= first.low]
    names = say("form.comma").join(voice.name(e.package, first=n == 0) for n, e in enumerate(tied))
    return say("effects.tied", names=names) if len(tied) > 1 else names


def _group_rows(voice: Voice, packages: Sequence[str]) -> list[Row]:
    rows = []
    for group in GROUPS:
        effects = [voice.study.effect(package, group) for package in packages]
        level = next((e.baseline for e in effects if e is not None and e.measured), None)
        if level is not None:
            cells = tuple(_cell(voice, effect, word=False) for effect in effects)
            head = capital(voice.words(f"side.group_{group}"))
            rows.append(Row(head, "", voice.level(group, level), cells))
    return rows


@dataclass(frozen=True)
class WorseRow:
    """One thing that gets worse under a measure."""

    indicator: str
    unit: str
    before: str
    after: str
    change: str
    interval: str


@dataclass(frozen=True)
class WorseGroup:
    """What gets worse under a measure, and in a line what does so only a little."""

    name: str
    rows: tuple[WorseRow, ...]
    minor: str


def worse_table(voice: Voice) -> list[WorseGroup]:
    """What gets worse, by measure; measures under which nothing does are left out."""
    found = []
    for package in voice.study.packages:
        rows = tuple(_worse_row(voice, worse) for worse in worse_of(voice.study, package))
        minor = [voice.words.indicator(effect.indicator) for effect in minor_of(voice.study, package)]
        line = voice.words("side.minor", items=voice.words("form.comma").join(minor)) if minor else ""
        if rows or line:
            found.append(WorseGroup(voice.name(package, first=True), rows, line))
    return found


def _worse_row(voice: Voice, worse: Worse) -> WorseRow:
    say = voice.words
    name, unit = capital(say.indicator(worse.indicator)), say.axis(worse.indicator)
    if worse.effect is None:
        value = voice.bare_level(worse.indicator, worse.value, more=worse.more)
        return WorseRow(name, unit, say("form.none"), value, say("side.only_here"), "")
    effect = worse.effect
    before, after = (voice.bare_level(worse.indicator, value) for value in (effect.baseline, effect.treated))
    return WorseRow(name, unit, before, after, voice.number(effect), voice.interval(effect))


@dataclass(frozen=True)
class CostRow:
    """What a measure costs and the prices behind it."""

    name: str
    total: str
    interval: str
    monthly: str
    prices: tuple[str, ...]


def cost_rows(voice: Voice) -> list[CostRow]:
    """Cost by measure over all months."""
    rows = []
    for package in voice.study.packages:
        cost = voice.study.effect(package, COST)
        if cost is None or not cost.measured:
            continue
        interval = voice.interval(cost) if cost.low < cost.high else ""
        monthly = voice.words.yuan(cost.change / voice.study.months)
        prices = tuple(line for _, line, money in _settings(voice, package) if money)
        rows.append(CostRow(voice.name(package, first=True), voice.words.yuan(cost.change), interval, monthly, prices))
    return rows


@dataclass(frozen=True)
class Tried:
    """What was tried under the name of a package."""

    name: str
    what: tuple[str, ...]
    settings: tuple[str, ...]


def tried(voice: Voice) -> list[Tried]:
    """The packages with what their measures are and how they were set; money is in the table of costs."""
    found = []
    for package in voice.study.packages:
        keys = list(voice.study.manifest.measures(package)) or [package]
        what = tuple(voice.words(f"measure.{key}") for key in keys if voice.words.has(f"measure.{key}"))
        lines = tuple(line for _, line, money in _settings(voice, package) if not money)
        found.append(Tried(voice.name(package, first=True), what, lines))
    return found


def _settings(voice: Voice, package: str) -> list[tuple[str, str, bool]]:
    """Measure, line and whether it is money, for every setting that says something; none of measures not installed."""
    known, found = registry(), []
    measures = voice.study.manifest.measures(package) or {package: {}}
    for key, given in measures.items():
        if key not in known:
            continue
        try:
            policy, plain = from_settings(known[key], dict(given)), known[key]()
        except ValueError:
            # Settings of another version of the measure cannot be put into words.
            continue
        for name, setting in settings(known[key]).items():
            value = float(getattr(policy, name))
            if name in _COMMON and value == getattr(plain, name):
                continue
            label = capital(getattr(setting, voice.words.lang))
            line = label + voice.words("form.colon") + voice.words.setting(setting.unit, value)
            found.append((key, line, setting.unit.startswith("yuan")))
    return found

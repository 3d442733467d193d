"""What the model knows about itself, for the terminal: measures, levers, parameters."""

import csv
import inspect
import io
import re
from functools import cache
from importlib import resources
from typing import get_args

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.notes import Disappointment, notes_of
from experiments.plain import plain_table
from experiments.tables import unit_name
from experiments.words import Words
from sim.core.levers import declared
from sim.core.names import check_name
from sim.core.parameters import Passport, Status, all_passports, groups
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.policies import Policy, find, from_settings, registry, settings
from sim.policies.base import Price, Setting, in_full_force
from sim.tallies import counters

PARTS = {"claim": "Claim", "mechanism": "Mechanism", "side_effects": "Side effects?", "evidence": "Evidence"}
"""Paragraphs of a measure's docstring, by key and by the words that begin them; keys of ``notes.Paragraphs``."""
_MARK = re.compile(rf"^({'|'.join(PARTS.values())}): ", re.MULTILINE)
_EVIDENCE_ID = re.compile(r"\b[OB]-[A-Z]+\d+[a-z]?\b")


def summary(policy: type[Policy]) -> str:
    """What a measure is, in one sentence: the first paragraph of its docstring."""
    return " ".join(inspect.cleandoc(policy.__doc__ or "").split("\n\n")[0].split())


def paragraphs(policy: type[Policy]) -> dict[str, str]:
    """Claim, mechanism, side effects and evidence of a measure as its docstring says them."""
    pieces = _MARK.split(inspect.cleandoc(policy.__doc__ or ""))
    said = {word: " ".join(text.split()) for word, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    return {key: text for key, mark in PARTS.items() for word, text in said.items() if re.fullmatch(mark, word)}


def told(policy: type[Policy], words: Words) -> dict[str, str]:
    """The paragraphs in a language; in Chinese where there is a translation, else as written."""
    notes = notes_of(policy).zh if words.lang == "zh" else None
    return {**paragraphs(policy), **(notes.model_dump() if notes else {})}


def grade(policy: type[Policy]) -> str:
    """The grade of the evidence on what a measure does (see ``experiments.notes``); ``ungraded`` where nobody says."""
    found = notes_of(policy).evidence
    return found.grade if found else "ungraded"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def one_line(policy: type[Policy], words: Words) -> str:
    """What a measure is, in one line."""
    line = notes_of(policy).line
    return str(getattr(line, words.lang)) if line else summary(policy)


def policies_table(words: Words) -> Table:
    """All measures with their group, claim and grade of evidence."""
    heads = [words(f"cli.catalogue.{head}") for head in ("key", "group", "name", "claim", "evidence")]
    table = plain_table(*heads)
    table.columns[0].no_wrap = table.columns[4].no_wrap = True
    for key, policy in registry().items():
        claim = _capital(told(policy, words).get("claim", summary(policy)))
        name = policy.zh if words.lang == "zh" else f"{policy.en} {policy.zh}"
        table.add_row(key, policy.group, name, claim, words(f"cli.grade.{grade(policy)}"))
    return table


def policies_notes(words: Words) -> RenderableType:
    """What the letters of the groups and the grades of evidence mean."""
    groups = (f"{letter} {words(f'cli.group.{letter}')}" for letter in "ABCDE")
    return Group(Text(words("form.semicolon").join(groups)), Text(words("cli.grade.meaning")))


def explanation(key: str, words: Words) -> RenderableType:
    """All that is known of a measure. Raises ``UnknownName``."""
    policy = find(key)
    title = f"{policy.zh} {policy.en}" if words.lang == "zh" else f"{policy.en} {policy.zh}"
    group = words(f"cli.group.{policy.group}")
    heading = Text(f"{title}{words.bracketed(f'{key}, {policy.group} {group}')}", style="bold")
    parts: list[RenderableType] = [heading, Text(one_line(policy, words))]
    for part, text in told(policy, words).items():
        parts.append(_paragraph(words(f"cli.part.{part}"), _capital(text), words))
    parts += [_disappointment(key, notes_of(policy).disappoints, words), Text(f"\n{_estimates(policy, words)}", "bold")]
    tables = (_evidence_cited, _levers_moved, _prices, _settings)
    parts += [part for table in tables for part in (Text(""), table(policy, words))]
    return Group(*parts, Text(f"\n{words('cli.catalogue.try', measure=key)}"))


def _paragraph(head: str, text: str, words: Words) -> Text:
    return Text.assemble("\n", (head + words("form.colon"), "bold"), text)


def _disappointment(key: str, found: Disappointment | None, words: Words) -> RenderableType:
    """When it does harm or nothing, and how to see it."""
    head = words("cli.part.disappoints")
    if found is None:
        return _paragraph(head, words("cli.catalogue.untold"), words)
    said = [getattr(found, words.lang)]
    for part in ("harms", "nothing"):
        if named := [words.indicator(name) for name in getattr(found, part)]:
            said.append(words(f"cli.catalogue.{part}", indicators=words("form.semicolon").join(named)))
    command = " ".join(["gongzhi compare", *found.asked(key)])
    return Group(_paragraph(head, words("form.space").join(said), words), Text(f"    {command}", style="dim"))


def _estimates(policy: type[Policy], words: Words) -> str:
    """Whether there is a causal estimate of what a measure does."""
    found = notes_of(policy).evidence
    if found is None:
        return words("cli.catalogue.ungraded")
    ids = words.bracketed(", ".join(found.ids)) if found.ids else ""
    return words(f"cli.catalogue.grade_{found.grade}", ids=ids)


@cache
def evidence() -> dict[str, dict[str, str]]:
    """The rows of the evidence table, conf/evidence.csv, by id; each says the same in ``en`` and ``zh``."""
    text = (resources.files("gongzhi_conf") / "evidence.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def _evidence_cited(policy: type[Policy], words: Words) -> Table:
    heads = [words(f"cli.catalogue.{head}") for head in ("id", "says", "kind")]
    table = plain_table(*heads, title=words("cli.catalogue.evidence"))
    notes = notes_of(policy)
    graded = notes.evidence.ids if notes.evidence else []
    for name in dict.fromkeys([*_EVIDENCE_ID.findall(policy.__doc__ or ""), *graded, *notes.sources]):
        source = notes.sources.get(name)
        row = evidence().get(name, {}) if source is None else source.model_dump()
        table.add_row(name, row.get(words.lang, ""), words(f"cli.kind.{row['kind']}") if row else "")
    return table


def _levers_moved(policy: type[Policy], words: Words) -> Table:
    """What a measure moves where it is in full force."""
    asked = in_full_force(from_settings(policy, notes_of(policy).defaults))
    heads = [words(f"cli.catalogue.{head}") for head in ("lever", "full_force", "unit", "meaning")]
    table = plain_table(*heads, title=words("cli.catalogue.levers_moved"), numbers=(1,))
    for name, lever in declared(LeverValues).items():
        moved = sum(float(amount[0]) for amount in asked.contributions.get(name, {}).values())
        if moved:
            table.add_row(name, f"{moved:+g}", unit_name(lever.unit, words), getattr(lever, words.lang))
    return table


def _prices(policy: type[Policy], words: Words) -> Table:
    heads = [words(f"cli.catalogue.{head}") for head in ("paid_for", "unit", "yuan_each")]
    table = plain_table(*heads, title=words("cli.catalogue.prices"), numbers=(2,))
    for price in from_settings(policy, notes_of(policy).defaults).prices():
        what, unit = _delivered(price, words)
        table.add_row(what, unit, f"{price.yuan:,g}")
    return table


def _delivered(price: Price, words: Words) -> tuple[str, str]:
    """What is paid for, and its unit: a lever in force, or what a counter counts."""
    name = price.delivered.removeprefix("lever:")
    if name != price.delivered:
        lever = declared(LeverValues)[name]
        unit, place = unit_name(lever.unit, words), "village" if lever.level == "village" else "township"
        said = f"/{place}" in lever.unit and "month" in lever.unit
        return getattr(lever, words.lang), unit if said else words(f"cli.catalogue.{place}_month", unit=unit)
    counted = counters()[name]
    return getattr(counted, words.lang), unit_name(counted.unit, words)


def _settings(policy: type[Policy], words: Words) -> Table:
    heads = [words(f"cli.catalogue.{head}") for head in ("setting", "value", "low", "high", "unit", "meaning")]
    table = plain_table(*heads, title=words("cli.catalogue.settings"), numbers=(1, 2, 3))
    given = from_settings(policy, notes_of(policy).defaults)
    for name, declared_as in settings(policy).items():
        table.add_row(*_setting_row(name, getattr(given, name), declared_as, words))
    for name in ("enabled", "choice", "villages", "only"):
        table.add_row(name, str(getattr(given, name)), "", "", "", words(f"cli.catalogue.{name}"))
    return table


def _setting_row(name: str, value: float, setting: Setting, words: Words) -> tuple[str, ...]:
    numbers = (f"{number:g}" for number in (value, setting.low, setting.high))
    return name, *numbers, unit_name(setting.unit, words), getattr(setting, words.lang)


def parameters_table(words: Words, status: str | None = None, group: str | None = None) -> Table:
    """The passports of all parameters, or of those of a status or group. Raises ``UnknownName``."""
    if status is not None:
        check_name("status", status, get_args(Status))
    if group is not None:
        check_name("group of parameters", group, groups(Parameters))
    heads = ("name", "value", "low", "high", "unit", "status", "evidence", "meaning")
    shown = {name: passport for name, passport in all_passports(Parameters) if _fits(name, passport, status, group)}
    title = words("cli.catalogue.parameters", shown=len(shown), all=len(list(all_passports(Parameters))))
    table = plain_table(*(words(f"cli.catalogue.{head}") for head in heads), title=title, numbers=(1, 2, 3), whole=(0,))
    for name, passport in shown.items():
        numbers = (f"{number:g}" for number in (passport.value, passport.low, passport.high))
        said = words(f"cli.status.{passport.status}"), ", ".join(passport.evidence), getattr(passport, words.lang)
        table.add_row(name, *numbers, unit_name(passport.unit, words), *said)
    return table


def _fits(name: str, passport: Passport, status: str | None, group: str | None) -> bool:
    return status in (None, passport.status) and group in (None, name.split(".")[0])


def levers_table(words: Words) -> Table:
    """All levers with their bounds and the measures that move them."""
    heads = ("lever", "level", "unit", "neutral", "low", "high", "rule", "meaning")
    table = plain_table(*(words(f"cli.catalogue.{head}") for head in heads), numbers=(3, 4, 5), whole=(0,))
    for name, lever in declared(LeverValues).items():
        numbers = (f"{number:g}" for number in (lever.neutral, lever.low, lever.high))
        level, rule = words(f"cli.level.{lever.level}"), words(f"cli.rule.{lever.rule}")
        table.add_row(name, level, unit_name(lever.unit, words), *numbers, rule, getattr(lever, words.lang))
    return table

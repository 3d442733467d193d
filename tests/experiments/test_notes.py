"""What is said of measures: complete in both languages for our own, readable for those of others."""

import csv
import re
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar

import pytest

from experiments.catalogue import PARTS, evidence, explanation, grade, one_line, paragraphs, policies_table, told
from experiments.notes import Paragraphs, notes_of
from experiments.tables import console, unit_name
from experiments.words import LANGUAGES, Lang
from experiments.words import words as words_of
from sim.levers import MonthLevers
from sim.policies import OWN, Policy, registry, settings
from sim.policies.base import Group, key_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
GROUPS = {"A": 7, "B": 3, "C": 4, "D": 4, "E": 3}
"""Measures of each group of the department's report."""


def shown(*renderables: object) -> str:
    out = console(width=400)
    with out.capture() as captured:
        for one in renderables:
            out.print(one)
    return captured.get()


def test_the_report_has_twenty_one_measures_in_five_groups() -> None:
    assert len(OWN) == 21
    assert {group: sum(policy.group == group for policy in OWN) for group in GROUPS} == GROUPS


@pytest.mark.parametrize("policy", OWN, ids=key_of)
def test_our_own_measures_are_told_in_full_in_both_languages(policy: type[Policy]) -> None:
    notes = notes_of(policy)
    assert notes.line is not None
    assert notes.zh is not None
    assert notes.evidence is not None
    assert notes.disappoints is not None
    assert set(paragraphs(policy)) == set(PARTS) == set(Paragraphs.model_fields)
    chinese = [notes.line.zh, notes.disappoints.zh, policy.zh, *notes.zh.model_dump().values()]
    english = [notes.line.en, notes.disappoints.en, policy.en, *paragraphs(policy).values()]
    assert all(CHINESE.search(text) for text in chinese)
    assert not any(CHINESE.search(text) for text in english)
    for declared in settings(policy).values():
        assert CHINESE.search(declared.zh)
        assert not CHINESE.search(declared.en)
        assert CHINESE.search(unit_name(declared.unit, words_of("zh"))) or declared.unit in ("%",)


@pytest.mark.parametrize("policy", OWN, ids=key_of)
def test_what_is_cited_is_in_the_evidence_and_cited_alike_in_both_languages(policy: type[Policy]) -> None:
    notes, cited = notes_of(policy), re.compile(r"\b[OB]-[A-Z]+\d+[a-z]?\b")
    assert notes.evidence is not None
    assert notes.evidence.ids
    assert set(notes.evidence.ids) <= set(evidence())
    chinese = told(policy, words_of("zh"))
    for part, text in paragraphs(policy).items():
        assert cited.findall(text) == cited.findall(chinese[part]), part


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("policy", OWN, ids=key_of)
def test_where_there_is_no_causal_estimate_it_is_said(policy: type[Policy], lang: Lang) -> None:
    text = shown(explanation(key_of(policy), words_of(lang)))
    said = "没有这项举措效果的因果估计" if lang == "zh" else "no causal estimate of what this measure does"
    assert (said in text) == (grade(policy) != "causal")


def test_no_measure_is_graded_above_what_the_evidence_file_says() -> None:
    """Grades that claim an estimate rest on published rows; none claims one of the measure itself."""
    rows = csv.DictReader((resources.files("gongzhi_conf") / "evidence.csv").read_text("utf-8").splitlines())
    kinds = {row["id"]: row["kind"] for row in rows}
    for policy in OWN:
        found = notes_of(policy).evidence
        assert found is not None
        assert found.grade != "causal", policy
        if found.grade in ("part", "sign"):
            assert any(kinds[name] in ("published", "survey") for name in found.ids), policy


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_says_group_claim_and_grade(lang: Lang) -> None:
    lines = shown(policies_table(words_of(lang))).splitlines()
    for policy in OWN:
        line = next(line for line in lines if line.split()[:1] == [key_of(policy)])
        assert f" {policy.group} " in line
        assert words_of(lang)(f"cli.grade.{grade(policy)}") in line


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("policy", OWN, ids=key_of)
def test_an_explanation_tells_when_a_measure_disappoints_and_how_to_see_it(policy: type[Policy], lang: Lang) -> None:
    words, found = words_of(lang), notes_of(policy).disappoints
    assert found is not None
    text = shown(explanation(key_of(policy), words))
    assert words("cli.part.disappoints") in text
    assert getattr(found, lang) in text
    assert all(words.indicator(name) in text for name in [*found.harms, *found.nothing])
    assert all(setting in text for setting in found.settings)


@dataclass(frozen=True, kw_only=True)
class TeaHouses(Policy):
    """Tea for those who come to meetings.

    Claim: nobody meets without tea.
    """

    group: ClassVar[Group] = "E"
    zh: ClassVar[str] = "茶馆"
    en: ClassVar[str] = "tea houses"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        return levers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_measure_without_notes_is_readable_and_says_what_is_missing(
    lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {**registry(), "tea_houses": TeaHouses}
    monkeypatch.setattr("experiments.catalogue.registry", lambda: found)
    monkeypatch.setattr("experiments.catalogue.find", found.__getitem__)
    words = words_of(lang)
    assert one_line(TeaHouses, words) == "Tea for those who come to meetings."
    assert "Nobody meets without tea." in shown(policies_table(words))
    text = shown(explanation("tea_houses", words))
    assert words("cli.catalogue.untold") in text
    assert words("cli.catalogue.ungraded") in text

"""Calibration targets: a consistent file, and an honest table."""

import re
from importlib import resources
from typing import Any

import numpy as np
import pytest
import yaml

from experiments.catalogue import evidence
from experiments.target_files import TargetsError, load_targets
from experiments.targets import Target, check, present_share, rural_aged_60, to_townships, untreated
from sim import County, Scenario
from sim.tallies import rows
from sim.world.description import load_description

HAMLET = load_description("wushan_township").scaled(1, 2, 60)
FIELDS: dict[str, Any] = {
    "id": "T0",
    "value": 50,
    "low": 0,
    "high": 100,
    "unit": "%",
    "weight": "weak",
    "townships": 1,
    "evidence": (),
    "zh": "试",
    "en": "trial",
}
NOTHING_TO_DIVIDE_BY = {"scale": 1, "over": {"grievances.grievances": 1}, "under": {"volunteering.new_leaders": 1}}


def counties(blocks: int = 1, seed: int = 1) -> list[County]:
    return list(untreated(Scenario(county=HAMLET, seed=seed, months=3, warmup=2), blocks))


def test_all_targets_are_there_once_and_in_order() -> None:
    found = load_targets()
    assert found.county == "wushan_township"
    ids = [target.id for target in found.targets]
    assert len(set(ids)) == len(ids)
    assert list(dict.fromkeys(name.split(".")[0] for name in ids)) == [f"T{k}" for k in range(1, 23)]


def test_what_has_no_figure_is_called_assumed_and_what_has_one_names_its_evidence() -> None:
    for target in load_targets().targets:
        assert target.evidence or target.weight in ("assumed", "weak"), target.id
        assert target.evidence or target.note, target.id


def test_every_evidence_id_exists() -> None:
    cited = {name for target in load_targets().targets for name in target.evidence}
    assert len(cited) > 20
    assert cited <= evidence().keys()


@pytest.mark.parametrize("key", ["zh", "en"])
def test_targets_have_names_and_notes_in_both_languages(key: str) -> None:
    file = resources.files("gongzhi_conf") / "targets" / "wushan.yaml"
    for entry in yaml.safe_load(file.read_text("utf-8"))["targets"]:
        assert entry[key].strip()
        assert "note" not in entry or entry["note"][key].strip()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"indicator": "participatio"}, "unknown indicator of T0 'participatio'; did you mean 'participation'"),
        ({"world": "aged"}, "unknown world fact of T0 'aged'"),
        ({"ratio": {"scale": 1, "over": {"needs.need": 1}, "under": {"needs.needs": 1}}}, "unknown counter of T0"),
        ({"indicator": "petitions", "world": "present_share"}, "say what is measured by one of"),
        ({}, "say what is measured by one of"),
        ({"indicator": "petitions", "value": 200}, "T0: 200 does not lie between 0 and 100"),
        ({"indicator": "petitions", "weight": "heavy"}, "unknown weight of T0 'heavy'"),
        ({"indicator": "petitions", "largest_among": ["petition"]}, "unknown indicator of T0 'petition'"),
    ],
)
def test_a_target_at_fault_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Target(**{**FIELDS, **fields})


def test_unknown_targets_are_refused() -> None:
    with pytest.raises(TargetsError, match="unknown targets 'wushn'; did you mean 'wushan'"):
        load_targets("wushn")


def test_values_are_means_over_blocks() -> None:
    target = Target(**FIELDS, indicator="participation")
    values = [target.measured(county) for county in counties(3)]
    assert len(set(values)) == 3
    found = check([target], iter(counties(3)))[0]
    assert found.value == pytest.approx(np.mean(values))
    assert found.answer == "yes"


def test_a_ratio_of_counters_is_that_of_the_indicator_it_spells_out() -> None:
    ratio = {"scale": 100, "over": {"grievances.talked": 1}, "under": {"grievances.grievances": 1}}
    county = counties(seed=4)[0]
    assert Target(**FIELDS, ratio=ratio).measured(county) == Target(**FIELDS, indicator="talked").measured(county)


def test_facts_of_the_world_are_read_off_its_people() -> None:
    county = counties()[0]
    residents = county.state.residents
    rural = county.state.facts.rural[residents.village]
    there = [i for i in range(len(residents.age)) if not residents.away[i] and rural[i]]
    assert rural_aged_60(county) == pytest.approx(100 * sum(residents.age[i] >= 60 for i in there) / len(there))
    present = np.bincount(residents.village[residents.away == 0], minlength=county.state.places.villages)
    counted = county.record.since(1).counted[:, rows()["places.residents"].start].sum(axis=1)
    assert counted[-1] == pytest.approx((present / (1 - county.state.facts.children_share)).sum())
    assert present_share(county) == pytest.approx(counted.mean() / HAMLET.population.registered.value)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"indicator": "participation", "low": 49.9, "high": 50.1}, "no"),
        ({"indicator": "participation", "townships": 8}, "too_small"),
        (
            {"ratio": {"scale": 1, "over": {"grievances.grievances": 1}, "under": {"volunteering.new_leaders": 1}}},
            "unmeasured",
        ),
        ({"indicator": "first_volunteer", "largest_among": ["first_volunteer", "first_cadre"]}, "not_largest"),
        ({"indicator": "first_cadre", "largest_among": ["first_volunteer", "first_cadre"]}, "yes"),
    ],
)
def test_a_target_is_answered_honestly(fields: dict[str, Any], answer: str) -> None:
    assert check([Target(**{**FIELDS, **fields})], iter(counties(2)))[0].answer == answer


def test_a_township_is_scaled_to_several_of_its_size() -> None:
    township = load_description("wushan_township")
    eight = to_townships(township, 8)
    assert len(eight.places.townships.value) == 8
    assert eight.places.units == 96
    assert eight.places.registered_adults == pytest.approx(8 * township.places.registered_adults, rel=0.01)
    assert to_townships(township, None) is township

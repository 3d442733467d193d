"""A scene says what the record of the same run says."""

import pickle

import numpy as np
import pandas as pd
import pytest

from experiments.blocks import live_block
from experiments.figures.counted import cadre_hours
from experiments.measured import default_window
from experiments.measured import over as over_blocks
from experiments.study import plan
from experiments.view.proposal import PRESETS, Proposal
from experiments.view.scene import OVER_A_YEAR, TIERS, USES, Scene, live, scenes, warmed_up
from experiments.words import LANGUAGES
from sim import County
from sim.agents.tables import OPEN
from sim.indicator_table import INDICATORS
from sim.record import by_counter

PROPOSAL = PRESETS["demo"]
SEED = 3


@pytest.fixture(scope="module")
def scene() -> Scene:
    return live(warmed_up(SEED), PROPOSAL)


@pytest.fixture(scope="module")
def county() -> County:
    """The same run, lived by itself."""
    county = County(PROPOSAL.scenario(SEED))
    county.run_to(PROPOSAL.months)
    return county


def test_lines_are_the_indicators_of_the_record(scene: Scene, county: County) -> None:
    monthly = county.record.since(1).series()
    assert list(scene.lines) == list(INDICATORS)
    for key, line in scene.lines.items():
        if key not in OVER_A_YEAR:
            np.testing.assert_array_equal(line, monthly[key][:, 0], err_msg=key)
            continue
        for month in (1, 5, 12, 36):
            wanted = county.record.over(month - 11, month)[key][0]
            np.testing.assert_allclose(line[month - 1], wanted, rtol=1e-12, err_msg=key)
    assert {"resolved", "petitions", "turned_away", "settled_village_share"} <= OVER_A_YEAR
    assert not {"participation", "volunteer_hours", "active_organisations", "paperwork_share", "backlog"} & OVER_A_YEAR


def test_what_effects_are_taken_from_is_that_of_a_study(scene: Scene) -> None:
    study = plan(Proposal().scenario(SEED), {"demo": PROPOSAL.policies()}, 1, "shipped")
    blocks = live_block(study.blocks[0])
    wanted = over_blocks(blocks, *default_window(36)).xs("demo", level="package").iloc[0]
    assert set(wanted.index) == set(scene.over)
    pd.testing.assert_series_equal(pd.Series(scene.over)[wanted.index], wanted, check_names=False, rtol=1e-12)
    assert scene.over["cost"] == pytest.approx(sum(cost.sum() for cost in scene.cost.values()))


def test_hours_are_those_of_the_report_and_add_up_to_the_hours_in_post(scene: Scene, county: County) -> None:
    counts = by_counter(county.record.since(1).at("county")[0])
    assert tuple(scene.hours) == USES
    assert all((hours >= 0).all() for hours in scene.hours.values())
    in_post = counts("cadre_time.hours")[:, 0] / 4
    np.testing.assert_allclose(np.sum(list(scene.hours.values()), axis=0), in_post)
    # Over a single month the report divides them in the same way.
    study = plan(Proposal().scenario(SEED), {"demo": PROPOSAL.policies()}, 1, "shipped")
    of_report = cadre_hours(live_block(study.blocks[0]), 20, 20).set_index("item")["treated"]
    now = {use: hours[19] for use, hours in scene.hours.items()}
    assert now["paperwork"] == pytest.approx(of_report["paperwork"])
    assert now["urgent"] + now["cases"] == pytest.approx(of_report["cases"])
    assert now["organising"] == pytest.approx(of_report["organising"])


def test_disputes_are_counted_where_they_are(scene: Scene) -> None:
    county = warmed_up(SEED).fork(PROPOSAL.policies(), 36)
    held = []
    while county.running:
        county.step()
        cases = county.state.cases.frame()
        held.append([int(((cases["tier"] == tier) & (cases["relapse"] == OPEN)).sum()) for tier in (0, 1, 2)])
    at = np.stack([scene.tiers[f"at_{tier}"] for tier in ("village", "township", "county")], axis=1)
    np.testing.assert_array_equal(at, held)
    np.testing.assert_array_equal(at.sum(axis=1), scene.tiles["open_cases"].sum(axis=1))
    counts = by_counter(county.record.since(1).at("county")[0])
    for name, counters in TIERS.items():
        np.testing.assert_array_equal(scene.tiers[name], sum(counts(counter)[:, 0] for counter in counters))
    assert scene.tiers["brought"].sum() > 0
    turned = sum(scene.tiers[name] for name in ("paper", "given_up", "closed", "lost"))
    np.testing.assert_array_equal(scene.tiers["turned_away"], turned)


def test_tiles_are_the_villages_of_the_record(scene: Scene, county: County) -> None:
    of_villages = county.record.since(1).series("village")
    np.testing.assert_array_equal(scene.tiles["participation"], of_villages["participation"])
    people = scene.tiles["present"] + scene.tiles["away"]
    np.testing.assert_array_equal(people, np.broadcast_to(scene.residents, people.shape))
    shares = 100 * scene.tiles["volunteers"] / scene.tiles["present"]
    np.testing.assert_allclose(shares, of_villages["active_volunteers"])
    assert scene.tiles["leaders"][-1].sum() > 0
    for lang in LANGUAGES:
        assert len(set(scene.names[lang])) == 4
    numbers = [name.split()[-2] for name in county.state.places.village_names]
    assert [name.split()[-1] for name in scene.names["en"]] == numbers


def test_money_is_that_of_the_record(scene: Scene, county: County) -> None:
    for n, key in enumerate(county.record.measures):
        np.testing.assert_array_equal(scene.cost[key], county.record.since(1).costs[:, n].sum(axis=-1))


def test_runs_of_a_proposal_have_the_seeds_that_follow_and_leave_the_county_as_it_was() -> None:
    first, second = scenes(Proposal(months=12, seed=SEED), 2)
    again = scenes(Proposal(months=12, seed=SEED + 1), 1)[0]
    assert (first.seed, second.seed, first.months) == (SEED, SEED + 1, 12)
    assert not np.array_equal(first.lines["participation"], second.lines["participation"])
    np.testing.assert_array_equal(second.lines["participation"], again.lines["participation"])


def test_a_scene_travels_light(scene: Scene) -> None:
    assert len(pickle.dumps(scene, 5)) < 200_000

"""The whole county behind the page: pairs of runs on the same draws, read township by township."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest

from experiments.effects import t_interval
from experiments.view import whole
from experiments.view.outcomes import MAPPED, OUTCOMES
from experiments.view.proposal import Proposal
from experiments.view.whole import Pair, live_pair, people, townships
from sim import County
from sim.world.description import CountyDescription, load_description

PROPOSAL = Proposal((("micro_grids", 1.0),), months=12)


def small_county() -> CountyDescription:
    """Three townships of two villages each."""
    return load_description("wushan").scaled(3, 2, 150)


@pytest.fixture(scope="module")
def pairs() -> Iterator[list[Pair]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "whole_county", small_county)
        whole._warmed_up.cache_clear()
        whole._untreated.cache_clear()
        yield [live_pair(PROPOSAL, seed) for seed in (1, 2, 3)]
        whole._warmed_up.cache_clear()
        whole._untreated.cache_clear()


@pytest.fixture(scope="module")
def county() -> County:
    """The first run, lived by itself."""
    made = County(PROPOSAL.scenario(1, small_county()))
    made.run()
    return made


def test_units_are_townships_with_their_people_and_names(pairs: list[Pair], county: County) -> None:
    scene = pairs[0].proposed
    assert scene.names["zh"] == county.state.places.township_names
    assert scene.names["en"] == ("Gaotang", "Longmen", "Wuxia")
    facts, places = county.state.facts, county.state.places
    np.testing.assert_array_equal(scene.residents, places.sum_by_township(np.diff(facts.first_resident)))
    people_there = scene.tiles["present"] + scene.tiles["away"]
    np.testing.assert_array_equal(people_there, np.broadcast_to(scene.residents, people_there.shape))


def test_values_of_a_township_are_those_of_the_record(pairs: list[Pair], county: County) -> None:
    series = county.record.since(1).series("township")
    scene = pairs[0].proposed
    for key in ("participation", "paperwork_share", "volunteer_hours"):
        np.testing.assert_array_equal(scene.tiles[key], series[key])
    year = county.record.over(1, 12, "township")
    for key in ("resolved", "settled_village_share", "petitions"):
        np.testing.assert_allclose(scene.tiles[key][-1], year[key])
    assert set(scene.tiles) >= {outcome.key for outcome in (*OUTCOMES, *MAPPED)}


def test_a_pair_lives_on_the_same_draws(pairs: list[Pair]) -> None:
    first = pairs[0]
    assert (first.proposed.seed, first.baseline.seed) == (1, 1)
    assert not np.array_equal(first.proposed.tiles["participation"], first.baseline.tiles["participation"])
    same = live_pair(PROPOSAL.baseline(), 1)
    assert same.proposed is same.baseline
    np.testing.assert_array_equal(same.baseline.tiles["participation"], first.baseline.tiles["participation"])


def test_changes_are_means_of_paired_differences_with_their_interval(pairs: list[Pair]) -> None:
    found = townships(pairs, "participation", 12)
    differences = np.array(
        [p.proposed.tiles["participation"][11] - p.baseline.tiles["participation"][11] for p in pairs]
    )
    expected = t_interval(differences)
    np.testing.assert_allclose(found.change.low, expected.low)
    np.testing.assert_allclose(found.change.mean, found.proposed - found.baseline)
    alone = townships(pairs[:1], "participation", 12)
    assert np.isnan(alone.change.low).all()
    assert np.isfinite(alone.change.mean).all()


def test_a_township_without_disputes_in_a_run_is_left_out_of_that_mean(pairs: list[Pair]) -> None:
    tiles = dict(pairs[0].proposed.tiles)
    tiles["resolved"] = np.full_like(tiles["resolved"], np.nan)
    broken = dataclasses.replace(pairs[0], proposed=dataclasses.replace(pairs[0].proposed, tiles=tiles))
    found = townships([broken, *pairs[1:]], "resolved", 12)
    np.testing.assert_allclose(found.proposed, townships(pairs[1:], "resolved", 12).proposed)


def test_everybody_is_in_one_class(pairs: list[Pair]) -> None:
    held = people(pairs, 6)
    np.testing.assert_allclose(sum(held.values()), np.mean([pair.baseline.residents for pair in pairs], axis=0))

"""Whom a measure reaches: a share of the villages, rounded up, by lot or by need, or those that are listed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from sim.core.names import UnknownName
from sim.core.places import Places
from sim.policies import BurdenReduction, Commendation, MicroGrids
from sim.policies.base import Choice
from sim.policies.scope import scope
from tests.model.counties import lived

VILLAGES = 11
PLACES = Places(
    tuple(f"village {n}" for n in range(VILLAGES)),
    ("one", "two"),
    np.array([0] * 5 + [1] * 6, np.int16),
    np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]),
)
BY_NEED = [5, 7, 4, 8, 10, 2, 0, 9, 6, 1, 3]
"""Villages from the neediest on, those in equal need in order."""


def reached(coverage: float, choice: Choice = "random", seed: int = 1) -> NDArray[np.float64]:
    return scope(MicroGrids(coverage=coverage, choice=choice), PLACES, seed)


@given(some.floats(0, 1), some.sampled_from(["random", "need"]), some.integers(0, 2**63 - 1))
def test_a_share_of_villages_is_rounded_up(coverage: float, choice: Choice, seed: int) -> None:
    mask = reached(coverage, choice, seed)
    assert set(mask) <= {0.0, 1.0}
    assert mask.sum() == math.ceil(coverage * VILLAGES - 1e-9)


@pytest.mark.parametrize("part", range(VILLAGES + 1))
def test_a_share_that_is_a_whole_number_of_villages_is_that_number(part: int) -> None:
    assert reached(part / VILLAGES).sum() == part


@given(some.floats(0, 1), some.floats(0, 1), some.sampled_from(["random", "need"]), some.integers(0, 1000))
def test_a_larger_share_holds_a_smaller_one(one: float, other: float, choice: Choice, seed: int) -> None:
    small, large = sorted((one, other))
    assert (reached(small, choice, seed) <= reached(large, choice, seed)).all()


@pytest.mark.parametrize("number", [1, 4, 9])
def test_by_need_the_neediest_come_first(number: int) -> None:
    assert np.flatnonzero(reached(number / VILLAGES, "need")).tolist() == sorted(BY_NEED[:number])


def test_the_lot_differs_by_seed_and_by_measure_and_is_fair() -> None:
    by_seed = np.array([reached(4 / VILLAGES, seed=seed) for seed in range(600)])
    assert by_seed.mean(axis=0) == pytest.approx(np.full(VILLAGES, 4 / VILLAGES), abs=0.09)
    half = {
        policy.key: scope(policy, PLACES, 7).tobytes()
        for policy in (MicroGrids(coverage=0.5), BurdenReduction(coverage=0.5), Commendation(coverage=0.5))
    }
    assert len(set(half.values())) == 3


def test_the_lot_depends_on_nothing_but_seed_measure_and_villages() -> None:
    settings = {"intensity": 0.1, "start": 9, "leaders": 1.0, "enabled": False}
    other = scope(MicroGrids(coverage=0.5, **settings), PLACES, 1)  # type: ignore[arg-type]
    assert np.array_equal(other, reached(0.5))


def test_listed_villages_are_reached_in_any_order() -> None:
    for names in (("village 7", "village 2"), ("village 2", "village 7", "village 2")):
        mask = scope(MicroGrids(choice="listed", villages=names), PLACES, 1)
        assert np.flatnonzero(mask).tolist() == [2, 7]


def test_an_unknown_village_is_answered_with_the_nearest() -> None:
    message = r"unknown village in policies.micro_grids.villages 'vilage 7'; did you mean 'village 7'\?"
    with pytest.raises(UnknownName, match=message):
        scope(MicroGrids(choice="listed", villages=("vilage 7",)), PLACES, 1)


def test_a_county_knows_whom_its_measures_reach() -> None:
    county = lived(months=3, policies=(MicroGrids(coverage=0.3, ramp=0), Commendation(choice="need", coverage=0.25)))
    assert county.scopes["micro_grids"].sum() == 3
    neediest = np.argsort(-county.state.places.need, kind="stable")[:2]
    assert set(np.flatnonzero(county.scopes["commendation"])) == set(neediest)

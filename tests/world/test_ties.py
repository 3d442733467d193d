"""Ties: symmetric, bounded, never twice, and each slot within its own circle of people."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.world.facts import CLAN_SLOTS, KIN_SLOTS, NEIGHBOUR_SLOTS, TIE_SLOTS, WORK_SLOTS
from sim.world.ties import draw_ties
from sim.world.world import World
from tests.world.counties import world

NAMES = ("wushan", "wushan_township")


def pairs(ties: NDArray[np.int32], slots: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Everybody with a tie in one of the slots, and the person at the other end."""
    part = ties[:, slots[0] : slots[1]]
    rows, columns = np.nonzero(part < ties.shape[0])
    return rows, part[rows, columns]


@pytest.mark.parametrize("name", NAMES)
def test_ties_are_symmetric_and_never_to_oneself_or_twice_to_the_same_person(name: str) -> None:
    ties = world(name).ties
    nobody = ties.shape[0]
    assert ties.shape == (world(name).residents["person"].size, TIE_SLOTS)
    assert ties.min() >= 0
    assert ties.max() <= nobody
    for slot in range(TIE_SLOTS):
        rows, others = pairs(ties, (slot, slot + 1))
        assert (ties[others, slot] == rows).all()
        assert (others != rows).all()
    in_order = np.sort(ties, axis=1)
    twice = (np.diff(in_order, axis=1) == 0) & (in_order[:, 1:] < nobody)
    assert not twice.any()


@pytest.mark.parametrize("name", NAMES)
def test_people_have_about_ten_ties(name: str) -> None:
    degree = (world(name).ties < world(name).ties.shape[0]).sum(axis=1)
    assert 8.0 <= degree.mean() <= 10.0
    assert degree.max() <= TIE_SLOTS
    assert degree.min() >= 3


def shares(county: World, slots: tuple[int, int], column: str) -> float:
    rows, others = pairs(county.ties, slots)
    return float((county.residents[column][rows] == county.residents[column][others]).mean())


@pytest.mark.parametrize("name", NAMES)
def test_every_slot_stays_within_its_circle(name: str) -> None:
    county = world(name)
    assert shares(county, (0, 1), "household") == 1.0
    assert shares(county, KIN_SLOTS, "group") == 1.0
    assert shares(county, NEIGHBOUR_SLOTS, "group") == 1.0
    assert shares(county, NEIGHBOUR_SLOTS, "household") < 0.1
    assert shares(county, CLAN_SLOTS, "village") == 1.0
    assert shares(county, CLAN_SLOTS, "group") < 0.3
    assert shares(county, WORK_SLOTS, "employer") == 1.0
    rows, _ = pairs(county.ties, WORK_SLOTS)
    assert (county.residents["employer"][rows] >= 0).all()


def test_everybody_who_shares_a_household_with_one_other_is_tied_to_them() -> None:
    county = world("wushan_township")
    size = np.bincount(county.residents["household"])[county.residents["household"]]
    assert (county.ties[size == 2, 0] < county.ties.shape[0]).all()
    assert (county.ties[size == 1, 0] == county.ties.shape[0]).all()


def test_kin_and_clan_ties_join_people_of_one_clan() -> None:
    people = 400
    residents: dict[str, NDArray[Any]] = {
        "village": np.repeat(np.arange(2, dtype=np.int16), 200),
        "group": np.repeat(np.arange(4, dtype=np.int16), 100),
        "household": np.repeat(np.arange(200, dtype=np.int32), 2),
        "employer": np.full(people, -1, np.int16),
    }
    clan = np.repeat(np.arange(200, dtype=np.int32) % 3, 2)
    ties = draw_ties(residents, clan, 3)
    for slots in (KIN_SLOTS, CLAN_SLOTS):
        rows, others = pairs(ties, slots)
        assert rows.size > people
        assert (clan[rows] == clan[others]).all()
    assert pairs(ties, WORK_SLOTS)[0].size == 0


def test_one_resident_knows_nobody_and_two_know_each_other_once() -> None:
    def alone_in_the_world(people: int) -> NDArray[np.int32]:
        columns = {name: np.zeros(people, np.int16) for name in ("village", "group", "employer")}
        return draw_ties({**columns, "household": np.zeros(people, np.int32)}, np.zeros(people, np.int32), 0)

    assert (alone_in_the_world(1) == 1).all()
    assert (alone_in_the_world(2)[:, 0] == [1, 0]).all()
    assert (alone_in_the_world(2)[:, 1:] == 2).all()

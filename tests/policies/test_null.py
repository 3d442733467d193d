"""A measure that is not in force changes nothing, not in the last bit; and the order of measures never matters."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sim import County
from sim.core.levers import declared
from sim.levers import LeverValues
from sim.policies import DemonstrationSites, Policy, SocialWorkTalent, registry
from sim.processes.blocks import lever_block, lever_view
from tests.model.counties import busy, differences, lived, scenario
from tests.oracle.stirring import LIVELY

KINDS = tuple(registry().values())
KEYS = tuple(registry())
MONTHS = 8
NULL: dict[str, dict[str, Any]] = {
    "at no intensity": {"intensity": 0.0},
    "not enabled": {"enabled": False},
    "before its start": {"start": MONTHS + 1},
    "in no village": {"coverage": 0.0},
    "in no needy village": {"coverage": 0.0, "choice": "need"},
}
REASONS = tuple(NULL)
VILLAGE = "示例镇 2 村"
each = pytest.mark.parametrize("kind", KINDS, ids=KEYS)


def live(*policies: Policy, months: int = MONTHS) -> County:
    """A county with firms and organisations for all measures to act on."""
    numbers = {**LIVELY, "volunteering.professional_hire": 0.8, "economy.association_join": 0.8}
    return lived(county=busy(), months=months, policies=policies, parameters=numbers, beyond_prior=True)


def null(number: int, reason: int) -> Policy:
    """A measure of the registry that is not in force."""
    return KINDS[number](**NULL[REASONS[reason % len(REASONS)]])


@pytest.fixture(scope="module")
def untreated() -> County:
    return live()


@pytest.fixture(scope="module")
def treated() -> County:
    """With all measures in force, in the order of the registry."""
    return live(*(kind(ramp=0) for kind in KINDS))


@each
@pytest.mark.parametrize("why", NULL)
def test_a_measure_not_in_force_changes_no_bit(untreated: County, why: str, kind: type[Policy]) -> None:
    county = live(kind(**NULL[why]))
    assert differences(untreated, county) == []
    assert not county.record.costs.any()


@pytest.mark.parametrize("first", range(len(NULL)))
def test_all_measures_null_for_different_reasons_change_no_bit(untreated: County, first: int) -> None:
    """Each measure has each reason once."""
    county = live(*(null(number, first + number) for number in range(len(KINDS))))
    assert differences(untreated, county) == []
    assert not county.record.costs.any()


@pytest.mark.parametrize("lot", range(12))
def test_some_measures_null_in_any_order_change_no_bit(untreated: County, lot: int) -> None:
    random = np.random.default_rng(lot)
    some = random.permutation(len(KINDS))[: random.integers(2, 8)]
    county = live(*(null(number, random.integers(len(NULL))) for number in some))
    assert differences(untreated, county) == []


@pytest.mark.parametrize("idle", range(len(KINDS)), ids=KEYS)
def test_a_null_measure_beside_active_ones_changes_no_bit(idle: int) -> None:
    """It stands in a place of its own each time, for a reason of its own."""
    active = [kind(ramp=0) for k, kind in enumerate(KINDS) if k != idle]
    place = (7 * idle) % len(KINDS)
    alone, beside = live(*active), live(*active[:place], null(idle, idle), *active[place:])
    assert differences(alone, beside) == []
    assert np.array_equal(alone.record.costs, np.delete(beside.record.costs, place, axis=1))
    assert not beside.record.costs[:, place].any()


@each
def test_a_measure_in_force_beside_null_ones_is_as_alone(kind: type[Policy]) -> None:
    number = KINDS.index(kind)
    others = [null(other, number + other) for other in range(len(KINDS)) if other != number]
    alone, beside = live(kind(ramp=0)), live(*others[:number], kind(ramp=0), *others[number:])
    assert differences(alone, beside) == []
    assert np.array_equal(alone.record.costs[:, 0], beside.record.costs[:, number])


@each
def test_every_measure_in_force_changes_something(untreated: County, kind: type[Policy]) -> None:
    assert len(differences(untreated, live(kind(ramp=0)))) > 5


@pytest.mark.parametrize("lot", range(10))
def test_the_order_of_measures_never_matters(treated: County, lot: int) -> None:
    order = np.random.default_rng(lot).permutation(len(KINDS)).tolist() if lot else range(len(KINDS))[::-1]
    shuffled = live(*(KINDS[k](ramp=0) for k in order))
    assert differences(treated, shuffled) == []
    assert np.array_equal(treated.record.costs[:, list(order)], shuffled.record.costs)


# In time and place


def months_of_levers(*policies: Policy) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Month, levers in force and neutral ones."""
    county = County(scenario(months=MONTHS, policies=policies))
    neutral = county.state.levers.copy()
    for _ in range(county.scenario.warmup + MONTHS):
        month = county.month
        county.step()
        assert np.array_equal(county.state.levers, lever_block(county.asked.settle(), 8))
        yield month, county.state.levers, neutral


@each
def test_levers_are_neutral_before_the_start_and_after_the_end(kind: type[Policy]) -> None:
    for month, levers, neutral in months_of_levers(kind(start=3, end=5, ramp=2)):
        assert (levers.tobytes() == neutral.tobytes()) == (month not in (3, 4, 5)), month


@each
def test_after_its_end_a_measure_costs_nothing(kind: type[Policy]) -> None:
    """What is paid by delivery may be nothing in a month; in two years something is delivered."""
    county = live(kind(start=2, end=24, ramp=0), months=26)
    by_month = county.record.costs[county.scenario.warmup :].sum(axis=(1, 2))
    assert not by_month[[0, 24, 25]].any()
    assert by_month[1:24].sum() > 0


BY_LEVEL = {
    level: [name for name, lever in declared(LeverValues).items() if lever.level == level]
    for level in ("village", "township", "county")
}
EVERYWHERE = {DemonstrationSites: {"spread", "hours_pulled"}}
"""What a measure moves outside its villages on purpose: sites are shown to all, and visiting them takes hours."""


@each
def test_outside_its_villages_a_measure_moves_only_what_is_shared(kind: type[Policy]) -> None:
    """A village's levers stay neutral elsewhere; a township's and the county's move by the share of its villages."""
    pilot, whole = (
        list(months_of_levers(kind(ramp=0, **place)))
        for place in ({"choice": "listed", "villages": (VILLAGE,)}, {"coverage": 1.0})
    )
    for (month, levers, neutral), (_, full, _) in zip(pilot, whole, strict=True):
        moved, usual, most = (lever_view(block)._asdict() for block in (levers, neutral, full))
        for name in set(BY_LEVEL["village"]) - EVERYWHERE.get(kind, set()):
            assert np.delete(moved[name], 1).tobytes() == np.delete(usual[name], 1).tobytes(), name
            assert moved[name][1] == most[name][1], name
        for level, units, share in (("township", 2, [1 / 4, 0]), ("county", 1, [1 / 8])):
            for name in BY_LEVEL[level]:
                change, wanted = ((block[name] - usual[name])[:units] for block in (moved, most))
                np.testing.assert_allclose(change, np.array(share) * wanted, atol=1e-12, err_msg=name)
        assert (levers.tobytes() == neutral.tobytes()) == (month < 1)


@each
def test_a_measure_in_a_village_costs_only_where_its_levers_moved(kind: type[Policy]) -> None:
    enough = {"posts": 4.0} if kind is SocialWorkTalent else {}
    policy = kind(choice="listed", villages=(VILLAGE,), ramp=0, **enough)
    costs = live(policy, months=24).record.costs.sum(axis=(0, 1))
    levels = {declared(LeverValues)[price.lever].level for price in policy.prices()}
    reached = {"village": {1}, "township": {0, 1, 2, 3}, "county": set(range(8))}
    paid = set(np.flatnonzero(costs))
    assert paid
    assert paid <= set().union(*(reached[level] for level in levels))


def test_no_measure_acts_in_the_warm_up(untreated: County, treated: County) -> None:
    warmup = untreated.scenario.warmup
    assert np.array_equal(untreated.record.counted[:warmup], treated.record.counted[:warmup])
    assert not treated.record.costs[:warmup].any()
    assert not np.array_equal(untreated.record.counted[warmup], treated.record.counted[warmup])


@each
def test_half_the_intensity_is_less_than_all_of_it(kind: type[Policy]) -> None:
    """In the levers, where it is exact: what comes of it is behaviour."""
    half, full = (
        np.abs(np.array([levers - neutral for _, levers, neutral in months_of_levers(kind(intensity=share, ramp=0))]))
        for share in (0.5, 1.0)
    )
    assert (half <= full).all()
    assert half.sum() < full.sum()

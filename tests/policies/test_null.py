"""A measure that is not in force changes nothing, not in the last bit; and the order of measures never matters."""

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest

from sim import County
from sim.policies import Policy, registry
from sim.processes.blocks import lever_block
from tests.model.counties import differences, lived, scenario

KINDS = tuple(registry().values())
MONTHS = 8
NULL: dict[str, dict[str, Any]] = {
    "at no intensity": {"intensity": 0.0},
    "not enabled": {"enabled": False},
    "before its start": {"start": MONTHS + 1},
    "in no village": {"coverage": 0.0},
    "in no needy village": {"coverage": 0.0, "choice": "need"},
}
SUBSETS = [subset for size in (1, 2, 3) for subset in combinations(range(len(KINDS)), size)]
VILLAGE = "示例镇 2 村"


def live(*policies: Policy) -> County:
    return lived(months=MONTHS, policies=policies, lively=True)


@pytest.fixture(scope="module")
def untreated() -> County:
    return live()


@pytest.fixture(scope="module")
def treated() -> County:
    """With all measures in force, in the order of the registry."""
    return live(*(kind(ramp=0) for kind in KINDS))


@pytest.mark.parametrize("subset", SUBSETS, ids=lambda subset: "+".join(KINDS[k].__name__ for k in subset))
@pytest.mark.parametrize("why", NULL)
def test_measures_not_in_force_change_no_bit(untreated: County, why: str, subset: tuple[int, ...]) -> None:
    county = live(*(KINDS[k](**NULL[why]) for k in reversed(subset)))
    assert differences(untreated, county) == []
    assert not county.record.costs.any()


def test_measures_null_for_different_reasons_change_no_bit(untreated: County) -> None:
    reasons = list(NULL.values())
    assert differences(untreated, live(*(kind(**reasons[k]) for k, kind in enumerate(KINDS)))) == []


@pytest.mark.parametrize("idle", range(len(KINDS)))
@pytest.mark.parametrize("why", NULL)
def test_a_null_measure_beside_active_ones_changes_no_bit(why: str, idle: int) -> None:
    active = [kind(ramp=0) for k, kind in enumerate(KINDS) if k != idle]
    null = KINDS[idle](**NULL[why])
    alone, beside = live(*active), live(active[0], null, *active[1:])
    assert differences(alone, beside) == []
    assert np.array_equal(alone.record.costs, np.delete(beside.record.costs, 1, axis=1))
    assert not beside.record.costs[:, 1].any()


def test_every_measure_in_force_changes_something(untreated: County) -> None:
    for kind in KINDS:
        assert len(differences(untreated, live(kind(ramp=0)))) > 20


@pytest.mark.parametrize("order", list(permutations(range(len(KINDS)))))
def test_the_order_of_measures_never_matters(treated: County, order: tuple[int, ...]) -> None:
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


@pytest.mark.parametrize("kind", KINDS)
def test_levers_are_neutral_before_the_start_and_after_the_end(kind: type[Policy]) -> None:
    for month, levers, neutral in months_of_levers(kind(start=3, end=5, ramp=2)):
        assert (levers.tobytes() == neutral.tobytes()) == (month not in (3, 4, 5)), month


@pytest.mark.parametrize("kind", KINDS)
def test_after_its_end_a_measure_costs_nothing(kind: type[Policy]) -> None:
    county = live(kind(start=2, end=4, ramp=0))
    by_month = county.record.costs[county.scenario.warmup :].sum(axis=(1, 2))
    assert (by_month > 0).tolist() == [False, True, True, True, False, False, False, False]


@pytest.mark.parametrize("kind", KINDS)
def test_levers_are_neutral_outside_the_villages_of_a_measure(kind: type[Policy]) -> None:
    for month, levers, neutral in months_of_levers(kind(choice="listed", villages=(VILLAGE,), ramp=0)):
        outside = [0, 2, 3, 4, 5, 6, 7]
        assert levers[:, outside].tobytes() == neutral[:, outside].tobytes()
        assert (levers[:, 1].tobytes() == neutral[:, 1].tobytes()) == (month < 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_measure_in_a_village_costs_only_there(kind: type[Policy]) -> None:
    costs = live(kind(choice="listed", villages=(VILLAGE,), ramp=0)).record.costs.sum(axis=(0, 1))
    assert np.flatnonzero(costs).tolist() == [1]


def test_no_measure_acts_in_the_warm_up(untreated: County, treated: County) -> None:
    warmup = untreated.scenario.warmup
    assert np.array_equal(untreated.record.counted[:warmup], treated.record.counted[:warmup])
    assert not treated.record.costs[:warmup].any()
    assert not np.array_equal(untreated.record.counted[warmup], treated.record.counted[warmup])


@pytest.mark.parametrize("kind", KINDS)
def test_half_the_intensity_is_less_than_all_of_it(kind: type[Policy]) -> None:
    """In the levers, where it is exact: what comes of it is behaviour."""
    half, full = (
        np.abs(np.array([levers - neutral for _, levers, neutral in months_of_levers(kind(intensity=share, ramp=0))]))
        for share in (0.5, 1.0)
    )
    assert (half <= full).all()
    assert half.sum() < full.sum()

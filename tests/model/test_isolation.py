"""What a measure cannot reach stays the same to the bit: draws belong to decisions, not to the course of events."""

from collections.abc import Sequence

import numpy as np
import pytest

from sim import County
from sim.policies import BurdenReduction, Commendation, MicroGrids, Policy
from sim.processes.grievances import TYPES
from tests.model.counties import Moved, all_measures, arrays, counted, counters_of, lived, same_bits
from tests.oracle.stirring import LIVELY

ARISING = (
    *counters_of("places."),
    *counters_of("economy."),
    "needs.needs",
    "grievances.grievances",
    "grievances.severity",
    *(f"grievances.{kind}" for kind in TYPES),
    "grievances.outside_petitions",
    "grievances.outside_suits",
    "self_governance.present",
    "cadre_time.posts",
)
"""What befalls people, firms and places: no measure of the three acts on it."""

FIRST_TOWNSHIP, SECOND_TOWNSHIP = slice(0, 4), slice(4, 8)
VILLAGES = ("示例镇 1 村", "示例镇 2 村", "示例镇 3 村", "示例镇 4 村")


def measures(**settings: object) -> tuple[Policy, ...]:
    """The three measures with other common settings."""
    given = {"ramp": 0, **settings}
    return MicroGrids(**given), BurdenReduction(**given), Commendation(**given)  # type: ignore[arg-type]


def changed_counters(one: County, other: County, names: Sequence[str], where: slice = slice(None)) -> list[str]:
    return [name for name in names if not np.array_equal(counted(one, name)[:, where], counted(other, name)[:, where])]


@pytest.fixture(scope="module")
def untreated() -> County:
    return lived(lively=True)


@pytest.mark.parametrize(
    "policies", [*((one,) for one in measures()), measures()], ids=lambda p: p[0].key + str(len(p))
)
def test_what_befalls_people_is_out_of_reach_of_the_measures(untreated: County, policies: tuple[Policy, ...]) -> None:
    treated = lived(lively=True, policies=policies)
    assert changed_counters(untreated, treated, ARISING) == []
    reached = changed_counters(untreated, treated, counters_of("self_governance.") + counters_of("volunteering."))
    assert len(reached) > 5


def test_rules_reach_village_affairs_and_no_other_disputes(untreated: County) -> None:
    clear = lived(lively=True, policies=(Moved(lever="rules_clarity", amount=0.5),))
    assert changed_counters(untreated, clear, [f"grievances.{kind}" for kind in TYPES]) != []
    for kind in ("family", "neighbours", "contract"):
        more = counted(clear, f"grievances.{kind}") - counted(untreated, f"grievances.{kind}")
        assert (more >= 0).all()
    assert (counted(clear, "grievances.village") <= counted(untreated, "grievances.village")).all()


def test_support_of_firms_reaches_workers_in_arrears(untreated: County) -> None:
    supported = lived(lively=True, policies=(Moved(lever="firm_support", amount=3.0),))
    assert (counted(supported, "economy.unpaid") <= counted(untreated, "economy.unpaid")).all()
    assert counted(supported, "economy.unpaid").sum() < counted(untreated, "economy.unpaid").sum()
    assert changed_counters(untreated, supported, ["needs.needs", *counters_of("places.")]) == []


def test_without_leaders_and_sweeps_sensing_stays_the_same(untreated: County) -> None:
    for policy in (BurdenReduction(ramp=0), Commendation(ramp=0)):
        treated = lived(lively=True, policies=(policy,))
        assert changed_counters(untreated, treated, ["grievances.sensed", "volunteering.leaders"]) == []


# Places


def other_people(one: County, other: County, where: slice) -> list[str]:
    """Columns of residents, cadres and organisations of some villages that differ."""
    found = []
    for population in ("residents", "cadres", "organisations"):
        home = getattr(one, population).village
        inside = (home >= where.start) & (home < where.stop)
        for name, column in getattr(one, population).columns.items():
            if not same_bits(column[inside], getattr(other, population).columns[name][inside]):
                found.append(f"{population}.{name}")
    return found


def listed_in_the_first_township() -> tuple[Policy, ...]:
    return measures(choice="listed", villages=VILLAGES)


def test_the_villages_are_those_of_the_first_township(untreated: County) -> None:
    places = untreated.state.places
    assert places.village_names[FIRST_TOWNSHIP] == VILLAGES
    assert places.township.tolist() == [0] * 4 + [1] * 4


def in_the_other_township(centre_hours: float) -> list[str]:
    """What measures in the first township change in the second, by hours of the county centre."""
    numbers = {**LIVELY, "settlement.close_age": 12.0, "settlement.centre_hours": centre_hours}
    without, pilot = (
        lived(parameters=numbers, beyond_prior=True, months=24, policies=policies)
        for policies in ((), listed_in_the_first_township())
    )
    assert counted(without, "settlement.attempts_county")[:, SECOND_TOWNSHIP].sum() > 0
    everything = counters_of("")
    assert len(changed_counters(without, pilot, everything, FIRST_TOWNSHIP)) > 50
    return changed_counters(without, pilot, everything, SECOND_TOWNSHIP) + other_people(without, pilot, SECOND_TOWNSHIP)


def test_townships_meet_nowhere_but_at_the_county_centre() -> None:
    assert in_the_other_township(1e6) == []


def test_at_a_county_centre_short_of_hours_they_do_meet() -> None:
    changed = in_the_other_township(30.0)
    assert any(name.startswith("settlement.") for name in changed)
    assert set(changed) & set(ARISING) == set()


def test_a_pilot_leaves_the_levers_of_other_villages_alone() -> None:
    untouched, pilot = lived(), lived(policies=listed_in_the_first_township())
    assert same_bits(untouched.state.levers[:, SECOND_TOWNSHIP].copy(), pilot.state.levers[:, SECOND_TOWNSHIP].copy())
    assert not same_bits(untouched.state.levers, pilot.state.levers)


def test_before_its_first_month_a_measure_changes_nothing_and_afterwards_does() -> None:
    untouched, later = lived(), lived(policies=measures(start=7))
    first = untouched.scenario.warmup + 6
    assert same_bits(untouched.record.counted[:first], later.record.counted[:first])
    assert not same_bits(untouched.record.counted[first], later.record.counted[first])
    assert not later.record.costs[:first].any()


def test_all_arrays_are_looked_at(untreated: County) -> None:
    assert len(list(arrays(untreated))) > 200
    assert len(all_measures()) == 3

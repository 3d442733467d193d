"""What a measure cannot reach stays the same to the bit: draws belong to decisions, not to the course of events."""

from collections.abc import Sequence
from functools import cache

import pytest

from sim import County
from sim.policies import (
    OWN,
    AssociationLeadership,
    BurdenReduction,
    CollectiveEconomy,
    Commendation,
    CountyMediationCentre,
    DemonstrationSites,
    EnterpriseRelief,
    IndustryChains,
    MicroGrids,
    Policy,
    SmartPlatform,
    VillageRules,
)
from sim.processes.grievances import TYPES
from tests.model.counties import Moved, all_measures, arrays, busy, counted, counters_of, lived, same_bits
from tests.oracle.stirring import LIVELY

KINDS_OF_GRIEVANCE = tuple(f"grievances.{kind}" for kind in TYPES)
ALL_GRIEVANCES = ("grievances.grievances", "grievances.severity", *KINDS_OF_GRIEVANCE)
MEMBERSHIP = ("economy.members", "economy.active_members", "economy.sponsored")
TRADE = tuple(name for name in counters_of("economy.") if name not in (*MEMBERSHIP, "economy.places"))
ARISING = (
    *counters_of("places."),
    *counters_of("economy."),
    *counters_of("demography."),
    "needs.needs",
    *ALL_GRIEVANCES,
    "grievances.outside_petitions",
    "grievances.outside_suits",
    "self_governance.present",
    "cadre_time.posts",
)
"""What befalls people, firms and places: most measures act on none of it."""
LABOUR = ("grievances.grievances", "grievances.severity", "grievances.labour")
REACH: dict[type[Policy], tuple[str, ...]] = {
    VillageRules: ALL_GRIEVANCES,
    SmartPlatform: ("needs.needs",),
    CollectiveEconomy: (*TRADE, "economy.sponsored", *ALL_GRIEVANCES),
    EnterpriseRelief: (*TRADE, "economy.sponsored", *LABOUR),
    IndustryChains: (*TRADE, "economy.sponsored", *LABOUR),
    AssociationLeadership: MEMBERSHIP,
}
"""What of it some measures do reach: clearer rules leave fewer quarrels over village affairs (and who does not quarrel
over them may quarrel over something else), a platform brings small matters, money brings stakes, firms bring jobs."""
KEEPS_AT_HOME = (MicroGrids, CollectiveEconomy, EnterpriseRelief, IndustryChains)
"""Who leads a cell or finds a job does not go away: with the people present everything else comes to differ."""
MANY_MOVE = {"demography.out_young": 0.1}
NOBODY_MOVES = {"demography.out_young": 0.0, "demography.return_old": 0.0, "demography.return_young": 0.0}

FIRST_TOWNSHIP, SECOND_TOWNSHIP = slice(0, 4), slice(4, 8)
VILLAGES = ("示例镇 1 村", "示例镇 2 村", "示例镇 3 村", "示例镇 4 村")
LOCAL = tuple(kind for kind in OWN if kind not in (DemonstrationSites, CountyMediationCentre))
"""Measures that can be confined to a township: sites are shown to the whole county, and the centre is the county's."""


def measures(**settings: object) -> tuple[Policy, ...]:
    """All measures that can be confined to a township, with other common settings."""
    given = {"ramp": 0, **settings}
    return tuple(kind(**given) for kind in LOCAL)  # type: ignore[arg-type]


def changed_counters(one: County, other: County, names: Sequence[str], where: slice = slice(None)) -> list[str]:
    return [name for name in names if not same_bits(counted(one, name)[:, where], counted(other, name)[:, where])]


@pytest.fixture(scope="module")
def untreated() -> County:
    return lived(lively=True)


def live(*policies: Policy, moving: bool) -> County:
    numbers = {**LIVELY, **(MANY_MOVE if moving else NOBODY_MOVES)}
    return lived(county=busy(), parameters=numbers, beyond_prior=True, policies=policies, months=18)


@cache
def alone(moving: bool) -> County:
    return live(moving=moving)


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.__name__)
def test_what_befalls_people_is_out_of_reach_of_most_measures(kind: type[Policy]) -> None:
    moving = kind not in KEEPS_AT_HOME
    treated = live(kind(ramp=0), moving=moving)
    out_of_reach = [name for name in ARISING if name not in REACH.get(kind, ())]
    assert changed_counters(alone(moving), treated, out_of_reach) == []
    assert changed_counters(alone(moving), treated, counters_of("")) != []


@pytest.mark.parametrize("kind", REACH, ids=lambda kind: kind.__name__)
def test_what_befalls_people_is_within_reach_of_some(kind: type[Policy]) -> None:
    assert changed_counters(alone(False), live(kind(ramp=0), moving=False), REACH[kind]) != []


@pytest.mark.parametrize("kind", KEEPS_AT_HOME, ids=lambda kind: kind.__name__)
def test_who_leads_or_works_stays_at_home(kind: type[Policy]) -> None:
    treated = live(kind(ramp=0), moving=True)
    assert "demography.left" in changed_counters(alone(True), treated, ARISING)
    assert changed_counters(alone(True), treated, ["demography.deaths", *counters_of("places.households")]) == []


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
    assert len(all_measures()) == 21

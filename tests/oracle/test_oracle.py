"""The plain county on its own: nothing is lost, nothing runs away, and the same seed gives the same county."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from sim.agents.resident import YEAR
from sim.tallies import counters
from tests.oracle.arithmetic import f32
from tests.oracle.plain import PlainCounty
from tests.oracle.small_world import small_world
from tests.oracle.stirring import EVENTS, levers_at_random, lively

MONTHS = 36
WARMUP = 12


class Run(NamedTuple):
    """A county after its months, with what every month counted and told, and the stocks it began with."""

    county: PlainCounty
    counts: dict[str, np.ndarray]
    """(months, villages); ``settlement.months`` (months, 21, villages)"""
    events: list[list[tuple[Any, ...]]]
    members: np.ndarray
    filled: np.ndarray
    workers: np.ndarray
    present: np.ndarray
    persons: set[int]


def run(seed: int = 3, months: int = MONTHS, adults: int = 180) -> Run:
    world = small_world(adults)
    county = PlainCounty(world, lively(), seed, WARMUP)
    members = np.array([sum(r.organisation is not None for r in v.residents) for v in county.village_list])
    filled = np.array([len(village.filled()) for village in county.village_list])
    workers = np.array([sum(r.works for r in v.residents) for v in county.village_list])
    present = np.array([village.present for village in county.village_list])
    persons = {resident.person for resident in county.resident_list}
    kept: list[dict[str, Any]] = []
    events = []
    for month in range(months):
        county.step(levers_at_random(world.places, month) if month >= WARMUP else None)
        kept.append(county.counts)
        events.append(county.log)
    counts = {name: np.array([month[name] for month in kept], float) for name in counters()}
    return Run(county, counts, events, members, filled, workers, present, persons)


@pytest.fixture(scope="module")
def lived() -> Run:
    return run()


def growth(stock: np.ndarray, first: np.ndarray | float = 0.0) -> np.ndarray:
    """By how much a stock has grown every month, from what it was before the first."""
    return np.diff(stock, axis=0, prepend=np.broadcast_to(first, (1, stock.shape[1])))


def test_every_kind_of_event_happens(lived: Run) -> None:
    assert {event[0] for month in lived.events for event in month} == EVENTS
    assert [name for name, values in lived.counts.items() if not values.any()] == []


def test_every_grievance_is_borne_talked_over_brought_or_pondered(lived: Run) -> None:
    c = lived.counts
    ends = c["grievances.borne"] + c["grievances.talked"] + c["grievances.brought"]
    assert (c["grievances.grievances"] == ends + growth(c["grievances.pondering"])).all()


def test_everything_brought_ends_or_is_still_there(lived: Run) -> None:
    c = {name.removeprefix("settlement."): values for name, values in lived.counts.items()}
    ends = sum(c[f"settled_{how}"] for how in ("village", "township", "county", "paper"))
    ends = ends + c["withdrawn"] + c["closed"] + c["lost"] + c["suits"]
    assert (c["grievances.brought"] == ends + growth(c["open"] + c["asleep"])).all()


def test_every_need_is_met_unmet_or_waits(lived: Run) -> None:
    c = {name.removeprefix("needs."): values for name, values in lived.counts.items()}
    served = sum(c[f"served_{who}"] for who in ("neighbour", "volunteer", "cadre", "upper"))
    assert (c["needs"] == c["met_family"] + served + c["unmet"] + growth(c["waiting"])).all()
    channels = ("family", "neighbour", "volunteer", "cadre", "platform", "township")
    assert (c["needs"] == sum(c[f"first_{channel}"] for channel in channels)).all()
    assert (c["met_at_once"] <= c["needs"]).all()


def test_types_and_tiers_add_up(lived: Run) -> None:
    c = lived.counts
    types = ("family", "neighbours", "land", "village", "labour", "contract", "other")
    assert (c["grievances.grievances"] == sum(c[f"grievances.{name}"] for name in types)).all()
    assert (c["grievances.recorded"] == sum(c[f"grievances.recorded_{name}"] for name in types)).all()
    tiers = ("village", "township", "county")
    in_fact = sum(c[f"settlement.settled_{tier}"] for tier in tiers)
    assert (c["settlement.months"].sum(axis=1) == in_fact).all()
    heard = sum(c[f"settlement.true_{tier}"] for tier in tiers)
    assert (in_fact == heard + c["grievances.early_settled"]).all()
    assert (c["settlement.settled_paper"] <= c["settlement.papered"]).all()


def test_hours_given_are_hours_there(lived: Run) -> None:
    c = {name.removeprefix("cadre_time."): values for name, values in lived.counts.items()}
    shared = sum(c[f"{use}_hours"] for use in ("urgent", "case", "request", "routine")) + c["organising"]
    assert shared == pytest.approx(c["service"])
    assert (c["paperwork"] + c["pulled"] + c["leaked"] <= c["hours"] + 1e-9).all()
    p, places = lived.county.parameters.settlement, small_world().places
    for month in range(MONTHS):
        levers = levers_at_random(places, month) if month >= WARMUP else lived.county.neutral
        stations = places.sum_by_township(c["settlement.hours_township"][month])
        assert (stations <= p.station_hours + levers.station_hours + 1e-5).all()
        centre = (p.centre_hours + levers.centre_hours[0]) * places.townships
        assert c["settlement.hours_county"][month].sum() <= centre + 1e-5


def test_people_and_posts_are_conserved(lived: Run) -> None:
    c = lived.counts
    assert (c["cadre_time.posts"] == 5).all()
    filled = growth(c["cadre_time.filled"], lived.filled)
    assert (filled == c["cadre_time.hires"] - c["cadre_time.quits"]).all()
    columns = lived.county.residents()
    for place, agents in (("organisation", lived.county.organisations()), ("employer", lived.county.enterprises())):
        held = columns[place][columns[place] >= 0]
        number = agents["members" if place == "organisation" else "employees"]
        assert (number == np.bincount(held, minlength=len(number))).all()


def given_up(lived: Run, what: str) -> np.ndarray:
    """How many gave up such a place last month by dying or going away, shape (months,)."""
    return np.array([0, *(sum(e[0] == "gives up" and e[2] == what for e in month) for month in lived.events[:-1])])


def test_those_who_come_and_go_are_all_that_changes(lived: Run) -> None:
    """Members, leaders and workers are counted before anybody dies or goes away."""
    c = {name: values.sum(axis=1) for name, values in lived.counts.items()}
    released = [sum(event[0] == "leader released" for event in month) for month in lived.events]
    members = np.diff(c["volunteering.members"], prepend=lived.members.sum())
    assert (members == c["volunteering.joined"] - c["volunteering.left"] - given_up(lived, "membership")).all()
    leaders = np.diff(c["volunteering.leaders"], prepend=0)
    taken = c["volunteering.new_leaders"] - c["volunteering.leaders_quit"] - released
    assert (leaders == taken - given_up(lived, "cell")).all()
    workers = np.diff(c["economy.workers"], prepend=lived.workers.sum())
    assert (workers == c["economy.hires"] - c["economy.lost_jobs"] - given_up(lived, "job")).all()
    assert given_up(lived, "membership").any()
    assert given_up(lived, "job").any()


def test_nobody_is_lost(lived: Run) -> None:
    """Every death makes room for an heir with the next number; who is not away is present."""
    c, columns = lived.counts, lived.county.residents()
    assert (c["self_governance.present"] + c["self_governance.away"] == c["places.registered"]).all()
    came = [event[2] for month in lived.events for event in month if event[0] == "dies"]
    died = {event[1] for month in lived.events for event in month if event[0] == "dies"}
    first = max(lived.persons) + 1
    assert came == list(range(first, first + len(came)))
    assert {*columns["person"].tolist()} == (lived.persons | {*came}) - died
    moved = growth(c["self_governance.present"], lived.present) - c["demography.returned"] + c["demography.left"]
    assert (np.abs(moved) <= c["demography.deaths"]).all()


def test_places_of_business_open_and_close(lived: Run) -> None:
    c, firms = lived.counts, lived.county.enterprises()
    assert (c["economy.firms"] <= c["economy.places"]).all()
    started = small_world().enterprises
    first = np.bincount(started["village"], weights=started["open"], minlength=4)
    assert (growth(c["economy.firms"], first) == c["economy.entries"] - c["economy.exits"]).all()
    assert (c["economy.active_members"] <= c["economy.members"]).all()
    assert (firms["association"][firms["open"] == 0] == 0).all()


def test_the_state_stays_within_bounds(lived: Run) -> None:
    residents, cadres, villages = lived.county.residents(), lived.county.cadres(), lived.county.villages()
    shares = [residents[name] for name in residents if name.startswith("trust")]
    shares += [residents[name] for name in ("efficacy", "habit", "satisfaction")]
    shares += [cadres[name] for name in ("skill", "burnout", "motivation")]
    shares += [villages[name] for name in ("rebound", "unmet", "visible", "success", "rate", "leader_effect")]
    for share in shares:
        assert ((share >= 0) & (share <= 1)).all()
    for name in ("tired", "hours", "points"):
        assert (residents[name] >= 0).all()
    assert (villages["pressure"] >= 0).all()
    assert np.isfinite(villages["pressure"]).all()
    assert (residents["took_part"] <= YEAR).all()
    p = lived.county.parameters.settlement
    for row, _, born, _, other, tier, _, _, petitions, ready, since, relapse, docked in lived.county.cases():
        assert 0 <= row < len(residents["person"])
        assert -1 <= other < len(residents["person"])
        assert 0 <= tier <= 2
        assert petitions <= p.petitions_most
        assert born <= since <= ready
        assert tier == 2 or not docked
        assert relapse == -1 or MONTHS <= relapse < MONTHS + 6


def test_what_a_float32_column_holds_fits_into_it(lived: Run) -> None:
    for resident in lived.county.resident_list:
        kept = (*resident.trust, resident.efficacy, resident.habit, resident.tired, resident.hours, resident.points)
        for value in (*kept, resident.satisfaction):
            assert value == f32(value)


def test_the_same_seed_gives_the_same_county() -> None:
    one, two, other = run(5, 16, 90), run(5, 16, 90), run(6, 16, 90)
    assert one.events == two.events
    assert one.events != other.events
    for name, values in one.counts.items():
        assert (values == two.counts[name]).all()
    for name, values in one.county.residents().items():
        assert (values == two.county.residents()[name]).all()
    assert one.county.cases() == two.county.cases()
    assert one.county.requests() == two.county.requests()
    assert one.county.waiting() == two.county.waiting()

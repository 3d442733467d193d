"""The log of a watched county against the log that the plain-object twin of the model writes by itself."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from experiments.view.again import draws
from experiments.view.events import Event, EventLog
from experiments.view.proposal import Proposal, measure, workshop_county
from sim import County, Scenario
from sim.core.draws import decision, uniforms
from sim.levers import LeverValues
from sim.processes import settlement
from sim.processes.settlement import ATTEMPT
from sim.processes.state import State
from sim.processes.transfer import TRANSFER
from sim.tallies import rows
from tests.oracle.docking import Stirred, given_world
from tests.oracle.plain import PlainCounty
from tests.oracle.stirring import levers_at_random, lively

SEED, WARMUP, MONTHS = 5, 6, 30
OFFSET = 1 - WARMUP


class Lived(NamedTuple):
    """The months in which everything stirs, as the log, the twin and the model's own counters tell them."""

    county: County
    log: EventLog
    twin: list[tuple[Any, ...]]
    """month, kind, and what the twin says of it; in the log's months"""
    queued: list[int]
    """cases before the offices, by month"""
    kinds: dict[str, list[Event]]
    """what the log says, by kind"""

    def ours(self, kind: str) -> list[Event]:
        return self.kinds.get(kind, [])

    def theirs(self, *kinds: str) -> list[tuple[Any, ...]]:
        return [event for event in self.twin if event[1] in kinds]

    def counted(self, *counters: str) -> float:
        return sum(float(self.county.record.counted[:, rows()[name]].sum()) for name in counters)


def stirred() -> Stirred:
    world, p = given_world(270), lively()
    numbers = {f"{group}.{name}": v for group, ns in p._asdict().items() for name, v in ns._asdict().items()}
    scenario = Scenario(seed=SEED, months=MONTHS, warmup=WARMUP, parameters=numbers, beyond_prior=True)
    county = Stirred(scenario, world=world)
    county.given = lambda month: levers_at_random(world.places, month)
    return county


@pytest.fixture(scope="module")
def lived() -> Lived:
    county, world = stirred(), given_world(270)
    log, queued = EventLog(county), []

    def count(stage: Any, state: State) -> None:
        if stage is settlement.settle:
            queued.append(int(state.bodies.queue.sum()))

    county.watchers.append(count)
    plain, twin = PlainCounty(world, lively(), SEED, WARMUP), []
    for month in range(WARMUP + MONTHS):
        county.step()
        levers: LeverValues = levers_at_random(world.places, month)
        plain.step(levers)
        twin += [(month + OFFSET, *event) for event in plain.log]
    kinds: dict[str, list[Event]] = {}
    for event in log.events:
        kinds.setdefault(event.kind, []).append(event)
    return Lived(county, log, twin, queued, kinds)


def named(events: Iterable[Event], *details: str) -> Counter[tuple[Any, ...]]:
    """Events by month, dispute and details; the month of birth as the twin counts it."""
    found: Counter[tuple[Any, ...]] = Counter()
    for event in events:
        assert event.case is not None
        assert event.case[0] == event.person
        person, kind, born = event.case
        found[event.month, person, kind, born - OFFSET, *(event.detail[name] for name in details)] += 1
    return found


def said(events: Iterable[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    return Counter((month, *rest) for month, _, *rest in events)


def late(events: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Of disputes that did not arise in the same month."""
    return (event for event in events if event[4] + OFFSET < event[0])


# Looking changes nothing


def everything(county: County) -> Iterator[bytes]:
    for population in (county.residents, county.cadres, county.organisations, county.enterprises, county.bodies):
        yield from (column.tobytes() for column in population.columns.values())
    for table in (county.state.cases, county.state.requests, county.state.pondering):
        yield from (column.tobytes() for column in table.frame().values())
    yield county.state.villages.tobytes()
    yield county.record.counted.tobytes()


def test_a_watched_county_lives_the_same_months() -> None:
    watched, alone = stirred(), stirred()
    EventLog(watched)
    for _ in range(WARMUP + MONTHS):
        watched.step()
        alone.step()
    assert all(one == other for one, other in zip(everything(watched), everything(alone), strict=True))


def test_three_years_of_the_township_are_watched_in_a_moment() -> None:
    county = County(Scenario(county=workshop_county(), seed=1, months=36))
    county.run_to(0)
    fork = county.fork(Proposal((("micro_grids", 1.0),)).policies())
    log = EventLog(fork)
    began = time.process_time()
    fork.run_to(36)
    assert time.process_time() - began < 1.5
    assert sum(1 for _ in log.events) > 10_000


def test_draws_are_those_of_the_model() -> None:
    key, persons = decision("grievances.early"), np.array([0, 7, 2**31 - 1], np.int32)
    for seed in (1, 2**40 + 3):
        again = np.stack(draws(seed, key, 9, persons, 4), axis=1)
        assert again.tolist() == [list(uniforms(seed, key, 9, int(person), 4)) for person in persons]


# Disputes: what the twin's log says, and nothing more


@pytest.mark.parametrize(
    ("kind", "theirs", "details"),
    [
        ("waits", "waits", ()),
        ("surfaced", "surfaced", ()),
        ("petition", "petition", ()),
        ("docked", "docked", ()),
        ("reopened", "reopened", ()),
        ("heard", "heard", ("tier",)),
        ("asleep", "sleeps", ("slept",)),
        ("up", "up", ("tier",)),
        ("settled_paper", "settled_paper", ()),
        ("withdrawn", "withdrawn", ()),
        ("closed", "closed", ()),
        ("lost", "lost", ()),
    ],
)
def test_steps_of_disputes_are_those_of_the_twin(
    lived: Lived, kind: str, theirs: str, details: tuple[str, ...]
) -> None:
    events = lived.ours(kind)
    if kind == "asleep":
        events = [Event(e.month, kind, e.person, e.case, {"slept": e.detail["until"] - OFFSET}) for e in events]
    assert len(events) > 3
    assert named(events, *details) == said(lived.theirs(theirs))


@pytest.mark.parametrize(("tier", "name"), list(enumerate(("village", "township", "county"))))
def test_settlements_are_those_of_the_twin(lived: Lived, tier: int, name: str) -> None:
    events = [event for event in lived.ours("settled") if event.detail["tier"] == tier]
    assert named(events) == said(lived.theirs(f"settled_{name}"))
    assert events


def test_second_thoughts_are_those_of_the_twin(lived: Lived) -> None:
    """What is borne or taken to court at once never enters a table; after a talk in vain it is seen."""
    assert named(lived.ours("borne")) == said(late(lived.theirs("borne")))
    suits = [event for event in lived.ours("sued") if event.detail["tier"] < 0]
    assert named(suits) == said(late(lived.theirs("suit")))
    assert suits
    assert {event[4] + OFFSET == event[0] for event in lived.theirs("borne")} == {True, False}


def test_suits_out_of_hearings_are_those_of_the_twin(lived: Lived) -> None:
    suits = [event for event in lived.ours("sued") if event.detail["tier"] >= 0]
    assert named(suits) == said(lived.theirs("suits"))
    assert {bool(event.detail["docked"]) for event in suits} == {True, False}


def test_what_is_brought_is_what_the_twin_brings(lived: Lived) -> None:
    """But for what is settled on the spot for good and suits filed at once, which the counters alone know of."""
    entries = ("brought", "surfaced", "early")
    ours = [event for kind in entries for event in lived.ours(kind)]
    ours += [event for kind in ("petition", "docked") for event in lived.ours(kind) if event.detail["direct"]]
    ours += [event for event in lived.ours("sued") if event.detail["tier"] < 0]
    theirs, direct = said(lived.theirs("brought")), said(lived.theirs("suit")) - said(late(lived.theirs("suit")))
    early, seen = said(lived.theirs("early")), named(lived.ours("early"))
    assert not seen - early
    assert (early - seen).total() == lived.counted("grievances.early_settled") > 0
    assert named(ours) == theirs - direct - (early - seen)
    again = [event for event in ours if event.detail.get("again")]
    assert named(again) == said(late(lived.theirs("brought")))


def test_cases_before_the_offices_are_heard_or_not(lived: Lived) -> None:
    not_heard = Counter(event.month for event in lived.ours("not_heard"))
    heard = Counter(event.month for event in lived.ours("heard"))
    months = range(OFFSET, OFFSET + len(lived.queued))
    assert [heard[month] + not_heard[month] for month in months] == lived.queued
    assert not_heard.total() > 10


def test_a_dispute_is_found_under_the_names_of_all_its_owners(lived: Lived) -> None:
    handed = lived.ours("inherited")
    assert handed
    for event in handed:
        assert event.case is not None
        before = (event.detail["before"], *event.case[1:])
        steps = lived.log.of_case(event.case)
        assert steps == lived.log.of_case(before)
        assert {step.case for step in steps} >= {event.case}
        assert [step.month for step in steps] == sorted(step.month for step in steps)
    assert lived.log.of_case((0, 0, 999)) == []


# Why: numbers by which the model decided


def test_the_chance_of_a_hearing_is_the_models(lived: Lived) -> None:
    """A case is settled in fact exactly where the draw of its hearing is below the chance in the log."""
    results = Counter()
    for event in lived.ours("heard"):
        assert event.case is not None
        (person, kind, born), told = event.case, event.detail
        sub = kind + 8 * (told["tier"] + 4 * (told["attempt"] - 1))
        drawn = uniforms(SEED, ATTEMPT, born - OFFSET, person, sub)[0]
        assert (drawn < told["chance"]) == (told["result"] == "settled")
        results[told["result"]] += 1
    assert min(results[name] for name in ("settled", "paper", "failed")) > 10


def test_hours_given_are_the_hours_counted(lived: Lived) -> None:
    given = sum(event.detail["share"] * event.detail["need"] for event in lived.ours("heard"))
    counted = lived.counted(*(f"settlement.hours_{tier}" for tier in ("village", "township", "county")))
    assert given == pytest.approx(counted, rel=1e-9)


def test_a_transfer_takes_its_days(lived: Lived) -> None:
    moved = [event for event in (*lived.ours("up"), *lived.ours("petition")) if "days" in event.detail]
    for event in moved:
        assert event.case is not None
        (person, kind, born), told = event.case, event.detail
        drawn = uniforms(SEED, TRANSFER, event.month - OFFSET, person, ((born - OFFSET) * 8 + kind) * 4 + told["tier"])
        assert told["taken"] == max(1, int(told["days"] / 30 + drawn[0]))
        assert told["arrives"] == event.month + told["taken"]
    assert len(moved) > 20


# Residents


@pytest.mark.parametrize(
    ("kind", "theirs", "details"),
    [
        ("job_lost", ("loses job",), ()),
        ("learned", ("learned",), ("institution",)),
        ("forgot", ("forgot",), ("institution",)),
        ("took_part", ("part",), ()),
        ("registered", ("registers",), ()),
        ("lapsed", ("lapses",), ()),
        ("joined", ("joins",), ()),
        ("left", ("leaves",), ()),
        ("leads", ("leader",), ()),
        ("leads_no_more", ("leader quits", "leader released"), ()),
        ("died", ("dies",), ("heir",)),
        ("went_away", ("goes away",), ()),
        ("returned", ("returns",), ()),
    ],
)
def test_steps_of_residents_are_those_of_the_twin(
    lived: Lived, kind: str, theirs: tuple[str, ...], details: tuple[str, ...]
) -> None:
    events = lived.ours(kind)
    assert events
    told = Counter((e.month, e.person, *(e.detail[name] for name in details)) for e in events)
    assert told == said(lived.theirs(*theirs))


def test_jobs_found_are_those_of_the_twin(lived: Lived) -> None:
    found = Counter((event.month, event.person) for event in lived.ours("job_found"))
    assert found == Counter((month, person) for month, _, person, _ in lived.theirs("finds job"))


def test_needs_voiced_are_those_of_the_twin(lived: Lived) -> None:
    asked = Counter((e.month, e.person, e.detail["need"], e.detail["channel"]) for e in lived.ours("asks"))
    assert asked == said(event for event in lived.theirs("need") if event[4] >= 0)


def test_contacts_are_those_of_the_twin(lived: Lived) -> None:
    felt = Counter((e.month, e.person, e.detail["channel"]) for e in lived.ours("felt"))
    assert felt == Counter((month, person, channel) for month, _, person, channel, _ in lived.theirs("contact"))
    petitions = sum(event.detail["result"] < 0 for event in lived.ours("felt"))
    assert petitions == sum(result is None for *_, result in lived.theirs("contact"))


def test_service_is_that_of_the_twin(lived: Lived) -> None:
    serving = ("serves organisation", "serves village", "serves as Party member")
    served = {(event.month, event.person) for event in lived.ours("served")}
    theirs = {(month, person) for month, _, person in lived.theirs(*serving)}
    assert theirs <= served
    assert all(e.detail["leader"] for e in lived.ours("served") if (e.month, e.person) not in theirs)
    counters = (f"volunteering.hours_{kind}" for kind in ("organisation", "mobilised", "party", "leader"))
    given = sum(event.detail["hours"] for event in lived.ours("served"))
    assert given == pytest.approx(lived.counted(*counters), rel=1e-6)


def test_what_becomes_of_requests_is_what_is_counted(lived: Lived) -> None:
    met, dropped = lived.ours("met"), lived.ours("dropped")
    served = (f"needs.served_{office}" for office in ("neighbour", "cadre", "upper", "volunteer"))
    assert len(met) == lived.counted(*served)
    family = lived.counted("needs.first_family") - lived.counted("needs.met_family")
    assert len(dropped) == lived.counted("needs.unmet") - family
    at_once = lived.counted("needs.met_at_once") - lived.counted("needs.met_family")
    assert sum(event.detail["waited"] == 0 for event in met) == at_once
    assert len(lived.ours("handed_on")) == lived.counted("needs.handed_on") > 0
    assert len(lived.ours("sent_up")) == lived.counted("needs.passed_up") > 0


def test_those_asked_in_person_are_those_counted(lived: Lived) -> None:
    asked = sum(event.detail["asked"] for kind in ("took_part", "stayed_home") for event in lived.ours(kind))
    assert asked == lived.counted("self_governance.invited")
    assert all(event.detail["asked"] for event in lived.ours("stayed_home"))


def test_a_log_of_a_few_says_of_them_what_a_log_of_all_says() -> None:
    county = County(Scenario(county=workshop_county(), seed=2, months=12, warmup=0, policies=(measure("micro_grids"),)))
    everybody = EventLog(county)
    few = EventLog(county, residents=(4, 17, 300))
    county.run_to(12)
    for person in (4, 17, 300):
        assert few.of_resident(person) == everybody.of_resident(person)
        assert any(event.case is None for event in few.of_resident(person))
    assert {event.person for event in few.events if event.case is None} <= {4, 17, 300}
    assert few.disputes() == everybody.disputes()

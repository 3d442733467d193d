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
from sim.processes.settlement import ATTEMPT
from sim.processes.transfer import TRANSFER
from tests.view.stirring_county import MONTHS, OFFSET, SEED, Lived, lived, stirred, told_by_the_twin


class Stir(NamedTuple):
    """The months in which everything stirs, as the log and the twin tell them."""

    lived: Lived
    twin: list[tuple[Any, ...]]

    def ours(self, kind: str) -> list[Event]:
        return self.lived.ours(kind)

    def theirs(self, *kinds: str) -> list[tuple[Any, ...]]:
        return [event for event in self.twin if event[1] in kinds]

    def counted(self, *counters: str) -> float:
        return self.lived.counted(*counters)


@pytest.fixture(scope="module")
def stir() -> Stir:
    return Stir(lived(), told_by_the_twin())


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


def test_a_watched_county_lives_the_same_months(stir: Stir) -> None:
    alone = stirred()
    alone.run_to(MONTHS)
    assert all(one == other for one, other in zip(everything(stir.lived.county), everything(alone), strict=True))


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
def test_steps_of_disputes_are_those_of_the_twin(stir: Stir, kind: str, theirs: str, details: tuple[str, ...]) -> None:
    events = stir.ours(kind)
    if kind == "asleep":
        events = [Event(e.month, kind, e.person, e.case, {"slept": e.detail["until"] - OFFSET}) for e in events]
    assert len(events) > 3
    assert named(events, *details) == said(stir.theirs(theirs))


@pytest.mark.parametrize(("tier", "name"), list(enumerate(("village", "township", "county"))))
def test_settlements_are_those_of_the_twin(stir: Stir, tier: int, name: str) -> None:
    events = [event for event in stir.ours("settled") if event.detail["tier"] == tier]
    assert named(events) == said(stir.theirs(f"settled_{name}"))
    assert events


def test_second_thoughts_are_those_of_the_twin(stir: Stir) -> None:
    """What is borne or taken to court at once never enters a table; after a talk in vain it is seen."""
    assert named(stir.ours("borne")) == said(late(stir.theirs("borne")))
    suits = [event for event in stir.ours("sued") if event.detail["tier"] < 0]
    assert named(suits) == said(late(stir.theirs("suit")))
    assert suits
    assert {event[4] + OFFSET == event[0] for event in stir.theirs("borne")} == {True, False}


def test_suits_out_of_hearings_are_those_of_the_twin(stir: Stir) -> None:
    suits = [event for event in stir.ours("sued") if event.detail["tier"] >= 0]
    assert named(suits) == said(stir.theirs("suits"))
    assert {bool(event.detail["docked"]) for event in suits} == {True, False}


def test_what_is_brought_is_what_the_twin_brings(stir: Stir) -> None:
    """But for what is settled on the spot for good and suits filed at once, which the counters alone know of."""
    entries = ("brought", "surfaced", "early")
    ours = [event for kind in entries for event in stir.ours(kind)]
    ours += [event for kind in ("petition", "docked") for event in stir.ours(kind) if event.detail["direct"]]
    ours += [event for event in stir.ours("sued") if event.detail["tier"] < 0]
    theirs, direct = said(stir.theirs("brought")), said(stir.theirs("suit")) - said(late(stir.theirs("suit")))
    early, seen = said(stir.theirs("early")), named(stir.ours("early"))
    assert not seen - early
    assert (early - seen).total() == stir.counted("grievances.early_settled") > 0
    assert named(ours) == theirs - direct - (early - seen)
    again = [event for event in ours if event.detail.get("again")]
    assert named(again) == said(late(stir.theirs("brought")))


def test_cases_before_the_offices_are_heard_or_not(stir: Stir) -> None:
    not_heard = Counter(event.month for event in stir.ours("not_heard"))
    heard = Counter(event.month for event in stir.ours("heard"))
    months = range(OFFSET, OFFSET + len(stir.lived.queued))
    assert [heard[month] + not_heard[month] for month in months] == stir.lived.queued
    assert not_heard.total() > 10


def test_a_dispute_is_found_under_the_names_of_all_its_owners(stir: Stir) -> None:
    handed = stir.ours("inherited")
    assert handed
    for event in handed:
        assert event.case is not None
        before = (event.detail["predecessor"], *event.case[1:])
        steps = stir.lived.log.of_case(event.case)
        assert steps == stir.lived.log.of_case(before)
        assert {step.case for step in steps} >= {event.case}
        assert [step.month for step in steps] == sorted(step.month for step in steps)
    assert stir.lived.log.of_case((0, 0, 999)) == []


# Why: numbers by which the model decided


def test_the_chance_of_a_hearing_is_the_models(stir: Stir) -> None:
    """A case is settled in fact exactly where the draw of its hearing is below the chance in the log."""
    results = Counter()
    for event in stir.ours("heard"):
        assert event.case is not None
        (person, kind, born), told = event.case, event.detail
        sub = kind + 8 * (told["tier"] + 4 * (told["attempt"] - 1))
        drawn = uniforms(SEED, ATTEMPT, born - OFFSET, person, sub)[0]
        assert (drawn < told["chance"]) == (told["result"] == "settled")
        results[told["result"]] += 1
    assert min(results[name] for name in ("settled", "paper", "failed")) > 10


def test_hours_given_are_the_hours_counted(stir: Stir) -> None:
    given = sum(event.detail["given"] for event in stir.ours("heard"))
    counted = stir.counted(*(f"settlement.hours_{tier}" for tier in ("village", "township", "county")))
    assert given == pytest.approx(counted, rel=1e-9)


def test_a_transfer_takes_its_days(stir: Stir) -> None:
    moved = [event for event in (*stir.ours("up"), *stir.ours("petition")) if "days" in event.detail]
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
    stir: Stir, kind: str, theirs: tuple[str, ...], details: tuple[str, ...]
) -> None:
    events = stir.ours(kind)
    assert events
    told = Counter((e.month, e.person, *(e.detail[name] for name in details)) for e in events)
    assert told == said(stir.theirs(*theirs))


def test_jobs_found_are_those_of_the_twin(stir: Stir) -> None:
    found = Counter((event.month, event.person) for event in stir.ours("job_found"))
    assert found == Counter((month, person) for month, _, person, _ in stir.theirs("finds job"))


def test_needs_voiced_are_those_of_the_twin(stir: Stir) -> None:
    asked = Counter((e.month, e.person, e.detail["need"], e.detail["channel"]) for e in stir.ours("asks"))
    assert asked == said(event for event in stir.theirs("need") if event[4] >= 0)


def test_contacts_are_those_of_the_twin(stir: Stir) -> None:
    felt = Counter((e.month, e.person, e.detail["channel"]) for e in stir.ours("felt"))
    assert felt == Counter((month, person, channel) for month, _, person, channel, _ in stir.theirs("contact"))
    petitions = sum(event.detail["result"] < 0 for event in stir.ours("felt"))
    assert petitions == sum(result is None for *_, result in stir.theirs("contact"))


def test_service_is_that_of_the_twin(stir: Stir) -> None:
    serving = ("serves organisation", "serves village", "serves as Party member")
    served = {(event.month, event.person) for event in stir.ours("served")}
    theirs = {(month, person) for month, _, person in stir.theirs(*serving)}
    assert theirs <= served
    assert all(e.detail["leader"] for e in stir.ours("served") if (e.month, e.person) not in theirs)
    counters = (f"volunteering.hours_{kind}" for kind in ("organisation", "mobilised", "party", "leader"))
    given = sum(event.detail["hours"] for event in stir.ours("served"))
    assert given == pytest.approx(stir.counted(*counters), rel=1e-6)


def test_what_becomes_of_requests_is_what_is_counted(stir: Stir) -> None:
    met, dropped = stir.ours("met"), stir.ours("dropped")
    served = (f"needs.served_{office}" for office in ("neighbour", "cadre", "upper", "volunteer"))
    assert len(met) == stir.counted(*served)
    family = stir.counted("needs.first_family") - stir.counted("needs.met_family")
    assert len(dropped) == stir.counted("needs.unmet") - family
    at_once = stir.counted("needs.met_at_once") - stir.counted("needs.met_family")
    assert sum(event.detail["waited"] == 0 for event in met) == at_once
    assert len(stir.ours("handed_on")) == stir.counted("needs.handed_on") > 0
    assert len(stir.ours("sent_up")) == stir.counted("needs.passed_up") > 0


def test_those_asked_in_person_are_those_counted(stir: Stir) -> None:
    asked = sum(event.detail["asked"] for kind in ("took_part", "stayed_home") for event in stir.ours(kind))
    assert asked == stir.counted("self_governance.invited")
    assert all(event.detail["asked"] for event in stir.ours("stayed_home"))


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

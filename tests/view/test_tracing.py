"""Trails: whom one can follow, what is in them, and the run without measures beside them on the same draws."""

import pickle
import time
from collections.abc import Iterator
from functools import cache

import pytest

from experiments.view.events import Event
from experiments.view.proposal import PRESETS, Proposal
from experiments.view.tracing import REASONS, Trail, follow
from experiments.view.watched import ENDS, Dispute, Person, ended, parted, sums, watched
from sim.core.names import UnknownName

ALL = PRESETS["all"]
SEEDS = (1, 2, 3)


def step(month: int, kind: str, **detail: object) -> Event:
    return Event(month, kind, 7, (7, 1, 1), detail)


@cache
def first(seed: int) -> Trail:
    return follow(ALL, seed)


def offered() -> Iterator[tuple[int, Dispute | Person]]:
    for seed in SEEDS:
        followed = first(seed).followed
        yield from ((seed, dispute) for dispute in followed.disputes)
        yield from ((seed, person) for person in followed.residents)


def trails(seed: int) -> Iterator[Trail]:
    followed = first(seed).followed
    yield from (follow(ALL, seed, dispute.name) for dispute in followed.disputes)
    yield from (follow(ALL, seed, person.person) for person in followed.residents)


# Whom one can follow


def test_disputes_are_offered_for_what_happened_in_them() -> None:
    for seed in SEEDS:
        for dispute in first(seed).followed.disputes:
            trail = follow(ALL, seed, dispute.name)
            kinds = {event.kind for event in trail.events}
            assert trail.subject == dispute
            assert dispute.steps == len(trail.events)
            assert dispute.born >= 1
            assert dispute.ended == ended(trail.events)
            must = {"petition": "petition", "relapsed": "reopened", "lost": "lost", "settled": "settled"}
            assert must.get(dispute.why, trail.events[0].kind) in kinds
            if dispute.why == "settled":
                assert all(event.detail["tier"] == 0 for event in trail.events if event.kind in ("heard", "settled"))
            if dispute.why == "climbed":
                assert any(e.kind == "docked" or (e.kind == "up" and e.detail["tier"] == 1) for e in trail.events)
            if dispute.why == "open":
                assert not kinds & {*ENDS}
    assert {about.why for _, about in offered() if isinstance(about, Dispute)} == REASONS.keys()


def test_residents_are_offered_for_what_they_did() -> None:
    for seed in SEEDS:
        log = watched(ALL, seed).log
        served, felt = log.counts("served"), log.counts("felt")
        residents = first(seed).followed.residents
        assert [person.why for person in residents] == ["volunteer", "leader", "never", "away", "contacts"]
        for person in residents:
            events = follow(ALL, seed, person.person).events
            kinds = {event.kind for event in events}
            if person.why == "volunteer":
                assert not kinds & {"leads", "leads_no_more"}
                assert sum(event.kind == "served" for event in events) == served[person.person] > 6
            if person.why == "leader":
                assert person.leader or "leads" in kinds
            if person.why == "never":
                assert "took_part" not in kinds
                assert "stayed_home" in kinds
            if person.why == "away":
                assert "went_away" in kinds
            if person.why == "contacts":
                others = {other.person for other in residents[:-1]}
                assert felt[person.person] == max(times for one, times in felt.items() if one not in others)


def test_nobody_and_nothing_is_offered_twice() -> None:
    for seed in SEEDS:
        followed = first(seed).followed
        names = [dispute.name for dispute in followed.disputes]
        persons = [person.person for person in followed.residents]
        assert len({*names}) == len(names) >= 3
        assert len({*persons}) == len(persons)


# What a trail holds


def test_a_trail_holds_the_steps_of_the_log_in_order() -> None:
    for trail in trails(1):
        log = watched(ALL, 1).log
        about = trail.subject
        steps = log.of_case(about.name) if isinstance(about, Dispute) else log.of_resident(about.person)
        assert list(trail.events) == steps
        assert [event.month for event in steps] == sorted(event.month for event in steps)
        assert all(1 <= event.month <= ALL.months for event in steps)
        if isinstance(about, Person):
            assert {event.person for event in steps} == {about.person}


def test_beside_it_stands_the_run_without_measures() -> None:
    """The same dispute, the same resident, as followed without measures; and it is not always the same story."""
    found = set()
    for trail in trails(1):
        about = trail.subject
        alone = follow(ALL.baseline(), 1, about.name if isinstance(about, Dispute) else about.person)
        assert trail.baseline == alone.events == alone.baseline
        assert alone.parted is None
        found.add(trail.parted is None)
    assert found == {True, False}


def test_a_measure_that_is_hardly_there_leaves_most_steps_as_they_were() -> None:
    """On the same draws what differs is what the measure did, not shuffled luck."""
    gently = watched(Proposal((("commendation", 0.1),)), 1).log
    without = watched(Proposal(), 1).log
    same = [parted(steps, without.of_case(named(steps))) is None for steps in gently.disputes()]
    assert sum(same) / len(same) > 0.5
    assert len(same) > 100


def named(steps: list[Event]) -> tuple[int, int, int]:
    assert steps[0].case is not None
    return steps[0].case


def test_other_runs_have_other_stories() -> None:
    assert first(1).subject != first(2).subject
    assert follow(Proposal(seed=2)).seed == 2
    assert follow(Proposal(), 2).events == follow(Proposal(seed=2)).events


def test_anybody_can_be_followed_by_number_heirs_included() -> None:
    log = watched(ALL, 1).log
    heir = next(event for event in log.events if event.kind == "of_age")
    trail = follow(ALL, 1, heir.person)
    assert isinstance(trail.subject, Person)
    assert (trail.subject.age, trail.subject.why, trail.subject.schooling) == (18, "asked", None)
    assert trail.events[0].month == heir.month
    dead = follow(ALL, 1, heir.detail["predecessor"])
    assert dead.events[-1].kind == "died"
    assert dead.events[-1].detail["heir"] == heir.person


def test_who_or_what_is_not_there_is_said() -> None:
    with pytest.raises(UnknownName, match="unknown resident '999999'; those there at the beginning"):
        follow(ALL, 1, 999_999)
    with pytest.raises(UnknownName, match="no dispute of resident 3 of type land from month 400"):
        follow(ALL, 1, (3, 2, 400))


def test_a_trail_can_be_sent_and_is_made_in_a_moment() -> None:
    watched.cache_clear()
    follow(ALL, 1)
    watched.cache_clear()
    began = time.process_time()
    trail = follow(ALL, 1)
    assert time.process_time() - began < 1.5
    sent = pickle.dumps(trail)
    assert len(sent) < 50_000
    assert pickle.loads(sent) == trail


# Known answers


@pytest.mark.parametrize(
    ("kinds", "how"),
    [
        (("brought", "heard", "settled"), "settled"),
        (("brought", "heard", "asleep"), "asleep"),
        (("early",), "asleep"),
        (("early", "reopened"), "open"),
        (("waits",), "waits"),
        (("waits", "borne"), "borne"),
        (("brought", "not_heard"), "open"),
        (("brought", "heard", "up", "inherited"), "open"),
        (("brought", "heard", "asleep", "inherited"), "asleep"),
        (("brought", "heard", "lost"), "lost"),
    ],
)
def test_how_disputes_end(kinds: tuple[str, ...], how: str) -> None:
    assert ended([step(n, kind) for n, kind in enumerate(kinds, 1)]) == how


def test_where_two_runs_part() -> None:
    one = [step(1, "brought", tier=0), step(3, "heard", tier=0, result="failed", chance=0.4), step(4, "up", arrives=6)]
    assert parted(one, one) is None
    assert parted([], []) is None
    other = [one[0], step(3, "heard", tier=0, result="failed", chance=0.7), one[2]]
    assert parted(one, other) is None
    assert parted(one, [one[0], step(3, "heard", tier=0, result="settled", chance=0.4)]) == 3
    assert parted(one, [*one[:2], step(4, "up", arrives=5)]) == 4
    assert parted(one, one[:2]) == 4
    assert parted(one, [step(2, "brought", tier=0)]) == 1
    assert parted(one, []) == 1


def test_months_add_up() -> None:
    events = [
        Event(1, "took_part", 7, None, {"asked": True}),
        Event(2, "took_part", 7, None, {"asked": False}),
        Event(3, "stayed_home", 7, None, {"asked": True}),
        Event(3, "served", 7, None, {"hours": 2.5}),
        Event(4, "served", 7, None, {"hours": 4.0}),
    ]
    assert sums(events) == {"took_part": 2, "stayed_home": 1, "asked": 2, "served": 2, "hours": 6.5}

"""Trails: one dispute or one resident through the months of a run, and beside it without measures on the same draws.

``follow`` lives both runs watched and gives a trail, which can be sent between processes. Whom one can follow is chosen
from what happened: disputes that differ between the two runs first, then those with most steps.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from numpy.typing import NDArray

from experiments.view.events import Event, EventLog, Name
from experiments.view.proposal import Proposal
from experiments.view.scene import warmed_up
from sim.core.names import UnknownName
from sim.processes.demography import ADULT
from sim.processes.pagoda import TYPES

Steps = list[Event]

ENDS = ("settled", "settled_paper", "withdrawn", "sued", "closed", "lost", "borne")
"""Kinds of events after which a dispute is out of the tables."""
_ASLEEP, _WAITS = ("asleep", "early"), ("waits",)
_FEATURES = ("village", "age", "male", "schooling", "party", "away", "never", "registrant", "leader")


@dataclass(frozen=True)
class Dispute:
    """A dispute one can follow. ``why`` it is offered: a key of ``REASONS``, or ``asked`` for one asked for by name."""

    name: Name
    village: int
    why: str
    ended: str
    """a kind of ``ENDS``, ``asleep`` until a relapse after the end, ``waits`` for a second decision, or ``open``"""
    steps: int

    @property
    def born(self) -> int:
        """Month in which it arose; 0 and below are months of the warm-up."""
        return self.name[2]


@dataclass(frozen=True)
class Person:
    """A resident one can follow, as he was when the first month began, or when he came of age.

    ``why``: volunteer, leader, never, away, contacts, or ``asked`` for one asked for by id.
    """

    person: int
    village: int
    why: str
    age: int
    male: bool
    schooling: int | None
    """years; None for who comes of age in the run"""
    party: bool
    away: bool
    never: bool
    """takes no part whatever is offered"""
    registrant: bool
    leader: bool


@dataclass(frozen=True)
class Followed:
    """Whom and what one can follow in a run."""

    disputes: tuple[Dispute, ...]
    residents: tuple[Person, ...]


@dataclass(frozen=True)
class Trail:
    """A dispute or a resident through the months of a proposal's run, and of the run without measures."""

    proposal: Proposal
    seed: int
    villages: tuple[str, ...]
    followed: Followed
    """what else can be followed in the proposal's run"""
    subject: Dispute | Person
    events: tuple[Event, ...]
    baseline: tuple[Event, ...]
    """empty for a dispute that never entered the tables of the run without measures"""

    @property
    def parted(self) -> int | None:
        """The month of the first step that is not the same in both runs; None where there is none."""
        return parted(self.events, self.baseline)


class Watched(NamedTuple):
    """A run that was lived watched."""

    log: EventLog
    start: Mapping[str, NDArray[Any]]
    """features of all residents when the first month began"""
    villages: tuple[str, ...]


@lru_cache(maxsize=6)
def watched(proposal: Proposal, seed: int) -> Watched:
    """Live a proposal under a log."""
    county = warmed_up(seed).fork(proposal.policies(), proposal.months)
    residents = county.state.residents
    start = {name: getattr(residents, name).copy() for name in ("person", *_FEATURES)}
    log, villages = EventLog(county), county.state.places.village_names
    county.run_to(proposal.months)
    county.__dict__.clear()  # see experiments.view.scene.live
    return Watched(log, start, villages)


def follow(proposal: Proposal, seed: int | None = None, subject: Name | int | None = None) -> Trail:
    """The trail of a dispute (by name), of a resident (by persistent id), or of the first that is offered.

    ``seed``: in place of the proposal's. Raises ``UnknownName`` for who or what is not in the run.
    """
    seed = proposal.seed if seed is None else seed
    here, there = watched(proposal, seed), watched(proposal.baseline(), seed)
    followed = offered(here, there)
    about: Dispute | Person
    if subject is None:
        about = (*followed.disputes, *followed.residents)[0]
    elif isinstance(subject, int):
        about = next((p for p in followed.residents if p.person == subject), None) or portrait(here, subject, "asked")
    else:
        about = next((d for d in followed.disputes if d.name == subject), None) or _asked(here, subject)
    events, baseline = (_steps(run.log, about) for run in (here, there))
    return Trail(proposal, seed, here.villages, followed, about, tuple(events), tuple(baseline))


def offered(here: Watched, there: Watched) -> Followed:
    """A few telling disputes and residents of a run; ``there``: the run without measures."""
    return Followed(tuple(_disputes(here, there)), tuple(_residents(here)))


def ended(steps: Iterable[Event]) -> str:
    """How a dispute stands after its last step: see ``Dispute.ended``."""
    last = [event.kind for event in steps if event.kind != "inherited"][-1]
    return last if last in ENDS else "asleep" if last in _ASLEEP else "waits" if last in _WAITS else "open"


def parted(one: Iterable[Event], other: Iterable[Event]) -> int | None:
    """The month in which two tellings first differ in what happened; numbers behind it may differ before."""
    for first, second in zip_longest(map(_core, _acts(one)), map(_core, _acts(other))):
        if first != second:
            return min(event[0] for event in (first, second) if event is not None)
    return None


def sums(events: Iterable[Event]) -> Counter[str]:
    """What the months of a resident come to: how often each kind of thing happened, times asked, hours served."""
    found: Counter[str] = Counter()
    for event in events:
        found[event.kind] += 1
        if event.kind in ("took_part", "stayed_home"):
            found["asked"] += bool(event.detail["asked"])
        if event.kind == "served":
            found["hours"] += event.detail["hours"]
    return found


def portrait(run: Watched, person: int, why: str) -> Person:
    """A resident as he was at first. Raises ``UnknownName``."""
    rows = (run.start["person"] == person).nonzero()[0]
    if rows.size:
        village, age, male, schooling, *flags = (run.start[name][rows[0]].item() for name in _FEATURES)
        return Person(person, village, why, age, bool(male), schooling, *map(bool, flags))
    for event in run.log.of_resident(person):
        if event.kind == "of_age":
            told = event.detail
            flags = (False, bool(told["away"]), False, False, False)
            return Person(person, told["village"], why, ADULT, bool(told["male"]), None, *flags)
    last = int(run.start["person"].max())
    raise UnknownName(f"unknown resident '{person}'; those there at the beginning have numbers from 0 to {last}")


# Which disputes are telling


def _climbed(steps: Steps) -> bool:
    return any(event.kind in ("up", "docked") and event.detail["tier"] > 0 for event in steps)


REASONS: Mapping[str, Callable[[Steps], bool]] = {
    "settled": lambda steps: ended(steps) == "settled" and _kinds(steps).keys() <= _ONLY_VILLAGE,
    "climbed": _climbed,
    "petition": lambda steps: "petition" in _kinds(steps),
    "relapsed": lambda steps: "reopened" in _kinds(steps),
    "lost": lambda steps: "lost" in _kinds(steps),
    "open": lambda steps: ended(steps) == "open",
}
"""Why a dispute is offered: settled at the village, up to the county, petitioned, relapsed, lost, still open."""
_ONLY_VILLAGE = {"waits", "brought", "surfaced", "heard", "not_heard", "settled", "inherited"}


def _disputes(here: Watched, there: Watched) -> Iterable[Dispute]:
    taken: set[Name] = set()
    arisen = [steps for steps in here.log.disputes() if _name(steps)[2] >= 1]
    for why, fits in REASONS.items():
        found = [steps for steps in arisen if _name(steps) not in taken and fits(steps)]
        if found:
            best = max(found, key=lambda steps: _telling(steps, there.log.of_case(_name(steps))))
            taken.add(_name(best))
            yield _dispute(best, why)


def _telling(steps: Steps, baseline: Steps) -> tuple[bool, bool, int]:
    return bool(baseline) and parted(steps, baseline) is not None, bool(baseline), len(steps)


def _dispute(steps: Steps, why: str) -> Dispute:
    return Dispute(_name(steps), steps[0].detail["village"], why, ended(steps), len(steps))


def _asked(run: Watched, name: Name) -> Dispute:
    steps = run.log.of_case(name)
    if not steps:
        person, kind, born = name
        raise UnknownName(f"no dispute of resident {person} of type {TYPES[kind]} from month {born} was seen")
    return _dispute(steps, "asked")


# Which residents


def _residents(run: Watched) -> Iterable[Person]:
    served, felt, asked = (run.log.counts(kind) for kind in ("served", "felt", "stayed_home"))
    part, gone, back = (run.log.counts(kind) for kind in ("took_part", "went_away", "returned"))
    start = run.start["person"].tolist()
    leaders = {*run.log.counts("leads"), *run.start["person"][run.start["leader"] > 0].tolist()}
    kinds = {
        "volunteer": {person: times for person, times in served.items() if person not in leaders},
        "leader": {person: served.get(person, 0) for person in leaders},
        "never": {person: asked.get(person, 0) for person in start if person not in part},
        "away": {person: felt.get(person, 0) for person in (gone.keys() & back.keys() or gone.keys())},
        "contacts": felt,
    }
    taken: set[int] = set()
    for why, counts in kinds.items():
        left = [person for person in counts if person not in taken]
        if left:
            best = max(left, key=lambda person: (counts[person], -person))
            taken.add(best)
            yield portrait(run, best, why)


# Steps


def _steps(log: EventLog, about: Dispute | Person) -> Steps:
    return log.of_case(about.name) if isinstance(about, Dispute) else log.of_resident(about.person)


def _name(steps: Steps) -> Name:
    name = steps[0].case
    assert name is not None
    return name


def _kinds(steps: Iterable[Event]) -> Counter[str]:
    return Counter(event.kind for event in steps)


def _acts(events: Iterable[Event]) -> Iterable[Event]:
    return (event for event in events if event.kind != "felt")


def _core(event: Event) -> tuple[Any, ...]:
    named = ("tier", "result", "channel", "need", "institution", "until", "arrives")
    said = tuple(event.detail.get(name) for name in named if name != "result" or event.kind == "heard")
    return event.month, event.kind, event.person, event.case, *said

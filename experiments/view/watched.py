"""Runs that are lived watched, and what can be read off their logs about a dispute or a resident."""

from collections import Counter
from collections.abc import Iterable, Mapping
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


def ended(steps: Iterable[Event]) -> str:
    """How a dispute stands after its last step: see ``Dispute.ended``."""
    last = [event.kind for event in steps if event.kind != "inherited"][-1]
    return last if last in ENDS else "asleep" if last in _ASLEEP else "waits" if last in _WAITS else "open"


def parted(one: Iterable[Event], other: Iterable[Event]) -> int | None:
    """The month in which two tellings first differ in what happened; numbers behind it may differ before."""
    for first, second in zip_longest(one, other):
        if first is None or second is None or _core(first) != _core(second):
            return min(event.month for event in (first, second) if event is not None)
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
            flags = [False, bool(told["away"]), False, False, False]
            return Person(person, told["village"], why, ADULT, bool(told["male"]), None, *flags)
    last = int(run.start["person"].max())
    raise UnknownName(f"unknown resident '{person}'; those there at the beginning have numbers from 0 to {last}")


def _core(event: Event) -> tuple[Any, ...]:
    named = ("tier", "result", "channel", "need", "institution", "until", "arrives")
    said = tuple(event.detail.get(name) for name in named if name != "result" or event.kind == "heard")
    return event.month, event.kind, event.person, event.case, *said

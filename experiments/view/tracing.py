"""Trails: one dispute or one resident through the months of a run, and beside it without measures on the same draws.

``follow`` lives both runs watched and gives a trail, which can be sent between processes. Whom one can follow is chosen
from what happened: disputes that differ between the two runs first, then those with most steps.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from experiments.view.events import Event, EventLog, Name
from experiments.view.proposal import Proposal
from experiments.view.watched import Dispute, Person, Watched, ended, parted, portrait, watched
from sim.core.names import UnknownName
from sim.processes.pagoda import TYPES

Steps = list[Event]


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


def follow(proposal: Proposal, seed: int | None = None, subject: Name | int | None = None) -> Trail:
    """The trail of a dispute (by name), of a resident (by persistent id), or of the first that is offered.

    ``seed``: in place of the proposal's. Raises ``UnknownName`` for who or what is not in the run.
    """
    seed = proposal.seed if seed is None else seed
    here, there = watched(proposal, seed), watched(proposal.baseline(), seed)
    followed = offered(here, there)
    about: Dispute | Person
    if subject is None:
        about = followed.disputes[0] if followed.disputes else followed.residents[0]
    elif isinstance(subject, int):
        about = next((p for p in followed.residents if p.person == subject), None) or portrait(here, subject, "asked")
    else:
        about = next((d for d in followed.disputes if d.name == subject), None) or _asked(here, subject)
    events, baseline = (_steps(run.log, about) for run in (here, there))
    return Trail(proposal, seed, here.villages, followed, about, tuple(events), tuple(baseline))


def offered(here: Watched, there: Watched) -> Followed:
    """A few telling disputes and residents of a run; ``there``: the run without measures."""
    return Followed(tuple(_disputes(here, there)), tuple(_residents(here)))


# Which disputes are telling


_ONLY_VILLAGE = {"waits", "brought", "surfaced", "heard", "not_heard", "settled", "inherited"}


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

"""The book of a watched county: what happened, event by event, as its log wrote it down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Name = tuple[int, int, int]
"""A dispute: persistent id of its owner, type (``sim.processes.pagoda.TYPES``), month in which it arose."""


@dataclass(frozen=True)
class Event:
    """Something that happened. Months are those of the page: 1 is the first after the warm-up."""

    month: int
    kind: str
    person: int
    """persistent id"""
    case: Name | None = None
    """the dispute under its owner's id of that month: an heir takes it over under his own"""
    detail: Mapping[str, Any] = field(default_factory=dict)


class Batch(NamedTuple):
    """The same thing happening to many residents in one month; ``detail``: arrays beside ``persons``."""

    month: int
    kind: str
    persons: NDArray[np.int32]
    detail: dict[str, NDArray[Any]]


class Book:
    """Events in the order in which they came about: those of disputes one by one, those of residents in batches."""

    def __init__(self) -> None:
        self._entries: list[Event | Batch] = []
        self._disputes: dict[Name, list[Event]] = {}
        self._names: dict[Name, Name] = {}

    def note(self, event: Event, row: int) -> None:
        """Write down a step of a dispute; ``row`` of its owner, which outlasts him."""
        assert event.case is not None
        key = (row, *event.case[1:])
        self._names[event.case] = key
        self._disputes.setdefault(key, []).append(event)
        self._entries.append(event)

    def add(self, month: int, kind: str, persons: NDArray[np.int32], **detail: Any) -> None:
        """Write down what happened to ``persons``; details are arrays beside them, or one value for all."""
        if persons.size:
            spread = {name: np.broadcast_to(value, persons.shape) for name, value in detail.items()}
            self._entries.append(Batch(month, kind, persons, spread))

    def __iter__(self) -> Iterator[Event]:
        for entry in self._entries:
            if isinstance(entry, Event):
                yield entry
            else:
                yield from (_event(entry, place) for place in range(entry.persons.size))

    def disputes(self) -> list[list[Event]]:
        """The steps of every dispute, in the order in which they were first seen."""
        return list(self._disputes.values())

    def of_case(self, name: Name) -> list[Event]:
        """The steps of a dispute, named by any of its owners; none where it was never seen."""
        return list(self._disputes[self._names[name]]) if name in self._names else []

    def of_resident(self, person: int) -> list[Event]:
        """What happened to a resident, steps of his own disputes included."""
        found: list[Event] = []
        for entry in self._entries:
            if isinstance(entry, Event):
                found += [entry] if entry.person == person else []
            else:
                found += [_event(entry, int(place)) for place in np.flatnonzero(entry.persons == person)]
        return found

    def counts(self, kind: str) -> dict[int, int]:
        """How often a thing happened, by resident."""
        found = [entry.persons for entry in self._entries if isinstance(entry, Batch) and entry.kind == kind]
        persons, times = np.unique(np.concatenate([np.empty(0, np.int32), *found]), return_counts=True)
        return dict(zip(persons.tolist(), times.tolist(), strict=True))


def _event(batch: Batch, place: int) -> Event:
    detail = {name: values[place].item() for name, values in batch.detail.items()}
    return Event(batch.month, batch.kind, int(batch.persons[place]), None, detail)

"""What people ask for, quarrel about and meet with: requests, grievances, cases and contacts as plain records."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.oracle.people import Resident

if TYPE_CHECKING:
    from tests.oracle.village import Village


@dataclass
class Request:
    """A request 诉求 that waits for a channel."""

    owner: Resident
    kind: int
    channel: int
    born: int
    ready: int
    served: bool = False
    gone: bool = False
    """served or dropped"""


@dataclass
class Grievance:
    """A grievance 矛盾 whose owner decides what to do."""

    owner: Resident
    kind: int
    born: int
    severity: float
    other: Resident | None

    @property
    def village(self) -> "Village":
        """Where the owner lives."""
        return self.owner.village

    @property
    def name(self) -> tuple[int, int, int]:
        """What tells it from others; an heir takes it over under his own number."""
        return self.owner.person, self.kind, self.born


@dataclass
class Case(Grievance):
    """A grievance that was brought to a third party."""

    tier: int
    ready: int
    since: int
    attempts: int = 0
    relapsed: int = 0
    petitions: int = 0
    relapse: int = -1
    docked: int = 0
    """1 for a suit that the court has sent to mediation first"""
    final: bool = False

    @property
    def open(self) -> bool:
        """Neither final nor asleep until a relapse."""
        return self.relapse == -1 and not self.final


@dataclass(frozen=True)
class Contact:
    """What a person met with on a channel; ``result`` is None for a petition, whose mark on trust is fixed."""

    owner: Resident
    channel: int
    result: float | None

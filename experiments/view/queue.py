"""What everybody in the room is waiting for, and whose run comes next."""

import asyncio
import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from experiments.view.proposal import Proposal
from experiments.view.scene import Scene

Reason = Literal["died", "error", "busy"]


@dataclass(frozen=True)
class Failure:
    """A run without a scene: its process ``died``, the model raised an ``error``, or the queue was full (``busy``).

    ``again``: it is being lived again, and a scene or a last failure follows.
    """

    proposal: Proposal
    seed: int
    reason: Reason
    again: bool = False
    detail: str = ""

    @property
    def text(self) -> str:
        """Key of the text that says so."""
        return "view.queue.died_again" if self.again else f"view.queue.{self.reason}"


@dataclass(frozen=True, order=True)
class Turn:
    """When a run comes: everybody's first before anybody's second, the proposal before what is shown beside it."""

    number: int
    beside: int
    place: int


@dataclass(frozen=True)
class Job:
    """A run to be lived, for whoever wants it; ``proposal`` without the seed of its first run."""

    proposal: Proposal
    seed: int

    @classmethod
    def of(cls, proposal: Proposal, number: int) -> "Job":
        """Run ``number`` (from 0) of a proposal."""
        return cls(dataclasses.replace(proposal, seed=Proposal.seed), proposal.seed + number)


@dataclass(eq=False)
class Ticket:
    """What a client has asked for; ``to_come``: the runs that have not been shown, with their turn and the proposal."""

    client: str
    on_scene: Callable[[Scene | Failure], None]
    place: int
    to_come: dict[Job, tuple[Turn, Proposal]] = field(default_factory=dict)
    served: bool = False
    """a scene has been shown"""
    cancelled: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    async def finished(self) -> None:
        """Wait until every run has been shown or has failed, or the ticket is cancelled."""
        await self.over.wait()

    def settle(self, job: Job, found: Scene | Failure) -> None:
        """Take a job off the ticket unless it comes again, and show the client what came of it, soon."""
        proposal = self.to_come[job][1]
        if isinstance(found, Scene) or not found.again:
            del self.to_come[job]
        asyncio.get_running_loop().call_soon(self._show, dataclasses.replace(found, proposal=proposal))

    def _show(self, found: Scene | Failure) -> None:
        if self.cancelled:
            return
        self.served |= isinstance(found, Scene)
        try:
            self.on_scene(found)
        finally:
            if not self.to_come:
                self.over.set()


class Queue:
    """The tickets of all clients, one each.

    The next job is the one with the first turn: by the number of the run, then by the place of the client. A client
    who asks anew before a scene was shown keeps the place, so that whoever never rests is not put off for ever.
    """

    def __init__(self) -> None:
        self.tickets: dict[str, Ticket] = {}
        self._places = count()

    def take(
        self,
        client: str,
        proposals: Sequence[Proposal],
        runs: int,
        on_scene: Callable[[Scene | Failure], None],
    ) -> Ticket:
        """A ticket for so many runs of each proposal, the first of them being the one that matters most."""
        old = self.cancel(client)
        place = old.place if old and old.to_come and not old.served else next(self._places)
        ticket = Ticket(client, on_scene, place)
        for number in range(runs):
            for beside, proposal in enumerate(proposals):
                ticket.to_come.setdefault(Job.of(proposal, number), (Turn(number, beside, place), proposal))
        self.tickets[client] = ticket
        return ticket

    def cancel(self, client: str) -> Ticket | None:
        """Forget what a client waits for."""
        ticket = self.tickets.pop(client, None)
        if ticket:
            ticket.cancelled = True
            ticket.over.set()
        return ticket

    def wants(self, job: Job) -> bool:
        """Somebody waits for a job."""
        return any(job in ticket.to_come for ticket in self.tickets.values())

    def settle(self, job: Job, found: Scene | Failure) -> None:
        """Show what came of a job to everybody who waits for it."""
        for ticket in self.tickets.values():
            if job in ticket.to_come:
                ticket.settle(job, found)

    def next(self, running: Collection[Job]) -> Job | None:
        """The job whose turn it is among those that are not running."""
        return min(self._waiting(running), default=(None, None), key=lambda item: item[0])[1]

    def waiting(self, running: Collection[Job] = ()) -> int:
        """Jobs that are not running."""
        return len({job for _, job in self._waiting(running)})

    def ahead(self, client: str, running: Collection[Job] = ()) -> int:
        """Jobs that come before the next one of a client."""
        ticket = self.tickets.get(client)
        turns = [turn for job, (turn, _) in ticket.to_come.items() if job not in running] if ticket else []
        return len({job for turn, job in self._waiting(running) if turn < min(turns)}) if turns else 0

    def _waiting(self, running: Collection[Job]) -> Iterator[tuple[Turn, Job]]:
        for ticket in self.tickets.values():
            for job, (turn, _) in ticket.to_come.items():
                if job not in running:
                    yield turn, job

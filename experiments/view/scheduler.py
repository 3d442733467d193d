"""A pool of processes that live runs, a queue that is fair to everybody in the room, and the scenes that are known.

Nothing of the page in it. All calls are made in one event loop, and callbacks are called in it.
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from experiments.errors import StudyError
from experiments.view.proposal import Proposal
from experiments.view.queue import Failure, Job, Queue, Ticket
from experiments.view.scene import Scene
from experiments.view.worker import Worker
from experiments.workers import MOST_WORKERS, cores
from sim.core.names import check_range

FIRST_RUNS = 10
"""Runs whose counties every process warms up before anybody asks, and whose baseline is lived."""
MOST_RUNS = 100
MOST_KEPT = 1_000
"""Scenes that are kept, some 60 kB each."""
TRIES = 2
"""Times that a run is given to a process that dies of it."""
MOST_WORKERS_UNASKED = 4
"""Processes where nobody says how many: each takes 350 MB and lives some twenty runs a second."""
MOST_STILLBORN = 3
"""Processes in a row that may die before they are ready; no more are started then."""


class Scheduler:
    """Answers proposals with scenes; ``deaths``: processes lost so far, ``ready``: warmed up.

    ``workers``: processes, None for as many as there are processors, up to ``MOST_WORKERS_UNASKED``; ``most_waiting``:
    runs that may wait, above which an ask is answered by failures.
    """

    def __init__(self, workers: int | None = None, most_waiting: int = 1_000) -> None:
        wanted = min(cores(), MOST_WORKERS_UNASKED) if workers is None else workers
        check_range("workers", wanted, 1, MOST_WORKERS, "processes")
        self.wanted, self.most_waiting = wanted, most_waiting
        self.deaths, self.ready = 0, False
        self._queue = Queue()
        self._workers: list[Worker] | None = None
        self._stillborn = 0
        self._lost: Counter[Job] = Counter()
        self._kept: OrderedDict[Job, Scene] = OrderedDict()

    async def start(self) -> None:
        """Start the processes, warm them up, and live the baseline; what is asked meanwhile waits.

        Raises ``StudyError`` where no process can be kept alive.
        """
        self._workers = []
        for _ in range(self.wanted):
            self._engage()
        await asyncio.wait([worker.ready for worker in self._workers])
        await self.ask("", Proposal(), FIRST_RUNS, lambda _: None).finished()
        if not self._workers:
            raise StudyError("no process could be started for the runs of the page, most likely for want of memory")
        self.ready = True

    async def close(self) -> None:
        """Forget what everybody waits for and end the processes once the runs in them are over."""
        for client in list(self._queue.tickets):
            self.cancel(client)
        ending, self._workers, self.ready = self._workers or [], None, False
        for worker in ending:
            await asyncio.to_thread(worker.end, wait=True)

    def ask(
        self,
        client: str,
        proposal: Proposal,
        runs: int,
        on_scene: Callable[[Scene | Failure], None],
        beside: Sequence[Proposal] = (),
    ) -> Ticket:
        """Show a client so many runs of a proposal, and of others ``beside`` it: the baseline, another to compare.

        What the client waited for is forgotten. ``on_scene`` is called for every run, in the order in which they are
        known; scenes that are known already come at once. Run ``k`` of a proposal has the seed ``proposal.seed + k``.
        """
        check_range("runs", runs, 1, MOST_RUNS, "runs")
        full = self.waiting >= self.most_waiting
        ticket = self._queue.take(client, (proposal, *beside), runs, on_scene)
        for job in list(ticket.to_come):
            if job in self._kept:
                self._kept.move_to_end(job)
                ticket.settle(job, self._kept[job])
            elif full:
                ticket.settle(job, Failure(job.proposal, job.seed, "busy"))
        asyncio.get_running_loop().call_soon(self._hand_out)
        return ticket

    def cancel(self, client: str) -> None:
        """Forget what a client waits for; runs that have begun go on, and are kept for whoever asks next."""
        self._queue.cancel(client)

    @property
    def waiting(self) -> int:
        """Runs that nobody has begun."""
        return self._queue.waiting(self._running)

    def ahead(self, client: str) -> int:
        """Runs that come before the next one of a client."""
        return self._queue.ahead(client, self._running)

    @property
    def _running(self) -> set[Job]:
        return {worker.job for worker in self._workers or () if isinstance(worker.job, Job)}

    def _engage(self) -> None:
        """Start one more process."""
        assert self._workers is not None
        worker = Worker(range(Proposal.seed, Proposal.seed + FIRST_RUNS))
        self._workers.append(worker)
        worker.ready.add_done_callback(partial(self._engaged, worker))

    def _engaged(self, worker: Worker, ready: "asyncio.Future[int]") -> None:
        if ready.cancelled() or self._workers is None:
            return
        if ready.exception() is None:
            self._stillborn = 0
        else:
            self._stillborn += 1
            self._replace(worker)
        self._hand_out()

    def _replace(self, worker: Worker) -> None:
        """Another process for one that died, unless they all do."""
        assert self._workers is not None
        self.deaths += 1
        self._workers.remove(worker)
        worker.end()
        if self._stillborn < MOST_STILLBORN:
            self._engage()

    def _hand_out(self) -> None:
        """Give every free process the run whose turn it is."""
        if self._workers is None:
            return
        while (job := self._queue.next(self._running)) is not None:
            free = next((worker for worker in self._workers if worker.free), None)
            if free is not None:
                self._give(job, free)
            elif self._workers:
                return
            else:
                self._queue.settle(job, Failure(job.proposal, job.seed, "died"))

    def _give(self, job: Job, worker: Worker) -> None:
        try:
            lived = worker.live(job.proposal, job.seed)
        except BrokenProcessPool:
            self._replace(worker)
            self._queue.settle(job, Failure(job.proposal, job.seed, "died", again=True))
            return
        worker.job = job
        lived.add_done_callback(partial(self._take_back, job, worker))

    def _take_back(self, job: Job, worker: Worker, lived: "asyncio.Future[Scene]") -> None:
        worker.job = None
        if lived.cancelled() or self._workers is None:
            return
        error = lived.exception()
        if isinstance(error, BrokenProcessPool):
            self._replace(worker)
            self._lost[job] += 1
            self._queue.settle(job, Failure(job.proposal, job.seed, "died", again=self._lost[job] < TRIES))
        elif error is not None:
            detail = f"{type(error).__name__}: {error}"
            self._queue.settle(job, Failure(job.proposal, job.seed, "error", detail=detail))
        else:
            self._keep(job, lived.result())
        if not self._queue.wants(job):
            del self._lost[job]
        self._hand_out()

    def _keep(self, job: Job, scene: Scene) -> None:
        self._kept[job] = scene
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self._queue.settle(job, scene)

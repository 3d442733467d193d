"""The workshop page without a browser: how soon its runs answer one client and ten, from ask to callback."""

import asyncio
import time
from collections.abc import Iterator
from itertools import product

from benchmarks.bench import Bench
from benchmarks.figures import Measured
from benchmarks.timing import seconds
from experiments.view.band import band
from experiments.view.proposal import Proposal
from experiments.view.queue import Failure
from experiments.view.scene import Scene, warmed_up
from experiments.view.scheduler import Scheduler

START, FIRST, RATIO = "page_start_seconds", "page_first_answer_seconds", "page_first_answer_ratio"
BAND, TEN = "page_band_seconds", "page_ten_clients_seconds"
RUNS = 10
CLIENTS = 10


class Answer:
    """What one client got, and when: seconds after it asked."""

    def __init__(self, scheduler: Scheduler, client: str, proposal: Proposal, runs: int) -> None:
        self.scenes: list[Scene] = []
        self.first = self.band = 0.0
        self._proposal, self._runs, self._asked = proposal, runs, time.perf_counter()
        self._ticket = scheduler.ask(client, proposal, runs, self._take, [proposal.baseline()])

    def _take(self, found: Scene | Failure) -> None:
        if isinstance(found, Failure):
            raise RuntimeError(f"a run failed: {found}")
        self.scenes.append(found)
        if not self.first and found.proposal == self._proposal:
            self.first = time.perf_counter() - self._asked

    async def come(self) -> "Answer":
        """Wait for all runs, and make the band of them."""
        await self._ticket.finished()
        parts = [[s for s in self.scenes if s.proposal == p] for p in (self._proposal, self._proposal.baseline())]
        if [len(part) for part in parts] != [self._runs] * 2:
            raise RuntimeError("runs are missing")
        band(*parts)
        self.band = time.perf_counter() - self._asked
        return self


def page_figures(bench: Bench) -> dict[str, Measured]:
    """Every proposal is new, and its baseline is known, as it is on the page."""
    return asyncio.run(_measure(bench)) if bench.wants(START, FIRST, RATIO, BAND, TEN) else {}


async def _measure(bench: Bench) -> dict[str, Measured]:
    scheduler, proposals, begun = Scheduler(), _proposals(), time.perf_counter()
    await scheduler.start()
    try:
        found = {START: Measured([time.perf_counter() - begun])}
        await asyncio.sleep(1.0)
        if bench.wants(FIRST, RATIO, BAND):
            found |= await _one(scheduler, proposals, bench.rounds(30, 5))
        if bench.wants(TEN):
            found[TEN] = await _ten(scheduler, proposals, bench.rounds(5, 1))
        for measured in found.values():
            measured.extra["processes"] = scheduler.wanted
    finally:
        await scheduler.close()
    return found


async def _one(scheduler: Scheduler, proposals: Iterator[Proposal], rounds: int) -> dict[str, Measured]:
    """A client by itself; each first answer beside the same run by itself in this process."""
    firsts, bands, bare = [], [], []
    for _ in range(rounds):
        proposal = next(proposals)
        county = warmed_up(proposal.seed)
        bare.append(seconds(lambda c=county, p=proposal: c.fork(p.policies(), p.months).run_to(p.months)).wall)
        answer = await Answer(scheduler, "one", proposal, RUNS).come()
        firsts.append(answer.first)
        bands.append(answer.band)
    ratios = [first / alone for first, alone in zip(firsts[1:], bare[1:], strict=True)]
    return {FIRST: Measured(firsts, extra={"bare_seconds": bare[1:]}), BAND: Measured(bands), RATIO: Measured(ratios)}


async def _ten(scheduler: Scheduler, proposals: Iterator[Proposal], rounds: int) -> Measured:
    """Ten clients at once with proposals of their own: until the last of them has its first answer."""
    first, last, spread = [], [], []
    for _ in range(rounds):
        answers = [Answer(scheduler, str(client), next(proposals), RUNS) for client in range(CLIENTS)]
        await asyncio.gather(*(answer.come() for answer in answers))
        first.append(max(answer.first for answer in answers))
        last.append(max(answer.band for answer in answers))
        spread.append(last[-1] - min(answer.band for answer in answers))
    return Measured(first, extra={"all_bands_seconds": last, "bands_apart_seconds": spread})


def _proposals() -> Iterator[Proposal]:
    """Proposals of three measures, none twice."""
    tenths = [tenth / 10 for tenth in range(1, 11)]
    for micro_grids, relief, points in product(tenths, tenths, tenths):
        measures = {"burden_reduction": relief, "micro_grids": micro_grids, "commendation": points}
        yield Proposal(tuple(measures.items()))

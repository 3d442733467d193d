"""Whose run comes when, what is kept, and what happens when a process dies."""

import asyncio
import dataclasses
import multiprocessing
import os
import signal
import time
from collections.abc import Coroutine
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import numpy as np
import pytest

from experiments.errors import StudyError
from experiments.view import scheduler as scheduling
from experiments.view.proposal import Proposal
from experiments.view.queue import Failure
from experiments.view.scene import Scene, scenes
from experiments.view.scheduler import Scheduler
from experiments.words import LANGUAGES, words

MICRO = Proposal().set("micro_grids", 0.5)
OTHER = Proposal().set("publicity", 1)
Found = Scene | Failure
EMPTY = Scene(Proposal(), 1, {}, np.zeros(0, np.int64), {}, {}, {}, {}, {}, {})


class Process:
    """Stands for a process: it lives a run when it is told to, and dies of a proposal in ``deadly``."""

    all: list["Process"] = []
    lived: list[tuple[Proposal, int]] = []
    deadly: set[Proposal] = set()
    born_dead = False

    def __init__(self, _: object) -> None:
        self.ready = asyncio.get_running_loop().create_future()
        if self.born_dead:
            self.ready.set_exception(BrokenProcessPool())
        else:
            self.ready.set_result(1)
        self.job: object = None
        self.dead = False
        self.all.append(self)

    @property
    def free(self) -> bool:
        return self.job is None and self.ready.done() and not self.ready.exception()

    def live(self, proposal: Proposal, seed: int) -> "asyncio.Future[Scene]":
        if self.dead:
            raise BrokenProcessPool
        self.future = asyncio.get_running_loop().create_future()
        self.lived.append((proposal, seed))
        self.told = proposal, seed
        return self.future

    def end(self, **_: bool) -> None:
        self.dead = True

    def finish(self) -> None:
        proposal, seed = self.told
        if proposal in self.deadly:
            self.future.set_exception(BrokenProcessPool())
        elif proposal.intensity("coordination"):
            self.future.set_exception(ZeroDivisionError("a fault"))
        else:
            self.future.set_result(dataclasses.replace(EMPTY, proposal=proposal, seed=seed))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> type[Process]:
    kind = type("Fresh", (Process,), {"all": [], "lived": [], "deadly": set()})
    monkeypatch.setattr(scheduling, "Worker", kind)
    return kind


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(main, 60))


async def turn() -> None:
    """Let the loop do what it has to."""
    for _ in range(5):
        await asyncio.sleep(0)


async def all_done(processes: type[Process], runs: int = 10_000) -> None:
    """Finish up to so many runs, one after another."""
    for _ in range(runs):
        await turn()
        busy = [process for process in processes.all if process.job is not None and not process.future.done()]
        if not busy:
            return
        busy[0].finish()
    await turn()


async def started(processes: type[Process], workers: int = 2, **settings: int) -> Scheduler:
    found = Scheduler(workers, **settings)
    start = asyncio.ensure_future(found.start())
    while not start.done():
        await all_done(processes)
    await start
    processes.lived.clear()
    return found


def test_everybodys_first_run_comes_before_anybodys_second(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes, 1)
        seen: list[tuple[str, int]] = []
        for client, tenth in (("a", 1), ("b", 2), ("c", 3)):
            proposal = Proposal(seed=100).set("micro_grids", tenth / 10)
            scheduler.ask(client, proposal, 3, lambda found, client=client: seen.append((client, found.seed)))
        assert scheduler.waiting == 9
        assert [scheduler.ahead(client) for client in "abc"] == [0, 1, 2]
        await all_done(processes)
        assert seen == [(client, seed) for seed in (100, 101, 102) for client in "abc"]
        assert scheduler.waiting == scheduler.ahead("a") == 0

    run(main())


def test_a_late_comers_first_run_comes_before_the_others_next(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes, 1)
        seen: list[str] = []
        scheduler.ask("a", MICRO, 10, lambda _: seen.append("a"))
        await all_done(processes, 3)
        scheduler.ask("b", OTHER, 1, lambda _: seen.append("b"))
        await all_done(processes)
        assert seen.index("b") <= 4

    run(main())


def test_two_hundred_rapid_asks_leave_one_job(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes)
        seen: list[Found] = []
        for k in range(200):
            proposal = (
                Proposal(months=12 + k % 40).set("micro_grids", 0.1 + k % 10 / 10).set("publicity", (k + 1) / 200)
            )
            ticket = scheduler.ask("a", proposal, 1, seen.append)
            if k % 50 == 0:
                await turn()
            assert scheduler.waiting <= 1
        await all_done(processes)
        assert ticket.over.is_set()
        assert [found.proposal for found in seen] == [proposal]
        # Beside the last one only those that a process had already begun.
        assert len(processes.lived) <= 3

    run(main())


def test_no_stale_run_is_begun(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes)
        seen: list[Found] = []
        scheduler.ask("a", MICRO, 10, seen.append)
        await turn()
        assert len(processes.lived) == 2
        scheduler.ask("a", OTHER, 3, seen.append)
        await all_done(processes)
        assert [proposal for proposal, _ in processes.lived].count(MICRO) == 2
        assert {found.proposal for found in seen} == {OTHER}
        processes.lived.clear()
        scheduler.ask("a", MICRO.set("publicity", 1), 10, seen.append)
        await turn()
        scheduler.cancel("a")
        await all_done(processes)
        assert len(processes.lived) == 2
        assert scheduler.waiting == 0

    run(main())


def test_nothing_is_shown_after_taking_it_back(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes)
        seen: list[Found] = []
        ticket = scheduler.ask("a", Proposal(), 3, seen.append)
        scheduler.cancel("a")
        await ticket.finished()
        await turn()
        assert seen == []

    run(main())


def test_whoever_never_rests_keeps_the_place(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes, 1)
        scheduler.ask("other", OTHER.set("cadre_pay", 1), 1, lambda _: None)
        scheduler.ask("restless", MICRO, 1, lambda _: None)
        for tenth in range(1, 9):
            scheduler.ask(f"new{tenth}", OTHER.set("micro_grids", tenth / 10), 1, lambda _: None)
            scheduler.ask("restless", MICRO.set("publicity", tenth / 10), 1, lambda _: None)
        assert scheduler.ahead("restless") == 1

    run(main())


def test_what_is_known_comes_at_once_and_is_lived_once(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes)
        first: list[Found] = []
        second: list[Found] = []
        scheduler.ask("a", MICRO, 4, first.append)
        scheduler.ask("b", MICRO, 4, second.append)
        await all_done(processes)
        assert len(first) == len(second) == len(processes.lived) == 4
        again: list[Found] = []
        # Run 2 of the seed before is run 1 of this one; it comes under the proposal that was asked for.
        ticket = scheduler.ask("a", dataclasses.replace(MICRO, seed=2), 3, again.append, beside=[Proposal(seed=2)])
        await turn()
        assert ticket.over.is_set()
        assert len(processes.lived) == 4
        assert {found.proposal for found in again} == {dataclasses.replace(MICRO, seed=2), Proposal(seed=2)}
        assert sorted(found.seed for found in again) == [2, 2, 3, 3, 4, 4]

    run(main())


def test_only_so_many_scenes_are_kept(processes: type[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        monkeypatch.setattr(scheduling, "MOST_KEPT", 3)
        scheduler = await started(processes)
        scheduler.ask("a", MICRO, 4, lambda _: None)
        await all_done(processes)
        processes.lived.clear()
        scheduler.ask("a", MICRO, 4, lambda _: None)
        await all_done(processes)
        assert 1 <= len(processes.lived) <= 4

    run(main())


def test_a_run_whose_process_dies_is_lived_again_once_and_then_said_to_have_failed(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes)
        processes.deadly.add(MICRO)
        seen: list[Found] = []
        others: list[Found] = []
        ticket = scheduler.ask("a", MICRO, 1, seen.append)
        scheduler.ask("b", OTHER, 5, others.append)
        await all_done(processes)
        assert [(found.reason, found.again, found.text) for found in seen if isinstance(found, Failure)] == [
            ("died", True, "view.queue.died_again"),
            ("died", False, "view.queue.died"),
        ]
        assert ticket.over.is_set()
        assert scheduler.deaths == 2
        assert len(others) == 5
        assert all(isinstance(found, Scene) for found in others)
        processes.deadly.clear()
        scheduler.ask("a", MICRO, 1, seen.append)
        await all_done(processes)
        assert isinstance(seen[-1], Scene)

    run(main())


def test_a_process_found_dead_is_replaced_and_the_run_goes_on(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes, 1)
        processes.all[0].dead = True
        seen: list[Found] = []
        scheduler.ask("a", MICRO, 1, seen.append)
        await all_done(processes)
        assert isinstance(seen[0], Failure)
        assert seen[0].again
        assert isinstance(seen[1], Scene)
        assert (scheduler.deaths, len(processes.all)) == (1, 2)

    run(main())


def test_a_fault_of_the_model_is_said_and_harms_nobody_else(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes)
        seen: list[Found] = []
        scheduler.ask("a", Proposal().set("coordination", 1), 1, seen.append, beside=[OTHER])
        await all_done(processes)
        failure = next(found for found in seen if isinstance(found, Failure))
        assert (failure.reason, failure.detail) == ("error", "ZeroDivisionError: a fault")
        assert any(isinstance(found, Scene) for found in seen)
        assert scheduler.deaths == 0

    run(main())


def test_a_full_queue_is_said(processes: type[Process]) -> None:
    async def main() -> None:
        scheduler = await started(processes, 1, most_waiting=5)
        seen: list[Found] = []
        scheduler.ask("a", MICRO, 10, lambda _: None)
        ticket = scheduler.ask("b", OTHER, 2, seen.append, beside=[Proposal()])
        await turn()
        assert ticket.over.is_set()
        assert [type(found) for found in seen].count(Scene) == 2
        assert [found.reason for found in seen if isinstance(found, Failure)] == ["busy", "busy"]
        assert all(words(lang)(f"view.queue.{key}") for lang in LANGUAGES for key in ("busy", "died", "error"))

    run(main())


def test_a_callback_that_fails_stops_nobody_else(processes: type[Process]) -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        scheduler = await started(processes)
        seen: list[Found] = []

        def fail(_: Found) -> None:
            raise RuntimeError

        ticket = scheduler.ask("a", MICRO, 2, fail)
        scheduler.ask("b", MICRO, 2, seen.append)
        await all_done(processes)
        assert len(seen) == 2
        assert ticket.over.is_set()

    run(main())


def test_where_no_process_lives_it_is_said(processes: type[Process]) -> None:
    async def main() -> None:
        processes.born_dead = True
        with pytest.raises(StudyError, match="no process could be started"):
            await Scheduler(2).start()
        assert len(processes.all) <= 2 + scheduling.MOST_STILLBORN

    run(main())


def test_real_processes_live_what_this_one_lives_and_survive_being_killed() -> None:
    async def main() -> None:
        others = set(multiprocessing.active_children())
        scheduler = Scheduler(1)
        await scheduler.start()
        assert scheduler.ready
        seen: list[Found] = []
        short = dataclasses.replace(MICRO, months=12)
        await scheduler.ask("a", short, 2, seen.append).finished()
        for found, wanted in zip(seen, scenes(short, 2), strict=True):
            assert isinstance(found, Scene)
            np.testing.assert_equal(dataclasses.asdict(found), dataclasses.asdict(wanted))
        (process,) = set(multiprocessing.active_children()) - others
        os.kill(process.pid or 0, signal.SIGKILL)
        seen.clear()
        begun = time.perf_counter()
        await scheduler.ask("a", OTHER, 2, seen.append).finished()
        assert time.perf_counter() - begun < 60
        assert isinstance(seen[0], Failure)
        assert seen[0].again
        assert sorted(found.seed for found in seen if isinstance(found, Scene)) == [1, 2]
        assert scheduler.deaths == 1
        await scheduler.close()

    asyncio.run(asyncio.wait_for(main(), 180))

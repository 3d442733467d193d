"""A process that lives one run after another: seen from the page, and what it does itself."""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from threadpoolctl import threadpool_limits

from experiments.view.proposal import PRESETS, Proposal
from experiments.view.scene import Scene, live, warmed_up


class Worker:
    """A process of its own, so that one that dies takes no other's run with it; ``ready``: when it is warmed up.

    ``job``: what it is living, as the caller knows it.
    """

    def __init__(self, seeds: Sequence[int]) -> None:
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), begin)
        self.ready = asyncio.wrap_future(self._pool.submit(get_ready, tuple(seeds)))
        self.job: object = None

    @property
    def free(self) -> bool:
        """It can live a run now."""
        return self.job is None and self.ready.done() and not self.ready.cancelled() and not self.ready.exception()

    def live(self, proposal: Proposal, seed: int) -> asyncio.Future[Scene]:
        """Begin a run. Raises ``BrokenProcessPool`` where the process is gone, now or in the future returned."""
        return asyncio.wrap_future(self._pool.submit(work, proposal, seed))

    def end(self, wait: bool = False) -> None:
        """Let the process end after its run."""
        self._pool.shutdown(wait=wait, cancel_futures=True)


def begin() -> None:
    """Before the first task: one thread of BLAS, no business with Ctrl-C, and never longer there than the page."""
    threadpool_limits(limits=1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def begin_patiently() -> None:
    """The same for what nobody waits for at a slider: other processes go first, where the system knows of that."""
    begin()
    if hasattr(os, "nice"):
        os.nice(10)


def _leave_with_parent() -> None:
    """Wait for the end of the process that started this one, however it ends, and leave."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def get_ready(seeds: Sequence[int]) -> int:
    """Load every kernel and warm the counties of these seeds up; the id of this process."""
    for seed in seeds:
        warmed_up(seed)
    for preset in ("nothing", "all"):
        live(warmed_up(seeds[0]), PRESETS[preset])
    gc.collect()
    gc.freeze()
    return os.getpid()


def work(proposal: Proposal, seed: int) -> Scene:
    """One run, in the process."""
    return live(warmed_up(seed), proposal)

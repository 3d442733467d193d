"""Where blocks are lived: in this process, or in processes of their own."""

import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, connection, get_context, parent_process
from typing import TypeVar

import pandas as pd

from experiments.blocks import live_block
from experiments.errors import WorkerDied
from experiments.fingerprint import model_version
from experiments.study import Block, Study

MOST_WORKERS = 1024
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Failure:
    """Why a block gave no data: the error in one line, and the traceback."""

    error: str
    traceback: str


Outcome = pd.DataFrame | Failure


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def outcomes(study: Study, blocks: Sequence[Block], workers: int) -> Iterator[tuple[Block, Outcome]]:
    """Live the blocks and hand over each as it is finished, in any order; see ``each``.

    A block that fails is a ``Failure`` and stops no other.
    """
    slim = Study(study.base, study.packages, (), study.worlds, study.version)
    return each(partial(attempt, slim), blocks, workers)


def each(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[tuple[Task, Result]]:
    """Do the work on every task and hand over each result as it is finished, in any order.

    Processes are spawned, never forked, and are gone when the iteration ends, whatever ends it; one worker is this
    process. Raises ``WorkerDied``.
    """
    if workers == 1:
        return ((task, work(task)) for task in tasks)
    return _spawned(work, tasks, min(workers, max(1, len(tasks))))


def attempt(study: Study, block: Block) -> Outcome:
    """The months of a block, or why there are none."""
    try:
        found = model_version(policy for package in study.packages.values() for policy in package)
        if found != study.version:
            raise RuntimeError(f"the model's source files changed during the study ({study.version} to {found})")
        return live_block(block, study.packages)
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


def _spawned(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[tuple[Task, Result]]:
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_work)
    try:
        waiting = {pool.submit(work, task): task for task in tasks}
        for future in as_completed(waiting):
            yield waiting.pop(future), future.result()
    except BaseException as error:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(active_children()) - others:
            child.terminate()
        if isinstance(error, BrokenProcessPool):
            raise WorkerDied from error
        raise
    pool.shutdown()


def _begin_work() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)

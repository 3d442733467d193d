"""Processes of this machine, by joblib's executor (loky)."""

import gc
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from joblib.externals.loky import ProcessPoolExecutor

from experiments.errors import WorkerDied

AHEAD = 3
"""Tasks in flight for each process: enough that none ever waits, few enough for studies of any length."""
Task = TypeVar("Task")
Result = TypeVar("Result")
_work: Callable[[Any], Any]


def each(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[tuple[Task, Result]]:
    """Do the work in so many processes; see ``experiments.workers.each``.

    The work is sent once to each process, so that nothing is loaded or compiled twice. Raises ``WorkerDied``.
    """
    rest, others = iter(tasks), set(active_children())
    driver_lives, held = Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, initializer=_begin_work, initargs=(work, driver_lives))
    waiting: dict[Future[Result], Task] = {}

    def submit(number: int) -> None:
        waiting.update((pool.submit(_do, task), task) for task in islice(rest, number))

    try:
        with _ctrl_c_stays_here():
            submit(AHEAD * workers)
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda future: future.exception() is not None):
                yield waiting.pop(future), future.result()
                submit(1)
    except BaseException as error:
        _end(set(active_children()) - others)
        if isinstance(error, BrokenProcessPool):
            raise WorkerDied from error
        raise
    finally:
        pool.shutdown()
        held.close()
        driver_lives.close()


def _end(children: Iterable[Any]) -> None:
    """End processes at once; loky takes them for dead and clears up, with a needless warning where pgrep is missing."""
    warnings.filterwarnings("ignore", "Failed to kill subprocesses", module="joblib")
    for child in children:
        child.terminate()


@contextmanager
def _ctrl_c_stays_here() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C, from their first line on: ending them is this one's business."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_work(work: Callable[[Any], Any], driver_lives: Connection) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_driver, args=(driver_lives,), daemon=True).start()


def _leave_with_driver(driver_lives: Connection) -> None:
    """Wait for the other end of a pipe, which closes with the driver however that ends, and leave."""
    driver_lives.poll(None)
    os._exit(1)


def _do(task: Any) -> Any:
    result = _work(task)
    _set_aside_what_is_loaded()
    return result


@cache
def _set_aside_what_is_loaded() -> None:
    """Loky collects garbage once a second: modules and kernels are none, and looking through them takes 80 ms."""
    gc.collect()
    gc.freeze()

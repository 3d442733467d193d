"""A ray cluster: the one there is (RAY_ADDRESS, or started on this machine), else one of this machine alone."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from experiments.launchers.errors import ClusterFailed, check_installed

ADDRESS = "RAY_ADDRESS"
"""Ray's own environment variable for the cluster to connect to."""
PATIENCE = 10.0
"""Seconds within which a cluster must answer."""
AHEAD = 2
"""Tasks in flight for each processor of the cluster where no number of workers is given."""
RETRIES = 5
"""How often ray does a task anew because its node or process was lost."""
NOT_IMPORTED = "function failed to import on the worker"
"""What ray says on a node where Gongzhi is not installed."""
Task = TypeVar("Task")
Result = TypeVar("Result")


def each(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int | None) -> Iterator[tuple[Task, Result]]:
    """Do the work on a ray cluster, at most ``workers`` tasks at a time; see ``experiments.workers.each``.

    Ray does the tasks of a lost node anew; they are handed out once, as nothing but this process keeps results. All
    nodes need the same installation. Raises ``ClusterFailed`` and ``NotInstalled``.
    """
    check_installed("ray")
    import ray

    with _connected(ray):
        do = ray.remote(num_cpus=1, max_retries=RETRIES)(_do)
        shared, rest = ray.put(work), iter(tasks)
        waiting: dict[Any, Task] = {}

        def submit(number: int) -> None:
            waiting.update((do.remote(shared, task), task) for task in islice(rest, number))

        try:
            submit(workers or AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1))))
            while waiting:
                for reference in ray.wait(list(waiting))[0]:
                    yield waiting.pop(reference), _result(ray, reference)
                    submit(1)
        finally:
            for reference in waiting:
                ray.cancel(reference, force=True)


@contextmanager
def _connected(ray: Any) -> Iterator[None]:
    """A connection of our own, or the one that is there already and stays."""
    if ray.is_initialized():
        yield
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    _check_answers(os.environ.get(ADDRESS, ""))
    try:
        with _same_end_on_request():
            ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ClusterFailed(f"no connection to a ray cluster ({error})") from error
    try:
        yield
    finally:
        ray.shutdown()


def _check_answers(address: str) -> None:
    """Say at once what ray itself would say after minutes: that nothing answers at HOST:PORT."""
    host, _, port = address.rpartition(":")
    if "://" in address or not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise ClusterFailed(f"no ray cluster answers at {ADDRESS}={address} ({error})") from error


@contextmanager
def _same_end_on_request() -> Iterator[None]:
    """A request to terminate means what it meant before; ray would take it for itself."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, before)


def _result(ray: Any, reference: Any) -> Any:
    """The result; an error of the work itself is raised as what it is."""
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        if NOT_IMPORTED in str(error):
            raise ClusterFailed("a node of the ray cluster lacks this installation of Gongzhi") from error
        raise
    except ray.exceptions.RayError as error:
        raise ClusterFailed(f"ray lost a task more than {RETRIES} times ({type(error).__name__}: {error})") from error


def _do(work: Callable[[Any], Any], task: Any) -> Any:
    return work(task)

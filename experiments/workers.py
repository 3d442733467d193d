"""Where work is done: in this process, in processes of this machine, or on a cluster; one function for all of them."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeVar, cast, get_args

from experiments.launchers.errors import check_installed
from sim.core.names import check_name

MOST_WORKERS = 1024
Launcher = Literal["joblib", "ray", "submitit"]
"""Who starts the work; each bears the name of the library that does it."""
Task = TypeVar("Task")
Result = TypeVar("Result")


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_launcher(name: str) -> Launcher:
    """The launcher of this name; raises ``UnknownName``, or ``NotInstalled`` where its library is missing."""
    check_name("launcher", name, get_args(Launcher))
    check_installed(name)
    return cast(Launcher, name)


def each(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    workers: int | None = None,
    launcher: Launcher = "joblib",
) -> Iterator[tuple[Task, Result]]:
    """Do the work on every task and hand over each result as it is finished, in any order, none of them twice.

    ``workers``: tasks at a time, for submitit jobs at a time; None: as many as there are processors, of the whole
    cluster with ray, and 16 jobs with submitit. Under joblib one worker is this process. A bounded number of tasks is
    in flight, and nothing of them is left when the iteration ends, whatever ends it. An error of the work itself ends
    it with that error; ``WorkerDied`` (joblib), ``ClusterFailed`` (ray, submitit): processes or nodes were lost.
    """
    if launcher == "ray":
        from experiments.launchers import ray_cluster

        return ray_cluster.each(work, tasks, workers)
    if launcher == "submitit":
        from experiments.launchers import slurm

        return slurm.each(work, tasks, workers)
    workers = workers or cores()
    if workers == 1:
        return ((task, work(task)) for task in tasks)
    from experiments.launchers import local

    return local.each(work, tasks, min(workers, max(1, len(tasks))))

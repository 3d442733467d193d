"""SLURM, by submitit: a job does a number of tasks one after the other; without SLURM jobs are processes here.

What belongs to the cluster is told in SLURM's own variables, which outrank what is asked for here: SBATCH_PARTITION,
SBATCH_ACCOUNT, SBATCH_QOS, SBATCH_TIMELIMIT.
"""

import math
import shutil
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from experiments.launchers.errors import ClusterFailed, check_installed
from experiments.store import results_root

JOBS = 16
"""Jobs at a time where no number of workers is given."""
ROUNDS = 4
"""Jobs that a worker does one after the other, so that results come in between and a lost job costs little."""
MOST_TASKS = 100
"""Tasks of a job."""
MINUTES, GIGABYTES = 240, 4
"""What a job asks for."""
TRIES = 2
PAUSE = 0.5
"""Seconds between looks at the jobs; submitit asks SLURM itself once a minute."""
JOB_FOLDER = ".jobs"
"""Folder under the results for what jobs read, write and log; on a file system that all nodes share."""
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass
class Chunk(Generic[Task]):
    """Tasks of one job, and how often they were tried."""

    tasks: Sequence[Task]
    tries: int = 0


def each(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int | None) -> Iterator[tuple[Task, Result]]:
    """Do the work in SLURM jobs, at most ``workers`` running or queued; see ``experiments.workers.each``.

    A job that ends without a result is submitted once more. Raises ``ClusterFailed``, which names the log, and
    ``NotInstalled``.
    """
    check_installed("submitit")
    import submitit

    folder = results_root().resolve() / JOB_FOLDER / f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:6]}"
    executor = submitit.AutoExecutor(folder=folder)
    executor.update_parameters(name="gongzhi", cpus_per_task=1, mem_gb=GIGABYTES, timeout_min=MINUTES)
    chunks, jobs = _chunks(tasks, workers or JOBS), dict[Any, Chunk[Task]]()
    try:
        while chunks or jobs:
            while chunks and len(jobs) < (workers or JOBS):
                chunk = chunks.popleft()
                jobs[executor.submit(_do, work, chunk.tasks)] = chunk
            for job in _finished(jobs):
                chunk = jobs.pop(job)
                results, error = _results(job, chunk)
                yield from zip(chunk.tasks, results, strict=False)
                if error is not None:
                    raise error
                if len(results) < len(chunk.tasks):
                    chunks.append(chunk)
    finally:
        for job in jobs:
            job.cancel(check=False)
    shutil.rmtree(folder, ignore_errors=True)


def _chunks(tasks: Sequence[Task], workers: int) -> deque[Chunk[Task]]:
    size = max(1, min(MOST_TASKS, math.ceil(len(tasks) / (workers * ROUNDS))))
    return deque(Chunk(tasks[first : first + size]) for first in range(0, len(tasks), size))


def _finished(jobs: Mapping[Any, Any]) -> list[Any]:
    while not (finished := [job for job in jobs if job.done()]):
        time.sleep(PAUSE)
    return finished


def _results(job: Any, chunk: Chunk[Any]) -> tuple[Sequence[Any], Exception | None]:
    """What the job handed back; nothing, where it may be tried again."""
    failed = job.exception()
    if failed is None:
        results: tuple[Sequence[Any], Exception | None] = job.result()
        return results
    chunk.tries += 1
    if chunk.tries >= TRIES:
        raise ClusterFailed(f"job {job.job_id} failed {TRIES} times (log: {job.paths.stderr})") from failed
    return (), None


def _do(work: Callable[[Any], Any], tasks: Sequence[Any]) -> tuple[list[Any], Exception | None]:
    """Results in order, up to the first error of the work."""
    results: list[Any] = []
    try:
        for task in tasks:
            results.append(work(task))
    except Exception as error:
        return results, error
    return results, None

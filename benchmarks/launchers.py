"""What handing out costs: two processes against one on tasks as short as the shortest blocks."""

import os
import time
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from benchmarks.bench import Bench
from benchmarks.figures import Measured
from experiments.launchers import local

EFFICIENCY = "efficiency_2_processes"
TASK = 0.05
"""Seconds of computing in a task."""


class Stamp(NamedTuple):
    """A task: its process, begin and end by the machine's clock, and by the processor time of the process."""

    process: int
    begin: float
    end: float
    cpu_begin: float
    cpu_end: float


def launcher_figures(bench: Bench) -> dict[str, Measured]:
    """Tasks a second of two processes over twice those of one, start-up left out.

    ``cpu``: seconds of computing over those and what both sides spend on handing out, which says the same without
    the waiting, and holds on a busy machine.
    """
    if not bench.wants(EFFICIENCY):
        return {}
    tasks, samples, cpu = bench.rounds(200, 60), [], []
    for _ in range(bench.rounds(5, 2)):
        (one, _), (two, driver) = lived(tasks, 1), lived(2 * tasks, 2)
        samples.append(span(one) / span(two))
        cpu.append(TASK / (TASK + between(two) + driver / len(two)))
    return {EFFICIENCY: Measured(samples, cpu, {"tasks": tasks, "task_ms": 1000 * TASK})}


def lived(tasks: int, processes: int) -> tuple[list[Stamp], float]:
    """The tasks but the first of each process, in order of their begin, and seconds of this process's time for them."""
    handed = local.each(compute, [TASK] * (tasks + processes), processes)
    _, first = next(handed)
    before = time.process_time()
    stamps = sorted([first, *(stamp for _, stamp in handed)], key=lambda stamp: stamp.begin)
    return stamps[processes:], time.process_time() - before


def compute(seconds: float) -> Stamp:
    """Keep a processor busy for so many seconds of its time."""
    begin, cpu = time.monotonic(), time.process_time()
    while time.process_time() < cpu + seconds:
        pass
    return Stamp(os.getpid(), begin, time.monotonic(), cpu, time.process_time())


def span(stamps: list[Stamp]) -> float:
    """Seconds from the first begin to the last end."""
    return max(stamp.end for stamp in stamps) - min(stamp.begin for stamp in stamps)


def between(stamps: list[Stamp]) -> float:
    """Median of the processor time that a process spends from one task to the next."""
    by_process = groupby(sorted(stamps), key=lambda stamp: stamp.process)
    return median(after.cpu_begin - before.cpu_end for _, own in by_process for before, after in pairwise(own))

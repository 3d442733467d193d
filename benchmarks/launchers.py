"""What handing out costs: two processes against one on tasks as short as the shortest blocks."""

import os
import time
from collections import defaultdict
from itertools import pairwise
from statistics import median

from benchmarks.bench import Bench
from benchmarks.figures import Measured
from experiments.launchers import local

EFFICIENCY = "efficiency_2_processes"
TASK = 0.05
"""Seconds of computing in a task."""
Stamp = tuple[int, float, float]


def launcher_figures(bench: Bench) -> dict[str, Measured]:
    """Tasks a second of two processes over twice those of one, start-up left out.

    ``gap_ms``: median time from the end of a task to the begin of the next in the same process, which other programs
    on the machine disturb less.
    """
    if not bench.wants(EFFICIENCY):
        return {}
    tasks, samples, gaps = bench.rounds(200, 60), [], []
    for _ in range(bench.rounds(5, 2)):
        one, two = (lived(tasks * processes, processes) for processes in (1, 2))
        samples.append(span(one) / span(two))
        gaps.append(1000 * gap(two))
    return {EFFICIENCY: Measured(samples, extra={"tasks": tasks, "task_ms": 1000 * TASK, "gap_ms": gaps})}


def lived(tasks: int, processes: int) -> list[Stamp]:
    """Process, begin and end of each task but the first of each process, in seconds of the machine's clock."""
    stamps = [stamp for _, stamp in local.each(compute, [TASK] * (tasks + processes), processes)]
    return sorted(stamps, key=lambda stamp: stamp[1])[processes:]


def compute(seconds: float) -> Stamp:
    """Keep a processor busy for so many seconds of its time."""
    begin, end = time.monotonic(), time.process_time() + seconds
    while time.process_time() < end:
        pass
    return os.getpid(), begin, time.monotonic()


def span(stamps: list[Stamp]) -> float:
    """Seconds from the first begin to the last end."""
    return max(end for _, _, end in stamps) - min(begin for _, begin, _ in stamps)


def gap(stamps: list[Stamp]) -> float:
    """Median of the seconds that a process waits for its next task."""
    own: dict[int, list[Stamp]] = defaultdict(list)
    for stamp in stamps:
        own[stamp[0]].append(stamp)
    return median(after[1] - before[2] for each in own.values() for before, after in pairwise(each))

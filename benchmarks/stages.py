"""Where a month goes: nanoseconds a resident-month by stage."""

import time
from collections.abc import Mapping
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.bench import Bench, residents
from benchmarks.figures import MEASURED, SIZES
from benchmarks.months import settled
from benchmarks.timing import quiet
from sim import County
from sim.county import MONTH

LEVERS, BOOKS, WHOLE = "levers", "books", "whole month"
TOGETHER = 4
"""Months of one county before the next one's turn; one more is not timed."""
Times = dict[str, list[float]]


def profile(bench: Bench, console: Console) -> None:
    """Print the median time of every stage at every size, with and without measures."""
    rounds = bench.rounds(12, 3)
    months = rounds * (TOGETHER + 1)
    counties = {f"{size}{ending}": settled(bench, size, ending, months) for ending in MEASURED for size in SIZES}
    found: dict[str, Times] = {name: {} for name in counties}
    with quiet():
        for _ in range(rounds):
            for name, county in counties.items():
                county.step()
                for _ in range(TOGETHER):
                    _note(found[name], step_by_stage(county), residents(county))
    console.print(_table(found))


def step_by_stage(county: County) -> dict[str, float]:
    """Live one month like ``County.step``; seconds by stage."""
    start = last = time.perf_counter()
    times = {}
    county._set_levers()
    county._open_books()
    times[LEVERS], last = _since(last)
    for stage in MONTH:
        stage(county.state)
        times[f"{stage.__module__.rpartition('.')[2]}.{stage.__name__}"], last = _since(last)
    county._close_books()
    times[BOOKS], last = _since(last)
    return times | {WHOLE: last - start}


def _since(last: float) -> tuple[float, float]:
    now = time.perf_counter()
    return now - last, now


def _note(found: Times, times: Mapping[str, float], people: int) -> None:
    for stage, took in times.items():
        found.setdefault(stage, []).append(took * 1e9 / people)


def _table(found: Mapping[str, Times]) -> Table:
    table = Table(caption="nanoseconds a resident-month, median (minimum)", caption_justify="left")
    table.add_column("stage")
    for name in found:
        table.add_column(name.replace("_", " "), justify="right")
    for stage in next(iter(found.values())):
        cells = (f"{median(times[stage]):.2f} ({min(times[stage]):.2f})" for times in found.values())
        table.add_row(stage, *cells)
    return table

"""What studies cost: blocks of a township and of a whole county, lived as comparisons live them on all processors."""

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from benchmarks.bench import SEED, Bench, measured, measures, warm_kernels
from benchmarks.figures import GAINS, Measured
from benchmarks.memory import peak_megabytes
from benchmarks.pairing import gain_figures
from benchmarks.timing import Seconds, seconds
from experiments.blocks import live_block
from experiments.store import write_table
from experiments.study import Block, plan
from experiments.workers import cores, each
from sim import Scenario

TOWNSHIP, DRIVER = "blocks_per_minute_township", "driver_seconds_1000_blocks"
RUNS, COMPARISON, PEAK = "runs_per_minute_county", "county_comparison_minutes", "peak_rss_county_block_mb"
MONTHS = 36
WORLDS = 40
"""Blocks of the comparison of a county that is extrapolated to."""
DRIVEN = 100
"""Blocks that the driver's work is measured on."""


@dataclass(frozen=True)
class Lived:
    """What came of a block in a process of its own; ``megabytes``: the most that process has had so far."""

    block: Block
    table: pd.DataFrame
    took: Seconds
    megabytes: float


def study_figures(bench: Bench) -> dict[str, Measured]:
    """Speed and memory of blocks with every measure alone, what pairing is worth in them, and the driver's share."""
    found = {}
    if bench.wants(TOWNSHIP, DRIVER, *GAINS):
        number = 24 if bench.wants(*GAINS) else bench.rounds(24, 2)
        township = lived_by(blocks_of("wushan_township", number), cores())
        found[TOWNSHIP] = per_minute(township, 1, cores())
        found |= gain_figures(pd.concat([one.table for one in township]))
        if bench.wants(DRIVER):
            found[DRIVER] = _driver(township[0].table)
    if bench.wants(RUNS, COMPARISON, PEAK):
        found |= _county(cores())
    return found


def blocks_of(county: str, number: int, alone: bool = False) -> tuple[Block, ...]:
    """So many blocks in calibrated worlds: the baseline and each measure by itself, or the baseline ``alone``."""
    packages = {} if alone else {policy.key: [policy] for policy in measures()}
    return plan(Scenario(county=county, seed=SEED, months=MONTHS), packages, number, "calibrated").blocks


def lived_by(blocks: Sequence[Block], processes: int) -> list[Lived]:
    """Live the blocks in so many processes, in the order of their numbers."""
    done = [lived for _, lived in each(live, blocks, processes)]
    return sorted(done, key=lambda one: (len(one.block.packages), one.block.number))


def live(block: Block) -> Lived:
    """Live a block in this process, with all kernels there."""
    _load_kernels()
    tables: list[pd.DataFrame] = []
    took = seconds(lambda: tables.append(live_block(block)))
    return Lived(block, tables[0], took, peak_megabytes())


@cache
def _load_kernels() -> None:
    warm_kernels()


def per_minute(lived: Sequence[Lived], worth: int, processes: int) -> Measured:
    """A sample a block: so much as it is ``worth``, per minute, if all processes go on like it."""
    rates = [Seconds(*(60.0 * worth * processes / time for time in one.took)) for one in lived]
    took = {"block_seconds": [one.took.wall for one in lived], "processes": processes}
    runs = [len(one.block.packages) for one in lived]
    return Measured([r.wall for r in rates], [r.cpu for r in rates], {**took, "runs": runs})


def _county(processes: int) -> dict[str, Measured]:
    """A block of the baseline alone and then a whole one in every process, all at the same time."""
    short = blocks_of("wushan", processes, alone=True)
    both = lived_by([*short, *blocks_of("wushan", processes)], processes)
    return county_figures(both[: len(short)], both[len(short) :], processes)


def county_figures(short: Sequence[Lived], whole: Sequence[Lived], processes: int) -> dict[str, Measured]:
    """Rates and memory of whole blocks; ``short``: the same blocks with nothing but the baseline."""
    runs = len(whole[0].block.packages)
    turns = math.ceil(WORLDS / processes)
    minutes = measured([one.took for one in whole], turns / 60.0)
    minutes.extra = {"blocks_lived": len(whole), "runs": runs, "worlds": WORLDS, "processes": processes}
    rate = per_minute(whole, runs, processes)
    rate.extra |= _parts(short, whole, runs)
    peaks = Measured([one.megabytes for one in whole], extra={"baseline_alone_mb": [one.megabytes for one in short]})
    return {RUNS: rate, COMPARISON: minutes, PEAK: peaks}


def _parts(short: Sequence[Lived], whole: Sequence[Lived], runs: int) -> dict[str, Any]:
    """Seconds of a run from the warmed-up county, and of the world and its warm-up before all runs."""
    alone, together = (Seconds(*map(median, zip(*(one.took for one in some), strict=True))) for some in (short, whole))
    run = Seconds(*((b - a) / (runs - 1) for a, b in zip(alone, together, strict=True)))
    before = Seconds(*(a - b for a, b in zip(alone, run, strict=True)))
    return {"run_seconds": run._asdict(), "world_and_warmup_seconds": before._asdict()}


def _driver(table: pd.DataFrame) -> Measured:
    """Hand out tasks that do nothing and store a block's table for each; without starting the processes."""
    with tempfile.TemporaryDirectory(prefix="gongzhi-bench-") as folder:
        results = each(partial(_same, table), range(DRIVEN + 1), cores())
        next(results)

        def drive() -> None:
            for number, found in results:
                write_table(Path(folder) / f"{number}.parquet", found)

        took = seconds(drive)
    return measured([took], 1000.0 / DRIVEN)


def _same(table: pd.DataFrame, _: int) -> pd.DataFrame:
    return table

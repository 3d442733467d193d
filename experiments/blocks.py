"""Living one block: build a county, warm it up once, and send the baseline and every package on from there."""

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.study import BASELINE, Block, Package
from sim import County, Scenario
from sim.core.draws import uniform_column
from sim.tallies import rows
from sim.world.description import load_description

KEYS = ("block", "world", "seed", "package", "month")
"""Columns that say which row is which; ``month`` 1 is the first after the warm-up."""
COST = "cost."
"""Columns of money begin like this, the measure's key follows; yuan in the month."""


def counter_columns() -> list[str]:
    """Columns of the counters in the order of the record's rows; a distribution has one column a row."""
    names = []
    for name, where in rows().items():
        size = where.stop - where.start
        names += [name] if size == 1 else [f"{name}.{k}" for k in range(size)]
    return names


def live_block(block: Block) -> pd.DataFrame:
    """The months of a block: a row for every package and month, columns ``KEYS``, counters and money.

    Counters are sums over the county (see ``sim.tallies``), money is in yuan. Rows are in order of the packages'
    names, the baseline first, whatever the order in which they were given.
    """
    packages, county = block.packages, County(block.scenario)
    county.run_to(0)
    keys = sorted({policy.key for package in packages.values() for policy in package})
    ordered = sorted(packages, key=lambda name: (name != BASELINE, name))
    lived = [_live(county, name, packages[name], keys) for name in ordered]
    table = pd.concat(lived, ignore_index=True)
    for k, (name, value) in enumerate((("block", block.number), ("world", block.world), ("seed", block.scenario.seed))):
        table.insert(k, name, np.int64(value))
    return table


def _live(county: County, name: str, package: Package, keys: list[str]) -> pd.DataFrame:
    twin = county.fork(package)
    twin.run_to(county.scenario.months)
    record = twin.record.since(1)
    counted, costs = record.at("county")
    # A Mesa model refers to itself: without this the memory of hundreds of counties waits for the garbage collector.
    twin.__dict__.clear()
    table = pd.DataFrame(counted[:, :, 0], columns=counter_columns())
    table.insert(0, "package", name)
    table.insert(1, "month", record.months())
    for key in keys:
        paid = costs[:, record.measures.index(key), 0] if key in record.measures else 0.0
        table[f"{COST}{key}"] = paid
    return table


def is_compiled() -> bool:
    """The decisions of the model lie compiled in the cache, or are not compiled at all (NUMBA_DISABLE_JIT)."""
    compiled = getattr(uniform_column, "stats", None)
    return compiled is None or any(Path(compiled.cache_path).glob("*.nbi"))


def compile_model() -> None:
    """Live two months of a hamlet, which compiles every decision of the model or loads it from the cache."""
    hamlet = load_description("wushan_township").scaled(1, 2, 60)
    County(Scenario(county=hamlet, months=1, warmup=1)).run_to(1)

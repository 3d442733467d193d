"""The kernels against plain Mesa objects: the same world, the same rules, the same months, in turn in one process."""

import copy
from statistics import median
from typing import Any

import numpy as np

from benchmarks.bench import SEED, WARMUP, Bench, residents
from benchmarks.figures import Measured
from benchmarks.timing import Seconds, quiet, seconds
from sim import County
from sim.parameters import standard
from sim.tallies import rows

RATIO = "ratio_plain_mesa_20k"
BEFORE = 3
"""Months lived before the first that is timed."""
COPIES = 5
"""How often the engine lives a month before the twin does, and again afterwards."""


def twin_figures(bench: Bench) -> dict[str, Measured]:
    """Time of the twin over time of the engine, month by month."""
    if not bench.wants(RATIO):
        return {}
    # The twin belongs to the tests; no other figure needs them.
    from tests.oracle.plain import PlainCounty

    county = bench.county("20k", 12)
    world: Any = bench.worlds["20k"]
    plain = PlainCounty(world, standard(), SEED, WARMUP)
    for _ in range(BEFORE):
        plain.step()
        county.step()
    found = Measured([], [], {"plain_ns": [], "engine_ns": [], "residents": residents(county)})
    with quiet():
        for _ in range(bench.rounds(6, 2)):
            _compare(plain, county, found)
    return {RATIO: found}


def _compare(plain: Any, county: County, found: Measured) -> None:
    """One month of both, the engine's in copies of the county."""
    times = [_in_a_copy(county) for _ in range(COPIES)]
    slow = seconds(plain.step)
    times += [_in_a_copy(county) for _ in range(COPIES)]
    fast = Seconds(median(time.wall for time in times), median(time.cpu for time in times))
    found.samples.append(slow.wall / fast.wall)
    found.cpu.append(slow.cpu / fast.cpu)
    found.extra["plain_ns"].append(slow.wall * 1e9 / residents(county))
    found.extra["engine_ns"].append(fast.wall * 1e9 / residents(county))
    county.step()
    _check_same_month(plain, county)


def _in_a_copy(county: County) -> Seconds:
    twin = copy.deepcopy(county)
    return seconds(twin.step)


def _check_same_month(plain: Any, county: County) -> None:
    """A comparison of speed is void where the two did not do the same work."""
    counted = county.record.counted[county.state.month - 1]
    for name, where in rows().items():
        theirs = np.atleast_2d(np.array(plain.counts[name], dtype=float))
        if not np.allclose(counted[where], theirs, rtol=1e-6, atol=1e-6):
            raise RuntimeError(f"the engine and its twin differ in {name}: the tests in tests/oracle say where")

"""Building, forking and keeping a county of 460k registered adults."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench import Bench, measured, measures, residents
from benchmarks.figures import Measured
from benchmarks.timing import Seconds, in_turn, quiet, seconds
from sim import County
from sim.agents.tables import Table

WORLD, FORK, BYTES, RECORD = "world_seconds_460k", "fork_seconds_460k", "bytes_per_resident", "record_mb"
SIZE = "460k"
MONTHS = 36


def county_figures(bench: Bench) -> dict[str, Measured]:
    """Time of worlds and forks; memory of a county at the end of its warm-up."""
    found = {}
    if bench.wants(WORLD):
        bench.build(SIZE)
        found[WORLD] = measured(in_turn(bench.rounds(5, 2), {WORLD: lambda: seconds(lambda: bench.build(SIZE))})[WORLD])
    if bench.wants(FORK, BYTES, RECORD):
        county = bench.county(SIZE, MONTHS)
        county.run_to(0)
        found |= _memory(county)
        found[FORK] = measured(_forks(county, bench.rounds(5, 2)))
    return found


def _forks(county: County, times: int) -> list[Seconds]:
    with quiet():
        return [seconds(lambda: county.fork(measures())) for _ in range(times)]


def _memory(county: County) -> dict[str, Measured]:
    record = {id(county.record.counted), id(county.record.costs), id(county.state.counted)}
    kept = {_address(array): array for array in arrays_in(county.state) if id(array) not in record}
    total = sum(array.nbytes for array in kept.values())
    written = county.record.counted.nbytes + county.record.costs.nbytes
    extra = {"residents": residents(county), "arrays": len(kept), "megabytes": total / 1e6}
    return {
        BYTES: Measured([total / residents(county)], extra=extra),
        RECORD: Measured([written / 1e6], extra={"months": county.record.counted.shape[0]}),
    }


def arrays_in(thing: Any) -> Iterator[NDArray[Any]]:
    """Every array within tuples, mappings, tables and data classes; one that occurs twice comes twice."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, Table):
        yield from arrays_in(thing.rows)
    elif is_dataclass(thing):
        for item in fields(thing):
            yield from arrays_in(getattr(thing, item.name))
    elif isinstance(thing, Mapping):
        yield from arrays_in(tuple(thing.values()))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from arrays_in(part)


def _address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])

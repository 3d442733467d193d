"""A small hand-made county in which everything happens, lived watched; its twin tells the same months by itself."""

from functools import cache
from typing import Any, NamedTuple

from experiments.view.events import Event, EventLog
from sim import County, Scenario
from sim.processes import settlement
from sim.processes.state import State
from sim.tallies import rows
from tests.oracle.docking import Stirred, given_world
from tests.oracle.plain import PlainCounty
from tests.oracle.stirring import levers_at_random, lively

SEED, WARMUP, MONTHS = 5, 6, 30
OFFSET = 1 - WARMUP
"""From the model's months to those of the log."""


class Lived(NamedTuple):
    """The county after its months, as the log and the model's own counters tell them."""

    county: County
    log: EventLog
    kinds: dict[str, list[Event]]
    queued: list[int]
    """cases before the offices, by month"""

    def ours(self, kind: str) -> list[Event]:
        return self.kinds.get(kind, [])

    def counted(self, *counters: str) -> float:
        return sum(float(self.county.record.counted[:, rows()[name]].sum()) for name in counters)


def stirred() -> Stirred:
    world, p = given_world(270), lively()
    numbers = {f"{group}.{name}": v for group, ns in p._asdict().items() for name, v in ns._asdict().items()}
    scenario = Scenario(seed=SEED, months=MONTHS, warmup=WARMUP, parameters=numbers, beyond_prior=True)
    county = Stirred(scenario, world=world)
    county.given = lambda month: levers_at_random(world.places, month)
    return county


@cache
def lived() -> Lived:
    """All months, watched from the first."""
    county = stirred()
    log, queued = EventLog(county), []

    def count(stage: Any, state: State) -> None:
        if stage is settlement.settle:
            queued.append(int(state.bodies.queue.sum()))

    county.watchers.append(count)
    county.run_to(MONTHS)
    kinds: dict[str, list[Event]] = {}
    for event in log.events:
        kinds.setdefault(event.kind, []).append(event)
    return Lived(county, log, kinds, queued)


@cache
def told_by_the_twin() -> list[tuple[Any, ...]]:
    """Month of the log, kind, and what the twin says of it, for all that happened."""
    world = given_world(270)
    twin, told = PlainCounty(world, lively(), SEED, WARMUP), []
    for month in range(WARMUP + MONTHS):
        twin.step(levers_at_random(world.places, month))
        told += [(month + OFFSET, *event) for event in twin.log]
    return told

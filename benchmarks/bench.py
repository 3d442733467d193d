"""What all measurements share: how thorough to be, which figures are wanted, worlds and counties of each size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from benchmarks.figures import SIZES, Measured
from benchmarks.timing import Seconds
from sim import County, Scenario
from sim.policies import Policy, registry
from sim.world.description import CountyDescription, load_description
from sim.world.world import World, build_world

SEED = 1
WARMUP = 24
VILLAGES = 13
"""Villages and communities of a township; Wushan county has 13.1."""
ADULTS = 20_000 / VILLAGES
"""Registered adults of a village on average."""


@cache
def wushan() -> CountyDescription:
    """The county that all sizes are made from."""
    return load_description("wushan")


def tiny() -> CountyDescription:
    """A county of one village and twelve residents."""
    return wushan().scaled(1, 1, 12.0)


def measures() -> tuple[Policy, ...]:
    """All measures as shipped."""
    return tuple(policy() for policy in registry().values())


def warm_kernels() -> None:
    """Compile every kernel or load it from the cache: some months of a small county, with and without measures."""
    county = County(Scenario(county=tiny(), seed=SEED, months=2, warmup=2))
    county.run_to(0)
    county.fork(measures()).run_to(2)
    county.run_to(2)


@dataclass
class Bench:
    """One run of the benchmarks."""

    wanted: frozenset[str]
    quick: bool = False
    worlds: dict[str, World] = field(default_factory=dict)

    def wants(self, *names: str) -> bool:
        """Whether any of these figures is asked for."""
        return bool(self.wanted & set(names))

    def rounds(self, many: int, few: int) -> int:
        """How often to measure."""
        return few if self.quick else many

    def scenario(self, size: str, months: int, policies: Sequence[Policy] = ()) -> Scenario:
        """A scenario of a size."""
        description = wushan().scaled(SIZES[size], VILLAGES, ADULTS)
        return Scenario(county=description, seed=SEED, months=months, policies=tuple(policies), warmup=WARMUP)

    def build(self, size: str) -> World:
        """Build the world of a size, which later counties of that size start from."""
        scenario = self.scenario(size, 1)
        self.worlds[size] = build_world(scenario.description(), scenario.values(), SEED)
        return self.worlds[size]

    def county(self, size: str, months: int, policies: Sequence[Policy] = ()) -> County:
        """A county of a size before its first month."""
        world = self.worlds.get(size) or self.build(size)
        return County(self.scenario(size, months, policies), world=world)


def residents(county: County) -> int:
    """Rows of the resident table: registered adults."""
    return len(county.residents)


def measured(times: Sequence[Seconds], scale: float = 1.0) -> Measured:
    """Times as samples of a figure, times ``scale``."""
    return Measured([time.wall * scale for time in times], [time.cpu * scale for time in times])

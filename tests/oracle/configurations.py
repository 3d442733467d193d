"""Twenty configurations that between them go everywhere: counties of many shapes, and measures of every kind.

Numbers are the standard ones or such as make the rare happen often. Measures come as pilots by lot, by need and by
list, with ramps and ends, at part of their intensity, and with settings anywhere within their ranges.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.core.places import Places
from sim.parameters import Parameters, standard
from sim.policies import OWN, Policy, settings
from sim.world.description import load_description
from sim.world.world import World, build_world
from tests.oracle.docking import LeversOf, given_world, neutral
from tests.oracle.stirring import levers_at_random, lively

NUMBER = 20
WARMUP, MONTHS = 6, 18
COMMON = {"intensity", "coverage", "start", "ramp", "end"}
"""Settings that say where and when, not what."""


class Configuration(NamedTuple):
    """A county, its numbers, and what moves its levers."""

    seed: int
    world: World
    parameters: Parameters
    measures: tuple[Policy, ...]
    """none where the levers are set month by month"""
    levers: LeversOf | None


def configuration(number: int) -> Configuration:
    """One of them: 0 is left alone, 1 has all measures as they are, 2 to 14 have some, the others stirred levers."""
    parameters = standard() if number % 2 == 0 else lively()
    world = world_of(number, parameters)
    if number == 0:
        return Configuration(number, world, parameters, (), neutral(world))
    if number == 1:
        return Configuration(number, world, parameters, tuple(measure() for measure in OWN), None)
    if number < 15:
        return Configuration(number, world, parameters, measures_at_random(world.places, number), None)
    return Configuration(number, world, parameters, (), stirred(world.places, number))


def world_of(number: int, parameters: Parameters) -> World:
    """A synthetic county of one to three townships; every fifth time the hand-made one."""
    if number % 5 == 4:
        return given_world(90 + 9 * number)
    description = load_description("wushan_township").scaled(1 + number % 3, 2 + number % 4, 90 + 10 * number)
    return build_world(description, parameters, number)


def stirred(places: Places, number: int) -> LeversOf:
    """Levers anywhere within their bounds, others every month or every quarter."""
    return lambda month: levers_at_random(places, 1000 * number + month // (1 + 2 * (number % 2)))


def measures_at_random(places: Places, seed: int) -> tuple[Policy, ...]:
    """Half of the measures, each somewhere, some time and somehow."""
    random = np.random.default_rng(seed)
    chosen = [measure for measure in OWN if random.random() < 0.5]
    return tuple(measure(**common(random, places), **own(random, measure)) for measure in chosen)


def common(random: np.random.Generator, places: Places) -> dict[str, Any]:
    """Where, when and how much."""
    choice = str(random.choice(["random", "need", "listed"]))
    some = random.choice(places.village_names, size=1 + places.villages // 3, replace=False)
    start = int(random.integers(1, MONTHS // 2))
    return {
        "choice": choice,
        "villages": tuple(some.tolist()) if choice == "listed" else (),
        "coverage": float(random.choice([0.3, 0.6, 1.0])),
        "intensity": float(random.choice([0.5, 1.0])),
        "start": start,
        "ramp": int(random.choice([0, 1, 5])),
        "end": int(random.choice([0, start + 4])),
    }


def own(random: np.random.Generator, measure: type[Policy]) -> dict[str, float]:
    """What a measure does, within the ranges of its settings; money does not matter here."""
    free = {name: item for name, item in settings(measure).items() if name not in COMMON and "yuan_per" not in name}
    return {
        name: float(item.low + (item.high - item.low) * random.random())
        for name, item in free.items()
        if random.random() < 0.7
    }

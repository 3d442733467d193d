"""Worlds that several tests look at, each built once."""

from functools import cache

from sim.parameters import standard
from sim.world.description import CountyDescription, load_description
from sim.world.world import World, build_world

SEED = 11


@cache
def description(name: str) -> CountyDescription:
    return load_description(name)


@cache
def world(name: str) -> World:
    return build_world(description(name), standard(), SEED)


def changed(name: str, **figures: object) -> CountyDescription:
    """A description with other values; ``places__adults__village=30.0`` says where."""
    data = description(name).model_dump()
    for path, value in figures.items():
        *parents, last = path.split("__")
        part = data
        for step in parents:
            part = part[step]
        part[last] = {**part[last], "value": value}
    return CountyDescription.model_validate(data)

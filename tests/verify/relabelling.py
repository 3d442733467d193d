"""The same world with its villages in another order: who lives there, works there and knows whom stays the same.

Persons keep their ids; posts, organisations and firms keep their rows, which are their ids.
"""

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.places import Places
from sim.world.world import World

Rows = NDArray[np.int64]


def other_order(places: Places, seed: int) -> Rows:
    """Villages in another order within their townships: ``order[new] = old``, shape (villages,)."""
    lots = np.random.default_rng(seed).random(places.villages)
    return np.lexsort((lots, places.township))


def relabelled(world: World, order: Rows) -> World:
    """The world with village ``order[n]`` in place ``n``."""
    facts = world.facts
    now_village = _inverse(order)
    people = _blocks(facts.first_resident, order)
    homes = _blocks(facts.first_household, order)
    group = world.residents["group"].astype(np.int64)
    groups = np.concatenate([np.unique(group[world.residents["village"] == v]) for v in order])
    columns = {name: column[people] for name, column in world.residents.items()}
    columns["village"] = _renamed(columns["village"], now_village)
    columns["household"] = _renamed(columns["household"], _inverse(homes))
    columns["group"] = _renamed(columns["group"], _inverse(groups))
    now_row = np.append(_inverse(people), people.size)
    return dataclasses.replace(
        world,
        places=_places(world.places, order),
        facts=facts._replace(
            **{name: getattr(facts, name)[order] for name in facts._fields if not name.startswith("first_")},
            first_resident=_starts(facts.first_resident, order),
            first_household=_starts(facts.first_household, order),
        ),
        residents=columns,
        household_size=world.household_size[homes],
        ties=now_row[world.ties[people]].astype(world.ties.dtype),
        **{name: _moved(getattr(world, name), now_village) for name in ("cadres", "organisations", "enterprises")},
    )


def _places(places: Places, order: Rows) -> Places:
    names = tuple(places.village_names[old] for old in order)
    return dataclasses.replace(places, village_names=names, township=places.township[order], need=places.need[order])


def _moved(columns: Any, now_village: Rows) -> dict[str, NDArray[Any]]:
    return {**columns, "village": _renamed(columns["village"], now_village)}


def _renamed(column: NDArray[Any], names: Rows) -> NDArray[Any]:
    return names[column].astype(column.dtype)


def _inverse(order: Rows) -> Rows:
    found = np.empty(order.size, np.int64)
    found[order] = np.arange(order.size)
    return found


def _blocks(first: NDArray[np.int64], order: Rows) -> Rows:
    """Rows of the villages in their new order."""
    return np.concatenate([np.arange(first[old], first[old + 1]) for old in order])


def _starts(first: NDArray[np.int64], order: Rows) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.diff(first)[order])]).astype(first.dtype)

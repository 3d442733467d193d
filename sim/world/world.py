"""The county at month 0: built from a description, the parameters and a seed, and from nothing else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.names import check_range
from sim.core.places import Places
from sim.parameters import Parameters
from sim.world.description import CountyDescription
from sim.world.facts import VillageFacts
from sim.world.geography import draw_villages, facts_of, places_of
from sim.world.households import draw_households
from sim.world.institutions import (
    RETIREMENT,
    Columns,
    draw_cadres,
    draw_enterprises,
    draw_organisations,
    mediation_bodies,
)
from sim.world.population import draw_residents
from sim.world.tables import household_tables
from sim.world.ties import draw_ties

OLD = 60
"""Age from which a resident counts as old."""


@dataclass(frozen=True)
class World:
    """Everything that is there when the first month begins.

    ``residents``, ``cadres``, ``organisations``, ``enterprises`` and ``bodies`` are the columns of ``sim.agents``;
    ``household_size``: registered persons of each household, children too, shape (households,); ``ties``: shape
    (residents, 12), see ``sim.world.ties``.
    """

    description: CountyDescription
    places: Places
    facts: VillageFacts
    residents: Columns
    household_size: NDArray[np.int16]
    ties: NDArray[np.int32]
    cadres: Columns
    organisations: Columns
    enterprises: Columns
    bodies: Columns


def build_world(description: CountyDescription, parameters: Parameters, seed: int) -> World:
    """The county of a description; the same three arguments give the same arrays, bit for bit, everywhere.

    Raises ``OutOfRange`` for a seed that is negative or has more than 63 bits.
    """
    check_range("seed", seed, 0, 2**63 - 1, "whole number")
    villages = draw_villages(description, seed)
    households = draw_households(seed, villages.adults, villages.urban, villages.groups, household_tables(description))
    residents = draw_residents(description, parameters, villages, households, seed)

    lives_here, village = residents["away"] == 0, residents["village"]
    present = np.bincount(village[lives_here], minlength=villages.adults.size)
    old = np.bincount(village[lives_here & (residents["age"] >= OLD)], minlength=villages.adults.size)
    places = places_of(description, villages, present, old)

    # Institutions are where people live; if nobody does, where they are registered.
    weights = present if present.any() else villages.adults.astype(np.int64)
    may_work = lives_here & (residents["age"] <= RETIREMENT)
    workers = np.where(may_work, villages.township[village], -1).astype(np.int32)
    enterprises, residents["employer"] = draw_enterprises(
        description, parameters, villages.township, weights, workers, seed
    )
    registrants = np.where(residents["registrant"] == 1, village, -1).astype(np.int32)
    organisations, membership = draw_organisations(description, weights, registrants, parameters, seed)
    residents["organisation"] = membership

    return World(
        description=description,
        places=places,
        facts=facts_of(description, villages, present, households.first),
        residents=residents,
        household_size=households.persons,
        ties=draw_ties(residents, households.clan[residents["household"]].astype(np.int32), seed),
        cadres=draw_cadres(places, parameters, seed),
        organisations=organisations,
        enterprises=enterprises,
        bodies=mediation_bodies(places, parameters),
    )

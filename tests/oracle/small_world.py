"""A hand-made county of four places and three townships, small enough to follow a person through the month."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.core.fields import zeros
from sim.core.places import Places
from sim.world.facts import TIE_SLOTS, VillageFacts

Arrays = dict[str, NDArray[Any]]

TOWNSHIPS = (0, 0, 1, 2)
ORGANISATIONS = (0, 0, 0, 0, 1)
"""Home villages of the organisations: four, one, and none in the others."""
POSTS = 5
SEATS = (0, 0, 0, 1, 1, 1, 2, 2)
"""Villages where the firms sit; the last township has none."""
FIRMS = len(SEATS)
CLOSED = 3
"""The place of business that waits for a successor."""
HOUSEHOLD = 3
"""Adults of a household."""
FIRST_PERSON = 1000
"""Persons are not numbered like rows, so that who takes one for the other is found out."""


@dataclass(frozen=True)
class SmallWorld:
    """What ``sim.world.build_world`` would give."""

    places: Places
    facts: VillageFacts
    residents: Arrays
    household_size: NDArray[np.int32]
    ties: NDArray[np.int32]
    cadres: Arrays
    organisations: Arrays
    enterprises: Arrays


def small_world(adults: int = 60, seed: int = 7, first_person: int = FIRST_PERSON) -> SmallWorld:
    """Four places of so many adults (a multiple of 9).

    Two villages of a township, a remote one without organisation, and a community that has no firms either.
    """
    random = np.random.default_rng(seed)
    villages = len(TOWNSHIPS)
    size = villages * adults
    residents = _residents(random, adults, size, first_person)
    organisations = _organisations(random, residents)
    enterprises = _enterprises(random, residents)
    present = np.bincount(residents["village"][residents["away"] == 0], minlength=villages)
    households = size // HOUSEHOLD
    return SmallWorld(
        places=Places(
            ("Upper", "Middle", "Far", "Street"),
            ("Near", "Off", "Town"),
            np.array(TOWNSHIPS, np.int16),
            np.array((0.3, 0.5, 0.9, 0.1)),
        ),
        facts=VillageFacts(
            township=np.array(TOWNSHIPS, np.int16),
            rural=np.array((1, 1, 1, 0), np.uint8),
            remote=np.array((0, 0, 1, 0), np.uint8),
            households=np.full(villages, adults // HOUSEHOLD, np.int32),
            registered=np.full(villages, adults, np.int32),
            present=present.astype(np.int32),
            children_share=np.full(villages, 0.2),
            grid_staff=np.full(villages, 0.0065 * adults / HOUSEHOLD) * (1.0, 0.5, 1.5, 1.0),
            mediators=np.array((4.0, 5.5, 6.0, 5.0)),
            first_resident=np.arange(villages + 1) * adults,
            first_household=np.arange(villages + 1) * (adults // HOUSEHOLD),
        ),
        residents=residents,
        household_size=random.integers(HOUSEHOLD, HOUSEHOLD + 3, households).astype(np.int32),
        ties=_ties(random, adults, size),
        cadres=_cadres(random, villages),
        organisations=organisations,
        enterprises=enterprises,
    )


def _some(random: np.random.Generator, share: float, size: int) -> NDArray[np.bool_]:
    return random.random(size) < share


def _residents(random: np.random.Generator, adults: int, size: int, first_person: int) -> Arrays:
    row = np.arange(size)
    registrant = _some(random, 0.3, size)
    away = _some(random, 0.3, size)
    age = random.integers(18, 90, size)
    trust = {
        f"trust_{channel}": random.normal(start, 0.12, size).clip(0, 1)
        for channel, start in (
            ("neighbour", 0.6),
            ("volunteer", 0.4),
            ("cadre", 0.55),
            ("platform", 0.45),
            ("township", 0.45),
        )
    }
    return zeros(
        ResidentColumns,
        size,
        person=row + first_person,
        village=row // adults,
        group=row // (adults // 3),
        household=row // HOUSEHOLD,
        age=age,
        male=_some(random, 0.5, size),
        schooling=random.integers(0, 16, size),
        income=random.integers(0, 5, size),
        party=_some(random, 0.25, size),
        away=away,
        never=_some(random, 0.25, size),
        employer=_employment(random, ~away & (age <= 62), row // adults),
        aware=random.integers(0, 8, size),
        efficacy=random.normal(0.38, 0.1, size).clip(0, 1),
        motivation=random.normal(0, 0.5, size),
        habit=random.random(size) * 0.1,
        took_part=random.integers(0, 2**12, size) & random.integers(0, 2**12, size) & random.integers(0, 2**12, size),
        registrant=registrant,
        organisation=_membership(random, registrant & ~away, row // adults),
        served=random.integers(0, 2**12, size) & random.integers(0, 2**12, size) * registrant,
        satisfaction=random.normal(0.6, 0.1, size).clip(0, 1),
        frailty=random.gamma(1 / 0.6, 0.6, size),
        **trust,
    )._asdict()


def _employment(random: np.random.Generator, able: NDArray[np.bool_], village: NDArray[np.int64]) -> NDArray[np.int64]:
    """Half of those who are able work at a firm of their township, if it has any."""
    firms = {k: [e for e, seat in enumerate(SEATS) if TOWNSHIPS[seat] == k] for k in TOWNSHIPS}
    lot = random.random(village.size)
    chosen = [
        here[int(u * len(here))] if (here := firms[TOWNSHIPS[v]]) else -1
        for u, v in zip(lot.tolist(), village.tolist(), strict=True)
    ]
    return np.where(able & _some(random, 0.5, village.size), chosen, -1)


def _membership(
    random: np.random.Generator, willing: NDArray[np.bool_], village: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Half of those who are willing belong to an organisation of their village, if it has one."""
    chosen = np.where(village == 0, random.integers(0, 4, village.size), np.where(village == 1, 4, -1))
    return np.where(willing & _some(random, 0.5, village.size), chosen, -1)


def _ties(random: np.random.Generator, adults: int, size: int) -> NDArray[np.int32]:
    """A matching per slot: within the household, within the village, and at work through the whole county."""
    table = np.full((size, TIE_SLOTS), size, np.int32)
    for slot in range(TIE_SLOTS):
        block = HOUSEHOLD if slot == 0 else size if slot >= 10 else adults
        for start in range(0, size, block):
            order = start + random.permutation(block)
            some = int(block * 0.8) // 2
            left, right = order[:some], order[some : 2 * some]
            table[left, slot], table[right, slot] = right, left
    return table


def _cadres(random: np.random.Generator, villages: int) -> Arrays:
    size = villages * POSTS
    row = np.arange(size)
    return zeros(
        CadreColumns,
        size,
        village=row // POSTS,
        post=np.minimum(row % POSTS, 3),
        vacant=row % 7 == 3,
        skill=random.normal(0.62, 0.08, size),
        motivation=random.random(size),
        burnout=np.full(size, 0.33),
        tenure=random.integers(0, 60, size),
    )._asdict()


def _organisations(random: np.random.Generator, residents: Arrays) -> Arrays:
    size = len(ORGANISATIONS)
    members = np.bincount(residents["organisation"][residents["organisation"] >= 0], minlength=size)
    return zeros(
        OrganisationColumns,
        size,
        village=np.array(ORGANISATIONS),
        members=members,
        coordinator=np.array((0, 1, 2, 0, 1)),
        funds=random.random(size) * 1000,
        threshold=random.uniform(40, 80, size),
        hours=random.random(size) * 30,
        hours_1=random.random(size) * 30,
        hours_2=random.random(size) * 30,
        dependence=random.random(size),
    )._asdict()


def _enterprises(random: np.random.Generator, residents: Arrays) -> Arrays:
    workers = np.bincount(residents["employer"][residents["employer"] >= 0], minlength=FIRMS)
    seats = np.array(SEATS)
    columns = zeros(
        EnterpriseColumns,
        FIRMS,
        township=np.array(TOWNSHIPS)[seats],
        village=seats,
        sector=np.arange(FIRMS),
        employees=workers,
        orders=random.normal(0, 1, FIRMS),
        cash=random.normal(0, 0.7, FIRMS),
        quality=random.normal(0, 0.4, FIRMS),
        open=np.arange(FIRMS) != CLOSED,
        association=np.arange(FIRMS) % 3 * (np.arange(FIRMS) != CLOSED),
        age=random.integers(0, 120, FIRMS),
    )._asdict()
    return columns | {"size": np.maximum(workers, 2)}

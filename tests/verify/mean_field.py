"""Taking part in self-governance in an endless population, and the same stage of the model in a finite one.

Residents differ only in whether they never take part, are Party members, or neither, and are tied afresh every month,
each to twelve others drawn from everybody. What they remember is the last twelve months. In an endless population the
share of each memory follows a recursion; in one of N residents it strays from it by chance, as N^-1/2.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from sim import County, Scenario
from sim.agents.resident import YEAR
from sim.processes import self_governance, ties
from sim.processes.blocks import village_view
from sim.world.description import load_description
from sim.world.facts import TIE_SLOTS
from tests.model.counties import changed

Array = NDArray[np.float64]

NUMBERS = {
    **{f"self_governance.{name}": 0.0 for name in ("awareness", "trust", "habit", "motivation", "working", "old")},
    **{f"self_governance.{name}": 0.0 for name in ("stake", "remote", "exhausted", "raising", "efficacy")},
}
"""Ties, invitations, tiredness, Party membership and events move people to take part; all else is switched off."""
ORGANISING = 60.0
NEVER, PARTY = 0.25, 0.1
START = 0.05
"""Share who took part in the month before the first."""


class Crowd(NamedTuple):
    """Numbers of the stage that the recursion needs."""

    constant: float
    peers: float
    invited: float
    tired: float
    party: float
    asked: float
    """share asked in person"""


def crowd_of(county: County) -> Crowd:
    """The numbers by which a county's residents decide."""
    p, village = county.state.parameters.self_governance, village_view(county.state.villages)
    events = self_governance.events_held(p, ORGANISING, 0.0, 0.0)
    constant = p.constant - p.peers * p.peers_0 + p.events * np.log(events / 2.0)
    asked = self_governance.invited_share(p, ORGANISING, 0.0, 0.0, float(village.present[0]))
    return Crowd(float(constant), p.peers, p.invited, p.tired, p.party, asked)


def recursion(crowd: Crowd, months: int) -> Array:
    """Share of residents who take part, by month, in an endless population."""
    memory = np.arange(YEAR + 1)
    kinds = np.array([1.0 - NEVER - PARTY, PARTY])
    weight = np.zeros((2, YEAR + 1))
    weight[:, 0], weight[:, 1] = kinds * (1.0 - START), kinds * START
    shares = []
    for _ in range(months):
        year = weight[:, 1:].sum()
        ties_who_did = np.arange(TIE_SLOTS + 1)
        chance_of = binom.pmf(ties_who_did, TIE_SLOTS, year)
        z = crowd.constant + crowd.peers * ties_who_did / TIE_SLOTS - crowd.tired * (memory & 1)[:, None]
        takes_part = np.stack([_mixed(crowd, z + extra) @ chance_of for extra in (0.0, crowd.party)])
        shares.append(float((weight * takes_part).sum()))
        moved = np.zeros_like(weight)
        for part, share in ((0, weight * (1.0 - takes_part)), (1, weight * takes_part)):
            np.add.at(moved, (slice(None), (memory << 1 | part) & YEAR), share)
        weight = moved
    return np.array(shares)


def _mixed(crowd: Crowd, z: Array) -> Array:
    """Chance of those who may or may not be asked in person."""
    plain, asked = (1.0 / (1.0 + np.exp(-z)) for z in (z, z + crowd.invited))
    return (1.0 - crowd.asked) * plain + crowd.asked * asked


def village_of(adults: int, seed: int) -> County:
    """One village of so many residents of the three kinds, all present."""
    plain = load_description("wushan_township")
    alone = changed(
        plain,
        places__adults__spread=0.0,
        population__present_share__rural=1.0,
        population__present_share__urban=1.0,
    )
    numbers = {**NUMBERS, "self_governance.invitations_hour": 0.1 * adults / ORGANISING}
    scenario = Scenario(
        county=alone.scaled(1, 1, float(adults)), seed=seed, parameters=numbers, beyond_prior=True, warmup=0
    )
    county = County(scenario)
    kind = np.random.default_rng(seed).random(len(county.residents))
    people, village = county.state.residents, village_view(county.state.villages)
    people.never[:] = kind < NEVER
    people.party[:] = (kind >= NEVER) & (kind < NEVER + PARTY)
    lot = np.random.default_rng(seed + 1).random(kind.size)
    people.took_part[:] = (kind >= NEVER) & (lot < START)
    village.organising[:] = ORGANISING
    county.state.counted = np.zeros_like(county.record.counted[0])
    return county


def taking_part(county: County, months: int, seed: int) -> Array:
    """Share who take part by month; everybody's ties are drawn anew each time."""
    state, lots = county.state, np.random.default_rng(seed)
    shares = []
    for month in range(months):
        state.month = month
        _tie_afresh(state.ties, lots)
        ties.look_around(state)
        self_governance.meet(state)
        shares.append(float((state.residents.took_part & 1).mean()))
    return np.array(shares)


def _tie_afresh(table: NDArray[np.int32], lots: np.random.Generator) -> None:
    """One random matching of everybody in every slot."""
    size = table.shape[0]
    for slot in range(table.shape[1]):
        order = lots.permutation(size).astype(np.int32)
        half = size // 2
        left, right = order[:half], order[half : 2 * half]
        table[order[-1:], slot] = size
        table[left, slot], table[right, slot] = right, left

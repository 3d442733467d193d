"""The places of a county 地理: which villages there are, how large, how remote, and how many people are away."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import decision
from sim.core.places import Places
from sim.world.apportionment import apportion
from sim.world.description import CountyDescription
from sim.world.drawing import blocks, choose, normals
from sim.world.facts import VillageFacts
from sim.world.sections import FEWEST_GROUPS, MOST_GROUPS

VILLAGE = decision("world.village")

SMALLEST = 0.2
"""Size of the smallest village relative to the mean, before sizes are made to add up."""


@dataclass(frozen=True)
class Villages:
    """Villages and communities as drawn; arrays of shape (villages,), those of a township one after another."""

    names: tuple[str, ...]
    township: NDArray[np.int16]
    urban: NDArray[np.uint8]
    """0 village (村), 1 community (社区)"""
    remote: NDArray[np.uint8]
    adults: NDArray[np.int32]
    """registered adults"""
    away_share: NDArray[np.float64]
    """expected share of registered adults who are away"""
    groups: NDArray[np.int32]
    """village groups 村民小组"""

    @property
    def first_resident(self) -> NDArray[np.int64]:
        """Row of each village's first resident, shape (villages + 1,)."""
        return np.concatenate([[0], np.cumsum(self.adults, dtype=np.int64)])


def draw_villages(description: CountyDescription, seed: int) -> Villages:
    """Villages of each township in the order of the description, first the villages, then the communities."""
    names, township, urban = [], [], []
    for t, place in enumerate(description.places.townships.value):
        names += [f"{place.zh} {k + 1} 村" for k in range(place.villages)]
        names += [f"{place.zh} {k + 1} 社区" for k in range(place.communities)]
        township += [t] * (place.villages + place.communities)
        urban += [0] * place.villages + [1] * place.communities
    is_urban = np.array(urban, np.uint8)
    size, absence, groups, remote = blocks(seed, VILLAGE, is_urban.size, 0)
    adults = _adults(description, is_urban, normals(size))
    return Villages(
        names=tuple(names),
        township=np.array(township, np.int16),
        urban=is_urban,
        remote=_remote(description, is_urban, remote, float(blocks(seed, VILLAGE, 1, 1)[0, 0])),
        adults=adults,
        away_share=_away_share(description, is_urban, adults, normals(absence)),
        groups=_groups(description.places.groups.value, groups),
    )


def _adults(
    description: CountyDescription, urban: NDArray[np.uint8], deviation: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Unequal sizes that add up to the description's number of adults, at least one each."""
    means, adults = description.places.adults, np.zeros(urban.size, np.int32)
    weights = np.maximum(1.0 + means.spread.value * deviation, SMALLEST)
    for kind, mean in ((0, means.village.value), (1, means.community.value)):
        members = np.flatnonzero(urban == kind)
        if members.size:
            total = math.floor(members.size * mean + 0.5)
            adults[members] = apportion(total, [float(weight) for weight in weights[members]])
    return np.maximum(adults, 1).astype(np.int32)


def _away_share(
    description: CountyDescription,
    urban: NDArray[np.uint8],
    adults: NDArray[np.int32],
    deviation: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Shares that differ between villages but keep the mean of villages and of communities."""
    present, spread = description.population.present_share, description.population.absence_spread.value
    away = np.zeros(urban.size)
    for kind, share in ((0, 1.0 - present.rural.value), (1, 1.0 - present.urban.value)):
        members = np.flatnonzero(urban == kind)
        mean = math.fsum(adults[members] * deviation[members]) / max(math.fsum(adults[members]), 1.0)
        # Where nobody or everybody is away, there is nothing to spread.
        scale = spread * min(share, 1.0 - share)
        away[members] = np.clip(share + scale * (deviation[members] - mean), 0.0, 1.0)
    return away


def _remote(
    description: CountyDescription, urban: NDArray[np.uint8], drawn: NDArray[np.float64], rounding: float
) -> NDArray[np.uint8]:
    """Mark the given share of villages; communities are never remote."""
    remote, villages = np.zeros(urban.size, np.uint8), np.flatnonzero(urban == 0)
    remote[villages] = choose(drawn[villages], description.places.remote.value * villages.size, rounding)
    return remote


def _groups(mean: float, drawn: NDArray[np.float64]) -> NDArray[np.int32]:
    """Anything between the fewest and the most is equally frequent."""
    relative = FEWEST_GROUPS + (MOST_GROUPS - FEWEST_GROUPS) * drawn
    return np.maximum(np.floor(mean * relative + 0.5), 1.0).astype(np.int32)


def places_of(
    description: CountyDescription, villages: Villages, present: NDArray[np.int64], old: NDArray[np.int64]
) -> Places:
    """The institutional map; a village is in need where many are old or away.

    ``present`` and ``old``: adults who live in each village, and those of them aged 60 or more, shape (villages,).
    """
    old_share = old / np.maximum(present, 1)
    away_share = (villages.adults - present) / villages.adults
    return Places(
        village_names=villages.names,
        township_names=tuple(township.zh for township in description.places.townships.value),
        township=villages.township,
        need=old_share + away_share,
    )


def facts_of(
    description: CountyDescription, villages: Villages, present: NDArray[np.int64], first_household: NDArray[np.int64]
) -> VillageFacts:
    """Fixed facts; grid staff and mediators are spread over villages in proportion to registered adults."""
    share = villages.adults / villages.adults.sum()
    children = description.population.children_share
    return VillageFacts(
        township=villages.township,
        rural=1 - villages.urban,
        remote=villages.remote,
        households=np.diff(first_household).astype(np.int32),
        registered=villages.adults,
        present=present.astype(np.int32),
        children_share=np.where(villages.urban == 1, children.urban.value, children.rural.value),
        grid_staff=description.grid_staff.value * share,
        mediators=description.mediators.value * share,
        first_resident=villages.first_resident,
        first_household=first_household,
    )

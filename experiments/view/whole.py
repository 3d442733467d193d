"""The whole county beside the township of the page: the same measures in its 26 townships, in pairs of runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.effects import Interval, t_interval
from experiments.view.proposal import Proposal
from experiments.view.scene import Scene, live
from experiments.words import Lang
from sim import County
from sim.world.description import CountyDescription, load_description

Array = NDArray[np.float64]

PAIRS = 5
"""Pairs of runs that are lived one after another, for an interval."""


@dataclass(frozen=True)
class Pair:
    """One run of a county with a proposal and one without, on the same draws."""

    proposed: Scene
    baseline: Scene


def whole_county() -> CountyDescription:
    """The county as described: all townships, about 510,000 registered adults."""
    return load_description("wushan")


def township_names() -> Mapping[Lang, tuple[str, ...]]:
    """What its townships are called, in the order of the list."""
    townships = whole_county().places.townships.value
    return {"zh": tuple(one.zh for one in townships), "en": tuple(one.en for one in townships)}


@lru_cache(maxsize=1)
def _warmed_up(seed: int) -> County:
    """One at a time: a county takes 300 MB."""
    county = County(Proposal().scenario(seed, whole_county()))
    county.run_to(0)
    return county


@lru_cache(maxsize=50)
def _untreated(months: int, seed: int) -> Scene:
    return live(_warmed_up(seed), Proposal(months=months), "township")


def live_pair(proposal: Proposal, seed: int) -> Pair:
    """Both runs, some ten seconds where the county has not been lived in this process before."""
    baseline = _untreated(proposal.months, seed)
    same = proposal.measures == ()
    return Pair(baseline if same else live(_warmed_up(seed), proposal, "township"), baseline)


@dataclass(frozen=True)
class Townships:
    """An outcome in a month: ``proposed`` and ``baseline``, means over pairs, shape (T,); ``change`` of the pairs."""

    proposed: Array
    baseline: Array
    change: Interval


def townships(pairs: Sequence[Pair], key: str, month: int) -> Townships:
    """What the pairs say of a tile's value; NaN where no run of a township has it."""
    with_it = np.array([pair.proposed.tiles[key][month - 1] for pair in pairs])
    without = np.array([pair.baseline.tiles[key][month - 1] for pair in pairs])
    return Townships(t_interval(with_it).mean, t_interval(without).mean, t_interval(with_it - without))


def people(pairs: Sequence[Pair], month: int) -> dict[str, Array]:
    """Residents by class for ``tile_map``, means over pairs: volunteers, others who are present, those away."""
    held = {
        key: np.mean([pair.proposed.tiles[key][month - 1] for pair in pairs], axis=0)
        for key in ("volunteers", "present", "away")
    }
    others = held["present"] - held["volunteers"]
    return {"volunteer": held["volunteers"], "present": others, "away": held["away"]}

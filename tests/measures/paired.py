"""Paired effects of a measure, for tests: the same warmed-up county, with and without it, on the same draws.

``effects`` gives indicators over a span of months, a value a seed, for what needs statistics. ``twins`` gives the two
counties themselves after a few months, for what holds in every village and month.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import County, Policy, Scenario
from sim.levers import LeverValues
from sim.processes.blocks import lever_view
from sim.record import Record
from sim.tallies import counters
from sim.world.description import CountyDescription, load_description
from tests.model.counties import counted, same_bits

Array = NDArray[np.float64]
Effects = dict[str, Array]
Numbers = tuple[tuple[str, float], ...]

SEEDS = range(100, 106)
MONTHS = 24
WARMUP = 18
TOWNSHIP = (1, 12)
"""A township of 12 villages and 18,000 adults."""
NOBODY_MOVES = {"demography.out_young": 0.0, "demography.return_old": 0.0, "demography.return_young": 0.0}
DISPUTES = {
    **{f"grievances.{kind}": 0.2 for kind in ("family", "neighbours", "land", "village", "contract", "other")},
    "grievances.labour": 0.02,
    **{f"settlement.need_{tier}": 2.0 for tier in ("village", "township", "county")},
}
"""Many disputes, each soon heard, so that a month shows what settling them depends on."""
EVERYBODY_KNOWS = {"awareness.start": 1.0, "awareness.fade": 0.0}
NOBODY_KNOWS = {
    f"awareness.{name}": 0.0
    for name in ("start", "ties", "taking_part", "public_supervision", "public_mediation", "public_rules")
}


@cache
def described(townships: int, villages: int) -> CountyDescription:
    """The sample township, or several, of so many villages."""
    return load_description("wushan_township").scaled(townships, villages)


@lru_cache(maxsize=48)
def _warm(seed: int, parameters: Numbers, size: tuple[int, int]) -> County:
    settings = {"parameters": dict(parameters), "beyond_prior": True, "warmup": WARMUP}
    county = County(Scenario(county=described(*size), seed=seed, months=MONTHS, **settings))  # type: ignore[arg-type]
    county.run_to(0)
    return county


def _lived(policy: Policy | None, seed: int, parameters: Numbers, size: tuple[int, int], months: int) -> County:
    county = _warm(seed, parameters, size).fork([policy] if policy else [])
    county.run_to(months)
    return county


@lru_cache(maxsize=200)
def _record(policy: Policy | None, seed: int, parameters: Numbers, size: tuple[int, int]) -> Record:
    whole = _lived(policy, seed, parameters, size, MONTHS).record.since(1)
    counts, costs = whole.at("county")
    return Record(whole.places, 1, counts.copy(), costs.copy(), whole.measures)


def _numbers(parameters: Mapping[str, float] | None) -> Numbers:
    return tuple(sorted((parameters or {}).items()))


def runs(
    policy: Policy | None,
    parameters: Mapping[str, float] | None = None,
    first: int = 13,
    last: int = MONTHS,
    size: tuple[int, int] = TOWNSHIP,
) -> Effects:
    """Every indicator over months first to last, an entry a seed."""
    found: dict[str, list[float]] = {}
    for seed in SEEDS:
        for key, value in _record(policy, seed, _numbers(parameters), size).over(first, last, "village").items():
            found.setdefault(key, []).append(float(value[0]))
    return {key: np.array(values) for key, values in found.items()}


def effects(
    policy: Policy,
    parameters: Mapping[str, float] | None = None,
    first: int = 13,
    last: int = MONTHS,
    size: tuple[int, int] = TOWNSHIP,
) -> Effects:
    """Paired differences, with less without the measure, an entry a seed."""
    treated, baseline = runs(policy, parameters, first, last, size), runs(None, parameters, first, last, size)
    return {key: treated[key] - baseline[key] for key in baseline}


def clearly_up(differences: Array) -> bool:
    """The mean is more than three standard errors above zero."""
    return bool(differences.mean() > 3 * differences.std(ddof=1) / np.sqrt(differences.size))


def clearly_down(differences: Array) -> bool:
    """The mean is more than three standard errors below zero."""
    return clearly_up(-differences)


# Twins


class Twins(NamedTuple):
    """Counties of several seeds after some months, without and with a measure."""

    without: tuple[County, ...]
    treated: tuple[County, ...]

    def counts(self, *names: str) -> tuple[Array, Array]:
        """The sum of some counters without and with the measure, shape (seeds, months, villages), warm-up left out."""
        one, other = (np.array([counted(c, *names)[WARMUP : c.state.month] for c in side]) for side in self)
        return one, other

    def change(self, *names: str) -> Array:
        """With less without the measure, shape (seeds, months, villages)."""
        without, treated = self.counts(*names)
        return treated - without

    def same(self, *names: str) -> bool:
        """Every one of these counters is equal to the bit."""
        return all(same_bits(*self.counts(name)) for name in names)

    def reached(self) -> set[str]:
        """Names of all counters that differ anywhere."""
        return {name for name in counters() if not self.same(name)}

    def costs(self) -> Array:
        """Yuan paid, shape (seeds, months, villages)."""
        return np.array([c.record.costs[WARMUP : c.state.month].sum(axis=1) for c in self.treated])

    def levers(self) -> tuple[LeverValues, LeverValues]:
        """The levers of the last month, of the first seed, without and with the measure."""
        one, other = (lever_view(side[0].state.levers) for side in self)
        return one, other


@lru_cache(maxsize=12)
def _twins(policy: Policy, parameters: Numbers, months: int, size: tuple[int, int], seeds: int) -> Twins:
    sides = (
        tuple(_lived(chosen, seed, parameters, size, months) for seed in SEEDS[:seeds]) for chosen in (None, policy)
    )
    return Twins(*sides)


def twins(
    policy: Policy,
    parameters: Mapping[str, float] | None = None,
    months: int = 1,
    size: tuple[int, int] = TOWNSHIP,
    seeds: int = 3,
) -> Twins:
    """The same counties without and with a measure, after some months."""
    return _twins(policy, _numbers(parameters), months, size, seeds)


def moved(pair: Twins) -> set[str]:
    """Names of the levers that differ."""
    one, other = pair.levers()
    return {name for name in one._fields if not np.array_equal(getattr(one, name), getattr(other, name))}

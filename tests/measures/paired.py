"""Paired effects of a measure on a township, for tests: the same warmed-up county, with and without it."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim import County, Policy, Scenario

Effects = dict[str, NDArray[np.float64]]

SEEDS = range(100, 106)
MONTHS = 24


@cache
def _warm(seed: int, parameters: tuple[tuple[str, float], ...]) -> County:
    scenario = Scenario(seed=seed, months=MONTHS, parameters=dict(parameters), beyond_prior=True, warmup=18)
    county = County(scenario)
    county.run_to(0)
    return county


def runs(
    policy: Policy | None, parameters: Mapping[str, float] | None = None, first: int = 13, last: int = MONTHS
) -> Effects:
    """Every indicator over months first to last, an entry a seed."""
    found: dict[str, list[float]] = {}
    for seed in SEEDS:
        county = _warm(seed, tuple(sorted((parameters or {}).items()))).fork([policy] if policy else [])
        county.run_to(last)
        for key, value in county.record.over(first, last).items():
            found.setdefault(key, []).append(float(value[0]))
    return {key: np.array(values) for key, values in found.items()}


def effects(
    policy: Policy, parameters: Mapping[str, float] | None = None, first: int = 13, last: int = MONTHS
) -> Effects:
    """Paired differences, with less without the measure, an entry a seed."""
    treated, baseline = runs(policy, parameters, first, last), runs(None, parameters, first, last)
    return {key: treated[key] - baseline[key] for key in baseline}


def clearly_up(differences: NDArray[np.float64]) -> bool:
    """The mean is more than three standard errors above zero."""
    return bool(differences.mean() > 3 * differences.std(ddof=1) / np.sqrt(differences.size))


def clearly_down(differences: NDArray[np.float64]) -> bool:
    """The mean is more than three standard errors below zero."""
    return clearly_up(-differences)

"""Runs that share their draws are worth more: an effect varies far less over pairs of runs than over strangers.

Rare events are not guarded.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County
from sim.policies import MicroGrids
from tests.model.counties import scenario, small

Results = dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]

SEEDS = range(1, 17)
LEAST = 5.0
"""How many times smaller the variance of an effect must be."""


@pytest.fixture(scope="module")
def results() -> Results:
    """Every indicator of the second year, by seed: untreated and with micro-grids."""
    untreated, treated = [], []
    for seed in SEEDS:
        warmed = County(scenario(county=small(2, 6, 600.0), seed=seed, warmup=12, months=24))
        warmed.run_to(0)
        for policies, found in (((), untreated), ((MicroGrids(),), treated)):
            county = warmed.fork(policies)
            county.run_to(24)
            found.append(county.record.over(13, 24))
    names = untreated[0].keys()
    return {name: tuple(np.array([one[name][0] for one in found]) for found in (untreated, treated)) for name in names}  # type: ignore[misc]


def gain(pair: tuple[NDArray[np.float64], NDArray[np.float64]]) -> float:
    """Variance of the difference of two strangers over that of a pair."""
    untreated, treated = pair
    return float((untreated.var(ddof=1) + treated.var(ddof=1)) / (treated - untreated).var(ddof=1))


@pytest.mark.parametrize("name", ["participation", "participation_month", "resolved"])
def test_pairing_makes_effects_five_times_less_variable(results: Results, name: str) -> None:
    assert gain(results[name]) > LEAST


def test_there_is_an_effect_to_measure(results: Results) -> None:
    untreated, treated = results["participation"]
    assert (treated > untreated).mean() > 0.9

"""A description's shares as cumulative tables, from which ``pick`` takes a category with one draw."""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.description import LARGEST_HOUSEHOLD, CountyDescription
from sim.world.figures import OLDEST, SCHOOLING_YEARS, YOUNGEST, AgeShare

YEARS = np.array(list(SCHOOLING_YEARS.values()), np.uint8)
"""Years of schooling, by level."""


class HouseholdTables(NamedTuple):
    """What a household is drawn from."""

    adults: NDArray[np.float64]
    """one adult fewer than there are, by urban: shape (2, 6)"""
    children: NDArray[np.float64]
    """registered children, by one adult fewer than there are: shape (6, 7)"""
    clan: NDArray[np.float64]
    """clan within the village 宗族, shape (clans,)"""


class PersonTables(NamedTuple):
    """What a person is drawn from."""

    age: NDArray[np.float64]
    """years above 18, by 2 x urban + away: shape (4, 82)"""
    schooling: NDArray[np.float64]
    """level of schooling, by years above 18: shape (82, 5)"""
    income: NDArray[np.float64]
    """income band, shape (5,)"""


def household_tables(description: CountyDescription) -> HouseholdTables:
    """Adults in a household are 1 + a binomial variable with the described mean; each adult may bring a child."""
    persons, adult_share = description.population.persons_per_household, description.adult_share
    means = [kind.value * adult_share for kind in (persons.rural, persons.urban)]
    more = LARGEST_HOUSEHOLD - 1
    child = (1.0 - adult_share) / adult_share
    return HouseholdTables(
        adults=np.array([_cumulative(_binomial(more, (mean - 1.0) / more)) for mean in means]),
        children=np.array(
            [_cumulative([*_binomial(n, child), *[0.0] * (more + 1 - n)]) for n in range(1, more + 2)],
        ),
        clan=np.array(_cumulative([1.0 / (k + 1) for k in range(description.places.clans.value)])),
    )


def person_tables(description: CountyDescription) -> PersonTables:
    """Ages are equally frequent within a band."""
    population = description.population
    ages = population.ages
    schooling = [
        _cumulative(band.shares) for band in population.schooling.value for _ in range(band.first, band.last + 1)
    ]
    return PersonTables(
        age=np.array(
            [_by_year(table.value) for table in (ages.rural_present, ages.rural_away)]
            + [_by_year(table.value) for table in (ages.urban_present, ages.urban_away)]
        ),
        schooling=np.array(schooling),
        income=np.array(_cumulative(population.income_bands.value)),
    )


def _by_year(bands: Sequence[AgeShare]) -> list[float]:
    shares = [0.0] * (OLDEST + 1 - YOUNGEST)
    for band in bands:
        years = band.last + 1 - band.first
        shares[band.first - YOUNGEST : band.last + 1 - YOUNGEST] = [band.share / years] * years
    return _cumulative(shares)


def _binomial(n: int, p: float) -> list[float]:
    """Chances of 0 to n successes; by multiplication alone, which gives the same bits everywhere."""
    return [math.comb(n, k) * math.prod([p] * k) * math.prod([1.0 - p] * (n - k)) for k in range(n + 1)]


def _cumulative(shares: Sequence[float]) -> list[float]:
    """Cumulative shares that end at exactly 1; empty categories at the end are never picked."""
    whole = math.fsum(shares)
    edges = [up_to / whole for up_to in accumulate(shares)]
    last = max(k for k, share in enumerate(shares) if share > 0.0)
    return [*edges[:last], *[1.0] * (len(edges) - last)]

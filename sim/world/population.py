"""The people of a county at month 0 人口: what each registered adult is like."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import decision, uniforms
from sim.core.fields import zeros
from sim.core.kernels import kernel, rule
from sim.core.maths import clip, gamma_quantile, logistic, normal_quantile
from sim.parameters import Parameters
from sim.parameters.self_governance import SelfGovernance
from sim.parameters.trust import Trust
from sim.parameters.volunteering import Volunteering
from sim.world.description import CountyDescription
from sim.world.drawing import START, pick
from sim.world.figures import YOUNGEST
from sim.world.geography import Villages
from sim.world.households import Households
from sim.world.tables import YEARS, PersonTables, person_tables

PERSON = decision("world.person")
DISPOSITION = decision("world.disposition")
TRUST = decision("world.trust")
AWARENESS = decision("world.awareness")

LOWEST, HIGHEST = 0.02, 0.98
"""Bounds of trust and efficacy at the start."""


class People(NamedTuple):
    """Columns that say who somebody is; shape (residents,)."""

    age: NDArray[np.uint8]
    male: NDArray[np.uint8]
    schooling: NDArray[np.uint8]
    income: NDArray[np.uint8]
    party: NDArray[np.uint8]
    away: NDArray[np.uint8]
    never: NDArray[np.uint8]


class Minds(NamedTuple):
    """Columns that say what somebody thinks and is used to; shape (residents,)."""

    trust_neighbour: NDArray[np.float32]
    trust_volunteer: NDArray[np.float32]
    trust_cadre: NDArray[np.float32]
    trust_platform: NDArray[np.float32]
    trust_township: NDArray[np.float32]
    efficacy: NDArray[np.float32]
    motivation: NDArray[np.float32]
    frailty: NDArray[np.float32]
    aware: NDArray[np.uint8]
    registrant: NDArray[np.uint8]


def draw_residents(
    description: CountyDescription, parameters: Parameters, villages: Villages, households: Households, seed: int
) -> dict[str, NDArray[Any]]:
    """All columns of the residents, who as yet have no employer and belong to no organisation.

    The keys are those of ``sim.agents.resident``, which stands above this layer.
    """
    everybody = int(villages.adults.sum())
    people, minds = zeros(People, everybody), zeros(Minds, everybody)
    party_share = description.population.party_members.value
    first, never = villages.first_resident, parameters.self_governance.never
    tables = person_tables(description)
    fill_people(people, seed, first, villages.urban, villages.away_share, party_share, never, tables)
    frailty, aware = parameters.grievances.frailty, parameters.awareness.start
    beliefs = (parameters.trust, parameters.self_governance, parameters.volunteering)
    fill_minds(minds, people, seed, party_share, frailty, aware, *beliefs)
    return {
        "person": np.arange(everybody, dtype=np.int32),
        "village": np.repeat(np.arange(villages.adults.size, dtype=np.int16), villages.adults),
        "group": np.repeat(households.group, households.adults),
        "household": np.repeat(np.arange(households.adults.size, dtype=np.int32), households.adults),
        **people._asdict(),
        **minds._asdict(),
        "employer": np.full(everybody, -1, np.int16),
        "organisation": np.full(everybody, -1, np.int16),
        "habit": np.full(everybody, parameters.self_governance.habit_0, np.float32),
        "satisfaction": np.full(everybody, parameters.trust.satisfaction_start, np.float32),
        "took_part": np.zeros(everybody, np.uint16),
        "served": np.zeros(everybody, np.uint16),
        "leader": np.zeros(everybody, np.uint8),
        "tired": np.zeros(everybody, np.float32),
        "hours": np.zeros(everybody, np.float32),
        "points": np.zeros(everybody, np.float32),
    }


@kernel
def fill_people(
    people: People,
    seed: int,
    first_resident: NDArray[np.int64],
    urban: NDArray[np.uint8],
    away_share: NDArray[np.float64],
    party_share: float,
    never_share: float,
    tables: PersonTables,
) -> None:
    """Draw everybody; the arrays by village have shape (villages,), ``first_resident`` one more."""
    for v in range(urban.size):
        for i in range(first_resident[v], first_resident[v + 1]):
            for_away, for_age, for_sex, for_schooling = uniforms(seed, PERSON, START, i, 0)
            for_income, for_party, for_never, _ = uniforms(seed, PERSON, START, i, 1)
            away = 1 if for_away < away_share[v] else 0
            years = pick(tables.age[2 * urban[v] + away], for_age)
            people.away[i] = away
            people.age[i] = YOUNGEST + years
            people.male[i] = for_sex < 0.5
            people.schooling[i] = YEARS[pick(tables.schooling[years], for_schooling)]
            people.income[i] = pick(tables.income, for_income)
            people.party[i] = for_party < party_share
            people.never[i] = for_never < never_share


@kernel
def fill_minds(
    minds: Minds,
    people: People,
    seed: int,
    party_share: float,
    frailty_variance: float,
    aware_share: float,
    trust: Trust,
    governance: SelfGovernance,
    volunteering: Volunteering,
) -> None:
    """Draw dispositions, trust, awareness and who is a registered volunteer."""
    slope = volunteering.motivation * governance.motivation_spread
    constant = registration_constant(volunteering.registered, party_share, volunteering.party, slope)
    for i in range(people.age.size):
        for_frailty, for_motivation, for_efficacy, for_registration = uniforms(seed, DISPOSITION, START, i, 0)
        motivation = normal_quantile(for_motivation)
        minds.frailty[i] = gamma_quantile(for_frailty, frailty_variance)
        minds.motivation[i] = motivation * governance.motivation_spread
        minds.efficacy[i] = around(governance.efficacy_0, governance.efficacy_spread, for_efficacy)
        tilt = constant + slope * motivation + (volunteering.party if people.party[i] == 1 else 0.0)
        minds.registrant[i] = people.away[i] == 0 and for_registration < logistic(tilt)

        for_neighbour, for_volunteer, for_cadre, for_platform = uniforms(seed, TRUST, START, i, 0)
        for_township = uniforms(seed, TRUST, START, i, 1)[0]
        minds.trust_neighbour[i] = around(trust.start_neighbour, trust.start_spread, for_neighbour)
        minds.trust_volunteer[i] = around(trust.start_volunteer, trust.start_spread, for_volunteer)
        minds.trust_cadre[i] = around(trust.start_cadre, trust.start_spread, for_cadre)
        minds.trust_platform[i] = around(trust.start_platform, trust.start_spread, for_platform)
        minds.trust_township[i] = around(trust.start_township, trust.start_spread, for_township)

        a, b, c, _ = uniforms(seed, AWARENESS, START, i, 0)
        minds.aware[i] = (a < aware_share) + 2 * (b < aware_share) + 4 * (c < aware_share)


@rule
def around(mean: float, spread: float, u: float) -> float:
    """A normal value with that mean and spread, held within ``LOWEST`` and ``HIGHEST``."""
    return clip(mean + spread * normal_quantile(u), LOWEST, HIGHEST)


@rule
def registration_constant(mean: float, party_share: float, party: float, slope: float) -> float:
    """The logit constant with which a share ``mean`` of present adults is registered, by halving.

    Party members count ``party`` more, a standard deviation of motivation ``slope`` more.
    """
    low, high = -30.0, 30.0
    for _ in range(50):
        constant = 0.5 * (low + high)
        share = 0.0
        for k in range(32):
            tilt = constant + slope * normal_quantile((k + 0.5) / 32.0)
            share += (party_share * logistic(tilt + party) + (1.0 - party_share) * logistic(tilt)) / 32.0
        if share < mean:
            low = constant
        else:
            high = constant
    return 0.5 * (low + high)

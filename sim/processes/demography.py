"""Demography 人口: ageing, mortality, and out- and return migration tied to local jobs.

Rows are conserved: whoever dies leaves his row, household and ties to somebody who has just turned 18, with a new
persistent id, so that no later draw is shared with the dead.
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.enterprise import EnterpriseColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.core.draws import CHUNK, decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, row, rule, whole
from sim.core.maths import exp, gamma_quantile, normal_quantile
from sim.parameters import Parameters
from sim.parameters.demography import Demography
from sim.processes.blocks import demography_numbers, demography_tally, village_state
from sim.processes.state import Month, State

YEAR = decision("demography.year")
MOVE = decision("demography.move")
NEWCOMER = decision("demography.newcomer")

ADULT = 18
OLDEST = 110


@rule
def mortality(p: Demography, years: int, male: int) -> float:
    """Yearly mortality: exponential in age (Gompertz), higher for men."""
    return min(1.0, p.mortality_70 * exp(p.mortality_age * (years - 70.0) + p.mortality_male * male))


@rule
def leaving(p: Demography, years: int, jobs: float) -> float:
    """Monthly chance to go away to work; fewer leave where there are jobs (B-C9)."""
    of_age = 1.0 if years < 30 else p.out_middle if years < 45 else p.out_old if years < 60 else 0.0
    return p.out_young * of_age * exp(-p.jobs_pull * (jobs - 1.0))


@rule
def returning(p: Demography, years: int, jobs: float) -> float:
    """Monthly chance to come back; more return where there are jobs."""
    return (p.return_old if years >= 55 else p.return_young) * exp(p.jobs_pull * (jobs - 1.0))


@rule
def _let_go(residents: ResidentColumns, i: int, firms: EnterpriseColumns, organisations: OrganisationColumns) -> None:
    """Whoever leaves or dies gives up job and membership."""
    if residents.employer[i] >= 0:
        firms.employees[residents.employer[i]] -= 1
        residents.employer[i] = -1
    if residents.organisation[i] >= 0:
        organisations.members[residents.organisation[i]] -= 1
        residents.organisation[i] = -1


@rule
def _come_of_age(
    seed: int, p: Demography, usual: NDArray[np.float64], residents: ResidentColumns, i: int, person: int
) -> None:
    """Somebody who has just turned 18 takes the row of the dead; ``usual``: see ``usual_values``."""
    u = uniforms(seed, NEWCOMER, 0, person, 0)
    w = uniforms(seed, NEWCOMER, 0, person, 1)
    residents.person[i], residents.age[i] = person, ADULT
    residents.male[i] = 1 if u[0] < 0.5 else 0
    residents.never[i] = 1 if u[1] < usual[0] else 0
    residents.away[i] = 1 if u[2] < p.newcomer_away else 0
    residents.frailty[i] = gamma_quantile(u[3], usual[1])
    residents.motivation[i] = usual[2] * normal_quantile(w[0])
    residents.schooling[i] = whole(p.newcomer_schooling)
    residents.party[i], residents.aware[i], residents.registrant[i], residents.leader[i] = 0, 0, 0, 0
    residents.took_part[i], residents.served[i] = 0, 0
    residents.efficacy[i], residents.habit[i], residents.satisfaction[i] = usual[3], usual[4], usual[5]
    residents.trust_neighbour[i], residents.trust_volunteer[i], residents.trust_cadre[i] = usual[6], usual[7], usual[8]
    residents.trust_platform[i], residents.trust_township[i] = usual[9], usual[10]
    residents.tired[i], residents.hours[i], residents.points[i] = 0.0, 0.0, 0.0


def usual_values(parameters: Parameters) -> NDArray[np.float64]:
    """What newcomers start with, shape (11,): never, frailty, motivation, efficacy, habit, satisfaction, trust x5."""
    s, t = parameters.self_governance, parameters.trust
    mind = (s.never, parameters.grievances.frailty, s.motivation_spread, s.efficacy_0, s.habit_0, t.satisfaction_start)
    trust = (t.start_neighbour, t.start_volunteer, t.start_cadre, t.start_platform, t.start_township)
    return np.array(mind + trust)


@rule
def _list_birthdays(residents: ResidentColumns, first: int, last: int, month: int, listed: NDArray[np.int32]) -> int:
    """List those whose birthday is in this month of the year; returns how many they are."""
    count = 0
    for j in range(last - first):
        listed[count] = first + j
        count += whole(residents.person[row(first + j)] % 12 == month)
    return count


@loop
def _year(
    m: Month,
    usual: NDArray[np.float64],
    firms: EnterpriseColumns,
    organisations: OrganisationColumns,
    next_person: int,
    listed: NDArray[np.int32],
) -> int:
    """Birthdays and deaths; returns the next free persistent id."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = demography_numbers(m.numbers.demography)
    tally = demography_tally(m.counted)
    for v in range(facts.township.size):
        first, last = facts.first_resident[v], facts.first_resident[v + 1]
        for n in range(_list_birthdays(residents, first, last, month % 12, listed)):
            i = listed[n]
            years = whole(residents.age[i])
            drawn = uniforms(seed, YEAR, month, residents.person[i], 0)[0]
            if drawn < mortality(p, years, residents.male[i]):
                _let_go(residents, i, firms, organisations)
                tally.deaths[v] += 1.0
                _come_of_age(seed, p, usual, residents, i, next_person)
                next_person += 1
            else:
                residents.age[i] = min(OLDEST, years + 1)
    return next_person


@loop
def _migrate(
    m: Month,
    organisations: OrganisationColumns,
    firms: EnterpriseColumns,
    jobs: NDArray[np.float64],
    words: NDArray[np.uint32],
    chances: NDArray[np.float64],
    moves: NDArray[np.bool_],
) -> None:
    """Going away and coming back."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = demography_numbers(m.numbers.demography)
    tally = demography_tally(m.counted)
    for v in range(facts.township.size):
        local = jobs[facts.township[v]]
        for years in range(chances.shape[1]):
            chances[0, years], chances[1, years] = leaving(p, years, local), returning(p, years, local)
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, MOVE, month)
            for j in range(count):
                i = row(start + j)
                moves[j] = unit(words[0, j]) < chances[whole(residents.away[i]), whole(residents.age[i])]
            for j in range(count):
                if not moves[j]:
                    continue
                i = start + j
                if residents.away[i]:
                    residents.away[i] = 0
                    tally.returned[v] += 1.0
                elif residents.employer[i] < 0 and residents.leader[i] == 0:
                    _let_go(residents, i, firms, organisations)
                    residents.away[i] = 1
                    tally.left[v] += 1.0


@loop
def _count_present(m: Month) -> None:
    residents, facts = m.residents, m.facts
    village = village_state(m.villages)
    for v in range(facts.township.size):
        present, young, first = 0, 0, facts.first_resident[v]
        for j in range(facts.first_resident[v + 1] - first):
            i = row(first + j)
            here = 1 - whole(residents.away[i])
            present += here
            young += here & whole(residents.age[i] < 62)
        village.present[v], village.young[v] = present, young


@loop
def _jobs(firms: EnterpriseColumns, jobs: NDArray[np.float64], size: NDArray[np.float64]) -> None:
    for e in range(firms.township.size):
        jobs[firms.township[e]] += firms.employees[e]
        size[firms.township[e]] += firms.size[e]


def local_jobs(state: State) -> NDArray[np.float64]:
    """Workers over posts at usual orders, by township; 1 where there are no firms."""
    jobs, size = np.zeros(state.places.townships), np.zeros(state.places.townships)
    _jobs(state.enterprises, jobs, size)
    return np.divide(jobs, size, out=np.ones_like(jobs), where=size > 0)


def count_present(state: State) -> None:
    """Adults present, and those under 62, of each village."""
    _count_present(state.view())


def age_and_move(state: State) -> None:
    """Birthdays, deaths, comings of age, going away and coming back."""
    state.next_person = _year(
        state.view(),
        usual_values(state.parameters),
        state.enterprises,
        state.organisations,
        state.next_person,
        np.empty(state.largest + 1, np.int32),
    )
    _migrate(
        state.view(),
        state.organisations,
        state.enterprises,
        local_jobs(state),
        words_buffer(),
        np.zeros((2, OLDEST + 1)),
        np.empty(CHUNK, np.bool_),
    )
    count_present(state)

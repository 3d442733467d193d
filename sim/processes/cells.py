"""Micro-grid cells 微网格: who leads a cell, who tires of it, and how far leaders reach.

Leaders come from the same few willing registrants who already serve; a cell is only as good as its leader is rested.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.core.draws import decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import exp, logistic
from sim.parameters.volunteering import Volunteering
from sim.processes.blocks import lever_values, village_state, volunteer_tally, volunteering_numbers
from sim.processes.state import Month, State

CELL = decision("volunteering.cell")
WILLING = decision("volunteering.willing")


@rule
def agree_chance(p: Volunteering, residents: ResidentColumns, i: int, recognition: float) -> float:
    """Chance that a registrant agrees to lead a cell (B-V16)."""
    z = p.leader_accept + p.motivation * real(residents.motivation[i]) + p.recognition * recognition
    z -= p.tired * real(residents.tired[i])
    if residents.party[i]:
        z += p.party
    if residents.employer[i] >= 0:
        z -= p.working
    return logistic(z)


@rule
def step_back_chance(p: Volunteering, tired: float) -> float:
    """Chance that a leader steps back this month."""
    return p.leader_quit * exp(p.leader_quit_tired * tired)


@rule
def _list_leaders(residents: ResidentColumns, first: int, last: int, listed: NDArray[np.int32]) -> int:
    """List the leaders of a village; returns how many they are."""
    count = 0
    for j in range(last - first):
        listed[count] = first + j
        count += whole(residents.leader[row(first + j)] != 0)
    return count


@rule
def _release(residents: ResidentColumns, first: int, last: int, leaders: int, target: int) -> int:
    """Release leaders beyond the target, from the last row upwards; returns how many remain."""
    i = last - 1
    while leaders > target and i >= first:
        if residents.leader[i]:
            residents.leader[i] = 0
            leaders -= 1
        i -= 1
    return leaders


@rule
def _list_candidates(
    p: Volunteering,
    residents: ResidentColumns,
    first: int,
    last: int,
    before: NDArray[np.uint8],
    listed: NDArray[np.int32],
) -> int:
    """List those who may lead, being registered, present and not too old, and did not lead when the month began."""
    count = 0
    for j in range(last - first):
        i = row(first + j)
        listed[count] = first + j
        free = whole(residents.registrant[i] != 0) & whole(residents.away[i] == 0) & whole(before[i] == 0)
        count += free & whole(residents.age[i] <= p.leader_age)
    return count


@rule
def _recruit(
    seed: int,
    month: int,
    p: Volunteering,
    residents: ResidentColumns,
    first: int,
    last: int,
    vacancies: int,
    recognition: float,
    before: NDArray[np.uint8],
    listed: NDArray[np.int32],
    persons: NDArray[np.int32],
    words: NDArray[np.uint32],
) -> int:
    """Fill vacancies among those who agree; returns how many were taken.

    Whoever is asked again answers the same, unless he is rested or thanked.
    """
    candidates = _list_candidates(p, residents, first, last, before, listed)
    for n in range(candidates):
        persons[n] = residents.person[listed[n]]
    fill_words(words, persons, 0, candidates, seed, WILLING, 0)
    agree = 0
    for n in range(candidates):
        listed[agree] = listed[n]
        agree += whole(unit(words[0, n]) < agree_chance(p, residents, listed[n], recognition))
    taken = 0
    for n in range(agree):
        i = listed[n]
        if taken < vacancies and uniforms(seed, CELL, month, residents.person[i], 0)[1] * agree < vacancies:
            residents.leader[i] = 1
            taken += 1
    return taken


@loop
def _renew(
    m: Month,
    before: NDArray[np.uint8],
    listed: NDArray[np.int32],
    persons: NDArray[np.int32],
    words: NDArray[np.uint32],
) -> None:
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = volunteering_numbers(m.numbers.volunteering)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = volunteer_tally(m.counted)
    for v in range(facts.township.size):
        target = math.floor(levers.grid_leaders[v] * facts.households[v] / 100.0 + 0.5)
        if target == 0 and village.leaders[v] == 0.0:
            continue
        first, last = facts.first_resident[v], facts.first_resident[v + 1]
        leaders = 0
        for n in range(_list_leaders(residents, first, last, listed)):
            i = listed[n]
            c = uniforms(seed, CELL, month, residents.person[i], 0)
            if c[0] < step_back_chance(p, real(residents.tired[i])):
                residents.leader[i] = 0
                tally.leaders_quit[v] += 1.0
            else:
                leaders += 1
        leaders = _release(residents, first, last, leaders, target)
        if leaders < target:
            recognition = levers.recognition[v]
            taken = _recruit(
                seed, month, p, residents, first, last, target - leaders, recognition, before, listed, persons, words
            )
            leaders += taken
            tally.new_leaders[v] += taken
        reach = 0.0
        for n in range(_list_leaders(residents, first, last, listed)):
            tired = real(residents.tired[listed[n]])
            reach += max(0.0, 1.0 - p.leader_fatigue * tired)
            tally.tired_leaders[v] += tired
        tally.leaders[v] = leaders
        village.leaders[v] = leaders
        village.leader_effect[v] = min(1.0, reach * p.leader_cell / max(1.0, real(facts.households[v])))


def renew_leaders(state: State) -> None:
    """Leaders of cells step back, are released and are found."""
    largest = state.largest
    _renew(
        state.view(),
        state.residents.leader.copy(),
        np.empty(largest + 1, np.int32),
        np.empty(largest, np.int32),
        words_buffer(largest),
    )

"""Micro-grid cells 微网格: who leads a cell, who tires of it, and how far leaders reach.

Leaders come from the same few willing registrants who already serve; a cell is only as good as its leader is rested.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.core.draws import decision, uniform, uniforms
from sim.core.kernels import loop, real, rule
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
def agrees(seed: int, p: Volunteering, residents: ResidentColumns, i: int, recognition: float) -> bool:
    """Whether a registrant agrees when asked; asked again he answers the same, unless he is rested or thanked."""
    return uniform(seed, WILLING, 0, residents.person[i], 0) < agree_chance(p, residents, i, recognition)


@rule
def step_back_chance(p: Volunteering, tired: float) -> float:
    """Chance that a leader steps back this month."""
    return p.leader_quit * exp(p.leader_quit_tired * tired)


@rule
def may_lead(p: Volunteering, residents: ResidentColumns, i: int) -> bool:
    """Present, registered and not too old."""
    return bool(residents.registrant[i] != 0 and residents.away[i] == 0 and residents.age[i] <= p.leader_age)


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
) -> int:
    """Fill vacancies among those who agree; returns how many were taken."""
    agree = 0
    for i in range(first, last):
        if before[i] == 0 and may_lead(p, residents, i) and agrees(seed, p, residents, i, recognition):
            agree += 1
    taken = 0
    for i in range(first, last):
        if taken < vacancies and before[i] == 0 and may_lead(p, residents, i):
            drawn = uniforms(seed, CELL, month, residents.person[i], 0)[1]
            if drawn * agree < vacancies and agrees(seed, p, residents, i, recognition):
                residents.leader[i] = 1
                taken += 1
    return taken


@loop
def _renew(
    m: Month,
    before: NDArray[np.uint8],
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
        for i in range(first, last):
            if residents.leader[i]:
                tired = real(residents.tired[i])
                c = uniforms(seed, CELL, month, residents.person[i], 0)
                if c[0] < step_back_chance(p, tired):
                    residents.leader[i] = 0
                    tally.leaders_quit[v] += 1.0
                else:
                    leaders += 1
        leaders = _release(residents, first, last, leaders, target)
        if leaders < target:
            taken = _recruit(seed, month, p, residents, first, last, target - leaders, levers.recognition[v], before)
            leaders += taken
            tally.new_leaders[v] += taken
        reach = 0.0
        for i in range(first, last):
            if residents.leader[i]:
                tired = real(residents.tired[i])
                reach += max(0.0, 1.0 - p.leader_fatigue * tired)
                tally.tired_leaders[v] += tired
        tally.leaders[v] = leaders
        village.leaders[v] = leaders
        village.leader_effect[v] = min(1.0, reach * p.leader_cell / max(1.0, real(facts.households[v])))


def renew_leaders(state: State) -> None:
    """Leaders of cells step back, are released and are found."""
    _renew(
        state.view(),
        state.residents.leader.copy(),
    )

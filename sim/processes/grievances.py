"""Grievances 矛盾: how they arise, what is sensed early, and whether people bear them, talk or go to a third party.

Types: family 家庭, neighbours 邻里, land and homestead 土地宅基地, village affairs 村务, labour 劳动, contract and
damages 合同赔偿, other. The steps after a grievance form the "dispute pagoda" (B-D1m).
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.enterprise import EnterpriseColumns
from sim.agents.resident import ResidentColumns
from sim.agents.tables import OPEN, CaseRows, ContactRows, PonderingRows
from sim.agents.village import VillageState
from sim.core.draws import CHUNK, decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import exp, normal_quantile
from sim.core.parameters import family
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.parameters.grievances import Grievances
from sim.processes.blocks import (
    grievance_numbers,
    grievance_tally,
    lever_values,
    settlement_numbers,
    settlement_tally,
    village_row,
    village_state,
)
from sim.processes.cases import rules_clarity
from sim.processes.pagoda import (
    CONTRACT,
    FAMILY,
    LABOUR,
    LAND,
    NEIGHBOURS,
    OTHER,
    TYPES,
    Sizes,
    Vector,
    follow,
    notice_early,
    respond,
)
from sim.processes.state import Month, State
from sim.world.facts import KIN_SLOTS, NEIGHBOUR_SLOTS, TIE_SLOTS, WORK_SLOTS, VillageFacts

GATE = decision("grievances.gate")
TYPE = decision("grievances.type")
SEVERITY = decision("grievances.severity")
OUTSIDE = decision("grievances.outside")


GATE_CHANCE = 0.0625
"""Share of residents for whom the draws per type are made at all; larger than any monthly hazard of a type."""
USUAL_GRID_STAFF = 0.0065
"""Grid staff per household of the county that ``sensing`` was set for (O-W10: 1,200 on about 185,000 households)."""


@rule
def hazards(
    p: Grievances,
    base: Vector,
    years: int,
    male: int,
    frailty: float,
    household: float,
    land_factor: float,
    village_factor: float,
    unpaid: bool,
) -> Vector:
    """Monthly hazard of each type for one person (B-D3, B-D4, O-N21, O-N22).

    ``household`` is the size of the person's household over the mean; the factors are the village's, for land and
    village affairs.
    """
    e = exp(p.age * (years - 60.0) + p.male * male) * frailty / 12.0
    land = base[2] * e * household * land_factor
    village = base[3] * e * village_factor
    labour = base[4] * e + (p.arrears if unpaid else 0.0)
    return base[0] * e, base[1] * e, land, village, labour, base[5] * e, base[6] * e


@rule
def land_factor(p: Grievances, absent: float) -> float:
    """More land grievances where many are away and plots change hands."""
    return max(0.0, 1.0 + p.land_absence * (absent - p.absence_0))


@rule
def village_factor(p: Grievances, openness: float, income: float) -> float:
    """Fewer grievances over village affairs under clear rules, more where there is more common money (B-G9)."""
    return max(0.0, 1.0 - p.openness * openness) * (1.0 + p.stakes * income / 10_000.0)


@rule
def pick_type(hazard: Vector, a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> int:
    """The type that arises past the gate, -1 for none: of several the one most exceeded."""
    u = (a[0], a[1], a[2], a[3], b[0], b[1], b[2])
    best, best_ratio = -1, 2.0
    for k in range(7):
        x = min(1.0, hazard[k] / GATE_CHANCE)
        if u[k] < x and u[k] / x < best_ratio:
            best, best_ratio = k, u[k] / x
    return best


@rule
def other_side(p: Grievances, kind: int, ties: NDArray[np.int32], i: int, u: float, u_land: float) -> int:
    """The tie a grievance is against, -1 for the collective, an employer or an outsider."""
    if kind == FAMILY:
        first, last = KIN_SLOTS
    elif kind == NEIGHBOURS or (kind == LAND and u_land >= p.land_collective):
        first, last = NEIGHBOUR_SLOTS
    elif kind == CONTRACT:
        first, last = WORK_SLOTS
    elif kind == OTHER:
        first, last = 0, TIE_SLOTS
    else:
        return -1
    slots = last - first
    begin = int(u * slots)
    for step in range(slots):
        other = ties[i, first + (begin + step) % slots]
        if other < ties.shape[0]:
            return int(other)
    return -1


@rule
def sensing_share(p: Grievances, v: int, facts: VillageFacts, village: VillageState, levers: LeverValues) -> float:
    """Share of light grievances noticed early 早期排查: by grid staff, sweeps, micro-grid leaders in reach."""
    staff = real(facts.grid_staff[v]) / max(1.0, real(facts.households[v])) / USUAL_GRID_STAFF
    hours = real(levers.leader_hours[v])
    leaders = p.leader_sensing * real(village.leader_effect[v]) * hours / (hours + p.leader_hours_half)
    return 1.0 - (1.0 - min(1.0, p.sensing * staff)) * (1.0 - real(levers.sensing[v])) * (1.0 - leaders)


@loop
def _ponder(
    m: Month,
    constants: Vector,
    waiting_before: PonderingRows,
    count: int,
    cases: CaseRows,
    pondering: PonderingRows,
    contacts: ContactRows,
    sizes: Sizes,
    responses: NDArray[np.uint8],
) -> Sizes:
    """Those who talked in vain last month decide again; ``responses``: what comes of each (``pagoda``)."""
    for w in range(count):
        i, kind, severity = int(waiting_before.person[w]), int(waiting_before.kind[w]), real(waiting_before.severity[w])
        born, other = int(waiting_before.born[w]), int(waiting_before.other[w])
        outcome = respond(m, 1, constants, i, kind, severity)
        responses[w] = outcome
        sizes = follow(m, 1, outcome, i, kind, born, severity, other, cases, pondering, contacts, sizes)
    return sizes


@rule
def _list_gated(
    residents: ResidentColumns, start: int, count: int, words: NDArray[np.uint32], gated: NDArray[np.int32]
) -> int:
    """List those present of a chunk whose draws per type are made; returns how many they are."""
    passed = 0
    for j in range(count):
        gated[passed] = start + j
        here = whole(residents.away[row(start + j)] == 0)
        passed += whole(unit(words[0, row(j)]) < GATE_CHANCE) & here
    return passed


@loop
def _arise(
    m: Month,
    first_village: int,
    base: Vector,
    severities: Vector,
    constants: Vector,
    household_share: NDArray[np.float64],
    enterprises: EnterpriseColumns,
    cases: CaseRows,
    pondering: PonderingRows,
    contacts: ContactRows,
    sizes: Sizes,
    words: NDArray[np.uint32],
    gated: NDArray[np.int32],
) -> tuple[int, Sizes]:
    """New grievances and first responses, village by village while the tables have room."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = grievance_numbers(m.numbers.grievances)
    p_settlement = settlement_numbers(m.numbers.settlement)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = grievance_tally(m.counted)
    by_type = (tally.family, tally.neighbours, tally.land, tally.village, tally.labour, tally.contract, tally.other)
    room = min(cases.person.size, pondering.person.size, contacts.person.size)
    for v in range(first_village, facts.township.size):
        if max(sizes[0], sizes[1], sizes[2]) + facts.first_resident[v + 1] - facts.first_resident[v] > room:
            return v, sizes
        sense = sensing_share(p, v, facts, village, levers)
        openness = rules_clarity(p_settlement.rules_0, levers.rules_clarity[v]) - p_settlement.rules_0
        of_village = village_factor(p, openness, levers.collective_income[v])
        absent = 1.0 - village.present[v] / max(1.0, real(facts.registered[v]))
        of_land = land_factor(p, absent)
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, GATE, month)
            for n in range(_list_gated(residents, start, count, words, gated)):
                i = gated[n]
                employer = residents.employer[i]
                unpaid = employer >= 0 and enterprises.arrears[employer] != 0
                hazard = hazards(
                    p,
                    base,
                    residents.age[i],
                    residents.male[i],
                    real(residents.frailty[i]),
                    real(household_share[residents.household[i]]),
                    of_land,
                    of_village,
                    unpaid,
                )
                person = residents.person[i]
                a = uniforms(seed, TYPE, month, person, 0)
                b = uniforms(seed, TYPE, month, person, 1)
                kind = pick_type(hazard, a, b)
                if kind < 0:
                    continue
                s = uniforms(seed, SEVERITY, month, person, kind)
                severity = real(np.float32(exp(severities[kind] + p.severity_spread * normal_quantile(s[0]))))
                other = other_side(p, kind, m.ties, i, s[1], s[2])
                tally.grievances[v] += 1.0
                tally.severity[v] += severity
                by_type[kind][v] += 1.0
                heard = village.association[v] if kind in (LABOUR, CONTRACT) else 0.0
                if s[3] < 1.0 - (1.0 - sense) * (1.0 - heard) and severity < p.sensing_severity:
                    tally.sensed[v] += 1.0
                    brought, case_count = notice_early(m, i, kind, severity, other, cases, sizes[0])
                    sizes = (case_count, sizes[1], sizes[2])
                    if brought:
                        continue
                outcome = respond(m, 0, constants, i, kind, severity)
                sizes = follow(m, 0, outcome, i, kind, month, severity, other, cases, pondering, contacts, sizes)
    return facts.township.size, sizes


@loop
def _reopen(m: Month, cases: CaseRows, size: int) -> None:
    """Cases that relapse this month are open again."""
    month, residents = m.month, m.residents
    settled = settlement_tally(m.counted)
    for c in range(size):
        if cases.relapse[c] == month:
            cases.relapse[c] = OPEN
            cases.relapsed[c] = 1
            cases.since[c] = month
            cases.ready[c] = month
            settled.reopened[residents.village[cases.person[c]]] += 1.0


@rule
def poisson(mean: float, u: float) -> int:
    """Poisson count by inversion."""
    count, term = 0, exp(-mean)
    total = term
    while u > total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count


@loop
def _outside(m: Month) -> None:
    """Petitions and suits that come from outside village disputes; no measure reaches them."""
    seed, month, facts = m.seed, m.month, m.facts
    p = grievance_numbers(m.numbers.grievances)
    village = village_state(m.villages)
    tally = grievance_tally(m.counted)
    for v in range(facts.township.size):
        u = uniforms(seed, OUTSIDE, month, v, 0)
        tally.outside_petitions[v] = poisson(p.outside_petition * village.present[v] / 12000.0, u[0])
        tally.outside_suits[v] = poisson(p.outside_suit * village.present[v] / 12000.0, u[1])
        village.petitions[v] += tally.outside_petitions[v]


def vectors(parameters: Parameters) -> tuple[tuple[float, ...], ...]:
    """Yearly rates, log severities and third-party constants by type."""
    p = parameters.grievances
    rates = tuple(float(getattr(p, name)) for name in TYPES)
    return rates, family(p, "severity", TYPES), family(p, "third", TYPES)


def arise(state: State) -> None:
    """Relapses, second thoughts, new grievances and what comes from outside."""
    village_row(state.villages, "petitions")[:] = 0.0
    _reopen(state.view(), state.cases.rows, state.cases.size)
    rates, severities, constants = vectors(state.parameters)
    waiting = state.pondering.size
    before = state.pondering.renew()
    for table in (state.cases, state.pondering, state.contacts):
        table.reserve(waiting)
    sizes, state.responses = (state.cases.size, 0, state.contacts.size), np.zeros(waiting, np.uint8)
    sizes = _ponder(
        state.view(),
        constants,
        before,
        waiting,
        state.cases.rows,
        state.pondering.rows,
        state.contacts.rows,
        sizes,
        state.responses,
    )
    words, gated = words_buffer(), np.empty(CHUNK, np.int32)
    village, villages = 0, state.places.villages
    while village < villages:
        state.cases.size, state.pondering.size, state.contacts.size = sizes
        room = int(state.facts.registered[village]) + max(sizes)
        for table in (state.cases, state.pondering, state.contacts):
            table.reserve(room - table.size)
        village, sizes = _arise(
            state.view(),
            village,
            rates,
            severities,
            constants,
            state.household_share,
            state.enterprises,
            state.cases.rows,
            state.pondering.rows,
            state.contacts.rows,
            sizes,
            words,
            gated,
        )
    state.cases.size, state.pondering.size, state.contacts.size = sizes
    _outside(state.view())

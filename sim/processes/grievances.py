"""Grievances 矛盾: how they arise, what is sensed early, and whether people bear them, talk or go to a third party.

Types: family 家庭, neighbours 邻里, land and homestead 土地宅基地, village affairs 村务, labour 劳动, contract and
damages 合同赔偿, other. The steps after a grievance form the "dispute pagoda" (B-D1m).
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.enterprise import EnterpriseColumns
from sim.agents.resident import MEDIATION, ResidentColumns
from sim.agents.tables import OPEN, PETITION_CONTACT, CaseRows, ContactRows, PonderingRows
from sim.agents.village import TOWNSHIP, VillageState
from sim.core.draws import CHUNK, decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, rule
from sim.core.maths import exp, gumbel_quantile, log, logistic, normal_quantile
from sim.core.parameters import family
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.parameters.cadre_time import CadreTime
from sim.parameters.grievances import Grievances
from sim.parameters.settlement import Settlement
from sim.processes.blocks import (
    Block,
    cadre_numbers,
    grievance_numbers,
    grievance_tally,
    lever_values,
    settlement_numbers,
    settlement_tally,
    village_state,
    village_view,
)
from sim.processes.cases import add_case, both_know_rules, rules_clarity
from sim.processes.requests import add_contact
from sim.processes.state import State
from sim.processes.ties import mean_trust
from sim.processes.transfer import DOCKING, TRANSFER, days_to_township, transfer_months
from sim.tallies import GrievanceTally, SettlementTally
from sim.world.facts import KIN_SLOTS, NEIGHBOUR_SLOTS, TIE_SLOTS, WORK_SLOTS, VillageFacts

GATE = decision("grievances.gate")
TYPE = decision("grievances.type")
SEVERITY = decision("grievances.severity")
EARLY = decision("grievances.early")
RESPONSE = decision("grievances.response")
DOOR = decision("grievances.door")
OUTSIDE = decision("grievances.outside")

TYPES = ("family", "neighbours", "land", "village", "labour", "contract", "other")
FAMILY, NEIGHBOURS, LAND, VILLAGE, LABOUR, CONTRACT, OTHER = range(7)

GATE_CHANCE = 0.0625
"""Share of residents for whom the draws per type are made at all; larger than any monthly hazard of a type."""
USUAL_GRID_STAFF = 0.0065
"""Grid staff per household of the county that ``sensing`` was set for (O-W10: 1,200 on about 185,000 households)."""

Vector = tuple[float, ...]
"""A number for each type."""

Sizes = tuple[int, int, int]
BORNE, TALKED, PONDERS, CASE, PETITION, SUIT = range(6)


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


@rule
def third_utility(
    p: Grievances, constant: float, ln_severity: float, trust: float, tie_trust: float, knows: bool, remote: float
) -> float:
    """Utility of going to a third party."""
    known = 1.0 if knows else 0.0
    value = p.third + p.third_severity * ln_severity + p.third_trust * (trust - 0.5)
    value += p.third_awareness * (known - 0.6) + constant + p.third_ties * tie_trust
    return value - p.third_remote * remote


@rule
def talk_chance(p: Grievances, ln_severity: float, trust: float) -> float:
    """Chance that talking it over settles a grievance."""
    return logistic(p.talk_success - p.talk_severity * ln_severity + p.talk_trust * (trust - 0.5))


@rule
def early_chance(p: Grievances, ln_severity: float, trust: float, rules: float) -> float:
    """Chance that a grievance noticed early is settled on the spot."""
    known = p.early_rules * rules
    return logistic(p.early - p.early_severity * ln_severity + p.early_trust * (trust - 0.5) + known)


@rule
def petition_door(p: Grievances, kind: int, trust_township: float, ln_severity: float) -> float:
    """Chance that a third-party matter goes straight to the petition office."""
    apt = p.direct_apt if kind in (LAND, VILLAGE, LABOUR) else p.direct_inapt
    return p.direct_petition * exp(p.direct_distrust * (0.45 - trust_township) + p.direct_severity * ln_severity) * apt


@rule
def court_door(p: Grievances, kind: int, schooling: float, ln_severity: float) -> float:
    """Chance that a third-party matter goes straight to court (B-D8)."""
    apt = p.direct_apt if kind in (FAMILY, LABOUR, CONTRACT) else p.direct_inapt
    return p.direct_suit * exp(0.3 * ln_severity + p.direct_schooling * (schooling / 16.0 - 0.3)) * apt


@rule
def respond(
    seed: int,
    month: int,
    turn: int,
    p: Grievances,
    constants: Vector,
    i: int,
    kind: int,
    severity: float,
    residents: ResidentColumns,
    ties: NDArray[np.int32],
    remote: float,
) -> int:
    """Bear it, talk it over or go to a third party; in the second ``turn`` talking has been tried."""
    ln_severity = log(severity)
    sub = kind + 8 * turn
    r = uniforms(seed, RESPONSE, month, residents.person[i], sub)
    bear = -p.bear_severity * ln_severity + gumbel_quantile(r[0])
    talk = p.talk + gumbel_quantile(r[1]) if turn == 0 else -1e9
    knows = (int(residents.aware[i]) & MEDIATION) != 0
    tie_trust = mean_trust(ties, residents.trust_cadre, i)
    trust = real(residents.trust_cadre[i])
    third = third_utility(p, constants[kind], ln_severity, trust, tie_trust, knows, remote) + gumbel_quantile(r[2])
    if bear >= talk and bear >= third:
        return BORNE
    if talk >= third:
        return TALKED if r[3] < talk_chance(p, ln_severity, real(residents.trust_neighbour[i])) else PONDERS
    d = uniforms(seed, DOOR, month, residents.person[i], sub)
    if d[0] < petition_door(p, kind, real(residents.trust_township[i]), ln_severity):
        return PETITION
    if d[1] < court_door(p, kind, real(residents.schooling[i]), ln_severity):
        return SUIT
    return CASE


@rule
def record_case(tally: GrievanceTally, kind: int, v: int) -> None:
    """Count a case that is written down."""
    by_type = (
        tally.recorded_family,
        tally.recorded_neighbours,
        tally.recorded_land,
        tally.recorded_village,
        tally.recorded_labour,
        tally.recorded_contract,
        tally.recorded_other,
    )
    tally.recorded[v] += 1.0
    by_type[kind][v] += 1.0


@rule
def follow(
    seed: int,
    month: int,
    turn: int,
    outcome: int,
    p: Grievances,
    p_settlement: Settlement,
    p_cadre: CadreTime,
    i: int,
    kind: int,
    born: int,
    severity: float,
    other: int,
    residents: ResidentColumns,
    cases: CaseRows,
    pondering: PonderingRows,
    contacts: ContactRows,
    sizes: Sizes,
    v: int,
    village: VillageState,
    levers: LeverValues,
    tally: GrievanceTally,
    settled: SettlementTally,
) -> Sizes:
    """Carry out a response: count it, open a case, petition, sue, or wait; returns the sizes of the three tables."""
    case_count, waiting, contact_count = sizes
    person = residents.person[i]
    if outcome == BORNE:
        tally.borne[v] += 1.0
        tally.borne_severity[v] += severity
    elif outcome == TALKED:
        tally.talked[v] += 1.0
    elif outcome == PONDERS:
        pondering.person[waiting], pondering.kind[waiting], pondering.born[waiting] = i, kind, born
        pondering.severity[waiting], pondering.other[waiting] = severity, other
        waiting += 1
    else:
        tally.brought[v] += 1.0
        if uniforms(seed, DOOR, month, person, kind + 8 * turn)[2] < p.record:
            record_case(tally, kind, v)
        if outcome == SUIT and uniforms(seed, DOCKING, month, person, (born * 8 + kind) * 2)[0] < levers.docking[0]:
            case_count = add_case(cases, case_count, i, kind, born, severity, other, 2, month + 1, OPEN)
            cases.docked[case_count - 1] = 1
            settled.docked[v] += 1.0
        elif outcome == SUIT:
            tally.direct_suits[v] += 1.0
            settled.suits[v] += 1.0
        elif outcome == CASE:
            case_count = add_case(cases, case_count, i, kind, born, severity, other, 0, month, OPEN)
        else:
            tally.direct_petitions[v] += 1.0
            settled.petitions[v] += 1.0
            village.petitions[v] += 1.0
            u = uniforms(seed, TRANSFER, month, person, (born * 8 + kind) * 4)[0]
            ready = month + transfer_months(days_to_township(p_settlement, p_cadre, v, village, levers), u)
            case_count = add_case(cases, case_count, i, kind, born, severity, other, 1, ready, OPEN)
            cases.petitions[case_count - 1] = 1
            contact_count = add_contact(contacts, contact_count, i, TOWNSHIP, PETITION_CONTACT)
    return case_count, waiting, contact_count


@rule
def notice_early(
    seed: int,
    month: int,
    p: Grievances,
    p_settlement: Settlement,
    i: int,
    kind: int,
    severity: float,
    other: int,
    residents: ResidentColumns,
    cases: CaseRows,
    case_count: int,
    v: int,
    levers: LeverValues,
    tally: GrievanceTally,
    settled: SettlementTally,
) -> tuple[bool, int]:
    """A grievance noticed early: settled on the spot, or surfaced as a case, or left alone (B-D5).

    Returns whether it was brought, and the number of cases.
    """
    e = uniforms(seed, EARLY, month, residents.person[i], kind)
    clear = 0.0
    if both_know_rules(residents, kind, i, other):
        clear = rules_clarity(p_settlement.rules_0, levers.rules_clarity[v])
    trust = real(residents.trust_neighbour[i])
    if e[0] < early_chance(p, log(severity), trust, clear):
        if e[2] < p_settlement.relapse_true:
            asleep_until = month + 1 + int(6.0 * e[3])
            case_count = add_case(cases, case_count, i, kind, month, severity, other, 0, month, asleep_until)
        else:
            tally.early_settled[v] += 1.0
            settled.settled_village[v] += 1.0
            settled.months[0, v] += 1.0
    elif e[1] < p.surface:
        tally.surfaced[v] += 1.0
        case_count = add_case(cases, case_count, i, kind, month, severity, other, 0, month, OPEN)
    else:
        return False, case_count
    tally.brought[v] += 1.0
    if uniforms(seed, DOOR, month, residents.person[i], kind)[2] < p.record:
        record_case(tally, kind, v)
    return True, case_count


@loop
def _ponder(
    seed: int,
    month: int,
    p_block: Block,
    p_settlement_block: Block,
    p_cadre_block: Block,
    constants: Vector,
    residents: ResidentColumns,
    ties: NDArray[np.int32],
    waiting_before: PonderingRows,
    count: int,
    cases: CaseRows,
    pondering: PonderingRows,
    contacts: ContactRows,
    sizes: Sizes,
    facts: VillageFacts,
    village_block: Block,
    levers_block: Block,
    tally_block: Block,
    settled_block: Block,
) -> Sizes:
    """Those who talked in vain last month decide again."""
    p = grievance_numbers(p_block)
    p_settlement = settlement_numbers(p_settlement_block)
    p_cadre = cadre_numbers(p_cadre_block)
    village = village_state(village_block)
    levers = lever_values(levers_block)
    tally = grievance_tally(tally_block)
    settled = settlement_tally(settled_block)
    for w in range(count):
        i, kind = int(waiting_before.person[w]), int(waiting_before.kind[w])
        severity, v = real(waiting_before.severity[w]), int(residents.village[i])
        remote = real(facts.remote[v])
        outcome = respond(seed, month, 1, p, constants, i, kind, severity, residents, ties, remote)
        sizes = follow(
            seed,
            month,
            1,
            outcome,
            p,
            p_settlement,
            p_cadre,
            i,
            kind,
            int(waiting_before.born[w]),
            severity,
            int(waiting_before.other[w]),
            residents,
            cases,
            pondering,
            contacts,
            sizes,
            v,
            village,
            levers,
            tally,
            settled,
        )
    return sizes


@loop
def _arise(
    seed: int,
    month: int,
    first_village: int,
    p_block: Block,
    p_settlement_block: Block,
    p_cadre_block: Block,
    base: Vector,
    severities: Vector,
    constants: Vector,
    residents: ResidentColumns,
    household_share: NDArray[np.float64],
    ties: NDArray[np.int32],
    enterprises: EnterpriseColumns,
    cases: CaseRows,
    pondering: PonderingRows,
    contacts: ContactRows,
    sizes: Sizes,
    facts: VillageFacts,
    village_block: Block,
    levers_block: Block,
    words: NDArray[np.uint32],
    tally_block: Block,
    settled_block: Block,
) -> tuple[int, Sizes]:
    """New grievances and first responses, village by village while the tables have room."""
    p = grievance_numbers(p_block)
    p_settlement = settlement_numbers(p_settlement_block)
    p_cadre = cadre_numbers(p_cadre_block)
    village = village_state(village_block)
    levers = lever_values(levers_block)
    tally = grievance_tally(tally_block)
    settled = settlement_tally(settled_block)
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
        remote = real(facts.remote[v])
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, GATE, month)
            for j in range(count):
                i = start + j
                if unit(words[0, j]) >= GATE_CHANCE or residents.away[i]:
                    continue
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
                other = other_side(p, kind, ties, i, s[1], s[2])
                tally.grievances[v] += 1.0
                tally.severity[v] += severity
                by_type[kind][v] += 1.0
                heard = village.association[v] if kind in (LABOUR, CONTRACT) else 0.0
                if s[3] < 1.0 - (1.0 - sense) * (1.0 - heard) and severity < p.sensing_severity:
                    tally.sensed[v] += 1.0
                    brought, case_count = notice_early(
                        seed,
                        month,
                        p,
                        p_settlement,
                        i,
                        kind,
                        severity,
                        other,
                        residents,
                        cases,
                        sizes[0],
                        v,
                        levers,
                        tally,
                        settled,
                    )
                    sizes = (case_count, sizes[1], sizes[2])
                    if brought:
                        continue
                outcome = respond(seed, month, 0, p, constants, i, kind, severity, residents, ties, remote)
                sizes = follow(
                    seed,
                    month,
                    0,
                    outcome,
                    p,
                    p_settlement,
                    p_cadre,
                    i,
                    kind,
                    month,
                    severity,
                    other,
                    residents,
                    cases,
                    pondering,
                    contacts,
                    sizes,
                    v,
                    village,
                    levers,
                    tally,
                    settled,
                )
    return facts.township.size, sizes


@loop
def _reopen(month: int, residents: ResidentColumns, cases: CaseRows, size: int, settled_block: Block) -> None:
    """Cases that relapse this month are open again."""
    settled = settlement_tally(settled_block)
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
def _outside(
    seed: int, month: int, p_block: Block, facts: VillageFacts, village_block: Block, tally_block: Block
) -> None:
    """Petitions and suits that come from outside village disputes; no measure reaches them."""
    p = grievance_numbers(p_block)
    village = village_state(village_block)
    tally = grievance_tally(tally_block)
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
    village_view(state.villages).petitions[:] = 0.0
    counted, numbers = state.counted, state.numbers
    _reopen(state.month, state.residents, state.cases.rows, state.cases.size, counted)
    rates, severities, constants = vectors(state.parameters)
    waiting = state.pondering.size
    before = state.pondering.renew()
    for table in (state.cases, state.pondering, state.contacts):
        table.reserve(waiting)
    sizes = (state.cases.size, 0, state.contacts.size)
    sizes = _ponder(
        state.seed,
        state.month,
        numbers.grievances,
        numbers.settlement,
        numbers.cadre_time,
        constants,
        state.residents,
        state.ties,
        before,
        waiting,
        state.cases.rows,
        state.pondering.rows,
        state.contacts.rows,
        sizes,
        state.facts,
        state.villages,
        state.levers,
        counted,
        counted,
    )
    words = words_buffer()
    village, villages = 0, state.places.villages
    while village < villages:
        state.cases.size, state.pondering.size, state.contacts.size = sizes
        room = int(state.facts.registered[village]) + max(sizes)
        for table in (state.cases, state.pondering, state.contacts):
            table.reserve(room - table.size)
        village, sizes = _arise(
            state.seed,
            state.month,
            village,
            numbers.grievances,
            numbers.settlement,
            numbers.cadre_time,
            rates,
            severities,
            constants,
            state.residents,
            state.household_share,
            state.ties,
            state.enterprises,
            state.cases.rows,
            state.pondering.rows,
            state.contacts.rows,
            sizes,
            state.facts,
            state.villages,
            state.levers,
            words,
            counted,
            counted,
        )
    state.cases.size, state.pondering.size, state.contacts.size = sizes
    _outside(state.seed, state.month, numbers.grievances, state.facts, state.villages, counted)

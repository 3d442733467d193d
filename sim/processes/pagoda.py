"""The dispute pagoda 纠纷宝塔: bear it, talk it over, or go to a third party, and by which door (B-D1m)."""

from sim.agents.resident import MEDIATION
from sim.agents.tables import OPEN, PETITION_CONTACT, CaseRows, ContactRows, PonderingRows
from sim.agents.village import TOWNSHIP
from sim.core.draws import decision, uniforms
from sim.core.kernels import real, rule
from sim.core.maths import exp, gumbel_quantile, log, logistic
from sim.parameters.grievances import Grievances
from sim.processes.blocks import (
    cadre_numbers,
    grievance_numbers,
    grievance_tally,
    lever_values,
    settlement_numbers,
    settlement_tally,
    village_state,
)
from sim.processes.cases import add_case, both_know_rules, rules_clarity
from sim.processes.requests import add_contact
from sim.processes.state import Month
from sim.processes.ties import mean_trust
from sim.processes.transfer import DOCKING, TRANSFER, days_to_township, transfer_months
from sim.tallies import GrievanceTally

EARLY = decision("grievances.early")
RESPONSE = decision("grievances.response")
DOOR = decision("grievances.door")

TYPES = ("family", "neighbours", "land", "village", "labour", "contract", "other")
FAMILY, NEIGHBOURS, LAND, VILLAGE, LABOUR, CONTRACT, OTHER = range(7)

Vector = tuple[float, ...]
"""A number for each type."""
Sizes = tuple[int, int, int]
"""Rows in use of the tables of cases, of those who ponder, of contacts."""
BORNE, TALKED, PONDERS, CASE, PETITION, SUIT = range(6)
"""What comes of a response."""


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
    z = p.direct_suit_severity * ln_severity + p.direct_schooling * (schooling / 16.0 - 0.3)
    return p.direct_suit * exp(z) * apt


@rule
def respond(m: Month, turn: int, constants: Vector, i: int, kind: int, severity: float) -> int:
    """Bear it, talk it over or go to a third party; in the second ``turn`` talking has been tried."""
    residents, p = m.residents, grievance_numbers(m.numbers.grievances)
    remote = real(m.facts.remote[residents.village[i]])
    ln_severity = log(severity)
    sub = kind + 8 * turn
    r = uniforms(m.seed, RESPONSE, m.month, residents.person[i], sub)
    bear = -p.bear_severity * ln_severity + gumbel_quantile(r[0])
    talk = p.talk + gumbel_quantile(r[1]) if turn == 0 else -1e9
    knows = (int(residents.aware[i]) & MEDIATION) != 0
    tie_trust = mean_trust(m.ties, residents.trust_cadre, i)
    trust = real(residents.trust_cadre[i])
    third = third_utility(p, constants[kind], ln_severity, trust, tie_trust, knows, remote) + gumbel_quantile(r[2])
    if bear >= talk and bear >= third:
        return BORNE
    if talk >= third:
        return TALKED if r[3] < talk_chance(p, ln_severity, real(residents.trust_neighbour[i])) else PONDERS
    d = uniforms(m.seed, DOOR, m.month, residents.person[i], sub)
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
    m: Month,
    turn: int,
    outcome: int,
    i: int,
    kind: int,
    born: int,
    severity: float,
    other: int,
    cases: CaseRows,
    pondering: PonderingRows,
    contacts: ContactRows,
    sizes: Sizes,
) -> Sizes:
    """Carry out a response: count it, open a case, petition, sue, or wait; returns the sizes of the three tables."""
    seed, month, levers, village = m.seed, m.month, lever_values(m.levers), village_state(m.villages)
    p, p_settlement = grievance_numbers(m.numbers.grievances), settlement_numbers(m.numbers.settlement)
    tally, settled = grievance_tally(m.counted), settlement_tally(m.counted)
    case_count, waiting, contact_count = sizes
    person, v = m.residents.person[i], int(m.residents.village[i])
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
            days = days_to_township(p_settlement, cadre_numbers(m.numbers.cadre_time), v, village, levers)
            ready = month + transfer_months(days, u)
            case_count = add_case(cases, case_count, i, kind, born, severity, other, 1, ready, OPEN)
            cases.petitions[case_count - 1] = 1
            contact_count = add_contact(contacts, contact_count, i, TOWNSHIP, PETITION_CONTACT)
    return case_count, waiting, contact_count


@rule
def notice_early(
    m: Month, i: int, kind: int, severity: float, other: int, cases: CaseRows, case_count: int
) -> tuple[bool, int]:
    """A grievance noticed early: settled on the spot, or surfaced as a case, or left alone (B-D5).

    Returns whether it was brought, and the number of cases.
    """
    seed, month, residents, levers = m.seed, m.month, m.residents, lever_values(m.levers)
    p, p_settlement = grievance_numbers(m.numbers.grievances), settlement_numbers(m.numbers.settlement)
    tally, settled = grievance_tally(m.counted), settlement_tally(m.counted)
    v = int(residents.village[i])
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

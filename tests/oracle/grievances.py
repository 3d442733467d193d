"""Grievances 矛盾: stage 5, how they come back, arise and are noticed; ``responses`` says what people do about them."""

import math
from typing import TYPE_CHECKING

from sim.core.draws import Uniforms
from sim.core.maths import exp, log, logistic, normal_quantile
from sim.world.facts import KIN_SLOTS, NEIGHBOUR_SLOTS, TIE_SLOTS, WORK_SLOTS
from tests.oracle.arithmetic import f32, poisson
from tests.oracle.cases import (
    CONTRACT,
    FAMILY,
    LABOUR,
    LAND,
    NEIGHBOURS,
    OTHER,
    TYPES,
    VILLAGE,
    both_know_rules,
    bring,
    make_case,
)
from tests.oracle.matters import Grievance
from tests.oracle.people import NEIGHBOUR, Resident
from tests.oracle.responses import respond
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

SLOTS = {
    FAMILY: KIN_SLOTS,
    NEIGHBOURS: NEIGHBOUR_SLOTS,
    LAND: NEIGHBOUR_SLOTS,
    CONTRACT: WORK_SLOTS,
    OTHER: (0, TIE_SLOTS),
}
"""Among which ties the other side is found."""
GATE = 0.0625


def reopen(county: "PlainCounty") -> None:
    """Cases that relapse this month."""
    for case in county.case_list:
        if case.relapse == county.month:
            case.relapse = -1
            case.relapsed = 1
            case.since = case.ready = county.month
            county.count("settlement.reopened", case.village)
            county.note("reopened", *case.name)


def arise(county: "PlainCounty") -> None:
    for village in county.village_list:
        rules = county.parameters.settlement.rules_0
        village.clarity = 1 - (1 - rules) * (1 - county.levers.rules_clarity[village.number])
    for resident in county.resident_list:
        if not resident.away and county.draw("grievances.gate", resident.person)[0] < GATE:
            kind = type_that_arises(county, resident)
            if kind is not None:
                begin(county, resident, kind)


def type_that_arises(county: "PlainCounty", resident: Resident) -> int | None:
    """Of several types the one that was likeliest for its draw."""
    draws = (
        *county.draw("grievances.type", resident.person, 0),
        *county.draw("grievances.type", resident.person, 1),
    )
    found, smallest = None, math.inf
    for kind, hazard in enumerate(hazards(county, resident)):
        chance = min(1.0, hazard / GATE)
        if draws[kind] < chance and draws[kind] / chance < smallest:
            found, smallest = kind, draws[kind] / chance
    return found


def hazards(county: "PlainCounty", resident: Resident) -> list[float]:
    """Monthly hazards by type."""
    p, village = county.parameters.grievances, resident.village
    person = exp(p.age * (resident.age - 60) + p.male * resident.male) * resident.frailty
    base = (p.family, p.neighbours, p.land, p.village, p.labour, p.contract, p.other)
    hazard = [rate / 12 * person for rate in base]
    absent = 1 - village.present / village.registered - p.absence_0
    hazard[LAND] *= resident.household_size / county.mean_household * max(0.0, 1 + p.land_absence * absent)
    openness = p.openness * (village.clarity - county.parameters.settlement.rules_0)
    at_stake = p.stakes * county.levers.collective_income[village.number] / 10000
    hazard[VILLAGE] *= max(0.0, 1 - openness) * (1 + at_stake)
    if resident.employer is not None and resident.employer.arrears:
        hazard[LABOUR] += p.arrears
    return hazard


def begin(county: "PlainCounty", resident: Resident, kind: int) -> None:
    """A new grievance: how severe, against whom, noticed or not, and what its owner does."""
    p, village = county.parameters.grievances, resident.village
    draws = county.draw("grievances.severity", resident.person, kind)
    severity = f32(exp(log_severity(county, kind) + p.severity_spread * normal_quantile(draws[0])))
    other = other_side(county, resident, kind, draws)
    grievance = Grievance(resident, kind, county.month, severity, other)
    county.count("grievances.grievances", village)
    county.count(f"grievances.{TYPES[kind]}", village)
    county.count("grievances.severity", village, severity)
    county.note("grievance", resident.person, kind, severity)
    if draws[3] < noticing(county, village, kind) and severity < p.sensing_severity:
        county.count("grievances.sensed", village)
        county.note("sensed", *grievance.name)
        if see_to_early(county, grievance):
            return
    respond(county, grievance)


def log_severity(county: "PlainCounty", kind: int) -> float:
    p = county.parameters.grievances
    return (
        p.severity_family,
        p.severity_neighbours,
        p.severity_land,
        p.severity_village,
        p.severity_labour,
        p.severity_contract,
        p.severity_other,
    )[kind]


def other_side(county: "PlainCounty", resident: Resident, kind: int, draws: Uniforms) -> Resident | None:
    """A tie, or None for the collective, the employer or an outsider."""
    collective = kind == LAND and draws[2] < county.parameters.grievances.land_collective
    if kind in (VILLAGE, LABOUR) or collective:
        return None
    first, end = SLOTS[kind]
    slots = end - first
    start = math.floor(draws[1] * slots)
    for step in range(slots):
        tie = resident.slots[first + (start + step) % slots]
        if tie is not None:
            return tie
    return None


def noticing(county: "PlainCounty", village: Village, kind: int) -> float:
    """The chance to be noticed early: by grid staff, by arrangement, by micro-grid leaders, by associations."""
    p, levers, v = county.parameters.grievances, county.levers, village.number
    grid = village.grid_staff / village.households / 0.0065
    hours = levers.leader_hours[v]
    leaders = p.leader_sensing * village.leader_effect * hours / (hours + p.leader_hours_half)
    sense = 1 - (1 - min(1.0, p.sensing * grid)) * (1 - levers.sensing[v]) * (1 - leaders)
    return 1 - (1 - sense) * (1 - village.association) if kind in (LABOUR, CONTRACT) else sense


def see_to_early(county: "PlainCounty", grievance: Grievance) -> bool:
    """A grievance that was noticed: settled on the spot, made a case, or (False) left to its owner."""
    p, owner, village = county.parameters.grievances, grievance.owner, grievance.village
    u0, u1, u2, u3 = county.draw("grievances.early", owner.person, grievance.kind)
    z = (
        p.early
        - p.early_severity * log(grievance.severity)
        + p.early_trust * (owner.trust[NEIGHBOUR] - 0.5)
        + p.early_rules * village.clarity * both_know_rules(grievance)
    )
    if u0 < logistic(z):
        county.note("early", *grievance.name)
        if u2 < county.parameters.settlement.relapse_true:
            case = make_case(county, grievance)
            case.relapse = county.month + 1 + math.floor(6 * u3)
        else:
            county.count("grievances.early_settled", village)
            county.count("settlement.settled_village", village)
            county.counts["settlement.months"][0][village.number] += 1
    elif u1 < p.surface:
        county.note("surfaced", *grievance.name)
        county.count("grievances.surfaced", village)
        make_case(county, grievance)
    else:
        return False
    bring(county, grievance, county.draw("grievances.door", owner.person, grievance.kind)[2])
    return True


def file_from_outside(county: "PlainCounty") -> None:
    """Petitions and suits that have nothing to do with the village's disputes."""
    p = county.parameters.grievances
    for village in county.village_list:
        u0, u1, _, _ = county.draw("grievances.outside", village.number)
        petitions = poisson(u0, p.outside_petition * village.present / 12000)
        village.petitions += petitions
        county.count("grievances.outside_petitions", village, petitions)
        county.count("grievances.outside_suits", village, poisson(u1, p.outside_suit * village.present / 12000))

"""Grievances 矛盾: stage 5, from how they arise to what people do first."""

import math
from typing import TYPE_CHECKING

from sim.agents.resident import MEDIATION, RULES
from sim.core.draws import Uniforms
from sim.core.maths import exp, gumbel_quantile, log, logistic, normal_quantile
from sim.world.facts import KIN_SLOTS, NEIGHBOUR_SLOTS, TIE_SLOTS, WORK_SLOTS
from tests.oracle.arithmetic import f32, first_largest, months_on_the_way, poisson
from tests.oracle.people import CADRE, NEIGHBOUR, TOWNSHIP, Case, Grievance, Resident, Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

FAMILY, NEIGHBOURS, LAND, VILLAGE, LABOUR, CONTRACT, OTHER = range(7)
TYPES = ("family", "neighbours", "land", "village", "labour", "contract", "other")
SLOTS = {
    FAMILY: KIN_SLOTS,
    NEIGHBOURS: NEIGHBOUR_SLOTS,
    LAND: NEIGHBOUR_SLOTS,
    CONTRACT: WORK_SLOTS,
    OTHER: (0, TIE_SLOTS),
}
"""Among which ties the other side is found."""
FIT_FOR_PETITION = (LAND, VILLAGE, LABOUR)
FIT_FOR_SUIT = (FAMILY, LABOUR, CONTRACT)
GATE = 0.0625
BEAR, TALK, THIRD = range(3)


def reopen(county: "PlainCounty") -> None:
    """Cases that relapse this month."""
    for case in county.case_list:
        if case.relapse == county.month:
            case.relapse = -1
            case.relapsed = 1
            case.since = case.ready = county.month
            county.count("settlement.reopened", case.village)
            county.note("reopened", *case.name)


def decide_again(county: "PlainCounty") -> None:
    """Those whose talk failed last month."""
    pondering, county.pondering_list = county.pondering_list, []
    for grievance in pondering:
        respond(county, grievance)


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
    hazard[LAND] *= resident.household_size / county.mean_household
    openness = p.openness * (village.clarity - county.parameters.settlement.rules_0)
    hazard[VILLAGE] *= max(0.0, 1 - openness)
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
    if draws[3] < noticing(county, village) and severity < p.sensing_severity:
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


def noticing(county: "PlainCounty", village: Village) -> float:
    """The chance that a grievance is noticed early: by grid staff, by arrangement, by micro-grid leaders."""
    p, levers, v = county.parameters.grievances, county.levers, village.number
    grid = village.grid_staff / village.households / 0.0065
    hours = levers.leader_hours[v]
    leaders = p.leader_sensing * village.leader_effect * hours / (hours + p.leader_hours_half)
    return 1 - (1 - min(1.0, p.sensing * grid)) * (1 - levers.sensing[v]) * (1 - leaders)


def both_know_rules(grievance: Grievance) -> bool:
    """Do both sides know the village rules? The collective does."""
    if not grievance.owner.knows(RULES):
        return False
    if grievance.other is None:
        return grievance.kind in (LAND, VILLAGE)
    return grievance.other.knows(RULES)


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


def make_case(county: "PlainCounty", grievance: Grievance) -> Case:
    """A case at the village, ready at once."""
    g = grievance
    case = Case(g.owner, g.kind, g.born, g.severity, g.other, tier=0, ready=county.month, since=county.month)
    county.case_list.append(case)
    return case


def bring(county: "PlainCounty", grievance: Grievance, u: float) -> None:
    """Count what comes to a third party, and write it down or not."""
    county.count("grievances.brought", grievance.village)
    county.note("brought", *grievance.name)
    if u < county.parameters.grievances.record:
        county.count("grievances.recorded", grievance.village)
        county.count(f"grievances.recorded_{TYPES[grievance.kind]}", grievance.village)
        county.note("recorded", *grievance.name)


def respond(county: "PlainCounty", grievance: Grievance) -> None:
    """Bear it, talk it over (in the first month only) or go to a third party."""
    p, owner, village = county.parameters.grievances, grievance.owner, grievance.village
    months = county.month - grievance.born
    draws = county.draw("grievances.response", owner.person, grievance.kind + 8 * months)
    utilities = [
        -p.bear_severity * log(grievance.severity) + gumbel_quantile(draws[0]),
        p.talk + gumbel_quantile(draws[1]) if months == 0 else -math.inf,
        third_party(county, grievance) + gumbel_quantile(draws[2]),
    ]
    choice = first_largest(utilities)
    if choice == BEAR:
        county.count("grievances.borne", village)
        county.count("grievances.borne_severity", village, grievance.severity)
        county.note("borne", *grievance.name)
    elif choice == TALK:
        talk_over(county, grievance, draws[3])
    else:
        go_to_third_party(county, grievance, months)


def third_party(county: "PlainCounty", grievance: Grievance) -> float:
    p, owner = county.parameters.grievances, grievance.owner
    by_type = (
        p.third_family,
        p.third_neighbours,
        p.third_land,
        p.third_village,
        p.third_labour,
        p.third_contract,
        p.third_other,
    )
    return (
        p.third
        + p.third_severity * log(grievance.severity)
        + p.third_trust * (owner.trust[CADRE] - 0.5)
        + p.third_awareness * (owner.knows(MEDIATION) - 0.6)
        + by_type[grievance.kind]
        + p.third_ties * owner.tie_trust(CADRE)
        - p.third_remote * grievance.village.remote
    )


def talk_over(county: "PlainCounty", grievance: Grievance, u: float) -> None:
    p, owner = county.parameters.grievances, grievance.owner
    z = p.talk_success - p.talk_severity * log(grievance.severity) + p.talk_trust * (owner.trust[NEIGHBOUR] - 0.5)
    if u < logistic(z):
        county.count("grievances.talked", grievance.village)
        county.note("talked", *grievance.name)
    else:
        county.pondering_list.append(grievance)
        county.note("waits", *grievance.name)


def go_to_third_party(county: "PlainCounty", grievance: Grievance, months: int) -> None:
    """Straight to the petition office, straight to court, or to the village."""
    p, owner, severity = county.parameters.grievances, grievance.owner, log(grievance.severity)
    draws = county.draw("grievances.door", owner.person, grievance.kind + 8 * months)
    bring(county, grievance, draws[2])
    distrust = p.direct_distrust * (0.45 - owner.trust[TOWNSHIP])
    petition = p.direct_petition * exp(distrust + p.direct_severity * severity)
    petition *= p.direct_apt if grievance.kind in FIT_FOR_PETITION else p.direct_inapt
    suit = p.direct_suit * exp(0.3 * severity + p.direct_schooling * (owner.schooling / 16 - 0.3))
    suit *= p.direct_apt if grievance.kind in FIT_FOR_SUIT else p.direct_inapt
    if draws[0] < petition:
        petition_directly(county, grievance)
    elif draws[1] < suit:
        county.count("grievances.direct_suits", grievance.village)
        county.count("settlement.suits", grievance.village)
        county.note("suit", *grievance.name)
    else:
        make_case(county, grievance)


def petition_directly(county: "PlainCounty", grievance: Grievance) -> None:
    """An event, and a case that reaches the township after a transfer on which nothing is lost."""
    county.count("grievances.direct_petitions", grievance.village)
    case = make_case(county, grievance)
    petition(county, case)
    to_township(county, case)
    county.direct_petitioners.append(case.owner)


def petition(county: "PlainCounty", case: Case) -> None:
    """The event, whichever way it came about."""
    case.petitions += 1
    case.village.petitions += 1
    county.count("settlement.petitions", case.village)
    county.note("petition", *case.name)


def to_township(county: "PlainCounty", case: Case) -> None:
    """A petition takes a case from the village to the township; nothing is lost on that way."""
    u0 = county.draw("settlement.transfer", case.owner.person, (case.born * 8 + case.kind) * 4)[0]
    move_up(county, case, months_on_the_way(case.village.days, u0))


def move_up(county: "PlainCounty", case: Case, months: int) -> None:
    """To the next tier, where the case is ready after so many months."""
    case.tier += 1
    case.attempts = 0
    case.ready = case.since = county.month + months


def file_from_outside(county: "PlainCounty") -> None:
    """Petitions and suits that have nothing to do with the village's disputes."""
    p = county.parameters.grievances
    for village in county.village_list:
        u0, u1, _, _ = county.draw("grievances.outside", village.number)
        petitions = poisson(u0, p.outside_petition * village.present / 12000)
        village.petitions += petitions
        county.count("grievances.outside_petitions", village, petitions)
        county.count("grievances.outside_suits", village, poisson(u1, p.outside_suit * village.present / 12000))

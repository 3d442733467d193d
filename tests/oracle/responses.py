"""What people do about a grievance 应对: bear it, talk it over, or turn to a third party (stage 5)."""

import math
from typing import TYPE_CHECKING

from sim.agents.resident import MEDIATION
from sim.core.maths import exp, gumbel_quantile, log, logistic
from tests.oracle.arithmetic import first_largest
from tests.oracle.cases import (
    FIT_FOR_PETITION,
    FIT_FOR_SUIT,
    bring,
    court_sends_on,
    dock,
    make_case,
    petition,
    to_township,
)
from tests.oracle.matters import Grievance
from tests.oracle.people import CADRE, NEIGHBOUR, TOWNSHIP

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

BEAR, TALK, THIRD = range(3)


def decide_again(county: "PlainCounty") -> None:
    """Those whose talk failed last month."""
    pondering, county.pondering_list = county.pondering_list, []
    for grievance in pondering:
        respond(county, grievance)


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
    suit = p.direct_suit * exp(p.direct_suit_severity * severity + p.direct_schooling * (owner.schooling / 16 - 0.3))
    suit *= p.direct_apt if grievance.kind in FIT_FOR_SUIT else p.direct_inapt
    if draws[0] < petition:
        petition_directly(county, grievance)
    elif draws[1] < suit:
        sue_directly(county, grievance)
    else:
        make_case(county, grievance)


def petition_directly(county: "PlainCounty", grievance: Grievance) -> None:
    """An event, and a case that reaches the township after a transfer on which nothing is lost."""
    county.count("grievances.direct_petitions", grievance.village)
    case = make_case(county, grievance)
    petition(county, case)
    to_township(county, case)
    county.meet(case.owner, TOWNSHIP, None)


def sue_directly(county: "PlainCounty", grievance: Grievance) -> None:
    """To court, which may send the suit to mediation at the county first."""
    if court_sends_on(county, grievance, later=0):
        dock(county, make_case(county, grievance))
    else:
        county.count("grievances.direct_suits", grievance.village)
        county.count("settlement.suits", grievance.village)
        county.note("suit", *grievance.name)

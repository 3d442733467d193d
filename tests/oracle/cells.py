"""Micro-grid cells 微网格 and points 积分: the last part of stage 10."""

import math
from typing import TYPE_CHECKING

from sim.core.maths import exp, logistic
from tests.oracle.arithmetic import f32, total
from tests.oracle.people import Resident
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def fill(county: "PlainCounty") -> None:
    """Leaders step back or are released, and others take their place."""
    for village in county.village_list:
        sought = math.floor(county.levers.grid_leaders[village.number] * village.households / 100 + 0.5)
        leaders = step_back(county, village)
        release(county, leaders, len(leaders) - sought)
        vacancies = max(0, sought - len(leaders))
        take_on(county, village, vacancies)
        describe(county, village)


def step_back(county: "PlainCounty", village: Village) -> list[Resident]:
    """Those who still lead."""
    p, still = county.parameters.volunteering, []
    for resident in village.residents:
        if resident.leader:
            weary = p.leader_quit * exp(p.leader_quit_tired * resident.tired)
            if county.draw("volunteering.cell", resident.person)[0] < weary:
                resident.leader = 0
                county.count("volunteering.leaders_quit", village)
                county.note("leader quits", resident.person)
            else:
                still.append(resident)
    return still


def release(county: "PlainCounty", leaders: list[Resident], beyond: int) -> None:
    """From the last row upwards, as many as there are too many."""
    for _ in range(beyond):
        resident = leaders.pop()
        resident.leader = 0
        county.note("leader released", resident.person)


def take_on(county: "PlainCounty", village: Village, vacancies: int) -> None:
    """Of those who agree each has the same chance, in row order while there are vacancies."""
    if vacancies == 0:
        return
    willing = [resident for resident in village.residents if agrees(county, resident)]
    taken = 0
    for resident in willing:
        lot = county.draw("volunteering.cell", resident.person)[1]
        if taken < vacancies and lot * len(willing) < vacancies:
            taken += 1
            resident.leader = 1
            county.count("volunteering.new_leaders", village)
            county.note("leader", resident.person)


def agrees(county: "PlainCounty", resident: Resident) -> bool:
    p = county.parameters.volunteering
    if resident.away or not resident.registrant or resident.age > p.leader_age or resident.leader_before:
        return False
    z = (
        p.leader_accept
        + p.motivation * resident.motivation
        + p.party * resident.party
        + p.recognition * county.levers.recognition[resident.village.number]
        - p.working * resident.works
        - p.tired * resident.tired
    )
    return county.draw("volunteering.willing", resident.person, month=0)[0] < logistic(z)


def describe(county: "PlainCounty", village: Village) -> None:
    """How many leaders there are, and how far their work reaches."""
    p = county.parameters.volunteering
    leaders = [resident for resident in village.residents if resident.leader]
    village.leaders = len(leaders)
    county.count("volunteering.leaders", village, len(leaders))
    county.count("volunteering.tired_leaders", village, total(leader.tired for leader in leaders))
    work = total(max(0.0, 1 - p.leader_fatigue * leader.tired) for leader in leaders)
    village.leader_effect = min(1.0, work * p.leader_cell / village.households)


def give_points(county: "PlainCounty") -> None:
    """An hour served is a point, taking part is a point; some are brought to the shop, as long as it has goods."""
    p, levers = county.parameters.volunteering, county.levers
    for village in county.village_list:
        v = village.number
        village.rewarded, village.rate = 0.0, 1.0
        if levers.reward[v] > 0:
            for resident in village.residents:
                for earned in (resident.month_hours, resident.took_part & 1):
                    village.rewarded += earned
                    resident.points = f32(resident.points + earned)
            demand = p.redeem * levers.reward[v] * total(resident.points for resident in village.residents)
            paid = min(demand, levers.reward_budget[v])
            village.rate = paid / demand if demand > 0 else 1.0
            for resident in village.residents:
                resident.points = f32(resident.points * (1 - p.redeem))
            county.count("volunteering.points", village, village.rewarded)
            county.count("volunteering.demanded", village, demand)
            county.count("volunteering.redeemed", village, paid)

"""Volunteer organisations 志愿服务组织 and their low-activity trap.

No tasks, so members idle; members idle, so nobody sees them; nobody sees them, so nobody asks; nobody asks, so no
tasks. A coordinator, a willing member or a social worker, breaks the circle by finding tasks and asking members.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.organisation import LEADER, NO_COORDINATOR, PROFESSIONAL, OrganisationColumns
from sim.core.draws import decision, uniforms
from sim.core.kernels import loop, real, rule, whole
from sim.core.maths import exp
from sim.parameters.volunteering import Volunteering
from sim.processes.blocks import (
    lever_values,
    need_numbers,
    village_state,
    volunteer_tally,
    volunteering_numbers,
)
from sim.processes.state import Month

ORGANISATION = decision("volunteering.organisation")
POST = decision("volunteering.professional")


@rule
def coordinator_next(p: Volunteering, coordinator: int, members: int, recognition: float, u: float) -> int:
    """A willing member steps up, or a coordinator steps back (B-V12, B-K5)."""
    lift = p.lead_recognition * recognition
    if coordinator == NO_COORDINATOR:
        return LEADER if members > 0 and u < p.lead_in * exp(lift) else NO_COORDINATOR
    if coordinator == LEADER and (members == 0 or u < p.lead_out * exp(-lift)):
        return NO_COORDINATOR
    return coordinator


@rule
def tasks_matched(
    p: Volunteering,
    coordinator: int,
    dependence: float,
    dealt: int,
    funded: int,
    small: int,
    funds: float,
    members: int,
    u: float,
) -> int:
    """Tasks an organisation matches this month: what is offered, what it can coordinate, what it can pay for.

    An organisation that has come to live on funded tasks finds fewer of its own.
    """
    if members <= 0:
        return 0
    found, more = 0.0, 0.0
    if coordinator == LEADER:
        found, more = p.tasks_leader, p.capacity_leader
    elif coordinator == PROFESSIONAL:
        found, more = p.tasks_professional, p.capacity_professional
    offered = dealt + funded + small + math.floor(found * (1.0 - p.dependence_loss * dependence) + u)
    capacity = math.floor(p.capacity_base + p.capacity_funded * funded + more + u)
    return max(0, min(offered, capacity, math.floor(funds / p.task_cost)))


@rule
def dependence_next(p: Volunteering, dependence: float, funded: int) -> float:
    """Dependence on funded tasks: it grows while there are any and fades when there are none."""
    return dependence + p.dependence_speed * ((1.0 if funded > 0 else 0.0) - dependence)


@loop
def place_professionals(
    m: Month,
    organisations: OrganisationColumns,
    township: NDArray[np.int16],
    placed: NDArray[np.int64],
    waiting: NDArray[np.int64],
) -> None:
    """Social workers leave, are released where posts are cut, and are slowly found; each coordinates several.

    ``placed`` and ``waiting``: scratch of shape (townships,), organisations with a social worker and those that could
    have one.
    """
    seed, month = m.seed, m.month
    p = volunteering_numbers(m.numbers.volunteering)
    levers = lever_values(m.levers)
    for o in range(organisations.village.size):
        k = township[organisations.village[o]]
        if organisations.coordinator[o] == PROFESSIONAL:
            most = math.floor(levers.coordinators[k] * p.professional_posts + 1e-9)
            leaves = uniforms(seed, POST, month, o, 0)[1] < p.professional_quit
            if leaves or organisations.members[o] == 0 or placed[k] >= most:
                organisations.coordinator[o] = NO_COORDINATOR
            else:
                placed[k] += 1
        if organisations.coordinator[o] == NO_COORDINATOR and organisations.members[o] > 0:
            waiting[k] += 1
    for o in range(organisations.village.size):
        k = township[organisations.village[o]]
        open_posts = math.floor(levers.coordinators[k] * p.professional_posts + 1e-9) - placed[k]
        free = organisations.coordinator[o] == NO_COORDINATOR and organisations.members[o] > 0
        if open_posts > 0 and free:
            chance = p.professional_hire * min(1.0, open_posts / max(1, waiting[k]))
            if uniforms(seed, POST, month, o, 0)[0] < chance:
                organisations.coordinator[o] = PROFESSIONAL
                placed[k] += 1


@loop
def plan(
    m: Month,
    organisations: OrganisationColumns,
    first: NDArray[np.int64],
    asked: NDArray[np.int64],
    dealt: NDArray[np.int64],
    funded: NDArray[np.int64],
) -> None:
    """Willing coordinators come and go; each organisation plans the month's tasks."""
    seed, month = m.seed, m.month
    p = volunteering_numbers(m.numbers.volunteering)
    levers = lever_values(m.levers)
    tally = volunteer_tally(m.counted)
    for v in range(first.size - 1):
        count = first[v + 1] - first[v]
        for o in range(first[v], first[v + 1]):
            u = uniforms(seed, ORGANISATION, month, o, 0)
            members = organisations.members[o]
            coordinator = coordinator_next(p, organisations.coordinator[o], members, levers.recognition[v], u[0])
            dealt[o] = asked[v] // count + (1 if o - first[v] < asked[v] % count else 0)
            funded[o] = math.floor(levers.funded_tasks[v] / count + u[2])
            small = 1 if u[1] < p.small_task else 0
            funds, dependence = real(organisations.funds[o]), real(organisations.dependence[o])
            organisations.coordinator[o] = coordinator
            organisations.tasks[o] = tasks_matched(
                p, coordinator, dependence, dealt[o], funded[o], small, funds, members, u[3]
            )
            tally.tasks[v] += organisations.tasks[o]


@loop
def close_month(
    m: Month,
    organisations: OrganisationColumns,
    first: NDArray[np.int64],
    dealt: NDArray[np.int64],
    services: NDArray[np.int64],
    funded: NDArray[np.int64],
    matched: NDArray[np.int64],
) -> None:
    """Organisations pay for what was done, and count as active or not; what the village sees of them."""
    p = volunteering_numbers(m.numbers.volunteering)
    p_needs = need_numbers(m.numbers.needs)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = volunteer_tally(m.counted)
    for v in range(first.size - 1):
        seen = 0.0
        given = village.sponsored_organisations[v] / max(1, first[v + 1] - first[v]) + levers.organisation_funds[v]
        for o in range(first[v], first[v + 1]):
            organisations.hours_2[o] = organisations.hours_1[o]
            organisations.hours_1[o] = organisations.hours[o]
            organisations.hours[o] = services[o] * p.hours
            done = min(whole(organisations.tasks[o]), services[o])
            funds = real(organisations.funds[o]) - done * p.task_cost + p.income + given
            organisations.funds[o] = min(p.funds_most, funds)
            matched[v] += min(dealt[o], done)
            quarter = real(organisations.hours[o]) + real(organisations.hours_1[o])
            quarter += real(organisations.hours_2[o])
            organisations.active[o] = 1 if quarter >= real(organisations.threshold[o]) else 0
            organisations.dependence[o] = dependence_next(p, real(organisations.dependence[o]), funded[o])
            seen += quarter
            tally.dependence[v] += real(organisations.dependence[o])
            tally.tasks_done[v] += done
            tally.funded_done[v] += min(funded[o], done)
            tally.organisations[v] += 1.0
            tally.active_organisations[v] += organisations.active[o]
            tally.members[v] += organisations.members[o]
            if organisations.coordinator[o] != NO_COORDINATOR:
                tally.coordinators[v] += 1.0
            if organisations.coordinator[o] == PROFESSIONAL:
                tally.professionals[v] += 1.0
        village.visible[v] = 1.0 - exp(-seen / p_needs.visible_hours)

"""Volunteer organisations 志愿服务组织: stage 10, what they take on and how their month ends."""

import math
from typing import TYPE_CHECKING

from sim.agents.organisation import LEADER, NO_COORDINATOR, PROFESSIONAL
from sim.core.maths import exp
from tests.oracle.arithmetic import f32, total
from tests.oracle.matters import Request
from tests.oracle.needs import drop, help_out, in_order, quality, remember_waiting
from tests.oracle.people import CADRE, VOLUNTEER, Organisation
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def prepare(county: "PlainCounty") -> None:
    """Coordinators come and go; requests are dealt to the organisations, which match what they can."""
    for township in range(county.townships):
        place_social_workers(county, township)
    for village in county.village_list:
        village.volunteer_requests = []
    for request in county.request_list:
        if request.channel == VOLUNTEER and request.ready <= county.month:
            request.owner.village.volunteer_requests.append(request)
    for village in county.village_list:
        requests, organisations = len(village.volunteer_requests), village.organisations
        for place, organisation in enumerate(organisations):
            organisation.dealt = requests // len(organisations) + (place < requests % len(organisations))
            organisation.services = 0
            organisation.members_before = organisation.members
            match(county, organisation)


def place_social_workers(county: "PlainCounty", township: int) -> None:
    """Social workers leave, or lose a post that is no longer there; then open posts are filled, in row order."""
    p = county.parameters.volunteering
    most = math.floor(county.levers.coordinators[township] * p.professional_posts + 1e-9)
    here = [organisation for organisation in county.organisation_list if organisation.village.township == township]
    kept, waiting = 0, []
    for organisation in here:
        if organisation.coordinator == PROFESSIONAL:
            quits = county.draw("volunteering.professional", organisation.row)[1] < p.professional_quit
            if quits or organisation.members == 0 or kept >= most:
                organisation.coordinator = NO_COORDINATOR
                county.note("social worker leaves", organisation.row)
            else:
                kept += 1
        if organisation.coordinator == NO_COORDINATOR and organisation.members > 0:
            waiting.append(organisation)
    posts = most - kept
    for organisation in waiting:
        chance = p.professional_hire * min(1.0, posts / max(1, len(waiting)))
        if posts > 0 and county.draw("volunteering.professional", organisation.row)[0] < chance:
            organisation.coordinator = PROFESSIONAL
            posts -= 1
            county.note("social worker comes", organisation.row)


def match(county: "PlainCounty", organisation: Organisation) -> None:
    """The tasks of the month: what is offered, as far as coordination and money reach."""
    p, village = county.parameters.volunteering, organisation.village
    u0, u1, u2, u3 = county.draw("volunteering.organisation", organisation.row)
    change_coordinator(county, organisation, u0)
    finds = (0.0, p.tasks_leader, p.tasks_professional)[organisation.coordinator]
    leads = (0.0, p.capacity_leader, p.capacity_professional)[organisation.coordinator]
    organisation.funded = math.floor(county.levers.funded_tasks[village.number] / len(village.organisations) + u2)
    found = math.floor(finds * (1 - p.dependence_loss * organisation.dependence) + u3)
    offered = organisation.dealt + organisation.funded + (u1 < p.small_task) + found
    capacity = math.floor(p.capacity_base + p.capacity_funded * organisation.funded + leads + u3)
    paid = math.floor(organisation.funds / p.task_cost)
    organisation.tasks = min(offered, capacity, paid) if organisation.members > 0 else 0
    county.count("volunteering.tasks", village, organisation.tasks)


def change_coordinator(county: "PlainCounty", organisation: Organisation, u: float) -> None:
    p = county.parameters.volunteering
    recognised = p.lead_recognition * county.levers.recognition[organisation.village.number]
    if organisation.coordinator == NO_COORDINATOR:
        if organisation.members > 0 and u < p.lead_in * exp(recognised):
            organisation.coordinator = LEADER
            county.note("steps up", organisation.row)
    elif organisation.coordinator == LEADER and (organisation.members == 0 or u < p.lead_out * exp(-recognised)):
        organisation.coordinator = NO_COORDINATOR
        county.note("steps back", organisation.row)


def close(county: "PlainCounty") -> None:
    """Tasks done, money, activity, and the requests that the organisations have met."""
    for village in county.village_list:
        met = 0
        for organisation in village.organisations:
            close_organisation(county, organisation)
            met += min(organisation.dealt, organisation.done)
        answer_requests(county, village, village.volunteer_requests, met)
        village.visible = visibility(county, village)
    county.request_list = [request for request in county.request_list if not request.gone]


def close_organisation(county: "PlainCounty", organisation: Organisation) -> None:
    p, village = county.parameters.volunteering, organisation.village
    organisation.done = min(organisation.tasks, organisation.services)
    support = county.levers.organisation_funds[village.number]
    sponsored = village.sponsored_organisations / len(village.organisations)
    funds = organisation.funds - organisation.done * p.task_cost + p.income + support + sponsored
    organisation.funds = f32(min(p.funds_most, funds))
    on_funds = organisation.funded > 0
    organisation.dependence = f32(organisation.dependence + p.dependence_speed * (on_funds - organisation.dependence))
    organisation.hours_2 = organisation.hours_1
    organisation.hours_1 = organisation.hours
    organisation.hours = f32(organisation.services * p.hours)
    organisation.active = int(organisation.quarter >= organisation.threshold)
    county.count("volunteering.members", village, organisation.members)
    county.count("volunteering.tasks_done", village, organisation.done)
    county.count("volunteering.funded_done", village, min(organisation.done, organisation.funded))


def answer_requests(county: "PlainCounty", village: Village, requests: list[Request], met: int) -> None:
    professional = any(organisation.coordinator == PROFESSIONAL for organisation in village.organisations)
    better = county.parameters.volunteering.quality_professional if professional else 0.0
    for place, request in enumerate(in_order(county, requests)):
        if place < met:
            help_out(county, request, quality(county, request) + better)
        else:
            drop_or_hand_on(county, request)
    remember_waiting(county, village, VOLUNTEER, requests)


def drop_or_hand_on(county: "PlainCounty", request: Request) -> None:
    p = county.parameters
    u = county.draw("volunteering.unmatched", request.owner.person, request.kind + 4 * request.born)[0]
    if u < p.volunteering.unmatched_drop or county.month - request.born >= p.needs.patience:
        drop(county, request)
    else:
        request.channel = CADRE
        request.ready = county.month + 1
        county.count("needs.handed_on", request.owner.village)


def visibility(county: "PlainCounty", village: Village) -> float:
    """How plainly the organisations' work of three months is seen in the village."""
    hours = total(organisation.quarter for organisation in village.organisations)
    return 1 - exp(-hours / county.parameters.needs.visible_hours)

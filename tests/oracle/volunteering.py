"""Volunteering 志愿服务: stage 10, organisations and people; micro-grid leaders and points are in ``cells``."""

import math
from typing import TYPE_CHECKING

from sim.agents.organisation import LEADER, NO_COORDINATOR
from sim.agents.resident import QUARTER
from sim.core.maths import exp, logistic
from tests.oracle.arithmetic import f32, next_month
from tests.oracle.needs import drop, help_out, in_order, quality, remember_waiting
from tests.oracle.people import CADRE, VOLUNTEER, Organisation, Request, Resident, Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def prepare(county: "PlainCounty") -> None:
    """Coordinators come and go; requests are dealt to the organisations, which match what they can."""
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


def match(county: "PlainCounty", organisation: Organisation) -> None:
    """The tasks of the month: what is offered, as far as coordination and money reach."""
    p, village = county.parameters.volunteering, organisation.village
    u0, u1, u2, u3 = county.draw("volunteering.organisation", organisation.row)
    change_coordinator(county, organisation, u0)
    coordinated = organisation.coordinator != NO_COORDINATOR
    funded = math.floor(county.levers.funded_tasks[village.number] / len(village.organisations) + u2)
    sought = math.floor(p.tasks_leader + u3) if coordinated else 0
    offered = organisation.dealt + sought + funded + (u1 < p.small_task)
    leading = p.capacity_leader if coordinated else 0.0
    capacity = math.floor(p.capacity_base + leading + p.capacity_funded * funded + u3)
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


def serve(county: "PlainCounty") -> None:
    """Who serves an organisation, who serves the village, and how tired they get."""
    for village in county.village_list:
        village.mobilised = 0.0
    for resident in county.resident_list:
        occasions = 0
        resident.useful = False
        if not resident.away and (resident.registrant or resident.organisation is not None):
            occasions = serve_if_willing(county, resident)
        get_tired(county, resident, occasions)


def serve_if_willing(county: "PlainCounty", resident: Resident) -> int:
    """The number of occasions on which a registrant or member serves."""
    p, village = county.parameters.volunteering, resident.village
    u0, u1, u2, u3 = county.draw("volunteering.serve", resident.person)
    z = willingness(county, resident)
    occasions, organisation = 0, resident.organisation
    if organisation is not None and organisation.tasks > 0:
        asked = u0 < min(1.0, p.asks * organisation.tasks / organisation.members_before)
        if asked and u1 < logistic(z + p.asked):
            occasions += 1
            resident.useful = True
            organisation.services += 1
            county.count("volunteering.hours_organisation", village, p.hours)
            county.note("serves organisation", resident.person)
    mobilised = resident.registrant and u2 < mobilised_share(county, village)
    if mobilised and u3 < logistic(z + p.asked):
        occasions += 1
        village.mobilised += p.hours
        county.count("volunteering.hours_mobilised", village, p.hours)
        county.note("serves village", resident.person)
    return occasions


def willingness(county: "PlainCounty", resident: Resident) -> float:
    p, v = county.parameters.volunteering, resident.village.number
    reward = county.levers.reward[v] * resident.village.rate
    return (
        p.serve
        + p.motivation * resident.motivation
        - p.working * (resident.employer is not None)
        + p.recognition * county.levers.recognition[v]
        + p.reward * reward
        - p.crowding * reward * max(resident.motivation, 0.0)
        + p.trust * (resident.trust[VOLUNTEER] - 0.4)
        - p.tired * resident.tired
        + p.party * resident.party
    )


def mobilised_share(county: "PlainCounty", village: Village) -> float:
    p, hours = county.parameters.volunteering, village.organising
    return min(1.0, p.mobilised * 2 * hours / (hours + p.mobilised_half))


def get_tired(county: "PlainCounty", resident: Resident, occasions: int) -> None:
    """Hours of the month, those of a micro-grid leader included, and what they leave behind."""
    p, village = county.parameters.volunteering, resident.village
    resident.leader_before = resident.leader
    resident.month_hours = occasions * p.hours
    if resident.leader:
        hours = county.levers.leader_hours[village.number]
        resident.month_hours += hours
        county.count("volunteering.hours_leader", village, hours)
    resident.tired = f32(p.tired_rest * resident.tired + p.tired_hour * resident.month_hours)
    resident.hours = f32(resident.hours + resident.month_hours)
    resident.served = next_month(resident.served, resident.month_hours > 0)


def come_and_go(county: "PlainCounty") -> None:
    """Members leave, registrants join, registrations lapse and begin; in row order."""
    for village in county.village_list:
        village.tasks = sum(organisation.tasks for organisation in village.organisations)
        free = sum(
            not resident.away and bool(resident.registrant) and resident.organisation is None
            for resident in village.residents
        )
        asked = min(1.0, county.parameters.volunteering.asks * village.tasks / free) if free else 0.0
        for resident in village.residents:
            if not resident.away:
                leave_or_join(county, resident, asked)
                register_or_lapse(county, resident)


def leave_or_join(county: "PlainCounty", resident: Resident, asked: float) -> None:
    p, village = county.parameters.volunteering, resident.village
    u0, u1, u2, u3 = county.draw("volunteering.stay", resident.person)
    recognition = county.levers.recognition[village.number]
    if resident.organisation is not None:
        stays = p.leave_useful * resident.useful + p.leave_recognition * recognition
        if resident.served & QUARTER and u0 < p.leave * exp(-stays):
            leave(county, resident, resident.organisation)
    elif resident.registrant and u1 < asked and u2 < p.join * exp(drawn_in(county, village)):
        join(county, resident, u3 * village.tasks)


def leave(county: "PlainCounty", resident: Resident, organisation: Organisation) -> None:
    organisation.members -= 1
    resident.organisation = None
    county.count("volunteering.left", resident.village)
    county.note("leaves", resident.person)


def drawn_in(county: "PlainCounty", village: Village) -> float:
    """What recognition and reward add to registering and joining."""
    p, levers, v = county.parameters.volunteering, county.levers, village.number
    reward = levers.reward[v] * village.rate
    return p.register_recognition * levers.recognition[v] + p.register_reward * reward


def join(county: "PlainCounty", resident: Resident, task: float) -> None:
    """Join the organisation that has this task, unless it is full."""
    running = 0
    for organisation in resident.village.organisations:
        running += organisation.tasks
        if running > task:
            if organisation.members < county.parameters.volunteering.member_most:
                organisation.members += 1
                resident.organisation = organisation
                county.count("volunteering.joined", resident.village)
                county.note("joins", resident.person)
            return


def register_or_lapse(county: "PlainCounty", resident: Resident) -> None:
    p = county.parameters.volunteering
    u0, u1, _, _ = county.draw("volunteering.register", resident.person)
    if resident.registrant:
        if resident.organisation is None and not resident.leader and u0 < p.unregister:
            resident.registrant = 0
            county.note("lapses", resident.person)
    elif resident.took_part & 1 and u1 < p.register * exp(drawn_in(county, resident.village)):
        resident.registrant = 1
        county.note("registers", resident.person)


def close(county: "PlainCounty") -> None:
    """Tasks done, money, activity, and the requests that the organisations have met."""
    for village in county.village_list:
        met = 0
        for organisation in village.organisations:
            close_organisation(county, organisation)
            met += min(organisation.dealt, organisation.done)
        answer_requests(county, village, village.volunteer_requests, met)
        village.visible = county.visibility(village)
    county.request_list = [request for request in county.request_list if not request.gone]


def close_organisation(county: "PlainCounty", organisation: Organisation) -> None:
    p, village = county.parameters.volunteering, organisation.village
    organisation.done = min(organisation.tasks, organisation.services)
    support = county.levers.organisation_funds[village.number]
    funds = organisation.funds - organisation.done * p.task_cost + p.income + support
    organisation.funds = f32(min(p.funds_most, funds))
    organisation.hours_2 = organisation.hours_1
    organisation.hours_1 = organisation.hours
    organisation.hours = f32(organisation.services * p.hours)
    organisation.active = int(organisation.quarter >= organisation.threshold)
    county.count("volunteering.tasks_done", village, organisation.done)


def answer_requests(county: "PlainCounty", village: Village, requests: list[Request], met: int) -> None:
    for place, request in enumerate(in_order(county, requests)):
        if place < met:
            help_out(county, request, quality(county, request))
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

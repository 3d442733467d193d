"""Volunteering 志愿服务: stage 10, what people do; organisations, and micro-grid cells, have modules of their own."""

from typing import TYPE_CHECKING

from sim.agents.resident import QUARTER
from sim.core.maths import exp, logistic
from tests.oracle.arithmetic import f32, next_month
from tests.oracle.people import VOLUNTEER, Organisation, Resident
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def serve(county: "PlainCounty") -> None:
    """Who serves an organisation, who serves the village, and how tired they get."""
    for village in county.village_list:
        village.for_organisations = village.for_village = village.by_party = village.leading = 0
    for resident in county.resident_list:
        resident.useful = False
        serves_cell = bool(resident.leader and county.levers.leader_hours[resident.village.number])
        occasions = 0
        if not resident.away and (resident.registrant or resident.organisation is not None):
            occasions = serve_if_willing(county, resident)
        if not (occasions or serves_cell) and serves_as_party_member(county, resident):
            occasions = 1
        get_tired(county, resident, occasions)
    for village in county.village_list:
        add_up(county, village)


def add_up(county: "PlainCounty", village: Village) -> None:
    """Hours served in the village, and the share of those whom the Party has asked."""
    hours = county.parameters.volunteering.hours
    village.mobilised = (village.for_village + village.by_party) * hours
    services = village.for_organisations + village.for_village + village.by_party
    village.party_share = village.by_party / services if services else 0.0
    county.count("volunteering.hours_organisation", village, village.for_organisations * hours)
    county.count("volunteering.hours_mobilised", village, village.for_village * hours)
    county.count("volunteering.hours_party", village, village.by_party * hours)
    county.count("volunteering.hours_leader", village, village.leading * county.levers.leader_hours[village.number])


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
            village.for_organisations += 1
            county.note("serves organisation", resident.person)
    mobilised = resident.registrant and u2 < mobilised_share(county, village)
    if mobilised and u3 < logistic(z + p.asked):
        occasions += 1
        village.for_village += 1
        county.note("serves village", resident.person)
    return occasions


def willingness(county: "PlainCounty", resident: Resident) -> float:
    p, v = county.parameters.volunteering, resident.village.number
    reward = county.levers.reward[v] * resident.village.rate
    return (
        p.serve
        + p.motivation * resident.motivation
        - p.working * resident.works
        + p.recognition * county.levers.recognition[v]
        + p.reward * reward
        - p.crowding * reward * max(resident.motivation, 0.0)
        + p.trust * (resident.trust[VOLUNTEER] - 0.4)
        - p.tired * resident.tired
        + (p.party if resident.party else -p.party_crowd * resident.village.party_share)
    )


def serves_as_party_member(county: "PlainCounty", resident: Resident) -> bool:
    """Party members who have not served are asked, registered or not."""
    p, village = county.parameters.volunteering, resident.village
    asks = county.levers.party_invitations[village.number]
    if resident.away or not resident.party or asks == 0:
        return False
    u0, u1, _, _ = county.draw("volunteering.party", resident.person)
    hours = village.organising
    if u0 >= asks * min(1.0, 2 * hours / (hours + p.mobilised_half)):
        return False
    if u1 >= logistic(willingness(county, resident) + p.asked):
        return False
    village.by_party += 1
    county.note("serves as Party member", resident.person)
    return True


def mobilised_share(county: "PlainCounty", village: Village) -> float:
    p, hours = county.parameters.volunteering, village.organising
    return min(1.0, p.mobilised * 2 * hours / (hours + p.mobilised_half))


def get_tired(county: "PlainCounty", resident: Resident, occasions: int) -> None:
    """Hours of the month, those of a micro-grid leader included, and what they leave behind."""
    p, village = county.parameters.volunteering, resident.village
    resident.leader_before = resident.leader
    resident.month_hours = occasions * p.hours
    if resident.leader:
        resident.month_hours += county.levers.leader_hours[village.number]
        village.leading += 1
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

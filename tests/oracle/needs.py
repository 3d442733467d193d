"""Needs 诉求: stage 4 (needs arise and people turn somewhere) and stage 7 (requests are served)."""

from typing import TYPE_CHECKING

from sim.core.maths import clip, gumbel_quantile
from tests.oracle.arithmetic import first_largest, months_on_the_way
from tests.oracle.matters import Request
from tests.oracle.people import CADRE, CHANNELS, NEIGHBOUR, PLATFORM, TOWNSHIP, VOLUNTEER, Resident
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

FAMILY = -1
"""In the log, a need that does not leave the family."""
SERVED_BY = ("served_neighbour", "served_volunteer", "served_cadre", "served_upper", "served_upper")


def arise(county: "PlainCounty") -> None:
    for resident in county.resident_list:
        draws = county.draw("needs.arise", resident.person)
        for kind, rate in enumerate(rates(county, resident)):
            if draws[kind] < rate:
                turn_somewhere(county, resident, kind)


def rates(county: "PlainCounty", resident: Resident) -> tuple[float, float, float, float]:
    """Chances of care, certificates, public matters and hazards; those away only need certificates."""
    p = county.parameters.needs
    if resident.away:
        return 0.0, p.certificate * p.away_need, 0.0, 0.0
    care = p.care_75 if resident.age >= 75 else p.care_60 if resident.age >= 60 else 0.0
    if all(other.away for other in resident.home if other is not resident):
        care *= 1 + p.care_alone
    noise = 1 + p.platform_noise * county.levers.platform[resident.village.number]
    return care, p.certificate, p.public * noise, p.hazard


def turn_somewhere(county: "PlainCounty", resident: Resident, kind: int) -> None:
    """The family or one of the channels, whichever seems best."""
    b0 = county.draw("needs.channel", resident.person, 2 * kind)
    b1 = county.draw("needs.channel", resident.person, 2 * kind + 1)
    utilities = [county.parameters.needs.channel_family]
    utilities += [utility(county, resident, channel) for channel in range(5)]
    noise = (*b0, b1[0], b1[1])
    chosen = first_largest([u + gumbel_quantile(noise[option]) for option, u in enumerate(utilities)])
    channel = chosen - 1
    county.count("needs.needs", resident.village)
    county.note("need", resident.person, kind, channel)
    if channel == FAMILY:
        county.count("needs.first_family", resident.village)
        help_within_family(county, resident, b1[2])
    else:
        county.count(f"needs.first_{CHANNELS[channel]}", resident.village)
        county.request_list.append(Request(resident, kind, channel, county.month, county.month))


def help_within_family(county: "PlainCounty", resident: Resident, u: float) -> None:
    p, village = county.parameters.needs, resident.village
    if u < p.family_met - p.family_away * resident.share_of_ties(resident.ties_away):
        county.count("needs.met_family", village)
        county.count("needs.met_at_once", village)
    else:
        county.count("needs.unmet", village)


def utility(county: "PlainCounty", resident: Resident, channel: int) -> float:
    p, village = county.parameters.needs, resident.village
    constants = (p.channel_neighbour, p.channel_volunteer, p.channel_cadre, p.channel_platform, p.channel_township)
    common = (
        constants[channel]
        + p.trust * (resident.trust[channel] - 0.5)
        + p.tie_trust * resident.tie_trust(channel)
        - p.wait * village.unmet[channel]
        - (p.effort_away if resident.away and channel != PLATFORM else 0.0)
    )
    knowledge = p.awareness * (resident.known / 3 - 0.65)
    if channel == NEIGHBOUR:
        return common + p.leader_near * village.leader_effect
    if channel == VOLUNTEER:
        return common + p.visible * village.visible
    if channel == CADRE:
        return common + knowledge
    if channel == PLATFORM:
        hard = resident.age >= 60 or resident.schooling < 6
        return common + p.platform_access * county.levers.platform[village.number] - (p.effort_platform if hard else 0)
    return common + knowledge - p.effort_distance * village.remote


def hours_of(county: "PlainCounty", request: Request) -> float:
    p = county.parameters.needs
    return (p.hours_care, p.hours_certificate, p.hours_public, p.hours_hazard)[request.kind]


def serve(county: "PlainCounty") -> None:
    """The offices work down their queues: neighbours and cadres of every village, then the townships."""
    ready = [r for r in county.request_list if r.ready <= county.month and r.channel != VOLUNTEER]
    asked = by_village_and_channel(county, ready)
    for village in county.village_list:
        hold_office(county, asked[village.number][NEIGHBOUR], neighbours_hours(county, village))
    for village in county.village_list:
        cadres = asked[village.number][CADRE]
        village.handled += len(cadres)
        hold_office(county, cadres, village.request_hours)
    for township in range(county.townships):
        here = [village.number for village in county.village_list if village.township == township]
        queue = [r for v in here for channel in (PLATFORM, TOWNSHIP) for r in asked[v][channel]]
        hours = county.parameters.needs.township_hours + county.levers.platform_hours[township]
        hold_office(county, queue, hours)
    for village in county.village_list:
        for channel in (NEIGHBOUR, CADRE, PLATFORM, TOWNSHIP):
            remember_waiting(county, village, channel, asked[village.number][channel])
    county.request_list = [request for request in county.request_list if not request.gone]


def by_village_and_channel(county: "PlainCounty", requests: list[Request]) -> list[list[list[Request]]]:
    sorted_out: list[list[list[Request]]] = [[[] for _ in CHANNELS] for _ in county.village_list]
    for request in requests:
        sorted_out[request.owner.village.number][request.channel].append(request)
    return sorted_out


def neighbours_hours(county: "PlainCounty", village: Village) -> float:
    p = county.parameters.needs
    leaders = p.leader_help * county.levers.leader_hours[village.number] * village.leaders
    return p.neighbour_hours * village.present / 1000 + leaders + p.mobilised_help * village.mobilised


def in_order(county: "PlainCounty", requests: list[Request]) -> list[Request]:
    """Longer waiting first, then by lot."""

    def place(request: Request) -> tuple[int, float, int]:
        lot = county.draw("needs.order", request.owner.person, request.kind + 4 * request.born)[0]
        return request.born, lot, request.owner.person

    return sorted(requests, key=place)


def hold_office(county: "PlainCounty", requests: list[Request], capacity: float) -> None:
    used, full = 0.0, False
    for request in in_order(county, requests):
        hours = hours_of(county, request)
        full = full or used + hours > capacity + 1e-6
        if full:
            put_off(county, request)
        else:
            used += hours
            help_out(county, request, quality(county, request))


def quality(county: "PlainCounty", request: Request) -> float:
    """How the help is felt."""
    p = county.parameters.needs
    by_channel = (p.quality_neighbour, p.quality_volunteer, p.quality_cadre, p.quality_platform, p.quality_township)
    felt = by_channel[request.channel]
    if request.channel == CADRE:
        felt += p.quality_skill * (request.owner.village.skill - county.parameters.cadre_time.skill_reference)
    return clip(felt - p.quality_wait * (county.month - request.born), 0.0, 1.0)


def help_out(county: "PlainCounty", request: Request, felt: float) -> None:
    village = request.owner.village
    request.gone = request.served = True
    county.count(f"needs.{SERVED_BY[request.channel]}", village)
    if request.born == county.month:
        county.count("needs.met_at_once", village)
    if request.channel == CADRE:
        village.done += 1
    county.meet(request.owner, request.channel, felt)


def drop(county: "PlainCounty", request: Request) -> None:
    request.gone = True
    county.count("needs.unmet", request.owner.village)
    county.meet(request.owner, request.channel, county.parameters.needs.quality_dropped)


def put_off(county: "PlainCounty", request: Request) -> None:
    """What was not served is dropped, passed up or waits."""
    p, village = county.parameters.needs, request.owner.village
    u0, u1, u2, u3 = county.draw("needs.unserved", request.owner.person, request.kind + 4 * request.born)
    if u0 < p.drop or county.month - request.born >= p.patience:
        drop(county, request)
    elif request.channel in (NEIGHBOUR, CADRE) and u1 < p.up:
        months = months_on_the_way(village.days, u2)
        if u3 < county.parameters.settlement.lost * months:
            county.count("needs.lost", village)
            drop(county, request)
        else:
            county.count("needs.passed_up", village)
            request.channel = TOWNSHIP
            request.ready = county.month + months


def remember_waiting(county: "PlainCounty", village: Village, channel: int, ready: list[Request]) -> None:
    """The reputation of a channel in the village for leaving people waiting."""
    memory = county.parameters.needs.unmet_memory
    if ready:
        served = sum(request.served for request in ready)
        village.unmet[channel] = memory * village.unmet[channel] + (1 - memory) * (1 - served / len(ready))

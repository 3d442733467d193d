"""Self-governance 村民自治: stage 9."""

import math
from typing import TYPE_CHECKING

from sim.agents.resident import RULES, SUPERVISION
from sim.core.maths import log, logistic
from tests.oracle.arithmetic import f32, next_month
from tests.oracle.people import CADRE, Resident
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def take_part(county: "PlainCounty") -> None:
    for village in county.village_list:
        hold_events(county, village)


def hold_events(county: "PlainCounty", village: Village) -> None:
    """Who takes part, what they raise, and what comes of it."""
    events, invited = events_of(county, village), invited_share(county, village)
    county.count("self_governance.events", village, events)
    raised: list[tuple[Resident, bool]] = []
    for resident in village.residents:
        part = False
        if decides(county, resident):
            draws = county.draw("self_governance.take_part", resident.person)
            part = joins_in(county, resident, events, draws[0], asked=draws[1] < invited and not resident.away)
            if part and draws[2] < county.parameters.self_governance.raising:
                raised.append((resident, draws[3] < county.parameters.self_governance.matter_up))
        remember(county, resident, part)
    answer(county, village, raised)


def events_of(county: "PlainCounty", village: Village) -> float:
    p, hours = county.parameters.self_governance, village.organising
    by_hours = p.events_most * hours / (hours + p.events_half)
    meetings = county.levers.meetings[village.number] / 3
    return p.events_floor + by_hours + meetings + p.events_leader * village.leaders / 10


def invited_share(county: "PlainCounty", village: Village) -> float:
    p, levers, v = county.parameters.self_governance, county.levers, village.number
    by_leaders = levers.leader_invitations[v] * village.leaders
    invitations = p.invitations_hour * village.organising + by_leaders + levers.invitations[v]
    return min(1.0, invitations / max(1, village.present))


def decides(county: "PlainCounty", resident: Resident) -> bool:
    reached = not resident.away or county.levers.platform[resident.village.number] > 0
    return reached and not resident.never


def joins_in(county: "PlainCounty", resident: Resident, events: float, u: float, asked: bool) -> bool:
    p, village = county.parameters.self_governance, resident.village
    if asked:
        county.count("self_governance.invited", village)
    z = inclination(county, resident, events, asked)
    if resident.away:
        part = u < logistic(z - p.remote_access) * county.levers.platform[village.number]
    else:
        part = u < logistic(z)
    if part:
        county.count("self_governance.took_part_away" if resident.away else "self_governance.took_part", village)
        county.note("part", resident.person)
    return part


def inclination(county: "PlainCounty", resident: Resident, events: float, asked: bool) -> float:
    p, village = county.parameters.self_governance, resident.village
    known = resident.knows(SUPERVISION) + resident.knows(RULES)
    reward = county.levers.reward[village.number] * village.rate
    return (
        p.constant
        + p.awareness * (known - p.awareness_0)
        + p.efficacy * (resident.efficacy - p.efficacy_0)
        + p.peers * (resident.share_of_ties(resident.ties_took_part) - p.peers_0)
        + p.invited * asked
        + p.trust * (resident.trust[CADRE] - 0.5)
        + p.habit * (resident.habit - p.habit_0)
        + p.motivation * resident.motivation
        + p.reward * reward
        - p.crowding * reward * max(resident.motivation, 0.0)
        - p.working * resident.works
        - p.old * (resident.age >= 78)
        - p.remote * village.remote
        - p.stake * (resident.share_of_ties(resident.ties_away) - p.stake_0)
        - p.tired * (resident.took_part & 1)
        - p.exhausted * resident.tired
        + p.party * resident.party
        + p.events * log(events / 2)
        + p.imitation * county.levers.spread[village.number] * max(0.0, best_site(county, village) - village.year_share)
    )


def best_site(county: "PlainCounty", village: Village) -> float:
    """Participation within the year at the best demonstration site of the township; 0 where there is none."""
    sites = [v for v in county.village_list if v.township == village.township and county.levers.site[v.number] > 0]
    return max((site.year_share for site in sites), default=0.0)


def remember(county: "PlainCounty", resident: Resident, part: bool) -> None:
    resident.took_part = next_month(resident.took_part, part)
    if not resident.away:
        speed = county.parameters.self_governance.habit_speed
        resident.habit = f32(resident.habit + speed * (part - resident.habit))


def answer(county: "PlainCounty", village: Village, raised: list[tuple[Resident, bool]]) -> None:
    """Matters raised are done or left lying; the sense of efficacy follows, and returns to what is usual."""
    p = county.parameters.self_governance
    county.count("self_governance.raised", village, len(raised))
    felt = {resident: resident.efficacy for resident in village.residents if not resident.away}
    acts = matters_acted_on(county, village)
    for resident, upward in raised:
        e = resident.efficacy
        if is_done(county, resident, upward, acts / (acts + len(raised))):
            county.count("self_governance.done", village)
            county.note("done", resident.person)
            felt[resident] = e + p.efficacy_eta * (1 - e)
        else:
            county.note("left lying", resident.person)
            felt[resident] = max(0.0, e - p.efficacy_eta * p.efficacy_loss * e)
    for resident, e in felt.items():
        back = 0.0 if resident.away else p.efficacy_revert * (p.efficacy_0 - e)
        resident.efficacy = f32(e + back)


def matters_acted_on(county: "PlainCounty", village: Village) -> float:
    p, levers, v = county.parameters.self_governance, county.levers, village.number
    authority = p.authority_0 + levers.authority[v] * village.use
    by_hours = p.act * village.organising * authority / p.authority_0
    of_collective = p.collective_share * levers.collective_income[v]
    money = levers.village_fund[v] * village.use + of_collective + village.sponsored_matters
    return by_hours + p.act_fund * money / 1000


def is_done(county: "PlainCounty", resident: Resident, upward: bool, share: float) -> bool:
    u0, u1, _, _ = county.draw("self_governance.matter", resident.person)
    months = math.floor(resident.village.days / 30 + u1) if upward else 0
    return u0 < share and months <= county.parameters.self_governance.matter_patience

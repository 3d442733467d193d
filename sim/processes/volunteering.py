"""Volunteering 志愿服务: registrants, members, active volunteers, Party members; who is asked, serves, stays, joins.

Being asked is the strongest lever (B-V5 to B-V8); willingness is not behaviour (B-V16).
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.organisation import PROFESSIONAL, OrganisationColumns
from sim.agents.resident import QUARTER, YEAR, ResidentColumns
from sim.core.draws import decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import exp, logistic
from sim.parameters.volunteering import Volunteering
from sim.processes.blocks import (
    lever_values,
    village_state,
    volunteer_tally,
    volunteering_numbers,
)
from sim.processes.matching import count_asked, match, redeem
from sim.processes.organisations import close_month, place_professionals, plan
from sim.processes.requests import in_order
from sim.processes.self_governance import incentive
from sim.processes.state import Month, State

SERVE = decision("volunteering.serve")
PARTY = decision("volunteering.party")
STAY = decision("volunteering.stay")
REGISTER = decision("volunteering.register")


@rule
def serve_utility(p: Volunteering, residents: ResidentColumns, i: int, recognition: float, reward: float) -> float:
    """Utility of serving without being asked; being asked adds ``asked`` (B-V5, B-V7, B-V8, B-V12, B-V14)."""
    motivation = real(residents.motivation[i])
    z = p.serve + p.motivation * motivation + p.recognition * recognition
    z += incentive(p.reward, p.crowding, reward, motivation)
    z += p.trust * (real(residents.trust_volunteer[i]) - 0.4) - p.tired * real(residents.tired[i])
    if residents.employer[i] >= 0:
        z -= p.working
    if residents.party[i]:
        z += p.party
    return z


@rule
def leave_chance(p: Volunteering, useful: bool, recognition: float) -> float:
    """Monthly chance that an active member leaves (B-V11, B-V12, B-V13)."""
    return p.leave * exp(-(p.leave_useful if useful else 0.0) - p.leave_recognition * recognition)


@rule
def draw_in(p: Volunteering, recognition: float, reward: float) -> float:
    """How recognition and reward multiply joining and registering."""
    return exp(p.register_recognition * recognition + p.register_reward * reward)


@rule
def _pick_organisation(
    organisations: OrganisationColumns, first: int, last: int, target: float, members_most: float
) -> int:
    """The organisation in which the running sum of tasks first exceeds ``target``, -1 if it is full."""
    running = 0.0
    for o in range(first, last):
        running += organisations.tasks[o]
        if running > target:
            return o if organisations.members[o] < members_most else -1
    return -1


@rule
def _list_registrants(residents: ResidentColumns, first: int, last: int, listed: NDArray[np.int32]) -> int:
    """List the registrants present; returns how many they are."""
    count = 0
    for j in range(last - first):
        i = row(first + j)
        listed[count] = first + j
        count += whole(residents.registrant[i]) & (1 - whole(residents.away[i]))
    return count


@rule
def _list_newcomers(residents: ResidentColumns, first: int, last: int, listed: NDArray[np.int32]) -> int:
    """List those present who took part in self-governance this month and are not registered."""
    count = 0
    for j in range(last - first):
        i = row(first + j)
        listed[count] = first + j
        out = whole(residents.registrant[i]) | whole(residents.away[i])
        count += whole(residents.took_part[i]) & 1 & (1 - out)
    return count


@rule
def _move_on(
    p: Volunteering, residents: ResidentColumns, first: int, last: int, hours_now: NDArray[np.float64]
) -> None:
    """A new month in everyone's hours, tiredness and memory of serving; ``hours_now`` is zero for most."""
    for j in range(last - first):
        i = row(first + j)
        hours = hours_now[j]
        residents.served[i] = ((whole(residents.served[i]) << 1) | whole(hours > 0.0)) & YEAR
        residents.tired[i] = p.tired_rest * real(residents.tired[i]) + p.tired_hour * hours
        residents.hours[i] = real(residents.hours[i]) + hours


@rule
def _list_busy(
    residents: ResidentColumns, first: int, last: int, hours_now: NDArray[np.float64], listed: NDArray[np.int32]
) -> int:
    """List those who served or took part in self-governance this month; returns how many they are."""
    count = 0
    for j in range(last - first):
        listed[count] = first + j
        took_part = whole(residents.took_part[row(first + j)]) & 1
        count += whole(hours_now[j] > 0.0) | took_part
    return count


@rule
def _give_points(
    residents: ResidentColumns, first: int, last: int, hours_now: NDArray[np.float64], listed: NDArray[np.int32]
) -> float:
    """A point for an hour served and one for taking part in self-governance; returns the points given."""
    given = 0.0
    for n in range(_list_busy(residents, first, last, hours_now, listed)):
        i = listed[n]
        points = hours_now[i - first]
        if points > 0.0:
            residents.points[i] = real(residents.points[i]) + points
            given += points
        if whole(residents.took_part[i]) & 1:
            residents.points[i] = real(residents.points[i]) + 1.0
            given += 1.0
    return given


@rule
def _list_party(
    residents: ResidentColumns, first: int, last: int, hours_now: NDArray[np.float64], listed: NDArray[np.int32]
) -> int:
    """List the Party members present who have not served yet this month; returns how many they are."""
    count = 0
    for j in range(last - first):
        i = row(first + j)
        listed[count] = first + j
        count += whole(residents.party[i] != 0) & whole(residents.away[i] == 0) & whole(hours_now[j] == 0.0)
    return count


@rule
def _party_serves(
    seed: int,
    month: int,
    p: Volunteering,
    residents: ResidentColumns,
    begin: int,
    end: int,
    asked: float,
    recognition: float,
    reward: float,
    organising: float,
    hours_now: NDArray[np.float64],
    listed: NDArray[np.int32],
) -> int:
    """Party members who are asked serve the village, registered or not; returns the services given.

    Offers must be matched: a village finds work for no more of them than its organising time allows.
    """
    services = 0
    matched = min(1.0, 2.0 * organising / (organising + p.mobilised_half))
    for n in range(_list_party(residents, begin, end, hours_now, listed)):
        i = listed[n]
        u = uniforms(seed, PARTY, month, residents.person[i], 0)
        if u[0] < asked * matched and u[1] < logistic(serve_utility(p, residents, i, recognition, reward) + p.asked):
            hours_now[i - begin] = p.hours
            services += 1
    return services


@loop
def _serve(
    m: Month,
    organisations: OrganisationColumns,
    first: NDArray[np.int64],
    services: NDArray[np.int64],
    listed: NDArray[np.int32],
    newcomers: NDArray[np.int32],
    hours_now: NDArray[np.float64],
    useful: NDArray[np.bool_],
    persons: NDArray[np.int32],
    words: NDArray[np.uint32],
    lapse_words: NDArray[np.uint32],
    members_before: NDArray[np.int32],
) -> None:
    """Members and registrants are asked, serve, leave, join, register and lapse."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = volunteering_numbers(m.numbers.volunteering)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = volunteer_tally(m.counted)
    for v in range(facts.township.size):
        begin, end = facts.first_resident[v], facts.first_resident[v + 1]
        recognition, reward = levers.recognition[v], levers.reward[v] * village.rate[v]
        organising, crowded = village.organising[v], p.party_crowd * village.party_share[v]
        mobilised = min(1.0, p.mobilised * 2.0 * organising / (organising + p.mobilised_half))
        registrants = _list_registrants(residents, begin, end, listed)
        hours_now[: end - begin] = 0.0
        free, in_organisations, for_village, leading = 0, 0, 0, 0
        for n in range(registrants):
            persons[n] = residents.person[listed[n]]
        fill_words(words, persons, 0, registrants, seed, SERVE, month)
        for n in range(registrants):
            i = row(listed[n])
            own, hours = whole(residents.organisation[i]), 0.0
            free += 1 if own < 0 else 0
            useful[n] = False
            by_own = False
            if own >= 0 and organisations.tasks[own] > 0:
                by_own = unit(words[0, n]) < min(1.0, p.asks * organisations.tasks[own] / members_before[own])
            by_village = unit(words[2, n]) < mobilised
            if by_own or by_village:
                z = serve_utility(p, residents, i, recognition, reward) - crowded * (1 - whole(residents.party[i]))
                agrees = logistic(z + p.asked)
                if by_own and unit(words[1, n]) < agrees:
                    useful[n] = True
                    hours += p.hours
                    services[own] += 1
                    in_organisations += 1
                if by_village and unit(words[3, n]) < agrees:
                    hours += p.hours
                    for_village += 1
            if residents.leader[i]:
                hours += levers.leader_hours[v]
                leading += 1
            hours_now[listed[n] - begin] = hours
        asked_party = levers.party_invitations[v]
        by_party = 0
        if asked_party > 0.0:
            by_party = _party_serves(
                seed,
                month,
                p,
                residents,
                begin,
                end,
                asked_party,
                recognition,
                reward,
                organising,
                hours_now,
                newcomers,
            )
        village.mobilised[v] = (for_village + by_party) * p.hours
        tally.hours_mobilised[v] = for_village * p.hours
        tally.hours_party[v] = by_party * p.hours
        everybody = in_organisations + for_village + by_party
        village.party_share[v] = by_party / everybody if everybody > 0 else 0.0
        tally.hours_organisation[v] = in_organisations * p.hours
        tally.hours_leader[v] = leading * levers.leader_hours[v]
        _move_on(p, residents, begin, end, hours_now)
        if levers.reward[v] > 0.0:
            tally.points[v] = _give_points(residents, begin, end, hours_now, newcomers)
        tasks = 0
        for o in range(first[v], first[v + 1]):
            tasks += organisations.tasks[o]
        asked_to_join = min(1.0, p.asks * tasks / free) if free > 0 else 0.0
        attraction = draw_in(p, recognition, reward)
        _register(seed, month, p, residents, begin, end, attraction, newcomers)
        fill_words(words, persons, 0, registrants, seed, STAY, month)
        fill_words(lapse_words, persons, 0, registrants, seed, REGISTER, month)
        for n in range(registrants):
            i = row(listed[n])
            own = whole(residents.organisation[i])
            if own >= 0:
                recent = (whole(residents.served[i]) & QUARTER) != 0
                if recent and unit(words[0, n]) < leave_chance(p, useful[n], recognition):
                    residents.organisation[i] = -1
                    organisations.members[own] -= 1
                    tally.left[v] += 1.0
            elif unit(words[1, n]) < asked_to_join and unit(words[2, n]) < p.join * attraction:
                joined = _pick_organisation(
                    organisations, first[v], first[v + 1], unit(words[3, n]) * tasks, p.member_most
                )
                if joined >= 0:
                    residents.organisation[i] = joined
                    organisations.members[joined] += 1
                    tally.joined[v] += 1.0
            unbound = residents.organisation[i] < 0 and residents.leader[i] == 0
            if unbound and unit(lapse_words[0, n]) < p.unregister:
                residents.registrant[i] = 0


@rule
def _register(
    seed: int,
    month: int,
    p: Volunteering,
    residents: ResidentColumns,
    begin: int,
    end: int,
    attraction: float,
    newcomers: NDArray[np.int32],
) -> None:
    """Some of those who took part and are not registered register."""
    for n in range(_list_newcomers(residents, begin, end, newcomers)):
        i = newcomers[n]
        if uniforms(seed, REGISTER, month, residents.person[i], 0)[1] < p.register * attraction:
            residents.registrant[i] = 1


def volunteer(state: State) -> None:
    """The month of the volunteers."""
    villages, size = state.places.villages, state.requests.size
    organisations = state.organisations
    largest = state.largest
    first = np.searchsorted(organisations.village, np.arange(villages + 1)).astype(np.int64)
    asked, matched = np.zeros(villages, np.int64), np.zeros(villages, np.int64)
    dealt, services = np.zeros(organisations.village.size, np.int64), np.zeros(organisations.village.size, np.int64)
    rows, offices = np.empty(size, np.int64), np.empty(size, np.int64)
    ready = count_asked(state.month, state.residents, state.requests.rows, size, rows, offices, asked)
    rows, offices = rows[:ready], offices[:ready]
    funded = np.zeros(organisations.village.size, np.int64)
    placed, waiting = np.zeros(state.places.townships, np.int64), np.zeros(state.places.townships, np.int64)
    place_professionals(state.view(), organisations, state.facts.township, placed, waiting)
    plan(state.view(), organisations, first, asked, dealt, funded)
    _serve(
        state.view(),
        organisations,
        first,
        services,
        np.empty(largest + 1, np.int32),
        np.empty(largest + 1, np.int32),
        np.empty(largest),
        np.empty(largest, np.bool_),
        np.empty(largest, np.int32),
        words_buffer(largest),
        words_buffer(largest),
        organisations.members.copy(),
    )
    close_month(state.view(), organisations, first, dealt, services, funded, matched)
    order = in_order(state.seed, state.month, state.residents, state.requests.rows, rows, offices)
    state.contacts.reserve(ready)
    leaves = np.zeros(size, np.bool_)
    state.contacts.size = match(
        state.view(),
        state.requests.rows,
        rows,
        offices,
        order,
        asked,
        matched,
        matched.copy(),
        np.bincount(organisations.village[organisations.coordinator == PROFESSIONAL], minlength=villages) > 0,
        state.contacts.rows,
        state.contacts.size,
        leaves,
    )
    state.requests.keep(~leaves)
    redeem(state.view())

"""Serving 办理: neighbours, cadres and townships serve the requests that are ready, oldest first."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.tables import ContactRows, RequestRows
from sim.agents.village import CADRE, NEIGHBOUR, PLATFORM, TOWNSHIP, VOLUNTEER
from sim.core.draws import uniforms
from sim.core.kernels import loop, rule, whole
from sim.core.maths import clip
from sim.parameters.needs import Needs
from sim.processes.blocks import (
    cadre_numbers,
    lever_values,
    need_numbers,
    need_tally,
    settlement_numbers,
    village_state,
)
from sim.processes.requests import UNSERVED, add_contact, identity, in_order, request_hours
from sim.processes.state import Month, State
from sim.processes.transfer import days_to_township, transfer_months


@rule
def felt(p: Needs, channel: int, waited: int, skill_gap: float) -> float:
    """How being served by a channel is felt, 0-1; ``skill_gap`` is the cadres' skill over the usual."""
    if channel == NEIGHBOUR:
        quality = p.quality_neighbour
    elif channel == VOLUNTEER:
        quality = p.quality_volunteer
    elif channel == CADRE:
        quality = p.quality_cadre + p.quality_skill * skill_gap
    elif channel == PLATFORM:
        quality = p.quality_platform
    else:
        quality = p.quality_township
    return clip(quality - p.quality_wait * waited, 0.0, 1.0)


@rule
def unmet_next(p: Needs, unmet: float, served: float, ready: float) -> float:
    """Reputation for leaving requests unmet after a month with ``ready`` requests."""
    if ready <= 0.0:
        return unmet
    return p.unmet_memory * unmet + (1.0 - p.unmet_memory) * (1.0 - served / ready)


@loop
def _capacity(
    m: Month,
    townships: int,
    capacity: NDArray[np.float64],
) -> None:
    """Hours of each office: neighbours of the villages, cadres of the villages, townships."""
    facts = m.facts
    p = need_numbers(m.numbers.needs)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    villages = facts.township.size
    for v in range(villages):
        leaders = p.leader_help * levers.leader_hours[v] * village.leaders[v]
        neighbours = p.neighbour_hours * village.present[v] / 1000.0
        capacity[v] = neighbours + leaders + p.mobilised_help * village.mobilised[v]
        capacity[villages + v] = village.hours_requests[v]
    for k in range(townships):
        capacity[2 * villages + k] = p.township_hours + levers.platform_hours[k]


@loop
def _offices(
    m: Month,
    requests: RequestRows,
    size: int,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
) -> int:
    """Requests that are ready, except volunteers', with the office that serves each; returns how many."""
    month, residents, facts = m.month, m.residents, m.facts
    ready, villages = 0, facts.township.size
    for r in range(size):
        channel = requests.channel[r]
        if channel == VOLUNTEER or requests.ready[r] > month:
            continue
        v = whole(residents.village[requests.person[r]])
        rows[ready] = r
        if channel == NEIGHBOUR:
            offices[ready] = v
        elif channel == CADRE:
            offices[ready] = villages + v
        else:
            offices[ready] = 2 * villages + whole(facts.township[v])
        ready += 1
    return ready


@loop
def _serve(
    m: Month,
    requests: RequestRows,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
    order: NDArray[np.int64],
    capacity: NDArray[np.float64],
    used: NDArray[np.float64],
    shut: NDArray[np.bool_],
    served: NDArray[np.float64],
    ready: NDArray[np.float64],
    contacts: ContactRows,
    size: int,
    leaves: NDArray[np.bool_],
) -> int:
    """Serve each office's queue until its hours run out; returns the contacts in use."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = need_numbers(m.numbers.needs)
    p_cadre = cadre_numbers(m.numbers.cadre_time)
    p_settlement = settlement_numbers(m.numbers.settlement)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = need_tally(m.counted)
    villages = facts.township.size
    for n in range(order.size):
        r, office = rows[order[n]], offices[order[n]]
        i, channel, kind = requests.person[r], int(requests.channel[r]), int(requests.kind[r])
        v, waited = residents.village[i], month - requests.born[r]
        hours = request_hours(p, kind)
        ready[channel, v] += 1.0
        if not shut[office] and used[office] + hours <= capacity[office] + 1e-6:
            used[office] += hours
            served[channel, v] += 1.0
            skill = village.skill[v] if village.skill[v] >= 0.0 else p_cadre.skill_new
            skill_gap = skill - p_cadre.skill_reference
            size = add_contact(contacts, size, i, channel, felt(p, channel, waited, skill_gap))
            leaves[r] = True
            if waited == 0:
                tally.met_at_once[v] += 1.0
            if channel == NEIGHBOUR:
                tally.served_neighbour[v] += 1.0
            elif channel == CADRE:
                tally.served_cadre[v] += 1.0
            else:
                tally.served_upper[v] += 1.0
            continue
        shut[office] = True
        w = uniforms(seed, UNSERVED, month, residents.person[i], identity(requests, r))
        dropped = w[0] < p.drop or waited >= p.patience
        if not dropped and channel <= CADRE and w[1] < p.up:
            months = transfer_months(days_to_township(p_settlement, p_cadre, v, village, levers), w[2])
            if w[3] < p_settlement.lost * months:
                dropped = True
                tally.lost[v] += 1.0
            else:
                requests.channel[r] = TOWNSHIP
                requests.ready[r] = month + months
                tally.passed_up[v] += 1.0
        if dropped:
            size = add_contact(contacts, size, i, channel, p.quality_dropped)
            leaves[r] = True
            tally.unmet[v] += 1.0
    for c in (NEIGHBOUR, CADRE, PLATFORM, TOWNSHIP):
        for v in range(villages):
            village.unmet[c, v] = unmet_next(p, village.unmet[c, v], served[c, v], ready[c, v])
    for v in range(villages):
        village.handled[v] = ready[CADRE, v]
        village.done[v] = served[CADRE, v]
    return size


def serve(state: State) -> None:
    """Neighbours, cadres and townships serve the requests that are ready, oldest first."""
    size, villages, townships = state.requests.size, state.places.villages, state.places.townships
    rows, offices = np.empty(size, np.int64), np.empty(size, np.int64)
    ready = _offices(state.view(), state.requests.rows, size, rows, offices)
    rows, offices = rows[:ready], offices[:ready]
    order = in_order(state.seed, state.month, state.residents, state.requests.rows, rows, offices)
    capacity = np.zeros(2 * villages + townships)
    _capacity(state.view(), townships, capacity)
    leaves = np.zeros(size, np.bool_)
    state.contacts.reserve(ready)
    state.contacts.size = _serve(
        state.view(),
        state.requests.rows,
        rows,
        offices,
        order,
        capacity,
        np.zeros(capacity.size),
        np.zeros(capacity.size, np.bool_),
        np.zeros((5, villages)),
        np.zeros((5, villages)),
        state.contacts.rows,
        state.contacts.size,
        leaves,
    )
    state.requests.keep(~leaves)

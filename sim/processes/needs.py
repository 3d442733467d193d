"""Needs 诉求: what residents need, where they turn first, and whether they are served."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.agents.tables import ContactRows, RequestRows
from sim.agents.village import CADRE, NEIGHBOUR, PLATFORM, TOWNSHIP, VOLUNTEER, VillageState
from sim.core.draws import CHUNK, decision, fill_words, fill_words_of, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import clip, exp, log
from sim.levers import LeverValues
from sim.parameters.needs import Needs
from sim.processes.blocks import (
    Block,
    cadre_numbers,
    lever_values,
    need_numbers,
    need_tally,
    settlement_numbers,
    village_state,
)
from sim.processes.requests import UNSERVED, add_contact, identity, in_order, request_hours
from sim.processes.state import State
from sim.processes.ties import AWAY, share, ties_trust, touch_trust
from sim.processes.transfer import days_to_township, transfer_months
from sim.tallies import NeedsTally
from sim.world.facts import VillageFacts

ARISE = decision("needs.arise")
CHANNEL = decision("needs.channel")

Channels = tuple[float, float, float, float, float]

KINDS = 4


class Scratch(NamedTuple):
    """Room to work on the needs of one village; ``listed`` and those after it have a place for every possible need."""

    words: NDArray[np.uint32]
    arisen: NDArray[np.uint8]
    listed: NDArray[np.int32]
    kinds: NDArray[np.int32]
    persons: NDArray[np.int32]
    subs: NDArray[np.int32]
    noise: NDArray[np.uint32]
    more_noise: NDArray[np.uint32]
    utilities: NDArray[np.float64]
    touched: NDArray[np.float64]
    channels: NDArray[np.int64]


def scratch_for(largest: int) -> Scratch:
    """Room for the needs of a village of up to ``largest`` adults."""
    most = KINDS * largest + 1
    listed, kinds, persons, subs = (np.empty(most, np.int32) for _ in range(4))
    return Scratch(
        words_buffer(),
        np.empty(CHUNK, np.uint8),
        listed,
        kinds,
        persons,
        subs,
        words_buffer(most),
        words_buffer(most),
        np.empty((6, most)),
        np.empty(1),
        np.empty(most, np.int64),
    )


KNOWN_USUAL = 0.65
"""Usual share of institutions known, where awareness neither helps nor hinders turning to cadres."""


@rule
def care_rate(p: Needs, age: int) -> float:
    """Monthly chance of a care need by age (O-W05)."""
    if age >= 75:
        return p.care_75
    return p.care_60 if age >= 60 else 0.0


@rule
def lives_alone(residents: ResidentColumns, i: int) -> bool:
    """No other adult of the household is present."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < residents.household.size and residents.household[j] == residents.household[i]:
            if residents.away[j] == 0:
                return False
            j += step
    return True


@rule
def known_share(aware: int) -> float:
    """Share of the three institutions that a resident knows."""
    return real((aware & 1) + ((aware >> 1) & 1) + ((aware >> 2) & 1)) / 3.0


@rule
def channel_utilities(
    p: Needs,
    v: int,
    i: int,
    residents: ResidentColumns,
    ties: NDArray[np.int32],
    facts: VillageFacts,
    village: VillageState,
    levers: LeverValues,
) -> Channels:
    """Utility of each help channel: constant, own and ties' trust, expected wait, and what is special to it."""
    near = ties_trust(residents, ties, i)
    known = p.awareness * (known_share(int(residents.aware[i])) - KNOWN_USUAL)
    hard = residents.age[i] >= 60 or residents.schooling[i] < 6
    far = p.effort_away if residents.away[i] else 0.0
    neighbour = p.channel_neighbour + p.trust * (real(residents.trust_neighbour[i]) - 0.5) + p.tie_trust * near[0]
    volunteer = p.channel_volunteer + p.trust * (real(residents.trust_volunteer[i]) - 0.5) + p.tie_trust * near[1]
    cadre = p.channel_cadre + p.trust * (real(residents.trust_cadre[i]) - 0.5) + p.tie_trust * near[2]
    platform = p.channel_platform + p.trust * (real(residents.trust_platform[i]) - 0.5) + p.tie_trust * near[3]
    township = p.channel_township + p.trust * (real(residents.trust_township[i]) - 0.5) + p.tie_trust * near[4]
    return (
        neighbour - p.wait * village.unmet[NEIGHBOUR, v] + p.leader_near * village.leader_effect[v] - far,
        volunteer - p.wait * village.unmet[VOLUNTEER, v] + p.visible * village.visible[v] - far,
        cadre - p.wait * village.unmet[CADRE, v] + known - far,
        platform
        - p.wait * village.unmet[PLATFORM, v]
        + p.platform_access * levers.platform[v]
        - (p.effort_platform if hard else 0.0),
        township - p.wait * village.unmet[TOWNSHIP, v] + known - p.effort_distance * real(facts.remote[v]) - far,
    )


@rule
def _mark(
    p: Needs,
    residents: ResidentColumns,
    start: int,
    count: int,
    words: NDArray[np.uint32],
    public: float,
    arisen: NDArray[np.uint8],
) -> None:
    """Mark, a bit a kind, which needs may arise; care needs above the usual rate are for those who live alone."""
    for j in range(count):
        i = row(start + j)
        age = residents.age[i]
        care = (p.care_75 if age >= 75 else p.care_60 if age >= 60 else 0.0) * (1.0 + p.care_alone)
        here = 1 - whole(residents.away[i])
        certificate = p.certificate * (1.0 if here else p.away_need)
        marked = whole(unit(words[0, j]) < care) & here
        marked |= whole(unit(words[1, j]) < certificate) << 1
        marked |= (whole(unit(words[2, j]) < public) & here) << 2
        marked |= (whole(unit(words[3, j]) < p.hazard) & here) << 3
        arisen[j] = marked


@rule
def choose_channels(
    utilities: NDArray[np.float64],
    words: NDArray[np.uint32],
    more_words: NDArray[np.uint32],
    count: int,
    channels: NDArray[np.int64],
) -> None:
    """The channel of a logit choice for each of ``count`` needs, -1 for the family.

    ``utilities``: shape (6, at least count), the family's first; ``words`` and ``more_words``: the raw draws. The
    largest of utility plus Gumbel noise is the smallest of exponential noise over the exponential of utility.
    """
    for n in range(count):
        best, soonest = -1, -log(unit(words[0, n])) * exp(-utilities[0, n])
        for c in range(5):
            word = words[c + 1, n] if c < 3 else more_words[c - 3, n]
            time = -log(unit(word)) * exp(-utilities[c + 1, n])
            best = c if time < soonest else best
            soonest = min(soonest, time)
        channels[n] = best


@rule
def _list_needs(
    p: Needs,
    residents: ResidentColumns,
    start: int,
    count: int,
    words: NDArray[np.uint32],
    public: float,
    arisen: NDArray[np.uint8],
    listed: NDArray[np.int32],
    kinds: NDArray[np.int32],
    size: int,
) -> int:
    """List the needs of a chunk, in order of residents and kinds; returns how many are listed by now."""
    _mark(p, residents, start, count, words, public, arisen)
    for j in range(count):
        if arisen[j] == 0:
            continue
        i = start + j
        for kind in range(KINDS):
            if (arisen[j] >> kind) & 1 == 0:
                continue
            if kind == 0 and unit(words[0, j]) >= care_rate(p, residents.age[i]) and not lives_alone(residents, i):
                continue
            listed[size], kinds[size] = i, kind
            size += 1
    return size


@rule
def _count_first(tally: NeedsTally, channel: int, v: int) -> None:
    if channel == NEIGHBOUR:
        tally.first_neighbour[v] += 1.0
    elif channel == VOLUNTEER:
        tally.first_volunteer[v] += 1.0
    elif channel == CADRE:
        tally.first_cadre[v] += 1.0
    elif channel == PLATFORM:
        tally.first_platform[v] += 1.0
    else:
        tally.first_township[v] += 1.0


@loop
def _arise(
    seed: int,
    month: int,
    first_village: int,
    p_block: Block,
    residents: ResidentColumns,
    ties: NDArray[np.int32],
    seen: NDArray[np.uint32],
    requests: RequestRows,
    size: int,
    facts: VillageFacts,
    village_block: Block,
    levers_block: Block,
    scratch: Scratch,
    tally_block: Block,
) -> tuple[int, int]:
    """Needs and first choices, village by village while the table has room; (next village, rows in use)."""
    p = need_numbers(p_block)
    village = village_state(village_block)
    levers = lever_values(levers_block)
    tally = need_tally(tally_block)
    listed, kinds, utilities = scratch.listed, scratch.kinds, scratch.utilities
    for v in range(first_village, facts.township.size):
        first, last = facts.first_resident[v], facts.first_resident[v + 1]
        if size + KINDS * (last - first) > requests.person.size:
            return v, size
        needs = 0
        public = p.public * (1.0 + p.platform_noise * levers.platform[v])
        for start in range(first, last, CHUNK):
            count = min(CHUNK, last - start)
            fill_words(scratch.words, residents.person, start, count, seed, ARISE, month)
            needs = _list_needs(p, residents, start, count, scratch.words, public, scratch.arisen, listed, kinds, needs)
        scratch.touched[0] = touch_trust(residents, first, last)
        for n in range(needs):
            near = channel_utilities(p, v, listed[n], residents, ties, facts, village, levers)
            utilities[0, n] = p.channel_family
            utilities[1, n], utilities[2, n], utilities[3, n] = near[0], near[1], near[2]
            utilities[4, n], utilities[5, n] = near[3], near[4]
            scratch.persons[n] = residents.person[listed[n]]
            scratch.subs[n] = 2 * kinds[n]
        fill_words_of(scratch.noise, scratch.persons, scratch.subs, needs, seed, CHANNEL, month)
        for n in range(needs):
            scratch.subs[n] += 1
        fill_words_of(scratch.more_noise, scratch.persons, scratch.subs, needs, seed, CHANNEL, month)
        choose_channels(utilities, scratch.noise, scratch.more_noise, needs, scratch.channels)
        tally.needs[v] = needs
        for n in range(needs):
            i, channel = listed[n], scratch.channels[n]
            if channel < 0:
                tally.first_family[v] += 1.0
                if unit(scratch.more_noise[2, n]) < p.family_met - p.family_away * share(seen[i], AWAY):
                    tally.met_family[v] += 1.0
                    tally.met_at_once[v] += 1.0
                else:
                    tally.unmet[v] += 1.0
                continue
            _count_first(tally, channel, v)
            requests.person[size], requests.kind[size] = i, kinds[n]
            requests.channel[size], requests.born[size], requests.ready[size] = channel, month, month
            size += 1
    return facts.township.size, size


def arise(state: State) -> None:
    """New needs of the month; those voiced outside the family become requests."""
    village, villages = 0, state.places.villages
    scratch = scratch_for(int(state.facts.registered.max()))
    while village < villages:
        state.requests.reserve(KINDS * int(state.facts.registered[village]))
        village, state.requests.size = _arise(
            state.seed,
            state.month,
            village,
            state.numbers.needs,
            state.residents,
            state.ties,
            state.seen,
            state.requests.rows,
            state.requests.size,
            state.facts,
            state.villages,
            state.levers,
            scratch,
            state.counted,
        )


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
    p_block: Block,
    townships: int,
    facts: VillageFacts,
    village_block: Block,
    levers_block: Block,
    capacity: NDArray[np.float64],
) -> None:
    """Hours of each office: neighbours of the villages, cadres of the villages, townships."""
    p = need_numbers(p_block)
    village = village_state(village_block)
    levers = lever_values(levers_block)
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
    month: int,
    residents: ResidentColumns,
    requests: RequestRows,
    size: int,
    facts: VillageFacts,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
) -> int:
    """Requests that are ready, except volunteers', with the office that serves each; returns how many."""
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
    seed: int,
    month: int,
    p_block: Block,
    p_cadre_block: Block,
    p_settlement_block: Block,
    residents: ResidentColumns,
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
    facts: VillageFacts,
    village_block: Block,
    levers_block: Block,
    tally_block: Block,
) -> int:
    """Serve each office's queue until its hours run out; returns the contacts in use."""
    p = need_numbers(p_block)
    p_cadre = cadre_numbers(p_cadre_block)
    p_settlement = settlement_numbers(p_settlement_block)
    village = village_state(village_block)
    levers = lever_values(levers_block)
    tally = need_tally(tally_block)
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
    ready = _offices(state.month, state.residents, state.requests.rows, size, state.facts, rows, offices)
    rows, offices = rows[:ready], offices[:ready]
    order = in_order(state.seed, state.month, state.residents, state.requests.rows, rows, offices)
    capacity = np.zeros(2 * villages + townships)
    numbers = state.numbers
    _capacity(numbers.needs, townships, state.facts, state.villages, state.levers, capacity)
    leaves = np.zeros(size, np.bool_)
    state.contacts.reserve(ready)
    state.contacts.size = _serve(
        state.seed,
        state.month,
        numbers.needs,
        numbers.cadre_time,
        numbers.settlement,
        state.residents,
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
        state.facts,
        state.villages,
        state.levers,
        state.counted,
    )
    state.requests.keep(~leaves)

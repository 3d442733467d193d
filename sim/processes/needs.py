"""Needs 诉求: what residents need, where they turn first, and whether they are served."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.agents.tables import RequestRows
from sim.agents.village import CADRE, NEIGHBOUR, PLATFORM, TOWNSHIP, VOLUNTEER, VillageState
from sim.core.draws import CHUNK, decision, fill_words, fill_words_of, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import exp, log
from sim.levers import LeverValues
from sim.parameters.needs import Needs
from sim.processes.blocks import (
    lever_values,
    need_numbers,
    need_tally,
    village_state,
)
from sim.processes.state import Month, State
from sim.processes.ties import AWAY, share, ties_trust, touch_ties, touch_trust
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
    with_needs: NDArray[np.int32]
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
    most = KINDS * (largest + 1)
    listed, kinds, persons, subs = (np.empty(most, np.int32) for _ in range(4))
    return Scratch(
        words_buffer(),
        np.empty(CHUNK, np.uint8),
        np.empty(CHUNK, np.int32),
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
    with_needs: NDArray[np.int32],
    listed: NDArray[np.int32],
    kinds: NDArray[np.int32],
    size: int,
) -> int:
    """List the needs of a chunk, in order of residents and kinds; returns how many are listed by now."""
    _mark(p, residents, start, count, words, public, arisen)
    several = 0
    for j in range(count):
        with_needs[several] = j
        several += whole(arisen[row(j)] != 0)
    for n in range(several):
        j = with_needs[n]
        i = start + j
        for kind in range(KINDS):
            listed[size], kinds[size] = i, kind
            size += (arisen[j] >> kind) & 1
            if kind == 0 and arisen[j] & 1:
                usual = unit(words[0, j]) < care_rate(p, residents.age[i])
                size -= 0 if usual or lives_alone(residents, i) else 1
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
    m: Month,
    first_village: int,
    requests: RequestRows,
    size: int,
    scratch: Scratch,
) -> tuple[int, int]:
    """Needs and first choices, village by village while the table has room; (next village, rows in use)."""
    seed, month, residents, ties, seen, facts = m.seed, m.month, m.residents, m.ties, m.seen, m.facts
    p = need_numbers(m.numbers.needs)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = need_tally(m.counted)
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
            needs = _list_needs(
                p,
                residents,
                start,
                count,
                scratch.words,
                public,
                scratch.arisen,
                scratch.with_needs,
                listed,
                kinds,
                needs,
            )
        scratch.touched[0] = touch_trust(residents, first, last) + touch_ties(ties, listed, needs)
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
    scratch = scratch_for(state.largest)
    while village < villages:
        state.requests.reserve(KINDS * int(state.facts.registered[village]))
        village, state.requests.size = _arise(
            state.view(),
            village,
            state.requests.rows,
            state.requests.size,
            scratch,
        )

"""Self-governance 村民自治: events, who takes part, what is raised and whether anything comes of it."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import YEAR, ResidentColumns
from sim.core.draws import CHUNK, decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import log, logistic
from sim.parameters.self_governance import SelfGovernance
from sim.processes.blocks import (
    cadre_numbers,
    lever_values,
    self_governance_numbers,
    self_governance_tally,
    settlement_numbers,
    village_state,
)
from sim.processes.cadre_time import authority_use
from sim.processes.state import Month, State
from sim.processes.ties import AWAY, TOOK_PART, share
from sim.processes.transfer import days_to_township

TAKE_PART = decision("self_governance.take_part")
MATTER = decision("self_governance.matter")

NOW = 0x8000
"""Mark of this month in ``took_part`` until the month is moved into the memory."""


@rule
def events_held(p: SelfGovernance, organising: float, meetings: float, leaders: float) -> float:
    """Meetings and co-building activities of a month: saturating in organising hours."""
    organised = p.events_most * organising / (organising + p.events_half)
    return p.events_floor + organised + meetings / 3.0 + p.events_leader * leaders / 10.0


@rule
def invited_share(p: SelfGovernance, organising: float, by_leaders: float, added: float, present: float) -> float:
    """Share of adults present who are asked in person this month."""
    return min(1.0, (p.invitations_hour * organising + by_leaders + added) / max(1.0, present))


@rule
def incentive(slope: float, crowding: float, reward: float, motivation: float) -> float:
    """What a reward adds to a logit: a pull at the margin, less for the motivated where it crowds out (B-V14)."""
    return slope * reward - crowding * reward * max(motivation, 0.0)


@rule
def village_utility(p: SelfGovernance, events: float, remote: float, ahead: float) -> float:
    """Part of the utility of taking part that all residents of a village share; ``ahead``: a site's lead, as seen."""
    constant = p.constant - p.awareness * p.awareness_0 - p.efficacy * p.efficacy_0 - p.peers * p.peers_0
    constant += p.stake * p.stake_0 - p.trust * 0.5 - p.habit * p.habit_0
    return constant + p.events * log(events / 2.0) - p.remote * remote + p.imitation * ahead


@rule
def own_utility(p: SelfGovernance, residents: ResidentColumns, i: int, word: int, reward: float) -> float:
    """Part of the utility that depends on the resident (B-C3, B-C7, B-C9, B-C11, B-C12, B-P1d)."""
    aware = whole(residents.aware[i])
    known = (aware & 1) + ((aware >> 2) & 1)
    motivation = real(residents.motivation[i])
    z = p.awareness * known + p.efficacy * real(residents.efficacy[i])
    z += p.peers * share(word, TOOK_PART) - p.stake * share(word, AWAY)
    z += p.trust * real(residents.trust_cadre[i]) + p.habit * real(residents.habit[i])
    z += p.motivation * motivation + incentive(p.reward, p.crowding, reward, motivation)
    z -= p.exhausted * real(residents.tired[i])
    z -= p.working if residents.employer[i] >= 0 else 0.0
    z -= p.old if residents.age[i] >= 78 else 0.0
    z += p.party if residents.party[i] else 0.0
    z -= p.tired if whole(residents.took_part[i]) & 1 else 0.0
    return z


@rule
def _chances(
    p: SelfGovernance,
    residents: ResidentColumns,
    seen: NDArray[np.uint32],
    start: int,
    count: int,
    words: NDArray[np.uint32],
    common: float,
    invited: float,
    reward: float,
    online: float,
    chances: NDArray[np.float64],
) -> int:
    """Chance of each resident of a chunk to take part; returns how many of them were asked in person.

    No branches: the compiler turns this loop, the busiest of the model, into vector code.
    """
    asked_count = 0
    for j in range(count):
        i = row(start + j)
        here = 1 - whole(residents.away[i])
        willing = 1 - whole(residents.never[i])
        asked = whole(unit(words[1, j]) < invited) & here & willing
        z = common + own_utility(p, residents, i, seen[i], reward) + p.invited * asked
        z -= p.remote_access * (1 - here)
        chances[j] = logistic(z) * willing * (1.0 if here else online)
        asked_count += asked
    return asked_count


@rule
def answered(p: SelfGovernance, efficacy: float, done: bool) -> float:
    """Sense of efficacy 效能感 after one's matter was acted on, or left lying, which weighs more (B-C12)."""
    if done:
        return efficacy + p.efficacy_eta * (1.0 - efficacy)
    return max(0.0, efficacy - p.efficacy_eta * p.efficacy_loss * efficacy)


@rule
def drifted(p: SelfGovernance, efficacy: float) -> float:
    """Efficacy a month nearer to the usual."""
    return efficacy + p.efficacy_revert * (p.efficacy_0 - efficacy)


@rule
def _move_on(p: SelfGovernance, residents: ResidentColumns, start: int, count: int) -> None:
    """A new month in everyone's memory of taking part, and in the habits of those present."""
    for j in range(count):
        i = row(start + j)
        memory = whole(residents.took_part[i])
        part = memory >> 15
        residents.took_part[i] = ((memory << 1) | part) & YEAR
        habit = real(residents.habit[i])
        moved = habit + p.habit_speed * (part - habit)
        residents.habit[i] = moved if residents.away[i] == 0 else habit


@loop
def _take_part(
    m: Month,
    raisers: NDArray[np.int32],
    needs_township: NDArray[np.bool_],
    words: NDArray[np.uint32],
    chances: NDArray[np.float64],
    takers: NDArray[np.int32],
    best: NDArray[np.float64],
) -> int:
    """Who takes part, and who raises a matter; habits and memories move on. Returns how many raise one."""
    seed, month, residents, seen, facts = m.seed, m.month, m.residents, m.seen, m.facts
    p = self_governance_numbers(m.numbers.self_governance)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = self_governance_tally(m.counted)
    raised = 0
    for v in range(facts.township.size):
        if levers.site[v] > 0.0:
            best[facts.township[v]] = max(best[facts.township[v]], village.took_part[v])
    for v in range(facts.township.size):
        organising, leaders = village.organising[v], village.leaders[v]
        events = events_held(p, organising, levers.meetings[v], leaders)
        by_leaders = levers.leader_invitations[v] * leaders
        invited = invited_share(p, organising, by_leaders, levers.invitations[v], real(village.present[v]))
        reward = levers.reward[v] * village.rate[v]
        ahead = levers.spread[v] * max(0.0, best[facts.township[v]] - village.took_part[v])
        common = village_utility(p, events, real(facts.remote[v]), ahead)
        tally.events[v] = events
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, TAKE_PART, month)
            asked = _chances(
                p, residents, seen, start, count, words, common, invited, reward, levers.platform[v], chances
            )
            tally.invited[v] += asked
            taking = 0
            for j in range(count):
                takers[taking] = j
                taking += whole(unit(words[0, row(j)]) < chances[row(j)])
            for n in range(taking):
                j = takers[n]
                i = start + j
                residents.took_part[i] = whole(residents.took_part[i]) | NOW
                if residents.away[i]:
                    tally.took_part_away[v] += 1.0
                else:
                    tally.took_part[v] += 1.0
                if unit(words[2, j]) < p.raising:
                    raisers[raised], needs_township[raised] = i, unit(words[3, j]) < p.matter_up
                    raised += 1
                    tally.raised[v] += 1.0
            _move_on(p, residents, start, count)
    return raised


@loop
def _answer(
    m: Month,
    raisers: NDArray[np.int32],
    needs_township: NDArray[np.bool_],
    count: int,
    efficacy: NDArray[np.float64],
) -> None:
    """Act on what was raised as far as hours, authority and money reach; the efficacy of its owners follows."""
    seed, month, residents = m.seed, m.month, m.residents
    p = self_governance_numbers(m.numbers.self_governance)
    p_settlement = settlement_numbers(m.numbers.settlement)
    p_cadre = cadre_numbers(m.numbers.cadre_time)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = self_governance_tally(m.counted)
    for n in range(count):
        i = raisers[n]
        v = residents.village[i]
        use = authority_use(p_cadre, village.skill[v])
        authority = (p.authority_0 + levers.authority[v] * use) / p.authority_0
        money = levers.village_fund[v] * use + p.collective_share * levers.collective_income[v]
        money += village.sponsored_matters[v]
        acts = p.act * village.organising[v] * authority + p.act_fund * money / 1000.0
        u = uniforms(seed, MATTER, month, residents.person[i], 0)
        days = days_to_township(p_settlement, p_cadre, v, village, levers)
        late = needs_township[n] and math.floor(days / 30.0 + u[1]) > p.matter_patience
        done = u[0] < acts / (acts + tally.raised[v]) and not late
        if done:
            tally.done[v] += 1.0
        moved = answered(p, real(residents.efficacy[i]), done)
        efficacy[n] = moved if residents.away[i] else drifted(p, moved)
    for i in range(residents.person.size):
        old = real(residents.efficacy[i])
        residents.efficacy[i] = drifted(p, old) if residents.away[i] == 0 else old
    for n in range(count):
        residents.efficacy[raisers[n]] = efficacy[n]


def meet(state: State) -> None:
    """The month's meetings, and what becomes of what was raised there."""
    size = state.ties.shape[0]
    raisers, needs_township = np.empty(size, np.int32), np.empty(size, np.bool_)
    raised = _take_part(
        state.view(),
        raisers,
        needs_township,
        words_buffer(),
        np.empty(CHUNK),
        np.empty(CHUNK, np.int32),
        np.zeros(state.places.townships),
    )
    _answer(
        state.view(),
        raisers,
        needs_township,
        raised,
        np.empty(raised),
    )

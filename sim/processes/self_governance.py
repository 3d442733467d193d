"""Self-governance 村民自治: events, who takes part, what is raised and whether anything comes of it."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import RULES, SUPERVISION, YEAR, ResidentColumns
from sim.agents.village import VillageState
from sim.core.draws import CHUNK, decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import kernel, rule
from sim.core.maths import log, logistic
from sim.levers import LeverValues
from sim.parameters.cadre_time import CadreTime
from sim.parameters.self_governance import SelfGovernance
from sim.parameters.settlement import Settlement
from sim.processes.state import State
from sim.processes.ties import AWAY, TOOK_PART, share
from sim.processes.transfer import days_to_township
from sim.tallies import SelfGovernanceTally
from sim.world.facts import VillageFacts

TAKE_PART = decision("self_governance.take_part")
MATTER = decision("self_governance.matter")


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
def village_utility(p: SelfGovernance, events: float, remote: float) -> float:
    """Part of the utility of taking part that all residents of a village share."""
    constant = p.constant - p.awareness * p.awareness_0 - p.efficacy * p.efficacy_0 - p.peers * p.peers_0
    constant += p.stake * p.stake_0 - p.trust * 0.5 - p.habit * p.habit_0
    return constant + p.events * log(events / 2.0) - p.remote * remote


@rule
def own_utility(p: SelfGovernance, residents: ResidentColumns, i: int, word: int, reward: float) -> float:
    """Part of the utility that depends on the resident (B-C3, B-C7, B-C9, B-C11, B-C12, B-P1d)."""
    aware = int(residents.aware[i])
    known = (1 if aware & SUPERVISION else 0) + (1 if aware & RULES else 0)
    motivation = np.float64(residents.motivation[i])
    z = p.awareness * known + p.efficacy * np.float64(residents.efficacy[i])
    z += p.peers * share(word, TOOK_PART) - p.stake * share(word, AWAY)
    z += p.trust * np.float64(residents.trust_cadre[i]) + p.habit * np.float64(residents.habit[i])
    z += p.motivation * motivation + incentive(p.reward, p.crowding, reward, motivation)
    z -= p.exhausted * np.float64(residents.tired[i])
    if residents.employer[i] >= 0:
        z -= p.working
    if residents.age[i] >= 78:
        z -= p.old
    if residents.party[i]:
        z += p.party
    if int(residents.took_part[i]) & 1:
        z -= p.tired
    return z


@rule
def efficacy_next(p: SelfGovernance, efficacy: float, raised: bool, done: bool) -> float:
    """Sense of efficacy 效能感 after a month; a matter left lying weighs more than one acted on (B-C12)."""
    if raised and done:
        efficacy += p.efficacy_eta * (1.0 - efficacy)
    elif raised:
        efficacy = max(0.0, efficacy - p.efficacy_eta * p.efficacy_loss * efficacy)
    return efficacy + p.efficacy_revert * (p.efficacy_0 - efficacy)


@kernel
def _take_part(
    seed: int,
    month: int,
    p: SelfGovernance,
    residents: ResidentColumns,
    seen: NDArray[np.uint32],
    facts: VillageFacts,
    village: VillageState,
    levers: LeverValues,
    raised: NDArray[np.bool_],
    needs_township: NDArray[np.bool_],
    tally: SelfGovernanceTally,
) -> None:
    """Who takes part, and who raises a matter; habits and memories move on."""
    words = words_buffer()
    for v in range(facts.township.size):
        organising, leaders = village.organising[v], village.leaders[v]
        events = events_held(p, organising, levers.meetings[v], leaders)
        by_leaders = levers.leader_invitations[v] * leaders
        invited = invited_share(p, organising, by_leaders, levers.invitations[v], np.float64(facts.present[v]))
        reward = levers.reward[v] * village.rate[v]
        common = village_utility(p, events, np.float64(facts.remote[v]))
        online = levers.platform[v]
        tally.events[v] = events
        village.took_part[v] = 0.0
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, TAKE_PART, month)
            for j in range(count):
                i = start + j
                part = 0
                away = residents.away[i] != 0
                if residents.never[i] == 0 and (not away or online > 0.0):
                    asked = not away and unit(words[1, j]) < invited
                    z = common + own_utility(p, residents, i, seen[i], reward) + (p.invited if asked else 0.0)
                    chance = logistic(z - p.remote_access) * online if away else logistic(z)
                    if asked:
                        tally.invited[v] += 1.0
                    if unit(words[0, j]) < chance:
                        part = 1
                        village.took_part[v] += 1.0
                        if away:
                            tally.took_part_away[v] += 1.0
                        else:
                            tally.took_part[v] += 1.0
                        if unit(words[2, j]) < p.raising:
                            raised[i] = True
                            needs_township[i] = unit(words[3, j]) < p.matter_up
                            tally.raised[v] += 1.0
                residents.took_part[i] = ((int(residents.took_part[i]) << 1) | part) & YEAR
                if not away:
                    habit = np.float64(residents.habit[i])
                    residents.habit[i] = habit + p.habit_speed * (part - habit)


@kernel
def _answer(
    seed: int,
    month: int,
    p: SelfGovernance,
    p_settlement: Settlement,
    p_cadre: CadreTime,
    residents: ResidentColumns,
    facts: VillageFacts,
    village: VillageState,
    levers: LeverValues,
    raised: NDArray[np.bool_],
    needs_township: NDArray[np.bool_],
    tally: SelfGovernanceTally,
) -> None:
    """Act on what was raised as far as hours, authority and money reach; efficacy follows."""
    for v in range(facts.township.size):
        authority = (p.authority_0 + levers.authority[v]) / p.authority_0
        acts = p.act * village.organising[v] * authority + p.act_fund * levers.village_fund[v] / 1000.0
        matters = tally.raised[v]
        share_done = acts / (acts + matters) if acts + matters > 0.0 else 0.0
        days = days_to_township(p_settlement, p_cadre, v, village, levers)
        for i in range(facts.first_resident[v], facts.first_resident[v + 1]):
            done = False
            if raised[i]:
                u = uniforms(seed, MATTER, month, residents.person[i], 0)
                late = needs_township[i] and math.floor(days / 30.0 + u[1]) > p.matter_patience
                done = u[0] < share_done and not late
                if done:
                    tally.done[v] += 1.0
            elif residents.away[i]:
                continue
            efficacy = np.float64(residents.efficacy[i])
            residents.efficacy[i] = efficacy_next(p, efficacy, raised[i], done)


def meet(state: State) -> None:
    """The month's meetings, and what becomes of what was raised there."""
    raised = np.zeros(state.ties.shape[0], np.bool_)
    needs_township = np.zeros(state.ties.shape[0], np.bool_)
    _take_part(
        state.seed,
        state.month,
        state.parameters.self_governance,
        state.residents,
        state.seen,
        state.facts,
        state.villages,
        state.levers,
        raised,
        needs_township,
        state.tally.self_governance,
    )
    _answer(
        state.seed,
        state.month,
        state.parameters.self_governance,
        state.parameters.settlement,
        state.parameters.cadre_time,
        state.residents,
        state.facts,
        state.villages,
        state.levers,
        raised,
        needs_township,
        state.tally.self_governance,
    )

"""Settlement 化解: cases are heard, settle in fact or on paper, relapse, move up from village to county, or leave.

Queue order is exact: urgent first, then by the month a case reached its tier, then person, type and month of birth.
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.mediator import MediationColumns
from sim.agents.tables import OPEN, PETITION_CONTACT, CaseRows, ContactRows
from sim.agents.village import CADRE, TOWNSHIP
from sim.core.draws import decision, uniforms
from sim.core.kernels import loop, real, rule, whole
from sim.core.maths import clip, gumbel_quantile, log, logistic
from sim.levers import LeverValues
from sim.parameters.settlement import Settlement
from sim.processes.blocks import (
    cadre_numbers,
    lever_values,
    need_numbers,
    settlement_numbers,
    settlement_tally,
    village_state,
)
from sim.processes.cadre_time import authority_use
from sim.processes.cases import both_know_rules, need_hours, rules_clarity
from sim.processes.pagoda import LABOUR, LAND, NEIGHBOURS, VILLAGE
from sim.processes.requests import add_contact
from sim.processes.state import Month, State
from sim.processes.transfer import DOCKING, TRANSFER, days_to_township, transfer_months
from sim.tallies import MOST_MONTHS, SettlementTally

ATTEMPT = decision("settlement.attempt")
EXIT = decision("settlement.exit")

STAY, UP, WITHDRAW, SUE, PETITION = range(5)
NOT_HEARD, FAILED, SETTLED, PAPERED = range(4)


@rule
def settlement_utility(
    p: Settlement,
    tier: int,
    skill_gap: float,
    ln_share: float,
    ln_severity: float,
    trust: float,
    rules: float,
    authority: float,
    joint: float,
    visits: float,
    relapsed: int,
    attempts: int,
) -> float:
    """Logit of a true settlement 实质化解 in one attempt (B-D5, B-D11, B-M3, B-T7)."""
    z = p.village if tier == 0 else p.township if tier == 1 else p.county
    z += p.skill * skill_gap + p.hours * ln_share - p.severity * ln_severity + p.trust * (trust - 0.5)
    z += p.rules * rules + p.visits * visits
    z += p.authority * authority if tier == 0 else p.joint * joint
    return z - p.relapse * relapsed - p.attempt * attempts


@rule
def exit_choice(
    p: Settlement,
    noise: tuple[float, float, float, float, float],
    tier: int,
    kind: int,
    ln_severity: float,
    attempts: int,
    schooling: float,
    trust_township: float,
    waited: int,
    pressure: float,
    may_petition: bool,
    one_stop: float,
) -> int:
    """What the owner of an unsettled case does: wait, pass it up, withdraw, sue or petition."""
    stay = p.stay - (p.stay_tired if attempts >= 2 else 0.0)
    up = p.up + p.up_severity * ln_severity + p.up_attempts * attempts + p.up_draw * one_stop
    suit = p.suit + p.suit_severity * ln_severity + p.suit_schooling * schooling / 16.0 + p.suit_attempts * attempts
    petition = p.petition + p.petition_severity * ln_severity + p.petition_distrust * (0.5 - trust_township)
    petition += p.petition_wait * waited + p.petition_attempts * attempts + p.petition_pressure * (pressure - 1.0)
    if kind in (LAND, VILLAGE, LABOUR):
        petition += p.petition_apt
    utilities = (stay, up if tier < 2 else -1e9, p.withdraw, suit, petition if may_petition else -1e9)
    best, best_value = 0, -1e300
    for option in range(5):
        value = utilities[option] + gumbel_quantile(noise[option])
        if value > best_value:
            best, best_value = option, value
    return best


@loop
def _offices(
    m: Month,
    new_skill: float,
    bodies: MediationColumns,
    training: NDArray[np.float64],
    count: NDArray[np.float64],
) -> None:
    """Hours and skill of every mediation body this month."""
    facts = m.facts
    p = settlement_numbers(m.numbers.settlement)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    villages, townships = facts.township.size, training.size
    for v in range(villages):
        known = village.skill[v] if village.skill[v] >= 0.0 else new_skill
        bodies.skill[v] = known + p.training * levers.mediator_training[v]
        bodies.hours[v] = village.hours_urgent[v] + village.hours_cases[v]
        training[facts.township[v]] += levers.mediator_training[v]
        count[facts.township[v]] += 1.0
    for k in range(townships):
        bodies.skill[villages + k] = p.skill_station + p.training * training[k] / count[k]
        bodies.hours[villages + k] = p.station_hours + levers.station_hours[k]
    centre = villages + townships
    bodies.skill[centre] = p.skill_centre
    bodies.hours[centre] = (p.centre_hours + levers.centre_hours[0]) * townships
    bodies.used[:] = 0.0
    bodies.queue[:] = 0


@loop
def _queue(
    m: Month,
    urgent_severity: float,
    cases: CaseRows,
    size: int,
    townships: int,
    rows: NDArray[np.int64],
    lines: NDArray[np.int64],
    keys: NDArray[np.uint64],
) -> int:
    """The ready cases, the line each stands in and its place there; returns how many.

    Lines: two a village (urgent, other), then one a township, then the centre. The key orders by line, urgency, month
    of reaching the tier, person, type, month of birth.
    """
    month, residents, facts = m.month, m.residents, m.facts
    villages, ready = facts.township.size, 0
    for c in range(size):
        if cases.relapse[c] != OPEN or cases.ready[c] > month:
            continue
        v = whole(residents.village[cases.person[c]])
        calm = 0 if real(cases.severity[c]) >= urgent_severity else 1
        if cases.tier[c] == 0:
            line = 2 * v + calm
        elif cases.tier[c] == 1:
            line = 2 * villages + whole(facts.township[v])
        else:
            line = 2 * villages + townships
        rows[ready], lines[ready] = c, line
        birth = whole(cases.kind[c]) * 4096 + whole(cases.born[c])
        place = (line * 2 + calm) * 4096 + whole(cases.since[c])
        keys[ready] = np.uint64(((place << 21) | whole(cases.person[c])) << 15 | birth)
        ready += 1
    return ready


@loop
def _hear(
    m: Month,
    bodies: MediationColumns,
    cases: CaseRows,
    rows: NDArray[np.int64],
    lines: NDArray[np.int64],
    hours: NDArray[np.float64],
    needs: NDArray[np.float64],
    used: NDArray[np.float64],
    shut: NDArray[np.bool_],
    contacts: ContactRows,
    size: int,
    leaves: NDArray[np.bool_],
) -> int:
    """Hear the cases in order; settle them, or let their owners choose what next. Returns the contacts in use."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = settlement_numbers(m.numbers.settlement)
    p_cadre = cadre_numbers(m.numbers.cadre_time)
    p_needs = need_numbers(m.numbers.needs)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = settlement_tally(m.counted)
    villages = facts.township.size
    townships = bodies.hours.size - villages - 1
    for v in range(villages):
        hours[2 * v], hours[2 * v + 1] = village.hours_urgent[v], village.hours_cases[v]
    for k in range(townships + 1):
        hours[2 * villages + k] = bodies.hours[villages + k]
    for n in range(rows.size):
        c = rows[n]
        needs[lines[n]] += need_hours(p, cases.tier[c], real(cases.severity[c]))
    for n in range(rows.size):
        c, line = rows[n], lines[n]
        i, kind, born, tier = int(cases.person[c]), int(cases.kind[c]), int(cases.born[c]), int(cases.tier[c])
        v = int(residents.village[i])
        k = int(facts.township[v])
        body = v if tier == 0 else villages + k if tier == 1 else villages + townships
        severity, other, attempts = real(cases.severity[c]), int(cases.other[c]), int(cases.attempts[c])
        ln_severity = log(severity)
        pressure = min(village.pressure[v], p_cadre.pressure_cap)
        weighed = min(village.pressure[v] * levers.petition_weight[v], p_cadre.pressure_cap)
        bodies.queue[body] += 1
        share = clip(hours[line] / needs[line], p.least_share, 1.0)
        given = share * need_hours(p, tier, severity)
        result = NOT_HEARD
        if not shut[line] and used[line] + given <= hours[line] + 1e-6:
            used[line] += given
            bodies.used[body] += given
            channel = CADRE if tier == 0 else TOWNSHIP
            trust_column = residents.trust_cadre if tier == 0 else residents.trust_township
            trust = real(trust_column[i])
            if other >= 0:
                trust = 0.5 * (trust + real(trust_column[other]))
            rules = 0.0
            if kind in (NEIGHBOURS, LAND, VILLAGE) and both_know_rules(residents, kind, i, other):
                rules = rules_clarity(p.rules_0, levers.rules_clarity[v])
            z = settlement_utility(
                p,
                tier,
                bodies.skill[body] - p_cadre.skill_reference,
                log(share),
                ln_severity,
                trust,
                rules,
                levers.authority[v] * authority_use(p_cadre, village.skill[v]),
                levers.joint[k],
                levers.visits[v],
                cases.relapsed[c],
                attempts,
            )
            u = uniforms(seed, ATTEMPT, born, residents.person[i], kind + 8 * (tier + 4 * min(attempts, 1000)))
            relapses = False
            if u[0] < logistic(z):
                result, relapses, quality = SETTLED, u[1] < p.relapse_true, p.felt_settled
            elif u[3] < p.paper * (1.0 + p.paper_pressure * (weighed - 1.0)):
                result, relapses, quality = PAPERED, u[1] < p.relapse_paper, p.felt_paper
            else:
                result, quality = FAILED, p.felt_failed
            felt = max(0.0, quality - p_needs.quality_wait * min(5, month - int(cases.since[c])))
            size = add_contact(contacts, size, i, channel, felt)
            if other >= 0:
                size = add_contact(contacts, size, other, channel, felt)
            cases.attempts[c] = attempts + 1
            attempts += 1
            if tier == 0:
                village.handled[v] += 1.0
                tally.attempts_village[v] += 1.0
                tally.hours_village[v] += given
                if result == SETTLED:
                    village.done[v] += 1.0
            elif tier == 1:
                tally.attempts_township[v] += 1.0
                tally.hours_township[v] += given
            else:
                tally.attempts_county[v] += 1.0
                tally.hours_county[v] += given
            if result == PAPERED:
                tally.papered[v] += 1.0
            if result in (SETTLED, PAPERED):
                if relapses:
                    cases.relapse[c] = month + 1 + int(6.0 * u[2])
                else:
                    leaves[c] = True
                    _count_final(tally, tier, v, result, month - born)
        else:
            shut[line] = True
        if result in (SETTLED, PAPERED):
            continue
        if cases.docked[c]:
            if result == FAILED or month - cases.since[c] >= p.docking_months:
                leaves[c] = True
                tally.suits[v] += 1.0
            continue
        buried = p.bury * max(0.0, 1.0 - levers.petition_weight[v]) if cases.petitions[c] > 0 else 0.0
        if month - born >= p.close_age * (1.0 - buried):
            leaves[c] = True
            tally.closed[v] += 1.0
            continue
        sub = (born * 8 + kind) * 2
        x0 = uniforms(seed, EXIT, month, residents.person[i], sub)
        x1 = uniforms(seed, EXIT, month, residents.person[i], sub + 1)
        choice = exit_choice(
            p,
            (x0[0], x0[1], x0[2], x0[3], x1[0]),
            tier,
            kind,
            ln_severity,
            attempts,
            real(residents.schooling[i]),
            real(residents.trust_township[i]),
            month - born,
            pressure,
            cases.petitions[c] < p.petitions_most,
            levers.one_stop[0],
        )
        if choice == WITHDRAW:
            leaves[c] = True
            tally.withdrawn[v] += 1.0
            size = add_contact(contacts, size, i, CADRE if tier == 0 else TOWNSHIP, p.felt_withdrawn)
        elif choice == SUE and _docked(seed, month, residents.person[i], born, kind, levers):
            tally.docked[v] += 1.0
            cases.docked[c], cases.tier[c], cases.attempts[c] = 1, 2, 0
            cases.ready[c], cases.since[c] = month + 1, month + 1
        elif choice == SUE:
            leaves[c] = True
            tally.suits[v] += 1.0
        elif choice == PETITION:
            tally.petitions[v] += 1.0
            village.petitions[v] += 1.0
            cases.petitions[c] += 1
            size = add_contact(contacts, size, i, TOWNSHIP, PETITION_CONTACT)
        if choice == UP or (choice == PETITION and tier == 0):
            days = p.delay_county * levers.delay_county[k]
            if tier == 0:
                days = days_to_township(p, p_cadre, v, village, levers)
            y = uniforms(seed, TRANSFER, month, residents.person[i], (born * 8 + kind) * 4 + tier)
            months = transfer_months(days, y[0])
            if choice == UP and y[1] < p.lost * months:
                leaves[c] = True
                tally.lost[v] += 1.0
            else:
                if choice == UP:
                    tally.passed_up[v] += 1.0
                cases.tier[c], cases.attempts[c] = tier + 1, 0
                cases.ready[c] = month + months
                cases.since[c] = month + months
    return size


@rule
def _docked(seed: int, month: int, person: int, born: int, kind: int, levers: LeverValues) -> bool:
    """The court sends a suit to mediation first."""
    return uniforms(seed, DOCKING, month, person, (born * 8 + kind) * 2 + 1)[0] < real(levers.docking[0])


@rule
def _count_final(tally: SettlementTally, tier: int, v: int, result: int, months: int) -> None:
    if result == PAPERED:
        tally.settled_paper[v] += 1.0
        return
    tally.months[min(MOST_MONTHS, months), v] += 1.0
    if tier == 0:
        tally.true_village[v] += 1.0
        tally.settled_village[v] += 1.0
    elif tier == 1:
        tally.true_township[v] += 1.0
        tally.settled_township[v] += 1.0
    else:
        tally.true_county[v] += 1.0
        tally.settled_county[v] += 1.0


def settle(state: State) -> None:
    """All offices hear their cases; those left unsettled wait, move up or leave."""
    townships, usual = state.places.townships, state.parameters.cadre_time
    _offices(
        state.view(),
        usual.skill_new,
        state.bodies,
        np.zeros(townships),
        np.zeros(townships),
    )
    size = state.cases.size
    rows, lines, keys = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.uint64)
    ready = _queue(
        state.view(),
        usual.urgent_severity,
        state.cases.rows,
        size,
        townships,
        rows,
        lines,
        keys,
    )
    order = np.argsort(keys[:ready], kind="stable")
    state.contacts.reserve(4 * ready)
    leaves = np.zeros(size, np.bool_)
    count = 2 * state.places.villages + townships + 1
    state.contacts.size = _hear(
        state.view(),
        state.bodies,
        state.cases.rows,
        rows[order],
        lines[order],
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count, np.bool_),
        state.contacts.rows,
        state.contacts.size,
        leaves,
    )
    state.cases.keep(~leaves)

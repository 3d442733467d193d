"""Settlement 化解: cases are heard, settle in fact or on paper, relapse, move up from village to county, or leave.

Queue order is exact: urgent first, then by the month a case reached its tier, then row of the person, type, birth.
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.mediator import MediationColumns
from sim.agents.tables import OPEN, CaseRows, ContactRows
from sim.agents.village import CADRE, TOWNSHIP
from sim.core.draws import decision, uniforms
from sim.core.kernels import loop, real, rule, whole
from sim.core.maths import clip, log, logistic
from sim.parameters.settlement import Settlement
from sim.processes import exits
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
from sim.processes.exits import go_on
from sim.processes.pagoda import LAND, NEIGHBOURS, VILLAGE
from sim.processes.requests import add_contact
from sim.processes.state import Month, State
from sim.tallies import MOST_MONTHS

ATTEMPT = decision("settlement.attempt")

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
    of reaching the tier, row of the person, type, month of birth.
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
    fates: NDArray[np.uint16],
) -> int:
    """Hear the cases in order; settle them, or let their owners choose what next. Returns the contacts in use.

    ``fates``: what was done with each case, bits of ``exits``.
    """
    p = settlement_numbers(m.numbers.settlement)
    _open_lines(m, bodies, hours)
    villages = m.facts.township.size
    for n in range(rows.size):
        c = rows[n]
        needs[lines[n]] += need_hours(p, cases.tier[c], real(cases.severity[c]))
    for n in range(rows.size):
        c, line = rows[n], lines[n]
        i, other, tier = int(cases.person[c]), int(cases.other[c]), int(cases.tier[c])
        v = int(m.residents.village[i])
        body = v if tier == 0 else villages + int(m.facts.township[v]) if tier == 1 else bodies.hours.size - 1
        bodies.queue[body] += 1
        share = clip(hours[line] / needs[line], p.least_share, 1.0)
        given = share * need_hours(p, tier, real(cases.severity[c]))
        result = NOT_HEARD
        if not shut[line] and used[line] + given <= hours[line] + 1e-6:
            used[line] += given
            bodies.used[body] += given
            result, felt = _attempt(m, cases, c, v, bodies.skill[body], share)
            _count_attempt(m, tier, v, given, result)
            channel = CADRE if tier == 0 else TOWNSHIP
            size = add_contact(contacts, size, i, channel, felt)
            if other >= 0:
                size = add_contact(contacts, size, other, channel, felt)
        else:
            shut[line] = True
        fate = 0 if result == NOT_HEARD else exits.HEARD
        if result in (SETTLED, PAPERED):
            leaves[c] = cases.relapse[c] == OPEN
            fate |= exits.SETTLED if result == SETTLED else exits.PAPERED
            fate |= 0 if leaves[c] else exits.ASLEEP
            if leaves[c]:
                _count_final(m, tier, v, result, m.month - int(cases.born[c]))
        else:
            leaves[c], size, after = go_on(m, cases, c, v, result == FAILED, contacts, size)
            fate |= after
        fates[c] = fate
    return size


@rule
def _open_lines(m: Month, bodies: MediationColumns, hours: NDArray[np.float64]) -> None:
    """Hours of every line: two a village, then one a township, then the centre."""
    village = village_state(m.villages)
    villages = m.facts.township.size
    for v in range(villages):
        hours[2 * v], hours[2 * v + 1] = village.hours_urgent[v], village.hours_cases[v]
    for body in range(villages, bodies.hours.size):
        hours[villages + body] = bodies.hours[body]


@rule
def _attempt(m: Month, cases: CaseRows, c: int, v: int, skill: float, share: float) -> tuple[int, float]:
    """One hearing: what comes of it, and how it is felt. A settlement that will not last is put down with its month."""
    residents = m.residents
    p, p_cadre = settlement_numbers(m.numbers.settlement), cadre_numbers(m.numbers.cadre_time)
    village, levers = village_state(m.villages), lever_values(m.levers)
    i, other, kind = int(cases.person[c]), int(cases.other[c]), int(cases.kind[c])
    tier, attempts = int(cases.tier[c]), int(cases.attempts[c])
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
        skill - p_cadre.skill_reference,
        log(share),
        log(real(cases.severity[c])),
        trust,
        rules,
        levers.authority[v] * authority_use(p_cadre, village.skill[v]),
        levers.joint[m.facts.township[v]],
        levers.visits[v],
        cases.relapsed[c],
        attempts,
    )
    weighed = min(village.pressure[v] * levers.petition_weight[v], p_cadre.pressure_cap)
    sub = kind + 8 * (tier + 4 * min(attempts, 1000))
    u = uniforms(m.seed, ATTEMPT, int(cases.born[c]), residents.person[i], sub)
    relapses = False
    if u[0] < logistic(z):
        result, relapses, quality = SETTLED, u[1] < p.relapse_true, p.felt_settled
    elif u[3] < p.paper * (1.0 + p.paper_pressure * (weighed - 1.0)):
        result, relapses, quality = PAPERED, u[1] < p.relapse_paper, p.felt_paper
    else:
        result, quality = FAILED, p.felt_failed
    cases.attempts[c] = attempts + 1
    if relapses:
        cases.relapse[c] = m.month + 1 + int(6.0 * u[2])
    waited = min(5, m.month - int(cases.since[c]))
    return result, max(0.0, quality - need_numbers(m.numbers.needs).quality_wait * waited)


@rule
def _count_attempt(m: Month, tier: int, v: int, hours: float, result: int) -> None:
    tally, village = settlement_tally(m.counted), village_state(m.villages)
    if tier == 0:
        village.handled[v] += 1.0
        tally.attempts_village[v] += 1.0
        tally.hours_village[v] += hours
        if result == SETTLED:
            village.done[v] += 1.0
    elif tier == 1:
        tally.attempts_township[v] += 1.0
        tally.hours_township[v] += hours
    else:
        tally.attempts_county[v] += 1.0
        tally.hours_county[v] += hours
    if result == PAPERED:
        tally.papered[v] += 1.0


@rule
def _count_final(m: Month, tier: int, v: int, result: int, months: int) -> None:
    tally = settlement_tally(m.counted)
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
    leaves, state.fates = np.zeros(size, np.bool_), np.zeros(size, np.uint16)
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
        state.fates,
    )
    state.cases.keep(~leaves)

"""Cadre time 干部时间: paperwork first, urgent cases next, then everything else; organising gets the scraps.

Three stages of the month: ``do_paperwork`` says how much service time is left, ``share_service`` shares it out once the
month's requests and cases are known, ``live`` lets cadres tire, learn, quit and be replaced.
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.tables import OPEN, CaseRows, RequestRows
from sim.agents.village import CADRE
from sim.core.draws import decision, uniforms
from sim.core.kernels import loop, real, rule
from sim.core.maths import clip, exp, logistic, power
from sim.parameters.cadre_time import CadreTime
from sim.processes.blocks import (
    cadre_numbers,
    cadre_tally,
    lever_values,
    need_numbers,
    settlement_numbers,
    village_state,
)
from sim.processes.cases import need_hours
from sim.processes.requests import request_hours
from sim.processes.state import Month, State

POST = decision("cadre_time.post")


@rule
def paperwork(p: CadreTime, pressure: float, cut: float, inspection: float, reports: float) -> float:
    """Hours of paperwork 行政事务 a village faces in a month (B-B2, O-C10, O-D14)."""
    items = p.items * p.hours_per_item * (1.0 + p.petition_paperwork * min(pressure, p.pressure_cap))
    return items * (1.0 - p.cut_elasticity * cut) * (1.0 + p.inspection_paperwork * inspection) + reports


@rule
def effort(p: CadreTime, inspection: float) -> float:
    """Effort under inspection 督查: an inverted U, 1 at its best (B-B7)."""
    off = p.inspection_0 + inspection - p.inspection_best
    return max(0.0, 1.0 - p.effort_curve * off * off)


@rule
def authority_use(p: CadreTime, skill: float) -> float:
    """How well a village can use more authority and money, 0-1: weak villages waste it."""
    return clip((skill - p.authority_skill_low) / (p.authority_skill_full - p.authority_skill_low), 0.0, 1.0)


@rule
def rebound_next(p: CadreTime, rebound: float, cut: float, enforcement: float) -> float:
    """Share of a cut that has crept back after another month."""
    cap = p.rebound_cap if cut > 0.0 else 0.0
    return rebound + p.rebound_rate * (1.0 - enforcement) * (cap - rebound)


@loop
def _plan_paperwork(
    m: Month,
    cadres: CadreColumns,
    skill: NDArray[np.float64],
    burnout: NDArray[np.float64],
) -> None:
    facts = m.facts
    p = cadre_numbers(m.numbers.cadre_time)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = cadre_tally(m.counted)
    village.filled[:] = 0.0
    for c in range(cadres.village.size):
        v = cadres.village[c]
        if not cadres.vacant[c]:
            village.filled[v] += 1.0
            skill[v] += real(cadres.skill[c])
            burnout[v] += real(cadres.burnout[c])
    for v in range(facts.township.size):
        filled, staff = village.filled[v], levers.staff[v]
        hours = (filled + staff) * p.hours
        cut = levers.items_cut[v] * (1.0 - village.rebound[v])
        reports = levers.report_hours[v] + levers.points_paperwork[v] * village.rewarded[v]
        most = p.admin_cap * hours
        usual = min(paperwork(p, village.pressure[v], 0.0, 0.0, 0.0), most)
        weighed = village.pressure[v] * levers.petition_weight[v]
        paper = min(paperwork(p, weighed, cut, levers.inspection[v], reports), most)
        pulled = min(levers.hours_pulled[v] + levers.cadre_training[v] * filled, hours - paper)
        free = hours - paper - pulled
        leaked = min(free, p.leak * max(0.0, usual - paper))
        service = 0.0
        if filled + staff > 0.0:
            mean_skill = (skill[v] + staff * p.skill_new) / (filled + staff)
            loss = p.burnout_loss * burnout[v] / (filled + staff)
            service = (free - leaked) * mean_skill / p.skill_reference * effort(p, levers.inspection[v]) * (1.0 - loss)
        village.cut[v] = cut
        village.paper_share[v] = paper / hours if hours > 0.0 else p.paperwork_0
        village.service[v] = service
        village.skill[v] = skill[v] / filled if filled > 0.0 else -1.0
        village.rebound[v] = rebound_next(p, village.rebound[v], levers.items_cut[v], levers.cut_enforcement[v])
        tally.hours[v], tally.paperwork[v], tally.pulled[v] = hours, paper, pulled
        tally.leaked[v], tally.service[v] = leaked, service


def do_paperwork(state: State) -> None:
    """Paperwork, duties and leaks; what is left is the month's service time."""
    _plan_paperwork(
        state.view(),
        state.cadres,
        np.zeros(state.places.villages),
        np.zeros(state.places.villages),
    )


@loop
def _share(
    m: Month,
    cases: CaseRows,
    case_count: int,
    requests: RequestRows,
    request_count: int,
    urgent: NDArray[np.float64],
    ordinary: NDArray[np.float64],
    asked: NDArray[np.float64],
) -> None:
    month, residents, facts = m.month, m.residents, m.facts
    p = cadre_numbers(m.numbers.cadre_time)
    p_needs = need_numbers(m.numbers.needs)
    p_settlement = settlement_numbers(m.numbers.settlement)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = cadre_tally(m.counted)
    for c in range(case_count):
        if cases.tier[c] == 0 and cases.relapse[c] == OPEN and cases.ready[c] <= month:
            severity = real(cases.severity[c])
            v = residents.village[cases.person[c]]
            if severity >= p.urgent_severity:
                urgent[v] += need_hours(p_settlement, 0, severity)
            else:
                ordinary[v] += need_hours(p_settlement, 0, severity)
    for r in range(request_count):
        if requests.channel[r] == CADRE and requests.ready[r] <= month:
            asked[residents.village[requests.person[r]]] += request_hours(p_needs, requests.kind[r])
    for v in range(facts.township.size):
        own = max(0.0, facts.mediators[v] - village.filled[v]) * p.mediator_hours + levers.village_mediation[v]
        cases_left = max(0.0, ordinary[v] - own)
        for_urgent = min(village.service[v], urgent[v])
        left = village.service[v] - for_urgent
        demand = cases_left + asked[v] + p.routine_hours
        part = min(1.0, (1.0 - p.organising_floor) * left / demand) if demand > 0.0 else 0.0
        village.hours_urgent[v] = for_urgent
        village.hours_cases[v] = min(ordinary[v], own) + part * cases_left
        village.hours_requests[v] = part * asked[v]
        village.organising[v] = left - part * demand
        village.load[v] = min(3.0, (urgent[v] + demand) / max(village.service[v], 1.0))
        tally.urgent_hours[v], tally.case_hours[v] = for_urgent, part * cases_left
        tally.request_hours[v], tally.routine_hours[v] = part * asked[v], part * p.routine_hours
        tally.organising[v] = village.organising[v]


def share_service(state: State) -> None:
    """Share service time: urgent cases, then pro rata, with a floor for organising (finding F2)."""
    _share(
        state.view(),
        state.cases.rows,
        state.cases.size,
        state.requests.rows,
        state.requests.size,
        np.zeros(state.places.villages),
        np.zeros(state.places.villages),
        np.zeros(state.places.villages),
    )


@rule
def burnout_drive(
    p: CadreTime,
    load: float,
    paper_share: float,
    pressure: float,
    recognition: float,
    success: float,
    motivation: float,
) -> float:
    """The burnout 倦怠 that present conditions lead to, 0-1 (B-B5, B-B6, B-K3, B-K4)."""
    return logistic(
        p.burnout_base
        + p.burnout_load * (load - p.load_0)
        + p.burnout_paperwork * (paper_share - p.paperwork_0)
        + p.burnout_pressure * (min(pressure, p.pressure_cap) - 1.0)
        - p.burnout_recognition * recognition
        - p.burnout_success * (success - p.success_0)
        - p.burnout_motivation * (motivation - 0.5)
    )


@rule
def quit_chance(p: CadreTime, burnout: float, pay: float) -> float:
    """Monthly chance to quit; pay acts here and hardly on effort (B-K1, B-K3)."""
    return p.quit * exp(p.quit_burnout * (burnout - p.burnout_0) - p.quit_pay * pay / (pay + p.quit_pay_half))


@loop
def _live(
    m: Month,
    cadres: CadreColumns,
) -> None:
    seed, month, facts = m.seed, m.month, m.facts
    p = cadre_numbers(m.numbers.cadre_time)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = cadre_tally(m.counted)
    for v in range(facts.township.size):
        if village.handled[v] > 0.0:
            success = village.done[v] / village.handled[v]
            village.success[v] = p.success_memory * village.success[v] + (1.0 - p.success_memory) * success
    for c in range(cadres.village.size):
        v = cadres.village[c]
        u = uniforms(seed, POST, month, c, 0)
        pay = real(np.float32(levers.pay[v]))
        tally.posts[v] += 1.0
        if cadres.vacant[c]:
            pool = village.young[v] / max(1.0, real(facts.registered[v])) / p.pool_reference
            if u[1] < p.fill * power(pool, p.pool_elasticity) * exp(p.fill_pay * pay / (pay + p.quit_pay_half)):
                cadres.vacant[c], cadres.tenure[c] = 0, 0
                cadres.skill[c] = p.skill_new * min(1.15, power(pool, p.pool_skill))
                cadres.motivation[c] = u[2]
                cadres.burnout[c] = p.burnout_0
                cadres.pay[c] = pay
                tally.hires[v] += 1.0
        else:
            old = real(cadres.burnout[c])
            drive = burnout_drive(
                p,
                village.load[v],
                village.paper_share[v],
                village.pressure[v] * levers.petition_weight[v],
                levers.recognition[v],
                village.success[v],
                real(cadres.motivation[c]),
            )
            skill = real(cadres.skill[c])
            learning = p.skill_learning * (1.0 + levers.cadre_training[v] / p.training_half)
            cadres.burnout[c] = old + p.burnout_speed * (drive - old)
            cadres.skill[c] = clip(skill + learning * (p.skill_max - skill) - p.skill_decay, 0.0, 1.0)
            cadres.tenure[c] += 1
            cadres.pay[c] = pay
            if u[0] < quit_chance(p, real(cadres.burnout[c]), pay):
                cadres.vacant[c] = 1
                tally.quits[v] += 1.0
        if not cadres.vacant[c]:
            tally.filled[v] += 1.0
            tally.burnout[v] += real(cadres.burnout[c])
            tally.skill[v] += real(cadres.skill[c])


def live(state: State) -> None:
    """Burnout, learning, quitting and filling of vacancies."""
    _live(
        state.view(),
        state.cadres,
    )

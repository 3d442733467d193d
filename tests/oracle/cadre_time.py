"""Cadre time 干部时间: stage 1 (paperwork), stage 6 (sharing what is left), the cadres' month at the end of stage 8."""

from typing import TYPE_CHECKING

from sim.core.maths import clip, exp, logistic, power
from tests.oracle.arithmetic import f32, mean, total
from tests.oracle.needs import hours_of
from tests.oracle.people import CADRE, Cadre
from tests.oracle.settlement import hours_needed
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def do_paperwork(county: "PlainCounty") -> None:
    for village in county.village_list:
        see_to_papers(county, village)
        creep_back(county, village)


def see_to_papers(county: "PlainCounty", village: Village) -> None:
    """What paperwork takes of the cadres' hours, and what service time is worth after it."""
    p, levers, v = county.parameters.cadre_time, county.levers, village.number
    filled = village.filled()
    staff = levers.staff[v]
    village.workers = len(filled) + staff
    village.hours = village.workers * p.hours
    village.skill = mean([cadre.skill for cadre in filled], otherwise=p.skill_new)
    village.cut = levers.items_cut[v] * (1 - village.rebound)
    village.press = min(village.pressure, p.pressure_cap)
    village.weighed = min(village.pressure * levers.petition_weight[v], p.pressure_cap)
    village.use = use_of_authority(county, filled)
    village.days = days_to_township(county, village)

    most = p.admin_cap * village.hours
    usual = min(base(county, village.press), most)
    inspected = 1 + p.inspection_paperwork * levers.inspection[v]
    kept = base(county, village.weighed) * (1 - p.cut_elasticity * village.cut) * inspected
    registers = levers.report_hours[v] + levers.points_paperwork[v] * village.rewarded
    village.paper = min(kept + registers, most)
    pulled = min(levers.hours_pulled[v] + levers.cadre_training[v] * len(filled), village.hours - village.paper)
    free = village.hours - village.paper - pulled
    leaked = min(free, p.leak * max(0.0, usual - village.paper))
    village.service = effective(county, village, filled, free - leaked)

    county.count("cadre_time.hours", village, village.hours)
    county.count("cadre_time.paperwork", village, village.paper)
    county.count("cadre_time.pulled", village, pulled)
    county.count("cadre_time.leaked", village, leaked)
    county.count("cadre_time.service", village, village.service)


def use_of_authority(county: "PlainCounty", filled: list[Cadre]) -> float:
    """How well a village can use more authority and money; nobody in post cannot."""
    p = county.parameters.cadre_time
    skill = mean([cadre.skill for cadre in filled], otherwise=-1.0)
    return clip((skill - p.authority_skill_low) / (p.authority_skill_full - p.authority_skill_low), 0.0, 1.0)


def base(county: "PlainCounty", press: float) -> float:
    """Hours of paperwork under so much pressure."""
    p = county.parameters.cadre_time
    return p.items * p.hours_per_item * (1 + p.petition_paperwork * press)


def days_to_township(county: "PlainCounty", village: Village) -> float:
    """What is no longer reported must be found out."""
    p = county.parameters.settlement
    silence = 1 + p.silence * county.parameters.cadre_time.cut_elasticity * village.cut
    return p.delay_township * county.levers.delay_township[village.number] * silence


def effective(county: "PlainCounty", village: Village, filled: list[Cadre], hours: float) -> float:
    """What hours are worth: skill, inspection and burnout."""
    p, v = county.parameters.cadre_time, village.number
    if village.workers == 0:
        return 0.0
    skill = (total(cadre.skill for cadre in filled) + county.levers.staff[v] * p.skill_new) / village.workers
    burnout = total(cadre.burnout for cadre in filled) / village.workers
    beside_best = p.inspection_0 + county.levers.inspection[v] - p.inspection_best
    effort = max(0.0, 1 - p.effort_curve * beside_best * beside_best)
    return hours * skill / p.skill_reference * effort * (1 - p.burnout_loss * burnout)


def creep_back(county: "PlainCounty", village: Village) -> None:
    """Items that were cut creep back where nobody enforces the cut."""
    p, levers, v = county.parameters.cadre_time, county.levers, village.number
    cap = p.rebound_cap if levers.items_cut[v] > 0 else 0.0
    village.rebound += p.rebound_rate * (1 - levers.cut_enforcement[v]) * (cap - village.rebound)


def share_service(county: "PlainCounty") -> None:
    """Urgent cases first, then cases, requests and routine alike, and the scraps for organising."""
    urgent, ordinary, requests = demand_for_service(county)
    for village in county.village_list:
        v = village.number
        share_in_village(county, village, urgent[v], ordinary[v], requests[v])


def demand_for_service(county: "PlainCounty") -> tuple[list[float], list[float], list[float]]:
    """Hours that urgent cases, other cases and requests ask of every village's cadres."""
    p = county.parameters
    urgent, ordinary, requests = ([0.0] * len(county.village_list) for _ in range(3))
    for case in county.case_list:
        if case.open and case.ready <= county.month and case.tier == 0:
            kind = urgent if case.severity >= p.cadre_time.urgent_severity else ordinary
            kind[case.village.number] += hours_needed(county, case)
    for request in county.request_list:
        if request.channel == CADRE and request.ready <= county.month:
            requests[request.owner.village.number] += hours_of(county, request)
    return urgent, ordinary, requests


def share_in_village(county: "PlainCounty", village: Village, urgent: float, ordinary: float, requests: float) -> None:
    p, v = county.parameters.cadre_time, village.number
    mediators = max(0.0, village.mediators - len(village.filled()))
    own = mediators * p.mediator_hours + county.levers.village_mediation[v]
    rest_of_cases = max(0.0, ordinary - own)
    village.urgent_hours = min(village.service, urgent)
    left = village.service - village.urgent_hours
    demand = rest_of_cases + requests + p.routine_hours
    fraction = min(1.0, (1 - p.organising_floor) * left / demand)
    village.organising = left - fraction * demand
    village.other_hours = min(ordinary, own) + fraction * rest_of_cases
    village.request_hours = fraction * requests
    village.load = min(3.0, (urgent + demand) / max(village.service, 1.0))

    county.count("cadre_time.urgent_hours", village, village.urgent_hours)
    county.count("cadre_time.case_hours", village, fraction * rest_of_cases)
    county.count("cadre_time.request_hours", village, village.request_hours)
    county.count("cadre_time.routine_hours", village, fraction * p.routine_hours)
    county.count("cadre_time.organising", village, village.organising)


def keep_posts(county: "PlainCounty") -> None:
    """Burnout, learning, quitting and hiring."""
    for village in county.village_list:
        remember_success(county, village)
        pool = pool_of_recruits(county, village)
        for cadre in village.posts:
            if cadre.vacant:
                fill_post(county, cadre, pool)
            else:
                serve_month(county, cadre)


def remember_success(county: "PlainCounty", village: Village) -> None:
    memory = county.parameters.cadre_time.success_memory
    if village.handled > 0:
        village.success = memory * village.success + (1 - memory) * (village.done / village.handled)


def pool_of_recruits(county: "PlainCounty", village: Village) -> float:
    return village.young / village.registered / county.parameters.cadre_time.pool_reference


def serve_month(county: "PlainCounty", cadre: Cadre) -> None:
    p, v = county.parameters.cadre_time, cadre.village.number
    strain = logistic(cause_of_burnout(county, cadre))
    cadre.burnout = f32(cadre.burnout + p.burnout_speed * (strain - cadre.burnout))
    training = 1 + county.levers.cadre_training[v] / p.training_half
    learned = p.skill_learning * training * (p.skill_max - cadre.skill)
    cadre.skill = f32(clip(cadre.skill + learned - p.skill_decay, 0.0, 1.0))
    cadre.pay = f32(county.levers.pay[v])
    cadre.tenure += 1
    drawn_off = p.quit_burnout * (cadre.burnout - p.burnout_0) - p.quit_pay * cadre.pay / (cadre.pay + p.quit_pay_half)
    if county.draw("cadre_time.post", cadre.row)[0] < p.quit * exp(drawn_off):
        cadre.vacant = 1
        county.count("cadre_time.quits", cadre.village)
        county.note("quit", cadre.row)


def cause_of_burnout(county: "PlainCounty", cadre: Cadre) -> float:
    p, village = county.parameters.cadre_time, cadre.village
    return (
        p.burnout_base
        + p.burnout_load * (village.load - p.load_0)
        + p.burnout_paperwork * (village.paper / village.hours - p.paperwork_0)
        + p.burnout_pressure * (village.weighed - 1)
        - p.burnout_recognition * county.levers.recognition[village.number]
        - p.burnout_success * (village.success - p.success_0)
        - p.burnout_motivation * (cadre.motivation - 0.5)
    )


def fill_post(county: "PlainCounty", cadre: Cadre, pool: float) -> None:
    p, v = county.parameters.cadre_time, cadre.village.number
    pay = f32(county.levers.pay[v])
    _, u1, u2, _ = county.draw("cadre_time.post", cadre.row)
    if u1 < p.fill * power(pool, p.pool_elasticity) * exp(p.fill_pay * pay / (pay + p.quit_pay_half)):
        cadre.vacant = 0
        cadre.skill = f32(p.skill_new * min(1.15, power(pool, p.pool_skill)))
        cadre.motivation = f32(u2)
        cadre.burnout = f32(p.burnout_0)
        cadre.pay = pay
        cadre.tenure = 0
        county.count("cadre_time.hires", cadre.village)
        county.note("hire", cadre.row)

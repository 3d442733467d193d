"""Settlement 化解: stage 8, the hearings at the village, the township and the county; ``exits`` says what follows."""

import math
from typing import TYPE_CHECKING

from sim.core.maths import clip, log, logistic
from sim.tallies import MOST_MONTHS
from tests.oracle.arithmetic import total
from tests.oracle.cases import LAND, NEIGHBOURS, VILLAGE, both_know_rules, channel_of, end
from tests.oracle.exits import go_on, wait_or_go_to_court
from tests.oracle.matters import Case
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

TIERS = ("village", "township", "county")


def hours_needed(county: "PlainCounty", case: Case) -> float:
    p = county.parameters.settlement
    return (p.need_village, p.need_township, p.need_county)[case.tier] * math.sqrt(case.severity)


def urgent(county: "PlainCounty", case: Case) -> bool:
    return case.severity >= county.parameters.cadre_time.urgent_severity


def settle(county: "PlainCounty") -> None:
    """All offices hear their cases: villages (urgent ones first), township stations, the county centre."""
    p, levers = county.parameters.settlement, county.levers
    offices = queues(county)
    for village in county.village_list:
        hear(county, offices.get((0, village.number, True), []), village.urgent_hours)
        hear(county, offices.get((0, village.number, False), []), village.other_hours)
    for township in range(county.townships):
        hear(county, offices.get((1, township), []), p.station_hours + levers.station_hours[township])
    centre = (p.centre_hours + levers.centre_hours[0]) * county.townships
    hear(county, offices.get((2,), []), centre)
    county.case_list = [case for case in county.case_list if not case.final]


def queues(county: "PlainCounty") -> dict[tuple[int, ...], list[Case]]:
    """The ready cases of every office (at the village of every class), in the order in which they are heard."""
    ready = [case for case in county.case_list if case.open and case.ready <= county.month]
    ready.sort(key=lambda case: (not urgent(county, case), case.since, case.owner.row, case.kind, case.born))
    offices: dict[tuple[int, ...], list[Case]] = {}
    for case in ready:
        at_village, at_township = (0, case.village.number, urgent(county, case)), (1, case.village.township)
        offices.setdefault((at_village, at_township, (2,))[case.tier], []).append(case)
    return offices


def hear(county: "PlainCounty", cases: list[Case], hours: float) -> None:
    """Each case gets its share of the hours it needs until the hours are used; then its owner decides what next."""
    needs = [hours_needed(county, case) for case in cases]
    share = clip(hours / total(needs), county.parameters.settlement.least_share, 1.0) if cases else 1.0
    used, full = 0.0, False
    for case, need in zip(cases, needs, strict=True):
        full = full or used + share * need > hours + 1e-6
        settled = False
        if not full:
            used += share * need
            county.count(f"settlement.hours_{TIERS[case.tier]}", case.village, share * need)
            settled = attempt(county, case, share)
        if not settled and case.docked:
            wait_or_go_to_court(county, case, failed=not full)
        elif not settled:
            go_on(county, case)


def attempt(county: "PlainCounty", case: Case, share: float) -> bool:
    """One hearing: settled in fact, settled on paper, or (False) failed."""
    p, village = county.parameters.settlement, case.village
    sub = case.kind + 8 * (case.tier + 4 * min(case.attempts, 1000))
    u0, u1, u2, u3 = county.draw("settlement.attempt", case.owner.person, sub, month=case.born)
    county.count(f"settlement.attempts_{TIERS[case.tier]}", village)
    county.note("heard", *case.name, case.tier)
    if case.tier == 0:
        village.handled += 1
    in_fact = u0 < logistic(chance(county, case, share))
    case.attempts += 1
    if in_fact:
        if case.tier == 0:
            village.done += 1
        tell_both_sides(county, case, p.felt_settled)
        settle_for_now_or_good(county, case, f"settled_{TIERS[case.tier]}", u1 < p.relapse_true, u2)
        return True
    if u3 < p.paper * (1 + p.paper_pressure * (village.weighed - 1)):
        county.count("settlement.papered", village)
        tell_both_sides(county, case, p.felt_paper)
        settle_for_now_or_good(county, case, "settled_paper", u1 < p.relapse_paper, u2)
        return True
    tell_both_sides(county, case, p.felt_failed)
    return False


def chance(county: "PlainCounty", case: Case, share: float) -> float:
    """The logit of a true settlement."""
    p, levers = county.parameters.settlement, county.levers
    v, k = case.village.number, case.village.township
    rules = case.village.clarity * both_know_rules(case) if case.kind in (NEIGHBOURS, LAND, VILLAGE) else 0.0
    return (
        (p.village, p.township, p.county)[case.tier]
        + p.skill * (skill_of_body(county, case) - county.parameters.cadre_time.skill_reference)
        + p.hours * log(share)
        - p.severity * log(case.severity)
        + p.trust * (trust_of_sides(case) - 0.5)
        + p.rules * rules
        + (p.authority * levers.authority[v] * case.village.use if case.tier == 0 else 0.0)
        + (p.joint * levers.joint[k] if case.tier > 0 else 0.0)
        + p.visits * levers.visits[v]
        - p.relapse * case.relapsed
        - p.attempt * case.attempts
    )


def skill_of_body(county: "PlainCounty", case: Case) -> float:
    p, training = county.parameters.settlement, county.levers.mediator_training
    if case.tier == 0:
        return case.village.skill + p.training * training[case.village.number]
    if case.tier == 1:
        own = [training[village.number] for village in villages_of(county, case.village.township)]
        return p.skill_station + p.training * (total(own) / len(own))
    return p.skill_centre


def villages_of(county: "PlainCounty", township: int) -> list[Village]:
    return [village for village in county.village_list if village.township == township]


def trust_of_sides(case: Case) -> float:
    channel = channel_of(case)
    own = case.owner.trust[channel]
    return own if case.other is None else (own + case.other.trust[channel]) / 2


def tell_both_sides(county: "PlainCounty", case: Case, felt: float) -> None:
    """How the hearing was felt, the less the longer it took."""
    result = max(0.0, felt - county.parameters.needs.quality_wait * min(5, county.month - case.since))
    county.meet(case.owner, channel_of(case), result)
    if case.other is not None:
        county.meet(case.other, channel_of(case), result)


def settle_for_now_or_good(county: "PlainCounty", case: Case, how: str, relapses: bool, u: float) -> None:
    if relapses:
        case.relapse = county.month + 1 + math.floor(6 * u)
        county.note("sleeps", *case.name, case.relapse)
        return
    end(county, case, how)
    if how != "settled_paper":
        months = min(MOST_MONTHS, county.month - case.born)
        county.counts["settlement.months"][months][case.village.number] += 1
        county.count(f"settlement.true_{TIERS[case.tier]}", case.village)

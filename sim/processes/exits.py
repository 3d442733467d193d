"""Exits 出口: what becomes of a case that is not settled: wait, move up, withdraw, sue, petition, or close on paper."""

from sim.agents.tables import PETITION_CONTACT, CaseRows, ContactRows
from sim.agents.village import CADRE, TOWNSHIP
from sim.core.draws import decision, uniforms
from sim.core.kernels import real, rule
from sim.core.maths import gumbel_quantile, log
from sim.parameters.settlement import Settlement
from sim.processes.blocks import cadre_numbers, lever_values, settlement_numbers, settlement_tally, village_state
from sim.processes.pagoda import LABOUR, LAND, VILLAGE
from sim.processes.requests import add_contact
from sim.processes.state import Month
from sim.processes.transfer import DOCKING, TRANSFER, days_to_township, transfer_months

EXIT = decision("settlement.exit")

STAY, UP, WITHDRAW, SUE, PETITION = range(5)

HEARD, SETTLED, PAPERED, ASLEEP, WITHDRAWN, SUED, DOCKED, PETITIONED, PASSED_UP, LOST, CLOSED = (
    2**k for k in range(11)
)
"""Bits of a case's fate in a month: what was done with it, for those who follow it (``State.fates``)."""


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


@rule
def go_on(
    m: Month, cases: CaseRows, c: int, v: int, failed: bool, contacts: ContactRows, size: int
) -> tuple[bool, int, int]:
    """A case that is not settled is closed on paper, or its owner chooses what next.

    Returns whether it leaves the table, the contacts in use, and its fate.
    """
    p, tally = settlement_numbers(m.numbers.settlement), settlement_tally(m.counted)
    levers = lever_values(m.levers)
    i, tier = int(cases.person[c]), int(cases.tier[c])
    if cases.docked[c]:
        to_court = failed or m.month - cases.since[c] >= p.docking_months
        if to_court:
            tally.suits[v] += 1.0
        return to_court, size, SUED if to_court else 0
    buried = p.bury * max(0.0, 1.0 - levers.petition_weight[v]) if cases.petitions[c] > 0 else 0.0
    if m.month - int(cases.born[c]) >= p.close_age * (1.0 - buried):
        tally.closed[v] += 1.0
        return True, size, CLOSED
    choice = _choose(m, cases, c, v)
    if choice == WITHDRAW:
        tally.withdrawn[v] += 1.0
        return True, add_contact(contacts, size, i, CADRE if tier == 0 else TOWNSHIP, p.felt_withdrawn), WITHDRAWN
    if choice == SUE:
        to_court = _sue(m, cases, c, v)
        return to_court, size, SUED if to_court else DOCKED
    fate = 0
    if choice == PETITION:
        fate = PETITIONED
        tally.petitions[v] += 1.0
        village_state(m.villages).petitions[v] += 1.0
        cases.petitions[c] += 1
        size = add_contact(contacts, size, i, TOWNSHIP, PETITION_CONTACT)
    if choice == UP or (choice == PETITION and tier == 0):
        lost = _pass_up(m, cases, c, v, choice == UP)
        return lost, size, fate | (LOST if lost else PASSED_UP)
    return False, size, fate


@rule
def _choose(m: Month, cases: CaseRows, c: int, v: int) -> int:
    """What the owner of a case chooses, on this month's draws."""
    residents, levers = m.residents, lever_values(m.levers)
    p, p_cadre = settlement_numbers(m.numbers.settlement), cadre_numbers(m.numbers.cadre_time)
    i, kind, born = int(cases.person[c]), int(cases.kind[c]), int(cases.born[c])
    sub = (born * 8 + kind) * 2
    x0 = uniforms(m.seed, EXIT, m.month, residents.person[i], sub)
    x1 = uniforms(m.seed, EXIT, m.month, residents.person[i], sub + 1)
    return exit_choice(
        p,
        (x0[0], x0[1], x0[2], x0[3], x1[0]),
        int(cases.tier[c]),
        kind,
        log(real(cases.severity[c])),
        int(cases.attempts[c]),
        real(residents.schooling[i]),
        real(residents.trust_township[i]),
        m.month - born,
        min(village_state(m.villages).pressure[v], p_cadre.pressure_cap),
        cases.petitions[c] < p.petitions_most,
        levers.one_stop[0],
    )


@rule
def _sue(m: Month, cases: CaseRows, c: int, v: int) -> bool:
    """A suit: the court takes it, and the case leaves, or sends it to mediation at the county first."""
    tally, levers = settlement_tally(m.counted), lever_values(m.levers)
    sub = (int(cases.born[c]) * 8 + int(cases.kind[c])) * 2 + 1
    if uniforms(m.seed, DOCKING, m.month, m.residents.person[cases.person[c]], sub)[0] >= real(levers.docking[0]):
        tally.suits[v] += 1.0
        return True
    tally.docked[v] += 1.0
    cases.docked[c] = 1
    _reach(cases, c, 2, m.month + 1)
    return False


@rule
def _pass_up(m: Month, cases: CaseRows, c: int, v: int, may_be_lost: bool) -> bool:
    """Hand a case to the next tier, which takes its days; returns whether it is lost on the way."""
    p, p_cadre = settlement_numbers(m.numbers.settlement), cadre_numbers(m.numbers.cadre_time)
    tally, levers, tier = settlement_tally(m.counted), lever_values(m.levers), int(cases.tier[c])
    days = p.delay_county * levers.delay_county[m.facts.township[v]]
    if tier == 0:
        days = days_to_township(p, p_cadre, v, village_state(m.villages), levers)
    sub = (int(cases.born[c]) * 8 + int(cases.kind[c])) * 4 + tier
    y = uniforms(m.seed, TRANSFER, m.month, m.residents.person[cases.person[c]], sub)
    months = transfer_months(days, y[0])
    if may_be_lost:
        if y[1] < p.lost * months:
            tally.lost[v] += 1.0
            return True
        tally.passed_up[v] += 1.0
    _reach(cases, c, tier + 1, m.month + months)
    return False


@rule
def _reach(cases: CaseRows, c: int, tier: int, month: int) -> None:
    """A case comes to a tier, where it has not been heard yet."""
    cases.tier[c], cases.attempts[c] = tier, 0
    cases.ready[c], cases.since[c] = month, month

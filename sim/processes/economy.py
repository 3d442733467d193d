"""Enterprises 企业: orders and cash, wage arrears, exit and entry, associations, sponsorship of the linked village.

Nothing here calms anybody by itself: distress reaches workers as arrears and lost jobs, health reaches the village as
sponsorship and as jobs for which people stay or return (B-E1, B-E5, B-D15).
"""

import numpy as np
from numpy.typing import NDArray

from sim.agents.enterprise import ACTIVE_MEMBER, NOT_MEMBER, PAPER_MEMBER, EnterpriseColumns
from sim.core.draws import decision, uniforms
from sim.core.kernels import loop, real, rule
from sim.core.maths import exp, logistic, normal_quantile
from sim.levers import LeverValues
from sim.parameters.economy import Economy
from sim.processes.blocks import economy_numbers, economy_tally, lever_values, village_state
from sim.processes.jobs import change_jobs
from sim.processes.state import Month, State
from sim.world.facts import CHAIN_SECTORS, SECTORS

FIRM = decision("firm.month")
SECTOR = decision("firm.sector")
MEMBERSHIP = decision("firm.association")


@rule
def orders_next(p: Economy, orders: float, chain: float, of_sector: float, own: float) -> float:
    """Order book after a month; a firm tied into a chain has more orders and shares more of its sector's luck."""
    exposure = p.sector_noise * (1.0 + p.chain_risk * chain)
    return p.persistence * orders + exposure * of_sector + p.noise * own + p.orders_lever * chain


@rule
def cash_next(p: Economy, cash: float, orders: float, quality: float, support: float) -> float:
    """Cash buffer after a month: it follows orders and quality; support adds to it (B-E1, B-E2)."""
    return cash + p.cash_speed * (orders + quality - cash) + p.support * support


@rule
def exit_chance(p: Economy, health: float) -> float:
    """Monthly chance that a firm closes (B-E4)."""
    return p.exit * exp(-p.exit_health * health)


@rule
def arrears_chance(p: Economy, cash: float) -> float:
    """Chance that a firm does not pay its wages this month."""
    return logistic(p.arrears - p.arrears_health * cash)


@rule
def membership_next(p: Economy, member: int, coverage: float, u_move: float, u_active: float) -> int:
    """Joining and leaving an association; for most, membership is paper."""
    if member == NOT_MEMBER:
        if u_move < p.association_join * coverage:
            return ACTIVE_MEMBER if u_active < p.association_active else PAPER_MEMBER
        return NOT_MEMBER
    return NOT_MEMBER if u_move < p.association_join * (1.0 - coverage) else member


@rule
def _open(p: Economy, firms: EnterpriseColumns, e: int, u: float) -> None:
    firms.open[e], firms.arrears[e], firms.age[e], firms.association[e] = 1, 0, 0, NOT_MEMBER
    firms.orders[e], firms.cash[e] = 0.0, 0.0
    firms.quality[e] = p.quality_spread * normal_quantile(u)


@rule
def _live(
    p: Economy, firms: EnterpriseColumns, e: int, levers: LeverValues, of_sector: float, u: tuple[float, ...]
) -> bool:
    """A month of an open firm; returns whether it closes."""
    k = firms.township[e]
    chain = levers.firm_orders[k] if firms.sector[e] in CHAIN_SECTORS else 0.0
    firms.orders[e] = orders_next(p, real(firms.orders[e]), chain, of_sector, normal_quantile(u[0]))
    orders = real(firms.orders[e])
    firms.cash[e] = cash_next(p, real(firms.cash[e]), orders, real(firms.quality[e]), levers.firm_support[k])
    cash = real(firms.cash[e])
    firms.age[e] += 1
    if u[1] < exit_chance(p, 0.5 * (orders + cash)):
        firms.open[e], firms.arrears[e], firms.association[e] = 0, 1, NOT_MEMBER
        return True
    firms.arrears[e] = 1 if u[2] < arrears_chance(p, cash) else 0
    return False


@loop
def _trade(
    m: Month,
    firms: EnterpriseColumns,
    townships: NDArray[np.int16],
    organisation_village: NDArray[np.int16],
    of_sector: NDArray[np.float64],
    active: NDArray[np.float64],
    running: NDArray[np.float64],
) -> None:
    seed, month = m.seed, m.month
    p = economy_numbers(m.numbers.economy)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = economy_tally(m.counted)
    for s in range(of_sector.size):
        of_sector[s] = normal_quantile(uniforms(seed, SECTOR, month, s, 0)[0])
    for e in range(firms.township.size):
        v, k = firms.village[e], firms.township[e]
        u = uniforms(seed, FIRM, month, e, 0)
        if firms.open[e] == 0:
            firms.arrears[e] = 0
            if u[1] < p.entry:
                _open(p, firms, e, u[3])
                tally.entries[v] += 1.0
        elif _live(p, firms, e, levers, of_sector[firms.sector[e]], u):
            tally.exits[v] += 1.0
        else:
            w = uniforms(seed, MEMBERSHIP, month, e, 0)[0]
            lasting = uniforms(seed, MEMBERSHIP, 0, e, 1)[0]
            firms.association[e] = membership_next(p, firms.association[e], levers.association[k], w, lasting)
            health = 0.5 * (real(firms.orders[e]) + real(firms.cash[e]))
            more = 1.0 + (p.sponsor_member if firms.association[e] == ACTIVE_MEMBER else 0.0)
            sponsored = p.sponsor * firms.employees[e] * max(0.0, health) * more * (1.0 + levers.pairing[k])
            tally.sponsored[v] += sponsored
            tally.members[v] += 1.0 if firms.association[e] != NOT_MEMBER else 0.0
            tally.active_members[v] += 1.0 if firms.association[e] == ACTIVE_MEMBER else 0.0
        tally.firms[v] += firms.open[e]
        tally.chain_firms[v] += firms.open[e] if firms.sector[e] in CHAIN_SECTORS else 0
        tally.places[v] += 1.0
        running[k] += firms.open[e]
        active[k] += 1.0 if firms.association[e] == ACTIVE_MEMBER else 0.0
    village.sponsored_organisations[:] = 0.0
    for o in range(organisation_village.size):
        v = organisation_village[o]
        village.sponsored_organisations[v] = (1.0 - p.sponsor_matters) * tally.sponsored[v]
    for v in range(townships.size):
        k = townships[v]
        village.sponsored_matters[v] = tally.sponsored[v] - village.sponsored_organisations[v]
        village.association[v] = p.association_sense * active[k] / running[k] if running[k] > 0.0 else 0.0


def trade(state: State) -> None:
    """The month of the enterprises, and of the jobs they have to give."""
    closed_before = (state.enterprises.open == 0).astype(np.uint8)
    _trade(
        state.view(),
        state.enterprises,
        state.facts.township,
        state.organisations.village,
        np.zeros(len(SECTORS)),
        np.zeros(state.places.townships),
        np.zeros(state.places.townships),
    )
    change_jobs(state, closed_before)

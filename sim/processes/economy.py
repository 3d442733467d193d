"""Enterprises as employers 企业: shocks, wage arrears, exit. Distress reaches workers, and from there grievances."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.enterprise import EnterpriseColumns
from sim.agents.resident import ResidentColumns
from sim.core.draws import decision, uniforms
from sim.core.kernels import loop, real, rule
from sim.core.maths import exp, logistic, normal_quantile
from sim.parameters.economy import Economy
from sim.processes.blocks import Block, economy_numbers, economy_tally, lever_view
from sim.processes.state import State
from sim.world.facts import VillageFacts

FIRM = decision("firm.month")


@rule
def health_next(p: Economy, health: float, support: float, shock: float) -> float:
    """Health of a firm after a month of support and a standard normal shock (B-E1, B-E2)."""
    return p.persistence * health + p.support * support + p.noise * shock


@rule
def exit_chance(p: Economy, health: float) -> float:
    """Monthly chance that a firm closes (B-E4)."""
    return p.exit * exp(-p.exit_health * health)


@rule
def arrears_chance(p: Economy, health: float) -> float:
    """Chance that a firm does not pay its wages this month."""
    return logistic(p.arrears - p.arrears_health * health)


@loop
def _trade(seed: int, month: int, p_block: Block, firms: EnterpriseColumns, supported: NDArray[np.float64]) -> None:
    p = economy_numbers(p_block)
    for e in range(firms.township.size):
        u = uniforms(seed, FIRM, month, e, 0)
        support = supported[firms.township[e]]
        health = np.float32(health_next(p, real(firms.health[e]), support, normal_quantile(u[0])))
        if u[1] < exit_chance(p, real(health)):
            firms.health[e] = normal_quantile(u[3])
            firms.age[e] = 0
            firms.arrears[e] = 1
        else:
            firms.health[e] = health
            firms.age[e] += 1
            firms.arrears[e] = 1 if u[2] < arrears_chance(p, real(health)) else 0


@loop
def _count_workers(
    residents: ResidentColumns, firms: EnterpriseColumns, facts: VillageFacts, tally_block: Block
) -> None:
    tally = economy_tally(tally_block)
    for v in range(facts.township.size):
        for i in range(facts.first_resident[v], facts.first_resident[v + 1]):
            employer = residents.employer[i]
            if employer >= 0 and residents.away[i] == 0:
                tally.workers[v] += 1.0
                if firms.arrears[employer]:
                    tally.unpaid[v] += 1.0


def trade(state: State) -> None:
    """The month of the enterprises."""
    _trade(state.seed, state.month, state.numbers.economy, state.enterprises, lever_view(state.levers).firm_support)
    _count_workers(state.residents, state.enterprises, state.facts, state.counted)

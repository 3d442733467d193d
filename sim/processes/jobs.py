"""Jobs 就业: layoffs, leaving and hiring; what is lost and found decides who stays and who goes away."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.enterprise import EnterpriseColumns
from sim.agents.resident import ResidentColumns
from sim.core.draws import CHUNK, decision, fill_words, uniforms, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.core.maths import clip, exp
from sim.parameters.economy import Economy
from sim.processes.blocks import Block, economy_numbers, economy_tally
from sim.processes.state import Month, State

JOB = decision("economy.job")
SEEK = decision("economy.seek")

NO_JOB, LEFT = -1, -2
"""No employer; no employer since this month, so that one does not seek at once."""


@rule
def posts(p: Economy, size: int, orders: float) -> int:
    """Posts a firm fills at these orders."""
    return math.floor(size * exp(p.jobs * clip(orders, -2.0, 2.0)) + 0.5)


@loop
def _plan(
    p_block: Block,
    firms: EnterpriseColumns,
    closed_before: NDArray[np.uint8],
    layoff: NDArray[np.float64],
    vacant: NDArray[np.int64],
    vacant_in: NDArray[np.int64],
) -> None:
    """Chance of each worker to be laid off, and the vacancies of each firm and township."""
    p = economy_numbers(p_block)
    for e in range(firms.township.size):
        if closed_before[e]:
            layoff[e] = 1.0
        elif firms.open[e]:
            wanted, employees = posts(p, firms.size[e], real(firms.orders[e])), whole(firms.employees[e])
            if employees > wanted:
                layoff[e] = (employees - wanted) / employees
            vacant[e] = max(0, wanted - employees)
            vacant_in[firms.township[e]] += vacant[e]


@rule
def seeks(p: Economy, residents: ResidentColumns, i: int) -> int:
    """1 for somebody a firm could hire: present, of working age, without a job."""
    free = whole(residents.employer[i] == NO_JOB) & (1 - whole(residents.away[i]))
    return free & whole(residents.age[i] <= p.work_age)


@loop
def _count_seekers(m: Month, seekers: NDArray[np.int64]) -> None:
    residents, facts = m.residents, m.facts
    p = economy_numbers(m.numbers.economy)
    for v in range(facts.township.size):
        count, first = 0, facts.first_resident[v]
        for j in range(facts.first_resident[v + 1] - first):
            count += seeks(p, residents, row(first + j))
        seekers[facts.township[v]] += count


@rule
def _firm_with_vacancy(vacant: NDArray[np.int64], first: int, last: int, target: float) -> int:
    """The firm in which the running sum of vacancies first exceeds ``target``."""
    running = 0
    for e in range(first, last):
        running += vacant[e]
        if running > target:
            return e
    return -1


@rule
def _list_workers(residents: ResidentColumns, first: int, last: int, listed: NDArray[np.int32]) -> int:
    """List those with a job; returns how many they are."""
    count = 0
    for j in range(last - first):
        listed[count] = first + j
        count += whole(residents.employer[row(first + j)] >= 0)
    return count


@loop
def _lose(
    m: Month,
    firms: EnterpriseColumns,
    layoff: NDArray[np.float64],
    listed: NDArray[np.int32],
) -> None:
    """Workers are laid off or leave; they do not seek before next month."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = economy_numbers(m.numbers.economy)
    tally = economy_tally(m.counted)
    for v in range(facts.township.size):
        for n in range(_list_workers(residents, facts.first_resident[v], facts.first_resident[v + 1], listed)):
            i = listed[n]
            employer = residents.employer[i]
            u = uniforms(seed, JOB, month, residents.person[i], 0)
            if u[0] < layoff[employer] or u[1] < p.leave_job:
                residents.employer[i] = LEFT
                firms.employees[employer] -= 1
                tally.lost_jobs[v] += 1.0


@loop
def _find(
    m: Month,
    firms: EnterpriseColumns,
    first_firm: NDArray[np.int64],
    vacant: NDArray[np.int64],
    vacant_in: NDArray[np.int64],
    seekers: NDArray[np.int64],
    words: NDArray[np.uint32],
    listed: NDArray[np.int32],
) -> None:
    """Those who sought at the month's beginning find jobs; then the workers are counted."""
    seed, month, residents, facts = m.seed, m.month, m.residents, m.facts
    p = economy_numbers(m.numbers.economy)
    tally = economy_tally(m.counted)
    for v in range(facts.township.size):
        k = facts.township[v]
        begin, end = facts.first_resident[v], facts.first_resident[v + 1]
        hired = min(1.0, p.hire * vacant_in[k] / seekers[k]) if seekers[k] > 0 else 0.0
        for start in range(begin, end if hired > 0.0 else begin, CHUNK):
            count = min(CHUNK, end - start)
            fill_words(words, residents.person, start, count, seed, SEEK, month)
            for j in range(count):
                if unit(words[0, j]) >= hired or seeks(p, residents, row(start + j)) == 0:
                    continue
                target = unit(words[1, j]) * vacant_in[k]
                e = _firm_with_vacancy(vacant, first_firm[k], first_firm[k + 1], target)
                if e >= 0:
                    residents.employer[start + j] = e
                    firms.employees[e] += 1
                    tally.hires[v] += 1.0
        for j in range(end - begin):
            i = row(begin + j)
            residents.employer[i] = max(residents.employer[i], NO_JOB)
        workers = _list_workers(residents, begin, end, listed)
        tally.workers[v] = workers
        for n in range(workers):
            tally.unpaid[v] += firms.arrears[residents.employer[listed[n]]]


def change_jobs(state: State, closed_before: NDArray[np.uint8]) -> None:
    """Layoffs, leaving and hiring of the month; workers of a firm that has just closed hold on, unpaid, for a month."""
    firms, townships = state.enterprises, state.places.townships
    layoff, vacant = np.zeros(firms.township.size), np.zeros(firms.township.size, np.int64)
    vacant_in, seekers = np.zeros(townships, np.int64), np.zeros(townships, np.int64)
    first_firm = np.searchsorted(firms.township, np.arange(townships + 1)).astype(np.int64)
    _plan(state.numbers.economy, firms, closed_before, layoff, vacant, vacant_in)
    _count_seekers(state.view(), seekers)
    listed = np.empty(state.largest + 1, np.int32)
    _lose(
        state.view(),
        firms,
        layoff,
        listed,
    )
    _find(
        state.view(),
        firms,
        first_firm,
        vacant,
        vacant_in,
        seekers,
        words_buffer(),
        listed,
    )

"""What volunteers' work comes to: requests that are matched 供需对接, points 积分 that are redeemed."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.agents.tables import ContactRows, RequestRows
from sim.agents.village import CADRE, VOLUNTEER
from sim.core.draws import decision, uniform
from sim.core.kernels import loop, real, whole
from sim.processes.blocks import (
    lever_values,
    need_numbers,
    need_tally,
    village_state,
    volunteer_tally,
    volunteering_numbers,
)
from sim.processes.requests import add_contact, identity
from sim.processes.serving import felt, unmet_next
from sim.processes.state import Month

UNMATCHED = decision("volunteering.unmatched")


@loop
def count_asked(
    month: int,
    residents: ResidentColumns,
    requests: RequestRows,
    size: int,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
    asked: NDArray[np.int64],
) -> int:
    """Requests to volunteers that are ready, by village; returns how many."""
    ready = 0
    for r in range(size):
        if requests.channel[r] == VOLUNTEER and requests.ready[r] <= month:
            v = whole(residents.village[requests.person[r]])
            rows[ready], offices[ready] = r, v
            asked[v] += 1
            ready += 1
    return ready


@loop
def match(
    m: Month,
    requests: RequestRows,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
    order: NDArray[np.int64],
    asked: NDArray[np.int64],
    matched: NDArray[np.int64],
    left: NDArray[np.int64],
    helped: NDArray[np.bool_],
    contacts: ContactRows,
    size: int,
    leaves: NDArray[np.bool_],
) -> int:
    """The first requests in the queue are served; the others are dropped or handed to the cadres."""
    seed, month, residents = m.seed, m.month, m.residents
    p = volunteering_numbers(m.numbers.volunteering)
    p_needs = need_numbers(m.numbers.needs)
    village = village_state(m.villages)
    tally = need_tally(m.counted)
    for n in range(order.size):
        r, v = rows[order[n]], offices[order[n]]
        i = requests.person[r]
        waited = month - requests.born[r]
        if left[v] > 0:
            left[v] -= 1
            leaves[r] = True
            better = p.quality_professional if helped[v] else 0.0
            size = add_contact(contacts, size, i, VOLUNTEER, felt(p_needs, VOLUNTEER, waited, 0.0) + better)
            tally.served_volunteer[v] += 1.0
            if waited == 0:
                tally.met_at_once[v] += 1.0
        else:
            u = uniform(seed, UNMATCHED, month, residents.person[i], identity(requests, r))
            if u < p.unmatched_drop or waited >= p_needs.patience:
                leaves[r] = True
                size = add_contact(contacts, size, i, VOLUNTEER, p_needs.quality_dropped)
                tally.unmet[v] += 1.0
            else:
                requests.channel[r] = CADRE
                requests.ready[r] = month + 1
                tally.handed_on[v] += 1.0
    for v in range(asked.size):
        served = real(min(asked[v], matched[v]))
        village.unmet[VOLUNTEER, v] = unmet_next(p_needs, village.unmet[VOLUNTEER, v], served, real(asked[v]))
    return size


@loop
def redeem(m: Month) -> None:
    """Points are brought to the shop; when more are out than the shop has goods, a point buys less."""
    residents, facts = m.residents, m.facts
    p = volunteering_numbers(m.numbers.volunteering)
    village = village_state(m.villages)
    levers = lever_values(m.levers)
    tally = volunteer_tally(m.counted)
    for v in range(facts.township.size):
        village.rewarded[v] = tally.points[v]
        village.rate[v] = 1.0
        if levers.reward[v] <= 0.0:
            continue
        total = 0.0
        for i in range(facts.first_resident[v], facts.first_resident[v + 1]):
            points = real(residents.points[i])
            total += points
            residents.points[i] = points * (1.0 - p.redeem)
        demand = p.redeem * levers.reward[v] * total
        paid = min(demand, levers.reward_budget[v])
        tally.demanded[v], tally.redeemed[v] = demand, paid
        if demand > 0.0:
            village.rate[v] = paid / demand

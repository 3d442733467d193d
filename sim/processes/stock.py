"""The record: stocks at the end of the month, counted into the month's counters."""

from sim.agents.resident import QUARTER, YEAR
from sim.agents.tables import OPEN, CaseRows, PonderingRows, RequestRows
from sim.core.kernels import loop, real, row, whole
from sim.processes.blocks import (
    demography_tally,
    grievance_tally,
    need_tally,
    place_view,
    self_governance_tally,
    settlement_tally,
    trust_tally,
    village_state,
    village_view,
    volunteer_tally,
)
from sim.processes.state import Month, State


@loop
def _participation(m: Month) -> None:
    residents, facts = m.residents, m.facts
    tally = self_governance_tally(m.counted)
    people = demography_tally(m.counted)
    village = village_state(m.villages)
    for v in range(facts.township.size):
        present, year, old, old_year, women, women_year, away, away_year = 0, 0, 0, 0, 0, 0, 0, 0
        supervision, mediation, rules = 0, 0, 0
        first = facts.first_resident[v]
        for j in range(facts.first_resident[v + 1] - first):
            i = row(first + j)
            took_part = whole((whole(residents.took_part[i]) & YEAR) != 0)
            gone = whole(residents.away[i])
            here = 1 - gone
            here_year = here * took_part
            aged, woman = whole(residents.age[i] >= 60), 1 - whole(residents.male[i])
            aware = whole(residents.aware[i]) * here
            present += here
            year += here_year
            old += here * aged
            old_year += here_year * aged
            women += here * woman
            women_year += here_year * woman
            away += gone
            away_year += gone * took_part
            supervision += aware & 1
            mediation += (aware >> 1) & 1
            rules += (aware >> 2) & 1
        tally.present[v], tally.took_part_year[v] = present, year
        village.took_part[v] = real(year) / max(1.0, real(present))
        people.present_rural[v], people.present_rural_60[v] = present * facts.rural[v], old * facts.rural[v]
        tally.present_60[v], tally.year_60[v] = old, old_year
        tally.present_women[v], tally.year_women[v] = women, women_year
        tally.away[v], tally.year_away[v] = away, away_year
        tally.present_remote[v], tally.year_remote[v] = present * facts.remote[v], year * facts.remote[v]
        tally.aware_supervision[v], tally.aware_mediation[v], tally.aware_rules[v] = supervision, mediation, rules


@loop
def _feelings(m: Month) -> None:
    residents, facts = m.residents, m.facts
    tally = self_governance_tally(m.counted)
    trust = trust_tally(m.counted)
    for v in range(facts.township.size):
        neighbour, volunteer, cadre, platform, township, satisfaction, efficacy = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        first = facts.first_resident[v]
        for j in range(facts.first_resident[v + 1] - first):
            i = row(first + j)
            here = 1.0 - real(residents.away[i])
            neighbour += real(residents.trust_neighbour[i]) * here
            volunteer += real(residents.trust_volunteer[i]) * here
            cadre += real(residents.trust_cadre[i]) * here
            platform += real(residents.trust_platform[i]) * here
            township += real(residents.trust_township[i]) * here
            satisfaction += real(residents.satisfaction[i]) * here
            efficacy += real(residents.efficacy[i]) * here
        trust.neighbour[v], trust.volunteer[v], trust.cadre[v] = neighbour, volunteer, cadre
        trust.platform[v], trust.township[v], trust.satisfaction[v] = platform, township, satisfaction
        tally.efficacy[v] = efficacy


@loop
def _volunteers(m: Month) -> None:
    residents, facts = m.residents, m.facts
    tally = volunteer_tally(m.counted)
    for v in range(facts.township.size):
        registered, active = 0, 0
        first = facts.first_resident[v]
        for j in range(facts.first_resident[v + 1] - first):
            i = row(first + j)
            here = 1 - whole(residents.away[i])
            registered += whole(residents.registrant[i]) * here
            active += whole((whole(residents.served[i]) & QUARTER) != 0) * here
        tally.registered[v], tally.active_volunteers[v] = registered, active


@loop
def _tables(
    m: Month,
    requests: RequestRows,
    request_count: int,
    pondering: PonderingRows,
    pondering_count: int,
    cases: CaseRows,
    case_count: int,
) -> None:
    residents = m.residents
    needs = need_tally(m.counted)
    grievances = grievance_tally(m.counted)
    settlement = settlement_tally(m.counted)
    for r in range(request_count):
        needs.waiting[residents.village[requests.person[r]]] += 1.0
    for w in range(pondering_count):
        grievances.pondering[residents.village[pondering.person[w]]] += 1.0
    for c in range(case_count):
        v = residents.village[cases.person[c]]
        if cases.relapse[c] == OPEN:
            settlement.open[v] += 1.0
        else:
            settlement.asleep[v] += 1.0


def take_stock(state: State) -> None:
    """Count the stocks of the month's end."""
    facts, counted, village = state.facts, state.counted, village_view(state.villages)
    places = place_view(counted)
    places.villages[:] = 1.0
    places.households[:] = facts.households
    places.residents[:] = village.present / (1.0 - facts.children_share)
    places.registered[:] = facts.registered
    _participation(state.view())
    _feelings(state.view())
    _volunteers(state.view())
    _tables(
        state.view(),
        state.requests.rows,
        state.requests.size,
        state.pondering.rows,
        state.pondering.size,
        state.cases.rows,
        state.cases.size,
    )

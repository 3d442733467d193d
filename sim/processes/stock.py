"""The record: stocks at the end of the month, counted into the month's counters."""

import numpy as np

from sim.agents.resident import MEDIATION, QUARTER, RULES, SUPERVISION, YEAR, ResidentColumns
from sim.agents.tables import OPEN, CaseRows, PonderingRows, RequestRows
from sim.core.kernels import kernel
from sim.processes.state import State
from sim.tallies import GrievanceTally, NeedsTally, SelfGovernanceTally, SettlementTally, TrustTally, VolunteerTally
from sim.world.facts import VillageFacts


@kernel
def _participation(residents: ResidentColumns, facts: VillageFacts, tally: SelfGovernanceTally) -> None:
    for v in range(facts.township.size):
        present, year, old, old_year, women, women_year, away, away_year = 0, 0, 0, 0, 0, 0, 0, 0
        supervision, mediation, rules, efficacy = 0, 0, 0, 0.0
        for i in range(facts.first_resident[v], facts.first_resident[v + 1]):
            took_part = 1 if int(residents.took_part[i]) & YEAR else 0
            if residents.away[i]:
                away += 1
                away_year += took_part
                continue
            present += 1
            year += took_part
            if residents.age[i] >= 60:
                old += 1
                old_year += took_part
            if residents.male[i] == 0:
                women += 1
                women_year += took_part
            aware = int(residents.aware[i])
            supervision += 1 if aware & SUPERVISION else 0
            mediation += 1 if aware & MEDIATION else 0
            rules += 1 if aware & RULES else 0
            efficacy += np.float64(residents.efficacy[i])
        tally.present[v], tally.took_part_year[v] = present, year
        tally.present_60[v], tally.year_60[v] = old, old_year
        tally.present_women[v], tally.year_women[v] = women, women_year
        tally.away[v], tally.year_away[v] = away, away_year
        tally.present_remote[v], tally.year_remote[v] = present * facts.remote[v], year * facts.remote[v]
        tally.aware_supervision[v], tally.aware_mediation[v], tally.aware_rules[v] = supervision, mediation, rules
        tally.efficacy[v] = efficacy


@kernel
def _volunteers_and_trust(
    residents: ResidentColumns, facts: VillageFacts, tally: VolunteerTally, trust: TrustTally
) -> None:
    for v in range(facts.township.size):
        registered, active = 0, 0
        neighbour, volunteer, cadre, platform, township, satisfaction = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for i in range(facts.first_resident[v], facts.first_resident[v + 1]):
            if residents.away[i]:
                continue
            registered += residents.registrant[i]
            active += 1 if int(residents.served[i]) & QUARTER else 0
            neighbour += np.float64(residents.trust_neighbour[i])
            volunteer += np.float64(residents.trust_volunteer[i])
            cadre += np.float64(residents.trust_cadre[i])
            platform += np.float64(residents.trust_platform[i])
            township += np.float64(residents.trust_township[i])
            satisfaction += np.float64(residents.satisfaction[i])
        tally.registered[v], tally.active_volunteers[v] = registered, active
        trust.neighbour[v], trust.volunteer[v], trust.cadre[v] = neighbour, volunteer, cadre
        trust.platform[v], trust.township[v], trust.satisfaction[v] = platform, township, satisfaction


@kernel
def _tables(
    residents: ResidentColumns,
    requests: RequestRows,
    request_count: int,
    pondering: PonderingRows,
    pondering_count: int,
    cases: CaseRows,
    case_count: int,
    needs: NeedsTally,
    grievances: GrievanceTally,
    settlement: SettlementTally,
) -> None:
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
    tally, facts = state.tally, state.facts
    tally.places.villages[:] = 1.0
    tally.places.households[:] = facts.households
    tally.places.residents[:] = facts.present / (1.0 - facts.children_share)
    tally.places.registered[:] = facts.registered
    _participation(state.residents, state.facts, tally.self_governance)
    _volunteers_and_trust(state.residents, state.facts, tally.volunteering, tally.trust)
    _tables(
        state.residents,
        state.requests.rows,
        state.requests.size,
        state.pondering.rows,
        state.pondering.size,
        state.cases.rows,
        state.cases.size,
        tally.needs,
        tally.grievances,
        tally.settlement,
    )

"""What the stages that deal with cases 案件 share: opening one, who knows the rules, the hours one needs."""

import math

from sim.agents.resident import RULES, ResidentColumns
from sim.agents.tables import CaseRows
from sim.core.kernels import rule
from sim.parameters.settlement import Settlement

COLLECTIVE_KINDS = (2, 3)
"""Land and village affairs: the other side may be the collective, which knows its rules."""


@rule
def add_case(
    cases: CaseRows,
    size: int,
    person: int,
    kind: int,
    born: int,
    severity: float,
    other: int,
    tier: int,
    ready: int,
    relapse: int,
) -> int:
    """Write one case; the table must have room. Returns the new size."""
    cases.person[size], cases.kind[size], cases.born[size] = person, kind, born
    cases.severity[size], cases.other[size] = severity, other
    cases.tier[size], cases.ready[size], cases.since[size], cases.relapse[size] = tier, ready, ready, relapse
    cases.attempts[size], cases.relapsed[size], cases.petitions[size], cases.docked[size] = 0, 0, 0, 0
    return size + 1


@rule
def rules_clarity(usual: float, added: float) -> float:
    """Clarity of the village rules 村规民约 in force, 0-1."""
    return 1.0 - (1.0 - usual) * (1.0 - added)


@rule
def both_know_rules(residents: ResidentColumns, kind: int, person: int, other: int) -> bool:
    """Both sides of a matter know the village rules; the collective knows them."""
    if (int(residents.aware[person]) & RULES) == 0:
        return False
    if other >= 0:
        return (int(residents.aware[other]) & RULES) != 0
    return kind in COLLECTIVE_KINDS


@rule
def need_hours(p: Settlement, tier: int, severity: float) -> float:
    """Hours a case needs at a tier."""
    hours = p.need_village if tier == 0 else p.need_township if tier == 1 else p.need_county
    return hours * math.sqrt(severity)

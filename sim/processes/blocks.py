"""Blocks: parameters, levers, village state and counters as one array each, laid out by name inside kernels."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.village import CHANNELS, VillageState
from sim.core.fields import layout
from sim.core.kernels import rule
from sim.levers import LeverValues
from sim.parameters import (
    Parameters,
    awareness,
    cadre_time,
    demography,
    economy,
    grievances,
    needs,
    self_governance,
    settlement,
    trust,
    volunteering,
)
from sim.tallies import (
    CadreTally,
    DemographyTally,
    EconomyTally,
    GrievanceTally,
    NeedsTally,
    PlaceTally,
    SelfGovernanceTally,
    SettlementTally,
    TrustTally,
    VolunteerTally,
    rows,
)

Block = NDArray[np.float64]
"""Shape (fields,) for parameters, (rows, villages) for the others."""


class Numbers(NamedTuple):
    """The groups of ``Parameters`` as blocks."""

    cadre_time: Block
    needs: Block
    trust: Block
    grievances: Block
    settlement: Block
    self_governance: Block
    volunteering: Block
    economy: Block
    demography: Block
    awareness: Block


def numbers_of(parameters: Parameters) -> Numbers:
    """All parameters as blocks."""
    return Numbers(**{name: np.array(group) for name, group in parameters._asdict().items()})


def lever_block(values: LeverValues, villages: int) -> Block:
    """The values of all levers as one block, shape (levers, villages)."""
    block = np.zeros((len(values), villages))
    for row, value in enumerate(values):
        block[row, : value.size] = value
    return block


def _village_rows() -> dict[str, slice]:
    placed, start = {}, 0
    for name in VillageState._fields:
        length = len(CHANNELS) if name == "unmet" else 1
        placed[name] = slice(start, start + length)
        start += length
    return placed


def _counter_rows(stage: str) -> dict[str, slice]:
    return {name.split(".")[1]: where for name, where in rows().items() if name.startswith(f"{stage}.")}


VILLAGE_ROWS = _village_rows()
"""Rows of each field of ``VillageState`` in its block."""

lever_view = layout(LeverValues)
village_view = layout(VillageState, VILLAGE_ROWS)
cadre_view = layout(CadreTally, _counter_rows("cadre_time"))
place_view = layout(PlaceTally, _counter_rows("places"))
"""The same outside kernels."""


def village_row(block: Block, name: str) -> NDArray[np.float64]:
    """One field of ``VillageState``, shape (villages,), in its block."""
    row: NDArray[np.float64] = block[VILLAGE_ROWS[name].start]
    return row


lever_values = rule(layout(LeverValues))
village_state = rule(layout(VillageState, VILLAGE_ROWS))

awareness_numbers = rule(layout(awareness.Awareness))
cadre_numbers = rule(layout(cadre_time.CadreTime))
demography_numbers = rule(layout(demography.Demography))
economy_numbers = rule(layout(economy.Economy))
grievance_numbers = rule(layout(grievances.Grievances))
need_numbers = rule(layout(needs.Needs))
self_governance_numbers = rule(layout(self_governance.SelfGovernance))
settlement_numbers = rule(layout(settlement.Settlement))
trust_numbers = rule(layout(trust.Trust))
volunteering_numbers = rule(layout(volunteering.Volunteering))

cadre_tally = rule(layout(CadreTally, _counter_rows("cadre_time")))
demography_tally = rule(layout(DemographyTally, _counter_rows("demography")))
economy_tally = rule(layout(EconomyTally, _counter_rows("economy")))
grievance_tally = rule(layout(GrievanceTally, _counter_rows("grievances")))
need_tally = rule(layout(NeedsTally, _counter_rows("needs")))
self_governance_tally = rule(layout(SelfGovernanceTally, _counter_rows("self_governance")))
settlement_tally = rule(layout(SettlementTally, _counter_rows("settlement")))
trust_tally = rule(layout(TrustTally, _counter_rows("trust")))
volunteer_tally = rule(layout(VolunteerTally, _counter_rows("volunteering")))

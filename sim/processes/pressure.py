"""Petition pressure 信访压力: petitions press on the village they came from, against what superiors take for usual."""

import numpy as np
from numpy.typing import NDArray

from sim.processes.blocks import cadre_view, village_row
from sim.processes.state import State
from sim.tallies import rows

LEAST_NORM = 0.2
"""Petitions per 1,000 adults and year below which no county's usual is taken to lie."""


def petition_rate(state: State) -> NDArray[np.float64]:
    """Petitions of the month per 1,000 adults present and year, of every origin, shape (villages,)."""
    petitions, present = village_row(state.villages, "petitions"), village_row(state.villages, "present")
    return 12_000.0 * petitions / np.maximum(1.0, present)


def press(state: State) -> None:
    """Move each village's pressure towards this month's petitions."""
    p, pressure = state.parameters.cadre_time, village_row(state.villages, "pressure")
    moved = (1.0 - p.pressure_memory) * petition_rate(state) / state.petition_norm
    pressure[:] = p.pressure_memory * pressure + moved
    cadre_view(state.counted).pressure[:] = pressure * village_row(state.villages, "present")


def settle_norm(state: State, counted: NDArray[np.float64]) -> None:
    """Take the county's own petitions of the last months of the warm-up for usual, shape (months, rows, villages)."""
    placed = rows()
    petitions = counted[:, placed["settlement.petitions"].start].sum(axis=-1)
    petitions = petitions + counted[:, placed["grievances.outside_petitions"].start].sum(axis=-1)
    present = counted[:, placed["self_governance.present"].start].sum(axis=-1)
    norm = max(LEAST_NORM, float(np.mean(12_000.0 * petitions / np.maximum(1.0, present))))
    village_row(state.villages, "pressure")[:] *= state.petition_norm / norm
    state.petition_norm = norm

"""The state at the beginning: a world's columns and empty tables, before the first month."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.mediator import MediationColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.agents.tables import CaseRows, ContactRows, PonderingRows, RequestRows, Table
from sim.core.fields import as_tuple
from sim.core.held import hold
from sim.core.maths import exp
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.processes.blocks import VILLAGE_ROWS, Block, lever_block, numbers_of, village_view
from sim.processes.state import Columns, State
from sim.world.world import World

UNMET_AT_START = 0.2
"""Reputation for leaving requests unmet before anybody has asked; forgotten within a year of warm-up."""
ORGANISING_AT_START = 55.0
"""Organising hours before the first month."""


def begin(
    world: World, columns: Columns, parameters: Parameters, seed: int, levers: LeverValues, counted: Block
) -> State:
    """The state before the first month; ``columns`` are the agents' columns that Mesa holds."""
    size = world.household_size.astype(np.float64)
    return State(
        seed=seed,
        parameters=parameters,
        numbers=numbers_of(parameters),
        places=world.places,
        facts=hold(world.facts),
        residents=hold(as_tuple(ResidentColumns, columns["residents"])),
        household_share=size / (size.sum() / max(1, size.size)),
        ties=world.ties,
        cadres=hold(as_tuple(CadreColumns, columns["cadres"])),
        organisations=hold(as_tuple(OrganisationColumns, columns["organisations"])),
        enterprises=hold(as_tuple(EnterpriseColumns, columns["enterprises"])),
        bodies=hold(as_tuple(MediationColumns, columns["bodies"])),
        villages=_villages(world, parameters),
        cases=Table(CaseRows),
        requests=Table(RequestRows),
        pondering=Table(PonderingRows),
        contacts=Table(ContactRows),
        seen=np.zeros(world.ties.shape[0], np.uint32),
        month=0,
        levers=lever_block(levers, world.places.villages),
        counted=counted,
        next_person=int(world.residents["person"].max()) + 1 if world.residents["person"].size else 0,
        petition_norm=parameters.settlement.petition_norm,
    )


def _villages(world: World, parameters: Parameters) -> Block:
    block = np.zeros((max(where.stop for where in VILLAGE_ROWS.values()), world.places.villages))
    village = village_view(block)
    village.unmet[:] = UNMET_AT_START
    village.pressure[:] = 1.0
    village.rate[:] = 1.0
    village.success[:] = parameters.cadre_time.success_0
    village.organising[:] = ORGANISING_AT_START
    village.present[:] = world.facts.present
    village.young[:] = _young(world)
    village.visible[:] = _visible(world, parameters.needs.visible_hours)
    return block


def _young(world: World) -> NDArray[np.float64]:
    people = world.residents
    young = people["village"][(people["away"] == 0) & (people["age"] < 62)]
    return np.bincount(young, minlength=world.places.villages).astype(np.float64)


def _visible(world: World, scale: float) -> NDArray[np.float64]:
    hours = np.zeros(world.places.villages)
    organisations = world.organisations
    for column in ("hours", "hours_1", "hours_2"):
        np.add.at(hours, organisations["village"], organisations[column].astype(np.float64))
    return np.array([1.0 - exp(-seen / scale) for seen in hours])

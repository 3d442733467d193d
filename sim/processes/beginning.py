"""The state at the beginning: a world's columns and empty tables, before the first month."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.mediator import MediationColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.agents.tables import CaseRows, ContactRows, PonderingRows, RequestRows, Table
from sim.agents.village import VillageState
from sim.core.fields import as_tuple
from sim.core.maths import exp
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.processes.state import Columns, State
from sim.tallies import Tallies
from sim.world.world import World

UNMET_AT_START = 0.2
"""Reputation for leaving requests unmet before anybody has asked; forgotten within a year of warm-up."""
ORGANISING_AT_START = 20.0
"""Organising hours before the first month."""


def begin(world: World, columns: Columns, parameters: Parameters, seed: int, levers: LeverValues, tally: Tallies) -> State:
    """The state before the first month; ``columns`` are the agents' columns that Mesa holds."""
    size = world.household_size.astype(np.float64)
    return State(
        seed=seed,
        parameters=parameters,
        places=world.places,
        facts=world.facts,
        residents=as_tuple(ResidentColumns, columns["residents"]),
        household_share=size / (size.sum() / max(1, size.size)),
        ties=world.ties,
        cadres=as_tuple(CadreColumns, columns["cadres"]),
        organisations=as_tuple(OrganisationColumns, columns["organisations"]),
        enterprises=as_tuple(EnterpriseColumns, columns["enterprises"]),
        bodies=as_tuple(MediationColumns, columns["bodies"]),
        villages=_villages(world, parameters),
        cases=Table(CaseRows),
        requests=Table(RequestRows),
        pondering=Table(PonderingRows),
        contacts=Table(ContactRows),
        seen=np.zeros(world.ties.shape[0], np.uint32),
        month=0,
        levers=levers,
        tally=tally,
        petition_norm=parameters.settlement.petition_norm,
    )


def _villages(world: World, parameters: Parameters) -> VillageState:
    count = world.places.villages
    fields = {name: np.zeros(count) for name in VillageState._fields}
    fields["unmet"] = np.full((5, count), UNMET_AT_START)
    fields["pressure"] = np.ones(count)
    fields["rate"] = np.ones(count)
    fields["success"] = np.full(count, parameters.cadre_time.success_0)
    fields["organising"] = np.full(count, ORGANISING_AT_START)
    fields["visible"] = _visible(world, parameters.needs.visible_hours)
    return VillageState(**fields)


def _visible(world: World, scale: float) -> NDArray[np.float64]:
    hours = np.zeros(world.places.villages)
    organisations = world.organisations
    for column in ("hours", "hours_1", "hours_2"):
        np.add.at(hours, organisations["village"], organisations[column].astype(np.float64))
    return np.array([1.0 - exp(-seen / scale) for seen in hours])

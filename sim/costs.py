"""Money: what each measure costs, computed from what was delivered and never from a lump sum."""

import numpy as np
from numpy.typing import NDArray

from sim.core.levers import declared
from sim.levers import LeverValues, MonthLevers
from sim.policies.base import Policy, Price
from sim.processes.blocks import lever_view
from sim.processes.state import State
from sim.tallies import rows

Array = NDArray[np.float64]


def spent(policy: Policy, levers: MonthLevers, state: State, counted: Array) -> Array:
    """Yuan a measure costs in a month, per village; ``counted``: the month's counters, shape (rows, villages).

    Where several measures move one lever, each pays its share of what was delivered.
    """
    total = np.zeros(state.places.villages)
    for price in policy.prices():
        share = _per_village(levers.share(price.lever, policy), price.lever, state)
        total += price.yuan * _delivered(price, state, counted) * share
    return total


def _delivered(price: Price, state: State, counted: Array) -> Array:
    if not price.delivered.startswith("lever:"):
        found: Array = counted[rows()[price.delivered].start]
        return found
    name = price.delivered.removeprefix("lever:")
    value = _per_village(
        getattr(lever_view(state.levers), name)[: state.places.units(declared(LeverValues)[name].level)], name, state
    )
    level = declared(LeverValues)[name].level
    if level == "village":
        return value
    units = state.places.sum_by_township(np.ones(state.places.villages))[state.places.township]
    return value / (units if level == "township" else state.places.villages)


def _per_village(values: Array, lever: str, state: State) -> Array:
    level = declared(LeverValues)[lever].level
    if level == "village":
        return values
    return values[state.places.township] if level == "township" else np.full(state.places.villages, values[0])

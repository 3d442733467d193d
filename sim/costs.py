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
        delivered = _delivered(price, state, counted)
        if price.times:
            delivered = delivered * _lever(price.times, state)
        total += price.yuan * delivered * share
    return total


def _delivered(price: Price, state: State, counted: Array) -> Array:
    if not price.delivered.startswith("lever:"):
        found: Array = counted[rows()[price.delivered].start]
        return found
    name = price.delivered.removeprefix("lever:")
    level = declared(LeverValues)[name].level
    if level == "village":
        return _lever(name, state)
    units = state.places.sum_by_township(np.ones(state.places.villages))[state.places.township]
    if level == "county":
        return _lever(name, state) * state.places.townships / state.places.villages
    return _lever(name, state) / units


def _lever(name: str, state: State) -> Array:
    """A lever's value in each village."""
    units = state.places.units(declared(LeverValues)[name].level)
    return _per_village(getattr(lever_view(state.levers), name)[:units], name, state)


def _per_village(values: Array, lever: str, state: State) -> Array:
    level = declared(LeverValues)[lever].level
    if level == "village":
        return values
    return values[state.places.township] if level == "township" else np.full(state.places.villages, values[0])

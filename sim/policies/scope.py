"""Whom a measure reaches: all villages, a share of them by lot or by need, or those listed."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import decision, uniform_column
from sim.core.names import unknown
from sim.core.places import Places
from sim.policies.base import Policy


def scope(policy: Policy, places: Places, seed: int) -> NDArray[np.float64]:
    """1 where the measure reaches, 0 elsewhere, shape (villages,).

    A share is rounded up; a larger share always holds a smaller one, so that a pilot can be extended.
    """
    if policy.choice == "listed":
        return _listed(policy, places)
    reached = math.ceil(policy.coverage * places.villages - 1e-9)
    villages = np.arange(places.villages, dtype=np.int32)
    if policy.choice == "need":
        order = np.lexsort((villages, -places.need))
    else:
        order = np.argsort(uniform_column(seed, decision(f"pilot.{policy.key}"), 0, villages, 0), kind="stable")
    mask = np.zeros(places.villages)
    mask[order[:reached]] = 1.0
    return mask


def _listed(policy: Policy, places: Places) -> NDArray[np.float64]:
    index = {name: n for n, name in enumerate(places.village_names)}
    mask = np.zeros(places.villages)
    for name in policy.villages:
        if name not in index:
            raise unknown(f"village in policies.{policy.key}.villages", name, index)
        mask[index[name]] = 1.0
    return mask

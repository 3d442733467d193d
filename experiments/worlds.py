"""Worlds: draws of all uncertain parameters from their prior ranges."""

from collections.abc import Collection

import numpy as np
from scipy.stats import qmc

from sim.core.parameters import all_passports
from sim.parameters import Parameters

World = dict[str, float]
"""Values of parameters by ``group.name``."""


def uncertain(fixed: Collection[str] = ()) -> dict[str, tuple[float, float]]:
    """Prior range, low and high, of every parameter that has one and is not ``fixed``, by ``group.name``."""
    ranges = {name: (passport.low, passport.high) for name, passport in all_passports(Parameters)}
    return {name: (low, high) for name, (low, high) in ranges.items() if low < high and name not in fixed}


def draw_worlds(number: int, seed: int, fixed: Collection[str] = ()) -> list[World]:
    """``number`` worlds, each a value by ``group.name``, spread evenly over the prior ranges.

    A Latin hypercube on the centres of its cells, so that every parameter takes ``number`` equally spaced values once
    each. Which values meet in one world depends on ``seed`` and on ``number``: another number of worlds gives other
    worlds. Parameters are taken as independent and uniform within their ranges.
    """
    ranges = uncertain(fixed)
    low, high = (np.array(ends) for ends in zip(*ranges.values(), strict=True))
    shares = qmc.LatinHypercube(len(ranges), scramble=False, rng=np.random.default_rng(seed)).random(number)
    # Rounding must not carry a value over the end of its range.
    values = np.minimum(low + shares * (high - low), high)
    return [dict(zip(ranges, world.tolist(), strict=True)) for world in values]

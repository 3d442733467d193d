"""Worlds: draws of all uncertain parameters from their prior ranges, or from the ensemble of calibrated worlds."""

import sys
from collections.abc import Collection
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sim.core.parameters import all_passports
from sim.parameters import Parameters

World = dict[str, float]
"""Values of parameters by ``group.name``."""
FOLDER = "ensembles"
"""Where in conf/ the shipped ensemble lies (see ``experiments.calibration``)."""
SHIPPED = "wushan"
TARGET = "target:"
"""Columns of the ensemble that hold what a world says begin like this, the target's id follows."""


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


class StaleEnsemble(ValueError):
    """The shipped ensemble belongs to other parameters than the model has."""


@cache
def shipped(name: str = SHIPPED) -> pd.DataFrame:
    """The shipped ensemble: a row a world, a column a parameter (``group.name``), and one a target."""
    with resources.as_file(resources.files("gongzhi_conf") / FOLDER / f"{name}.parquet") as path:
        return pd.read_parquet(path)


def different(worlds: str) -> int:
    """How many different worlds there are of a kind: calibrated ones come again after the last."""
    return len(shipped()) if worlds == "calibrated" else sys.maxsize


def calibrated_worlds(number: int, fixed: Collection[str] = ()) -> list[World]:
    """The first ``number`` worlds of the shipped ensemble, from the start again where there are not enough.

    Parameters that are ``fixed`` are left out. Raises ``StaleEnsemble`` where the ensemble does not have just the
    parameters that the model has, within their ranges.
    """
    table, ranges = shipped(), uncertain()
    names = [name for name in table.columns if not name.startswith(TARGET)]
    strange = sorted(set(names) ^ set(ranges))
    outside = [n for n in names if n in ranges and not table[n].between(*ranges[n]).all()]
    if strange or outside:
        raise StaleEnsemble(
            "the calibrated worlds were made for other parameters or ranges "
            f"({', '.join((strange or outside)[:3])} ...): run gongzhi calibrate, or ask for worlds=prior"
        )
    worlds = table[[name for name in names if name not in fixed]].to_dict("records")
    return [{str(name): float(value) for name, value in worlds[k % len(worlds)].items()} for k in range(number)]

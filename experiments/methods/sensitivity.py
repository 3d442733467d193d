"""Which assumptions carry the result? From a design and the outcome of its rows to a table of indices.

Failed rows (NaN) are left out, with those that mean nothing without them, and counted; nothing is filled in.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.effects import LEVEL
from experiments.methods.sensitivity_design import DUMMY, STEP, Design
from experiments.methods.sensitivity_indices import (
    HARMONICS,
    SLICES,
    morris_indices,
    pawn_indices,
    rbd_fast_index,
    slices,
    sobol_indices,
)
from experiments.ranking import bootstrap_weights

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Indices = Callable[[Array, Array], tuple[Array, Array]]

COLUMNS = (
    *("parameter", "method", "index", "value", "low", "high", "floor", "above_floor"),
    *("runs", "worlds", "dropped"),
)
"""Columns of the table of indices; ``sensitivity`` says what they hold."""
DRAWS = 1000
"""Draws behind an interval of Morris and Sobol'."""
HALVES = 100
"""Half samples behind an interval of PAWN and RBD-FAST."""
DUMMIES = 20_000
"""Draws of the dummy's index behind a floor."""
_CHUNK = 1000
_SEED = 20
_TAILS = (50.0 * (1.0 - LEVEL), 50.0 * (1.0 + LEVEL))
_NORMAL = float(stats.norm.ppf(0.5 + LEVEL / 2.0))
FEWEST = {"morris": 2, "sobol": 2, "hypercube": 4 * max(SLICES, HARMONICS)}
"""Trajectories, base rows or worlds without which there are no indices."""


class TooFewRuns(ValueError):
    """Too few rows came through for any index."""


def sensitivity(design: Design, values: Array) -> pd.DataFrame:
    """Indices of every factor of a design, the dummy last; columns ``COLUMNS``.

    ``values``: an outcome, shape (rows,); NaN where a run failed. ``index``: ``mu_star`` and ``sigma`` (outcome's
    unit per whole prior range; no ``sigma`` for groups), ``median`` and ``max`` of PAWN, ``S1`` and ``ST``.
    ``low``, ``high``: 95 % interval, from the Bayesian bootstrap of trajectories or base rows, and for PAWN and
    RBD-FAST from half samples (Politis and Romano 1994), which on a hypercube is rather too wide than too narrow. PAWN
    is above 0 by chance, the more so the fewer the worlds. ``floor``: what chance gives; with 95 % confidence not one
    of as many dummies as there are factors exceeds it. In Morris and Sobol' the dummy is another seed, which common
    random numbers keep from the factors, so that there it is a cautious bound. ``above_floor``: ``value`` does, and
    the interval leaves 0 out. ``runs`` and ``worlds`` were used, ``dropped`` runs were not, whether failed or of no use
    without one that failed.
    Raises ``TooFewRuns`` and ``ValueError`` (a wrong number of values).
    """
    values = np.asarray(values, dtype=float)
    if values.shape != (len(design.shares),):
        raise ValueError(f"{values.shape} values given, the design has {len(design.shares)} rows")
    parts = values.reshape(-1, design.width)
    whole: Bools = np.asarray(np.isfinite(parts).all(axis=1))
    if whole.sum() < FEWEST[design.kind]:
        raise TooFewRuns(f"{whole.sum()} of {len(whole)} came through, {FEWEST[design.kind]} or more are needed")
    analyse = {"morris": _morris, "sobol": _sobol, "hypercube": _hypercube}[design.kind]
    table: pd.DataFrame = pd.concat(analyse(design, parts[whole], whole), ignore_index=True)
    used, dummies = int(whole.sum()) * design.width, int(whole.sum()) * (design.width > 1)
    table["above_floor"] = (table["value"] > table["floor"]) & (table["low"] > 0.0)
    table = table.assign(runs=used, worlds=used - dummies, dropped=len(values) - used)
    return table[list(COLUMNS)]


def _morris(design: Design, parts: Array, whole: Bools) -> list[pd.DataFrame]:
    effects = elementary_effects(design, parts, whole)
    size, spread = _bootstrapped(design, morris_indices, effects, "mu_star", "sigma")
    return [size, spread[np.append(design.alone, True)]]


def elementary_effects(design: Design, parts: Array, whole: Bools) -> Array:
    """Elementary effects, shape (trajectories, factors + 1), the dummy last; those of groups have no sign.

    ``parts``: outcomes, shape (trajectories, rows of one); ``whole``: which trajectories of the design they are.
    """
    names = design.factors
    member = np.array([names.index(name) for name in design.members])
    shares = design.shares.reshape(len(whole), design.width, -1)[whole, :-1]
    steps = np.diff(shares, axis=1)
    mover = np.abs(steps).argmax(axis=2)
    signs = np.sign(np.take_along_axis(steps, mover[..., None], axis=2)[..., 0])
    moved, changes = member[mover], np.diff(parts[:, :-1], axis=1) / STEP
    effects = np.empty_like(changes)
    np.put_along_axis(effects, moved, np.where(design.alone[moved], changes * signs, np.abs(changes)), axis=1)
    return np.column_stack([effects, (parts[:, -1] - parts[:, 0]) / STEP])


def _sobol(design: Design, parts: Array, _: Bools) -> list[pd.DataFrame]:
    parts = parts - parts[:, :-1].mean()
    base, other, hybrids = parts[:, 0], parts[:, -2], np.delete(parts, (0, -2 % design.width), axis=1)

    def indices(columns: Array, weights: Array) -> tuple[Array, Array]:
        return sobol_indices(base, columns, other, weights)

    return _bootstrapped(design, indices, hybrids, "S1", "ST")[::-1]


def _bootstrapped(design: Design, indices: Indices, columns: Array, *names: str) -> list[pd.DataFrame]:
    """Tables of indices with intervals; ``columns``: shape (units, factors + 1), the dummy last."""
    count = len(columns)
    values = indices(columns, np.full((1, count), 1.0 / count))
    draws = indices(columns, bootstrap_weights(count, DRAWS, _SEED))
    dummies = indices(columns[:, -1:], bootstrap_weights(count, DUMMIES, _SEED + 1))
    return [
        _table(design, name, values[k][0], np.percentile(draws[k], _TAILS, axis=0), dummies[k][:, 0])
        for k, name in enumerate(names)
    ]


def _hypercube(design: Design, parts: Array, whole: Bools) -> list[pd.DataFrame]:
    outcome, shares = parts[:, 0], design.shares[whole]
    rng, count = np.random.default_rng(_SEED), len(outcome)
    values = _of_hypercube(_ranks(shares), outcome)
    halves = [rng.permutation(count)[: count // 2] for _ in range(HALVES)]
    spread = np.std([_of_hypercube(_ranks(shares[half]), outcome[half]) for half in halves], axis=0, ddof=1)
    order = np.repeat(np.arange(count)[:, None], _CHUNK, axis=1)
    chunks = [_of_hypercube(rng.permuted(order, axis=0), outcome) for _ in range(DUMMIES // _CHUNK)]
    dummies = np.concatenate(chunks, axis=1)
    return [
        _table(design, name, values[k], values[k] + np.outer((-_NORMAL, _NORMAL), spread[k]), dummies[k])
        for k, name in enumerate(("median", "max", "S1"))
    ]


def _ranks(shares: Array) -> Ints:
    return np.argsort(np.argsort(shares, axis=0, kind="stable"), axis=0, kind="stable")


def _of_hypercube(ranks: Ints, outcome: Array) -> Array:
    return np.array([*pawn_indices(slices(ranks), outcome), rbd_fast_index(ranks, outcome)])


def _table(design: Design, index: str, values: Array, ends: Array, dummies: Array) -> pd.DataFrame:
    """A row a factor; ``ends``: low and high, shape (2, factors + 1); ``dummies``: draws of the dummy's index."""
    method = {"morris": "morris", "sobol": "sobol"}.get(design.kind, "rbd_fast" if index == "S1" else "pawn")
    factors = design.factors
    floor = float(np.quantile(dummies, LEVEL ** (1.0 / len(factors))))
    columns = {"method": method, "index": index, "value": values, "low": ends[0], "high": ends[1], "floor": floor}
    return pd.DataFrame({"parameter": [*factors, DUMMY], **columns})

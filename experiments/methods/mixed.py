"""Least squares for runs in blocks that differ: each block has an intercept and a slope along the fitted values.

The intercept is the noise of the baseline, which is in every difference of a block; the slope is a world in which all
of the package does more or less. Both are random with mean 0, their variances by restricted maximum likelihood
(Patterson and Thompson 1971). Estimates stay those of the mean over blocks, whatever else differs between them, as long
as what a block lives was chosen without regard to its world.

Errors of estimates treat blocks as the independent units: the sandwich over blocks, with residuals corrected for
leverage (CR2, Bell and McCaffrey 2002). A bootstrap of blocks is far too wide where terms are half as many as runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize

Array = NDArray[np.float64]

MOST_RATIO = 1e6
"""Largest variance of a random effect, in terms of the variance of a run's noise."""
ROUNDS = 2
"""Times that the slope is taken anew along the values fitted last."""
SURE = 1e-9
"""Share of a residual left free below which the residual tells nothing."""


@dataclass(frozen=True)
class Solution:
    """``coefficients``, shape (terms,); ``of_block``: what being in its block adds to a run, predicted, shape
    (runs,); ``influence``: what each block adds to the error of the coefficients, shape (blocks, terms).

    ``without_run``, ``without_block``: residuals of the runs predicted from all others, the block's own among them, and
    from other blocks alone, shape (runs,). ``noise``, ``intercept``: standard deviations in the unit of the values;
    ``slope``: that of blocks' slopes, 0.3 where blocks differ by 30 %.
    """

    coefficients: Array
    of_block: Array
    influence: Array
    without_run: Array
    without_block: Array
    noise: float
    intercept: float
    slope: float


def solve(columns: Array, values: Array, blocks: Sequence[slice]) -> Solution:
    """Regression of ``values``, shape (runs,), on ``columns``, shape (runs, terms) and of full rank.

    Runs of a block stand together, ``blocks`` says where.
    """
    coefficients = _least_squares(columns, values)
    for _ in range(ROUNDS):
        along = columns @ coefficients
        reach = float(np.abs(along).max()) or 1.0
        random = np.column_stack([np.ones(len(values)), along / reach])
        ratios = _ratios(columns, values, random, blocks)
        backs = [_whitener(random[block], ratios) for block in blocks]
        white = np.vstack([back @ columns[block] for back, block in zip(backs, blocks, strict=True)])
        seen = np.concatenate([back @ values[block] for back, block in zip(backs, blocks, strict=True)])
        coefficients = _least_squares(white, seen)
    spread = np.linalg.inv(white.T @ white).astype(np.float64)
    left = seen - white @ coefficients
    noise = np.sqrt(left @ left / max(len(values) - columns.shape[1], 1))
    of_block = [
        (random[block] * ratios) @ (random[block].T @ (back.T @ left[block]))
        for back, block in zip(backs, blocks, strict=True)
    ]
    found = _left_out(white, left, spread, backs, blocks)
    intercept, slope = noise * np.sqrt(ratios)
    return Solution(
        coefficients, np.concatenate(of_block), *found, float(noise), float(intercept), float(slope / reach)
    )


def _least_squares(columns: Array, values: Array) -> Array:
    found: Array = np.linalg.lstsq(columns, values, rcond=None)[0].astype(np.float64)
    return found


def _whitener(random: Array, ratios: Array) -> Array:
    """Takes runs of a block to runs of independent noise: the inverse of the Cholesky factor of their variance."""
    variance = np.eye(len(random)) + (random * ratios) @ random.T
    back: Array = linalg.solve_triangular(np.linalg.cholesky(variance), np.eye(len(random)), lower=True)
    return back


def _ratios(columns: Array, values: Array, random: Array, blocks: Sequence[slice]) -> Array:
    """Variances of the two random effects in terms of the noise of a run, by restricted maximum likelihood."""
    basis = np.linalg.qr(columns)[0]
    effects = np.zeros((len(values), 2 * len(blocks)))
    for k, block in enumerate(blocks):
        effects[block, 2 * k : 2 * k + 2] = random[block]
    free_effects = effects - basis @ (basis.T @ effects)
    free_values = values - basis @ (basis.T @ values)
    cross, seen, total = effects.T @ free_effects, effects.T @ free_values, float(values @ free_values)
    free = len(values) - columns.shape[1]
    if free <= 0 or total <= SURE * float(values @ values):
        return np.zeros(2)

    def deviance(logs: Array) -> float:
        root = np.tile(np.sqrt(_open(logs)), len(blocks))
        factor = linalg.cho_factor(np.eye(len(root)) + root[:, None] * cross * root)
        explained = (root * seen) @ linalg.cho_solve(factor, root * seen)
        return float(free * np.log(total - explained) + 2.0 * np.log(np.diag(factor[0])).sum())

    start = np.log([0.1, 1.0])
    found = optimize.minimize(deviance, start, method="Nelder-Mead", options={"xatol": 0.05, "fatol": 1e-3})
    return _open(found.x)


def _open(logs: Array) -> Array:
    ratios: Array = np.exp(np.minimum(logs, np.log(MOST_RATIO)))
    return ratios


def _left_out(
    white: Array, left: Array, spread: Array, backs: Sequence[Array], blocks: Sequence[slice]
) -> tuple[Array, Array, Array]:
    """Influence of blocks, and residuals of runs and of blocks left out (Dubrule 1983), from whitened residuals."""
    influence, of_run, of_block = [], [], []
    for back, block in zip(backs, blocks, strict=True):
        here = white[block]
        free = np.eye(len(here)) - here @ spread @ here.T
        sizes, axes = np.linalg.eigh(free)
        roots = np.where(sizes > SURE, 1.0 / np.sqrt(np.maximum(sizes, SURE)), 0.0)
        influence.append(spread @ here.T @ ((axes * roots) @ (axes.T @ left[block])))
        told, precision = back.T @ left[block], np.einsum("ij,ik,kj->j", back, free, back)
        of_run.append(np.divide(told, precision, out=np.full(len(told), np.nan), where=precision > SURE))
        of_block.append(np.linalg.solve(back, (axes * roots**2) @ (axes.T @ left[block])))
    return np.stack(influence), np.concatenate(of_run), np.concatenate(of_block)

"""Keyed draws for many things at once: the numbers that places, institutions and households start from."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import uniforms
from sim.core.kernels import kernel, rule
from sim.core.maths import exponential_quantile, normal_quantile

START = 0
"""The month of every draw that builds the world."""


@kernel
def blocks(seed: int, decision_key: int, count: int, sub: int) -> NDArray[np.float64]:
    """Four draws in (0, 1) for each of the identities 0 to ``count`` - 1, shape (4, count)."""
    drawn = np.empty((4, count))
    for i in range(count):
        a, b, c, d = uniforms(seed, decision_key, START, i, sub)
        drawn[0, i] = a
        drawn[1, i] = b
        drawn[2, i] = c
        drawn[3, i] = d
    return drawn


@kernel
def normals(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard normal values of draws in (0, 1), same shape (n,)."""
    values = np.empty(drawn.size)
    for i in range(drawn.size):
        values[i] = normal_quantile(drawn[i])
    return values


@kernel
def exponentials(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard exponential values of draws in (0, 1), same shape (n,)."""
    values = np.empty(drawn.size)
    for i in range(drawn.size):
        values[i] = exponential_quantile(drawn[i])
    return values


@rule
def pick(edges: NDArray[np.float64], u: float) -> int:
    """The category of a draw ``u``: the first whose cumulative share lies above it."""
    k = 0
    while k < edges.size - 1 and u >= edges[k]:
        k += 1
    return k


def choose(drawn: NDArray[np.float64], expected: float, rounding: float) -> NDArray[np.bool_]:
    """Mark floor(``expected`` + ``rounding``) of the candidates, those with the smallest draws; shape (n,).

    With ``rounding`` a draw in (0, 1) the expected number is right even where it is no whole number.
    """
    chosen = np.zeros(drawn.size, np.bool_)
    chosen[np.argsort(drawn, kind="stable")[: math.floor(expected + rounding)]] = True
    return chosen


def draw_places(drawn: NDArray[np.float64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """A place for each draw with chances in proportion to whole-number weights, of which one must be positive."""
    up_to = np.cumsum(weights)
    places: NDArray[np.int64] = np.searchsorted(up_to, np.floor(drawn * up_to[-1]).astype(np.int64), side="right")
    return places

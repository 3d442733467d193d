"""Indices of sensitivity as functions of arrays. Nothing here draws numbers."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

SLICES = 10
"""Conditioning intervals of PAWN."""
HARMONICS = 10
"""Harmonics that RBD-FAST sums up."""


def morris_indices(effects: Array, weights: Array) -> tuple[Array, Array]:
    """mu* and sigma: mean size and standard deviation of elementary effects (Campolongo et al. 2007).

    ``effects``: shape (trajectories, factors); ``weights`` of trajectories: shape (draws, trajectories), each row
    sums to 1. Both have shape (draws, factors) and the outcome's unit per whole prior range.
    """
    count = len(effects)
    mean, square = weights @ effects, weights @ effects**2
    return weights @ np.abs(effects), np.sqrt(np.maximum(square - mean**2, 0.0) * count / (count - 1))


def sobol_indices(base: Array, hybrids: Array, other: Array, weights: Array) -> tuple[Array, Array]:
    """First-order and total index, shape (draws, factors): Saltelli et al. (2010) and Jansen (1999).

    ``base`` and ``other``: outcomes of the two samples, shape (bases,); ``hybrids``: the base with one factor taken
    from the other, shape (bases, factors); ``weights``: shape (draws, bases), each row sums to 1. Outcomes need to
    have mean 0 over the design. Where nothing varies all is 0.
    """
    change = hybrids - base[:, None]
    mean, square = weights @ (base + other) / 2.0, weights @ (base**2 + other**2) / 2.0
    variance = (square - mean**2)[:, None]
    first, total = weights @ (other[:, None] * change), weights @ change**2 / 2.0
    return _shared(first, variance), _shared(total, variance)


def _shared(parts: Array, whole: Array) -> Array:
    quotient: Array = np.divide(parts, whole, out=np.zeros(parts.shape), where=whole > 0.0)
    return quotient


def slices(ranks: Ints) -> Ints:
    """The conditioning interval of each rank, 0 to ``SLICES`` - 1, as even as can be; ranks along the first axis."""
    return ranks * SLICES // len(ranks)


def pawn_indices(slice_of: Ints, outcome: Array) -> tuple[Array, Array]:
    """Median and largest PAWN index (Pianosi and Wagener 2018), shape (parameters,), between 0 and 1.

    The Kolmogorov-Smirnov distance between the outcome's distribution with a parameter held in a slice of its range
    and that over all worlds, over slices. ``slice_of``: shape (worlds, parameters); ``outcome``: shape (worlds,).
    """
    order = np.argsort(outcome, kind="stable")
    ends = np.append(np.diff(outcome[order]) > 0.0, True)
    sorted_slices, overall = slice_of[order], (np.arange(1, len(outcome) + 1) / len(outcome))[ends, None]
    distances = []
    for k in range(SLICES):
        reached = np.cumsum(sorted_slices == k, axis=0, dtype=np.int32)
        distances.append(np.abs(reached[ends] / reached[-1] - overall).max(axis=0))
    return np.median(distances, axis=0), np.max(distances, axis=0)


def rbd_fast_index(ranks: Ints, outcome: Array) -> Array:
    """First-order index by RBD-FAST (Plischke 2010), unbiased after Tissot and Prieur (2012); shape (parameters,).

    ``ranks``: of the worlds in each parameter, 0 to worlds - 1, shape (worlds, parameters); ``outcome``: shape
    (worlds,). May fall below 0; 0 where nothing varies.
    """
    count = len(outcome)
    centred = outcome - outcome.mean()
    whole = float(centred @ centred)
    if np.ptp(outcome) == 0.0:
        return np.zeros(ranks.shape[1])
    # Worlds go up by the even ranks and come down by the odd ones: one period of a wave.
    place = np.where(ranks % 2 == 0, ranks // 2, count - 1 - ranks // 2)
    waves = np.empty(ranks.shape)
    np.put_along_axis(waves, place, np.broadcast_to(centred[:, None], ranks.shape), axis=0)
    spectrum = np.abs(np.fft.rfft(waves, axis=0)[1 : HARMONICS + 1]) ** 2
    share = 2.0 * spectrum.sum(axis=0) / (count * whole)
    bias = 2.0 * HARMONICS / count
    unbiased: Array = share - bias / (1.0 - bias) * (1.0 - share)
    return unbiased

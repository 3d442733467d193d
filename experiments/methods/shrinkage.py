"""Terms drawn towards 0 by as much as the data ask for: better predictions, at the price of a bias term by term.

Among two million packages a search finds those whose errors are largest (the winner's curse), the more so the noisier
the pairs are. Pairs as random effects of one variance, found by restricted maximum likelihood, keep that down.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Array = NDArray[np.float64]


def shrunk(columns: Array, values: Array, which: slice) -> Array:
    """Coefficients of ``values``, shape (runs,), on ``columns`` of full rank, those in ``which`` drawn towards 0."""
    penalty = np.zeros(columns.shape[1])
    penalty[which] = _penalty(columns, values, which)
    found = np.linalg.solve(columns.T @ columns + np.diag(penalty), columns.T @ values)
    return found.astype(np.float64)


def _penalty(columns: Array, values: Array, which: slice) -> float:
    """Variance of a run's noise over that of the terms to be drawn in."""
    if not values.any():
        return 0.0
    inside = columns[:, which]
    free = len(values) - (columns.shape[1] - inside.shape[1])
    basis = np.linalg.qr(np.delete(columns, np.s_[which], axis=1))[0]
    inside, seen = inside - basis @ (basis.T @ inside), values - basis @ (basis.T @ values)
    axes, sizes, _ = np.linalg.svd(inside, full_matrices=False)
    along, total = (axes.T @ seen) ** 2, float(seen @ seen)

    def deviance(log: float) -> float:
        ratio = sizes**2 * np.exp(log)
        return float(free * np.log(total - (along * ratio / (1.0 + ratio)).sum()) + np.log1p(ratio).sum())

    middle = np.log(np.mean(sizes**2))
    found = optimize.minimize_scalar(deviance, bounds=(-16.0 - middle, 30.0 - middle), method="bounded")
    return float(np.exp(-found.x))

"""Emulators: what the model would say of a world, without living it; a Gaussian process for each target.

The mean is linear in the parameters that a lasso finds to matter; a Gaussian process with a length scale for each of
the strongest adds what is not linear. It is fitted to residuals of folds that had no part in choosing or fitting the
linear mean, so that its nugget holds all that is not known: parameters left out, error of the mean, and chance.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import Lasso, LassoCV
from sklearn.model_selection import KFold

Array = NDArray[np.float64]
Single = NDArray[np.float32]
Indices = NDArray[np.intp]
LINEAR, CURVED = 40, 8
"""Most parameters in the linear mean, and in the Gaussian process."""
_FAINT = 0.03
"""Lasso coefficients below this share of the target's standard deviation are left out."""
_FOLDS, _PENALTIES = 5, 30
_NEGLIGIBLE = 0.1
"""Parts of the kernel smaller than this share of the nugget change variances by less than a hundredth of it."""


@dataclass(frozen=True)
class Emulator:
    """One target as a function of the shares at which a world's parameters stand.

    ``linear``, ``curved``: indices of the parameters of the two parts. ``nugget``: variance of what neither explains,
    the chance of one life included. ``points``, ``weights`` and ``parts`` are in single precision, because chains ask
    for millions of worlds; the figures differ from those of double precision by less than can be seen.
    """

    linear: Indices
    coefficients: Array
    curved: Indices
    scales: Array
    amplitude: float
    points: Single
    weights: Single
    parts: Single
    nugget: float

    def predict(self, shares: Array) -> tuple[Array, Array]:
        """Mean and variance of what a life in these worlds says, each of shape (worlds,)."""
        kernel = _kernel((_centred(shares[:, self.curved]) / self.scales).astype(np.float32), self.points)
        mean = _rows(_centred(shares[:, self.linear])) @ self.coefficients + kernel @ self.weights
        unknown = self.amplitude * (1.0 - np.square(kernel @ self.parts).sum(axis=1, dtype=np.float64))
        return mean, np.maximum(unknown, 0.0) + self.nugget


def fit(shares: Array, values: Array) -> Emulator:
    """The emulator of values that were lived, shape (worlds,), at shares of shape (worlds, parameters)."""
    inputs, centre, spread = _centred(shares), values.mean(), max(values.std(), 1e-12)
    unit = (values - centre) / spread
    lasso = _quietly(LassoCV(cv=_folds(), alphas=_PENALTIES), inputs, unit)
    strongest = _strongest(lasso.coef_)
    rest = _held_out(inputs, unit, lasso.alpha_)
    curved = (strongest if strongest.size else np.arange(1))[:CURVED]
    process = _process(inputs[:, curved], rest)
    scales = np.atleast_1d(process.kernel_.k1.k2.length_scale)
    amplitude, nugget = float(process.kernel_.k1.k1.constant_value), float(process.kernel_.k2.noise_level)
    points = inputs[:, curved] / scales
    coefficients: Array = _least_squares(inputs[:, strongest], unit) * spread
    coefficients[0] += centre
    return Emulator(
        linear=strongest,
        coefficients=coefficients,
        curved=curved,
        scales=scales,
        amplitude=amplitude * spread**2,
        points=points.astype(np.float32),
        weights=(np.asarray(process.alpha_) * amplitude * spread).astype(np.float32),
        parts=_parts(points, nugget / amplitude),
        nugget=nugget * spread**2,
    )


def _centred(shares: Array) -> Array:
    """Shares as inputs with mean 0 and variance 1 under the prior."""
    centred: Array = (shares - 0.5) * np.sqrt(12.0)
    return centred


def _kernel(left: Single, right: Single) -> Single:
    """exp(-|l - r|^2 / 2) of every pair, shape (left, right)."""
    squares = np.square(left).sum(axis=1)[:, None] + np.square(right).sum(axis=1) - 2 * left @ right.T
    found: Single = np.exp(-np.maximum(squares, 0) / 2)
    return found


def _folds() -> KFold:
    return KFold(_FOLDS, shuffle=True, random_state=0)


def _quietly(lasso: Lasso | LassoCV, inputs: Array, unit: Array) -> Lasso | LassoCV:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted: Lasso | LassoCV = lasso.fit(inputs, unit)
    return fitted


def _strongest(coefficients: Array) -> Indices:
    """The parameters that matter, the strongest first."""
    strength = np.abs(coefficients)
    order = np.argsort(-strength, kind="stable")
    return order[strength[order] > _FAINT][:LINEAR]


def _rows(inputs: Array) -> Array:
    return np.column_stack([np.ones(len(inputs)), inputs])


def _least_squares(inputs: Array, unit: Array) -> Array:
    found = np.linalg.lstsq(_rows(inputs), unit, rcond=None)[0]
    return np.asarray(found, dtype=np.float64)


def _held_out(inputs: Array, unit: Array, penalty: float) -> Array:
    """What the linear mean leaves over in worlds that it was neither chosen nor fitted by."""
    rest = np.empty_like(unit)
    for seen, held in _folds().split(inputs):
        chosen = _strongest(_quietly(Lasso(penalty), inputs[seen], unit[seen]).coef_)
        drawn = inputs[:, chosen]
        rest[held] = unit[held] - _rows(drawn[held]) @ _least_squares(drawn[seen], unit[seen])
    return rest


def _process(inputs: Array, rest: Array) -> GaussianProcessRegressor:
    """The Gaussian process of what the linear mean leaves over."""
    scale = max(float(rest.var()), 1e-9)
    kernel = ConstantKernel(scale / 2, (scale * 1e-4, scale * 1e2)) * RBF(np.full(inputs.shape[1], 4.0), (1.5, 50.0))
    process = GaussianProcessRegressor(kernel + WhiteKernel(scale / 2, (scale * 1e-3, scale * 10)))
    with warnings.catch_warnings():
        # A parameter that does nothing more drives its length scale to the bound: that is meant.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return process.fit(inputs, rest)


def _parts(points: Array, nugget: float) -> Single:
    """A factor of the inverse of kernel and nugget, both over the amplitude, without directions that do not count."""
    values, vectors = np.linalg.eigh(np.exp(-cdist(points, points, "sqeuclidean") / 2))
    counts = values > _NEGLIGIBLE * nugget
    return (vectors[:, counts] / np.sqrt(values[counts] + nugget)).astype(np.float32)

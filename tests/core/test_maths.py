"""Arithmetic of our own: as near to the exact functions as promised, monotone, tame at the ends."""

import hashlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray
from scipy import stats

from sim.core.maths import (
    clip,
    exp,
    exponential_quantile,
    gamma_quantile,
    gumbel_quantile,
    log,
    logistic,
    normal_quantile,
    power,
)

ROOT = Path(__file__).resolve().parents[2]
Values = NDArray[np.float64]
Function = Callable[[float], float]

ARGUMENTS = np.concatenate([np.linspace(-700.0, 700.0, 20_001), np.linspace(-1.0, 1.0, 20_001)])
POSITIVE = np.concatenate([np.geomspace(1e-300, 1e300, 20_001), 1.0 + np.linspace(-0.5, 1.0, 20_001)])
SHARES = (np.arange(20_000) + 0.5) / 20_000
TAILS = 2.0 ** -np.arange(2.0, 34.0)
"""Down to the smallest number that a draw can be."""
SHARES_AND_TAILS = np.unique(np.concatenate([SHARES, TAILS, 1.0 - TAILS]))
VARIANCE = 0.3


def each(function: Function, values: Values) -> Values:
    return np.array([function(float(value)) for value in values])


def off(ours: Values, exact: Values) -> float:
    """The largest relative error."""
    return float(np.max(np.abs(ours - exact) / np.maximum(np.abs(exact), 1e-300)))


def test_exponential() -> None:
    assert off(each(exp, ARGUMENTS), each(math.exp, ARGUMENTS)) < 2e-11
    assert exp(0.0) == 1.0


def test_logarithm() -> None:
    values = POSITIVE[POSITIVE != 1.0]
    assert off(each(log, values), each(math.log, values)) < 1e-13
    assert log(1.0) == 0.0


def test_logistic() -> None:
    values = np.linspace(-30.0, 30.0, 6_001)
    assert off(each(logistic, values), 1.0 / (1.0 + np.exp(-values))) < 2e-10
    assert np.abs(each(logistic, values) + each(logistic, -values) - 1.0).max() < 1e-10


def test_power() -> None:
    values = np.linspace(0.01, 3.0, 300)
    assert off(each(lambda x: power(x, 0.7), values), values**0.7) < 1e-10
    assert power(0.0, 0.5) == power(-1.0, 0.5) == 0.0


def test_normal_quantile() -> None:
    away = SHARES_AND_TAILS[np.abs(SHARES_AND_TAILS - 0.5) > 1e-9]
    assert off(each(normal_quantile, away), stats.norm.ppf(away)) < 2e-9
    assert normal_quantile(0.5) == 0.0


def test_exponential_and_gumbel_quantiles() -> None:
    assert off(each(exponential_quantile, SHARES), stats.expon.ppf(SHARES)) < 1e-11
    gumbel = each(gumbel_quantile, SHARES_AND_TAILS)
    assert np.abs(gumbel - stats.gumbel_r.ppf(SHARES_AND_TAILS)).max() < 1e-8


@pytest.mark.parametrize("variance", [0.05, 0.3, 0.6, 1.0])
def test_gamma_quantile_has_the_mean_and_nearly_the_variance(variance: float) -> None:
    drawn = each(lambda u: gamma_quantile(u, variance), SHARES)
    assert drawn.mean() == pytest.approx(1.0, abs=0.01)
    assert drawn.var() == pytest.approx(variance, rel=0.03)
    exact = stats.gamma.ppf(SHARES, 1.0 / variance, scale=variance)
    assert np.abs(drawn - exact)[np.abs(SHARES - 0.5) < 0.45].max() < 0.04


def test_gamma_quantile_without_variance_is_its_mean() -> None:
    assert gamma_quantile(0.3, 0.0) == gamma_quantile(0.9, -1.0) == 1.0


RISING: dict[str, tuple[Function, Values]] = {
    "exp": (exp, ARGUMENTS),
    "log": (log, POSITIVE),
    "logistic": (logistic, np.linspace(-30.0, 30.0, 20_001)),
    "normal": (normal_quantile, SHARES_AND_TAILS),
    "exponential": (exponential_quantile, SHARES_AND_TAILS),
    "gumbel": (gumbel_quantile, SHARES_AND_TAILS),
    "gamma": (lambda u: gamma_quantile(u, VARIANCE), SHARES),
}


@pytest.mark.parametrize("name", RISING)
def test_more_gives_more(name: str) -> None:
    function, values = RISING[name]
    assert (np.diff(each(function, np.unique(values))) > 0.0).all()


@pytest.mark.parametrize("joint", [0.02425, 0.97575])
def test_the_normal_quantile_rises_where_its_formulas_meet(joint: float) -> None:
    draws = (math.floor(joint * 2.0**32) + np.arange(-500, 500) + 0.5) / 2.0**32
    assert (np.diff(each(normal_quantile, draws)) > 0.0).all()


@given(some.floats(allow_nan=False), some.floats(allow_nan=False))
def test_exp_and_logistic_never_fall_and_stay_finite(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 < exp(low) <= exp(high) * (1.0 + 1e-15) < math.inf
    assert 0.0 <= logistic(low) <= logistic(high) * (1.0 + 1e-15)
    assert logistic(high) <= 1.0


@given(some.floats(max_value=0.0, allow_nan=False))
def test_the_logarithm_of_what_is_not_positive_is_a_floor(x: float) -> None:
    assert log(x) == -745.0 < log(1e-300)


def test_extreme_arguments() -> None:
    assert exp(-math.inf) == exp(-700.0) > 0.0
    assert exp(math.inf) == exp(700.0) < math.inf
    assert (logistic(-math.inf), logistic(math.inf)) == pytest.approx((0.0, 1.0), abs=1e-300)
    ends = (2.0**-33, 1.0 - 2.0**-33)
    for quantile in (normal_quantile, exponential_quantile, gumbel_quantile):
        assert all(math.isfinite(quantile(u)) for u in ends)
    assert all(0.0 <= gamma_quantile(u, 5.0) < math.inf for u in ends)


@given(some.floats(allow_nan=False), some.floats(-10, 10), some.floats(0, 10))
def test_clip_holds_within_bounds(x: float, low: float, width: float) -> None:
    held = clip(x, low, low + width)
    assert low <= held <= low + width
    assert held == x or not low < x < low + width


def prints() -> str:
    """A fingerprint of all functions on all their values."""
    parts = [each(function, values).tobytes() for function, values in RISING.values()]
    parts.append(each(lambda x: power(x, 0.7), POSITIVE).tobytes())
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_the_bits_are_the_same_without_compilation() -> None:
    code = "from tests.core.test_maths import prints; import json; print(json.dumps(prints()))"
    plain = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == prints()

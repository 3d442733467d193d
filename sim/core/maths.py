"""Arithmetic whose bits are the same on every machine.

The exponential and the logarithm of a C library change their last bits with the processor; a simulation that must
give identical results everywhere cannot use them. These use IEEE additions, multiplications and divisions only.
"""

import math

import numpy as np

from sim.core.kernels import rule

_LOG2_E = 1.4426950408889634
_LN2_HIGH = 0.6931471803691238
_LN2_LOW = 1.9082149292705877e-10
_LN2 = 0.6931471805599453
_SQRT_TWO = 1.4142135623730951
_FRACTION = 0x000FFFFFFFFFFFFF
_ONE = 0x3FF0000000000000
_ROUND = 6755399441055744.0
"""1.5 x 2^52: adding it rounds to a whole number, which then stands in the last bits."""


@rule
def exp(x: float) -> float:
    """Exponential of x, relative error below 1e-10; x is held within -700 and 700."""
    x = min(max(x, -700.0), 700.0)
    shifted = np.float64(x * _LOG2_E + _ROUND)
    k = shifted - _ROUND
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    low = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0))))
    r5 = (r * r) * (r * r) * r
    high = 1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0 + r * (1.0 / 40320.0 + r * (1.0 / 362880.0))))
    power_of_two = np.int64((shifted.view(np.int64) + 1023) << 52).view(np.float64)
    return (low + r5 * high) * power_of_two


@rule
def log(x: float) -> float:
    """Natural logarithm of a positive normal x, relative error below 1e-13; of anything that is not positive, -745."""
    if not x > 0.0:
        return -745.0
    bits = np.float64(x).view(np.int64)
    exponent = (bits >> 52) - 1023
    mantissa = np.int64((bits & _FRACTION) | _ONE).view(np.float64)
    if mantissa > _SQRT_TWO:
        mantissa *= 0.5
        exponent += 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    q = s * s
    tail = q * (1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q * (1.0 / 15.0 + q * (1.0 / 17.0)))))
    series = 1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + tail)))
    return 2.0 * s * series + exponent * _LN2


@rule
def logistic(x: float) -> float:
    """1 / (1 + e^-x), between 0 and 1."""
    return 1.0 / (1.0 + exp(-x))


@rule
def power(x: float, y: float) -> float:
    """x to the power y for x >= 0 (0 for x = 0)."""
    if x <= 0.0:
        return 0.0
    return exp(y * log(x))


@rule
def clip(x: float, low: float, high: float) -> float:
    """x held between low and high."""
    return min(max(x, low), high)


_A = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.357751867269,
    -30.66479806614716,
    2.506628277459239,
)
_B = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572)
_C = (
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
)
_D = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416)


@rule
def _tail(q: float) -> float:
    top = ((((_C[0] * q + _C[1]) * q + _C[2]) * q + _C[3]) * q + _C[4]) * q + _C[5]
    return top / ((((_D[0] * q + _D[1]) * q + _D[2]) * q + _D[3]) * q + 1.0)


@rule
def normal_quantile(u: float) -> float:
    """Standard normal quantile of u in (0, 1): Acklam's rational approximation, relative error below 2e-9.

    Inversion keeps pairs of runs together: a slightly larger u always gives a slightly larger value.
    """
    if u < 0.02425:
        return _tail(math.sqrt(-2.0 * log(u)))
    if u > 0.97575:
        return -_tail(math.sqrt(-2.0 * log(1.0 - u)))
    q = u - 0.5
    r = q * q
    top = (((((_A[0] * r + _A[1]) * r + _A[2]) * r + _A[3]) * r + _A[4]) * r + _A[5]) * q
    return top / (((((_B[0] * r + _B[1]) * r + _B[2]) * r + _B[3]) * r + _B[4]) * r + 1.0)


@rule
def exponential_quantile(u: float) -> float:
    """Standard exponential quantile of u in (0, 1)."""
    return -log(1.0 - u)


@rule
def gumbel_quantile(u: float) -> float:
    """Standard Gumbel quantile of u in (0, 1): the noise of a logit choice."""
    return -log(-log(u))


@rule
def gamma_quantile(u: float, variance: float) -> float:
    """Gamma variable of mean 1 and the given variance, by Wilson and Hilferty's cube of a normal; never negative."""
    if variance <= 0.0:
        return 1.0
    ninth = variance / 9.0
    root = 1.0 - ninth + normal_quantile(u) * math.sqrt(ninth)
    root = max(root, 0.0)
    return root * root * root

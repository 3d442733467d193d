"""Whole numbers that keep a total: the method of largest remainders."""

import math
from collections.abc import Sequence


def nearest(value: float) -> int:
    """The nearest whole number, halves up."""
    return math.floor(value + 0.5)


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split ``total`` into whole parts in proportion to weights >= 0; equal remainders favour the earlier part.

    Where no weight is positive, all parts count the same.
    """
    whole = math.fsum(weights)
    quotas = [total * weight / whole if whole > 0.0 else total / len(weights) for weight in weights]
    parts = [math.floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda k: parts[k] - quotas[k])
    for k in by_remainder[: total - sum(parts)]:
        parts[k] += 1
    return parts

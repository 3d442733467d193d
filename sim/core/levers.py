"""Mechanics of levers: the only door between policies and the model.

A lever is an input that a department controls, in physical units, with a neutral value, bounds and one rule by which
the contributions of several policies combine. Policies only ever add contributions to an immutable ``Levers``; the
values are settled once, in an order fixed by the policies' names, so the order in which policies were given cannot
matter, not even in the last bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.core.fields import built
from sim.core.names import check_name, check_range
from sim.core.places import Places

Level = Literal["village", "township", "county"]
Rule = Literal["add", "complement", "multiply"]
Values = TypeVar("Values", bound=NamedTuple)
Amount = float | NDArray[np.float64]


@dataclass(frozen=True)
class Lever:
    """One lever: level, unit, neutral value, bounds, rule of combination and meaning in en and zh.

    Rules: ``add`` sums contributions; ``complement`` takes shares of what is left, 1 - (1 - a)(1 - b);
    ``multiply`` multiplies by 1 + contribution (a contribution of -0.2 cuts by a fifth).
    """

    level: Level
    unit: str
    neutral: float
    low: float
    high: float
    rule: Rule
    en: str
    zh: str


def lever(level: Level, unit: str, neutral: float, low: float, high: float, rule: Rule, *, en: str, zh: str) -> Lever:
    """Declare a lever as the annotation of a field in a ``NamedTuple`` of arrays."""
    if not low <= neutral <= high:
        raise ValueError(f"neutral {neutral} outside {low} to {high}")
    return Lever(level, unit, neutral, low, high, rule, en, zh)


@cache
def declared(values: type[NamedTuple]) -> Mapping[str, Lever]:
    """The levers of a tuple of lever values, by name, in order of declaration."""
    hints = get_type_hints(values, include_extras=True)
    found = {name: next(n for n in get_args(hints[name]) if isinstance(n, Lever)) for name in values._fields}
    return MappingProxyType(found)


class Measure(Protocol):
    """What the mechanics need to know of a policy."""

    @property
    def key(self) -> str: ...

    def force(self, month: int) -> float: ...


Contributions = Mapping[str, Mapping[str, NDArray[np.float64]]]


@dataclass(frozen=True)
class Levers(Generic[Values]):
    """What policies ask for in one month: contributions per lever and policy, and the villages each policy reaches.

    ``month`` counts from 1, the first month after the warm-up. Immutable: ``move`` returns a new record.
    """

    kind: type[Values]
    places: Places
    month: int
    scopes: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    contributions: Contributions = field(default_factory=dict)

    def strength(self, measure: Measure) -> NDArray[np.float64]:
        """Share of the reference design in force per village, shape (villages,): intensity x ramp x scope."""
        reach = self.scopes.get(measure.key)
        force = measure.force(self.month)
        return np.full(self.places.villages, force) if reach is None else reach * force

    def move(self, measure: Measure, **amounts: Amount) -> "Levers[Values]":
        """Add the contributions of one policy; amounts are per village (or scalars) in the lever's unit.

        A lever at township or county level takes the mean over its villages, so that a pilot in a few villages moves
        it only in proportion. Raises ``UnknownName`` for a lever that does not exist.
        """
        known = declared(self.kind)
        moved = {name: dict(sources) for name, sources in self.contributions.items()}
        for name, amount in amounts.items():
            check_name("lever", name, known)
            per_village = np.broadcast_to(np.asarray(amount, dtype=np.float64), (self.places.villages,))
            if not np.isfinite(per_village).all():
                raise ValueError(f"policy '{measure.key}' moves lever '{name}' by a value that is not finite")
            at_level = self.places.at_level(per_village, known[name].level)
            sources = moved.setdefault(name, {})
            sources[measure.key] = at_level + sources.get(measure.key, 0.0)
        return replace(self, contributions=moved)

    def settle(self) -> Values:
        """The values of all levers: combined by each lever's rule, held within its bounds."""
        return built(self.kind, {name: self._settled(name, spec) for name, spec in declared(self.kind).items()})

    def _settled(self, name: str, spec: Lever) -> NDArray[np.float64]:
        units = self.places.units(spec.level)
        sources = self.contributions.get(name, {})
        ordered = [sources[key] for key in sorted(sources)]
        return np.clip(_combine(spec, np.full(units, spec.neutral), ordered), spec.low, spec.high)

    def share(self, name: str, measure: Measure) -> NDArray[np.float64]:
        """The part of a lever's movement that one policy asked for, 0 to 1, in the lever's own units of place."""
        sources = self.contributions.get(name, {})
        own = sources.get(measure.key)
        if own is None:
            return np.zeros(self.places.units(declared(self.kind)[name].level))
        total = np.zeros_like(own)
        for key in sorted(sources):
            total = total + np.abs(sources[key])
        return np.divide(np.abs(own), total, out=np.zeros_like(own), where=total > 0)


def _combine(spec: Lever, neutral: NDArray[np.float64], amounts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    if spec.rule == "add":
        value = neutral
        for amount in amounts:
            value = value + amount
        return value
    if spec.rule == "multiply":
        value = neutral
        for amount in amounts:
            value = value * (1.0 + amount)
        return value
    left = 1.0 - neutral
    for amount in amounts:
        left = left * (1.0 - amount)
    return 1.0 - left


def check_setting(name: str, value: float, low: float, high: float, unit: str) -> None:
    """A policy's setting within its range, or ``OutOfRange``."""
    check_range(name, value, low, high, unit)

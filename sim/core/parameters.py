"""Numbers with passports: every parameter is declared once, with where it comes from and how far it may move.

A group of parameters is a ``NamedTuple`` whose fields are annotated with ``number(...)``. The one declaration gives
the default, the prior for sensitivity and calibration, and the rows of the documentation; the tuple itself can be
handed to a kernel as it is.

    class Awareness(NamedTuple):
        fade: Annotated[float, number(0.0145, 0.010, 0.02, "1/month", "assumed", en="...", zh="...")]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_type_hints

from sim.core.fields import built
from sim.core.names import check_range, unknown

Status = Literal["observed", "published", "calibrated", "assumed"]
Group = TypeVar("Group", bound=NamedTuple)


@dataclass(frozen=True)
class Passport:
    """Where a number comes from: value, prior range, hard bounds, unit, status, evidence ids, meaning in en and zh."""

    value: float
    low: float
    high: float
    unit: str
    status: Status
    evidence: tuple[str, ...]
    en: str
    zh: str
    minimum: float
    maximum: float

    def __post_init__(self) -> None:
        if not self.minimum <= self.low <= self.value <= self.high <= self.maximum:
            raise ValueError(
                f"passport out of order: {self.minimum} {self.low} {self.value} {self.high} {self.maximum}"
            )
        if self.status not in get_args(Status):
            raise ValueError(f"unknown status '{self.status}'")


def number(
    value: float,
    low: float,
    high: float,
    unit: str,
    status: Status,
    *evidence: str,
    en: str,
    zh: str,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Passport:
    """Declare a parameter; hard bounds default to 0 below for a non-negative prior and to none above."""
    floor = minimum if minimum is not None else (0.0 if low >= 0 else float("-inf"))
    ceiling = maximum if maximum is not None else float("inf")
    return Passport(value, low, high, unit, status, evidence, en, zh, floor, ceiling)


@cache
def passports(group: type[NamedTuple]) -> Mapping[str, Passport]:
    """The passports of a group, by field name, in order of declaration."""
    hints = get_type_hints(group, include_extras=True)
    found = {}
    for name in group._fields:
        notes = [note for note in get_args(hints[name])[1:] if isinstance(note, Passport)]
        if len(notes) != 1:
            raise TypeError(f"{group.__name__}.{name} has no passport")
        found[name] = notes[0]
    return MappingProxyType(found)


def defaults(group: type[Group]) -> Group:
    """The group at its declared values."""
    return built(group, {name: float(passport.value) for name, passport in passports(group).items()})


@cache
def groups(parameters: type[NamedTuple]) -> Mapping[str, type[NamedTuple]]:
    """The groups that make up a tuple of groups, by name."""
    return MappingProxyType(get_type_hints(parameters))


def all_passports(parameters: type[NamedTuple]) -> Iterator[tuple[str, Passport]]:
    """Every ``group.name`` with its passport, in order."""
    for group_name, group in groups(parameters).items():
        for name, passport in passports(group).items():
            yield f"{group_name}.{name}", passport


def replace(parameters: Group, overrides: Mapping[str, float], beyond_prior: bool = False) -> Group:
    """The parameters with some ``group.name`` values replaced.

    A value must lie within the prior range of its passport, or, with ``beyond_prior``, within its hard bounds.
    Raises ``UnknownName`` (naming the nearest valid name) or ``OutOfRange``.
    """
    known = dict(all_passports(type(parameters)))
    changed: dict[str, dict[str, float]] = {}
    for full_name, value in overrides.items():
        if full_name not in known:
            raise unknown("parameter", full_name, known)
        passport = known[full_name]
        low, high = (passport.minimum, passport.maximum) if beyond_prior else (passport.low, passport.high)
        check_range(full_name, float(value), low, high, passport.unit)
        group_name, name = full_name.split(".")
        changed.setdefault(group_name, {})[name] = float(value)
    new_groups: dict[str, Any] = {
        name: getattr(parameters, name)._replace(**values) for name, values in changed.items()
    }
    return parameters._replace(**new_groups)


def family(group: NamedTuple, prefix: str, members: tuple[str, ...]) -> tuple[float, ...]:
    """The values ``prefix_member`` of a group, in the order of ``members``: a vector for a kernel."""
    return tuple(float(getattr(group, f"{prefix}_{member}")) for member in members)

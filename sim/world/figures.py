"""Figures with a source: the parts that a county description is made of.

A figure is never a bare number. It is a record of a value, a source (evidence ids or the word ``assumed``) and a
note; what is assumed must have a note that says why.
"""

import re
import reprlib
from collections.abc import Mapping
from typing import Annotated, Any, Generic, NamedTuple, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_serializer, model_validator
from pydantic_core import PydanticCustomError

from sim.core.names import unknown

Value = TypeVar("Value")

ASSUMED = "assumed"
OLDEST, YOUNGEST = 99, 18
SCHOOLING_YEARS = {"none": 0, "primary": 6, "lower_secondary": 9, "upper_secondary": 12, "tertiary": 15}
"""未上学, 小学, 初中, 高中, 大专及以上: levels of schooling and their years."""

_EVIDENCE_ID = re.compile(r"[OB]-[A-Z]\d+[a-z]?")
_BAND = re.compile(r"(\d+)-(\d+)")
_ROUNDING = 1e-6


def fault(reason: str, *at: str | int) -> PydanticCustomError:
    """The error of a validator; ``at`` leads from the place that is validated to the place at fault."""
    return PydanticCustomError("description", "{reason}", {"reason": reason, "at": at})


def shown(given: object) -> str:
    """What was given, cut to a length that fits into a message."""
    return reprlib.repr(given)


class Part(BaseModel):
    """A part of a description: frozen, strict about types, and helpful about misspelt field names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _has_only_known_fields(cls, given: Any) -> Any:
        if isinstance(given, cls):
            return given
        if not isinstance(given, Mapping):
            raise fault(f"expected a record with {', '.join(cls.model_fields)} (given {shown(given)})")
        for name in given:
            if name not in cls.model_fields:
                raise fault(str(unknown("field", str(name), cls.model_fields)), str(name))
        return given


def _evidence_ids(given: Any) -> Any:
    ids = (given,) if isinstance(given, str) else given
    if not isinstance(ids, list | tuple) or not ids or not all(isinstance(name, str) for name in ids):
        raise fault(f"expected an evidence id, a list of them, or the word {ASSUMED} (given {shown(given)})")
    for name in ids:
        if not _EVIDENCE_ID.fullmatch(name) and list(ids) != [ASSUMED]:
            raise fault(f"'{name}' is neither an evidence id (such as O-W25) nor the word {ASSUMED} on its own")
    return tuple(ids)


class Sourced(Part, Generic[Value]):
    """A figure or table: its value, where it comes from, and what should be known about it."""

    value: Value
    source: Annotated[tuple[str, ...], BeforeValidator(_evidence_ids)]
    note: str = ""

    @model_validator(mode="after")
    def _says_why_it_is_assumed(self) -> Self:
        if self.source == (ASSUMED,) and not self.note.strip():
            raise fault("what is assumed needs a note that says why")
        return self

    def derived(self, value: Value, how: str) -> Self:
        """The same figure with another value, derived from this one as ``how`` says; the value is not checked."""
        return self.model_copy(update={"value": value, "note": f"{how}. {self.note}".strip()})


class AgeShare(NamedTuple):
    """Share of people who are ``first`` to ``last`` years old, both included."""

    first: int
    last: int
    share: float


class AgeSchooling(NamedTuple):
    """Shares of the levels of schooling, in the order of ``SCHOOLING_YEARS``, among people of an age band."""

    first: int
    last: int
    shares: tuple[float, ...]


def _share(given: Any, *at: str | int) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0.0 <= given <= 1.0:
        raise fault(f"expected a share between 0 and 1 (given {shown(given)})", *at)
    return float(given)


def _check_sum(shares: list[float], *at: str | int) -> None:
    if abs(sum(shares) - 1.0) > _ROUNDING:
        raise fault(f"shares must add up to 1 (they add up to {sum(shares):.6g})", *at)


def _bands(given: Any) -> list[tuple[str, int, int]]:
    """The keys ``first-last`` of a table by age, checked to follow one another from 18 to 99 without a gap."""
    if not isinstance(given, Mapping) or not given:
        raise fault(f"expected age bands such as {YOUNGEST}-29 (given {shown(given)})")
    bands, start = [], YOUNGEST
    for key in given:
        match = _BAND.fullmatch(str(key))
        if not match:
            raise fault(f"expected an age band such as {start}-29 (given {key!r})", str(key))
        first, last = int(match[1]), int(match[2])
        if first != start or last < first:
            raise fault(f"expected an age band that starts at {start} (given {key})", str(key))
        bands.append((str(key), first, last))
        start = last + 1
    if start != OLDEST + 1:
        raise fault(f"the last age band must end at {OLDEST} (it ends at {start - 1})", bands[-1][0])
    return bands


def _read_ages(given: Any) -> Any:
    ages = tuple(AgeShare(first, last, _share(given[key], key)) for key, first, last in _bands(given))
    _check_sum([band.share for band in ages])
    return ages


def _read_schooling(given: Any) -> Any:
    table = []
    for key, first, last in _bands(given):
        levels = given[key]
        if not isinstance(levels, Mapping):
            raise fault(f"expected shares of {', '.join(SCHOOLING_YEARS)} (given {shown(levels)})", key)
        for level in levels:
            if level not in SCHOOLING_YEARS:
                raise fault(str(unknown("level of schooling", str(level), SCHOOLING_YEARS)), key, str(level))
        shares = tuple(_share(levels.get(level, 0.0), key, level) for level in SCHOOLING_YEARS)
        _check_sum(list(shares), key)
        table.append(AgeSchooling(first, last, shares))
    return tuple(table)


def _read_bands_of_income(given: Any) -> Any:
    if not isinstance(given, list | tuple) or len(given) != 5:
        raise fault(f"expected five shares, from the lowest income to the highest (given {shown(given)})")
    shares = tuple(_share(share, k) for k, share in enumerate(given))
    _check_sum(list(shares))
    return shares


# Classes and not aliases of Sourced[...], so that descriptions can be pickled.
class Count(Sourced[Annotated[int, Field(ge=0)]]):
    """A whole number of things or people."""


class Amount(Sourced[Annotated[float, Field(ge=0.0)]]):
    """A mean, a spread or another number that is not negative."""


class Share(Sourced[Annotated[float, Field(ge=0.0, le=1.0)]]):
    """A share between 0 and 1."""


class Ages(Sourced[Annotated[tuple[AgeShare, ...], BeforeValidator(_read_ages)]]):
    """Shares of age bands, written as a mapping ``first-last: share``."""

    @field_serializer("value")
    def _as_written(self, value: tuple[AgeShare, ...]) -> dict[str, float]:
        return {f"{band.first}-{band.last}": band.share for band in value}


class Schooling(Sourced[Annotated[tuple[AgeSchooling, ...], BeforeValidator(_read_schooling)]]):
    """Shares of levels of schooling by age, written as a mapping ``first-last: {level: share}``."""

    @field_serializer("value")
    def _as_written(self, value: tuple[AgeSchooling, ...]) -> dict[str, dict[str, float]]:
        return {f"{band.first}-{band.last}": dict(zip(SCHOOLING_YEARS, band.shares, strict=True)) for band in value}


class IncomeBands(Sourced[Annotated[tuple[float, ...], BeforeValidator(_read_bands_of_income)]]):
    """Shares of the five income bands, from the lowest."""

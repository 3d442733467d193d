"""Errors that name what was given, what is allowed and the nearest valid name."""

import difflib
from collections.abc import Iterable


class UnknownName(ValueError):
    """A name that does not exist; the message names the nearest ones that do."""


class OutOfRange(ValueError):
    """A value outside its allowed range; the message gives the range and the unit."""


def unknown(kind: str, given: str, allowed: Iterable[str]) -> UnknownName:
    """The error for an unknown ``kind`` of name, with a suggestion when one is close."""
    names = sorted(allowed)
    close = difflib.get_close_matches(given, names, n=1, cutoff=0.5)
    if close:
        return UnknownName(f"unknown {kind} '{given}'; did you mean '{close[0]}'?")
    shown = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
    return UnknownName(f"unknown {kind} '{given}'; allowed: {shown}")


def check_name(kind: str, given: str, allowed: Iterable[str]) -> None:
    """Raise ``UnknownName`` unless ``given`` is among ``allowed``."""
    names = set(allowed)
    if given not in names:
        raise unknown(kind, given, names)


def check_range(name: str, value: float, low: float, high: float, unit: str) -> None:
    """Raise ``OutOfRange`` unless low <= value <= high (a NaN is out of range)."""
    if not low <= value <= high:
        raise OutOfRange(f"{name}={value:g} is out of range: allowed {low:g} to {high:g} ({unit})")

"""Measures of other packages, checked before anything relies on them: what is wrong with one is said in one message."""

import dataclasses
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points

from experiments.notes import notes_of
from sim.core.levers import Levers
from sim.core.names import check_name
from sim.levers import LeverValues
from sim.policies import OWN, Policy
from sim.policies.base import in_full_force, key_of, settings
from sim.tallies import counters

GROUP = "gongzhi.policies"
"""The group of entry points by which packages bring measures."""


class ForeignMeasureError(RuntimeError):
    """A measure of another package that cannot be used: ``who`` brings it, and the ``reason``."""

    def __init__(self, who: str, reason: str) -> None:
        super().__init__(f"{who}: {reason}")
        self.who, self.reason = who, reason


def check_foreign_measures() -> None:
    """Raise ``ForeignMeasureError`` for the first measure of another package that cannot be used."""
    taken = {key_of(policy): "Gongzhi" for policy in OWN}
    for point in entry_points(group=GROUP):
        who = _who(point)
        try:
            policy = point.load()
            for reason in _faults(policy):
                raise ForeignMeasureError(who, reason)
            if key_of(policy) in taken:
                raise ForeignMeasureError(who, f"{taken[key_of(policy)]} has a measure '{key_of(policy)}' already")
        except ForeignMeasureError:
            raise
        except Exception as error:
            raise ForeignMeasureError(who, f"{type(error).__name__}: {error}") from error
        taken[key_of(policy)] = who


def _who(point: EntryPoint) -> str:
    brought = f"{point.dist.name} {point.dist.version}, " if point.dist else ""
    return f"{brought}{point.name} = {point.value}"


def _faults(policy: object) -> Iterator[str]:
    """What keeps a class from being a measure, in the order in which it can be found out."""
    if not (isinstance(policy, type) and issubclass(policy, Policy)):
        yield f"{policy!r} is no class derived from sim.policies.Policy"
        return
    for name in ("zh", "en", "group"):
        if not isinstance(getattr(policy, name, None), str):
            yield f"the class {policy.__name__} lacks {name}: ClassVar[str]"
    if policy.group not in "ABCDE":
        yield f"group = '{policy.group}' is none of A, B, C, D, E"
    if "__dataclass_fields__" not in vars(policy) or not policy.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        yield f"the class {policy.__name__} is no frozen dataclass: write @dataclass(frozen=True, kw_only=True)"
    for item in dataclasses.fields(policy):
        if item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING:
            yield f"the setting {item.name} has no default"
    settings(policy)
    notes_of(policy)
    _try_out(policy())


def _try_out(measure: Policy) -> None:
    """Let the measure act on one village in its first full month, and look its prices up; raises what it raises."""
    if not isinstance(in_full_force(measure), Levers):
        raise TypeError("adjust does not return the levers")
    for price in measure.prices():
        lever = price.delivered.removeprefix("lever:")
        known = LeverValues._fields if lever != price.delivered else counters()
        check_name("lever" if lever != price.delivered else "counter", lever, known)
        check_name("lever", price.lever, LeverValues._fields)

"""What all measures have in common: settings with ranges, reach, ramp and money.

A measure is a frozen record plus a pure function ``adjust(levers) -> levers``. It sees no agent, no state and no
random number. A setting is declared as ``Annotated[float, setting(...)]``: unit, range and meaning in one place.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, ClassVar, Literal, get_args, get_type_hints

import numpy as np

from sim.core.names import check_name, check_range
from sim.core.places import Places
from sim.levers import LeverValues, MonthLevers

Choice = Literal["random", "need", "listed"]
Group = Literal["A", "B", "C", "D", "E"]


@dataclass(frozen=True)
class Setting:
    """A number a user may set: range, unit, meaning in en and zh."""

    low: float
    high: float
    unit: str
    en: str
    zh: str


def setting(low: float, high: float, unit: str, *, en: str, zh: str) -> Setting:
    """Declare a setting as the annotation of a field."""
    return Setting(low, high, unit, en, zh)


def settings(policy: type["Policy"]) -> dict[str, Setting]:
    """The numeric settings of a measure, by name, the common ones first."""
    hints = get_type_hints(policy, include_extras=True)
    found = {}
    for item in fields(policy):
        notes = [note for note in get_args(hints[item.name])[1:] if isinstance(note, Setting)]
        if notes:
            found[item.name] = notes[0]
    return found


@dataclass(frozen=True)
class Price:
    """What one unit of something delivered costs: which counter says how much, and which lever brought it."""

    delivered: str
    """counter of ``sim.tallies``, or ``lever:NAME`` for what a lever itself provides each month"""
    lever: str
    """the lever whose movement is the measure's share of the delivery"""
    yuan: float
    times: str = ""
    """a lever by whose value the delivery is multiplied"""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A measure. Common fields; each measure adds its own settings and says which levers it moves."""

    enabled: bool = True
    intensity: Annotated[float, setting(0, 1, "share", en="share of the reference design", zh="实施力度")] = 1.0
    coverage: Annotated[float, setting(0, 1, "share", en="share of villages reached", zh="覆盖村占比")] = 1.0
    choice: Choice = "random"
    villages: tuple[str, ...] = ()
    start: Annotated[float, setting(1, 4000, "month", en="first month", zh="起始月")] = 1
    ramp: Annotated[float, setting(0, 120, "months", en="months until in full force", zh="爬坡月数")] = 3
    end: Annotated[float, setting(0, 4000, "month", en="last month, 0 for none", zh="结束月（0 为不结束）")] = 0
    only: tuple[str, ...] = ()
    """levers that the measure may move, to see which of them carries its effect; all where it is empty"""

    group: ClassVar[Group]
    zh: ClassVar[str]
    en: ClassVar[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "villages", tuple(self.villages))
        object.__setattr__(self, "only", tuple(self.only))
        check_name("choice of villages", self.choice, get_args(Choice))
        for name, declared in settings(type(self)).items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError(f"policies.{self.key}.{name}={value!r} is not a number")
            check_range(f"policies.{self.key}.{name}", value, declared.low, declared.high, declared.unit)
        if (self.choice == "listed") != bool(self.villages):
            raise ValueError(f"policies.{self.key}: choice 'listed' and a list of villages go together")
        if self.end and self.end < self.start:
            raise ValueError(f"policies.{self.key}.end={self.end:g} lies before start={self.start:g}")
        if self.only:
            moved = moved_by(replace(self, only=(), intensity=1.0))
            for name in self.only:
                check_name(f"lever of {self.key}", name, moved)

    @property
    def key(self) -> str:
        """The measure's name in files and on the command line: ``MicroGrids`` -> ``micro_grids``."""
        return key_of(type(self))

    def force(self, month: int) -> float:
        """Share of the reference design in force in a month (counted from 1) where the measure reaches."""
        if not self.enabled or month < self.start or (self.end and month > self.end):
            return 0.0
        return self.intensity * min(1.0, (month - self.start + 1) / self.ramp if self.ramp else 1.0)

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Move the levers of this measure; each measure says how."""
        raise NotImplementedError

    def ask(self, levers: MonthLevers) -> MonthLevers:
        """Move the levers of this measure, or those of them that it is held to (``only``)."""
        asked = self.adjust(levers)
        if not self.only:
            return asked
        kept = {
            name: {key: amount for key, amount in sources.items() if key != self.key or name in self.only}
            for name, sources in asked.contributions.items()
        }
        return replace(asked, contributions={name: sources for name, sources in kept.items() if sources})

    def prices(self) -> tuple[Price, ...]:
        """What the measure pays for, from what was delivered."""
        return ()


def key_of(policy: type[Policy]) -> str:
    """Snake-case name of a measure's class."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", policy.__name__).lower()


def in_full_force(measure: Policy) -> MonthLevers:
    """What a measure asks for in a village that it reaches, in a month in which it is in full force."""
    at_once = replace(measure, enabled=True, ramp=0)
    village = Places(("",), ("",), np.zeros(1, np.int16), np.zeros(1))
    asked = MonthLevers(LeverValues, village, math.ceil(at_once.start), {at_once.key: np.ones(1)})
    return at_once.ask(asked)


def moved_by(measure: Policy) -> list[str]:
    """The levers that a measure moves where it is in full force."""
    given = in_full_force(measure).contributions
    return [name for name, sources in given.items() if any(float(amount[0]) for amount in sources.values())]


def from_settings(policy: type[Policy], given: Mapping[str, Any]) -> Policy:
    """A measure from named settings; unknown names are errors that say which name is near."""
    for name in given:
        check_name(f"setting of {key_of(policy)}", name, [item.name for item in fields(policy)])
    return policy(**given)

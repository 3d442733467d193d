"""Small counties that several tests live through, and ways to look at all their numbers."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import County, Scenario
from sim.agents.village import VillageState
from sim.levers import LeverValues, MonthLevers
from sim.policies import OWN, Policy
from sim.policies.base import Group
from sim.processes.blocks import lever_block, lever_view, village_view
from sim.tallies import rows
from sim.world.description import CountyDescription, load_description
from sim.world.facts import SECTORS
from tests.oracle.stirring import LIVELY, levers_at_random

ROOT = Path(__file__).resolve().parents[2]
Array = NDArray[np.float64]
POPULATIONS = ("residents", "cadres", "organisations", "enterprises", "bodies")
TABLES = ("cases", "requests", "pondering", "contacts")


@cache
def small(townships: int = 2, villages: int = 4, adults: float = 300.0) -> CountyDescription:
    """The description of a county of so many townships, villages in each and adults in each of those."""
    return load_description("wushan_township").scaled(townships, villages, adults)


def changed(description: CountyDescription, **figures: Any) -> CountyDescription:
    """The description with other values; ``places__adults__spread=0.0`` says where."""
    data = description.model_dump()
    for path, value in figures.items():
        *parents, last = path.split("__")
        part = data
        for step in parents:
            part = part[step]
        part[last] = {**part[last], "value": value}
    return CountyDescription.model_validate(data)


@cache
def busy() -> CountyDescription:
    """The small county with an organisation a village and two firms of every sector a township."""
    description = small()
    firms = {f"enterprises__{sector}__firms": 4 for sector in SECTORS}
    return changed(description, organisations__registered=8, organisations__active=3, **firms)


def all_measures() -> tuple[Policy, ...]:
    """All measures, at once in full force."""
    return tuple(kind(ramp=0) for kind in OWN)


def scenario(**changes: Any) -> Scenario:
    """A year after half a year of warm-up in a small county; ``lively`` makes the rare happen often."""
    lively = changes.pop("lively", False)
    settings: dict[str, Any] = {"county": small(), "seed": 1, "months": 12, "warmup": 6}
    if lively:
        settings |= {"parameters": LIVELY, "beyond_prior": True}
    return Scenario(**{**settings, **changes})


def lived(**changes: Any) -> County:
    """A county that has lived through its scenario."""
    county = County(scenario(**changes))
    county.run_to(county.scenario.months)
    return county


class Stirred(County):
    """A county whose levers are set at random in every month."""

    def _set_levers(self) -> None:
        values = levers_at_random(self.state.places, 100 + self.state.month)
        self.state.levers = lever_block(values, self.state.places.villages)


@dataclass(frozen=True, kw_only=True)
class Moved(Policy):
    """A measure that moves one lever, for tests."""

    lever: str = "staff"
    amount: float = 0.0
    ramp: float = 0

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "试验"
    en: ClassVar[str] = "a test"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        return levers.move(self, **{self.lever: self.amount * levers.strength(self)})


# Counters


def counted(county: County, *names: str) -> Array:
    """The sum of some counters, shape (months, villages), warm-up included."""
    placed = rows()
    return sum((county.record.counted[:, placed[name]].sum(axis=1) for name in names), np.zeros(1))


def total(county: County, *names: str) -> Array:
    """The sum of some counters since the beginning, shape (months, villages)."""
    return np.cumsum(counted(county, *names), axis=0)


def counters_of(prefix: str) -> list[str]:
    """Names of all counters that begin so."""
    return [name for name in rows() if name.startswith(prefix)]


# Months as they were


class Month(NamedTuple):
    """Copies of what was there at the end of a month."""

    levers: LeverValues
    villages: VillageState
    columns: Mapping[str, Mapping[str, NDArray[Any]]]

    def of(self, population: str, column: str) -> Array:
        """A column as float64."""
        return self.columns[population][column].astype(np.float64)

    def by_village(self, county: County, values: NDArray[Any]) -> Array:
        """Sums of residents' values by village."""
        village, villages = self.columns["residents"]["village"], county.state.places.villages
        return np.bincount(village, weights=values.astype(np.float64), minlength=villages)


class Diary(NamedTuple):
    """A county that has lived through its scenario, with what was there after each month and before the first."""

    county: County
    before: Month
    months: list[Month]

    def pairs(self) -> Iterator[tuple[int, Month, Month]]:
        """Each month with its number and the one before it."""
        return zip(range(len(self.months)), [self.before, *self.months], self.months, strict=False)  # type: ignore[return-value]

    def count(self, name: str) -> Array:
        """A counter, shape (months, villages)."""
        return counted(self.county, name)


def snapshot(county: County) -> Month:
    """What is there now."""
    columns = {
        population: {name: column.copy() for name, column in getattr(county, population).columns.items()}
        for population in POPULATIONS
    }
    return Month(lever_view(county.state.levers.copy()), village_view(county.state.villages.copy()), columns)


def diary_of(county: County) -> Diary:
    """Live through a county's scenario month by month."""
    before, months = snapshot(county), []
    for _ in range(county.scenario.warmup + county.scenario.months):
        county.step()
        months.append(snapshot(county))
    return Diary(county, before, months)


# All numbers


def arrays(county: County) -> Iterator[tuple[str, NDArray[Any]]]:
    """Everything a county knows and remembers, by name."""
    state = county.state
    for counter, where in rows().items():
        yield counter, county.record.counted[: state.month, where]
    for population in POPULATIONS:
        for name, column in getattr(county, population).columns.items():
            yield f"{population}.{name}", column
    for name in TABLES:
        for column, values in getattr(state, name).frame().items():
            yield f"{name}.{column}", values
    for name, values in village_view(state.villages)._asdict().items():
        yield f"villages.{name}", values
    yield "levers", state.levers
    yield "norm", np.array(state.petition_norm)


def differences(one: County, other: County) -> list[str]:
    """Names of all arrays in which two counties differ by as much as a bit."""
    pairs = zip(arrays(one), arrays(other), strict=True)
    return [name for (name, ours), (_, theirs) in pairs if not same_bits(ours, theirs)]


def same_bits(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Same type, shape and bytes."""
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def prints(county: County) -> dict[str, str]:
    """Fingerprints of all arrays, and of the costs."""
    everything = [*arrays(county), ("costs", county.record.costs)]
    return {name: hashlib.sha256(array.tobytes()).hexdigest() for name, array in everything}


def told(code: str, **environment: str) -> Any:
    """What a fresh Python process prints as JSON, where ``tell`` prints."""
    program = f"import json\ndef tell(value):\n    print(json.dumps(value))\n{code}"
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run([sys.executable, "-c", program], env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)

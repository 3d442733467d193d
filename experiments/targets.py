"""Does the untreated county look like the real one? Targets from conf/targets, and what the model says to each."""

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from experiments.progress import Progress, Silent
from sim import County, Scenario
from sim.core.names import check_name
from sim.indicator_table import INDICATORS
from sim.indicators import Indicator
from sim.record import by_counter
from sim.tallies import counters
from sim.world.description import CountyDescription

Array = NDArray[np.float64]
Weight = Literal["firm", "medium", "weak", "assumed"]
Answer = Literal["yes", "no", "not_largest", "too_small", "unmeasured"]
_PARTS = {"scale", "over", "under"}


@dataclass(frozen=True)
class Target:
    """One figure that the untreated county must reproduce; conf/targets/wushan.yaml says what the fields mean.

    ``discrepancy``: standard deviation of what the model leaves out, as a share of the tolerance to each side; None
    where the file of the target decides (see ``experiments.target_files``). Raises ``ValueError``.
    """

    id: str
    value: float
    low: float
    high: float
    weight: Weight
    unit: str = ""
    townships: int = 1
    evidence: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""
    note: Mapping[str, str] = field(default_factory=dict)
    discrepancy: float | None = None
    indicator: str | None = None
    ratio: Mapping[str, Any] | None = None
    world: str | None = None
    largest_among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "evidence", tuple(self.evidence))
        object.__setattr__(self, "largest_among", tuple(self.largest_among))
        if not all(map(math.isfinite, (self.low, self.value, self.high))) or not self.low < self.value < self.high:
            raise ValueError(f"{self.id}: {self.value:g} does not lie between {self.low:g} and {self.high:g}")
        if self.discrepancy is not None and not 0 <= self.discrepancy < math.inf:
            raise ValueError(f"{self.id}: discrepancy={self.discrepancy:g}: expected a number from 0 on")
        check_name(f"weight of {self.id}", self.weight, get_args(Weight))
        if sum(way is not None for way in (self.indicator, self.ratio, self.world)) != 1:
            raise ValueError(f"{self.id}: say what is measured by one of indicator, ratio, world")
        self._check_names()
        self._take_names()

    def _check_names(self) -> None:
        for key in (*([self.indicator] if self.indicator is not None else []), *self.largest_among):
            check_name(f"indicator of {self.id}", key, INDICATORS)
        if self.largest_among and self.indicator not in self.largest_among:
            raise ValueError(f"{self.id}: largest_among lists indicators, that of the target among them")
        if self.world is not None:
            check_name(f"world fact of {self.id}", self.world, FACTS)
        if self.ratio is not None:
            if self.ratio.keys() != _PARTS:
                raise ValueError(f"{self.id}: a ratio has scale, over and under")
            for counter in (*self.ratio["over"], *self.ratio["under"]):
                check_name(f"counter of {self.id}", counter, counters())

    def _take_names(self) -> None:
        """Names and unit that are not given are those of the indicator, or the id."""
        known = INDICATORS.get(self.indicator or "")
        for name in ("zh", "en", "unit"):
            if not getattr(self, name):
                other = "-" if name == "unit" else self.id
                object.__setattr__(self, name, getattr(known, name) if known else other)

    def measured(self, county: County) -> float:
        """What an untreated county says, over all months after the warm-up; NaN where it cannot say."""
        if self.world is not None:
            return FACTS[self.world](county)
        if self.ratio is not None:
            return _ratio(county, self.ratio)
        assert self.indicator is not None
        return float(county.record.over(1, county.scenario.months)[self.indicator][0])

    def is_largest(self, county: County) -> bool:
        """The target's indicator is the largest of those it is compared with, if it is compared."""
        if not self.largest_among:
            return True
        found = county.record.over(1, county.scenario.months)
        return bool(found[self.indicator or ""][0] >= max(found[key][0] for key in self.largest_among))


@dataclass(frozen=True)
class Check:
    """A target and the model's value: the mean over blocks, and the answer to whether it lies within the range."""

    target: Target
    value: float
    answer: Answer


def to_townships(description: CountyDescription, townships: int | None) -> CountyDescription:
    """The county with another number of townships of the size they have; None leaves it as it is."""
    if townships is None:
        return description
    places = description.places
    each = max(1, round(places.units / len(places.townships.value)))
    return description.scaled(townships, each, places.registered_adults / places.units)


def untreated(scenario: Scenario, blocks: int, progress: Progress | None = None) -> Iterator[County]:
    """Counties without measures that have lived all their months, one for each seed."""
    progress = progress or Silent()
    progress.begin(blocks, 0)
    try:
        for k in range(blocks):
            changed: dict[str, Any] = {"seed": scenario.seed + k, "policies": ()}
            county = County(dataclasses.replace(scenario, **changed))
            county.run_to(scenario.months)
            progress.advance(1)
            yield county
    finally:
        progress.end()


def check(targets: Sequence[Target], counties: Iterator[County]) -> list[Check]:
    """Every target against the mean over the counties; each is let go before the next is built."""
    said, largest, townships = [], [], 0
    for county in counties:
        said.append([target.measured(county) for target in targets])
        largest.append([target.is_largest(county) for target in targets])
        townships = county.state.places.townships
    means = np.mean(np.array(said), axis=0)
    first = np.all(np.array(largest), axis=0)
    return [
        Check(target, float(value), _answer(target, float(value), bool(is_first), townships))
        for target, value, is_first in zip(targets, means, first, strict=True)
    ]


def _answer(target: Target, value: float, is_largest: bool, townships: int) -> Answer:
    if townships < target.townships:
        return "too_small"
    if not np.isfinite(value):
        return "unmeasured"
    if not is_largest:
        return "not_largest"
    return "yes" if target.low <= value <= target.high else "no"


def _ratio(county: County, ratio: Mapping[str, Any]) -> float:
    item = Indicator("", "", ratio["over"], ratio["under"], ratio["scale"], "", 0, "", "")
    counted, _ = county.record.since(1).at("county")
    return float(item.value(by_counter(counted.sum(axis=0)[None]))[0, 0])


def rural_aged_60(county: County) -> float:
    """Adults aged 60 or over among adults present in villages, %."""
    residents, facts = county.state.residents, county.state.facts
    rural = (residents.away == 0) & (facts.rural[residents.village] == 1)
    return 100.0 * float((residents.age[rural] >= 60).sum()) / max(1.0, float(rural.sum()))


def present_share(county: County) -> float:
    """Present residents over registered residents, children in both."""
    present = {"scale": 1, "over": {"places.residents": 1}, "under": {"places.villages": 1}}
    return _ratio(county, present) * county.state.places.villages / _registered(county)


def _registered(county: County) -> float:
    return float(county.scenario.description().population.registered.value)


FACTS: dict[str, Callable[[County], float]] = {
    "rural_aged_60": rural_aged_60,
    "present_share": present_share,
}
"""Facts that are read off the county itself."""

"""What is set on the page: measures with their intensity, months and seed; how a link says it, and what it costs."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from experiments.notes import notes_of
from sim import County
from sim.core.names import check_name, check_range
from sim.policies import Policy, from_settings, registry
from sim.scenario import Scenario
from sim.world.description import CountyDescription, load_description

MEASURES: Mapping[str, type[Policy]] = MappingProxyType(registry())
"""All measures by key, those of other packages included."""
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {letter: tuple(key for key, policy in MEASURES.items() if policy.group == letter) for letter in "ABCDE"}
)
"""Keys of the measures in the five groups of the department's report, in the order of the page."""
_PLACE = {key: n for n, key in enumerate(key for keys in GROUPS.values() for key in keys)}

STEP = 0.1
MONTHS = (12, 60)
SEEDS = (1, 9999)
LONGEST_ADDRESS = 2000
"""Characters of a link's settings; no proposal needs more."""
COST_MONTHS = 24
"""Months of the run that says what a measure costs; its last twelve count, when it is in full force."""
_ITEM = re.compile(r"([a-z][a-z0-9_]*):([0-9](?:\.[0-9]{1,6})?)", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


@cache
def workshop_county() -> CountyDescription:
    """The township of the page: about 5,000 registered adults in 4 villages of the size they have in the county.

    In smaller villages more people take part in the model, as each has its own cadres.
    """
    return load_description("wushan_township").scaled(1, 4, 1260)


@dataclass(frozen=True)
class Proposal:
    """Measures with their intensity, months, and the seed of the first run; equal proposals have equal runs.

    ``measures``: key and intensity, a share of the reference design in steps of ``STEP``; kept in the order of the
    page whatever the order given. Raises ``UnknownName``, ``OutOfRange`` or ``ValueError`` for a measure given twice.
    """

    measures: tuple[tuple[str, float], ...] = ()
    months: int = 36
    seed: int = 1

    def __post_init__(self) -> None:
        check_range("months", self.months, *MONTHS, "months")
        check_range("seed", self.seed, *SEEDS, "-")
        rounded = [(key, round(float(intensity), 1)) for key, intensity in self.measures]
        for key, intensity in rounded:
            check_name("measure", key, MEASURES)
            check_range(f"intensity of {key}", intensity, STEP, 1.0, "share of the reference design")
        if len(dict(rounded)) < len(rounded):
            raise ValueError(f"a measure is given twice: {', '.join(key for key, _ in rounded)}")
        object.__setattr__(self, "measures", tuple(sorted(rounded, key=lambda item: _PLACE[item[0]])))

    def set(self, key: str, intensity: float) -> "Proposal":
        """The proposal with this measure at this intensity; 0 takes it out."""
        check_name("measure", key, MEASURES)
        others = tuple(item for item in self.measures if item[0] != key)
        added = ((key, intensity),) if round(float(intensity), 1) else ()
        return dataclasses.replace(self, measures=others + added)

    def intensity(self, key: str) -> float:
        """Of a measure; 0 where it is not in the proposal."""
        check_name("measure", key, MEASURES)
        return dict(self.measures).get(key, 0.0)

    def baseline(self) -> "Proposal":
        """The same months and seed without measures."""
        return dataclasses.replace(self, measures=())

    def policies(self) -> tuple[Policy, ...]:
        """The measures as the model takes them."""
        return tuple(measure(key, intensity) for key, intensity in self.measures)

    def scenario(self, seed: int | None = None, county: CountyDescription | None = None) -> Scenario:
        """What decides one run; ``seed`` in place of the first run's, ``county`` in place of the page's township."""
        chosen, place = self.seed if seed is None else seed, county or workshop_county()
        return Scenario(county=place, seed=chosen, months=self.months, policies=self.policies())

    def address(self) -> str:
        """The settings as the query of a link: ``p=micro_grids:0.6,coordination:1&m=36&s=1``."""
        said = ",".join(f"{key}:{intensity:g}" for key, intensity in self.measures)
        return f"p={said}&m={self.months}&s={self.seed}" if said else f"m={self.months}&s={self.seed}"


def measure(key: str, intensity: float = 1.0) -> Policy:
    """A measure as shipped, at an intensity."""
    policy = MEASURES[key]
    return from_settings(policy, {**notes_of(policy).defaults, "intensity": intensity})


def from_address(query: Mapping[str, str]) -> tuple[Proposal, list[str]]:
    """The proposal of a link's query, and the keys of the notices on what in it could not be used; never raises.

    What is wrong is left out and the rest is taken; a query that is too long gives the baseline.
    """
    given = {name: str(query[name]) for name in ("p", "m", "s") if name in query}
    if sum(map(len, given.values())) > LONGEST_ADDRESS:
        return Proposal(), ["view.proposal.too_long"]
    notices: list[str] = []
    months = _whole(given.get("m"), Proposal.months, MONTHS, "months", notices)
    seed = _whole(given.get("s"), Proposal.seed, SEEDS, "seed", notices)
    measures = _measures(given.get("p", ""), notices)
    return Proposal(tuple(measures.items()), months, seed), list(dict.fromkeys(notices))


def _whole(text: str | None, usual: int, bounds: tuple[int, int], name: str, notices: list[str]) -> int:
    if text is None:
        return usual
    if not _WHOLE.fullmatch(text):
        notices.append("view.proposal.malformed")
        return usual
    if not bounds[0] <= int(text) <= bounds[1]:
        notices.append(f"view.proposal.{name}_out_of_range")
        return usual
    return int(text)


def _measures(text: str, notices: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in text.split(",") if text else ():
        matched = _ITEM.fullmatch(item)
        if not matched or matched[1] in found:
            notices.append("view.proposal.malformed")
        elif matched[1] not in MEASURES:
            notices.append("view.proposal.unknown_measure")
        elif not STEP <= round(float(matched[2]), 1) <= 1.0:
            notices.append("view.proposal.intensity_out_of_range")
        else:
            found[matched[1]] = float(matched[2])
    return found


@cache
def yearly_costs() -> Mapping[str, float]:
    """Yuan a year of each measure alone at full intensity, as delivered in the second year of a run in the model."""
    county = County(Scenario(county=workshop_county(), months=COST_MONTHS))
    county.run_to(0)
    costs = {}
    for key in MEASURES:
        twin = county.fork([measure(key)])
        twin.run_to(COST_MONTHS)
        costs[key] = float(twin.record.costs[-12:].sum())
    return MappingProxyType(costs)


def yearly_cost(proposal: Proposal) -> float:
    """Planned yuan a year in full force, before any run: each measure as if alone, in proportion to its intensity.

    The first call lives a run for every measure (about a second).
    """
    return sum(yearly_costs()[key] * intensity for key, intensity in proposal.measures)


def _presets() -> dict[str, Proposal]:
    every = Proposal(tuple((key, 1.0) for key in _listed("package/all.yaml", "all")))
    groups = {f"group_{letter.lower()}": keys for letter, keys in GROUPS.items()}
    shown = {name: Proposal(tuple((key, 1.0) for key in keys)) for name, keys in groups.items()}
    demo = next(item["override policies"] for item in _read("demo.yaml")["defaults"] if "override policies" in item)
    return {"nothing": Proposal(), **shown, "all": every, "demo": Proposal(tuple((key, 1.0) for key in demo))}


def _listed(file: str, name: str) -> list[str]:
    return [str(key) for key in _read(file)[name]]


def _read(file: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((resources.files("gongzhi_conf") / file).read_text("utf-8"))
    return found


PRESETS: Mapping[str, Proposal] = MappingProxyType(_presets())
"""Nothing, the five groups, all measures of the report, and the three of the demo; names under ``view.proposal``."""

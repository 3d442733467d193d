"""A scenario: everything that decides a run, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.core.names import check_range
from sim.core.parameters import replace
from sim.parameters import Parameters, standard
from sim.policies.base import Policy
from sim.world.description import CountyDescription, load_description

LONGEST = 4000
"""Months a run may last: tables hold months in 16 bits and queue keys in 12."""


@dataclass(frozen=True)
class Scenario:
    """County, seed, horizon, measures and numbers of one run.

    ``county``: a name in conf/county, a path to a description file, or a description. ``months``: months in which
    measures may run, after ``warmup`` months under the baseline. ``parameters``: values by ``group.name`` that replace
    the shipped ones; outside their prior range only with ``beyond_prior``. Raises ``UnknownName`` or ``OutOfRange``.
    """

    county: str | Path | CountyDescription = "wushan_township"
    seed: int = 1
    months: int = 36
    policies: tuple[Policy, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    beyond_prior: bool = False
    warmup: int = 24

    def __post_init__(self) -> None:
        object.__setattr__(self, "policies", tuple(self.policies))
        object.__setattr__(self, "parameters", dict(self.parameters))
        check_range("seed", self.seed, 0, 2**63 - 1, "-")
        check_range("months", self.months, 1, LONGEST, "months")
        check_range("warmup", self.warmup, 0, LONGEST - self.months, "months")
        keys = [policy.key for policy in self.policies]
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise ValueError(f"policy given more than once: {', '.join(doubled)}")
        self.values()

    def values(self) -> Parameters:
        """All parameters of the run."""
        return replace(standard(), self.parameters, self.beyond_prior)

    def description(self) -> CountyDescription:
        """The county's description."""
        if isinstance(self.county, CountyDescription):
            return self.county
        return load_description(self.county)

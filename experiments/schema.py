"""The settings a user may give, as typed nodes for Hydra; measures and parameters come from their declarations."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, make_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from hydra.core.config_store import ConfigStore
from omegaconf import MISSING as ASKED_FOR

from experiments.notes import notes_of
from sim.core.parameters import groups, passports
from sim.parameters import Parameters
from sim.policies import Policy, registry

SCHEMA = "schema"
"""Name of the node that conf/config.yaml builds on."""
ALL, ALONE = "all", "all-one-at-a-time"
"""Options of the group ``policies`` that select every measure there is: as one package, or each as its own."""


@dataclass
class Config:
    """All settings of all verbs; conf/config.yaml explains them and holds their values."""

    county: str = ASKED_FOR
    seed: int = ASKED_FOR
    months: int = ASKED_FOR
    warmup: int = ASKED_FOR
    blocks: int = ASKED_FOR
    worlds: str = ASKED_FOR
    seeds: int = ASKED_FOR
    workers: int | None = None
    study: str | None = None
    results: str | None = None
    policies: dict[str, Any] = field(default_factory=dict)
    package: list[str] = field(default_factory=list)
    packages: dict[str, list[str]] = field(default_factory=dict)
    together: bool = False
    parameters: Any = field(default_factory=lambda: parameter_node())
    beyond_prior: bool = False
    villages: bool | None = None
    townships: int | None = None
    targets: str = ASKED_FOR
    check: bool = False
    report: bool = False
    launcher: str = ASKED_FOR
    outcome: str = ASKED_FOR
    until: float | None = None
    most: int = ASKED_FOR
    zone: float | None = None
    confidence: float = ASKED_FOR
    method: str = ASKED_FOR
    samples: int | None = None
    by_group: bool = False
    levers: str | None = None
    runs: int = ASKED_FOR
    budget: float | None = None
    keep: int = ASKED_FOR
    threshold: float | None = None
    lang: str | None = None


_WORLD = ("county", "seed", "months", "warmup", "parameters", "beyond_prior", "lang")
_STUDY = ("policies", "study", "results")
_PACKAGES = ("worlds", "seeds", "workers", "launcher", "package", "packages", "together")
_COMPARE = (*_WORLD, *_STUDY, "blocks", *_PACKAGES, "until", "outcome", "most", "report")
_VERB = (*_WORLD, *_STUDY, *_PACKAGES, "outcome")
VERB_KEYS: dict[str, tuple[str, ...]] = {
    "demo": _COMPARE,
    "compare": _COMPARE,
    "run": (*_WORLD, *_STUDY, "villages"),
    "targets": (*_WORLD, "targets", "blocks", "townships"),
    "calibrate": (*_WORLD, "targets", "townships", "workers", "results", "check"),
    "sweep": (*_WORLD, *_STUDY, "blocks", "worlds", "seeds", "workers", "launcher", "outcome"),
    "select": (*_VERB, "zone", "confidence", "most"),
    "sensitivity": (*_VERB, "method", "samples", "by_group"),
    "attribute": (*_VERB, "blocks", "runs", "levers"),
    "portfolio": (*_VERB, "blocks", "runs", "budget", "threshold", "keep"),
    "discover": (*_VERB, "blocks", "threshold"),
}
"""The settings that each verb reads; it refuses the others."""
FREE_TEXT = ("county", "study", "results", "targets")
"""Settings whose value is taken as it stands, blanks and Chinese included."""


def register() -> None:
    """Make the nodes known to Hydra: the settings, and every measure as an option of the group ``policies``."""
    store, measures = ConfigStore.instance(), registry()
    store.store(name=SCHEMA, node=Config)
    for key, policy in measures.items():
        store.store(group="policies", name=key, node=policy_node(policy), package=f"policies.{key}")
    for name, together in ((ALL, True), (ALONE, False)):
        everything = {"defaults": [*measures, "_self_"], "together": together}
        store.store(group="policies", name=name, node=everything, package="_global_")


def policy_node(policy: type[Policy]) -> type:
    """The settings of a measure as a typed node with their defaults; ranges are the measure's own business."""
    hints, changed = get_type_hints(policy, include_extras=True), notes_of(policy).defaults
    entries = [(item.name, node_type(hints[item.name]), _default(item, changed)) for item in dataclasses.fields(policy)]
    return make_dataclass(policy.__name__, entries, kw_only=True)


def node_type(hint: Any) -> Any:
    """The type of a node that takes what a field of this type takes; texts stand for choices, lists for tuples."""
    if get_origin(hint) is Annotated:
        return node_type(get_args(hint)[0])
    if hint in (bool, int, float, str):
        return hint
    origin = get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return list[Any]
    choices = {type(choice) for choice in get_args(hint)}
    return str if choices == {str} else Any


def _default(item: "dataclasses.Field[Any]", changed: Mapping[str, Any]) -> Any:
    if item.name in changed:
        value = changed[item.name]
    elif item.default_factory is not MISSING:
        value = item.default_factory()
    else:
        value = ASKED_FOR if item.default is MISSING else item.default
    if isinstance(value, tuple | list):
        return field(default_factory=lambda: list(value))
    return field(default=value)


def parameter_node() -> Any:
    """All parameters by group, none of them set: the shipped values hold."""
    made = []
    for group_name, group in groups(Parameters).items():
        entries = [(name, float | None, field(default=None)) for name in passports(group)]
        made.append((group_name, make_dataclass(group.__name__, entries)))
    return {name: node() for name, node in made}

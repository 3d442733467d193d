"""From the command line to a checked question: Hydra composes the settings, the model's own types check them."""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from hydra import compose, initialize_config_module
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from experiments.language import language
from experiments.overrides import Given, SettingsError, names_in, read
from experiments.schema import ALL, VERB_KEYS, register
from experiments.store import check_study_name, results_root
from experiments.stored import stored_question
from experiments.study import BASELINE, MOST_BLOCKS, Package, Worlds, check_seeds, check_villages
from experiments.words import Lang
from experiments.workers import MOST_WORKERS, Launcher, check_launcher
from sim.core.names import OutOfRange, check_name, check_range
from sim.core.parameters import replace
from sim.parameters import standard
from sim.policies import Policy, from_settings, registry
from sim.scenario import Scenario

CONFIG_MODULE = "gongzhi_conf"
TOGETHER = "together"
"""Name of the package of all selected measures; of every measure there is: ``ALL``."""
_KINDS = {"Integer": "a whole number", "Float": "a number", "bool": "true or false", "null": "a value"}


@dataclass(frozen=True)
class Settings:
    """A question as asked: ``scenario`` without measures, ``policies`` selected, ``packages`` to compare.

    ``chosen``: names of the packages that the question is about; others are lived with them in a stored study.
    ``resolved``: every setting as plain values, for the manifest.
    """

    scenario: Scenario
    policies: Package
    packages: Mapping[str, Package]
    chosen: tuple[str, ...]
    blocks: int
    worlds: Worlds
    seeds: int
    workers: int | None
    launcher: Launcher
    study: str | None
    results: str | None
    lang: Lang
    resolved: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """A setting that only some verbs have, as it was given."""
        return self.resolved[name]


def read_settings(verb: str, arguments: Sequence[str]) -> Settings:
    """The settings of a verb with what is typed on the command line.

    Raises ``ValueError`` (``SettingsError``, ``UnknownName``, ``OutOfRange``, ``DescriptionError``) with one message
    that says what was given, what is allowed, and the nearest valid name.
    """
    given = read(arguments, verb)
    try:
        selected, config = _composed(verb, given)
        resolved = cast(dict[str, Any], OmegaConf.to_container(config, resolve=True))
    except (HydraException, OmegaConfBaseException) as error:
        raise SettingsError(str(error).splitlines()[0]) from error
    settings = _settings(selected, resolved)
    return following(verb, settings, {one.key.split(".")[0] for one in given}) if verb in FOLLOWING else settings


def following(verb: str, settings: Settings, given: Collection[str]) -> Settings:
    """The settings with the question of the stored study that they name, where it says what was not given."""
    stored = stored_question(results_root(settings.results) / settings.study) if settings.study else None
    if stored is None:
        return settings
    base = stored.scenario
    kept = {name: getattr(base, name) for name in _WORLDLY if name not in given}
    parameters = {**base.parameters, **settings.scenario.parameters}
    scenario = dataclasses.replace(settings.scenario, **kept, parameters=parameters, beyond_prior=True)
    own = {name: getattr(stored, name) for name in ("worlds", "seeds", *_OWN_BLOCKS.get(verb, ())) if name not in given}
    if not {"policies", "package", "packages"} & set(given):
        own |= {"packages": stored.packages, "chosen": _but_baseline(stored.packages)}
    elif all(stored.packages.get(name) == package for name, package in settings.packages.items()):
        own["packages"] = stored.packages
    return dataclasses.replace(settings, scenario=scenario, **own)


def _but_baseline(packages: Mapping[str, Package]) -> tuple[str, ...]:
    return tuple(name for name in packages if name != BASELINE)


_OWN_BLOCKS = {"discover": ("blocks",)}
"""Verbs that look at the very blocks of the stored study; others need a number of their own."""
_WORLDLY = ("county", "seed", "months", "warmup")
FOLLOWING = ("select", "sensitivity", "attribute", "portfolio", "discover")
"""Verbs that go on from the question of a stored study."""


def defaults(verb: str) -> dict[str, Any]:
    """The settings of a verb where nothing is said; measures as a list of their keys."""
    found = cast(dict[str, Any], OmegaConf.to_container(_compose(verb)))
    return {key: list(found[key]) if key == "policies" else found[key] for key in VERB_KEYS[verb]}


def _composed(verb: str, given: Sequence[Given]) -> tuple[list[str], DictConfig]:
    """The measures selected, and the settings; measures that only packages name have settings too."""
    named, presets = _named("policies", given), _named("package", given) or []
    config = _compose(verb, named, presets)
    selected, taken = list(config.policies), list(config.packages)
    packaged = [key for keys in config.packages.values() for key in keys]
    packaged += [key for one in given if one.key.startswith("packages.") for key in names_in(one)]
    needed = list(dict.fromkeys([*selected, *packaged]))
    config = config if needed == selected else _compose(verb, needed, presets)
    config.package = presets
    for one in given:
        if one.key.removeprefix("packages.") in taken and one.key.startswith("packages."):
            raise _is_taken(one.key)
        _set(config, one, needed)
    return selected, config


def _named(key: str, given: Sequence[Given]) -> list[str] | None:
    """The names last given for a key."""
    return next((names_in(one) for one in reversed(given) if one.key == key), None)


def _compose(verb: str, policies: Sequence[str] | None = None, presets: Sequence[str] = ()) -> DictConfig:
    register()
    overrides = [f"package=[{','.join(presets)}]"] if presets else []
    overrides += [] if policies is None else [f"policies=[{','.join(policies)}]"]
    with initialize_config_module(CONFIG_MODULE, version_base="1.3"):
        return compose(verb, overrides=overrides)


def _set(config: DictConfig, given: Given, needed: Sequence[str]) -> None:
    top, *rest = given.key.split(".")
    if top in ("policies", "package") and not rest:
        return
    if top == "policies" and rest[0] not in needed:
        wanted = ",".join([*needed, rest[0]])
        raise SettingsError(f"{given}: {rest[0]} is not selected; select it with policies=[{wanted}]")
    if top == "packages":
        config.packages = {**config.packages, rest[0]: names_in(given)}
        return
    try:
        OmegaConf.update(config, given.key, given.value, merge=False)
    except OmegaConfBaseException as error:
        raise SettingsError(f"{given}: expected {_expected(given, str(error))}") from None


def _expected(given: Given, message: str) -> str:
    """The kind of value that was expected, from OmegaConf's message."""
    kind = re.search(r"(?:converted to|not a valid) (\w+)", message)
    return _KINDS.get("null" if given.value is None else kind[1] if kind else "", "another kind of value")


def _settings(selected: Sequence[str], resolved: dict[str, Any]) -> Settings:
    check_range("blocks", resolved["blocks"], 1, MOST_BLOCKS, "blocks")
    check_name("worlds", resolved["worlds"], get_args(Worlds))
    check_seeds(resolved["blocks"], resolved["worlds"], resolved["seeds"])
    if resolved["workers"] is not None:
        check_range("workers", resolved["workers"], 1, MOST_WORKERS, "processes")
    scenario = _scenario(resolved)
    policies = {key: from_settings(registry()[key], values) for key, values in resolved["policies"].items()}
    check_villages(list(policies.values()), scenario.description())
    if resolved["study"] is not None:
        check_study_name(resolved["study"])
    check_launcher(resolved["launcher"])
    kept = ("blocks", "worlds", "seeds", "workers", "launcher", "study", "results")
    packages = _packages(selected, policies, resolved)
    return Settings(
        scenario=scenario,
        policies=tuple(policies[key] for key in selected),
        packages=packages,
        chosen=tuple(packages),
        lang=language(resolved["lang"]),
        resolved={**resolved, "parameters": _parameters(resolved)},
        **{name: resolved[name] for name in kept},
    )


def _scenario(resolved: Mapping[str, Any]) -> Scenario:
    parameters = _parameters(resolved)
    named = {name: resolved[name] for name in ("county", "seed", "months", "warmup", "beyond_prior")}
    try:
        scenario = Scenario(**named, parameters=parameters)
    except OutOfRange as error:
        if not resolved["beyond_prior"] and _within_bounds(parameters):
            raise OutOfRange(f"{error}; beyond_prior=true lets numbers go beyond their plausible range") from None
        raise
    return dataclasses.replace(scenario, county=scenario.description())


def _within_bounds(parameters: Mapping[str, float]) -> bool:
    try:
        replace(standard(), parameters, beyond_prior=True)
    except OutOfRange:
        return False
    return bool(parameters)


def _parameters(resolved: Mapping[str, Any]) -> dict[str, float]:
    """The parameters that were set, by ``group.name``."""
    named = ((f"{group}.{name}", value) for group, of in resolved["parameters"].items() for name, value in of.items())
    return {name: value for name, value in named if value is not None}


def _packages(
    selected: Sequence[str], policies: Mapping[str, Policy], resolved: Mapping[str, Any]
) -> dict[str, Package]:
    """Each selected measure alone, or all of them together, and the packages named."""
    if resolved["together"]:
        name = ALL if set(selected) == set(registry()) else TOGETHER
        packages = {name: tuple(policies[key] for key in selected)} if selected else {}
    else:
        packages = {key: (policies[key],) for key in selected}
    for name, keys in resolved["packages"].items():
        if name in packages or name == BASELINE:
            raise _is_taken(f"packages.{name}")
        packages[name] = tuple(policies[key] for key in keys)
    return packages


def _is_taken(key: str) -> SettingsError:
    return SettingsError(f"{key}: this name is taken; give the package another one")

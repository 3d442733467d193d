"""What is typed on the command line, ``key=value``: read, taken apart, and every name in it checked."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.schema import ALL, ALONE, FREE_TEXT, VERB_KEYS, Config
from sim.core.names import check_name, unknown
from sim.core.parameters import all_passports
from sim.parameters import Parameters
from sim.policies import registry

FLAGS = {"--check": "check=true"}
"""Settings that may be given as options."""


class SettingsError(ValueError):
    """A setting that cannot be used; the message says what was given and what is allowed."""


@dataclass(frozen=True)
class Given:
    """One setting as given: its dotted key and its value. A record of settings is several of these."""

    key: str
    value: Any

    def __str__(self) -> str:
        return f"{self.key}={shown(self.value)}"


def shown(value: Any) -> str:
    """A value as one types it."""
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, list):
        return f"[{','.join(map(shown, value))}]"
    return str(value)


def read(arguments: Sequence[str], verb: str) -> list[Given]:
    """The settings on a command line, each name of them found to exist. Raises ``SettingsError``, ``UnknownName``."""
    given = [leaf for argument in arguments for leaf in _leaves(*_split(FLAGS.get(argument, argument)))]
    for setting in given:
        _check(setting, verb)
    return given


def _split(argument: str) -> tuple[str, Any]:
    key, equals, text = argument.partition("=")
    if argument.startswith("-"):
        raise SettingsError(f"unknown option '{argument}'; options are --help and settings of the form key=value")
    if key[:1] in ("+", "~"):
        raise SettingsError(f"'{argument}': settings are given as key=value, with no + or ~ before them")
    if not equals or not key.strip():
        raise SettingsError(f"'{argument}' is no setting: write key=value, such as seed=7")
    return key, _value(argument, key, text)


def _value(argument: str, key: str, text: str) -> Any:
    """The value in Hydra's grammar: numbers, true, false, null, texts, [lists] and {records: of them}."""
    if key in FREE_TEXT and text != "null" and not _isquoted(text):
        return text
    try:
        parsed = OverridesParser.create().parse_override(f"value={quoted(text)}")
    except HydraException as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"cannot read '{argument}': {reason}") from None
    if parsed.is_sweep_override() and key.split(".")[0] in ("policies", "package", "packages"):
        return [part.strip() for part in text.split(",")]
    if parsed.is_sweep_override():
        raise SettingsError(f"'{argument}' gives several values; a list is written in brackets: {key}=[{text}]")
    return parsed.value()


def _isquoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] and text[0] in "'\""


def quoted(text: str) -> str:
    """Put quotation marks round texts that are not ASCII, which Hydra's grammar wants and nobody types."""
    if text.isascii() or "'" in text or '"' in text:
        return text
    return re.sub(r"[^\[\]{},:]*[^\x00-\x7f][^\[\]{},:]*", lambda found: f"'{found[0].strip()}'", text)


def _leaves(key: str, value: Any) -> Iterator[Given]:
    """A record as its single settings, with dotted keys."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(f"{key}.{name}", part)
    else:
        yield Given(key, value)


def _check(given: Given, verb: str) -> None:
    top, *rest = given.key.split(".")
    everything = [item.name for item in dataclasses.fields(Config)]
    if top in everything and top not in VERB_KEYS[verb]:
        raise SettingsError(f"'{top}' is no setting of gongzhi {verb}; allowed: {', '.join(VERB_KEYS[verb])}")
    check_name("setting", top, VERB_KEYS[verb])
    checks = {"policies": _check_policy, "parameters": _check_parameter, "packages": _check_package}
    if top == "policies" and not rest:
        _check_selection(given, verb)
    elif top in checks:
        checks[top](given, rest)
    elif rest:
        raise SettingsError(f"'{given.key}': {top} has no settings of its own; write {top}=VALUE")
    elif top == "package":
        for name in names_in(given):
            check_name("package", name, presets())


def presets() -> list[str]:
    """Names of the packages that are there, in conf/package."""
    files = (file.name for file in (resources.files("gongzhi_conf") / "package").iterdir())
    return sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml"))


def _check_selection(given: Given, verb: str) -> None:
    names = names_in(given)
    for key in names:
        check_name("policy", key, [*registry(), ALL, ALONE])
    whole = next((name for name in (ALL, ALONE) if name in names), None)
    if whole and len(names) > 1:
        raise SettingsError(f"{given}: '{whole}' selects every measure already; write policies={whole}")
    if whole == ALONE and verb == "run":
        raise SettingsError(f"{given}: gongzhi run lives one county; compare measures with gongzhi compare {given}")


def _check_policy(given: Given, rest: list[str]) -> None:
    check_name("policy", rest[0], registry())
    settings = [item.name for item in dataclasses.fields(registry()[rest[0]])]
    if len(rest) != 2:
        raise SettingsError(f"'{given}': name one setting, policies.{rest[0]}.NAME=VALUE; NAME: {', '.join(settings)}")
    check_name(f"setting of {rest[0]}", rest[1], settings)


def _check_parameter(_: Given, rest: list[str]) -> None:
    known = dict(all_passports(Parameters))
    if ".".join(rest) not in known:
        raise unknown("parameter", ".".join(rest), known)


def _check_package(given: Given, rest: list[str]) -> None:
    if len(rest) != 1:
        raise SettingsError(f"'{given}': a package is written packages.NAME=[measure,measure]")
    for key in names_in(given):
        check_name("policy", key, registry())


def names_in(given: Given) -> list[str]:
    """The names in a list of names, or the one name given in place of a list."""
    names = [given.value] if isinstance(given.value, str) else given.value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingsError(f"{given}: expected a list of measures, such as {given.key}=[micro_grids,burden_reduction]")
    return names

"""Names that follow from content: the same block of the same study of the same model always has the same name."""

import dataclasses
import hashlib
import inspect
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sim
from sim.core.kernels import WITHOUT_KERNELS, source_hash
from sim.policies import Policy
from sim.scenario import Scenario

LAYOUT = 1
"""Raised when the content of a block's file changes its meaning."""


def model_version(policies: Iterable[Policy] = ()) -> str:
    """Hexadecimal digest of everything that decides a run but is no input: sources of ``sim`` and of the measures.

    Measures of other packages count with the file of their class.
    """
    root = Path(inspect.getfile(sim)).resolve().parent
    own = [path for part in WITHOUT_KERNELS for path in _python_files(root / part)]
    foreign = {_file_of(type(policy)) for policy in policies}
    digest = hashlib.sha256(f"{LAYOUT} {source_hash()}".encode())
    for path in [*sorted(own), *sorted(path for path in foreign if root not in path.parents and path.is_file())]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _file_of(measure: type[Policy]) -> Path:
    """The file of a measure's class. Raises ``ValueError`` for one that was typed into a notebook or at the prompt."""
    try:
        return Path(inspect.getfile(measure)).resolve()
    except (OSError, TypeError):
        raise ValueError(
            f"the class {measure.__name__} has no file: put it into a module, so that a study can tell what it ran"
        ) from None


def _python_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path] * path.is_file()


def settings_of(policy: Policy) -> dict[str, Any]:
    """The settings of a measure as plain values; 1 and 1.0 are the same."""
    values = {item.name: getattr(policy, item.name) for item in dataclasses.fields(policy)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def package_settings(package: Sequence[Policy]) -> dict[str, dict[str, Any]]:
    """The measures of a package with their settings, by key in alphabetical order."""
    return {policy.key: settings_of(policy) for policy in sorted(package, key=lambda policy: policy.key)}


def run_content(scenario: Scenario) -> dict[str, Any]:
    """Everything that decides a run without measures, as plain values: county, seed, months and all parameters."""
    return {
        "county": scenario.description().model_dump(mode="json"),
        "seed": scenario.seed,
        "months": scenario.months,
        "warmup": scenario.warmup,
        "parameters": {name: group._asdict() for name, group in scenario.values()._asdict().items()},
    }


def block_content(
    number: int, world: int, scenario: Scenario, packages: Mapping[str, Sequence[Policy]], version: str
) -> dict[str, Any]:
    """Everything that decides what the file of a block holds, as plain values."""
    measures = {name: package_settings(package) for name, package in packages.items()}
    return {"version": version, "packages": measures, "number": number, "world": world, **run_content(scenario)}


def fingerprint(content: Mapping[str, Any]) -> str:
    """A name of 20 hexadecimal digits for plain content; the order of keys does not matter."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]

"""Files of targets: those that are shipped in conf/targets, and those that people write for a county of their own."""

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from experiments.targets import Target, Weight
from sim.core.names import check_name, unknown
from sim.world.documents import PACKAGE, Document, read, where

DISCREPANCY: Mapping[Weight, float] = {"firm": 0.1, "medium": 0.2, "weak": 0.3, "assumed": 0.3}
"""Standard deviation of what the model leaves out, as a share of the tolerance to each side, by weight of the target.

A judgement, not a measurement; a file of targets may state its own.
"""
_TOP = ("county", "discrepancy", "targets")
_WRITTEN = [item.name for item in dataclasses.fields(Target)]


class TargetsError(ValueError):
    """A file of targets that cannot be used; the message names file, line, field and reason of every fault."""


@dataclass(frozen=True)
class TargetFile:
    """Targets that belong together: the name of their file, the county they are for, and each of them once."""

    name: str
    county: str | None
    targets: tuple[Target, ...]


def load_targets(name_or_path: str | Path = "wushan") -> TargetFile:
    """Targets of a shipped name, or of a file (a path that ends in .yaml or .yml).

    Raises ``TargetsError``, or ``DescriptionError`` where the file is no YAML.
    """
    document = _document(str(name_or_path))
    faults = list(_faults(document))
    if faults:
        raise TargetsError("\n".join(faults))
    shares = {**DISCREPANCY, **document.data.get("discrepancy", {})}
    targets = tuple(_target(entry, shares) for entry in document.data["targets"])
    return TargetFile(str(name_or_path), document.data.get("county"), targets)


def _document(name: str) -> Document:
    if Path(name).suffix in (".yaml", ".yml"):
        return read(Path(name), name)
    folder = resources.files(PACKAGE) / "targets"
    shipped = {entry.name.removesuffix(".yaml"): entry for entry in folder.iterdir() if entry.name.endswith(".yaml")}
    if name not in shipped:
        raise TargetsError(f"{unknown('targets', name, shipped)} (a file of your own: its path, ending in .yaml)")
    return read(shipped[name], shipped[name].name)


def _target(entry: Mapping[str, Any], shares: Mapping[str, float]) -> Target:
    """A target from its entry; the discrepancy follows from its weight where it states none."""
    target: Target = TypeAdapter(Target).validate_python(entry)
    return target if target.discrepancy is not None else dataclasses.replace(target, discrepancy=shares[target.weight])


def _faults(document: Document) -> Iterator[str]:
    """Everything that is wrong with a file, as ``file: line N: reason``."""
    data = document.data
    yield from (_told(document, [key], error) for key, error in _unknown_keys(data, _TOP, "field"))
    if not isinstance(data.get("county"), str | None):
        yield _told(document, ["county"], "county: expected a name or a path")
    yield from _faults_of_shares(document)
    entries = data.get("targets")
    if not isinstance(entries, list) or not entries:
        yield _told(document, ["targets"], "targets: expected a list with at least one target")
        return
    seen: set[Any] = set()
    for k, entry in enumerate(entries):
        yield from _faults_of_target(document, k, entry)
        name = entry.get("id") if isinstance(entry, Mapping) else None
        if isinstance(name, str) and name in seen:
            yield _told(document, ["targets", k, "id"], f"id: '{name}' is given twice")
        seen.add(str(name))


def _faults_of_shares(document: Document) -> Iterator[str]:
    shares = document.data.get("discrepancy", {})
    if not isinstance(shares, Mapping):
        yield _told(document, ["discrepancy"], "discrepancy: expected shares by weight, such as {firm: 0.1}")
        return
    yield from (
        _told(document, ["discrepancy", key], error) for key, error in _unknown_keys(shares, get_args(Weight), "weight")
    )
    for weight, share in shares.items():
        if not isinstance(share, int | float) or isinstance(share, bool) or not 0 <= share < math.inf:
            yield _told(document, ["discrepancy", weight], f"discrepancy.{weight}: expected a number from 0 on")


def _faults_of_target(document: Document, k: int, entry: Any) -> Iterator[str]:
    if not isinstance(entry, Mapping):
        yield _told(document, ["targets", k], f"target {k + 1}: expected fields, such as 'id: A1'")
        return
    named = f"target {entry.get('id', k + 1)}"
    unknown_keys = list(_unknown_keys(entry, _WRITTEN, f"field of {named}"))
    yield from (_told(document, ["targets", k, key], error) for key, error in unknown_keys)
    try:
        TypeAdapter(Target).validate_python({key: value for key, value in entry.items() if key in _WRITTEN})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            location = ["targets", k, *fault["loc"]]
            field = ".".join(map(str, fault["loc"]))
            yield _told(document, location, f"{named}: {field}{': ' if field else ''}{_reason(fault)}")


def _reason(fault: Any) -> str:
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return f"{fault['msg'][0].lower()}{fault['msg'][1:]} (given {fault['input']!r})"


def _unknown_keys(given: Mapping[Any, Any], allowed: Sequence[str], kind: str) -> Iterator[tuple[str, str]]:
    for key in given:
        try:
            check_name(kind, str(key), allowed)
        except ValueError as error:
            yield str(key), str(error)


def _told(document: Document, location: Sequence[str | int], reason: str) -> str:
    return f"{where([document], location)}: {reason}"

"""What every figure of conf/evidence.csv is used for, as the code says or, where it cannot, docs/evidence_use.csv."""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.core.parameters import all_passports
from sim.parameters import Parameters
from sim.policies import OWN
from sim.policies.base import key_of

ROOT = Path(__file__).resolve().parents[1]
ROLES = {
    "calibration": "behind a [target](tables/targets.md), and so behind the parameters that were set to meet it",
    "specification": "cited by a parameter, the county, a measure or a rule of the month, or through a derived figure",
    "validation": "kept aside: nothing in the model was set with it (see [odd.md](odd.md), section 8)",
    "background": "read, and the reason for a distinction or for not modelling something; sets no number",
    "unused": "not used, with the reason",
}
STATED = ("validation", "background", "unused")
"""Roles that the code cannot know."""
Row = dict[str, str]
_CITED = re.compile(r"\b[OB]-[A-Z]+\d+[a-z]?\b")
_SPAN = re.compile(r"\b([OB]-[A-Z]+)(\d+) to \1(\d+)\b")


def rows() -> dict[str, Row]:
    """The evidence table by id."""
    return {row["id"]: row for row in _read(ROOT / "conf" / "evidence.csv")}


def stated() -> dict[str, Row]:
    """The roles of figures that the code does not cite, by id."""
    return {row["id"]: row for row in _read(ROOT / "docs" / "evidence_use.csv")}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def targets() -> list[dict[str, Any]]:
    """The entries of conf/targets/wushan.yaml."""
    found: list[dict[str, Any]] = _yaml(ROOT / "conf" / "targets" / "wushan.yaml")["targets"]
    return found


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def cited_in(text: str) -> list[str]:
    """The ids in a text, in order of the alphabet; 'B-V5 to B-V8' names all four."""
    spans = {f"{s}{n}" for s, first, last in _SPAN.findall(text) for n in range(int(first), int(last) + 1)}
    return sorted(set(_CITED.findall(text)) | spans)


@cache
def uses() -> dict[str, dict[str, list[str]]]:
    """By id and kind, what the model uses a figure for: targets, parameters, counties, measures, rules."""
    found: dict[str, dict[str, list[str]]] = {}

    def note(ids: Iterable[str], kind: str, name: str) -> None:
        for one in ids:
            found.setdefault(one, {}).setdefault(kind, []).append(name)

    for target in targets():
        note(target["evidence"], "target", target["id"])
    for name, passport in all_passports(Parameters):
        note(passport.evidence, "parameter", f"`{name}` ({passport.status})")
    for path in sorted((ROOT / "conf" / "county").glob("*.yaml")):
        note(cited_in(path.read_text("utf-8")), "county", path.stem)
    known = _yaml(ROOT / "conf" / "measures.yaml")
    for policy in OWN:
        key = key_of(policy)
        note(cited_in(f"{policy.__doc__} {known.get(key, {}).get('evidence')}"), "measure", f"`{key}`")
    for path in sorted((ROOT / "sim").glob("*/*.py")):
        if path.parent.name not in ("parameters", "policies"):
            note(cited_in(path.read_text("utf-8")), "rules of", f"`{path.stem}`")
    return found


@cache
def through() -> dict[str, list[str]]:
    """The derived figures that the model uses, by the id of each figure they were derived from."""
    found: dict[str, list[str]] = {}
    for row in rows().values():
        if row["kind"] == "derived" and row["id"] in uses():
            for one in cited_in(row["source"]):
                found.setdefault(one, []).append(row["id"])
    return found


def use_of(one: str) -> tuple[str, str]:
    """Role of a figure, and what it is used for or why it is not; two empty texts where nobody says."""
    kinds = uses().get(one, {})
    parts = [f"{kind} {', '.join(dict.fromkeys(names))}" for kind, names in kinds.items()]
    if one in through():
        parts.append(f"through {', '.join(through()[one])}")
    if parts:
        return "calibration" if "target" in kinds else "specification", "; ".join(parts)
    row = stated().get(one, {})
    return row.get("role", ""), row.get("why", "")


def graded(row: Row) -> str:
    """Kind and reliability of a figure."""
    marks = (row["kind"], row["reliability"], "sign" if row["sign_only"] else "")
    return ", ".join(dict.fromkeys(mark for mark in marks if mark))

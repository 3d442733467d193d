"""The API pages hold what a researcher calls, as it stands in the code; that they are current is in test_docs.py."""

import re
from pathlib import Path

import griffe
import pytest

from scripts import docs, docs_api
from sim.policies import OWN

ROOT = Path(__file__).resolve().parents[1]
API = ROOT / "docs" / "api"
ENTRIES = [entry for page in docs_api.PAGES.values() for entry in page["modules"]]
EXAMPLE = '''
"""An example.

    first = 1

The rest.
"""

from __future__ import annotations

FEW = 3
"""Fewer are ``few``."""
Plain = dict[str, int]

def near(first: Annotated[float, setting(0, 1)], *, far: "tuple[int, ...]" = (1,), **rest: int) -> "list[str]":
    """Says ``a<b>`` or <NA>."""

def _hidden() -> None: ...
'''


def test_every_page_is_written_and_no_other_lies_there() -> None:
    assert {f"api/{path.name}" for path in API.iterdir()} == {name for name in docs.PAGES if name.startswith("api/")}


@pytest.mark.parametrize("package", ["methods", "questions", "calibration"])
def test_all_modules_of_a_package_are_on_a_page(package: str) -> None:
    written = {entry.split()[0] for entry in ENTRIES}
    there = {f"experiments.{package}.{path.stem}" for path in (ROOT / "experiments" / package).glob("[!_]*.py")}
    assert there - written == set(), "add the module to scripts/docs_api.yaml"
    assert len(ENTRIES) == len({entry.split()[0] for entry in ENTRIES})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.split()[0])
def test_whatever_is_on_a_page_is_explained(entry: str) -> None:
    shown = [one for one in docs_api.members(entry) if isinstance(one, griffe.Class | griffe.Function)]
    inside = [one for of in shown if isinstance(of, griffe.Class) for one in of.members.values()]
    methods = [one for one in inside if isinstance(one, griffe.Function) and not one.name.startswith("_")]
    assert [one.path for one in (*shown, *methods) if one.docstring is None] == []


def test_a_module_becomes_a_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api_example.py").write_text(EXAMPLE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(docs_api, "ROOT", tmp_path)
    module = griffe.load("api_example", search_paths=[tmp_path], allow_inspection=False)
    monkeypatch.setattr(docs_api, "source", lambda _: module)
    assert docs_api.section("api_example").split("\n\n") == [
        "## api_example",
        "Source: [api_example.py](../../api_example.py)",
        "An example.",
        "```\nfirst = 1\n```",
        "The rest.",
        "- `FEW` = `3`: Fewer are `few`.",
        "### near",
        "```python\nnear(first: float, *, far: tuple[int, ...] = (1,), **rest: int) -> list[str]\n```",
        "Says `a<b>` or \\<NA>.",
    ]


def test_a_long_signature_has_a_line_a_parameter() -> None:
    text = (API / "compare.md").read_text("utf-8")
    assert "\ncompare(\n    base: Scenario,\n    packages: Mapping[str, Sequence[Policy]],\n    *,\n" in text


def test_measures_stand_with_their_settings() -> None:
    text = (API / "measures.md").read_text("utf-8")
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == [policy.__name__ for policy in OWN]
    assert "| `items_cut` | 0.4 | 0 to 0.7 | share | items cut |" in text

"""The tutorial notebook runs, and shows what it shows; its links and commands are good; CITATION.cff agrees with it."""

import base64
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from scripts import tutorial
from tests.test_docs import LINK, PARAMETER, commands, misunderstood

ROOT = Path(__file__).resolve().parents[1]
LARGEST_FIGURE = 60_000
"""Bytes."""


@pytest.fixture(scope="module")
def stored() -> nbformat.NotebookNode:
    return nbformat.read(tutorial.NOTEBOOK, as_version=4)


def prose(notebook: nbformat.NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_it_runs_and_shows_what_is_stored(stored: nbformat.NotebookNode, tmp_path: Path) -> None:
    found = tutorial.executed(tmp_path)
    assert tutorial.texts(found) == tutorial.texts(stored), "run `python scripts/tutorial.py` and read the notebook"
    assert (tmp_path / "tutorial" / "effects.parquet").exists()


def test_it_was_stored_by_one_clean_run(stored: nbformat.NotebookNode) -> None:
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    outputs = [out for cell in code for out in cell.outputs]
    figures = [out.data["image/png"] for out in outputs if "image/png" in out.get("data", {})]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert {out.get("name") for out in outputs if out.output_type == "stream"} == {"stdout"}
    assert len(figures) == 1
    assert len(base64.b64decode(figures[0])) < LARGEST_FIGURE


def test_its_links_commands_and_parameters_exist(stored: nbformat.NotebookNode) -> None:
    text = prose(stored)
    missing = [link for link in LINK.findall(text) if not (tutorial.NOTEBOOK.parent / link).exists()]
    assert missing == []
    assert {command: reason for command in commands(text) if (reason := misunderstood(command))} == {}
    assert list(commands(text))
    assert PARAMETER.findall(text) == [], "a parameter named in the prose: check it against the passports"


def test_weak_evidence_is_called_weak(stored: nbformat.NotebookNode) -> None:
    text = prose(stored)
    assert "no evidence" in text.replace("**", "").replace("\n", " ")
    assert "This is weak evidence" in text
    assert "不能当作证据" in text


def test_the_citation_agrees_with_the_package() -> None:
    cite = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cite["cff-version"] == "1.2.0"
    assert cite["title"] == project["description"]
    for key in ("version", "license", "keywords", "authors"):
        assert cite[key] == project[key]

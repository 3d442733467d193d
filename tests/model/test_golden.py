"""A year of a small township is what it was: numbers move on purpose or not at all (scripts/golden.py)."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import golden

RELATIVE = 1e-9


def moved(now: dict[golden.Key, float], then: dict[golden.Key, float]) -> Iterator[str]:
    """What is no longer as it was."""
    for key in sorted(now.keys() | then.keys()):
        one, other = now.get(key, math.inf), then.get(key, -math.inf)
        same = (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=RELATIVE, abs_tol=1e-12)
        if not same:
            yield f"{', '.join(map(str, key))}: {other:.12g}, now {one:.12g}"


def test_the_township_lives_as_it_did() -> None:
    found = list(moved(dict(golden.series()), golden.read()))
    shown = "\n".join(found[:10])
    assert not found, f"{len(found)} numbers have moved; if that is meant, run scripts/golden.py:\n{shown}"


def test_a_changed_a_missing_and_a_new_number_are_noticed() -> None:
    then = {("run", 1, "a"): 1.0, ("run", 1, "b"): math.nan, ("run", 1, "gone"): 1.0}
    now = {("run", 1, "a"): 1.0 + 1e-8, ("run", 1, "b"): math.nan, ("run", 1, "new"): 1.0}
    assert [line.split(":")[0] for line in moved(now, then)] == ["run, 1, a", "run, 1, gone", "run, 1, new"]


def test_the_series_cover_a_year_of_both_runs() -> None:
    then = golden.read()
    assert {(run, month) for run, month, _ in then} == {(run, month) for run in golden.RUNS for month in range(1, 13)}
    known = [value for value in then.values() if not math.isnan(value)]
    assert len(known) > 1500
    assert len(set(known)) > 1000


def test_the_file_says_why_it_was_written() -> None:
    head = golden.FILE.read_text("utf-8").splitlines()[:3]
    assert all(line.startswith("# ") for line in head)
    assert len(head[2].split()) > 3


@pytest.mark.parametrize("arguments", [[], ["why"], ["a", "b"]])
def test_without_a_reason_nothing_is_written(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "FILE", tmp_path / "township.csv")
    assert golden.main(arguments) == 2
    assert not golden.FILE.exists()


def test_what_is_written_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "FILE", tmp_path / "township.csv")
    assert golden.main(["a test writes them"]) == 0
    assert list(moved(dict(golden.series()), golden.read())) == []

"""The table of ``make verify`` says what was measured, and a figure outside its bound fails its test."""

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.verify.summary import SLOW, Row, about, bound_of, drawn, number, table_of, verifier, within, write


def report(name: str, outcome: str = "passed", slow: bool = True, rows: list[tuple[str, Any]] | None = None) -> Any:
    return pytest.TestReport(
        nodeid=name,
        location=("", 0, ""),
        keywords={"slow": 1} if slow else {},
        outcome=outcome,  # type: ignore[arg-type]
        longrepr=None,
        when="call",
        user_properties=rows or [],
    )


def reported(figure: float, **bounds: float) -> list[tuple[str, Any]]:
    item = SimpleNamespace(user_properties=[])
    verifier(item)("queue", "waits as the theory says", figure, **bounds)  # type: ignore[arg-type]
    return item.user_properties


def test_a_figure_within_its_bound_becomes_a_row() -> None:
    rows = table_of([report("tests/a.py::test_queue", rows=reported(0.95, at_least=0.92, at_most=0.98))])
    assert rows[0] == Row(
        "queue", "waits as the theory says", "0.95", "0.92 to 0.98", "holds", "tests/a.py::test_queue"
    )


def test_a_figure_outside_its_bound_fails_the_test_and_keeps_its_row() -> None:
    item = SimpleNamespace(user_properties=[])
    with pytest.raises(AssertionError, match="6 of 8 is not >= 7"):
        verifier(item)("faults", "are caught", 6, at_least=7, of=8)
    failed = table_of([report("tests/a.py::test_faults", "failed", rows=item.user_properties)])
    assert (failed[0].figure, failed[0].verdict) == ("6 of 8", "FAILS")
    assert failed[-1].verdict == "FAILS"


def test_slow_tests_without_a_figure_are_counted_by_file() -> None:
    names = [f"tests/verify/test_summary.py::test_they_dock[{seed}]" for seed in range(3)]
    reports = [report(names[0]), report(names[1], "failed"), report(names[2]), report("tests/c.py::test_d", slow=False)]
    silent, suite = table_of(reports)
    assert (silent.check, silent.figure) == (SLOW, "2 of 3")
    assert silent.statement.startswith("The table of ``make verify`` says what was measured, and a figure")
    assert about(Path("tests/gone.py")) == "tests/gone.py"
    assert (suite.figure, suite.verdict) == ("3 of 4", "FAILS")


def test_what_is_not_a_number_is_within_no_bound() -> None:
    assert not within(float("nan"), None, 1.0)
    assert within(1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="needs a bound"):
        bound_of(None, None)


def test_bounds_and_figures_read_well() -> None:
    assert [bound_of(0, 0), bound_of(7, None), bound_of(None, 0.05)] == ["= 0", ">= 7", "<= 0.05"]
    assert [number(1234567.0), number(0.034567), number(0.0)] == ["1,234,567", "0.0346", "0"]


def test_the_table_is_written_and_drawn(tmp_path: Path) -> None:
    rows = table_of([report("tests/a.py::test_queue", rows=reported(0.95, at_least=0.92))])
    written = list(csv.DictReader(write(rows, tmp_path / "new").open(encoding="utf-8")))
    assert [row["check"] for row in written] == ["queue", "the suite"]
    text = drawn(rows)
    assert "waits as the theory says" in text
    assert max(map(len, text.splitlines())) <= 150

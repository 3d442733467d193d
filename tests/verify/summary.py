"""The table that ends ``make verify``: what was checked, what came out, what was asked for, and the verdict.

A test reports a figure through the fixture ``verified`` (tests/conftest.py), which fails it outside the bound:

    def test_intervals_cover_the_truth(verified: Verify) -> None:
        verified("interval coverage", "95 % intervals hold the true effect", share, at_least=0.92, at_most=0.98)

Figures of any test show up wherever it runs. Slow tests that report none get a row a file, with how many passed.
With GONGZHI_VERIFY=FOLDER the rows are also written to verify.csv in that folder.
"""

import ast
import csv
import io
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any, Protocol

import pytest
from rich.console import Console
from rich.table import Table

FOLDER = "GONGZHI_VERIFY"
"""Environment variable: the folder for verify.csv."""
PROPERTY = "verified"
HOLDS, FAILS = "holds", "FAILS"
WIDTH = 150
ROOT = Path(__file__).resolve().parents[2]
SLOW = "slow tests without a figure"


class Verify(Protocol):
    """What the fixture ``verified`` is called with."""

    def __call__(
        self,
        check: str,
        statement: str,
        figure: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        of: int | None = None,
    ) -> None:
        """Report ``figure`` (a count out of ``of``) for a check; ``AssertionError`` outside its bound."""


@dataclass(frozen=True)
class Row:
    """One line of the table, as text."""

    check: str
    statement: str
    figure: str
    bound: str
    verdict: str
    test: str = ""


class Properties(Protocol):
    """The part of a test item and of its report that carries rows."""

    user_properties: list[tuple[str, Any]]


def verifier(item: Properties) -> Verify:
    """The fixture's function for one test: keeps the row with the test, then asserts."""

    def verified(
        check: str,
        statement: str,
        figure: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        of: int | None = None,
    ) -> None:
        bound = bound_of(at_least, at_most)
        good = within(figure, at_least, at_most)
        shown = number(figure) if of is None else f"{figure} of {of}"
        item.user_properties.append((PROPERTY, asdict(Row(check, statement, shown, bound, HOLDS if good else FAILS))))
        assert good, f"{check}: {statement}: {shown} is not {bound}"

    return verified


def within(figure: float, at_least: float | None, at_most: float | None) -> bool:
    """Whether a figure keeps its bounds; one that is not a number never does."""
    low, high = (-math.inf if at_least is None else at_least), (math.inf if at_most is None else at_most)
    return bool(low <= figure <= high)


def bound_of(at_least: float | None, at_most: float | None) -> str:
    """The bounds in words; a check without any is a mistake."""
    if at_least is None and at_most is None:
        raise ValueError("a check needs a bound: at_least, at_most or both")
    if at_least == at_most and at_least is not None:
        return f"= {number(at_least)}"
    if at_least is not None and at_most is not None:
        return f"{number(at_least)} to {number(at_most)}"
    return f">= {number(at_least)}" if at_least is not None else f"<= {number(at_most)}"  # type: ignore[arg-type]


def number(value: float) -> str:
    """Whole numbers whole, others with three or four digits."""
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e9 else f"{value:.3g}"


def table_of(reports: Sequence[pytest.TestReport]) -> list[Row]:
    """The rows that tests reported, then those of slow tests that reported none, then one for all tests."""
    last = _last(reports)
    told = [row for report in last for row in _told(report)]
    silent = [report for report in last if "slow" in report.keywords and not any(_told(report))]
    return [*sorted(told, key=lambda row: row.check), *_of_files(silent), _of_all(last)]


def _last(reports: Sequence[pytest.TestReport]) -> list[pytest.TestReport]:
    """One report a test: the last, or the first that failed; in order of the tests' names."""
    kept: dict[str, pytest.TestReport] = {}
    for report in reports:
        if report.when == "call" or report.failed:
            before = kept.get(report.nodeid)
            kept[report.nodeid] = before if before is not None and before.failed else report
    return [kept[name] for name in sorted(kept)]


def _told(report: pytest.TestReport) -> Iterator[Row]:
    for name, value in report.user_properties:
        if name == PROPERTY:
            yield Row(**{**value, "test": report.nodeid})


def _of_files(reports: Iterable[pytest.TestReport]) -> list[Row]:
    files: dict[str, list[bool]] = {}
    for report in reports:
        files.setdefault(report.nodeid.partition("::")[0], []).append(report.passed)
    return [_passed(SLOW, about(Path(name)), passed, name) for name, passed in files.items()]


def _of_all(reports: Sequence[pytest.TestReport]) -> Row:
    return _passed("the suite", "every test that ran has passed", [report.passed for report in reports])


def _passed(check: str, statement: str, passed: Sequence[bool], test: str = "") -> Row:
    good, whole = sum(passed), len(passed)
    return Row(check, statement, f"{good} of {whole}", f"= {whole}", HOLDS if good == whole else FAILS, test)


def about(file: Path) -> str:
    """What a file of tests says it is about: the first sentence of its docstring, else its name."""
    try:
        said = ast.get_docstring(ast.parse((ROOT / file).read_text("utf-8"))) or ""
    except OSError:
        said = ""
    return " ".join(said.partition("\n\n")[0].split()) or file.as_posix()


def drawn(rows: Sequence[Row]) -> str:
    """The table as text."""
    table = Table(title="verification", title_justify="left", show_lines=False, expand=False)
    for title in ("check", "statement", "figure", "bound", "verdict"):
        table.add_column(title, justify="right" if title in ("figure", "bound") else "left", no_wrap=title == "figure")
    shown = ""
    for row in rows:
        table.add_row("" if row.check == shown else row.check, row.statement, row.figure, row.bound, row.verdict)
        shown = row.check
    text = io.StringIO()
    Console(file=text, width=WIDTH).print(table, markup=False)
    return text.getvalue()


def write(rows: Sequence[Row], folder: Path) -> Path:
    """Write verify.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "verify.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([field.name for field in fields(Row)])
        lines.writerows(astuple(row) for row in rows)
    return path


def conclude(terminal: pytest.TerminalReporter) -> None:
    """Show the table where a figure was reported or all are wanted; write it where asked."""
    kinds = ("passed", "failed", "error", "xpassed")
    reports = [report for kind in kinds for report in terminal.getreports(kind)]
    rows = table_of([report for report in reports if isinstance(report, pytest.TestReport)])
    folder = os.environ.get(FOLDER)
    if folder is None and not any(row.check not in (SLOW, "the suite") for row in rows):
        return
    terminal.ensure_newline()
    terminal.write(drawn(rows))
    if folder is not None:
        terminal.write_line(f"written to {write(rows, Path(folder))}")

"""The columns of a sheet for a table: a number, the ends of its interval and its words each have one of their own."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from experiments.report.document import Cell, Column, Grid, Tone
from experiments.report.parts import grouped
from experiments.words import Words

Value = str | float | None
Row = tuple[str | None, tuple[Cell, ...]]
"""Name of the group and cells of a row."""
_NUMBER = re.compile(r"[−+-]?\d[\d,]*(?:\.\d+)?")
_SIGNS = re.compile(r"[\s−+—–%()（）,.;:，、；：\d-]")


@dataclass(frozen=True)
class Lane:
    """A column of a sheet; ``of`` gives the value in a row, its number format and its tone."""

    head: str
    unit: str
    about: str
    numbers: bool
    of: Callable[[Row], tuple[Value, str, Tone]]


def listed(grid: Grid) -> Iterator[Row]:
    """The rows of a table, each with the name of its group."""
    for name, rows in grouped(grid):
        yield from ((name, cells) for cells in rows)


def lanes(grid: Grid, say: Words) -> list[Lane]:
    """The columns that a table needs in a workbook."""
    found = []
    if any(row.group for row in grid.rows):
        head, about = say("report_files.book.group"), say("report_files.book.about.group")
        found.append(Lane(head, "", about, False, lambda row: (row[0], "", "open")))
    for n, column in enumerate(grid.columns):
        found += _lanes_of(n, column, [cells[n] for _, cells in listed(grid) if n < len(cells)], say)
    return found


def _lanes_of(n: int, column: Column, cells: list[Cell], say: Words) -> list[Lane]:
    head = " ".join(column.head.split())
    says_more = any(_words(cell.text, say) or len(_NUMBER.findall(cell.text)) > 1 for cell in cells)
    found = []
    if any(cell.value is not None for cell in cells):
        about = column.about or say("report_files.book.about.value")
        found.append(Lane(head, column.unit, about, True, lambda row: _value(_cell(row, n), "value")))
        for end in ("low", "high"):
            if any(getattr(cell, end) is not None for cell in cells):
                found.append(_further(end, n, head, column.unit, say))
        if says_more:
            found.append(_further("text", n, head, "", say))
    else:
        found.append(Lane(head, column.unit, column.about, False, lambda row: _text(_cell(row, n), "text")))
    if any(_words(cell.small, say) or (cell.small and cell.low is None) for cell in cells):
        found.append(_further("small", n, head, "", say))
    return found


def _further(name: str, n: int, head: str, unit: str, say: Words) -> Lane:
    """A column beside that of the number: an end of the interval, or words."""
    numbers = name in ("low", "high")
    write = _value if numbers else _text
    about = say(f"report_files.book.about.{name}")
    return Lane(
        say(f"report_files.book.{name}", head=head), unit, about, numbers, lambda row: write(_cell(row, n), name)
    )


def _cell(row: Row, n: int) -> Cell:
    cells = row[1]
    return cells[n] if n < len(cells) else Cell()


def _value(cell: Cell, name: str) -> tuple[Value, str, Tone]:
    value: float | None = getattr(cell, name)
    if value is None or not math.isfinite(value):
        return None, "", cell.tone
    return value, number_format(cell), cell.tone


def _text(cell: Cell, name: str) -> tuple[Value, str, Tone]:
    return getattr(cell, name), "", cell.tone


def _words(text: str, say: Words) -> bool:
    """The text says more than numbers."""
    between = say("form.range", low="", high="").strip()
    return bool(_SIGNS.sub("", text.replace(between, "")))


def number_format(cell: Cell) -> str:
    """The format in which a number is shown as in the cell's text; a plain one where the text is in other units."""
    assert cell.value is not None
    for told in _NUMBER.findall(cell.text):
        digits = len(told.partition(".")[2])
        shown = float(told.replace(",", "").replace("−", "-"))
        percent = "%" in cell.text and _same(100 * cell.value, shown, told)
        if percent or _same(cell.value, shown, told):
            plain = ("#,##0" if not digits else "#,##0." + "0" * digits) + (
                "%" if percent and abs(cell.value) <= 1 else ""
            )
            return f"+{plain};-{plain};{plain}" if "+" in cell.text or told[0] in "−-" else plain
    size = abs(cell.value)
    if "%" in cell.small and size <= 1.0:
        return "0.0%"
    return "#,##0" if size >= 100 or float(cell.value).is_integer() else "0.00" if size >= 1 else "0.000"


def _same(value: float, shown: float, told: str) -> bool:
    """``told`` is the value, rounded to the decimals or the zeros at its end."""
    whole, _, decimals = told.replace(",", "").partition(".")
    places = len(decimals) or (len(whole.rstrip("0")) - len(whole) if shown else 0)
    return math.isclose(value, shown, abs_tol=0.5001 * 10.0**-places)

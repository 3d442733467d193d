"""Tables of a Word file: the head repeated on every page, no row torn, numbers at the right, light fills."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from experiments.report.document import Cell, Grid, Row
from experiments.report.docx_styles import FILLS, PALE, TABLE
from experiments.report.parts import clean, is_long
from experiments.report.widths import fitted, least_widths

_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
_EASY = 7.5
"""Letters, in points, below which a table had better lie across."""
_SMALLER = 1.0
_MARGINS = 140 * 635
"""Left and right margin of a cell in EMU."""
_KEPT = 2
"""Rows of a long table that stay with its head, and that stay together at its end."""


def add_table(word: WordDocument, grid: Grid, room: int) -> None:
    """Write a table; ``room`` is the width of the page's text in EMU."""
    size, widths = _measured(grid, room)
    table = word.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style=TABLE)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _describe(table, grid.caption)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Emu(round(wide))
    rows = list(table.rows)
    kept = _KEPT if is_long(grid) else len(rows) - 1
    _head(rows[0], grid, size, widths)
    for n, (made, row) in enumerate(zip(rows[1:], grid.rows, strict=True), 1):
        _body(made, row, grid, size, widths)
        if n < kept or row.group or len(grid.rows) - _KEPT < n < len(grid.rows):
            _keep(made)


def fits(grid: Grid, room: int) -> bool:
    """No word is torn at a width of ``room`` EMU in letters that are easy to read."""
    return sum(least_widths(grid)) * _letter(_EASY) <= room - _MARGINS * len(grid.columns)


def _measured(grid: Grid, room: int) -> tuple[float, list[float]]:
    """The largest size of letters at which no word is torn, and the widths of columns in EMU."""
    least, margins = sum(least_widths(grid)), _MARGINS * len(grid.columns)
    size = next((one for one in _SIZES if least * _letter(one) <= room - margins), _SIZES[-1])
    widths = fitted(grid, (room - margins) / _letter(size))
    return size, [_MARGINS + wide * _letter(size) for wide in widths]


def _letter(size: float) -> float:
    """Width of a half-width letter in EMU, with a little to spare."""
    return Pt(size) / 2 * 1.04


def _describe(table: Table, caption: str) -> None:
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), clean(caption))
    table._tbl.tblPr.append(told)


def _mark(row: _Row, *names: str) -> None:
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _head(row: _Row, grid: Grid, size: float, widths: list[float]) -> None:
    _mark(row, "w:cantSplit", "w:tblHeader")
    for cell, column, wide in zip(row.cells, grid.columns, widths, strict=True):
        cell.width = Emu(round(wide))
        _write(cell.paragraphs[0], column.head, "Table Head", size, column.numbers)
    _keep(row)


def _body(made: _Row, row: Row, grid: Grid, size: float, widths: list[float]) -> None:
    _mark(made, "w:cantSplit")
    cells = list(made.cells)
    for cell, wide in zip(cells, widths, strict=True):
        cell.width = Emu(round(wide))
    if row.group:
        whole = cells[0].merge(cells[-1])
        _write(whole.paragraphs[0], row.cells[0].text, "Table Head", size, right=False)
        _fill(whole, PALE)
        return
    last = len(row.cells) - 1
    if last < len(cells) - 1:
        cells[last].merge(cells[-1])
    for n, (cell, told) in enumerate(zip(cells, row.cells, strict=False)):
        _tell(cell, told, size, grid.columns[n].numbers and n <= last)


def _tell(cell: _Cell, told: Cell, size: float, right: bool) -> None:
    line = cell.paragraphs[0]
    if told.text or not told.small:
        _write(line, told.text, "Table Text", size, right)
    if told.small:
        line = cell.add_paragraph() if told.text else line
        _write(line, told.small, "Table Small", size - _SMALLER, right)
    if told.tone in FILLS:
        _fill(cell, FILLS[told.tone])
        cell.paragraphs[0].runs[0].bold = told.tone == "bad"


def _write(line: Paragraph, text: str, style: str, size: float, right: bool) -> None:
    # The name without its spaces is the key of a style; looking it up takes most of the time of a table.
    line._p.style = style.replace(" ", "")
    line.add_run(clean(text)).font.size = Pt(size)
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _keep(row: _Row) -> None:
    """Keep a row on the page of the next."""
    for paragraph in (line for cell in row.cells for line in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _fill(cell: _Cell, colour: str) -> None:
    shade: Any = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)

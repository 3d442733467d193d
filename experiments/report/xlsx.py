"""A document as a workbook: a sheet a table, numbers as numbers, and a guide that says what every column means."""

import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from openpyxl import Workbook
from openpyxl.cell import Cell as Box
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from experiments.report.archive import settled
from experiments.report.document import Document, Grid
from experiments.report.html import CODES
from experiments.report.lanes import Lane, Value, lanes, listed
from experiments.report.widths import narrowest, width
from experiments.report.xlsx_styles import FILLS, HEAD, LINK, NOTE, NUMBER, NUMBER_HEAD, TEXT, TITLE, add_styles
from experiments.words import words

LETTERS = 31
"""Letters that the name of a sheet may have."""
HEADS = 3
"""Row of the heads; caption and note stand above, the data below."""
_FORBIDDEN = set("[]:*?/\\'")
_A4 = 9
_NARROW, _WIDE = 10, 46
_PAGE, _LINE_HEIGHT = 230, 15.0
"""Letters beside each other on a printed page, and points of a line."""
_MARGINS = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.6, header=0.3, footer=0.3)
_HEAD_LINES, _BOLD = 3, 1.15
"""Lines that a head takes at most, but for its words, and how much wider its letters are."""
_NAMED = 4
"""Columns that are kept in place at most."""
_HEADER = 200
"""Letters of a running head, of which a file may have 255 with its codes."""


def to_xlsx(document: Document, made: datetime) -> bytes:
    """The workbook; ``made`` is told in its properties."""
    pages = _Pages(document, made)
    guide = pages.sheet(pages.say("report_files.book.guide"))
    written = [(grid, *pages.grid(grid)) for grid in document.grids()]
    if document.facts:
        pages.facts()
    pages.guide(guide, written)
    held = io.BytesIO()
    pages.book.save(held)
    return settled(held.getvalue(), made)


class _Pages:
    """The sheets of a workbook that is being written."""

    def __init__(self, document: Document, made: datetime) -> None:
        self.document, self.say = document, words(document.lang)
        self.names: set[str] = set()
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        add_styles(self.book, document.lang)
        told = self.book.properties
        told.creator, told.title, told.language = "Gongzhi", _clean(document.title), CODES[document.lang]
        told.created = made.astimezone(UTC).replace(tzinfo=None)

    def sheet(self, wanted: str) -> Worksheet:
        """A new sheet under a name that no other has and that every program allows."""
        plain = "".join(" " if letter in _FORBIDDEN else letter for letter in _clean(wanted)).strip() or "-"
        for n in count(1):
            end = "" if n == 1 else f" {n}"
            name = plain[: LETTERS - len(end)].strip() + end
            if name.lower() not in self.names:
                break
        self.names.add(name.lower())
        made: Worksheet = self.book.create_sheet(name)
        return made

    def grid(self, grid: Grid) -> tuple[Worksheet, list[Lane]]:
        """The sheet of a table, and what stands in its columns."""
        sheet, found = self.sheet(grid.sheet), lanes(grid, self.say)
        _put(sheet, 1, 1, grid.caption, TITLE)
        _put(sheet, 2, 1, grid.note, NOTE)
        for k, lane in enumerate(found, 1):
            _put(sheet, HEADS, k, lane.head, NUMBER_HEAD if lane.numbers else HEAD)
        rows = list(listed(grid))
        for n, row in enumerate(rows, HEADS + 1):
            for k, lane in enumerate(found, 1):
                value, style, tone = lane.of(row)
                box = _put(sheet, n, k, value, NUMBER if lane.numbers else TEXT)
                if style:
                    box.number_format = style
                if tone in FILLS:
                    box.fill = FILLS[tone]
        self._shape(sheet, found, len(rows), _named(grid, found))
        return sheet, found

    def _shape(self, sheet: Worksheet, found: Sequence[Lane], rows: int, names: int) -> None:
        """Widths, what stays in place when one scrolls, filters, and the page in print.

        ``names``: columns that say what a row is about.
        """
        across = math.ceil(_fit(sheet) / _PAGE)
        sheet.freeze_panes = f"{get_column_letter(names + 1)}{HEADS + 1}"
        sheet.auto_filter.ref = f"A{HEADS}:{get_column_letter(len(found))}{HEADS + rows}"
        self._print(sheet, across)
        sheet.print_title_rows, sheet.print_title_cols = f"{HEADS}:{HEADS}", f"A:{get_column_letter(max(names, 1))}"
        if across > 1:
            # Pages beside each other repeat the names of rows only, which would cut the lines above the heads.
            sheet.print_area = f"A{HEADS}:{get_column_letter(len(found))}{HEADS + rows}"
            running = str(sheet.cell(1, 1).value or "")[:_HEADER].replace("&", "&&")
            sheet.HeaderFooter.oddHeader = HeaderFooterItem(left=_HeaderFooterPart(running))

    def _print(self, sheet: Worksheet, across: int = 1) -> None:
        """The page in print: A4, as many pages beside each other as it takes to be read."""
        sheet.page_margins = _MARGINS
        sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(
            left=_HeaderFooterPart(self.say("report_files.footer")),
            center=_HeaderFooterPart("&A"),
            right=_HeaderFooterPart(self.say("report_files.page", page="&P", pages="&N")),
        )

    def facts(self) -> None:
        """The sheet of facts."""
        sheet = self.sheet(self.document.facts_heading or self.say("report_files.book.value"))
        self._table(sheet, 1, ("name", "value"), self.document.facts)
        _set_widths(sheet, (26, 90))
        _set_heights(sheet, 1)
        sheet.freeze_panes = "A2"
        self._print(sheet)

    def guide(self, sheet: Worksheet, written: Sequence[tuple[Grid, Worksheet, list[Lane]]]) -> None:
        """The first sheet: what the others hold, and what their columns mean."""
        told = self.document
        lines = (told.kind, told.title, self.say("report_files.footer"), self.say("report_files.book.numbers"))
        for n, line in enumerate(lines, 1):
            _put(sheet, n, 1, line, TITLE if n == 2 else NOTE)
        rows: list[tuple[Value, ...]] = [
            (held.title, grid.caption, len(list(listed(grid)))) for grid, held, _ in written
        ]
        last = self._listing(sheet, len(lines) + 2, "sheets", ("sheet", "holds", "rows"), rows)
        rows = [(held.title, lane.head, lane.unit, lane.about) for _, held, found in written for lane in found]
        self._listing(sheet, last + 2, "columns", ("sheet", "column", "unit", "meaning"), rows)
        _set_widths(sheet, (26, 56, 18, 70))
        _set_heights(sheet, len(lines) + 2)
        self._print(sheet)

    def _listing(
        self, sheet: Worksheet, row: int, title: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]
    ) -> int:
        """A titled list whose first column leads to sheets; returns its last row."""
        _put(sheet, row, 1, self.say(f"report_files.book.{title}"), TITLE)
        last = self._table(sheet, row + 1, heads, rows)
        for n in range(row + 2, last + 1):
            box = sheet.cell(n, 1)
            box.style = LINK
            box.hyperlink = Hyperlink(ref=box.coordinate, location=f"'{box.value}'!A1", display=str(box.value))
        return last

    def _table(self, sheet: Worksheet, row: int, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> int:
        for k, head in enumerate(heads, 1):
            _put(sheet, row, k, self.say(f"report_files.book.{head}"), HEAD)
        for n, values in enumerate(rows, row + 1):
            for k, value in enumerate(values, 1):
                _put(sheet, n, k, value, TEXT if isinstance(value, str) else NUMBER)
        return row + len(rows)


def _named(grid: Grid, found: Sequence[Lane]) -> int:
    """How many columns at the left say what a row is about: up to the first of words, and the one beside it."""
    heads = {" ".join(column.head.split()) for column in grid.columns}
    first = next((k for k, lane in enumerate(found, 1) if lane.head in heads and not lane.numbers), 0)
    second = max((k for k, lane in enumerate(found[:2], 1) if not lane.numbers), default=0)
    return max(first, second) if first <= _NAMED else second


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: str) -> Box:
    """Write a value; text is text, whatever it begins with."""
    box = sheet.cell(row, column)
    assert isinstance(box, Box)
    if isinstance(value, str) and value:
        box.value = _clean(value)
        box.data_type = "s"
    elif not isinstance(value, str):
        box.value = value
    box.style = style
    return box


def _fit(sheet: Worksheet) -> float:
    """Set the widths of columns and the heights of rows; returns the width of all columns."""
    widths = []
    for boxes in sheet.iter_cols(min_row=HEADS):
        texts = [(box.row, width(box.value)) for box in boxes if isinstance(box.value, str)]
        head = str(boxes[0].value)
        least = max(_NARROW, width(head) / _HEAD_LINES + 4, _BOLD * narrowest(head) + 2)
        widths.append(min(max([least, *(wide + 3 for row, wide in texts if row > HEADS)]), _WIDE))
    _set_widths(sheet, widths)
    _set_heights(sheet, HEADS)
    return sum(widths)


def _set_heights(sheet: Worksheet, first: int) -> None:
    """Make rows as high as their texts: programs other than Excel do not do so for a text that is broken."""
    wides = {name: held.width for name, held in sheet.column_dimensions.items()}
    for boxes in sheet.iter_rows(min_row=first):
        texts = [box for box in boxes if isinstance(box.value, str) and box.alignment.wrap_text]
        letters = [(box, width(str(box.value)) * (_BOLD if box.font.bold else 1.0) + 3) for box in texts]
        lines = [math.ceil(wide / wides[box.column_letter]) for box, wide in letters]
        sheet.row_dimensions[boxes[0].row or first].height = _LINE_HEIGHT * max(lines, default=1)


def _set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for k, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(k)].width = wide


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)

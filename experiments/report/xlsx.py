"""A document as a workbook: a sheet a table, numbers as numbers, and a guide that says what every column means."""

import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from openpyxl import Workbook
from openpyxl.cell import Cell as Box
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from experiments.report.archive import settled
from experiments.report.document import Document, Grid, Tone
from experiments.report.html import CODES
from experiments.report.lanes import Lane, Value, lanes, listed
from experiments.report.widths import width
from experiments.words import Words, words

LETTERS = 31
"""Letters that the name of a sheet may have."""
HEAD = 3
"""Row of the heads; caption and note stand above, the data below."""
_FORBIDDEN = set("[]:*?/\\'")
_NARROW, _WIDE = 9, 46
_PAGE, _LINE_HEIGHT = 190, 15.0
"""Letters beside each other on a printed page, and points of a line of the heads."""
_FONTS = {"zh": "宋体", "en": "Arial"}
_SOFT, _INK = "5C5C5C", "1C1C1C"
_FILLS: dict[Tone, PatternFill] = {
    "good": PatternFill("solid", fgColor="E3EEF6"),
    "bad": PatternFill("solid", fgColor="F7D8C6"),
}
_HEAD_FILL = PatternFill("solid", fgColor="F0F1F2")
_UNDER = Border(bottom=Side("medium", color=_INK))
_LINE = Border(bottom=Side("thin", color="D4D4D4"))


def to_xlsx(document: Document, made: datetime) -> bytes:
    """The workbook; ``made`` is told in its properties."""
    book = Workbook()
    book.properties.creator, book.properties.title = "Gongzhi", _clean(document.title)
    book.properties.language = CODES[document.lang]
    book.properties.created = made.astimezone(UTC).replace(tzinfo=None)
    pages, say = _Pages(book, document), words(document.lang)
    guide = book.active
    assert isinstance(guide, Worksheet)
    guide.title = pages.name(say("report_files.book.guide"))
    written = [(grid, *pages.grid(grid, say)) for grid in document.grids()]
    if document.facts:
        pages.facts(say)
    pages.guide(guide, written, say)
    held = io.BytesIO()
    book.save(held)
    return settled(held.getvalue(), made)


class _Pages:
    """The sheets of a workbook that is being written."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self.book, self.document = book, document
        self.names: set[str] = set()
        self.font = _FONTS[document.lang]

    def name(self, wanted: str) -> str:
        """A name for a sheet that no other has and that every program allows."""
        plain = "".join(" " if letter in _FORBIDDEN else letter for letter in _clean(wanted)).strip() or "-"
        for n in count(1):
            end = "" if n == 1 else f" {n}"
            found = plain[: LETTERS - len(end)].strip() + end
            if found.lower() not in self.names:
                break
        self.names.add(found.lower())
        return found

    def sheet(self, name: str) -> Worksheet:
        made: Worksheet = self.book.create_sheet(self.name(name))
        return made

    def grid(self, grid: Grid, say: Words) -> tuple[Worksheet, list[Lane]]:
        """The sheet of a table, and what stands in its columns."""
        sheet, found = self.sheet(grid.sheet), lanes(grid, say)
        self._put(sheet, 1, 1, grid.caption, Font(self.font, 12, bold=True))
        self._put(sheet, 2, 1, grid.note, Font(self.font, 9, color=_SOFT))
        self._heads(sheet, HEAD, [lane.head for lane in found], [lane.numbers for lane in found])
        for n, row in enumerate(listed(grid), HEAD + 1):
            for k, lane in enumerate(found, 1):
                value, style, tone = lane.of(row)
                box = self._put(sheet, n, k, value, Font(self.font, 10), lane.numbers)
                if style:
                    box.number_format = style
                if tone in _FILLS:
                    box.fill = _FILLS[tone]
        self._shape(sheet, found, len(list(listed(grid))))
        return sheet, found

    def _shape(self, sheet: Worksheet, found: Sequence[Lane], rows: int) -> None:
        """Widths, what stays in place when one scrolls, filters, and the page in print."""
        first = next((k for k, lane in enumerate(found) if lane.numbers), 1)
        sheet.freeze_panes = f"{get_column_letter(min(first, 2) + 1)}{HEAD + 1}"
        sheet.auto_filter.ref = f"A{HEAD}:{get_column_letter(len(found))}{HEAD + rows}"
        total = self._widths(sheet)
        self._print(sheet, across=math.ceil(total / _PAGE))
        sheet.print_title_rows, sheet.print_title_cols = f"{HEAD}:{HEAD}", "A:A"

    def _print(self, sheet: Worksheet, across: int = 1) -> None:
        """The page in print: A4, as many pages beside each other as it takes to be read."""
        say = words(self.document.lang)
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page = say("report_files.page", page="&P", pages="&N")
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(
            left=_HeaderFooterPart(say("report_files.footer")),
            center=_HeaderFooterPart("&A"),
            right=_HeaderFooterPart(page),
        )

    def facts(self, say: Words) -> None:
        """The sheet of facts."""
        sheet = self.sheet(self.document.facts_heading or say("report_files.book.value"))
        self._heads(sheet, 1, [say("report_files.book.name"), say("report_files.book.value")])
        for n, pair in enumerate(self.document.facts, 2):
            for k, text in enumerate(pair, 1):
                self._put(sheet, n, k, text, Font(self.font, 10))
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
        sheet.freeze_panes = "A2"
        self._print(sheet)

    def guide(self, sheet: Worksheet, written: Sequence[tuple[Grid, Worksheet, list[Lane]]], say: Words) -> None:
        """The first sheet: what the others hold, and what their columns mean."""
        lines = (self.document.kind, self.document.title, say("report_files.footer"), say("report_files.book.numbers"))
        for n, line in enumerate(lines, 1):
            font = Font(self.font, 14, bold=True) if n == 2 else Font(self.font, 10, color=_SOFT)
            self._put(sheet, n, 1, line, font, wrap=False)
        row = self._title(sheet, len(lines) + 2, say("report_files.book.sheets"))
        self._heads(sheet, row, [say(f"report_files.book.{name}") for name in ("sheet", "holds", "rows")])
        for grid, held, _ in written:
            row += 1
            self._link(sheet, row, held.title)
            self._put(sheet, row, 2, grid.caption, Font(self.font, 10))
            self._put(sheet, row, 3, len(list(listed(grid))), Font(self.font, 10))
        row = self._title(sheet, row + 2, say("report_files.book.columns"))
        self._heads(sheet, row, [say(f"report_files.book.{name}") for name in ("sheet", "column", "unit", "meaning")])
        for _, held, found in written:
            for lane in found:
                row += 1
                self._link(sheet, row, held.title)
                for k, text in enumerate((lane.head, lane.unit, lane.about), 2):
                    self._put(sheet, row, k, text, Font(self.font, 10))
        for letter, wide in zip("ABCD", (24, 46, 18, 70), strict=True):
            sheet.column_dimensions[letter].width = wide
        self._print(sheet)

    def _title(self, sheet: Worksheet, row: int, text: str) -> int:
        self._put(sheet, row, 1, text, Font(self.font, 12, bold=True), wrap=False)
        return row + 1

    def _link(self, sheet: Worksheet, row: int, name: str) -> None:
        box = self._put(sheet, row, 1, name, Font(self.font, 10, underline="single", color="0072B2"))
        box.hyperlink = Hyperlink(ref=box.coordinate, location=f"'{name}'!A1", display=name)

    def _heads(self, sheet: Worksheet, row: int, heads: Sequence[str], numbers: Sequence[bool] = ()) -> None:
        for k, head in enumerate(heads, 1):
            right = bool(numbers) and numbers[k - 1]
            box = self._put(sheet, row, k, head, Font(self.font, 10, bold=True), right)
            box.fill, box.border = _HEAD_FILL, _UNDER
            box.alignment = Alignment(horizontal="right" if right else "left", vertical="bottom", wrap_text=True)

    def _put(
        self, sheet: Worksheet, row: int, column: int, value: Value, font: Font, right: bool = False, wrap: bool = True
    ) -> Box:
        """Write a value; text is text, whatever it begins with."""
        box = sheet.cell(row, column)
        assert isinstance(box, Box)
        if isinstance(value, str) and value:
            box.value = _clean(value)
            box.data_type = "s"
        elif not isinstance(value, str):
            box.value = value
        box.font = font
        free = row < HEAD or not wrap
        box.alignment = Alignment(horizontal="right" if right else "left", vertical="top", wrap_text=not free)
        if row > HEAD and wrap:
            box.border = _LINE
        return box

    def _widths(self, sheet: Worksheet) -> float:
        """Set the widths of columns and the height of the heads; returns the width of all."""
        total, lines = 0.0, 1
        for boxes in sheet.iter_cols(min_row=HEAD):
            head, *texts = [str(box.value) for box in boxes if isinstance(box.value, str)]
            wide = max([_NARROW, width(head) / 2 + 3, *(width(text) + 2 for text in texts)])
            wide = min(wide, _WIDE)
            sheet.column_dimensions[get_column_letter(boxes[0].column or 1)].width = wide
            total, lines = total + wide, max(lines, math.ceil((width(head) + 2) / wide))
        sheet.row_dimensions[HEAD].height = _LINE_HEIGHT * lines
        return total


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)

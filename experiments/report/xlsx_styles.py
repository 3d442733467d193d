"""The looks of a workbook: named styles of cells, which a reader can change in one place, and tints."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from experiments.report.document import Tone
from experiments.words import Lang

FILLS: dict[Tone, PatternFill] = {
    "good": PatternFill("solid", fgColor="E3EEF6"),
    "bad": PatternFill("solid", fgColor="F7D8C6"),
}
"""Light fills, the second darker, so that they stay apart in grey print."""
TITLE, NOTE, HEAD, NUMBER_HEAD, TEXT, NUMBER, LINK = (
    f"Report {name}" for name in ("Title", "Note", "Head", "Number Head", "Text", "Number", "Link")
)
_FONTS = {"zh": "宋体", "en": "Arial"}
_INK, _SOFT, _BLUE = "1C1C1C", "5C5C5C", "005A8C"
_PALE = PatternFill("solid", fgColor="F0F1F2")
_UNDER, _LINE = Border(bottom=Side("medium", color=_INK)), Border(bottom=Side("thin", color="D4D4D4"))


def add_styles(book: Workbook, lang: Lang) -> None:
    """Give a workbook the styles of reports in a language."""
    face = _FONTS[lang]
    top = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
    right = Alignment(horizontal="right", vertical="top")
    styles = (
        NamedStyle(TITLE, Font(face, 12, bold=True, color=_INK), alignment=Alignment(vertical="top")),
        NamedStyle(NOTE, Font(face, 9, color=_SOFT), alignment=Alignment(vertical="top")),
        NamedStyle(HEAD, Font(face, 10, bold=True), _PALE, _UNDER, _bottom("left", 1)),
        NamedStyle(NUMBER_HEAD, Font(face, 10, bold=True), _PALE, _UNDER, _bottom("right", 0)),
        NamedStyle(TEXT, Font(face, 10), border=_LINE, alignment=top),
        NamedStyle(NUMBER, Font(face, 10), border=_LINE, alignment=right),
        NamedStyle(LINK, Font(face, 10, underline="single", color=_BLUE), border=_LINE, alignment=top),
    )
    for style in styles:
        book.add_named_style(style)


def _bottom(side: str, indent: int) -> Alignment:
    return Alignment(horizontal=side, vertical="bottom", wrap_text=True, indent=indent)

"""A report as a document: headings, paragraphs, figures, tables, which a page, Word and Excel write in their own way.

What a report says is made once (``experiments.report.compose``); how it looks is the business of the writers. A table
holds numbers as numbers beside the text that is shown, so that a spreadsheet can reckon with them and a test can find
every number of the prose again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from matplotlib.figure import Figure

Tone = Literal["open", "good", "bad"]
Style = Literal["plain", "lead", "small", "notice", "question"]


@dataclass(frozen=True)
class Span:
    """A piece of text, strong or not."""

    text: str
    strong: bool = False


Text = tuple[Span, ...]
"""A line of text in spans."""


def text(*parts: str | Span) -> Text:
    """A line of text; plain strings are spans that are not strong."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def plain(line: Text) -> str:
    """The text without its spans."""
    return "".join(span.text for span in line)


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: Text
    style: Style = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Plot:
    """A figure: ``key`` names its file and its ids, ``alt`` is read aloud.

    ``drawing``: an ``svg`` element that names itself, which a page shows in place of the figure.
    """

    key: str
    figure: Figure
    caption: str
    alt: str
    drawing: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table; ``about`` explains it in a spreadsheet, ``unit`` is that of its numbers."""

    head: str
    numbers: bool = False
    unit: str = ""
    about: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a text with a smaller one below it, and the number behind it where there is one.

    ``low`` and ``high``: the interval of the number.
    """

    text: str = ""
    small: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    tone: Tone = "open"


@dataclass(frozen=True)
class Row:
    """A row of a table; a ``group`` is a line across all columns, made of its first cell."""

    cells: tuple[Cell, ...]
    group: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: ``key`` is unique in the document, ``sheet`` its name in a workbook (31 letters at most).

    ``wide``: wants the whole width of a landscape page in print.
    """

    key: str
    sheet: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Break:
    """A new page in print."""


Block = Heading | Paragraph | Bullets | Plot | Grid | Break


@dataclass(frozen=True)
class Document:
    """A whole report. ``lang`` is zh or en; ``kind`` stands above the title; ``facts`` close it: name and value.

    ``sheets``: tables that a workbook holds and the page does not (complete tables behind the report).
    """

    lang: Literal["zh", "en"]
    kind: str
    title: str
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    facts_heading: str = ""
    sheets: tuple[Grid, ...] = field(default=())

    def grids(self) -> Iterator[Grid]:
        """All tables in their order, those of ``sheets`` last."""
        yield from (block for block in self.blocks if isinstance(block, Grid))
        yield from self.sheets

    def prose(self) -> Iterator[str]:
        """All sentences outside of tables and figures."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield plain(block.text)
            elif isinstance(block, Bullets):
                yield from (plain(item) for item in block.items)

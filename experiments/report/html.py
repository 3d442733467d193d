"""A document as a page: one file that opens in a browser, asks for nothing else and prints on A4."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.report.document import Bullets, Document, Grid, Heading, Paragraph, Plot
from experiments.report.parts import Part, clean, grouped, is_long, parts
from experiments.report.svg import inline_drawing, inline_svg, shared
from experiments.report.widths import fitted
from experiments.words import words

CODES = {"zh": "zh-CN", "en": "en"}
"""Codes of the languages for programs that read aloud or check spelling."""
_TEMPLATES = Environment(
    loader=PackageLoader("experiments.report"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_UPRIGHT, _ACROSS, _MARGINS = 118, 196, 2
"""Half-width letters beside each other in a printed table, and those that the margins of a column take."""
_KINDS = {Heading: "heading", Paragraph: "paragraph", Bullets: "bullets", Plot: "plot", Grid: "grid"}


def to_html(document: Document, made: datetime) -> bytes:
    """The page; ``made`` is told in its head."""
    say, numbers = words(document.lang), count()
    pages = parts(document)
    body = _TEMPLATES.get_template("document.html.j2").render(
        document=document,
        code=CODES[document.lang],
        made=made,
        say=say,
        style=Markup(_TEMPLATES.get_template("document.css").render()),
        footer=Markup(_quoted(say("report_files.footer"))),
        parts=pages,
        closing=_closing(pages[-1]),
        kind=lambda block: _KINDS[type(block)],
        svg=lambda plot: Markup(_svg(plot, f"f{next(numbers)}")),
        grouped=lambda grid: list(grouped(grid)),
        is_long=is_long,
        shares=_shares,
        headings=list(_headings(document)),
    )
    return shared(clean(body)).encode()


def _svg(plot: Plot, name: str) -> str:
    return inline_drawing(plot.drawing) if plot.drawing else inline_svg(plot.figure, name, plot.alt)


def _headings(document: Document) -> Iterator[tuple[str, Heading]]:
    """The sections with the names that links lead to."""
    sections = (block for block in document.blocks if isinstance(block, Heading) and block.level == 1)
    yield from ((f"s{n}", block) for n, block in enumerate(sections, 1))


def _closing(last: Part) -> int:
    """How many blocks at the end stay on a page with where the document comes from: those of its last section."""
    from_end = (n for n, block in enumerate(reversed(last.blocks), 1) if isinstance(block, Heading))
    return next(from_end, 0)


def _shares(grid: Grid) -> list[int]:
    """Widths of columns in tenths of a percent."""
    margins = _MARGINS * len(grid.columns)
    room = (_ACROSS if grid.wide else _UPRIGHT) - margins
    return [round(1000 * (width + _MARGINS) / (room + margins)) for width in fitted(grid, room)]


def _quoted(text: str) -> str:
    """Text as a string of a style sheet."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\<\n' else c for c in text) + '"'

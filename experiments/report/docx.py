"""A document as a Word file: real styles and captions, fonts for Chinese, a table of contents, A4."""

import dataclasses
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as Line
from matplotlib.backends.backend_agg import FigureCanvasAgg

from experiments.report.archive import settled
from experiments.report.document import Block, Bullets, Document, Grid, Heading, Paragraph, Plot, Text
from experiments.report.docx_fields import bookmark, contents, field, reckoned_on_opening, running
from experiments.report.docx_styles import set_styles
from experiments.report.docx_tables import add_table, fits
from experiments.report.html import CODES
from experiments.report.parts import Part, clean, parts, taken_apart
from experiments.words import words

DPI = 220
_A4 = (Mm(210), Mm(297))
_MARGIN = Mm(18)
_HIGHEST = 0.88
"""Share of the page's text that a figure takes at most, so that its caption fits below it."""
_STYLES = {"plain": "Normal", "lead": "Lead", "small": "Small Print", "notice": "Notice", "question": "Question"}


def to_docx(document: Document, made: datetime) -> bytes:
    """The Word file; ``made`` is told in its properties."""
    return settled(_Writer(document, made).written(), made)


class _Writer:
    """A Word file that is being written, block by block."""

    def __init__(self, document: Document, made: datetime) -> None:
        self.document, self.say = _upright(document), words(document.lang)
        self.word: WordDocument = docx.Document()
        self.new_page = False
        self.sections = 0
        _forget_thumbnail(self.word)
        set_styles(self.word, document.lang)
        self._properties(made)
        self._turn(wide=False)
        running(self.word, clean(document.title), self.say)
        reckoned_on_opening(self.word)
        captioned = [block for block in self.document.blocks if isinstance(block, Grid | Plot)]
        told = taken_apart([block.caption for block in captioned])
        self.captions = {id(block): one for block, one in zip(captioned, told, strict=True)}

    def written(self) -> bytes:
        """The file's bytes."""
        self._line(self.document.kind, "Subtitle")
        self._line(self.document.title, "Title")
        pages, wide = parts(self.document), False
        for n, part in enumerate(pages):
            if n and part.wide != wide:
                self._new_section(part.wide)
            self.new_page, wide = n > 0 and part.wide == wide, part.wide
            self._part(part)
        if wide:
            self._new_section(wide=False)
        self._facts()
        held = io.BytesIO()
        self.word.save(held)
        return held.getvalue()

    def _part(self, part: Part) -> None:
        for block in part.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._spans(block.text, _STYLES[block.style])
        elif isinstance(block, Bullets):
            for item in block.items:
                self._spans(item, "List Bullet")
        elif isinstance(block, Plot):
            self._plot(block)
        elif isinstance(block, Grid):
            self._grid(block)

    def _heading(self, block: Heading) -> None:
        if block.level == 1 and self.sections == 1:
            self._contents()
        line = self._line(block.text, f"Heading {block.level}")
        if block.level == 1:
            self._named(line)

    def _named(self, line: Line) -> None:
        """A section's heading, to which the contents lead."""
        self.sections += 1
        bookmark(line, f"section_{self.sections}", self.sections)

    def _plot(self, block: Plot) -> None:
        line = self._line("", "Normal")
        line.paragraph_format.keep_with_next = True
        wide, high = self._room()
        inches = block.figure.get_size_inches()
        scale = min(wide / inches[0], high * _HIGHEST / inches[1])
        picture = line.add_run().add_picture(io.BytesIO(_png(block)), width=Emu(round(inches[0] * scale)))
        picture._inline.docPr.set("descr", clean(block.alt))
        picture._inline.docPr.set("name", block.key)
        self._caption(block)

    def _grid(self, block: Grid) -> None:
        self._caption(block).paragraph_format.keep_with_next = True
        add_table(self.word, block, self._room()[0])
        # Two tables without a line between them would become one.
        self._line(block.note, "Small Print")

    def _caption(self, block: Grid | Plot) -> Line:
        name, number, rest = self.captions[id(block)]
        line = self._line(name, "Caption")
        if number:
            field(line, f"SEQ {name.strip()} \\* ARABIC", number)
        line.add_run(clean(rest))
        return line

    def _contents(self) -> None:
        """The table of contents: on the page after the first section, so that the answer comes first."""
        heads = [block.text for block in self.document.blocks if isinstance(block, Heading) and block.level == 1]
        heads += [self.document.facts_heading] if self.document.facts and self.document.facts_heading else []
        title = self._line(self.say("report_files.contents"), "TOC Heading")
        title.paragraph_format.page_break_before = True
        contents(self.word, list(_named(heads)))

    def _facts(self) -> None:
        if self.document.facts and self.document.facts_heading:
            self._named(self._line(self.document.facts_heading, "Heading 1"))
        for name, value in self.document.facts:
            line = self._line("", "Facts")
            line.add_run(clean(name) + self.say("form.colon")).bold = True
            line.add_run(clean(value))

    def _spans(self, text: Text, style: str) -> Line:
        line = self._line("", style)
        for span in text:
            line.add_run(clean(span.text)).bold = True if span.strong else None
        return line

    def _line(self, text: str, style: str) -> Line:
        line = self.word.add_paragraph(clean(text), style=style)
        if self.new_page:
            line.paragraph_format.page_break_before, self.new_page = True, False
        return line

    def _room(self) -> tuple[int, int]:
        """Width and height of the page's text in EMU."""
        page = self.word.sections[-1]
        wide, high = page.page_width, page.page_height
        assert wide is not None
        assert high is not None
        return wide - 2 * _MARGIN, high - 2 * _MARGIN

    def _new_section(self, wide: bool) -> None:
        # The first page of the document only has no running head.
        self.word.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = False
        # The line that ends the section before must not need a page of its own.
        shape = self.word.paragraphs[-1].paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), Pt(1)
        self._turn(wide)

    def _turn(self, wide: bool) -> None:
        """Set the page of the last section: A4, upright or across."""
        page = self.word.sections[-1]
        page.page_width, page.page_height = _A4[::-1] if wide else _A4
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
        page.header_distance = page.footer_distance = Mm(10)

    def _properties(self, made: datetime) -> None:
        told = self.word.core_properties
        told.title, told.subject = clean(self.document.title), self.say("report_files.subject")
        told.language, told.author, told.last_modified_by = CODES[self.document.lang], "Gongzhi", "Gongzhi"
        told.comments, told.keywords, told.revision = "", "", 1
        told.created = told.modified = made.astimezone(UTC)


def _upright(document: Document) -> Document:
    """The document whose tables lie across only where upright their letters would be small."""
    room = _A4[0] - 2 * _MARGIN
    turned = [
        dataclasses.replace(block, wide=False) if isinstance(block, Grid) and fits(block, room) else block
        for block in document.blocks
    ]
    return dataclasses.replace(document, blocks=tuple(turned))


def _named(heads: list[str]) -> Iterator[tuple[str, str]]:
    yield from ((f"section_{n}", text) for n, text in enumerate(heads, 1))


def _png(plot: Plot) -> bytes:
    held = io.BytesIO()
    FigureCanvasAgg(plot.figure)
    plot.figure.savefig(held, format="png", dpi=DPI, metadata={"Software": None})
    return held.getvalue()


def _forget_thumbnail(word: WordDocument) -> None:
    """The picture of an empty page that comes with the template."""
    package = word.part.package
    for name, link in list(package.rels.items()):
        if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.rels.pop(name)

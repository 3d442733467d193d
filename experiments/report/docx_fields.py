"""Fields of a Word file: page numbers, numbers of captions, and the table of contents."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from experiments.words import Words


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field at the end of a paragraph, and what it shows until it is reckoned anew."""
    for kind in ("begin", "separate", "end"):
        if kind == "end":
            paragraph.add_run(shown)
        _mark(paragraph.add_run(), kind)
        if kind == "begin":
            _code(paragraph.add_run(), code)


def _mark(run: Run, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)


def _code(run: Run, code: str) -> None:
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    run._r.append(told)


def running(word: WordDocument, title: str, say: Words) -> None:
    """What stands at the head of every page but the first, and at the foot of all; sections share it."""
    first = word.sections[0]
    first.different_first_page_header_footer = True
    head = first.header.paragraphs[0]
    head.style = word.styles["Header"]
    head.add_run(title)
    for line in (first.first_page_footer.paragraphs[0], first.footer.paragraphs[0]):
        line.style = word.styles["Footer"]
        _foot(line, say)


def _foot(line: Paragraph, say: Words) -> None:
    before, after = say("report_files.page", page="\0", pages="\1").split("\0")
    between, end = after.split("\1")
    line.add_run(f"{say('report_files.footer')}  ·  {before}")
    field(line, "PAGE", "1")
    line.add_run(between)
    field(line, "NUMPAGES", "1")
    line.add_run(end)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Give a paragraph a name that links lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    runs = paragraph._p.r_lst
    runs[0].addprevious(start)
    runs[-1].addnext(end)


def contents(word: WordDocument, entries: Sequence[tuple[str, str]]) -> None:
    """A table of contents: a line an entry of a bookmark and a text, which leads there.

    Page numbers are fields of their own, empty until a program lays out the pages, which ``reckoned_on_opening`` asks
    for. A single field for the whole table would show none in programs that do not reckon it when they open a file.
    """
    lines = [word.add_paragraph(style="toc 1") for _ in entries]
    for line, (name, text) in zip(lines, entries, strict=True):
        line.paragraph_format.keep_with_next = line is not lines[-1]
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        link.set(qn("w:history"), "1")
        line.add_run(f"{text}\t")
        field(line, f"PAGEREF {name} \\h", "")
        for held in line._p.r_lst:
            link.append(held)
        line._p.append(link)


def reckoned_on_opening(word: WordDocument) -> None:
    """Ask programs to fill the fields when they open the file, and to lay it out as programs of today do."""
    settings: Any = word.settings.element
    update = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
    after = ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:rsids", "w:themeFontLang")
    settings.insert_element_before(update, *after, "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol")
    for told in settings.find(qn("w:compat")).findall(qn("w:compatSetting")):
        if told.get(qn("w:name")) == "compatibilityMode":
            told.set(qn("w:val"), "15")

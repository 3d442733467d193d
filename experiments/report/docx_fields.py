"""Fields of a Word file: page numbers, numbers of captions, and the table of contents with its entries in place."""

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


def footer(word: WordDocument, say: Words) -> None:
    """What stands at the foot of every page; sections share it."""
    line = word.sections[0].footer.paragraphs[0]
    line.style = word.styles["Footer"]
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


def contents(word: WordDocument, title: Paragraph, entries: Sequence[tuple[str, str]]) -> None:
    """A table of contents after its title, with entries of a bookmark and a text.

    Page numbers, which only a program that lays out pages can know, come when a reader updates it.
    """
    lines = [word.add_paragraph(style="toc 1") for _ in entries]
    for line, (name, text) in zip(lines, entries, strict=True):
        line.paragraph_format.keep_with_next = line is not lines[-1]
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        link.set(qn("w:history"), "1")
        run = line.add_run(text)
        line._p.append(link)
        link.append(run._r)
    before = [Run(OxmlElement("w:r"), lines[0]) for _ in range(3)]
    _mark(before[0], "begin")
    _code(before[1], 'TOC \\o "1-1" \\h \\z \\u')
    _mark(before[2], "separate")
    for run in before:
        lines[0]._p.insert_element_before(run._r, "w:hyperlink")
    _mark(lines[-1].add_run(), "end")
    _enclose(title, lines)


def _enclose(head: Paragraph, lines: Sequence[Paragraph]) -> None:
    """Put the contents into the frame by which programs know them."""
    properties = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    frame: Any = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr>{properties}</w:sdtPr><w:sdtContent/></w:sdt>")
    head._p.addprevious(frame)
    held = frame.find(qn("w:sdtContent"))
    for paragraph in (head, *lines):
        held.append(paragraph._p)

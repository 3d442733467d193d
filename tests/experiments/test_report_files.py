"""The files of a report, read back: a page, a Word file, a workbook; each holds what the document says."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from experiments.cli import BAD_INPUT, FAILED, GOOD, main
from experiments.report import FORMATS, EmptyStudyError, write_report
from experiments.report.document import (
    Break,
    Bullets,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Paragraph,
    Plot,
    Row,
    plain,
    text,
)
from experiments.report.docx import to_docx
from experiments.report.docx_styles import FONTS
from experiments.report.html import to_html
from experiments.report.lanes import lanes, number_format
from experiments.report.parts import Part, parts, taken_apart
from experiments.report.svg import shared
from experiments.report.widths import fitted, least_widths, width
from experiments.report.xlsx import HEADS, to_xlsx
from experiments.words import LANGUAGES, Lang, words
from sim.core.names import UnknownName
from tests.experiments.documents import document, long_table
from tests.experiments.studies import effects, store

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
XML = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def held() -> dict[tuple[Lang, str], bytes]:
    """Every file of the document made up for tests."""
    writers = {"html": to_html, "docx": to_docx, "xlsx": to_xlsx}
    return {(lang, name): write(document(lang), MADE) for lang in LANGUAGES for name, write in writers.items()}


def texts(told: Document) -> Iterator[str]:
    """All that a reader of the document is to find, but for what only a workbook holds."""
    yield from (told.kind, told.title, told.facts_heading)
    yield from (part for pair in told.facts for part in pair)
    for block in told.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield plain(block.text)
        elif isinstance(block, Bullets):
            yield from map(plain, block.items)
        elif isinstance(block, Plot):
            yield block.caption
        elif isinstance(block, Grid):
            yield from (block.caption, block.note, *(column.head for column in block.columns))
            yield from (part for row in block.rows for cell in row.cells for part in (cell.text, cell.small))


def bare(told: str) -> str:
    return re.sub(r"\s+", "", told)


# The page


class Page(HTMLParser):
    """Tags with their attributes, and the text outside figures and style."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._hidden = "", 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("svg", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("svg", "style")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_all_and_asks_for_nothing(held: dict[tuple[Lang, str], bytes], lang: Lang) -> None:
    source = held[lang, "html"].decode()
    page = Page(source)
    assert [told for told in texts(document(lang)) if bare(told) not in bare(page.text)] == []
    assert "default-src 'none'" in source
    for forbidden in ("http://", "https://", "@import", "//cdn"):
        assert forbidden not in source
    for tag, attributes in page.tags:
        assert tag not in ("script", "iframe", "object", "embed", "img", "base", "form")
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "srcset", "action", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,"))
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", source))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_of_a_page_are_unique_and_links_lead_to_them(held: dict[tuple[Lang, str], bytes], lang: Lang) -> None:
    source = held[lang, "html"].decode()
    found = re.findall(r'\bid="([^"]+)"', source)
    assert len(found) == len(set(found))
    assert {a or b for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', source)} <= set(found)


def test_tables_of_the_page_can_be_read_aloud_and_keep_together_in_print(
    held: dict[tuple[Lang, str], bytes],
) -> None:
    page = Page(held["en", "html"].decode())
    heads = [attributes for tag, attributes in page.tags if tag == "th"]
    assert all(attributes.get("scope") in ("col", "row", "rowgroup") for attributes in heads)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead") == 2
    assert [a.get("class") for tag, a in page.tags if tag == "div" and "part" in str(a.get("class"))] == [
        "part",
        "part",
        "part wide",
        "part",
    ]
    style = held["en", "html"].decode()
    assert "thead { display: table-header-group; }" in style
    assert re.search(r"figure, table, tr, [^{]*\{ break-inside: avoid; \}", style)
    assert "<h3>One by one</h3>" in style


def test_what_others_wrote_is_shown_as_text() -> None:
    told = document("en", title="<script>alert(1)</script> \x07</style>")
    source = to_html(told, MADE).decode()
    assert "<script" not in source
    assert "&lt;script&gt;" in source
    assert "\x07" not in source
    for write in (to_docx, to_xlsx):
        assert write(told, MADE)


def test_letters_and_lines_of_figures_are_told_once() -> None:
    line = "".join(f'<use href="#g{n}" x="{n}"/>' for n in range(4))
    letter = '<path id="g1" d="m0 0l1 1"/>'
    page = f'<html><head></head><svg><defs>{letter}</defs><g style="fill:red">{line}</g></svg><svg>{letter}{line}</svg>'
    found = shared(page)
    assert found.count('id="g1"') == 1
    assert found.count('x="3"') == 1
    assert f'<g id="t0">{line}</g>' in found
    assert '<use href="#t0"/>' in found
    assert ".a0 {fill:red}" in found
    assert '<g class="a0">' in found


# The Word file


def word(held: dict[tuple[Lang, str], bytes], lang: Lang) -> Any:
    return docx.Document(io.BytesIO(held[lang, "docx"]))


def lines_of(found: Any) -> Iterator[str]:
    for node in found.element.body.iter(f"{XML}p"):
        yield "".join(part.text or "" for part in node.iter(f"{XML}t"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_file_says_all(held: dict[tuple[Lang, str], bytes], lang: Lang) -> None:
    told = bare("\n".join(lines_of(word(held, lang))))
    assert [line for line in texts(document(lang)) if bare(line) not in told] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_file_has_real_styles_and_fonts_for_chinese(held: dict[tuple[Lang, str], bytes], lang: Lang) -> None:
    found = word(held, lang)
    used = {paragraph.style.name: paragraph.text for paragraph in found.paragraphs}
    wanted = {"Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet", "Notice", "Lead", "Question"}
    assert wanted <= set(used)
    for name in wanted | {"Normal", "Table Text", "Table Head", "Footer"}:
        fonts = found.styles[name].element.rPr.find(qn("w:rFonts"))
        head = found.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        assert head in (FONTS[lang].text_east, FONTS[lang].head_east)
        assert fonts.get(qn("w:ascii")) in (FONTS[lang].text, FONTS[lang].head)
        assert fonts.get(qn("w:eastAsiaTheme")) is None
        assert fonts.get(qn("w:asciiTheme")) is None
    assert found.core_properties.title == document(lang).title
    assert found.core_properties.language == {"zh": "zh-CN", "en": "en"}[lang]
    table = zipfile.ZipFile(io.BytesIO(held[lang, "docx"])).read("word/fontTable.xml").decode()
    assert 'w:name="宋体"' in table
    assert "SimSun" in table


def test_captions_are_numbered_by_fields_and_contents_lead_to_headings(held: dict[tuple[Lang, str], bytes]) -> None:
    found = word(held, "zh")
    codes = [node.text.strip() for node in found.element.body.iter(f"{XML}instrText")]
    assert codes.count("SEQ 表 \\* ARABIC") == 2
    assert codes.count("SEQ 图 \\* ARABIC") == 1
    kinds = [node.get(f"{XML}fldCharType") for node in found.element.body.iter(f"{XML}fldChar")]
    assert kinds == ["begin", "separate", "end"] * len(codes)
    links = {
        n.get(f"{XML}anchor"): "".join(t.text for t in n.iter(f"{XML}t")) for n in found.element.iter(f"{XML}hyperlink")
    }
    heads = [paragraph.text for paragraph in found.paragraphs if paragraph.style.name == "Heading 1"]
    assert (
        [text.strip() for text in links.values()]
        == heads
        == ["一、答案", "二、效果", "三、全部举措", "四、方法", "出处"]
    )
    assert [code for code in codes if code.startswith("PAGEREF")] == [f"PAGEREF {name} \\h" for name in links]
    assert set(links) == {node.get(f"{XML}name") for node in found.element.body.iter(f"{XML}bookmarkStart")}


def test_pages_of_the_word_file_are_a4_and_lie_across_for_wide_tables(held: dict[tuple[Lang, str], bytes]) -> None:
    found = word(held, "en")
    sizes = [(round(section.page_width.mm), round(section.page_height.mm)) for section in found.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    for section in found.sections:
        foot = "".join(node.text or "" for node in section.footer._element.iter(f"{XML}t", f"{XML}instrText"))
        assert "In the model, no forecast" in foot
        assert "PAGE" in foot
        assert "NUMPAGES" in foot
        assert section.header.paragraphs[0].text == document("en").title
    # The title stands on the first page already.
    assert [section.different_first_page_header_footer for section in found.sections] == [True, False, False]
    first = found.sections[0]
    assert first.first_page_header.paragraphs[0].text == ""
    assert "In the model, no forecast" in first.first_page_footer.paragraphs[0].text


def test_a_program_fills_the_page_numbers_when_it_opens_the_word_file(held: dict[tuple[Lang, str], bytes]) -> None:
    settings = word(held, "zh").settings.element
    assert settings.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    modes = [one.get(qn("w:val")) for one in settings.iter(qn("w:compatSetting"))]
    assert modes[0] == "15"


def test_a_wide_table_lies_across_only_where_its_letters_would_be_small() -> None:
    for columns, wide in ((4, False), (16, True)):
        heads = tuple(Column(f"number {n}", numbers=True) for n in range(columns))
        rows = (Row(tuple(Cell("+14.1", "+13.9 to +14.3", 14.1) for _ in heads)),)
        told = Document("en", "k", "t", (Paragraph(text("a")), Grid("g", "g", "Table 1", heads, rows, wide=True)))
        found = docx.Document(io.BytesIO(to_docx(told, MADE)))
        assert any(section.orientation == WD_ORIENT.LANDSCAPE for section in found.sections) == wide


def test_tables_of_the_word_file_repeat_their_head_and_tear_no_row(held: dict[tuple[Lang, str], bytes]) -> None:
    found = word(held, "en")
    assert len(found.tables) == 2
    for table in found.tables:
        assert table.style.name == "Report Table"
        heads = [row._tr.find(f".//{XML}tblHeader") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.find(f".//{XML}cantSplit") is not None for row in table.rows)
    small, long = found.tables
    widths = [sum(cell.width for cell in long.rows[1].cells), sum(cell.width for cell in small.rows[0].cells)]
    assert [round(wide / 36000) for wide in widths] == [297 - 36, 210 - 36]
    number, name = small.rows[2].cells[1], small.rows[2].cells[0]
    assert number.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert name.paragraphs[0].alignment is None
    fills = [cell._tc.find(f".//{XML}shd") for cell in (small.rows[2].cells[2], small.rows[4].cells[2])]
    assert [fill.get(f"{XML}fill") for fill in fills] == ["E3EEF6", "F7D8C6"]
    assert small.rows[1].cells[0]._tc is small.rows[1].cells[2]._tc


def test_figures_of_the_word_file_are_sharp_and_described(held: dict[tuple[Lang, str], bytes]) -> None:
    found = word(held, "en")
    (picture,) = found.inline_shapes
    assert picture._inline.docPr.get("descr") == "Effect plot"
    image = next(part for part in found.part.package.image_parts)
    assert image.image.px_width / (picture.width / 914400) >= 200


# The workbook


def book(held: dict[tuple[Lang, str], bytes], lang: Lang) -> Any:
    return openpyxl.load_workbook(io.BytesIO(held[lang, "xlsx"]))


def heads_of(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADS]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_a_sheet_and_every_column_is_explained(held: dict[tuple[Lang, str], bytes], lang: Lang) -> None:
    found, told = book(held, lang), document(lang)
    names = [grid.sheet for grid in told.grids()]
    assert found.sheetnames[1:-1] == names
    assert all(len(name) <= 31 for name in found.sheetnames)
    guide = [[cell.value for cell in row] for row in found.worksheets[0].iter_rows()]
    for grid in told.grids():
        assert [row[1] for row in guide if row[0] == grid.sheet and row[2] is not None][:1] == [grid.caption]
        sheet = found[grid.sheet]
        explained = [row for row in guide if row[0] == grid.sheet][1:]
        assert [row[1] for row in explained] == heads_of(sheet)
        assert sheet["A1"].value == grid.caption
        assert sheet.freeze_panes == f"{'C' if grid.key == 'effects' else 'B'}{HEADS + 1}"
        assert sheet.print_title_rows == f"${HEADS}:${HEADS}"
    facts = [tuple(cell.value for cell in row) for row in found.worksheets[-1].iter_rows(min_row=2)]
    assert facts == list(told.facts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_are_numbers(held: dict[tuple[Lang, str], bytes], lang: Lang) -> None:
    found, told = book(held, lang), document(lang)
    for grid in told.grids():
        sheet = found[grid.sheet]
        wanted = [
            value
            for row in grid.rows
            for cell in row.cells
            for value in (cell.value, cell.low, cell.high)
            if value is not None
        ]
        rows = list(sheet.iter_rows(min_row=HEADS + 1))
        numbers = [cell.value for row in rows for cell in row if isinstance(cell.value, int | float)]
        assert sorted(numbers) == pytest.approx(sorted(wanted))
        assert len(rows) == sum(not row.group for row in grid.rows)


def test_a_sheet_too_wide_for_a_page_carries_its_caption_over_all_of_them() -> None:
    heads = tuple(Column(f"a number of a long name {n}", numbers=True) for n in range(30))
    rows = (Row((Cell("name"), *(Cell("1", value=1.0) for _ in heads))),)
    told = Grid("g", "G", "Table 1. A & B", (Column("who"), *heads), rows, note="note")
    narrow = Grid("h", "H", "Table 2. C", heads[:2], (Row((Cell("1", value=1.0), Cell("2", value=2.0))),))
    found: Any = openpyxl.load_workbook(io.BytesIO(to_xlsx(Document("en", "k", "t", (told, narrow)), MADE)))
    wide, small = found.worksheets[1:]
    assert wide.page_setup.fitToWidth > 1
    assert wide.oddHeader.left.text == "Table 1. A && B"
    assert wide.print_area.replace("$", "") == f"'G'!A{HEADS}:AE{HEADS + 1}"
    assert (small.page_setup.fitToWidth, small.oddHeader.left.text, small.print_area) == (1, None, "")
    for sheet in (wide, small):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.oddFooter.left.text == "In the model, no forecast"


def test_the_name_of_a_row_stays_in_place_though_its_rank_stands_first() -> None:
    columns = (Column("Rank"), Column("Measure"), Column("Change", numbers=True))
    row = Row((Cell("2–4", value=2.0), Cell("Micro-grids", "weak"), Cell("+1", value=1.0)))
    told = Document("en", "k", "t", (Grid("g", "G", "G", columns, (row,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(told, MADE)))["G"]
    assert heads_of(sheet)[:3] == ["Rank", "Rank: in words", "Measure"]
    assert (sheet.freeze_panes, sheet.print_title_cols) == (f"D{HEADS + 1}", "$A:$C")


def test_the_guide_is_as_high_as_its_texts_and_counts_rows_as_numbers(held: dict[tuple[Lang, str], bytes]) -> None:
    found = book(held, "zh")
    guide = found.worksheets[0]
    for row in guide.iter_rows(min_row=6):
        if row[1].alignment.wrap_text and row[1].value:
            wide = guide.column_dimensions["B"].width
            assert guide.row_dimensions[row[0].row].height >= 15 * (width(row[1].value) / wide)
    counts = [row[2] for row in guide.iter_rows() if isinstance(row[2].value, int)]
    assert [cell.alignment.horizontal for cell in counts] == ["right"] * len(list(document("zh").grids()))


def test_words_and_groups_stand_beside_the_numbers(held: dict[tuple[Lang, str], bytes]) -> None:
    sheet = book(held, "en")["Effects"]
    assert heads_of(sheet) == [
        "Group",
        "Outcome",
        "Outcome: detail",
        "Without",
        "Micro-grids",
        "Micro-grids: low end",
        "Micro-grids: high end",
        "Micro-grids: in words",
    ]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADS + 1)]
    assert rows[1] == ["Other", "Matters done", "%", 30.8, -6.0, -6.5, -5.5, "harms −6.0"]
    assert rows[2] == ["Other", "Points", "%", 30.8, None, None, None, "no data"]
    assert sheet.cell(HEADS + 1, 5).number_format == "+#,##0.0;-#,##0.0;#,##0.0"
    assert sheet.cell(HEADS + 1, 5).fill.fgColor.rgb.endswith("E3EEF6")


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        (Cell("+14.1", value=14.1234), "+#,##0.0;-#,##0.0;#,##0.0"),
        (Cell("−6.05", value=-6.0512), "+#,##0.00;-#,##0.00;#,##0.00"),
        (Cell("1,070", value=1071.7), "#,##0"),
        (Cell("1,072", value=1071.7), "#,##0"),
        (Cell("−50", value=-52.69), "+#,##0;-#,##0;#,##0"),
        (Cell("+450", value=454.9), "+#,##0;-#,##0;#,##0"),
        (Cell("0", value=0.34), "#,##0"),
        (Cell("0", value=4.2), "0.00"),
        (Cell("almost certain", ">99 %", 0.9999), "0.0%"),
        (Cell("45.2%", value=0.4521), "#,##0.0%"),
        (Cell("91.6 万元", value=916251.0), "#,##0"),
        (Cell("2–4", value=2.0), "#,##0"),
        (Cell("", value=0.1234), "0.000"),
    ],
)
def test_numbers_are_shown_as_in_the_report(cell: Cell, style: str) -> None:
    assert number_format(cell) == style


def test_a_range_of_ranks_is_kept_as_text_beside_its_number() -> None:
    column = Column("Rank", numbers=True)
    grid = Grid("ranks", "Ranks", "Ranks", (column,), (Row((Cell("2–4", value=2.0),)), Row((Cell("1", value=1.0),))))
    assert [lane.head for lane in lanes(grid, words("en"))] == ["Rank", "Rank: in words"]
    plain_ranks = Grid("ranks", "Ranks", "Ranks", (column,), (Row((Cell("1", value=1.0),)),))
    assert [lane.head for lane in lanes(plain_ranks, words("en"))] == ["Rank"]


def test_names_of_sheets_are_unique_and_allowed_and_text_is_no_formula() -> None:
    column = Column("a")
    grids = tuple(
        Grid(f"g{n}", "很长的表名" * 9 + "/[x]", "caption", (column,), (Row((Cell("=1+1"),)),)) for n in range(3)
    )
    found = openpyxl.load_workbook(io.BytesIO(to_xlsx(Document("zh", "k", "t", (), sheets=grids), MADE)))
    assert len({name.lower() for name in found.sheetnames}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in found.sheetnames)
    box = found.worksheets[1].cell(HEADS + 1, 1)
    assert (box.value, box.data_type) == ("=1+1", "s")


# What the writers share


def test_the_same_document_gives_the_same_bytes(held: dict[tuple[Lang, str], bytes]) -> None:
    for name, write in (("html", to_html), ("docx", to_docx), ("xlsx", to_xlsx)):
        assert write(document("en"), MADE) == held["en", name]
    for name in ("docx", "xlsx"):
        core = zipfile.ZipFile(io.BytesIO(held["en", name])).read("docProps/core.xml").decode()
        assert re.findall(r"<dcterms:\w+[^>]*>([^<]*)", core) == ["2026-01-02T03:04:05Z"] * 2


def test_a_wide_table_takes_its_headings_along() -> None:
    table = long_table("en", "wide", "Table 1", wide=True)
    small = long_table("en", "small", "Table 2", wide=False)
    one, two, line = Heading("one"), Heading("two", 2), Paragraph(text("line"))
    blocks = (Break(), line, one, two, line, table, line, table, one, line, Break(), Break(), small, table)
    assert parts(Document("en", "", "", blocks)) == [
        Part((line,)),
        Part((one, two, line, table, line, table), wide=True),
        Part((one, line)),
        Part((small,)),
        Part((table,), wide=True),
    ]


def test_captions_that_do_not_count_are_left_as_they_are() -> None:
    told = ["表 1　a", "图 1　b", "Table 1. c", "Table 3. d", "表 2　e", "f"]
    assert taken_apart(told) == [
        ("表 ", "1", "　a"),
        ("图 ", "1", "　b"),
        ("", "", "Table 1. c"),
        ("", "", "Table 3. d"),
        ("表 ", "2", "　e"),
        ("", "", "f"),
    ]


def test_columns_are_as_wide_as_makes_a_table_low() -> None:
    cells = (Cell("ab"), Cell("汉字" * 20), Cell("+14.1", "+13.9 to +14.3", 14.1))
    columns = (Column("a"), Column("b"), Column("c", numbers=True))
    grid = Grid("g", "g", "g", columns, (Row(cells), Row((Cell("group"),), group=True), Row((Cell("all" * 30),))))
    assert [width(told) for told in ("汉字", "ab\nabc", "")] == [4, 3, 0]
    assert least_widths(grid) == [2, 4, 13]
    assert fitted(grid, 100.0)[1] >= 80
    assert sum(fitted(grid, 100.0)) == pytest.approx(100)
    assert fitted(grid, 9.5) == pytest.approx([1.0, 2.0, 6.5])


# Stored studies


def test_a_report_in_all_formats_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = store(tmp_path / "study")
    before = sorted(folder.iterdir())

    def fails(*_: object) -> bytes:
        raise RuntimeError("no workbook")

    monkeypatch.setattr("experiments.report.page.compose", lambda _, lang: document(lang))
    with monkeypatch.context() as broken:
        broken.setitem(__import__("experiments.report.page", fromlist=["_WRITERS"])._WRITERS, "xlsx", fails)
        with pytest.raises(RuntimeError, match="no workbook"):
            write_report(folder, "zh", FORMATS)
    assert sorted(folder.iterdir()) == before
    paths = write_report(folder, "zh", ("docx", "html", "docx"))
    assert [path.name for path in paths] == ["report_zh.docx", "report_zh.html"]
    assert sorted(folder.iterdir()) == sorted([*before, *paths])
    with pytest.raises(UnknownName, match="allowed: docx, html, xlsx"):
        write_report(folder, "zh", ("pdf",))
    with pytest.raises(EmptyStudyError):
        write_report(tmp_path / "nothing", "zh")


def test_the_report_of_a_stored_study_in_both_languages(tmp_path: Path) -> None:
    folder = store(tmp_path)
    for lang in LANGUAGES:
        for path in write_report(folder, lang, FORMATS):
            assert path.exists()
        assert (folder / f"report_{lang}.html").stat().st_size < 500_000


def test_gongzhi_report(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.report.page.compose", lambda _, lang: document(lang))
    folder, results = store(tmp_path / "pilot"), f"results={tmp_path}"
    assert main(["report", "pilot", "format=html,xlsx", results, "lang=zh"]) == GOOD
    told = capsys.readouterr().out
    assert [line.partition("：")[2] for line in told.splitlines()] == [
        str(folder / "report_zh.html"),
        str(folder / "report_zh.xlsx"),
    ]
    assert main(["report", "pilto", results]) == BAD_INPUT
    assert "did you mean 'pilot'" in capsys.readouterr().err
    assert main(["report", "pilot", "format=docs", results]) == BAD_INPUT
    assert "did you mean 'docx'" in capsys.readouterr().err
    assert main(["report", "pilot", "colour=red", results]) == BAD_INPUT
    assert main(["report", results]) == BAD_INPUT
    assert "which study" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_report_is_written_of_an_empty_study(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    folder = store(tmp_path / "empty", effects().iloc[:0])
    (folder / "manifest.json").write_text(json.dumps({"blocks": {"asked": 4, "done": 0}}), "utf-8")
    assert main(["report", "empty", f"results={tmp_path}", f"lang={lang}"]) == FAILED
    told = capsys.readouterr().err
    assert {"zh": "没有任何效果", "en": "holds no effect"}[lang] in told
    assert not list(folder.glob("report_*"))

"""The looks of a Word file: fonts for Chinese and Latin letters, styles of paragraphs, and the style of tables."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from experiments.words import Lang

TABLE = "Report Table"
INK, SOFT, LINE, PALE = "1C1C1C", "5C5C5C", "BFBFBF", "F0F1F2"
FILLS = {"good": "E3EEF6", "bad": "F7D8C6"}
"""Light fills, the second darker, so that they stay apart in grey print."""
_TEXT_WIDTH = Mm(174)
"""Of an upright page."""
_MARK = "8A3A00"
_ALTERNATIVES = {"宋体": "SimSun", "黑体": "SimHei"}
_CODES = {"zh": ("en-US", "zh-CN"), "en": ("en-GB", "zh-CN")}


@dataclass(frozen=True)
class Fonts:
    """Names of fonts that Word and WPS have: of Latin and of Chinese letters, in text and in headings."""

    text: str
    text_east: str
    head: str
    head_east: str


FONTS = {"zh": Fonts("Times New Roman", "宋体", "Arial", "黑体"), "en": Fonts("Arial", "宋体", "Arial", "黑体")}


@dataclass(frozen=True)
class Look:
    """A style of paragraphs: points of letters, and above and below; ``head``: in the font of headings."""

    name: str
    size: float
    above: float = 0.0
    below: float = 0.0
    head: bool = False
    bold: bool = False
    colour: str = INK
    lines: float = 1.0
    with_next: bool = False


_LOOKS = (
    Look("Normal", 10.5, 0, 4, lines=1.15),
    Look("Title", 17, 0, 6, head=True, bold=True),
    Look("Subtitle", 9.5, 0, 2, head=True, colour=SOFT),
    Look("Heading 1", 13.5, 12, 5, head=True, bold=True, with_next=True),
    Look("Heading 2", 11.5, 10, 3, head=True, bold=True, with_next=True),
    Look("TOC Heading", 11.5, 12, 3, head=True, bold=True, with_next=True),
    Look("toc 1", 10.5, 0, 1),
    Look("Lead", 10.5, 1, 4, head=True, lines=1.15),
    Look("Question", 10.5, 0, 4, lines=1.15),
    Look("Notice", 10, 3, 6, lines=1.1),
    Look("Small Print", 8.5, 2, 5, colour=SOFT, lines=1.05),
    Look("Caption", 9, 6, 3, head=True, colour=SOFT, lines=1.1),
    Look("List Bullet", 10, 0, 2, lines=1.1),
    Look("Table Text", 8.5),
    Look("Table Head", 8.5, 0, 0, head=True, bold=True),
    Look("Table Small", 7.5, colour=SOFT),
    Look("Facts", 9, 0, 2, colour=SOFT, lines=1.1),
    Look("Header", 8.5, colour=SOFT, head=True),
    Look("Footer", 8.5, colour=SOFT, head=True),
)


def set_styles(word: WordDocument, lang: Lang) -> None:
    """Give a new file the styles of reports in a language."""
    fonts = FONTS[lang]
    _defaults(word, fonts, lang)
    for look in _LOOKS:
        _dress(_style(word, look.name), look, fonts)
    _underline(_style(word, "Heading 1"))
    _underline(_style(word, "Header"))
    _lead(_style(word, "toc 1"))
    _frame(_style(word, "Notice"))
    word.styles.element.append(parse_xml(_TABLE_STYLE))
    _name_alternatives(word)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    """The style of this name, made where the file has none; ``Normal`` is the base of new ones."""
    if name not in [style.name for style in word.styles]:
        made: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.lower().startswith("toc"))
        made.base_style = word.styles["Normal"]
        made.quick_style = True
    found: Any = word.styles[name]
    return found  # type: ignore[no-any-return]


def _dress(style: ParagraphStyle, look: Look, fonts: Fonts) -> None:
    for spread in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        spread.getparent().remove(spread)
    latin, east = (fonts.head, fonts.head_east) if look.head else (fonts.text, fonts.text_east)
    set_fonts(style.element.get_or_add_rPr(), latin, east)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(look.above), Pt(look.below), look.lines
    shape.keep_with_next, shape.alignment = look.with_next, WD_ALIGN_PARAGRAPH.LEFT
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def set_fonts(run: Any, latin: str, east: str) -> None:
    """Name the fonts of run properties; those of the theme, which would take their place, go."""
    for old in run.findall(qn("w:rFonts")):
        run.remove(old)
    names = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"'
    run.insert_element_before(
        parse_xml(f"<w:rFonts {nsdecls('w')} {names}/>"),
        *("w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:color", "w:spacing", "w:kern", "w:sz", "w:szCs", "w:lang"),
    )


def _defaults(word: WordDocument, fonts: Fonts, lang: Lang) -> None:
    latin, east = _CODES[lang]
    run = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(run):
        run.remove(old)
    names = f'w:ascii="{fonts.text}" w:hAnsi="{fonts.text}" w:eastAsia="{fonts.text_east}" w:cs="{fonts.text}"'
    run.append(parse_xml(f"<w:rFonts {nsdecls('w')} {names}/>"))
    run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{latin}" w:eastAsia="{east}" w:bidi="ar-SA"/>'))


def _underline(style: ParagraphStyle) -> None:
    line = f'<w:bottom w:val="single" w:sz="4" w:space="2" w:color="{LINE}"/>'
    _put(style, f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")


def _lead(style: ParagraphStyle) -> None:
    """Dots from the name of a section to its page number at the right."""
    style.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _frame(style: ParagraphStyle) -> None:
    line = f'<w:left w:val="single" w:sz="24" w:space="6" w:color="{_MARK}"/>'
    _put(style, f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    _put(style, f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{FILLS["bad"]}"/>')


def _put(style: ParagraphStyle, xml: str) -> None:
    """Put borders or shading where the order of paragraph properties wants them."""
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
    style.element.get_or_add_pPr().insert_element_before(parse_xml(xml), *(after[1:] if "w:shd " in xml else after))


def _name_alternatives(word: WordDocument) -> None:
    """Tell programs that know the Chinese fonts by their English names which they are."""
    fonts = next(part for part in word.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _ALTERNATIVES.items()
    )
    held: Any = fonts
    held._blob = held.blob.replace(b"</w:fonts>", told.encode() + b"</w:fonts>")


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>
    <w:vAlign w:val="bottom"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""

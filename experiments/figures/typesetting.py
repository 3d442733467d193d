"""Text of figures: the font that comes with the package, how wide a text is, and where a line may break."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager, get_font
from pylopdf_fonts_zh_cn import sans_path

POINTS_PER_INCH = 72.0
_UNITS_PER_POINT = 64.0
# Never at the beginning of a line.
_CLOSING = "，。、；：！？）》」』】”’％%,.;:!?)"
_OPENING = "（《「『【“‘("


@cache
def font() -> str:
    """Name of the font, which holds Chinese and Latin letters; matplotlib knows it from here on."""
    path = Path(sans_path())
    fontManager.addfont(path)
    return str(FontProperties(fname=path).get_name())


def plain(text: str) -> str:
    """Text in which matplotlib finds no formula."""
    return text.replace("$", "＄")


@cache
def width_of(text: str, size: float) -> float:
    """Inches that a text takes at a size in points."""
    face = get_font(sans_path())
    face.set_size(size, POINTS_PER_INCH)
    face.set_text(plain(text))
    return face.get_width_height()[0] / _UNITS_PER_POINT / POINTS_PER_INCH


def fit(text: str, size: float, inches: float) -> str:
    """The text, cut short with an ellipsis where it is too wide."""
    if width_of(text, size) <= inches:
        return text
    while text and width_of(text + "…", size) > inches:
        text = text[:-1].rstrip()
    return text + "…"


def broken(text: str, size: float, inches: float) -> str:
    """The text in lines no wider than ``inches``: Latin breaks between words, Chinese between any two characters."""
    done, line = [], ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip(), size) > inches:
            done.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*done, line.rstrip()])


def lines_of(text: str, size: float, inches: float, most: int = 2) -> str:
    """The text in at most so many lines; what does not fit into the last one is cut short with an ellipsis."""
    lines = broken(plain(text), size, inches).split("\n")
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :]) if " " in text else "".join(lines[most - 1 :])
        lines = [*lines[: most - 1], rest]
    return "\n".join(fit(line, size, inches) for line in lines)


def _pieces(text: str) -> list[str]:
    """Parts that hold together: Latin words and the space after them, wide characters and their punctuation."""
    found: list[str] = []
    for part in re.findall(r"[^\s]+\s*|\s+", text):
        for piece in _between_wide(part):
            together = found and (piece[0] in _CLOSING or found[-1][-1] in _OPENING)
            if together:
                found[-1] += piece
            else:
                found.append(piece)
    return found


def _between_wide(part: str) -> list[str]:
    pieces: list[str] = []
    for letter in part:
        wide = unicodedata.east_asian_width(letter) in "WF"
        if pieces and not wide and unicodedata.east_asian_width(pieces[-1][-1]) not in "WF":
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces

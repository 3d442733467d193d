"""SVG that stands inside a page: elements, escaped text, and numbers that are always numbers.

Lengths are in units of the view box, which a page shows at about a pixel each. A drawing holds no script, no link, no
style sheet and no id, so that any number of them can stand on one page.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from experiments.figures.style import INK, PALETTE, SOFT
from experiments.figures.typesetting import POINTS_PER_INCH, fit, lines_of, width_of
from experiments.words import Lang

PAPER = "#FFFFFF"
FONT = "'Noto Sans SC', sans-serif"
TITLE, TEXT, SMALL = 14.0, 12.0, 10.5
"""Sizes of text."""
LEADING = 1.25
"""Height of a line of text, in sizes."""
_TAGS = {"zh": "zh-Hans", "en": "en"}
# What no XML may hold (XML 1.0, section 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIGITS = 1


def number(value: float) -> str:
    """A length to 0.1; ``ValueError`` for one that is none, so that no drawing ever holds it."""
    if not math.isfinite(value):
        raise ValueError(f"a drawing has no place for {value}")
    text = f"{value:.{_DIGITS}f}".removesuffix(".0")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """The text on one line, without the characters that no XML may hold."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def wide(text: str, size: float) -> float:
    """How wide a text is."""
    return width_of(text, size) * POINTS_PER_INCH


def cut(text: str, size: float, room: float) -> str:
    """The text, cut short with an ellipsis where it is wider than ``room``."""
    return fit(clean(text), size, room / POINTS_PER_INCH)


@lru_cache(maxsize=4096)
def in_lines(text: str, size: float, room: float, most: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines no wider than ``room``."""
    return tuple(lines_of(clean(text), size, room / POINTS_PER_INCH, most).split("\n"))


@dataclass(frozen=True)
class Key:
    """How the two sides of a comparison are told apart: by dash and fill, and by the name beside it."""

    fill: str
    stroke: str
    dash: str | None


GHOST = Key("none", SOFT, "4 3")
"""The baseline: a dashed outline."""
PROPOSAL = Key(PALETTE[0], PALETTE[0], None)
UNTREATED = Key(SOFT, SOFT, None)
"""The baseline where it stands alone."""


def attributes(values: Mapping[str, Any]) -> str:
    """Attributes of an element: ``stroke_width`` is stroke-width, floats are lengths, None is left out."""
    return "".join(f" {name.replace('_', '-')}={_quoted(value)}" for name, value in values.items() if value is not None)


def _quoted(value: float | str) -> str:
    return f'"{number(value)}"' if isinstance(value, float) else quoteattr(value)


class Canvas:
    """A drawing as it grows; ``scale`` enlarges its text and not its marks, for a projector."""

    def __init__(self, width: float, lang: Lang, scale: float = 1.0) -> None:
        if not 0.5 <= scale <= 3.0:
            raise ValueError(f"scale {scale:g} is outside 0.5 to 3")
        self.width, self.lang, self.scale = width, lang, scale
        self.title_size, self.text_size, self.small_size = (size * scale for size in (TITLE, TEXT, SMALL))
        self._parts: list[str] = []

    def element(self, name: str, tip: str | None = None, **values: Any) -> None:
        """An element; ``tip`` is what a pointer over it reads."""
        inside = f"<title>{escape(clean(tip))}</title>" if tip else ""
        closed = f">{inside}</{name}>" if inside else "/>"
        self._parts.append(f"<{name}{attributes(values)}{closed}")

    def text(self, x: float, y: float, text: str, *, size: float | None = None, **values: Any) -> None:
        """Text whose baseline begins at a point, or as ``text_anchor`` says; no two spaces in it stand together."""
        shown = size or self.text_size
        look: dict[str, Any] = {"x": x, "y": y, "font_size": None if shown == self.text_size else shown, **values}
        self._parts.append(f"<text{attributes(look)}>{escape(clean(text))}</text>")

    def lines(self, x: float, y: float, lines: Sequence[str], *, size: float | None = None, **values: Any) -> float:
        """Lines of text under each other; where the next one would stand."""
        shown = size or self.text_size
        for line in lines:
            self.text(x, y, line, size=shown, **values)
            y += shown * LEADING
        return y

    def line(self, x1: float, y1: float, x2: float, y2: float, **values: Any) -> None:
        """A straight line."""
        self.element("line", x1=x1, y1=y1, x2=x2, y2=y2, **values)

    def box(self, x: float, y: float, width: float, height: float, **values: Any) -> None:
        """A rectangle; one without extent is left out."""
        if width > 0 and height > 0:
            self.element("rect", x=x, y=y, width=width, height=height, **values)

    def heading(self, title: str, below: str, room: float | None = None) -> float:
        """The title over a smaller line; where the drawing may begin."""
        size, small = self.title_size, self.small_size
        y = self.lines(0.0, 1.05 * size, in_lines(title, size, room or self.width), size=size)
        y = self.lines(0.0, y + 1.1 * small - size, in_lines(below, small, room or self.width), size=small, fill=SOFT)
        return y - 0.7 * small

    def beyond(self, x: float, y: float, across: float, along: float, **values: Any) -> None:
        """A triangle at an edge, for a value beyond it: ``across`` points it right or left, ``along`` down or up."""
        half = 5.0
        if across:
            points = [(x, y - half), (x + 1.6 * half * across, y), (x, y + half), (x, y - half)]
        else:
            points = [(x - half, y), (x, y + 1.6 * half * along), (x + half, y), (x - half, y)]
        self.path(points, **{"fill": INK, **values})

    def sides(self, x: float, y: float, names: Mapping[str, Key]) -> None:
        """Which side looks how, by name."""
        small = self.small_size
        for name, look in names.items():
            at: dict[str, Any] = {"x": x, "y": y - 0.8 * small, "width": 2.0 * small, "height": 0.8 * small}
            self.element("rect", **at, fill=look.fill, stroke=look.stroke, stroke_dasharray=look.dash)
            self.text(x + 2.4 * small, y, name, size=small)
            x += 3.6 * small + wide(name, small)

    def path(self, points: Sequence[tuple[float, float]], **values: Any) -> None:
        """A line through points."""
        told = " ".join(f"{number(x)} {number(y)}" for x, y in points)
        self.element("path", d=f"M{told}", **values)

    def hatch(self, x: float, y: float, width: float, height: float, step: float, **values: Any) -> None:
        """Rising lines across a rectangle."""
        strokes, at = [], step
        while at < width + height:
            x1, y1 = x + max(0.0, at - height), y + min(at, height)
            x2, y2 = x + min(at, width), y + max(0.0, at - width)
            strokes.append(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}")
            at += step
        if strokes:
            self.element("path", d="".join(strokes), fill="none", **values)

    def finish(self, height: float, title: str, desc: str) -> str:
        """The whole element: ``title`` is its name and ``desc`` what it shows, both for those who do not see it."""
        head = attributes(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {number(self.width)} {number(height)}",
                "role": "img",
                "lang": _TAGS[self.lang],
                "focusable": "false",
                "font_family": FONT,
                "font_size": self.text_size,
                "fill": INK,
            }
        )
        told = f"<title>{escape(clean(title))}</title><desc>{escape(clean(desc))}</desc>"
        paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        return f"<svg{head}>{told}{paper}{''.join(self._parts)}</svg>"

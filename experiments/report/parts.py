"""What the writers of reports share: pages upright or across, widths of columns, captions taken apart, clean text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from experiments.report.document import Block, Break, Cell, Document, Grid, Heading, Plot

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CAPTION = re.compile(r"(图|表|Figure|Table)\s*(\d+)")
_TOKENS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+")
SHORT = 14
"""Rows up to which a table is kept on one page."""


@dataclass(frozen=True)
class Part:
    """Blocks that begin a new page; ``wide``: the page lies across."""

    blocks: tuple[Block, ...]
    wide: bool = False


def parts(document: Document) -> list[Part]:
    """The document in parts, each of which begins a new page: at every break, and before and after wide tables.

    A wide table takes the heading above it and the paragraphs between along, and keeps those after it.
    """
    found: list[Part] = []
    here: list[Block] = []
    wide = False
    for block in document.blocks:
        across = isinstance(block, Grid) and block.wide
        if isinstance(block, Break):
            found, here, wide = [*found, Part(tuple(here), wide)], [], False
        elif across and not wide:
            taken = _introduction(here)
            found.append(Part(tuple(here[: len(here) - taken])))
            here, wide = [*here[len(here) - taken :], block], True
        elif wide and not across and isinstance(block, Heading | Plot | Grid):
            found, here, wide = [*found, Part(tuple(here), True)], [block], False
        else:
            here.append(block)
    return [part for part in (*found, Part(tuple(here), wide)) if part.blocks]


def _introduction(blocks: Sequence[Block]) -> int:
    """How many blocks at the end introduce what follows: the last headings and all after them; none without one."""
    text = list(takewhile(lambda block: not isinstance(block, Plot | Grid), reversed(blocks)))
    last = next((n for n, block in enumerate(text) if isinstance(block, Heading)), None)
    if last is None:
        return 0
    return last + sum(1 for _ in takewhile(lambda block: isinstance(block, Heading), text[last:]))


def is_long(grid: Grid) -> bool:
    """The table may be broken between pages."""
    return len(grid.rows) > SHORT


def grouped(grid: Grid) -> Iterator[tuple[str | None, list[tuple[Cell, ...]]]]:
    """The rows of each group with its name; None for rows before the first group."""
    name: str | None = None
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        if not row.group:
            rows.append(row.cells)
            continue
        if rows or name is not None:
            yield name, rows
        name, rows = row.cells[0].text, []
    if rows or name is not None:
        yield name, rows


def clean(text: str) -> str:
    """Text without characters that no file format holds."""
    return _NOT_TEXT.sub("", text)


def taken_apart(captions: Sequence[str]) -> list[tuple[str, str, str]]:
    """Captions as name, number and rest; number is empty where the captions of a name do not count 1, 2, 3 ..."""
    found = [_CAPTION.match(caption) for caption in captions]
    counts: dict[str, list[str]] = {}
    for match in found:
        if match:
            counts.setdefault(match[1], []).append(match[2])
    good = {name for name, told in counts.items() if told == [str(n + 1) for n in range(len(told))]}
    return [
        (caption[: match.start(2)], match[2], caption[match.end(2) :])
        if match and match[1] in good
        else ("", "", caption)
        for caption, match in zip(captions, found, strict=True)
    ]


def width(text: str) -> int:
    """Width of the longest line in half-width letters: a Chinese one takes two."""
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n"))


def narrowest(text: str) -> int:
    """Width in half-width letters below which words would be torn; Chinese breaks after every second letter."""
    return max((max(width(token), 4 if width(token) == 2 else 0) for token in _TOKENS.findall(text)), default=1)


def column_widths(grid: Grid, most: int = 44) -> list[tuple[int, int]]:
    """Of each column the narrowest and the wanted width in half-width letters, the latter at ``most``."""
    found = []
    for n, column in enumerate(grid.columns):
        cells = [row.cells[n] for row in grid.rows if not row.group and n < len(row.cells)]
        texts = [text for cell in cells for text in (cell.text, cell.small)]
        least = max(map(narrowest, [column.head, *texts]))
        if column.numbers:
            # A number and its interval are not broken.
            least = max([least, *(min(width(text), 16) for cell in cells for text in (cell.text, cell.small))])
        wanted = max([least, min(width(column.head), 12), *(min(width(text), most) for text in texts)])
        found.append((least, wanted))
    return found


def shared_out(columns: Sequence[tuple[int, int]], room: float) -> list[float]:
    """``room`` among columns of a least and a wanted width: first the least, the rest by what each still wants."""
    least, wanted = sum(a for a, _ in columns), sum(b for _, b in columns)
    if least >= room or wanted == least:
        return [room * a / least for a, _ in columns]
    more = (room - least) / (wanted - least)
    return [a + (b - a) * more for a, b in columns]

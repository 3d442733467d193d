"""What the writers of reports share: pages upright or across, groups of rows, captions taken apart, clean text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from experiments.report.document import Block, Break, Cell, Document, Grid, Heading, Plot

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CAPTION = re.compile(r"(图|表|Figure|Table)\s*(\d+)")
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

"""Widths of the columns of a table, so that it becomes low and no word is torn; in half-width letters."""

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from experiments.report.document import Cell, Grid

Floats = npt.NDArray[np.float64]
_TOKENS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+")
_INTERVAL = 16
"""Width up to which a number and its interval are kept on a line."""
_NAME = 24
"""Width of the longest text up to which a column holds names, which take two lines at most."""
_SMALL, _BOLD = 0.88, 1.2
"""Width of small letters, and of those of heads."""
_OTHERWISE = 0.01
"""Worth of a line of a cell that is not the highest of its row."""


def width(text: str) -> int:
    """Width of the longest line: a Chinese letter takes two."""
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n"))


def narrowest(text: str) -> int:
    """Width below which words would be torn; Chinese breaks after every second letter, long Latin words are wider."""
    return max((_least(token) for token in _TOKENS.findall(text)), default=1)


def _least(token: str) -> int:
    wide = width(token)
    if wide > len(token) == 1:
        return 2 * wide
    return wide + wide // 6 if token.isalpha() else wide


def least_widths(grid: Grid) -> list[int]:
    """Of each column the width below which a word or a number would be torn, or a name broken into three lines."""
    found = []
    for column, cells in zip(grid.columns, _cells(grid), strict=True):
        texts = [text for cell in cells for text in (cell.text, cell.small)]
        names = [_BOLD * width(column.head), *(width(cell.text) for cell in cells if not column.numbers)]
        least = max([math.ceil(_BOLD * narrowest(column.head)), *map(narrowest, texts)])
        if max(names) <= _NAME:
            least = max(least, math.ceil(max(names) / 2) + 1)
        # A number and its interval are not broken.
        kept = [part for cell in cells for part in (width(cell.text), math.ceil(_SMALL * width(cell.small)))]
        found.append(max([least, *(min(wide, _INTERVAL) for wide in kept if column.numbers)]))
    return found


def fitted(grid: Grid, room: float) -> list[float]:
    """Widths of columns that make a table of ``room`` low: at every step the column is widened that saves most lines.

    Where there is too little room for the words, columns are narrowed alike.
    """
    widths = np.array(least_widths(grid), dtype=float)
    columns = [_lengths(column.head, cells) for column, cells in zip(grid.columns, _cells(grid), strict=True)]
    heights = np.array([_lines(column, wide) for column, wide in zip(columns, widths, strict=True)])
    while (free := room - widths.sum()) > 0:
        best = (0.0, 0, 0.0)
        for n, column in enumerate(columns):
            others = np.delete(heights, n, axis=0).max(axis=0, initial=0)
            for wide in _steps(column, widths[n], widths[n] + free):
                saved = _saved(heights[n], _lines(column, wide), others)
                best = max(best, (saved / (wide - widths[n]), n, wide))
        if best[0] <= 0:
            break
        widths[best[1]] = best[2]
        heights[best[1]] = _lines(columns[best[1]], best[2])
    return [float(wide) for wide in widths * room / widths.sum()]


def _cells(grid: Grid) -> list[list[Cell]]:
    """The cells of every column; one that reaches over several columns stands in none."""
    rows = [row.cells for row in grid.rows if not row.group]
    last = len(grid.columns) - 1
    held = [[*cells[: None if len(cells) > last else -1], *[Cell()] * (last + 1)] for cells in rows]
    return [[cells[n] for cells in held] for n in range(last + 1)]


def _lengths(head: str, cells: Sequence[Cell]) -> Floats:
    """Widths of the texts of a column, (rows, text and small)."""
    return np.array([(width(head), 0.0), *((width(cell.text), _SMALL * width(cell.small)) for cell in cells)])


def _lines(lengths: Floats, wide: float) -> Floats:
    """Lines that every row of a column takes."""
    return np.asarray(np.ceil(lengths / wide).sum(axis=1))


def _steps(lengths: Floats, wide: float, most: float) -> Floats:
    """Greater widths at which a text takes fewer lines."""
    longer = np.unique(lengths[lengths > wide])
    found = np.unique(np.ceil(longer[:, None] / np.arange(1, 9)))
    return found[(found > wide) & (found <= most)]


def _saved(before: Floats, after: Floats, others: Floats) -> float:
    """Lines by which a table becomes lower."""
    lower = np.maximum(before, others) - np.maximum(after, others)
    return float((lower + _OTHERWISE * (before - after)).sum())

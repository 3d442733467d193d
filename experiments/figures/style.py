"""What all figures share: measures' looks, the page they are drawn on, and panels laid out in inches."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.typesetting import broken, font, plain

BASELINE = "baseline"
"""Name of the package without measures."""
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#6644EE", "#662200", "#440044")
"""Blue, vermilion and green of Okabe and Ito (2008), and three that stay apart from them and from each other for
readers with protanopia and deuteranopia (a test simulates both)."""
MARKERS = "osD^vP"
DASHES: tuple[tuple[float, ...], ...] = ((), (4, 1.5), (1, 1.2), (6, 1.5, 1, 1.5), (3, 1, 1, 1, 1, 1), (8, 2))
INK, SOFT, FAINT, BAND, GOOD = "#222222", "#666666", "#D4D4D4", "#E0E0E0", "#E6F0F7"
WIDTH = 7.1
"""Inches: the width of the text on an A4 page."""
TITLE, TEXT, SMALL = 8.5, 8.0, 7.0
"""Sizes of text in points."""


@dataclass(frozen=True)
class Subject:
    """What a figure is about: packages' names in the order in which they are shown, and words for its caption.

    ``adults``: registered adults of the county, by which axes of counts are set once and for all; None if unknown.
    """

    names: Mapping[str, str]
    where: str
    blocks: str
    months: str
    adults: int | None = None


@dataclass(frozen=True)
class Look:
    """Colour, marker and line style of a package; the same in every figure of a study."""

    colour: str
    marker: str
    dashes: tuple[float, ...]


def looks(packages: Sequence[str]) -> dict[str, Look]:
    """The looks of packages, by their order; after six the colours come again with other markers and lines."""
    turn = len(PALETTE)
    shifted = [(n % turn, (n + n // turn) % turn) for n in range(len(packages))]
    return {name: Look(PALETTE[a], MARKERS[b], DASHES[b]) for name, (a, b) in zip(packages, shifted, strict=True)}


def told_by_interval(low: float, high: float, direction: int) -> tuple[str, str, bool]:
    """Colour, marker and whether it is filled of a change where there are too many packages for looks of their own.

    Blue circle: clearly better, vermilion square: clearly worse, dark diamond: clear and neither good nor bad, hollow
    grey circle: the interval holds 0 or is missing. ``direction``: 1 where more is better, -1 where less is.
    """
    sign = int(low > 0.0) - int(high < 0.0)
    if sign == 0:
        return SOFT, "o", False
    if direction == 0:
        return INK, "D", True
    return (PALETTE[0], "o", True) if sign * direction > 0 else (PALETTE[1], "s", True)


@contextmanager
def drawing() -> Iterator[None]:
    """Settings under which a figure is built."""
    with mpl.rc_context():
        sns.set_theme(
            style="white",
            rc={
                "font.family": font(),
                "font.size": TEXT,
                "text.color": INK,
                "axes.edgecolor": SOFT,
                "axes.linewidth": 0.6,
                "xtick.color": SOFT,
                "ytick.color": INK,
                "text.parse_math": False,
            },
        )
        yield


@dataclass(frozen=True)
class Sheet:
    """Panels in columns, filled column by column; all lengths in inches.

    ``left``, ``right``, ``above``, ``below``: room around the axes of a panel; ``margin``: room left of all panels;
    ``foot``: room for the caption.
    """

    columns: int
    rows: int
    left: float
    right: float
    above: float
    height: float
    below: float
    margin: float = 0.0
    foot: float = 0.34

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the figure."""
        return WIDTH, self.rows * (self.above + self.height + self.below) + self.foot

    @property
    def panel_width(self) -> float:
        """Width of the axes of a panel."""
        return self.room - self.left - self.right

    @property
    def room(self) -> float:
        """Width of a panel with its names and labels."""
        return (WIDTH - self.margin) / self.columns

    def panels(self, count: int) -> tuple[Figure, list[Axes]]:
        """A figure with ``count`` panels."""
        wide, high = self.size
        figure = Figure(figsize=self.size)
        places = []
        for n in range(count):
            column, row = divmod(n, self.rows)
            x = self.margin + column * self.room + self.left
            y = high - (row + 1) * (self.above + self.height + self.below) + self.below
            places.append(figure.add_axes((x / wide, y / high, self.panel_width / wide, self.height / high)))
        return figure, places

    def above_axes(self, points: float) -> float:
        """Height in axes coordinates of a place so many points above the axes."""
        return 1.0 + points / (72.0 * self.height)


def title(axes: Axes, sheet: Sheet, name: str, below: str) -> None:
    """A panel's name over a smaller line, both from its left edge."""
    start = -sheet.left / sheet.panel_width
    at: dict[str, Any] = {"transform": axes.transAxes, "ha": "left", "va": "baseline"}
    axes.text(start, sheet.above_axes(17), broken(plain(name), TITLE, sheet.room - 0.1), fontsize=TITLE, **at)
    axes.text(start, sheet.above_axes(6), below, fontsize=SMALL, color=SOFT, **at)


def axes_at(figure: Figure, x: float, y: float, wide: float, tall: float) -> Axes:
    """Axes at inches from the left and from the top of the figure."""
    width, height = figure.get_size_inches()
    return figure.add_axes((x / width, 1.0 - (y + tall) / height, wide / width, tall / height))


def caption_lines(text: str) -> str:
    """A caption in lines as wide as the figure."""
    return broken(plain(text), SMALL, WIDTH - 0.2)


def foot_of(text: str) -> float:
    """Inches that a caption takes, with room over it."""
    return 0.2 + 0.14 * (caption_lines(text).count("\n") + 1)


def caption(figure: Figure, text: str) -> None:
    """The caption, at the foot of the figure."""
    high = figure.get_size_inches()[1]
    shown = caption_lines(text)
    figure.text(0.0, 0.06 / high, shown, fontsize=SMALL, color=SOFT, ha="left", va="bottom", linespacing=1.4)


def bare(axes: Axes, *sides: str) -> None:
    """Take away the frame but for the given sides."""
    for name, spine in axes.spines.items():
        spine.set_visible(name in sides)


def next_step(value: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... that is at least ``value``."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10, 20) if step * power >= value * (1 - 1e-9))


def level(table: pd.DataFrame, column: str) -> float:
    """The typical size of a column, for axes that depend on the size of a county."""
    size = float(table[column].abs().mean())
    return size if math.isfinite(size) else 0.0

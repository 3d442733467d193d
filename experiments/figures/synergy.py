"""The synergy matrix: of every pair of players, what the two do together beyond the sum of each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from experiments.figures.style import (
    FAINT,
    INK,
    PALETTE,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    Subject,
    axes_at,
    bare,
    caption,
    drawing,
    foot_of,
)
from experiments.figures.typesetting import lines_of, plain, width_of
from experiments.words import Lang, Words, words

Array = NDArray[np.float64]

MOST = 24
"""Players above which numbers in the cells could not be read on an A4 page."""
_HEAD, _LEFT, _LABEL, _BELOW = 0.46, 0.03, 1.6, 0.1
_CELLS = (0.46, 0.2)
"""Largest and smallest side of a cell in inches."""
_SIZES = (7.5, 7.0, 6.5, 6.0, 5.5)
_KEY_LEFT, _KEY_ROW, _KEY_WIDTH = 3.75, 0.2, 0.34
_MORE, _LESS = PALETTE[0], PALETTE[1]
_TINTS = LinearSegmentedColormap.from_list("synergy", ("#E38A54", "#F4F4F4", "#7FB5DA"), N=257)
"""From less over open to more together; light enough for the numbers on it, in grey print too."""
_LEAST_TINT = 0.3
"""Share of the full tint that the weakest synergy with an interval without 0 has."""


def synergy_matrix(pairs: pd.DataFrame, outcome: str, lang: Lang, subject: Subject, method: str = "") -> Figure:
    """A cell a pair below the names of the players, which stand on the diagonal.

    ``pairs``: columns first, second, synergy, low, high (95 %), clear, as ``Attribution.pairs``. Pale with a grey
    number: the interval holds 0 or is missing; tinted: it leaves 0 out; framed: ``clear``, the sign stands although so
    many pairs are looked at. ``subject.names``: players in the order in which they are shown. ``method``: a sentence
    for the caption. Raises ``ValueError`` for fewer than 2 players or more than ``MOST``.
    """
    say, players = words(lang), list(subject.names)
    if not 2 <= len(players) <= MOST:
        raise ValueError(f"a synergy matrix shows 2 to {MOST} players, not {len(players)}: choose fewer of them")
    values, told, clear = _square(pairs, players)
    side = min(_CELLS[0], (WIDTH - _LABEL - _LEFT) / (len(players) - 1))
    tall = side * len(players)
    text = say(
        "attribute.matrix.caption",
        where=subject.where,
        blocks=subject.blocks,
        months=subject.months,
        clear=int(clear.sum()),
        told=int(told.sum()),
        all=len(pairs),
        method=method,
    )
    with drawing():
        high = _HEAD + max(tall, 4 * _KEY_ROW) + _BELOW + foot_of(text)
        figure = Figure(figsize=(WIDTH, high))
        axes = axes_at(figure, _LEFT, _HEAD, side * len(players), tall)
        _cells(axes, values, told, clear, side, say)
        _names(axes, [subject.names[key] for key in players], side)
        _heads(figure, outcome, say)
        _key(figure, say)
        caption(figure, text)
    return figure


def _square(pairs: pd.DataFrame, players: Sequence[str]) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Synergies below the diagonal, NaN elsewhere; which have an interval without 0; which are clear."""
    place = {player: n for n, player in enumerate(players)}
    values = np.full((len(players), len(players)), np.nan)
    told, clear = np.zeros(values.shape, dtype=bool), np.zeros(values.shape, dtype=bool)
    for pair in pairs.itertuples():
        row, column = sorted((place[str(pair.first)], place[str(pair.second)]), reverse=True)
        low, high = float(str(pair.low)), float(str(pair.high))
        values[row, column] = float(str(pair.synergy))
        told[row, column], clear[row, column] = low > 0.0 or high < 0.0, bool(pair.clear)
    return values, told, clear


def _cells(
    axes: Axes, values: Array, told: NDArray[np.bool_], clear: NDArray[np.bool_], side: float, say: Words
) -> None:
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    digits = _digits(largest, side)
    tints = np.sign(values) * (_LEAST_TINT + (1.0 - _LEAST_TINT) * np.abs(values) / (largest or 1.0))
    shown = [[say.number(value, digits, sign=True) if np.isfinite(value) else "" for value in row] for row in values]
    longest = max((text for row in shown for text in row), key=len, default="")
    size = next((one for one in _SIZES if width_of(longest, one) <= 0.92 * side), _SIZES[-1])
    sns.heatmap(
        np.where(told, tints, 0.0),
        mask=np.isnan(values),
        cmap=_TINTS,
        vmin=-1.0,
        vmax=1.0,
        annot=np.array(shown),
        fmt="",
        annot_kws={"fontsize": size},
        linewidths=1.0,
        linecolor="white",
        cbar=False,
        xticklabels=False,
        yticklabels=False,
        ax=axes,
    )
    bare(axes)
    inside = [(row, column) for row, column in np.argwhere(~np.isnan(values))]
    for (row, column), text in zip(inside, axes.texts, strict=True):
        text.set_color(INK if told[row, column] else SOFT)
    for row, column in np.argwhere(clear):
        axes.add_patch(_frame((float(column), float(row)), 1.0, 1.0, "clear"))


def _frame(corner: tuple[float, float], wide: float, tall: float, label: str = "") -> Rectangle:
    return Rectangle(
        corner, wide, tall, facecolor="none", edgecolor=INK, linewidth=1.3, label=label, zorder=4, clip_on=False
    )


def _digits(largest: float, side: float) -> int:
    """Decimals by which the largest value has two or three digits that tell; one or two where cells are small."""
    if largest <= 0.0:
        return 0
    power = float(np.floor(np.log10(largest)))
    return int(np.clip(int(side > 0.36) + int(power >= 0.0) - power, 0, 3))


def _names(axes: Axes, names: Sequence[str], side: float) -> None:
    """A player's name at the end of its row, over its column."""
    for n, name in enumerate(names):
        text = lines_of(name, SMALL, _LABEL - 0.12 * side, most=2 if side > 0.3 else 1)
        axes.text(n + 0.12, n + 0.5, text, fontsize=SMALL, va="center", color=INK, clip_on=False)


def _heads(figure: Figure, outcome: str, say: Words) -> None:
    high = figure.get_size_inches()[1]
    title = say("attribute.matrix.title", outcome=say.indicator(outcome))
    figure.text(0.0, 1.0 - 0.16 / high, plain(title), fontsize=TITLE, va="baseline")
    below = say("attribute.figure.pairs_below", unit=say.axis(outcome, change=True))
    figure.text(0.0, 1.0 - 0.32 / high, below, fontsize=SMALL, color=SOFT, va="baseline")


def _key(figure: Figure, say: Words) -> None:
    """What the looks of cells mean, in the corner that the matrix leaves free."""
    axes = axes_at(figure, _KEY_LEFT, _HEAD, WIDTH - _KEY_LEFT, 4 * _KEY_ROW)
    axes.set_xlim(0.0, WIDTH - _KEY_LEFT)
    axes.set_ylim(4 * _KEY_ROW, 0.0)
    axes.set_xticks([])
    axes.set_yticks([])
    bare(axes)
    looks = (("more", _TINTS(0.95)), ("less", _TINTS(0.05)), ("clear", "white"), ("open", _TINTS(0.5)))
    for n, (name, face) in enumerate(looks):
        corner, size = (0.0, n * _KEY_ROW + 0.03), (_KEY_WIDTH, _KEY_ROW - 0.06)
        look: dict[str, Any] = {"facecolor": face, "edgecolor": FAINT, "linewidth": 0.5, "label": f"key {name}"}
        axes.add_patch(Rectangle(corner, *size, **look))
        if name == "clear":
            axes.add_patch(_frame(corner, *size))
        middle = (n + 0.5) * _KEY_ROW
        sign = {"more": "+", "less": "−", "open": "±"}.get(name, "")
        axes.text(_KEY_WIDTH / 2, middle, sign, fontsize=SMALL, ha="center", va="center", color=SOFT)
        axes.text(_KEY_WIDTH + 0.08, middle, say(f"attribute.matrix.{name}"), fontsize=SMALL, va="center", color=SOFT)

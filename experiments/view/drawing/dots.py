"""Residents as dots in the order of their classes, one or several a dot; a tile has a row of them after another."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import INK, PALETTE, SOFT, next_step
from experiments.view.drawing.svg import LEADING, Canvas, number, wide
from experiments.words import Words
from sim.core.names import check_name

Array = NDArray[np.float64]

ACROSS = 30
"""Dots in a row."""
_MOST = 6000


@dataclass(frozen=True)
class Look:
    """A dot: a stroke without length, round or square, in shares of the distance between dots."""

    colour: str
    cap: str
    size: float


CLASSES: Mapping[str, Look] = {
    "leader": Look(INK, "square", 0.78),
    "volunteer": Look(PALETTE[1], "square", 0.62),
    "took_part": Look(PALETTE[0], "round", 0.78),
    "present": Look("#B4B4B4", "round", 0.7),
    "away": Look("#B4B4B4", "round", 0.28),
}
"""Classes of residents, in the order in which their dots fill a tile; nobody is in two of them."""


@dataclass(frozen=True)
class Dots:
    """The residents of villages: ``people`` by class, arrays of shape (V,); ``each`` of them a dot, ``pitch`` apart."""

    people: Mapping[str, Array]
    each: int
    pitch: float

    def rows(self, village: int) -> int:
        """Rows that the dots of a village take."""
        return math.ceil(sum(self._held(village).values()) / ACROSS)

    def draw(self, canvas: Canvas, x: float, y: float, village: int) -> None:
        """One path a class, told in steps from dot to dot; ``y``: the middle of the first row."""
        first = 0
        for key, count in self._held(village).items():
            last = first + count
            moves = []
            for row in range(first // ACROSS, math.ceil(last / ACROSS)) if count else ():
                start, end = max(first, row * ACROSS), min(last, (row + 1) * ACROSS)
                moves.append(f"M{start % ACROSS + 1} {row}h0" + "m1 0h0" * (end - start - 1))
            if moves:
                at = f"translate({number(x)} {number(y)}) scale({self.pitch:.3f})"
                look = CLASSES[key]
                stroke = {"stroke": look.colour, "stroke_linecap": look.cap, "stroke_width": str(look.size)}
                canvas.element("path", d="".join(moves), transform=at, **stroke)
            first = last

    def named(self, say: Words) -> list[str]:
        """Every class with how many there are."""
        sums = {key: float(np.nansum(array)) for key, array in self.people.items()}
        return [f"{say(f'view.draw.tiles.{key}')} {say.number(total)}" for key, total in sums.items()]

    def key(self, canvas: Canvas, y: float, say: Words) -> float:
        """The classes with their dots; where the next line of text may stand."""
        small, x = canvas.small_size, 0.0
        for key, told in zip(self.people, self.named(say), strict=True):
            look = CLASSES[key]
            needs = 1.2 * small + wide(told, small) + 16.0
            if x > 0 and x + needs > canvas.width:
                x, y = 0.0, y + small * LEADING
            dot = f"M{number(x + 0.4 * small)} {number(y - 0.35 * small)}h0"
            size = look.size * self.pitch * 1.4
            canvas.element("path", d=dot, stroke=look.colour, stroke_linecap=look.cap, stroke_width=size)
            canvas.text(x + 1.2 * small, y, told, size=small)
            x += needs
        if not self.people:
            return y
        each = say("view.draw.tiles.one") if self.each == 1 else say("view.draw.tiles.each", n=self.each)
        if len({"leader", "volunteer", "took_part"} & set(self.people)) > 1:
            each += say("form.semicolon") + say("view.draw.tiles.first")
        if x + wide(each, small) > canvas.width:
            x, y = 0.0, y + small * LEADING
        canvas.text(x, y, each, size=small, fill=SOFT)
        return y + small * LEADING * 1.15

    def _held(self, village: int) -> dict[str, int]:
        """Dots by class."""
        return {key: round(float(np.nan_to_num(array[village])) / self.each) for key, array in self.people.items()}


def dots_of(people: Mapping[str, ArrayLike], villages: int, width: float) -> Dots:
    """The dots of villages in tiles of a width.

    ``UnknownName`` for a class that is not one of ``CLASSES``; ``ValueError`` for another shape or less than nobody.
    """
    for key in people:
        check_name("class of residents", key, CLASSES)
    held = {key: np.asarray(people[key], float) for key in CLASSES if key in people}
    for key, array in held.items():
        if array.shape != (villages,):
            raise ValueError(f"{key}: a tile map of {villages} villages takes arrays of {villages} numbers")
        if np.nanmin(array, initial=0.0) < 0:
            raise ValueError(f"{key}: residents are not below 0: {np.nanmin(array):g}")
    total = float(sum(np.nansum(array) for array in held.values()))
    each = 1 if total <= _MOST else int(next_step(total / _MOST))
    return Dots(held, each, width / (ACROSS + 1))


def taking_part(tiles: Mapping[str, Array], month: int) -> dict[str, Array]:
    """Residents of a scene's tiles (arrays of shape (M, V)) in a month by whether they took part; for ``dots``."""
    present, share, away = (tiles[name][month - 1] for name in ("present", "participation", "away"))
    took_part = np.round(np.nan_to_num(share) / 100.0 * present)
    return {"took_part": took_part, "present": present - took_part, "away": away}

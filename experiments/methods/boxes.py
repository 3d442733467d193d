"""Boxes of worlds in which something happens: the patient rule induction method, PRIM (Friedman and Fisher 1999).

Pure functions on arrays: ``shares`` of the prior ranges, shape (worlds, parameters), and ``fails``, shape (worlds,).
The Python packages of PRIM were rejected: ema_workbench 3 needs Python 3.12, prim is under the GPL.

With hundreds of parameters and few worlds, a step that peels a handful of worlds finds some parameter that looks right
by chance. Parameters are therefore screened first by the Kolmogorov filter (Mai and Zou 2013), which also breaks ties
between peels. A box of parameters none of which matters alone is beyond this method.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from experiments.methods.limits import Array, Bools, Limits, Quality, everything

ALPHA = 0.1
"""Part of the worlds in a box that one step of peeling takes off, or one of pasting puts back."""
MOST_RESTRICTED = 4
"""Parameters that peeling restricts at most."""
LEAST_COVERAGE = 0.5
"""Part of the failing worlds that a box holds at least."""
LEAST_WORLDS = 5
"""Worlds a box holds at least."""
SCREENED = 12
"""Parameters that pass the screen."""
QUASI_P = 0.05
"""Quasi-p-value from which a restriction is dropped."""


@dataclass(frozen=True)
class Step:
    """A box on the trajectory; ``column``: the parameter peeled to come here, -1 for the first."""

    box: Limits
    column: int
    quality: Quality


@dataclass(frozen=True)
class Found:
    """The trajectory of boxes, the step that was chosen on it, and the box that was made of that."""

    steps: Sequence[Step]
    chosen: int
    box: Limits
    quality: Quality


def distances(shares: Array, fails: Bools) -> Array:
    """Kolmogorov-Smirnov distance between failing worlds and the others, shape (parameters,)."""
    order = np.argsort(shares, axis=0, kind="stable")
    weight = np.where(fails, 1.0 / max(fails.sum(), 1), -1.0 / max((~fails).sum(), 1))
    gap = np.cumsum(weight[order], axis=0)
    ranked = np.take_along_axis(shares, order, axis=0)
    # Between equal values there is no place to look at.
    last = np.vstack([ranked[1:] > ranked[:-1], np.ones((1, shares.shape[1]), dtype=bool)])
    widest: Array = np.where(last, np.abs(gap), 0.0).max(axis=0, initial=0.0)
    return widest


def find_box(shares: Array, fails: Bools, alpha: float = ALPHA) -> Found:
    """Screen, peel, choose on the trajectory, bar what is not significant and peel anew, paste.

    Chosen is the box with the greatest lift; each holds at least ``LEAST_COVERAGE`` of the failing worlds, and peeling
    restricts at most ``MOST_RESTRICTED`` parameters. Of its restrictions the one with the largest
    quasi-p-value is barred as long as that is ``QUASI_P`` or more, so that it takes no other's place. Where nothing is
    worth it the box restricts nothing.
    """
    screened = np.argsort(-distances(shares, fails), kind="stable")[:SCREENED]
    while True:
        columns = shares[:, screened]
        steps = peel(columns, fails, alpha)
        chosen = max(range(len(steps)), key=lambda n: (steps[n].quality.lift, -n))
        doubts = quasi_p(steps[chosen].box, columns, fails)
        worst = max(doubts, key=lambda k: doubts[k], default=-1)
        if worst < 0 or doubts[worst] < QUASI_P:
            break
        screened = np.delete(screened, worst)
    box = paste(steps[chosen].box, columns, fails, alpha)
    placed = [Step(step.box.among(screened, shares.shape[1]), step.column, step.quality) for step in steps]
    named = [replace(step, column=int(screened[step.column]) if step.column >= 0 else -1) for step in placed]
    return Found(named, chosen, box.among(screened, shares.shape[1]), Quality.of(box.inside(columns), fails))


def peel(shares: Array, fails: Bools, alpha: float = ALPHA) -> list[Step]:
    """The boxes of peeling, from everything down to ``LEAST_WORLDS`` worlds or ``LEAST_COVERAGE`` of the failing ones.

    Each step takes ``alpha`` of the worlds off one end of one parameter: that which raises the density most for each
    world taken. Of equal peels that of the first parameter counts.
    """
    box = everything(shares.shape[1])
    steps = [Step(box, -1, Quality.of(box.inside(shares), fails))]
    values, failing = shares, fails
    while shares.shape[1] and not failing.all():
        take, used = max(1, int(alpha * len(values))), box.restricted
        ordered = np.sort(values, axis=0)
        low, high = _cut(ordered, take), -_cut(-ordered[::-1], take)
        gains = np.stack([_gain(values >= low, failing), _gain(values <= high, failing)], axis=1)
        if len(used) == MOST_RESTRICTED:
            gains[~np.isin(np.arange(len(gains)), used)] = -np.inf
        column, end = divmod(int(gains.argmax()), 2)
        if not np.isfinite(gains[column, end]):
            break
        kept = values[:, column] <= high[column] if end else values[:, column] >= low[column]
        values, failing = values[kept], failing[kept]
        quality = replace(steps[0].quality, held=len(failing), held_fails=int(failing.sum()))
        if quality.coverage < LEAST_COVERAGE:
            break
        ends = (float(box.low[column]), float(high[column])) if end else (float(low[column]), float(box.high[column]))
        box = box.moved(column, *ends)
        steps.append(Step(box, column, quality))
    return steps


def _cut(ordered: Array, take: int) -> Array:
    """Where to cut the lowest ``take`` values off each column, which rises; equal values go together.

    Infinite where all values of a column are equal.
    """
    first, last = ordered[take : take + 1], ordered[take - 1 : take]
    if not (first > last).all():
        above = np.where(ordered > ordered[0], ordered, np.inf).min(axis=0)
        first = np.maximum(first, above) if len(first) else above
        last = np.where(ordered < first, ordered, -np.inf).max(axis=0)
    between: Array = np.ravel(first + last) / 2.0
    return between


def _gain(kept: Bools, fails: Bools) -> Array:
    """Rise of the density for each world taken off by keeping the worlds ``kept``, shape (worlds, cuts)."""
    held, rate = kept.sum(axis=0), fails.sum() / len(fails)
    rise = (kept[fails].sum(axis=0) / np.maximum(held, 1) - rate) / np.maximum(len(fails) - held, 1)
    gain: Array = np.where((held >= LEAST_WORLDS) & (held < len(fails)), rise, -np.inf)
    return gain


def quasi_p(box: Limits, shares: Array, fails: Bools) -> dict[int, float]:
    """Quasi-p-value of every restricted parameter (Bryant and Lempert 2010), by column.

    How likely the box would hold at least as many failing worlds if its worlds were drawn at the density which it has
    without the restriction: binomial, one-sided. It takes no account of the search, hence *quasi*.
    """
    inside = Quality.of(box.inside(shares), fails)
    wider = {int(k): Quality.of(box.without(int(k)).inside(shares), fails) for k in box.restricted}
    return {k: float(stats.binom.sf(inside.held_fails - 1, inside.held, free.density)) for k, free in wider.items()}


def paste(box: Limits, shares: Array, fails: Bools, alpha: float = ALPHA) -> Limits:
    """The box with its limits moved out again as long as that does not lower its density."""
    while True:
        now = Quality.of(box.inside(shares), fails)
        wider = [cut for k in box.restricted for cut in _widened(box, int(k), shares, alpha)]
        rated = [(Quality.of(cut.inside(shares), fails), cut) for cut in wider]
        better = [
            (quality, cut) for quality, cut in rated if quality.held > now.held and quality.density >= now.density
        ]
        if not better:
            return box
        box = max(better, key=lambda pair: (pair[0].density, pair[0].held))[1]


def _widened(box: Limits, column: int, shares: Array, alpha: float) -> list[Limits]:
    """The box with the next worlds below, and with the next above, of one parameter."""
    there = np.sort(shares[box.without(column).inside(shares), column])
    low, high = float(box.low[column]), float(box.high[column])
    below, above = there[there < low], there[there > high]
    take = max(1, int(alpha * (len(there) - len(below) - len(above))))
    down, up = below[-take:], above[:take]
    beneath, beyond = below[below < down[:1]] if len(down) else down, above[above > up[-1:]] if len(up) else up
    return [
        box.moved(column, float(beneath[-1] + down[0]) / 2 if len(beneath) else 0.0, high),
        box.moved(column, low, float(beyond[0] + up[-1]) / 2 if len(beyond) else 1.0),
    ]

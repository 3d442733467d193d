"""Naming one winner: the fully sequential procedure of Kim and Nelson (2001) under common random numbers.

Pure functions on a table of blocks, as far as they have been lived. Block by block every package is compared with
every other; one that is clearly behind is dropped and need not be run again. If blocks are normal and independent, the
package named is the best with the stated confidence wherever the best leads by at least the indifference zone
``delta``; where others are closer than that, it is the best or within ``delta`` of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.effects import t_interval
from sim.core.names import check_range

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
State = Literal["running", "selected", "undecided"]

FIRST = 20
"""Blocks of the first stage, from which variances are taken."""
ALPHA = 0.05
"""1 less the confidence."""
MOST = 500
"""Blocks at most."""
COLUMNS = (
    "package",
    "blocks",
    "mean",
    "low",
    "high",
    "behind",
    "behind_low",
    "behind_high",
    "dropped_at",
    "dropped_by",
)
"""Columns of the table of packages; ``Selection.packages`` says what they hold."""


@dataclass(frozen=True)
class Rule:
    """What is asked: ``delta`` in the outcome's unit, confidence 1 - ``alpha``, the first stage, the most blocks.

    ``better``: 1 where more of the outcome is better, -1 where less is.
    """

    delta: float
    better: Literal[1, -1] = 1
    alpha: float = ALPHA
    first: int = FIRST
    most: int = MOST

    def __post_init__(self) -> None:
        if not self.delta > 0.0 or not np.isfinite(self.delta):
            raise ValueError(f"delta={self.delta:g}: the difference that does not matter must be above 0")
        check_range("alpha", self.alpha, 0.001, 0.5, "1 - confidence")
        check_range("first", self.first, 5, 10_000, "blocks")
        check_range("most", self.most, self.first, 1_000_000, "blocks")


@dataclass(frozen=True)
class Selection:
    """How far a selection has come.

    ``state``: ``running`` while more blocks are wanted of the ``survivors``; ``selected`` where one is left;
    ``undecided`` where the most blocks are used up and the survivors are tied. ``packages``: a row a package, the
    survivors first, columns ``COLUMNS``: ``blocks`` it was compared on; ``mean``: of the outcome over these, with 95 %
    t interval ``low`` to ``high``; ``behind``: paired difference to the leader over the same blocks, below 0 where the
    package is worse (whichever way is better), with 95 % t interval; ``dropped_at``: the block after which it was
    dropped, as a count (<NA> for survivors); ``dropped_by``: the package it was behind ("" for survivors). Intervals
    take no account of the stopping. ``blocks``: blocks compared so far; ``runs``: runs compared in them; ``lived``: all
    runs there are, those of blocks begun before a package was dropped among them; ``equal_runs``: runs in as many
    blocks if no package had been dropped; ``at_most``: blocks after which one is
    left for certain, None before the first stage is over; ``gaps``: packages lacking, by block that was left out.
    """

    state: State
    leader: str
    survivors: tuple[str, ...]
    packages: pd.DataFrame
    blocks: int
    runs: int
    lived: int
    equal_runs: int
    at_most: int | None
    gaps: Mapping[int, tuple[str, ...]]


@dataclass
class _Course:
    """What happened to packages, by column; ``used``: rows of the blocks that counted, in order."""

    alive: Bools
    dropped_at: Ints
    dropped_by: Ints
    used: list[int] = field(default_factory=list)
    gaps: dict[int, Ints] = field(default_factory=dict)
    at_most: int | None = None


def select(outcome: pd.DataFrame, rule: Rule, tried: int = 0) -> Selection:
    """The state of a selection after the blocks that there are.

    ``outcome``: a row a block, in the order in which blocks count, a column a package, in the outcome's unit; NaN where
    a package was not run or could not be measured. A block that lacks a package still in the running is left out for
    all and told in ``gaps``. Blocks must be independent: a row a world where worlds were lived with several seeds.
    ``tried``: blocks begun, those that failed and are not there among them; they count towards the most, so that a
    selection always ends. Called again with more blocks it gives the same course and goes on from there. Raises
    ``ValueError`` for fewer than two packages.
    """
    if outcome.shape[1] < 2:
        raise ValueError("select needs at least two packages to choose from")
    values = rule.better * outcome.to_numpy(np.float64)
    course = follow(values, rule)
    names, blocks = [str(name) for name in outcome.columns], len(course.used)
    table, leader = _table(values, course, names, rule.better)
    survivors = tuple(table["package"][table["dropped_by"] == ""])
    ended: State = "undecided" if max(blocks, tried) >= rule.most else "running"
    return Selection(
        "selected" if len(survivors) == 1 else ended,
        leader,
        survivors,
        table,
        blocks,
        int(table["blocks"].sum()),
        int(np.isfinite(values).sum()),
        blocks * len(names),
        course.at_most,
        {int(outcome.index[row]): tuple(names[k] for k in lacking) for row, lacking in course.gaps.items()},
    )


def boundary(packages: int, rule: Rule) -> float:
    """The constant h squared by which the first stage's variances are multiplied (Kim and Nelson 2001, c = 1).

    Under common random numbers each rival gets an equal part of ``alpha`` (Bonferroni).
    """
    eta = 0.5 * ((2.0 * rule.alpha / (packages - 1)) ** (-2.0 / (rule.first - 1)) - 1.0)
    return float(2.0 * eta * (rule.first - 1))


def follow(values: Array, rule: Rule) -> _Course:
    """The course of the procedure on ``values``, shape (blocks, packages), more being better."""
    packages = values.shape[1]
    course = _Course(np.ones(packages, dtype=np.bool_), np.zeros(packages, dtype=np.int64), -np.ones(packages, int))
    total, reach = np.zeros(packages), np.zeros((packages, packages))
    for row, block in enumerate(values):
        lacking = np.flatnonzero(course.alive & ~np.isfinite(block))
        if len(lacking):
            course.gaps[row] = lacking
            continue
        course.used.append(row)
        total += np.where(course.alive, block, 0.0)
        count = len(course.used)
        if count == rule.first:
            reach = boundary(packages, rule) * _variances(values[course.used]) / rule.delta**2
        if count >= rule.first:
            _drop(course, total / count, reach, count, rule.delta)
            course.at_most = _at_most(course, reach)
        if course.alive.sum() == 1 or count == rule.most:
            break
    return course


def _variances(values: Array) -> Array:
    """Sample variances of the paired differences, shape (packages, packages)."""
    variances: Array = (values[:, :, None] - values[:, None, :]).var(axis=0, ddof=1)
    return variances


def _drop(course: _Course, means: Array, reach: Array, count: int, delta: float) -> None:
    """Drop who is behind a rival by more than the pair's allowance, which shrinks to nothing as blocks come in."""
    alive = np.flatnonzero(course.alive)
    allowance = np.maximum(0.0, delta * (reach[np.ix_(alive, alive)] / count - 1.0) / 2.0)
    behind = means[alive][None, :] - means[alive][:, None] - allowance
    # One that is not behind at all may stay: exact ties are broken in favour of the first.
    ahead = int(means[alive].argmax())
    for k, package in enumerate(alive):
        by = int(behind[k].argmax())
        last = count > reach[np.ix_(alive, alive)].max() and k != ahead
        if behind[k, by] > 0.0 or last:
            course.alive[package] = False
            course.dropped_at[package], course.dropped_by[package] = count, alive[by if by != k else ahead]


def _at_most(course: _Course, reach: Array) -> int:
    alive = np.flatnonzero(course.alive)
    return max(len(course.used), int(np.floor(reach[np.ix_(alive, alive)].max())) + 1)


def _table(values: Array, course: _Course, names: Sequence[str], better: int) -> tuple[pd.DataFrame, str]:
    used, alive = np.array(course.used, dtype=int), course.alive
    lived = np.where(alive, len(used), course.dropped_at)
    means = np.array([values[used[: lived[k]], k].mean() if lived[k] else np.nan for k in range(len(names))])
    leader = int(np.where(alive, np.nan_to_num(means, nan=-np.inf), -np.inf).argmax())
    rows = []
    for k, name in enumerate(names):
        own = values[used[: lived[k]], k][:, None]
        of, to = t_interval(better * own), t_interval(own - values[used[: lived[k]], leader][:, None])
        ends = (*(float(x[0]) for x in (of.mean, of.low, of.high)), *(float(x[0]) for x in (to.mean, to.low, to.high)))
        by = course.dropped_by[k]
        rows.append((name, int(lived[k]), *ends, None if alive[k] else int(lived[k]), names[by] if by >= 0 else ""))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"dropped_at": "Int64"})
    order = sorted(range(len(names)), key=lambda k: (not alive[k], k != leader, -lived[k], -np.nan_to_num(means[k])))
    return table.iloc[order].reset_index(drop=True), names[leader]

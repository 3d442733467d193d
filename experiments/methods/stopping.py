"""When a comparison may stop: as soon as its intervals are as narrow as was asked for.

Sequential intervals of fixed width (Chow and Robbins 1965): from ``FIRST`` blocks on, blocks are added in steps until
the half-width of the 95 % t interval of the paired change is small enough for every package and outcome. Looking
several times stops rather too early than too late, because the spread is taken from the same blocks. Coverage falls a
little short of 95 %: 94.5 to 94.8 % in 40,000 normal toys each from 40 blocks on, 93.5 % from 5 on (see
tests/methods/test_stopping.py). Pure functions on tables; nothing is run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from experiments.effects import LEVEL, t_interval
from sim.core.names import check_name, check_range
from sim.indicator_table import INDICATORS

FIRST = 40
"""Blocks before the first look."""
STEP = 20
"""Blocks between two looks."""
MOST = 400
"""Blocks at most."""
COLUMNS = ("outcome", "package", "n", "mean", "low", "high", "half_width", "wanted", "reached", "needed")
"""Columns of the table of precision; ``precision`` says what they hold."""
State = Literal["running", "reached", "most"]


@dataclass(frozen=True)
class Precision:
    """What is asked: half-widths by outcome, in the outcome's unit, and the blocks at which to look.

    Raises ``UnknownName`` for an outcome that does not exist and ``OutOfRange`` or ``ValueError`` for numbers that
    make no sense.
    """

    until: Mapping[str, float]
    first: int = FIRST
    step: int = STEP
    most: int = MOST

    def __post_init__(self) -> None:
        if not self.until:
            raise ValueError("until: name at least one outcome and the half-width its interval may have")
        for outcome, half in self.until.items():
            check_name("outcome", outcome, INDICATORS)
            if not (half > 0.0 and np.isfinite(half)):
                raise ValueError(f"until.{outcome}={half:g}: a half-width must be above 0 ({INDICATORS[outcome].unit})")
        check_range("first", self.first, 10, 1_000_000, "blocks")
        check_range("step", self.step, 1, 1_000_000, "blocks")
        check_range("most", self.most, self.first, 1_000_000, "blocks")


@dataclass(frozen=True)
class Progress:
    """Whether to go on: ``state`` is ``reached``, or ``most`` where the most blocks are used up, else ``running``.

    ``table``: columns ``COLUMNS``. ``target``: blocks to have at the next look, as many as now unless running;
    ``more``: blocks that are expected to be needed beyond those there are, by the spread so far (0 if reached, None
    while there are too few to tell); more than may be lived is told as it is. ``late``: outcome and package, widest
    first, whose interval is still too wide.
    """

    state: State
    table: pd.DataFrame
    target: int
    more: int | None
    late: tuple[tuple[str, str], ...]


def progress(changes: Mapping[str, pd.DataFrame], asked: Precision, blocks: int) -> Progress:
    """How far a comparison has come after ``blocks`` were tried, failed ones among them.

    ``changes``: by outcome, paired changes to the baseline, a row a unit that is independent of the others (a block,
    or a world where worlds were lived with several seeds: ``effects.by_unit``), a column a package; NaN where a change
    could not be measured. Blocks that failed are not there; they count towards the most, so that a study always ends.
    """
    table = precision(changes, asked.until)
    done = bool(table["reached"].all())
    units = max((len(changes[outcome]) for outcome in asked.until), default=0)
    state: State = "running"
    if done and blocks >= asked.first:
        state = "reached"
    elif blocks >= asked.most:
        state = "most"
    waiting = table[~table["reached"]].assign(excess=lambda t: t["half_width"] / t["wanted"])
    order = waiting.sort_values("excess", ascending=False, na_position="first", kind="stable")
    following = asked.first if blocks < asked.first else min(asked.most, blocks + asked.step)
    return Progress(
        state,
        table,
        following if state == "running" else blocks,
        _more(table, units, blocks, asked) if state != "reached" else 0,
        tuple((str(a), str(b)) for a, b in zip(order["outcome"], order["package"], strict=True)),
    )


def precision(changes: Mapping[str, pd.DataFrame], until: Mapping[str, float]) -> pd.DataFrame:
    """How narrow the 95 % t intervals are, a row for every outcome of ``until`` and package; columns ``COLUMNS``.

    ``half_width`` against ``wanted``, both in the outcome's unit; ``needed``: units at which the interval is expected
    to be narrow enough if the spread stays as it is, NaN while there are fewer than two.
    """
    rows = []
    for outcome, wanted in until.items():
        table = changes[outcome]
        found = t_interval(table.to_numpy(np.float64))
        halves = (found.high - found.low) / 2.0
        for k, package in enumerate(table.columns):
            half, n = float(halves[k]), int(found.n[k])
            ends = (float(found.mean[k]), float(found.low[k]), float(found.high[k]))
            rows.append((outcome, str(package), n, *ends, half, wanted, half <= wanted, needed(half, n, wanted)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def needed(half_width: float, n: int, wanted: float) -> float:
    """The smallest number of units at which a t interval of ``half_width`` from ``n`` units is ``wanted`` or narrower.

    NaN where there is no interval; at least 2.
    """
    if not np.isfinite(half_width):
        return float("nan")
    tail = 0.5 + LEVEL / 2.0
    spread = half_width * np.sqrt(n) / stats.t.ppf(tail, n - 1)
    # The normal distribution, which has thinner tails, gives a number that is just too small.
    units = max(2, int((stats.norm.ppf(tail) * spread / wanted) ** 2))
    while stats.t.ppf(tail, units - 1) * spread / np.sqrt(units) > wanted:
        units += 1
    return float(units)


def _more(table: pd.DataFrame, units: int, blocks: int, asked: Precision) -> int | None:
    """Blocks to come; a unit takes as many as it has so far, so that failures and seeds are allowed for."""
    if units == 0 or table["needed"].isna().any():
        return None
    # A package that could be measured in part of the units needs more of them in proportion.
    share = table["n"] / units
    total = float((table["needed"] / share).max()) * blocks / units
    return max(int(np.ceil(max(total, asked.first))) - blocks, 0)

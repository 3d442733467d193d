"""What a package changes: paired differences to the baseline, with intervals over blocks and words for them.

Pure functions on tables. An interval is the uncertainty of a mean effect over blocks, not the spread of runs.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.measured import TOTAL_COST, default_window, of_package, over
from experiments.study import BASELINE
from sim.indicator_table import INDICATORS
from sim.indicators import Gap

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Verdict = Literal[
    "helps", "may_help", "unclear", "may_harm", "harms",
    "rises", "may_rise", "may_fall", "falls",
    "unchanged", "missing",
]  # fmt: skip
"""``unclear``: no clear effect; ``unchanged``: exactly none in any block; ``missing``: under two blocks to tell by."""

LEVEL = 0.95
"""Confidence of the intervals shown."""
HINT = 0.8
"""Confidence of the narrower interval that decides between *may help* and *no clear effect*."""
ENOUGH_ADULTS = 200_000
"""Registered adults below which counts of rare events or of few units are too small to tell: a county has more."""
WIDEST = 0.25
"""Half-width of an interval over the baseline above which a rare indicator is too uncertain to tell."""
COLUMNS = (
    *("package", "indicator", "group", "unit", "direction", "baseline", "treated", "difference", "low", "high"),
    *("relative", "share_up", "share_good", "n", "verdict", "rare", "too_small", "flag", "first", "last"),
)
"""Columns of the table of effects; ``effects`` says what they hold."""
TURNED_AWAY = "fewer_petitions_more_turned_away"
"""The flag of a measure that lowers petitions while raising those turned away."""


@dataclass(frozen=True)
class Interval:
    """Means of columns with t intervals; arrays of shape (columns,), ``n`` values each. NaN where there are none."""

    mean: Array
    low: Array
    high: Array
    n: NDArray[np.int64]


def t_interval(values: Array, level: float = LEVEL) -> Interval:
    """Mean and t interval of every column of ``values``, shape (blocks, columns), leaving NaNs out.

    One value has a mean and no interval. Values that are all the same have an interval of no width.
    """
    there = np.isfinite(values)
    n = there.sum(axis=0)
    mean = _divided(np.where(there, values, 0.0).sum(axis=0), n)
    squares = (np.where(there, values - mean, 0.0) ** 2).sum(axis=0)
    error = np.sqrt(_divided(_divided(squares, n - 1), n))
    half: Array = stats.t.ppf(0.5 + level / 2.0, np.maximum(n - 1, 1)) * error
    return Interval(mean, mean - half, mean + half, n)


def t_intervals(values: Array) -> tuple[Interval, Interval]:
    """The interval that is shown, and the narrower one that hints."""
    return t_interval(values), t_interval(values, HINT)


def worlds_of(blocks: pd.DataFrame) -> pd.Series:
    """The world of each block, by block."""
    return blocks.drop_duplicates("block").set_index("block")["world"].sort_index()


def by_unit(table: pd.DataFrame, worlds: pd.Series) -> pd.DataFrame:
    """A table with blocks as rows, with a row for each unit that is independent of the others.

    Blocks are, where there is one world (they differ in their seed) or one seed a world. Where worlds were lived with
    several seeds each, worlds are: the mean over their blocks.
    """
    here = worlds.loc[table.index]
    return table if here.nunique() in (1, len(here)) else table.groupby(here.to_numpy()).mean()


def _divided(top: Array, bottom: NDArray[np.int64]) -> Array:
    quotient: Array = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return quotient


def verdict(shown: tuple[float, float], hint: tuple[float, float], direction: int) -> Verdict:
    """The word for an effect: ``shown`` and ``hint`` are its wide and narrow interval, low and high.

    Clear where the wide interval leaves 0 out, *may* where only the narrow one does; words of better and worse where
    an indicator has a direction, of up and down where it has none.
    """
    if not np.isfinite(shown[0]):
        return "missing"
    if shown[0] == shown[1] == 0.0:
        return "unchanged"
    clear, sign = _sign(shown) != 0, _sign(shown) or _sign(hint)
    if sign == 0:
        return "unclear"
    if direction == 0:
        return ("rises" if sign > 0 else "falls") if clear else "may_rise" if sign > 0 else "may_fall"
    good = sign == direction
    return ("helps" if good else "harms") if clear else "may_help" if good else "may_harm"


def _sign(interval: tuple[float, float]) -> int:
    """1 or -1 for an interval that lies above or below 0, else 0."""
    return int(interval[0] > 0.0) - int(interval[1] < 0.0)


def effects(blocks: pd.DataFrame, adults: int, first: int | None = None, last: int | None = None) -> pd.DataFrame:
    """The effect of every package on every indicator, a row each; columns ``COLUMNS``.

    ``blocks``: months of blocks; ``adults``: registered adults of the county; the window of months is that of
    ``default_window`` unless given, money is over all months. ``baseline``, ``treated``, ``difference``: means over the
    ``n`` blocks in which both could be measured; ``low`` and ``high``: 95 % t interval of the difference;
    ``relative``: difference over baseline; ``share_up``, ``share_good``: share of blocks in which the indicator goes
    up, and in the good direction (NaN where there is none); ``too_small``: a rare indicator on which this study cannot
    tell; ``flag``: ``TURNED_AWAY`` where petitions fall while more are turned away. Where worlds were lived with
    several seeds, means over seeds stand in for blocks (``by_unit``).
    """
    start, end = default_window(int(blocks["month"].max()))
    start, end = first or start, last or end
    runs, worlds = over(blocks, start, end), worlds_of(blocks)
    before = of_package(runs, BASELINE)
    names = [name for name in blocks["package"].unique() if name != BASELINE]
    tables = [_effects_of(before, of_package(runs, name), worlds, adults).assign(package=name) for name in names]
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    return found.assign(first=start, last=end)[list(COLUMNS)]


def _effects_of(before: pd.DataFrame, after: pd.DataFrame, worlds: pd.Series, adults: int) -> pd.DataFrame:
    together = before.index.intersection(after.index)
    before, after = before.loc[together], after.loc[together]
    there = before.notna() & after.notna()
    table = paired(by_unit(before.where(there), worlds), by_unit(after.where(there), worlds))
    table = pd.concat([pd.DataFrame([_facts(key) for key in table["indicator"]]), table], axis=1)
    table["share_good"] = _share_good(table)
    table["verdict"] = _verdicts(table)
    wide = ~((table["high"] - table["low"]) / 2 <= WIDEST * table["baseline"].abs())
    table["too_small"] = table["rare"] & (wide | (adults < ENOUGH_ADULTS))
    table["relative"] = table["difference"] / table["baseline"].where((table["baseline"] > 0) & ~table["is_gap"])
    table["flag"] = _flags(table)
    of_one_measure = table["indicator"].str.startswith(f"{TOTAL_COST}_")
    return table[~(of_one_measure & (table["treated"] == 0.0))]


def _verdicts(table: pd.DataFrame) -> list[Verdict]:
    ends = (table[name].tolist() for name in ("low", "high", "hint_low", "hint_high", "direction"))
    return [verdict((low, high), (a, b), direction) for low, high, a, b, direction in zip(*ends, strict=True)]


def paired(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Paired differences of the columns of two tables with the same blocks as rows, a row per column.

    Columns: indicator, baseline, treated, difference, low, high, hint_low, hint_high, share_up, n.
    """
    base, treated = before.to_numpy(np.float64), after[before.columns].to_numpy(np.float64)
    change = treated - base
    there = np.isfinite(change)
    shown, hint = t_intervals(change)
    return pd.DataFrame(
        {
            "indicator": before.columns,
            "baseline": t_interval(np.where(there, base, np.nan)).mean,
            "treated": t_interval(np.where(there, treated, np.nan)).mean,
            "difference": shown.mean,
            "low": shown.low,
            "high": shown.high,
            "hint_low": hint.low,
            "hint_high": hint.high,
            "share_up": _divided((np.where(there, change, 0.0) > 0).sum(axis=0).astype(np.float64), shown.n),
            "share_down": _divided((np.where(there, change, 0.0) < 0).sum(axis=0).astype(np.float64), shown.n),
            "n": shown.n,
        }
    )


def _facts(key: str) -> dict[str, object]:
    """What is known of an indicator; money is neither good nor bad and never rare."""
    if key not in INDICATORS:
        assert key.startswith(TOTAL_COST)
        return {"group": "money", "unit": "yuan", "direction": 0, "rare": False, "is_gap": False}
    item = INDICATORS[key]
    facts: dict[str, object] = {"group": item.group, "unit": item.unit, "direction": item.direction, "rare": item.rare}
    return facts | {"is_gap": isinstance(item, Gap)}


def _share_good(table: pd.DataFrame) -> pd.Series:
    better = table["share_up"].where(table["direction"] > 0, table["share_down"])
    return better.where(table["direction"] != 0)


def _flags(table: pd.DataFrame) -> list[str]:
    """The flag stands on both indicators: less of the one must not be read without the other."""
    low = dict(zip(table["indicator"], table["hint_low"], strict=True))
    high = dict(zip(table["indicator"], table["hint_high"], strict=True))
    fewer, more = high["petitions"] < 0.0, low["turned_away"] > 0.0
    marked = ("petitions", "turned_away") if fewer and more else ()
    return [TURNED_AWAY if key in marked else "" for key in table["indicator"]]

"""Many runs of a proposal beside the same runs without measures: how far runs spread, and what the measures change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.effects import ENOUGH_ADULTS, WIDEST, Verdict, paired, verdict
from experiments.measured import TOTAL_COST
from experiments.view.scene import Scene
from sim.indicator_table import INDICATORS

Array = NDArray[np.float64]

MIDDLE = (10.0, 90.0)
"""Percentiles of pairs of runs between which the band lies: eight of ten."""


@dataclass(frozen=True)
class Effect:
    """The mean paired difference in an indicator with its 95 % t interval, as ``experiments.effects`` takes it.

    ``n``: pairs; ``verdict``: the word for the interval; ``too_small``: a rare indicator on which one township cannot
    tell.
    """

    indicator: str
    baseline: float
    treated: float
    change: float
    low: float
    high: float
    n: int
    verdict: Verdict
    too_small: bool

    @property
    def word(self) -> str:
        """Key of the word to show, under ``verdict`` in conf/words.yaml."""
        return "too_small" if self.too_small and self.verdict != "unchanged" else self.verdict


@dataclass(frozen=True)
class Band:
    """``n`` pairs of runs. By indicator, shape (M,): the medians with the proposal (``median``) and without it
    (``baseline``), and the paired ``change``: its median and, between ``low`` and ``high``, its middle 80 %; NaN where
    nothing could be counted. Means over runs of ``hours`` by use and ``tiers`` of disputes (see ``Scene``), with and
    without measures, so that parts still add up. ``cost``: mean yuan over all months by measure. ``effects``: by
    indicator, and ``cost``.

    The band is one of changes: runs differ among themselves by far more than a measure changes any of them.
    """

    n: int
    median: dict[str, Array]
    baseline: dict[str, Array]
    change: dict[str, Array]
    low: dict[str, Array]
    high: dict[str, Array]
    hours: dict[str, Array]
    baseline_hours: dict[str, Array]
    tiers: dict[str, Array]
    baseline_tiers: dict[str, Array]
    cost: dict[str, float]
    effects: dict[str, Effect]


def band(proposed: Sequence[Scene], baseline: Sequence[Scene]) -> Band:
    """The runs that both have, paired by seed.

    Raises ``ValueError`` where there are none, or where they do not last equally long.
    """
    treated, without = ({scene.seed: scene for scene in scenes} for scenes in (proposed, baseline))
    seeds = sorted(treated.keys() & without.keys())
    after, before = [treated[seed] for seed in seeds], [without[seed] for seed in seeds]
    if not seeds:
        raise ValueError("no run of the proposal has the seed of a run of the baseline")
    if len({scene.months for scene in (*after, *before)}) > 1:
        raise ValueError("runs of different length cannot be compared")
    pairs = zip(after, before, strict=True)
    changes = [{key: one.lines[key] - other.lines[key] for key in one.lines} for one, other in pairs]
    low, change, high = _percentiles(changes, (MIDDLE[0], 50.0, MIDDLE[1]))
    return Band(
        n=len(seeds),
        median=_percentiles([scene.lines for scene in after], (50.0,))[0],
        baseline=_percentiles([scene.lines for scene in before], (50.0,))[0],
        change=change,
        low=low,
        high=high,
        hours=_means([scene.hours for scene in after]),
        baseline_hours=_means([scene.hours for scene in before]),
        tiers=_means([scene.tiers for scene in after]),
        baseline_tiers=_means([scene.tiers for scene in before]),
        cost={key: float(np.mean([scene.cost[key].sum() for scene in after])) for key in after[0].cost},
        effects=_effects(before, after),
    )


def _percentiles(runs: Sequence[Mapping[str, Array]], wanted: Sequence[float]) -> list[dict[str, Array]]:
    """Percentiles of every month over runs, NaNs left out; NaN where there is nothing."""
    values = np.array([list(lines.values()) for lines in runs])
    columns = values.reshape(len(runs), -1)
    there = np.isfinite(columns)
    whole, part = there.all(axis=0), there.any(axis=0) & ~there.all(axis=0)
    found = np.full((len(wanted), columns.shape[1]), np.nan)
    found[:, whole] = np.percentile(columns[:, whole], wanted, axis=0)
    if part.any():
        found[:, part] = np.nanpercentile(columns[:, part], wanted, axis=0)  # much the slower of the two
    return [dict(zip(runs[0], lines, strict=True)) for lines in found.reshape(len(wanted), *values.shape[1:])]


def _means(runs: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    return {key: np.mean([run[key] for run in runs], axis=0) for key in runs[0]}


def _effects(before: Sequence[Scene], after: Sequence[Scene]) -> dict[str, Effect]:
    adults = int(after[0].residents.sum())
    keys = [*INDICATORS, TOTAL_COST]
    table = paired(*(pd.DataFrame([scene.over for scene in scenes])[keys] for scenes in (before, after)))
    rows = cast(dict[str, dict[str, float]], table.set_index("indicator").to_dict("index"))
    return {key: _effect(key, row, adults) for key, row in rows.items()}


def _effect(key: str, row: Mapping[str, float], adults: int) -> Effect:
    known = INDICATORS.get(key)
    low, high, baseline = float(row["low"]), float(row["high"]), float(row["baseline"])
    unsure = adults < ENOUGH_ADULTS or not (high - low) / 2 <= WIDEST * abs(baseline)
    said = verdict((low, high), (row["hint_low"], row["hint_high"]), known.direction if known else 0)
    return Effect(
        indicator=key,
        baseline=baseline,
        treated=float(row["treated"]),
        change=float(row["difference"]),
        low=low,
        high=high,
        n=int(row["n"]),
        verdict=said,
        too_small=bool(known and known.rare and unsure),
    )

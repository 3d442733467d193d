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
"""Percentiles of runs between which the band lies: eight of ten runs."""


@dataclass(frozen=True)
class Spread:
    """How runs spread in every month: median, and the ends of the band; shape (M,). NaN where nothing was counted."""

    median: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Effect:
    """The mean paired difference in an indicator with its 95 % t interval, as ``experiments.effects`` takes it.

    ``n``: pairs; ``verdict``: the word for the interval; ``too_small``: a rare indicator on which a township cannot tell.
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
    """``n`` pairs of runs. ``lines``, ``baseline_lines``: spread of every indicator. Means over runs of hours by use
    and of disputes (see ``Scene``), so that parts still add up; of yuan by measure over all months. ``effects``: by
    indicator, and ``cost``.
    """

    n: int
    lines: dict[str, Spread]
    baseline_lines: dict[str, Spread]
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
    return Band(
        n=len(seeds),
        lines=_spreads([scene.lines for scene in after]),
        baseline_lines=_spreads([scene.lines for scene in before]),
        hours=_means([scene.hours for scene in after]),
        baseline_hours=_means([scene.hours for scene in before]),
        tiers=_means([scene.tiers for scene in after]),
        baseline_tiers=_means([scene.tiers for scene in before]),
        cost={key: float(np.mean([scene.cost[key].sum() for scene in after])) for key in after[0].cost},
        effects=_effects(before, after),
    )


def _spreads(runs: Sequence[Mapping[str, Array]]) -> dict[str, Spread]:
    values = np.array([list(lines.values()) for lines in runs])
    found = _percentiles(values.reshape(len(runs), -1), (50.0, *MIDDLE)).reshape(3, *values.shape[1:])
    return {key: Spread(*found[:, k]) for k, key in enumerate(runs[0])}


def _percentiles(values: Array, wanted: Sequence[float]) -> Array:
    """Percentiles of columns, NaNs left out, shape (percentiles, columns); NaN where there is nothing."""
    found = np.full((len(wanted), values.shape[1]), np.nan)
    there = np.isfinite(values)
    whole, part = there.all(axis=0), there.any(axis=0) & ~there.all(axis=0)
    found[:, whole] = np.percentile(values[:, whole], wanted, axis=0)
    if part.any():
        found[:, part] = np.nanpercentile(values[:, part], wanted, axis=0)  # much the slower of the two
    return found


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

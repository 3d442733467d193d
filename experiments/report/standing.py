"""Where packages stand on an outcome: their order, ties and chances as the study's ranking has them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.ranking import tied_ranks
from experiments.ranking_table import FEW
from experiments.report.stored import BASELINE, Stored
from experiments.report.verdicts import Effect
from experiments.words import COST, direction_of

ALL, TOP = 4, 3
"""A study of up to so many packages shows them all on the first page; of more it shows the first."""


@dataclass(frozen=True)
class Standing:
    """A package on an outcome: its effect, the ranks that intervals leave open, and its chance of being the best.

    ``cost``: its effect on money over all months, None where it is not known; ``best`` is NaN where nobody computed it,
    or too few blocks did.
    """

    effect: Effect
    first: int
    last: int
    best: float
    cost: Effect | None

    @property
    def package(self) -> str:
        """Key of the package."""
        return self.effect.package

    @property
    def helps(self) -> bool:
        """Clearly on the good side."""
        return self.effect.word == "helps"


def standings(study: Stored, outcome: str) -> list[Standing]:
    """The measured packages in their order, the baseline left out; of a study without ranks from its effects."""
    ranks = study.ranking[study.ranking["outcome"] == outcome]
    told = {str(row.package): row for row in ranks.itertuples()}
    effects = {effect.package: effect for effect in study.effects_on(outcome)}
    if not set(effects) <= set(told):
        return _from_effects(study, outcome, effects)
    return [_standing(study, effects[name], row) for name, row in told.items() if name in effects]


def _standing(study: Stored, effect: Effect, row: Any) -> Standing:
    cost = study.effect(effect.package, COST)
    best = float(row.p_best) if row.n >= FEW else math.nan
    return Standing(effect, int(row.rank), int(row.rank_last), best, cost)


def _from_effects(study: Stored, outcome: str, effects: dict[str, Effect]) -> list[Standing]:
    direction = direction_of(outcome)
    order = sorted(effects.values(), key=lambda effect: -direction * effect.change)
    ends = np.array([[effect.low, effect.high] for effect in order] + [[0.0, 0.0]]).reshape(-1, 2) * direction
    low, high = np.nan_to_num(ends.min(axis=1), nan=-np.inf), np.nan_to_num(ends.max(axis=1), nan=np.inf)
    ranks = zip(order, *(part.tolist() for part in tied_ranks(low, high)), strict=False)
    return [Standing(effect, a, b, math.nan, study.effect(effect.package, COST)) for effect, a, b in ranks]


def leaders(order: list[Standing]) -> list[Standing]:
    """Those that clearly help and that the study cannot tell from the best."""
    return [one for one in order if one.helps and one.first == 1]


def leading_two(order: list[Standing]) -> tuple[str, str] | None:
    """The first package and the next, which is the baseline where there is no other; None where nothing is ranked."""
    if not order:
        return None
    return order[0].package, order[1].package if len(order) > 1 else BASELINE


def shown(order: Sequence[Standing]) -> list[Standing]:
    """The rows of an outcome on the first page."""
    if len(order) <= ALL:
        return list(order)
    good = [one for one in order if one.helps] or [one for one in order if one.effect.word == "may_help"]
    return good[:TOP] or list(order[:TOP])


def runners_up(order: Sequence[Standing]) -> list[Standing]:
    """Those that help next after the leaders, with all that share their first rank."""
    rest = [one for one in order if one.helps and one.first > 1]
    return [one for one in rest if one.first == rest[0].first]

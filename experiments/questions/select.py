"""Which package is best on one outcome? Blocks are lived until Kim and Nelson's procedure names one."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from experiments.desk import Desk
from experiments.methods.selection import Rule, Selection, select
from experiments.questions.outcome import changes, check_outcome
from experiments.study import Draw, Package, Worlds, draws, study_of
from experiments.worlds import different
from sim.scenario import Scenario

STEP = 10
"""Blocks between two looks, after the first stage."""


@dataclass(frozen=True)
class Question:
    """Name the best of the ``racing`` among ``packages``; the baseline is lived in every block but does not race."""

    base: Scenario
    packages: Mapping[str, Package]
    racing: tuple[str, ...]
    worlds: Worlds
    outcome: str
    rule: Rule

    @classmethod
    def of(
        cls,
        base: Scenario,
        packages: Mapping[str, Package],
        racing: tuple[str, ...],
        worlds: Worlds,
        seeds: int,
        outcome: str,
        zone: float | None,
        confidence: float,
        most: int,
    ) -> "Question":
        """The question as it is asked; raises ``ValueError`` for what cannot be asked."""
        better = check_outcome(outcome)
        if zone is None:
            raise ValueError("zone=null: say which difference does not matter, in the outcome's unit, such as zone=0.5")
        if len(racing) < 2:
            raise ValueError("select needs at least two packages to choose from, such as policies=all-one-at-a-time")
        if seeds > 1:
            raise ValueError(f"seeds={seeds}: select needs blocks that are independent of one another, so seeds=1")
        rule = Rule(zone, better, 1.0 - confidence, most=min(most, different(worlds)))
        return cls(base, packages, racing, worlds, outcome, rule)


def answer(question: Question, desk: Desk) -> Selection:
    """Live blocks until one package is left, or the most blocks are used up; tables go to the desk's store."""
    places = draws(question.base, question.rule.most, question.worlds)
    tables: list[pd.DataFrame] = []
    racing, done = question.racing, 0
    while True:
        ahead = places[done : done + (STEP if done else question.rule.first)]
        tables.append(_lived(question, desk, ahead, racing))
        done += len(ahead)
        found = select(pd.concat(tables), question.rule, tried=done)
        racing = found.survivors
        if found.state != "running":
            desk.store.keep_table("packages", found.packages, found.packages)
            return found


def _lived(question: Question, desk: Desk, places: list[Draw], racing: tuple[str, ...]) -> pd.DataFrame:
    """Changes of the outcome; only packages in the race are lived, unless all are there already."""
    whole = study_of(question.base, question.packages, places, question.worlds)
    stored = {block.number for block in whole.blocks if desk.store.has_block(block.name)}

    def lived(place: Draw) -> tuple[str, ...]:
        return tuple(question.packages) if place.number in stored else racing

    months = desk.months(study_of(question.base, question.packages, places, question.worlds, lived))
    return changes(months, question.outcome).reindex(columns=list(question.racing))

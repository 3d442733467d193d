"""In which worlds does a package fail? Every world lived, and boxes sought in which it fails."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from experiments.compare import drawn
from experiments.desk import Desk
from experiments.effects import worlds_of
from experiments.methods.discovery import Discovery, TooFewWorlds, discover
from experiments.questions.outcome import changes, check_outcome
from experiments.study import Package, Study, Worlds, plan
from experiments.worlds import different, uncertain
from sim.scenario import Scenario


@dataclass(frozen=True)
class Question:
    """Where does the change of an outcome stay at or below ``threshold``, counted so that more is better?"""

    study: Study
    chosen: tuple[str, ...]
    outcome: str
    better: int
    threshold: float

    @classmethod
    def of(
        cls,
        base: Scenario,
        packages: Mapping[str, Package],
        chosen: tuple[str, ...],
        blocks: int,
        worlds: Worlds,
        seeds: int,
        outcome: str,
        threshold: float | None,
    ) -> "Question":
        """The question as it is asked; raises ``ValueError`` for what cannot be asked."""
        better = check_outcome(outcome)
        if worlds == "shipped":
            raise ValueError("worlds=shipped is a single world: discover needs many (worlds=calibrated, worlds=prior)")
        if blocks // seeds > different(worlds):
            raise ValueError(
                f"blocks={blocks}: there are only {different(worlds)} calibrated worlds; worlds=prior has more"
            )
        if not chosen:
            raise ValueError("which measure? Say policies=[micro_grids], for example, or study=NAME of a stored study")
        return cls(plan(base, packages, blocks, worlds, seeds), chosen, outcome, better, threshold or 0.0)


@dataclass(frozen=True)
class Answer:
    """What was found of a package: ``fails`` by world; ``box`` is None where too few fail, or too few do not."""

    package: str
    fails: pd.Series
    box: Discovery | None

    @property
    def failing(self) -> int:
        """Worlds in which it fails."""
        return int(self.fails.sum())

    @property
    def worlds(self) -> int:
        """Worlds that were looked at."""
        return len(self.fails)


def answer(question: Question, desk: Desk) -> tuple[pd.DataFrame, list[Answer]]:
    """The parameters of the worlds (a row a world), and what was found of each package."""
    months = desk.months(question.study)
    found = question.better * changes(months, question.outcome)[list(question.chosen)]
    by_world = found.groupby(worlds_of(months).loc[found.index].to_numpy()).mean()
    fixed = question.study.base.parameters
    ranges = {name: ends for name, ends in uncertain().items() if name not in fixed}
    parameters = drawn(question.study).pivot(index="world", columns="parameter", values="value")[list(ranges)]
    answers = [_of(str(name), by_world[name].dropna(), parameters, ranges, question.threshold) for name in by_world]
    boxes = [a.box.restrictions.assign(package=a.package) for a in answers if a.box is not None]
    told = pd.DataFrame([_line(one) for one in answers])
    desk.store.keep_table("packages", told, told)
    desk.store.keep_table("boxes", pd.concat(boxes) if boxes else pd.DataFrame(), None)
    return parameters, answers


def _of(
    package: str,
    effect: pd.Series,
    parameters: pd.DataFrame,
    ranges: dict[str, tuple[float, float]],
    threshold: float,
) -> Answer:
    fails = effect <= threshold
    try:
        return Answer(package, fails, discover(parameters, fails, ranges))
    except TooFewWorlds:
        return Answer(package, fails, None)


def _line(one: Answer) -> dict[str, object]:
    line: dict[str, object] = {"package": one.package, "failing": one.failing, "worlds": one.worlds}
    if one.box is not None:
        line |= {"stands_out": one.box.stands_out, "p_value": one.box.p_value, "restricted": len(one.box.restrictions)}
        line |= {"density_seen": one.box.seen.density, "coverage_seen": one.box.seen.coverage}
        line |= {"density_unseen": one.box.unseen.density, "coverage_unseen": one.box.unseen.coverage}
        line |= {"tree_accuracy": one.box.tree.accuracy, "tree_agreement": one.box.tree.kappa}
    return line

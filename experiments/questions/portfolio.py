"""Which package for this budget? A game is fitted, all packages are reckoned on it, and the likeliest are lived."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from threadpoolctl import threadpool_limits

from experiments.desk import Desk
from experiments.effects import worlds_of
from experiments.methods.game import Fit, fit
from experiments.methods.order2 import Coalition
from experiments.methods.portfolio import MOST_PLAYERS, candidates
from experiments.methods.realised import Surrogate, realised, surrogate_error
from experiments.questions.attribute import Game, game_of_measures, live_game, name_of
from experiments.questions.outcome import bills, changes, check_outcome
from experiments.study import Draw, Package, Worlds, draws, study_of
from sim.core.names import check_range
from sim.scenario import Scenario

FITTED = 20
"""Blocks on which the game is fitted; candidates are lived on others, so that luck in these does not flatter them."""


@dataclass(frozen=True)
class Question:
    """The game, the blocks on which candidates are lived, and what is wanted."""

    game: Game
    places: list[Draw]
    outcome: str
    better: int
    budget: float
    threshold: float | None
    keep: int

    @classmethod
    def of(
        cls,
        base: Scenario,
        packages: Mapping[str, Package],
        worlds: Worlds,
        blocks: int,
        runs: int,
        outcome: str,
        budget: float | None,
        threshold: float | None,
        keep: int,
    ) -> "Question":
        """The question as it is asked; raises ``ValueError`` for what cannot be asked."""
        better = check_outcome(outcome)
        if budget is None:
            raise ValueError("budget=null: say how many yuan there are, all months together, such as budget=3000000")
        check_range("budget", budget, 1, float("inf"), "yuan")
        check_range("keep", keep, 2, 500, "packages")
        game = game_of_measures(base, packages, worlds, 1, FITTED, runs)
        check_range("measures", len(game.players), 2, MOST_PLAYERS, "measures")
        places = draws(base, FITTED + blocks, worlds)[FITTED:]
        return cls(game, places, outcome, better, float(budget), threshold, keep)


@dataclass(frozen=True)
class Answer:
    """Candidates as they were lived (``methods.realised.COLUMNS``, with predicted and predicted_cost), and the fits.

    ``members``: the measures of each candidate, by its name.
    """

    candidates: pd.DataFrame
    members: Mapping[str, tuple[str, ...]]
    effect: Fit
    cost: Fit
    surrogate: Surrogate


def answer(question: Question, desk: Desk) -> Answer:
    """Fit, search, live the candidates; tables go to the desk's store. Raises ``ValueError`` for too small a budget."""
    game = question.game
    lived = live_game(game, desk, question.outcome)
    # Many small matrices: threads would wait for one another.
    with threadpool_limits(1, "blas"):
        effect, cost = (fit(runs, game.players) for runs in (lived.effect, lived.cost))
    found = candidates(effect.surrogate, cost.surrogate, question.budget, question.better, question.keep)
    packages = {name_of(one, game.players): _package(one, game) for one in found["package"]}
    months = desk.months(study_of(game.base, packages, question.places, game.worlds))
    table = realised(_runs(months, question.outcome), question.budget, question.threshold, question.better)
    predicted = found.assign(package=[name_of(one, game.players) for one in found["package"]]).set_index("package")
    members = {name_of(one, game.players): tuple(key for key in game.players if key in one) for one in found["package"]}
    told = table.join(predicted[["size", "predicted", "predicted_cost"]], on="package")
    spoken = told.assign(measures=["+".join(members[name]) for name in told["package"]])
    desk.store.keep_table("candidates", spoken, spoken)
    errors = surrogate_error(predicted["predicted"], table.set_index("package")["effect"], question.better)
    return Answer(told, members, effect, cost, errors)


def _package(coalition: Coalition, game: Game) -> Package:
    """The measures of a candidate, taken from the packages of the game: its singles are all there."""
    singles = {next(iter(one)): package[0] for one, package in game.packages.items() if len(one) == 1}
    return tuple(singles[key] for key in game.players if key in coalition)


def _runs(months: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """A row a run: block, world, package, value, cost."""
    tables = {"value": changes(months, outcome), "cost": bills(months)}
    long = [
        table.melt(ignore_index=False, value_name=name).set_index("package", append=True)
        for name, table in tables.items()
    ]
    both: pd.DataFrame = pd.concat(long, axis=1).dropna().reset_index()
    return both.assign(world=worlds_of(months).loc[both["block"]].to_numpy())

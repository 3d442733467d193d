"""Packages for a budget: a knapsack whose answer is known, and toys whose regret can be counted by hand."""

import io
import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.figures.frontier import frontier_plot
from experiments.figures.style import Subject
from experiments.methods import portfolio
from experiments.methods.order2 import Game, game_of, term_count
from experiments.methods.portfolio import candidates
from experiments.methods.realised import realised, surrogate_error
from experiments.words import Lang, words
from sim.core.names import OutOfRange

ITEMS = ("tent", "stove", "rope", "lamp")
EFFECT, COST = np.array([60.0, 100.0, 120.0, 5.0]), np.array([10.0, 20.0, 30.0, 1.0])
BUDGET = 50.0
"""By effect per yuan the tent comes first, then the lamp and the stove: 165 for 31 yuan, and the rope no longer fits.
Stove and rope are 220."""


def additive(values: np.ndarray, players: tuple[str, ...] = ITEMS) -> Game:
    return Game(players, values, np.zeros((len(players), len(players))))


def random_game(seed: int, players: int) -> Game:
    names = tuple(f"m{n}" for n in range(players))
    return game_of(np.random.default_rng(seed).normal(size=term_count(players)), names)


def greedy() -> float:
    """What the items give that are bought by effect per yuan, as long as they fit."""
    left, gained = BUDGET, 0.0
    for k in np.argsort(-EFFECT / COST):
        if COST[k] <= left:
            left, gained = left - COST[k], gained + EFFECT[k]
    return gained


def test_the_knapsack_that_greed_loses() -> None:
    found = candidates(additive(EFFECT), additive(COST), BUDGET)
    assert found["package"][0] == {"stove", "rope"}
    assert found["predicted"][0] == 220.0
    assert found["predicted_cost"][0] == 50.0
    assert greedy() == 165.0
    assert found["predicted_cost"].max() <= BUDGET
    assert found["predicted"].is_monotonic_decreasing
    assert found["size"].tolist() == [len(package) for package in found["package"]]


def test_a_synergy_buys_what_single_effects_would_not() -> None:
    pair = np.zeros((4, 4))
    pair[0, 3] = pair[3, 0] = 300.0
    found = candidates(Game(ITEMS, EFFECT, pair), additive(COST), 15.0)
    assert found["package"].tolist() == [{"tent", "lamp"}, {"tent"}, {"lamp"}]
    assert found["predicted"].tolist() == [365.0, 60.0, 5.0]


@given(st.integers(0, 10_000), st.integers(1, 9), st.sampled_from([1, -1]), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_all_packages_are_looked_at(seed: int, players: int, direction: int, keep: int) -> None:
    effect, cost = random_game(seed, players), random_game(seed + 1, players)
    every = [frozenset(c) for n in range(1, players + 1) for c in combinations(effect.players, n)]
    budget = float(np.median([cost.value(package) for package in every]))
    within = [package for package in every if cost.value(package) <= budget + 1e-12]
    expected = sorted((effect.value(package) for package in within), reverse=direction > 0)[:keep]
    found = candidates(effect, cost, budget + 1e-12, direction, keep)
    np.testing.assert_allclose(found["predicted"], expected, atol=1e-9)
    np.testing.assert_allclose(found["predicted"], [effect.value(package) for package in found["package"]], atol=1e-9)
    assert len(set(found["package"])) == len(found)
    assert frozenset() not in set(found["package"])


def test_pieces_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    effect, cost = random_game(1, 13), random_game(2, 13)
    whole = candidates(effect, cost, 3.0)
    monkeypatch.setattr(portfolio, "_AT_ONCE", 200)
    pd.testing.assert_frame_equal(candidates(effect, cost, 3.0), whole)


def test_two_million_packages_in_seconds_and_the_cheaper_of_equals_first() -> None:
    names = tuple(f"m{n}" for n in range(21))
    effect = additive(np.r_[np.ones(20), 0.0], names)
    cost = additive(np.arange(1.0, 22.0), names)
    found = candidates(effect, cost, 10.0, keep=3)
    assert found["package"].tolist()[0] == {"m0", "m1", "m2", "m3"}
    assert found["predicted"].tolist() == [4.0, 3.0, 3.0]
    assert found["predicted_cost"].tolist() == [10.0, 6.0, 7.0]


def test_what_cannot_be_chosen_is_said() -> None:
    with pytest.raises(OutOfRange, match="budget=0 buys no package: the cheapest costs 1"):
        candidates(additive(EFFECT), additive(COST), 0.4)
    with pytest.raises(OutOfRange, match="allowed 1 to 24"):
        candidates(random_game(1, 25), random_game(1, 25), 1.0)
    with pytest.raises(ValueError, match="direction=0"):
        candidates(additive(EFFECT), additive(COST), BUDGET, direction=0)
    with pytest.raises(ValueError, match="the same players in the same order"):
        candidates(additive(EFFECT), random_game(1, 4), BUDGET)


# Candidates that were lived

VALUES = {"a": [4.0, 2.0, 0.0, -2.0], "b": [1.0, 1.0, 1.0, 1.0], "c": [5.0, 5.0, 5.0, 5.0]}
COSTS = {"a": [10.0, 10.0, 10.0, 10.0], "b": [8.0, 8.0, 8.0, 8.0], "c": [30.0, 30.0, 9.0, 30.0]}


def lived(
    values: dict[str, list[float]], costs: dict[str, list[float]], worlds: list[int] | None = None
) -> pd.DataFrame:
    rows = [
        {"block": k, "world": worlds[k] if worlds else k, "package": name, "value": value, "cost": costs[name][k]}
        for name, column in values.items()
        for k, value in enumerate(column)
    ]
    return pd.DataFrame(rows).sample(frac=1.0, random_state=1)


def by_package(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("package")


def test_regret_is_against_the_best_that_the_budget_buys_in_each_world() -> None:
    found = by_package(realised(lived(VALUES, COSTS), budget=20.0, threshold=1.0))
    # Within the budget c can only be had in the third world.
    assert found["regret"].to_dict() == {"a": (0 + 0 + 5 + 3) / 4, "b": (3 + 1 + 4 + 0) / 4, "c": 0.0}
    assert found["regret_max"].to_dict() == {"a": 5.0, "b": 4.0, "c": 0.0}
    assert found["within_budget"].to_dict() == {"a": 1.0, "b": 1.0, "c": 0.25}
    assert found["reached"].to_dict() == {"a": 0.5, "b": 1.0, "c": 0.25}
    assert found["effect"].to_dict() == {"a": 1.0, "b": 1.0, "c": 5.0}
    assert found["frontier"].to_dict() == {"a": False, "b": True, "c": True}
    assert set(found["blocks"]) == set(found["worlds"]) == {4}


def test_doing_nothing_is_always_within_the_budget() -> None:
    found = by_package(realised(lived({"a": [-3.0, 2.0]}, {"a": [1.0, 1.0]}), budget=5.0))
    assert found.loc["a", "regret"] == 1.5
    assert found.loc["a", "regret_max"] == 3.0
    assert found["reached"].isna().all()


def test_less_is_better_turns_everything_but_the_signs_shown() -> None:
    turned = {name: [-value for value in column] for name, column in VALUES.items()}
    up = by_package(realised(lived(VALUES, COSTS), 20.0, 1.0))
    down = by_package(realised(lived(turned, COSTS), 20.0, -1.0, direction=-1))
    same = ["rank", "rank_last", "p_best", "regret", "regret_max", "reached", "frontier", "dominated", "cost"]
    pd.testing.assert_frame_equal(up[same], down[same])
    np.testing.assert_allclose(down["effect"], -up["effect"])
    np.testing.assert_allclose(down[["low", "high"]], -up[["high", "low"]])


def test_ranks_are_tied_where_intervals_overlap_and_pairs_tell_who_is_dominated() -> None:
    draws = np.random.default_rng(4)
    world = draws.normal(0, 3, 40)
    values = {
        "good": (5 + world).tolist(),
        "near": (4.8 + world + draws.normal(0, 0.1, 40)).tolist(),
        "far": (-9 + world).tolist(),
        "cheap": (-9 + world + draws.normal(0, 0.1, 40)).tolist(),
    }
    costs = {name: [cost] * 40 for name, cost in {"good": 5.0, "near": 5.0, "far": 6.0, "cheap": 1.0}.items()}
    found = by_package(realised(lived(values, costs), budget=10.0))
    assert found.loc[["good", "near"], ["rank", "rank_last"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert found.loc[["far", "cheap"], ["rank", "rank_last"]].to_numpy().tolist() == [[3, 4], [3, 4]]
    # Intervals of near and good overlap, but block by block good is better for the same money.
    assert found["dominated"].to_dict() == {"good": False, "near": True, "far": True, "cheap": False}
    assert found.loc["good", "p_best"] > 0.99
    assert next(iter(found.index)) == "good"


def test_only_blocks_that_lived_all_candidates_count() -> None:
    whole = lived(VALUES, COSTS)
    gone = whole[~((whole["block"] == 3) & (whole["package"] == "b"))]
    found = by_package(realised(gone, budget=20.0))
    assert set(found["blocks"]) == {3}
    assert found.loc["a", "effect"] == 2.0
    with pytest.raises(ValueError, match="no block has lived all candidates"):
        realised(whole[(whole["package"] == "a") != (whole["block"] == 0)], budget=20.0)


def test_seeds_of_a_world_are_averaged_before_anything_is_counted() -> None:
    found = by_package(realised(lived(VALUES, COSTS, worlds=[1, 1, 2, 2]), budget=20.0, threshold=2.0))
    assert set(found["blocks"]) == set(found["worlds"]) == {2}
    assert found["regret_max"].to_dict() == {"a": 6.0, "b": 4.0, "c": 0.0}
    assert found["reached"].to_dict() == {"a": 0.5, "b": 0.0, "c": 0.5}


def test_packages_may_be_sets() -> None:
    runs = lived(VALUES, COSTS)
    runs["package"] = runs["package"].map(lambda name: frozenset([name]))
    assert realised(runs, 20.0)["package"].tolist()[0] == frozenset(["c"])


# The winner's curse


def test_the_error_of_the_surrogate_by_hand() -> None:
    said, seen = pd.Series({"a": 5.0, "b": 4.0, "c": 3.0}), pd.Series({"c": 3.0, "a": 2.0, "b": 4.0, "d": 9.0})
    found = surrogate_error(said, seen)
    assert (found.candidates, found.first_predicted, found.first_lived) == (3, 5.0, 2.0)
    assert found.optimism == pytest.approx(1.0)
    assert found.error == pytest.approx(np.sqrt(3.0))
    assert found.order == pytest.approx(-0.5)
    turned = surrogate_error(-said, -seen, direction=-1)
    assert (turned.optimism, turned.first_predicted, turned.first_lived) == (found.optimism, -5.0, -2.0)


def test_the_best_of_noisy_predictions_disappoint() -> None:
    draws = np.random.default_rng(8)
    truth = additive(np.ones(12), tuple(f"m{n}" for n in range(12)))
    said = additive(1.0 + 0.5 * draws.normal(size=12), truth.players)
    found = candidates(said, additive(np.ones(12), truth.players), 6.0, keep=40)
    seen = pd.Series([truth.value(package) for package in found["package"]], index=found["package"])
    error = surrogate_error(found.set_index("package")["predicted"], seen)
    assert error.candidates == 40
    assert error.optimism > 0.5
    assert error.first_predicted > error.first_lived
    with pytest.raises(ValueError, match="no package was both"):
        surrogate_error(pd.Series({"a": 1.0}), pd.Series({"b": 1.0}))


# Figures


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_frontier_plot_shows_candidates_predictions_and_the_budget(lang: Lang) -> None:
    table = realised(lived(VALUES, {name: [1e5 * c for c in column] for name, column in COSTS.items()}), budget=2e6)
    predicted = table.assign(predicted=table["effect"] + 1, predicted_cost=table["cost"])
    subject = Subject({}, "巫山县", "4", "13–36")
    figure = frontier_plot(predicted, 2e6, "participation", lang, subject, threshold=2.0)
    axes = figure.axes[0]
    unit = {"zh": 1e4, "en": 1e3}[lang]
    by_label = {line.get_label(): line for line in axes.lines}
    say = words(lang)
    front = by_label[say("portfolio.figure.frontier")]
    np.testing.assert_allclose(sorted(front.get_xdata()), [8e5 / unit, 2.475e6 / unit])
    np.testing.assert_allclose(sorted(by_label[say("portfolio.figure.predicted")].get_ydata()), [2.0, 2.0, 6.0])
    assert any(list(line.get_xdata()) == [2e6 / unit] * 2 for line in axes.lines)
    assert {text.get_text() for text in axes.texts} >= {"1", "2"}
    assert axes.get_xlim()[0] <= 8e5 / unit < 2.475e6 / unit <= axes.get_xlim()[1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(io.BytesIO(), format="svg")
    assert len(frontier_plot(table, 2e6, "petitions", lang, subject).axes) == 1

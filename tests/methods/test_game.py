"""Attribution on games with known answers: the axioms, planted games in noise, and one of order 3 that is refused."""

import io
import warnings
from collections.abc import Callable
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from experiments.figures.attribution import attribution_plot
from experiments.figures.style import Subject
from experiments.methods import coalitions as designs
from experiments.methods.attribution import Attribution, attribute, attribution_of
from experiments.methods.coalitions import Design, TooFewRuns, coalitions, design_errors, fewest_runs
from experiments.methods.game import GATE, Fit, NotTold, fit
from experiments.methods.order2 import Game, exact_readings, game_of, membership, readings, term_count, terms
from experiments.words import Lang
from sim.core.names import OutOfRange, UnknownName

Array = NDArray[np.float64]
Worth = Callable[[frozenset[str]], float]

NAMES = tuple(f"m{n}" for n in range(21))
FEW = NAMES[:5]
NOTHING: Worth = lambda held: 0.0 * len(held)  # noqa: E731
GLOVES: Worth = lambda held: float(min(len(held & {"m0"}), len(held & {"m1", "m2"})))  # noqa: E731
"""One left glove, two right ones: Shapley values 2/3, 1/6 and 1/6."""


def lived(
    design: Design, worth: Worth, noise: float = 0.0, scale: float = 0.0, seed: int = 1, baseline: bool = True
) -> pd.DataFrame:
    """The runs of a design: worlds scale the game, runs have noise, and so has the baseline that is subtracted."""
    draws, tables = np.random.default_rng(seed), []
    for number, block in enumerate(design.blocks):
        values = (1.0 + scale * draws.normal()) * np.array([worth(coalition) for coalition in block])
        values += noise * (draws.normal(size=len(block)) - baseline * draws.normal())
        tables.append(pd.DataFrame({"block": number, "coalition": block, "value": values}))
    return pd.concat(tables, ignore_index=True)


def planted(seed: int = 3, players: tuple[str, ...] = NAMES, pairs: int = 12) -> Array:
    """Coefficients: a third of the players do nothing alone, a dozen pairs have synergies of either sign."""
    draws, n = np.random.default_rng(seed), len(players)
    found = np.zeros(term_count(n))
    found[:n] = draws.uniform(0.5, 2.0, n) * (np.arange(n) % 3 > 0)
    chosen = draws.choice(term_count(n) - n, pairs, replace=False)
    found[n + chosen] = draws.choice([-1.5, 1.5], pairs)
    return found


def of(game: Game) -> Worth:
    return game.value


def by_player(found: Attribution, column: str, players: tuple[str, ...]) -> Array:
    return found.players.set_index("player")[column].loc[list(players)].to_numpy(np.float64)


def brute(worth: Worth, players: tuple[str, ...]) -> Array:
    """Shapley values as they are defined: what a player adds, over all orders in which the package can be built."""
    added = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        for k, player in enumerate(order):
            added[player] += worth(frozenset(order[: k + 1])) - worth(frozenset(order[:k]))
    return np.array([added[player] / len(orders) for player in players])


def random_worth(seed: int, players: tuple[str, ...]) -> Worth:
    """Any game: a number for each coalition."""
    values = np.random.default_rng(seed).normal(size=2 ** len(players))
    values[0] = 0.0
    return lambda held: float(values[sum(1 << k for k, player in enumerate(players) if player in held)])


# Designs


@pytest.fixture(scope="module")
def wide() -> Design:
    return coalitions(NAMES, blocks=30, runs=450, seed=1)


def test_a_design_lives_what_is_asked_and_is_the_same_for_its_seed(wide: Design) -> None:
    assert wide == coalitions(NAMES, blocks=30, runs=450, seed=1)
    assert wide.blocks != coalitions(NAMES, blocks=30, runs=450, seed=2).blocks
    assert wide.runs == 450
    full = frozenset(NAMES)
    assert all(full in block and len(set(block)) == len(block) for block in wide.blocks)
    assert {frozenset([name]) for name in NAMES} | {full - {name} for name in NAMES} <= wide.distinct
    assert len(wide.distinct) == 450 - 2 * 30 + 1
    assert frozenset() not in wide.distinct


def test_every_pair_is_lived_together_one_without_the_other_and_neither(wide: Design) -> None:
    held = membership(wide.distinct, NAMES).astype(int)
    assert (
        min((held.T @ held).min(), (held.T @ (1 - held) + 10 * np.eye(21)).min(), ((1 - held).T @ (1 - held)).min()) > 0
    )


@pytest.mark.parametrize(("blocks", "runs", "pair"), [(20, 350, 1.2), (30, 450, 0.6), (40, 716, 0.35)])
def test_designs_tell_pairs_apart(blocks: int, runs: int, pair: float) -> None:
    errors = design_errors(coalitions(NAMES, blocks, runs, seed=4))
    assert errors["pair"] < pair
    assert errors["shapley"] < errors["alone"] < errors["pair"]


def test_a_design_of_complements_could_not_tell_pairs_apart() -> None:
    half = coalitions(NAMES, blocks=30, runs=450, seed=1)
    full = frozenset(NAMES)
    mirrored = [tuple({c for kept in block[1:8] for c in (kept, full - kept)} | {full}) for block in half.blocks]
    assert design_errors(Design(NAMES, tuple(mirrored), False))["pair"] == np.inf


def test_few_players_live_all_coalitions_where_runs_suffice() -> None:
    found = coalitions(FEW, blocks=3, runs=96, seed=1)
    assert found.complete
    assert found.runs == 96
    assert all(len(set(block)) == 31 for block in found.blocks)
    fewer = coalitions(FEW, blocks=3, runs=95, seed=1)
    assert not fewer.complete
    assert fewer.runs == 95
    assert np.isfinite(design_errors(fewer)).all()


def test_a_design_that_cannot_be_says_what_would_do() -> None:
    needed = fewest_runs(21, 30)
    with pytest.raises(TooFewRuns, match=f"at least {needed} runs"):
        coalitions(NAMES, 30, needed - 1, 1)
    assert coalitions(NAMES, 30, needed, 1).runs == needed
    with pytest.raises(OutOfRange, match="allowed 2 to 24"):
        coalitions([f"m{n}" for n in range(25)], 10, 5000, 1)
    with pytest.raises(ValueError, match="twice: m1"):
        coalitions(["m0", "m1", "m1"], 10, 100, 1)


# The axioms, in exact games of any order and in fitted ones


def exactly(worth: Worth, players: tuple[str, ...] = FEW) -> Attribution:
    found = attribute(lived(coalitions(players, 2, 2 * 2 ** len(players), 1), worth), players)
    assert found.fit is None
    return found


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_exact_shapley_values_are_those_of_the_definition_and_sum_to_the_package(seed: int) -> None:
    worth = random_worth(seed, FEW)
    found = exactly(worth)
    values = by_player(found, "shapley", FEW)
    np.testing.assert_allclose(values, brute(worth, FEW), atol=1e-12)
    np.testing.assert_allclose(values.sum(), worth(frozenset(FEW)), atol=1e-12)
    assert found.total[0] == pytest.approx(worth(frozenset(FEW)))


def test_the_glove_game() -> None:
    found = exactly(GLOVES, NAMES[:3])
    np.testing.assert_allclose(by_player(found, "shapley", NAMES[:3]), [2 / 3, 1 / 6, 1 / 6])
    np.testing.assert_allclose(by_player(found, "share", NAMES[:3]), [2 / 3, 1 / 6, 1 / 6])
    np.testing.assert_allclose(by_player(found, "alone", NAMES[:3]), [0, 0, 0])
    np.testing.assert_allclose(by_player(found, "last_in", NAMES[:3]), [1, 0, 0])
    pairs = found.pairs.set_index(["first", "second"])["synergy"]
    np.testing.assert_allclose(pairs[[("m0", "m1"), ("m0", "m2"), ("m1", "m2")]], [0.5, 0.5, -0.5])


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_null_player_symmetry_and_additivity(seed: int) -> None:
    first, second = random_worth(seed, FEW), random_worth(seed + 1, FEW)
    swap = {"m1": "m2", "m2": "m1"}
    symmetric: Worth = lambda held: first(held) + first(frozenset(swap.get(name, name) for name in held))  # noqa: E731
    values = by_player(exactly(symmetric), "shapley", FEW)
    assert values[1] == pytest.approx(values[2])
    without: Worth = lambda held: first(held - {"m4"})  # noqa: E731
    null = exactly(without)
    assert by_player(null, "shapley", FEW)[4] == pytest.approx(0.0, abs=1e-12)
    touched = null.pairs[(null.pairs["first"] == "m4") | (null.pairs["second"] == "m4")]
    np.testing.assert_allclose(touched["synergy"], 0.0, atol=1e-12)
    summed = exactly(lambda held: first(held) + second(held))
    apart = by_player(exactly(first), "shapley", FEW) + by_player(exactly(second), "shapley", FEW)
    np.testing.assert_allclose(by_player(summed, "shapley", FEW), apart, atol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_in_a_game_of_order_2_the_fitted_and_the_exact_readings_agree(seed: int) -> None:
    coefficients = np.random.default_rng(seed).normal(size=term_count(5))
    game = game_of(coefficients, FEW)
    every = ((np.arange(32)[:, None] >> np.arange(5)) & 1).astype(bool)
    for name, matrix in readings(5).items():
        np.testing.assert_allclose(matrix @ coefficients, exact_readings(5)[name] @ game.values(every), atol=1e-10)
    np.testing.assert_allclose((readings(5)["shapley"] @ coefficients).sum(), game.value(FEW), atol=1e-10)
    np.testing.assert_allclose(terms(every) @ coefficients, game.values(every), atol=1e-10)


# Planted games


def test_without_noise_a_game_of_order_2_is_found_to_the_digit(wide: Design) -> None:
    truth = planted()
    found = fit(lived(wide, of(game_of(truth, NAMES))), NAMES)
    np.testing.assert_allclose(found.coefficients, truth, atol=1e-8)
    assert found.r2_runs == pytest.approx(1.0)
    assert found.r2_blocks == pytest.approx(1.0)


@pytest.fixture(scope="module")
def noisy(wide: Design) -> tuple[Array, Fit, Attribution]:
    truth = planted()
    found = fit(lived(wide, of(game_of(truth, NAMES)), noise=0.25, scale=0.3), NAMES)
    return truth, found, attribution_of(found)


def test_synergies_in_noise_are_found_and_their_intervals_hold_them(noisy: tuple[Array, Fit, Attribution]) -> None:
    truth, found, told = noisy
    strongest = {frozenset(pair) for pair in told.pairs[["first", "second"]].head(12).itertuples(index=False)}
    real = game_of(truth, NAMES)
    planted_pairs = {frozenset([NAMES[i], NAMES[j]]) for i, j in zip(*np.nonzero(real.pair), strict=True)}
    assert len(strongest & planted_pairs) >= 11
    assert {frozenset(p) for p in told.pairs.loc[told.pairs["clear"], ["first", "second"]].to_numpy()} <= planted_pairs
    assert told.pairs["clear"].sum() >= 8
    pairs = told.pairs.assign(
        truth=[real.pair[NAMES.index(a), NAMES.index(b)] for a, b in told.pairs[["first", "second"]].to_numpy()]
    )
    assert 0.88 <= (pairs["low"].le(pairs["truth"]) & pairs["truth"].le(pairs["high"])).mean() <= 0.99
    np.testing.assert_allclose(by_player(told, "shapley", NAMES).sum(), found.game.value(NAMES))
    np.testing.assert_allclose(by_player(told, "share", NAMES).sum(), 1.0)


def test_worlds_that_scale_the_game_neither_fail_the_gate_nor_go_unsaid(noisy: tuple[Array, Fit, Attribution]) -> None:
    _, found, told = noisy
    assert found.r2_runs > 0.95
    assert told.describes
    assert found.r2_blocks < GATE
    assert found.scale == pytest.approx(0.3, abs=0.1)
    assert found.noise == pytest.approx(0.25, rel=0.25)


def test_the_slope_of_worlds_makes_estimates_surer_than_least_squares(wide: Design) -> None:
    truth = planted()
    runs = lived(wide, of(game_of(truth, NAMES)), noise=0.25, scale=0.3, seed=9)
    columns = terms(membership(runs["coalition"], NAMES))
    plain = np.linalg.lstsq(columns, runs["value"].to_numpy(), rcond=None)[0]
    error, plain_error = (np.sqrt(((c - truth) ** 2).mean()) for c in (fit(runs, NAMES).coefficients, plain))
    assert error < 0.5 * plain_error


def test_pairs_drawn_in_predict_better_and_keep_the_size_of_the_package(wide: Design) -> None:
    truth = planted()
    real = game_of(truth, NAMES)
    found = fit(lived(wide, of(real), noise=0.5, scale=0.3, seed=5), NAMES)
    never_lived = np.random.default_rng(7).random((500, 21)) < 0.4
    error, plain = (
        np.sqrt(((game.values(never_lived) - real.values(never_lived)) ** 2).mean())
        for game in (found.surrogate, found.game)
    )
    assert error < 0.9 * plain
    assert found.surrogate.value(NAMES) == pytest.approx(found.game.value(NAMES), rel=0.02)
    assert abs(found.surrogate.pair).sum() < 0.8 * abs(found.game.pair).sum()


def test_pairs_that_do_nothing_are_drawn_in_to_nothing(wide: Design) -> None:
    truth = planted(pairs=0)
    found = fit(lived(wide, of(game_of(truth, NAMES)), noise=1.0), NAMES)
    assert np.sqrt((found.drawn_in[21:] ** 2).mean()) < 0.3 * np.sqrt((found.coefficients[21:] ** 2).mean())


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    design = coalitions(NAMES, 30, 450, 1)
    held: dict[str, list[float]] = {"shapley": [], "alone": [], "last_in": []}
    for seed in range(40):
        truth = planted(seed)
        told = attribution_of(fit(lived(design, of(game_of(truth, NAMES)), 0.5, 0.2, seed), NAMES))
        for name, inside in held.items():
            low, high = (by_player(told, f"{name}_{end}", NAMES) for end in ("low", "high"))
            value = readings(21)[name] @ truth
            inside.append(float(((low <= value) & (value <= high)).mean()))
    assert all(0.90 <= np.mean(inside) <= 0.98 for inside in held.values()), held


def test_a_game_of_order_3_fails_the_gate(wide: Design) -> None:
    draws = np.random.default_rng(2)
    threes = [(frozenset(draws.choice(NAMES, 3, replace=False).tolist()), sign) for sign in [1.0, -1.0] * 60]
    found = attribute(lived(wide, lambda held: sum(sign for three, sign in threes if three <= held)), NAMES)
    assert found.fit is not None
    assert found.fit.r2_runs < GATE
    assert not found.describes


def test_noise_alone_fails_the_gate_and_gives_no_shares(wide: Design) -> None:
    found = attribute(lived(wide, NOTHING, noise=1.0, baseline=False), NAMES)
    assert found.fit is not None
    assert found.fit.r2_runs < 0.2
    assert not found.describes
    assert found.pairs["clear"].sum() <= 2


def test_an_outcome_that_nothing_moves_is_described_by_nothing(wide: Design) -> None:
    found = attribute(lived(wide, NOTHING), NAMES)
    assert found.describes
    assert found.total == (0.0, 0.0, 0.0)
    assert found.players["share"].isna().all()
    assert not found.pairs["clear"].any()


def test_noise_without_a_game_is_not_called_one(wide: Design) -> None:
    truth = planted()
    weak = fit(lived(wide, of(game_of(truth, NAMES)), noise=8.0), NAMES)
    assert not weak.describes


# Runs that are not there


def test_missing_runs_and_blocks_are_simply_absent(wide: Design) -> None:
    truth = planted()
    runs = lived(wide, of(game_of(truth, NAMES)))
    gone = runs[(runs["block"] != 3) & (np.arange(len(runs)) % 17 != 0)]
    found = fit(gone, NAMES)
    assert (found.blocks, found.runs) == (29, len(gone))
    np.testing.assert_allclose(found.coefficients, truth, atol=1e-8)
    baselines = pd.DataFrame({"block": [0, 1], "coalition": [frozenset()] * 2, "value": [0.0, 0.0]})
    failed = pd.DataFrame({"block": [0], "coalition": [frozenset(NAMES[:2])], "value": [np.nan]})
    assert fit(pd.concat([baselines, runs, failed]), NAMES).runs == len(runs)


def test_blocks_that_lack_a_coalition_leave_the_exact_values_alone() -> None:
    draws = np.random.default_rng(1)
    runs = lived(coalitions(FEW, 6, 6 * 32, 1), random_worth(5, FEW))
    holed = runs.drop(index=int(draws.integers(0, 31)))
    found = attribute(holed, FEW)
    assert (found.fit, found.blocks, found.runs) == (None, 5, 5 * 31)
    np.testing.assert_allclose(by_player(found, "shapley", FEW), brute(random_worth(5, FEW), FEW), atol=1e-12)
    most = attribute(runs.drop(index=[31 * block for block in range(5)]), FEW)
    assert most.fit is not None


def test_exact_intervals_are_t_intervals_over_blocks() -> None:
    runs = lived(coalitions(("m0", "m1"), 4, 16, 1), lambda held: float(len(held)))
    runs["value"] *= runs["block"].map({0: 2.0, 1: 2.5, 2: 3.0, 3: 4.5})
    found = attribute(runs, ("m0", "m1"))
    half = 3.182446305 * np.std([2.0, 2.5, 3.0, 4.5], ddof=1) / 2.0
    np.testing.assert_allclose(found.players["shapley_low"], 3.0 - half)
    np.testing.assert_allclose(found.total, (6.0, 6.0 - 2 * half, 6.0 + 2 * half))
    # Worlds that scale the whole game leave the shares where they are.
    np.testing.assert_allclose(found.players[["share", "share_low", "share_high"]], 0.5)
    alone = attribute(runs[runs["block"] == 0], ("m0", "m1"))
    assert alone.players["shapley"].tolist() == [2.0, 2.0]
    assert alone.players["shapley_low"].isna().all()
    assert alone.players["share"].isna().all()


def test_sums_of_money_that_only_round_differently_are_no_synergy() -> None:
    price = dict(zip(FEW, [13800.1, 69000.7, 41400.3, 51372.9, 0.1], strict=True))
    found = exactly(lambda held: sum(price[name] for name in sorted(held)))
    assert not found.pairs["clear"].any()
    np.testing.assert_allclose(by_player(found, "last_in", FEW), list(price.values()))


def test_runs_that_leave_terms_open_are_refused_with_the_reason(wide: Design) -> None:
    runs = lived(wide, lambda held: float(len(held)))
    apart = runs[~runs["coalition"].map(lambda held: {"m3", "m8"} <= held)]
    with pytest.raises(NotTold, match=r"never lived together: m3 \+ m8"):
        fit(apart, NAMES)
    with pytest.raises(NotTold, match="leave some of the 231 terms open"):
        fit(runs.head(100), NAMES)
    with pytest.raises(UnknownName, match="unknown player 'm20'"):
        fit(runs, NAMES[:20])
    with pytest.raises(ValueError, match=r"block 0 has package .* twice"):
        fit(pd.concat([runs, runs.head(1)]), NAMES)


def test_the_design_that_tells_pairs_best_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = design_errors(coalitions(NAMES, 20, 350, 6))["pair"]
    monkeypatch.setattr(designs, "TRIES", 1)
    assert found < design_errors(coalitions(NAMES, 20, 350, 6))["pair"]


# Figures


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plot_shows_every_player_and_what_may_not_be_read_as_shares(
    lang: Lang, wide: Design, noisy: tuple[Array, Fit, Attribution]
) -> None:
    names = dict(zip(NAMES, [f"举措 {n}" for n in range(21)], strict=True))
    subject = Subject(names, "巫山县", "30", "13–36")
    left, right = attribution_plot(noisy[2], "participation", lang, subject).axes
    assert [label.get_text() for label in left.get_yticklabels()] == [names[key] for key in noisy[2].players["player"]]
    bars = [bar.get_width() for bar in left.patches if bar.get_height() < 0.5]
    np.testing.assert_allclose(bars, noisy[2].players["shapley"])
    filled = [line for line in right.lines if line.get_label() == "clear"]
    assert len(filled) == noisy[2].pairs["clear"].head(len(right.get_yticks())).sum()
    weak = attribute(lived(wide, NOTHING, noise=1.0), NAMES)
    figure = attribution_plot(weak, "cost", lang, subject)
    said = figure.texts[-1].get_text().replace("\n", "")
    assert {"zh": "不能当作份额", "en": "not to be read as"}[lang] in said
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(io.BytesIO(), format="svg")

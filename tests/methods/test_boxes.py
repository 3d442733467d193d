"""Boxes of failing worlds: planted ones are found again, noise has none, and all is judged on worlds not seen."""

import io
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats

from experiments.figures.boxes import About, box_plot
from experiments.methods.boxes import distances, find_box, paste, peel, quasi_p
from experiments.methods.discovery import (
    RESTRICTIONS,
    SIGNIFICANT,
    TRAJECTORY,
    Discovery,
    TooFewWorlds,
    cross_validated,
    discover,
)
from experiments.methods.discovery import p_value as p_value_of
from experiments.methods.limits import Limits, Quality, everything
from experiments.words import LANGUAGES, Lang, words
from experiments.worlds import uncertain
from tests.verify.summary import Verify

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


def planted(worlds: int, parameters: int, seed: int, inside: float = 0.9, outside: float = 0.05) -> tuple[Array, Bools]:
    """Worlds that mostly fail where the first parameter is below 0.5 of its range and the second above 0.6."""
    rng = np.random.default_rng(seed)
    shares = rng.random((worlds, parameters))
    box = (shares[:, 0] < 0.5) & (shares[:, 1] > 0.6)
    return shares, rng.random(worlds) < np.where(box, inside, outside)


def found_in(shares: Array, fails: Bools, **asked: int) -> Discovery:
    """The same with parameters between 10 and 30."""
    names = [f"group.p{k}" for k in range(shares.shape[1])]
    worlds = pd.DataFrame(10.0 + 20.0 * shares, columns=names, index=np.arange(1, len(shares) + 1))
    return discover(worlds, pd.Series(fails, index=worlds.index), dict.fromkeys(names, (10.0, 30.0)), **asked)


def test_a_planted_box_is_found_with_its_limits() -> None:
    shares, fails = planted(400, 4, seed=1, inside=1.0, outside=0.0)
    found = find_box(shares, fails)
    assert found.box.restricted.tolist() == [0, 1]
    assert (found.box.low[0], found.box.high[1]) == (0.0, 1.0)
    assert found.box.high[0] == pytest.approx(0.5, abs=0.02)
    assert found.box.low[1] == pytest.approx(0.6, abs=0.03)
    assert found.quality.coverage >= 0.95
    assert found.quality.density >= 0.98


def test_a_planted_box_is_found_among_300_parameters_that_do_nothing() -> None:
    hits, ends = 0, []
    for seed in range(20):
        found = find_box(*planted(200, 302, seed)).box
        hits += found.restricted.tolist() == [0, 1]
        ends.append((found.high[0], found.low[1]))
    assert hits >= 18
    np.testing.assert_allclose(np.median(ends, axis=0), (0.5, 0.6), atol=0.04)


def test_a_box_in_the_middle_of_a_range_is_found() -> None:
    rng = np.random.default_rng(2)
    shares = rng.random((300, 50))
    found = find_box(shares, (np.abs(shares[:, 7] - 0.5) < 0.15) & (rng.random(300) < 0.95))
    assert found.box.restricted.tolist() == [7]
    assert (found.box.low[7], found.box.high[7]) == pytest.approx((0.35, 0.65), abs=0.03)


def test_quality_counts_worlds() -> None:
    inside = np.array([True] * 4 + [False] * 6)
    fails = np.array([True] * 3 + [False] * 5 + [True] * 2)
    quality = Quality.of(inside, fails)
    assert (quality.mass, quality.density, quality.coverage, quality.rate) == (0.4, 0.75, 0.6, 0.5)
    assert quality.lift == pytest.approx((0.75 - 0.5) / np.sqrt(0.5 * 0.5 / 4))


def test_the_screen_is_the_distance_of_kolmogorov_and_smirnov() -> None:
    shares, fails = planted(80, 6, seed=3)
    shares[:, 5] = np.round(shares[:, 5], 1)
    expected = [stats.ks_2samp(shares[fails, k], shares[~fails, k]).statistic for k in range(6)]
    np.testing.assert_allclose(distances(shares, fails), expected)


def test_peeling_is_patient_and_pasting_gives_back() -> None:
    shares, fails = planted(300, 3, seed=4, inside=1.0, outside=0.0)
    steps = peel(shares, fails)
    held = [step.quality.held for step in steps]
    assert all(int(0.9 * a) <= b < a for a, b in pairwise(held))
    small = Limits(np.array([0.1, 0.7, 0.0]), np.array([0.4, 1.0, 1.0]))
    wide = paste(small, shares, fails)
    assert Quality.of(wide.inside(shares), fails).density == 1.0
    assert Quality.of(wide.inside(shares), fails).coverage > 0.95
    assert wide.restricted.tolist() == [0, 1]
    boxes = [find_box(*planted(150, 6, seed)) for seed in range(10)]
    given_back = [found.quality.held - found.steps[found.chosen].quality.held for found in boxes]
    assert min(given_back) >= 0
    assert max(given_back) > 0


def test_equal_values_are_peeled_together() -> None:
    rng = np.random.default_rng(5)
    shares = rng.integers(0, 4, size=(200, 3)) / 3.0
    found = find_box(shares, shares[:, 1] == 1.0)
    assert found.box.restricted.tolist() == [1]
    assert (found.quality.density, found.quality.coverage) == (1.0, 1.0)
    assert not len(find_box(np.full((40, 2), 0.5), np.arange(40) < 20).box.restricted)


def test_a_quasi_p_value_is_binomial() -> None:
    shares, fails = planted(200, 3, seed=6)
    box = everything(3).moved(0, 0.0, 0.5).moved(2, 0.0, 0.9)
    inside, wider = box.inside(shares), box.without(2).inside(shares)
    expected = stats.binomtest(int(fails[inside].sum()), int(inside.sum()), fails[wider].mean(), "greater").pvalue
    found = quasi_p(box, shares, fails)
    assert found[2] == pytest.approx(expected)
    assert found[0] < 1e-4 < 0.05 < found[2]


def test_a_discovery_tells_the_box_in_units_and_judges_it_unseen() -> None:
    found = found_in(*planted(200, 302, seed=1), permutations=39)
    assert found.stands_out
    assert list(found.restrictions.columns) == list(RESTRICTIONS)
    table = found.restrictions.set_index("parameter")
    assert set(table.index) == {"group.p0", "group.p1"}
    assert (table.loc["group.p0", "low"], table.loc["group.p1", "high"]) == (10.0, 30.0)
    assert table.loc["group.p0", "high"] == pytest.approx(20.0, abs=1.0)
    assert table.loc["group.p1", "low"] == pytest.approx(22.0, abs=1.0)
    assert (table["found_again"] > 0.8).all()
    # In truth 90 % of the worlds in the box fail, and it holds 82 % of those that do.
    assert 0.75 < found.unseen.density <= found.seen.density + 0.03
    assert found.unseen.coverage == pytest.approx(0.82, abs=0.1)
    assert found.unseen.worlds == 4 * 200
    assert found.p_value == pytest.approx(1 / 40)
    assert found.inside.sum() == found.seen.held
    assert list(found.trajectory.columns) == list(TRAJECTORY)
    assert found.trajectory["chosen"].sum() == 1
    assert not replace(found, p_value=0.06).stands_out
    assert not replace(found, unseen=Quality(held=100, held_fails=20, worlds=800, fails=188)).stands_out
    assert not replace(found, restrictions=found.restrictions.iloc[:0]).stands_out


def test_a_tree_agrees_on_a_planted_box_and_on_nothing_in_noise() -> None:
    shares, fails = planted(300, 60, seed=8)
    tree = found_in(shares, fails, permutations=1).tree
    assert set(tree.shared) == {"group.p0", "group.p1"} == set(list(tree.splits)[:2])
    assert sum(tree.splits.values()) == pytest.approx(1.0)
    assert tree.accuracy > 0.75
    assert tree.kappa > 0.6
    noise = found_in(shares, np.random.default_rng(1).permutation(fails), permutations=1).tree
    assert noise.accuracy < 0.65
    assert noise.kappa < 0.5


def test_in_pure_noise_no_box_stands_out() -> None:
    rng, alarms = np.random.default_rng(9), 0
    for seed in range(6):
        shares, fails = planted(80, 40, seed)
        shuffled = rng.permutation(fails)
        alarms += p_value_of(find_box(shares, shuffled).quality.lift, shares, shuffled, 19, rng) <= SIGNIFICANT
    assert alarms <= 1
    noise = found_in(shares, shuffled, permutations=19)
    assert not noise.stands_out
    assert len(noise.restrictions) > 0, "there is a box, but it is chance"


@pytest.mark.slow
def test_false_alarms_among_376_parameters(verified: Verify) -> None:
    """Labels without any meaning; the permutation test alone lets 5 % pass."""
    rng, count = np.random.default_rng(9), 0
    for seed in range(60):
        shares, fails = planted(150, 376, seed)
        count += found_in(shares, rng.permutation(fails), permutations=39).stands_out
    verified("failure boxes", "shuffled labels in which a box stands out", count, at_most=6, of=60)


def test_what_is_seen_is_optimistic_in_noise_and_what_is_unseen_is_not() -> None:
    seen, unseen, rates = [], [], []
    for seed in range(4):
        shares, fails = planted(100, 100, seed)
        shuffled = np.random.default_rng(seed).permutation(fails)
        quality, _ = cross_validated(shares, shuffled)
        seen.append(find_box(shares, shuffled).quality.density)
        unseen.append(quality.density)
        rates.append(quality.rate)
    assert np.mean(seen) > np.mean(rates) + 0.1
    assert np.nanmean(unseen) == pytest.approx(np.mean(rates), abs=0.08)


def test_a_p_value_counts_the_true_labels_among_the_shuffled() -> None:
    shares, fails = planted(60, 5, seed=1)
    rng = np.random.default_rng(0)
    assert p_value_of(np.inf, shares, fails, 9, rng) == 0.1
    assert p_value_of(-1.0, shares, fails, 9, rng) == 1.0


def test_worlds_that_are_missing_are_left_out() -> None:
    shares, fails = planted(150, 5, seed=1)
    names = [f"group.p{k}" for k in range(5)]
    worlds = pd.DataFrame(shares, columns=names)
    some = pd.Series(fails, dtype=object).drop(index=[3, 4])
    some[7] = None
    found = discover(worlds, some, dict.fromkeys(names, (0.0, 1.0)), permutations=1)
    assert found.seen.worlds == 147
    assert found.seen.fails == int(np.delete(fails, [3, 4, 7]).sum())
    assert not set(found.inside.index) & {3, 4, 7}


def test_what_cannot_be_told_is_refused() -> None:
    shares, fails = planted(60, 3, seed=1)
    few = np.arange(60) < 4
    with pytest.raises(TooFewWorlds, match="fails in 4 of 60 worlds"):
        found_in(shares, few)
    with pytest.raises(TooFewWorlds, match="fails in 56 of 60 worlds"):
        found_in(shares, ~few)
    with pytest.raises(ValueError, match="2 of 60 worlds are the same"):
        found_in(np.vstack([shares[:58], shares[3:5]]), fails)
    worlds = pd.DataFrame(shares, columns=["a", "b", "c"])
    with pytest.raises(ValueError, match="no prior range for c"):
        discover(worlds, pd.Series(fails), {"a": (0.0, 1.0), "b": (0.0, 1.0)})
    with pytest.raises(ValueError, match="outside the prior range of b"):
        discover(worlds, pd.Series(fails), {"a": (0.0, 1.0), "b": (0.5, 1.0), "c": (0.0, 1.0)})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figure_shows_the_box_and_both_its_qualities(lang: Lang) -> None:
    ranges = dict(list(uncertain().items())[:40])
    low, high = (np.array(ends) for ends in zip(*ranges.values(), strict=True))
    shares, fails = planted(200, 40, seed=1)
    worlds = pd.DataFrame(low + shares * (high - low), columns=list(ranges))
    say, about = words(lang), About("X", "Y", "13-36", "Z")
    for labels in (pd.Series(fails), pd.Series(np.random.default_rng(2).permutation(fails))):
        found = discover(worlds, labels, ranges, permutations=19)
        figure = box_plot(found, worlds, labels, lang, about)
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message=".*[Gg]lyph.*")
            figure.savefig(io.BytesIO(), format="svg")
        told = [text.get_text() for text in figure.texts]
        rows = len(found.restrictions)
        assert say(f"discover.{'stands_out' if found.stands_out else 'nothing' if rows else 'empty'}") in told
        if rows:
            bars = [held[0] for held in figure.axes[0].containers if held.get_label() == "box"]
            widths = found.restrictions.eval("(high - low) / (prior_high - prior_low)")
            np.testing.assert_allclose([bar.get_width() for bar in bars], widths)  # type: ignore[attr-defined]
            marked = {line.get_label(): len(line.get_xdata()) for line in figure.axes[1].lines}  # type: ignore[arg-type]
            assert (marked["fails"], marked["works"]) == (int(labels.sum()), int((~labels).sum()))
            numbers = [f"{100 * quality.density:.0f}" for quality in (found.seen, found.unseen) if quality.held]
            assert all(any(number in text for text in told) for number in numbers)
    assert not found.stands_out

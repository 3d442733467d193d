"""Kim and Nelson's procedure on normal toys whose best package is known."""

import io
import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from experiments.figures.selection import About, elimination_chart
from experiments.methods.selection import COLUMNS, Rule, boundary, follow, select
from experiments.words import LANGUAGES, Lang, words
from sim.core.names import OutOfRange
from tests.verify.summary import Verify

Array = NDArray[np.float64]


def toy(rng: np.random.Generator, blocks: int, means: list[float], shared: float = 0.5) -> Array:
    """Packages that share part of their chance, as common random numbers make them; variance 1 each."""
    common, own = rng.normal(size=(blocks, 1)), rng.normal(size=(blocks, len(means)))
    return np.sqrt(shared) * common + np.sqrt(1.0 - shared) * own + np.array(means)


def named(values: Array, better: int = 1) -> pd.DataFrame:
    return better * pd.DataFrame(values, columns=[f"p{k}" for k in range(values.shape[1])])


def right(packages: int, shared: float, delta: float, trials: int, seed: int) -> float:
    """How often the best is named where it leads all others by just the indifference zone: the hardest case."""
    rng, rule = np.random.default_rng(seed), Rule(delta, most=1000)
    means = [delta] + [0.0] * (packages - 1)
    courses = [follow(toy(rng, 1000, means, shared), rule) for _ in range(trials)]
    return float(np.mean([np.flatnonzero(course.alive).tolist() == [0] for course in courses]))


def test_the_boundary_gives_each_rival_its_part_of_alpha() -> None:
    for packages, first, alpha in ((2, 20, 0.05), (21, 20, 0.05), (21, 10, 0.1)):
        eta = boundary(packages, Rule(1.0, alpha=alpha, first=first)) / (2.0 * (first - 1))
        assert 0.5 * (1.0 + 2.0 * eta) ** (-(first - 1) / 2.0) == pytest.approx(alpha / (packages - 1))


def test_a_package_is_dropped_at_the_first_block_where_it_is_too_far_behind() -> None:
    rule = Rule(delta=1.0, first=5, most=200)
    values = np.zeros((200, 2))
    values[:, 0] = np.where(np.arange(200) % 2, 3.0, -2.0) + 0.2
    variance = values[:5, 0].var(ddof=1)
    ahead = np.cumsum(values[:, 0]) / np.arange(1, 201)
    allowance = np.maximum(0.0, 0.5 * (boundary(2, rule) * variance / np.arange(1, 201) - 1.0))
    expected = next(n for n in range(5, 201) if ahead[n - 1] > allowance[n - 1])
    found = select(named(values), rule)
    assert found.state == "selected"
    assert found.survivors == ("p0",)
    assert found.blocks == expected > 5
    last = found.packages.set_index("package").loc["p1"]
    assert (last["dropped_at"], last["dropped_by"], last["blocks"]) == (expected, "p0", expected)
    assert found.at_most is not None
    assert found.at_most >= expected


@pytest.mark.parametrize(("packages", "shared"), [(2, 0.5), (5, 0.0), (5, 0.8)])
def test_the_best_is_named_at_least_as_often_as_asked_for(packages: int, shared: float) -> None:
    assert right(packages, shared, 0.5 * np.sqrt(2 - 2 * shared), 400, seed=packages) >= 0.95


@pytest.mark.slow
def test_the_best_of_21_is_named_as_often_as_asked_for(verified: Verify) -> None:
    shares = [
        right(k, shared, 0.35 * np.sqrt(2 - 2 * shared), 3000, k) for k, shared in ((2, 0.5), (5, 0.5), (21, 0.8))
    ]
    statement = "95 % confidence names the best package, in the hardest case, of 2, 5 and 21"
    verified("selection", statement, min(shares), at_least=0.95)


def test_dropping_saves_runs_against_equal_allocation() -> None:
    means = [1.0, 0.9] + [0.0] * 10 + [-1.0] * 9
    found = select(named(toy(np.random.default_rng(3), 400, means, 0.5)), Rule(0.2))
    assert found.state == "selected"
    assert set(found.packages["package"][:2]) == {"p0", "p1"}
    assert found.runs == int(found.packages["blocks"].sum())
    assert found.runs < 0.4 * found.equal_runs
    assert found.equal_runs == 21 * found.blocks


def test_among_packages_closer_than_the_zone_any_may_win_and_one_does() -> None:
    rng = np.random.default_rng(4)
    winners = [select(named(toy(rng, 400, [0.1, 0.0, 0.05, -2.0])), Rule(0.4)).survivors for _ in range(60)]
    assert all(len(winner) == 1 for winner in winners)
    assert {"p0", "p1", "p2"} == {winner[0] for winner in winners}


def test_packages_that_do_the_same_end_with_one_of_them() -> None:
    values = np.repeat(np.random.default_rng(5).normal(size=(30, 1)), 3, axis=1)
    found = select(named(values), Rule(0.5))
    assert (found.state, found.survivors, found.blocks) == ("selected", ("p0",), 20)


def test_with_too_few_blocks_the_tie_is_told() -> None:
    values = toy(np.random.default_rng(6), 60, [0.02, 0.0, -3.0])
    running = select(named(values[:40]), Rule(0.05, most=60))
    assert (running.state, running.survivors[0]) == ("running", running.leader)
    assert select(named(values[:40]), Rule(0.05, most=60), tried=60).state == "undecided", "20 blocks failed"
    found = select(named(values), Rule(0.05, most=60))
    assert (found.state, set(found.survivors), found.blocks) == ("undecided", {"p0", "p1"}, 60)
    assert found.at_most is not None
    assert found.at_most > 60


def test_nothing_is_said_before_the_first_stage_is_over() -> None:
    values = toy(np.random.default_rng(7), 19, [9.0, 0.0])
    found = select(named(values), Rule(0.5))
    assert (found.state, found.at_most, len(found.survivors)) == ("running", None, 2)
    assert select(named(values[:0]), Rule(0.5)).state == "running"


def test_blocks_that_come_in_by_and_by_give_the_same_course() -> None:
    values = named(toy(np.random.default_rng(8), 400, [0.5, 0.2, 0.0, -1.0]))
    whole, here, rule = select(values, Rule(0.3)), 20, Rule(0.3)
    lived = values.iloc[:here].copy()
    while (state := select(lived, rule)).state == "running":
        # Only survivors are run in the next step.
        step = values.iloc[here : here + 7][list(state.survivors)].reindex(columns=values.columns)
        lived, here = pd.concat([lived, step]), here + 7
    pd.testing.assert_frame_equal(state.packages, whole.packages)
    assert (state.survivors, state.blocks) == (whole.survivors, whole.blocks)
    assert state.runs == whole.runs <= state.lived < state.equal_runs
    assert not state.gaps


def test_a_block_that_lacks_a_package_is_left_out_for_all_and_told() -> None:
    values = named(toy(np.random.default_rng(9), 120, [0.6, 0.0]))
    broken = values.copy()
    broken.loc[11, "p1"] = np.nan
    found, without = select(broken, Rule(0.5)), select(values.drop(index=11), Rule(0.5))
    assert found.gaps == {11: ("p1",)}
    assert not without.gaps
    pd.testing.assert_frame_equal(found.packages, without.packages)


def test_where_less_is_better_the_least_wins() -> None:
    values = toy(np.random.default_rng(10), 200, [1.0, 0.0, -1.0])
    found, mirrored = select(named(values), Rule(0.4, better=-1)), select(named(values, -1), Rule(0.4))
    assert found.leader == mirrored.leader == "p2"
    assert found.packages["mean"].tolist() == pytest.approx((-mirrored.packages["mean"]).tolist())
    assert found.packages["behind"].tolist() == pytest.approx(mirrored.packages["behind"].tolist())
    assert (found.packages["behind"].iloc[1:] < 0.0).all()
    assert (found.packages["low"] < found.packages["mean"]).all()
    assert list(found.packages.columns) == list(COLUMNS)


def test_what_makes_no_sense_is_refused() -> None:
    for delta in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="must be above 0"):
            Rule(delta)
    with pytest.raises(OutOfRange, match="first=2"):
        Rule(1.0, first=2)
    with pytest.raises(OutOfRange, match="most=10 "):
        Rule(1.0, most=10)
    with pytest.raises(ValueError, match="at least two"):
        select(named(np.zeros((20, 1))), Rule(1.0))


NAMES = {"zh": {"p0": "甲", "p1": "乙", "p2": "丙"}, "en": {"p0": "first", "p1": "second", "p2": "third"}}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chart_shows_who_was_dropped_when_and_who_is_left(lang: Lang) -> None:
    rule, say = Rule(0.4), words(lang)
    found = select(named(toy(np.random.default_rng(11), 200, [1.0, 0.4, -1.0])), rule)
    figure = elimination_chart(found, rule, lang, About(NAMES[lang], "participation", "X", "13-36"))
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")
        figure.savefig(io.BytesIO(), format="svg")
    bars, behind = figure.axes
    assert [bar.get_width() for bar in bars.patches] == found.packages["blocks"].tolist()  # type: ignore[attr-defined]
    assert bars.get_yticklabels()[0].get_text() == NAMES[lang]["p0"]
    intervals = [line.get_xdata() for line in behind.lines if line.get_label() == "interval"]
    expected = found.packages[["behind_low", "behind_high"]].to_numpy()[1:]
    np.testing.assert_allclose(np.array(intervals), expected)
    told = [text.get_text() for text in figure.texts]
    assert told[0] == say("select.selected", name=NAMES[lang]["p0"])
    assert say.number(found.runs) in told[-1]
    dropped = found.packages.iloc[-1]
    by = NAMES[lang][dropped["dropped_by"]]
    assert say("select.dropped", n=dropped["blocks"], by=by) in [text.get_text() for text in bars.texts]

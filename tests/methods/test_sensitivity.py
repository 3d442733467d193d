"""Sensitivity on functions whose indices are known, and what chance and failed runs may do to them."""

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from SALib.analyze import morris as salib_morris
from SALib.analyze import pawn as salib_pawn
from SALib.analyze import rbd_fast as salib_rbd_fast
from SALib.analyze import sobol as salib_sobol

from experiments.calibration.space import Space
from experiments.figures.sensitivity import About, meaning, sensitivity_plot
from experiments.methods.sensitivity import COLUMNS, TooFewRuns, sensitivity
from experiments.methods.sensitivity_design import DUMMY, LEVELS, STEP, Design, by_group, hypercube, morris, sobol
from experiments.methods.sensitivity_indices import pawn_indices, rbd_fast_index, slices
from experiments.methods.sensitivity_seeds import seed_share
from experiments.words import LANGUAGES, Lang
from sim.core.names import OutOfRange, UnknownName

Array = NDArray[np.float64]
X = ("x1", "x2", "x3")
ISHIGAMI = Space.between(dict.fromkeys(X, (-np.pi, np.pi)))
A, B = 7.0, 0.1
# Ishigami and Homma (1990).
_V1, _V2 = 0.5 * (1.0 + B * np.pi**4 / 5.0) ** 2, A**2 / 8.0
_V13 = B**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
_V = _V1 + _V2 + _V13
FIRST = {"x1": _V1 / _V, "x2": _V2 / _V, "x3": 0.0}
TOTAL = {"x1": (_V1 + _V13) / _V, "x2": _V2 / _V, "x3": _V13 / _V}

SLOPES = {"a.big": 3.0, "a.small": 1.0, "b.minus": -2.0, "b.none": 0.0}
LINEAR = Space.between({"a.big": (0.0, 1.0), "a.small": (10.0, 20.0), "b.minus": (-1.0, 1.0), "b.none": (5.0, 6.0)})
"""Ranges of any width: slopes are per whole range."""
MOVER = "trust.start_volunteer"


def ishigami(design: Design) -> Array:
    x1, x2, x3 = np.array([[world[name] for name in X] for world in design.worlds()]).T
    found: Array = np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)
    return found


def linear(design: Design) -> Array:
    found: Array = LINEAR.shares(design.worlds()) @ np.array(list(SLOPES.values()))
    return found


def luck(design: Design, seed: int = 1) -> Array:
    """What the seed of each row adds: rows of a stream have the same."""
    return np.random.default_rng(seed).normal(size=design.stream.max() + 1)[design.stream]


def of(table: pd.DataFrame, index: str, column: str = "value", method: str | None = None) -> dict[str, float]:
    """A column by parameter, for one index."""
    rows = table[(table["index"] == index) & (table["method"] == (method or table["method"]))]
    return dict(zip(rows["parameter"], rows[column], strict=True))


MAKERS: dict[str, Callable[[Space, int], Design]] = {
    "morris": lambda space, seed: morris(space, 6, seed),
    "grouped": lambda space, seed: morris(space, 6, seed, by_group(space.names)),
    "hypercube": lambda space, seed: hypercube(space, 50, seed),
    "sobol": lambda space, seed: sobol(space, 512, seed),
}


# Designs


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_a_design_depends_on_its_seed_alone_and_leaves_numpy_as_it_was(maker: Callable[[Space, int], Design]) -> None:
    before = np.random.get_state(legacy=False)
    one, again, other = maker(LINEAR, 4), maker(LINEAR, 4), maker(LINEAR, 5)
    sensitivity(one, linear(one))
    np.testing.assert_equal(np.random.get_state(legacy=False), before)
    assert one.worlds() == again.worlds()
    assert (one.stream == again.stream).all()
    assert one.worlds() != other.worlds()


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_worlds_lie_in_their_ranges_without_the_dummy(maker: Callable[[Space, int], Design]) -> None:
    design = maker(LINEAR, 4)
    values = np.array([list(world.values()) for world in design.worlds()])
    assert {tuple(world) for world in design.worlds()} == {LINEAR.names}
    assert (values >= LINEAR.low).all()
    assert (values <= LINEAR.high).all()
    assert (np.ptp(values, axis=0) > 0.5 * (LINEAR.high - LINEAR.low)).all()
    assert len(values) == len(design.stream) == len(design.shares)


def test_a_trajectory_moves_one_factor_at_a_time_under_one_seed() -> None:
    for groups, factors in ((None, 4), (by_group(LINEAR.names), 2)):
        design = morris(LINEAR, 6, 1, groups)
        parts = design.shares.reshape(6, factors + 2, 4)
        steps = np.abs(np.diff(parts[:, :-1], axis=1))
        assert np.allclose(steps[steps > 1e-9], STEP)
        assert np.allclose((steps > 1e-9).sum(axis=1), 1)
        member = np.array([design.factors.index(name) for name in design.members])
        assert all(len(set(member[step > 1e-9])) == 1 for part in steps for step in part)
        streams = design.stream.reshape(6, factors + 2)
        assert (streams[:, :-1] == np.arange(6)[:, None]).all()
        assert sorted(streams[:, -1]) == list(range(6, 12))
        assert (parts[:, -1] == parts[:, 0]).all()


def test_a_hybrid_takes_one_factor_from_the_other_sample() -> None:
    parts = sobol(LINEAR, 512, 1).shares.reshape(512, 7, 4)
    for factor in range(4):
        taken = parts[:, 1 + factor] == parts[:, 5]
        assert taken[:, factor].all()
        assert (np.delete(parts[:, 1 + factor], factor, 1) == np.delete(parts[:, 0], factor, 1)).all()
    assert (parts[:, 6] == parts[:, 0]).all()


def test_a_hypercube_visits_every_cell_of_every_parameter_once() -> None:
    shares = hypercube(LINEAR, 50, 1).shares
    assert shares.shape == (50, 5)
    assert (np.sort((shares * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()


def test_sizes_and_names_that_cannot_be_are_refused() -> None:
    with pytest.raises(UnknownName, match=r"a\.big"):
        morris(LINEAR, 4, 1, {"a.bog": "a"})
    with pytest.raises(OutOfRange, match="trajectories=1"):
        morris(LINEAR, 1, 1)
    with pytest.raises(ValueError, match="nearest is 512"):
        sobol(LINEAR, 500, 1)
    with pytest.warns(UserWarning, match="use 512 or more"):
        sobol(LINEAR, 256, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sobol(LINEAR, 512, 1)


# Known answers


def test_sobol_indices_of_ishigami_are_the_analytic_ones() -> None:
    design = sobol(ISHIGAMI, 2048, 1)
    table = sensitivity(design, ishigami(design))
    for index, known in (("S1", FIRST), ("ST", TOTAL)):
        found, low, high = (of(table, index, column) for column in ("value", "low", "high"))
        for name in X:
            assert found[name] == pytest.approx(known[name], abs=0.02)
            assert low[name] - 0.005 <= known[name] <= high[name] + 0.005
    assert of(table, "S1", "above_floor") == {"x1": True, "x2": True, "x3": False, DUMMY: False}
    assert of(table, "ST", "above_floor") == {"x1": True, "x2": True, "x3": True, DUMMY: False}


def test_rbd_fast_and_pawn_on_one_table_of_ishigami() -> None:
    design = hypercube(ISHIGAMI, 800, 2)
    table = sensitivity(design, ishigami(design))
    for name in X:
        assert of(table, "S1", "low")[name] <= FIRST[name] <= of(table, "S1", "high")[name]
    assert of(table, "S1", "above_floor") == {"x1": True, "x2": True, "x3": False, DUMMY: False}
    for index in ("median", "max"):
        pawn = of(table, index)
        assert pawn["x2"] > pawn["x1"] > max(pawn["x3"], pawn[DUMMY])
        assert of(table, index, "above_floor")["x2"]
    # x3 has no main effect, but where it is large outcomes spread: a moment-independent index sees it.
    assert of(table, "max", "above_floor")["x3"]


def test_rbd_fast_is_right_on_average() -> None:
    found = []
    for seed in range(30):
        design = hypercube(ISHIGAMI, 400, seed)
        found.append(rbd_fast_index(np.argsort(np.argsort(design.shares, axis=0), axis=0), ishigami(design)))
    np.testing.assert_allclose(np.mean(found, axis=0), [*FIRST.values(), 0.0], atol=0.02)


def test_morris_on_ishigami_finds_that_x3_only_interacts() -> None:
    design = morris(ISHIGAMI, 400, 1)
    table = sensitivity(design, ishigami(design))
    size, spread = of(table, "mu_star"), of(table, "sigma")
    # On the grid of four levels, by hand: steps from -pi to pi/3 and from -pi/3 to pi; sin is 0 at the ends.
    corners = np.array([-1.0, -1.0 / 3.0, 1.0 / 3.0, 1.0]) * np.pi
    jump = np.sin(np.pi / 3.0) / STEP
    assert size["x1"] == pytest.approx(jump * (1.0 + B * (corners**4).mean()), rel=0.05)
    assert size["x2"] == pytest.approx(A * np.sin(np.pi / 3.0) ** 2 / STEP, rel=1e-4)
    x3 = B * (np.pi**4 - (np.pi / 3.0) ** 4) * np.abs(np.sin(corners)) / STEP
    assert size["x3"] == pytest.approx(x3.mean(), rel=0.12)
    assert spread["x3"] > size["x3"]
    assert of(table, "mu_star", "above_floor")["x3"]


def test_indices_of_a_linear_function_are_exact() -> None:
    design = morris(LINEAR, 6, 1)
    table = sensitivity(design, linear(design))
    for name, slope in SLOPES.items():
        assert of(table, "mu_star")[name] == pytest.approx(abs(slope), abs=1e-4)
        assert of(table, "sigma")[name] == pytest.approx(0.0, abs=1e-4)
    shares = {name: slope**2 / 14.0 for name, slope in SLOPES.items()}
    design = sobol(LINEAR, 1024, 1)
    table = sensitivity(design, linear(design))
    for name, share in shares.items():
        assert of(table, "S1")[name] == pytest.approx(share, abs=0.01)
        assert of(table, "ST")[name] == pytest.approx(share, abs=0.01)
    assert of(table, "ST")["b.none"] == 0.0
    design = hypercube(LINEAR, 400, 1)
    found = of(sensitivity(design, linear(design)), "S1")
    for name, share in shares.items():
        assert found[name] == pytest.approx(share, abs=0.05)


def test_a_group_moves_together() -> None:
    design = morris(LINEAR, 200, 1, by_group(LINEAR.names))
    table = sensitivity(design, linear(design))
    # 3 and 1 go the same way or against one another, 4 or 2; 2 and 0 always give 2.
    assert of(table, "mu_star")["a"] == pytest.approx(3.0, abs=0.25)
    assert of(table, "mu_star")["b"] == pytest.approx(2.0, abs=1e-4)
    assert set(of(table, "sigma")) == {DUMMY}
    lone = sensitivity(morris(LINEAR, 20, 1, {"a.big": "a", "a.small": "a"}), np.zeros(100))
    assert set(of(lone, "sigma")) == {"b.minus", "b.none", DUMMY}
    design = sobol(LINEAR, 512, 1, by_group(LINEAR.names))
    assert of(sensitivity(design, linear(design)), "ST")["a"] == pytest.approx(10.0 / 14.0, abs=0.02)


def test_indices_agree_with_those_of_salib() -> None:
    problem = {"num_vars": 3, "names": list(X), "bounds": [[0.0, 1.0]] * 3}
    design = morris(ISHIGAMI, 30, 1)
    values = ishigami(design)
    kept = np.arange(len(values)) % design.width < design.width - 1
    theirs = salib_morris.analyze(problem, design.shares[kept], values[kept], num_levels=LEVELS, seed=1)
    table = sensitivity(design, values)
    for index in ("mu_star", "sigma"):
        np.testing.assert_allclose([of(table, index)[name] for name in X], theirs[index])
    design = sobol(ISHIGAMI, 512, 1)
    values = ishigami(design)
    kept = np.arange(len(values)) % design.width < design.width - 1
    theirs = salib_sobol.analyze({**problem, "groups": None}, values[kept], calc_second_order=False, seed=1)
    table = sensitivity(design, values)
    for index in ("S1", "ST"):
        np.testing.assert_allclose([of(table, index)[name] for name in X], theirs[index])
        width = np.array([of(table, index, "high")[name] - of(table, index, "low")[name] for name in X]) / 2.0
        np.testing.assert_allclose(width, theirs[f"{index}_conf"], rtol=0.35)
    design = hypercube(ISHIGAMI, 400, 1)
    values, shares = ishigami(design), design.shares[:, :3]
    table = sensitivity(design, values)
    np.testing.assert_allclose(
        [of(table, "S1")[name] for name in X], salib_rbd_fast.analyze(problem, shares, values, seed=1)["S1"]
    )
    # SALib leaves the last world out of the last slice.
    theirs = salib_pawn.analyze(problem, shares, values)
    for ours, key in (("median", "median"), ("max", "maximum")):
        np.testing.assert_allclose([of(table, ours)[name] for name in X], theirs[key], atol=0.02)


# Chance


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_where_nothing_but_chance_acts_nothing_is_above_the_floor(maker: Callable[[Space, int], Design]) -> None:
    raised = 0
    for seed in range(4):
        design = maker(LINEAR, seed)
        raised += int(sensitivity(design, luck(design, seed))["above_floor"].sum())
    assert raised <= 1


def test_the_dummy_passes_the_floor_as_seldom_as_said() -> None:
    design = hypercube(ISHIGAMI, 200, 1)
    table = sensitivity(design, ishigami(design))
    floors = [of(table, index, "floor")["x1"] for index in ("median", "max", "S1")]
    found = []
    for seed in range(600):
        design = hypercube(ISHIGAMI, 200, seed)
        outcome, ranks = ishigami(design), np.argsort(np.argsort(design.shares[:, -1:], axis=0), axis=0)
        found.append(np.ravel([*pawn_indices(slices(ranks), outcome), rbd_fast_index(ranks, outcome)]))
    # One of three in 5 %: each in 1.7 %.
    passed = (np.array(found) > floors).mean(axis=0)
    assert (passed > 0.003).all()
    assert (passed < 0.035).all()


def test_of_hundreds_of_parameters_without_influence_hardly_one_is_above_the_floor() -> None:
    space = Space.between({f"p.{n}": (0.0, 1.0) for n in range(200)})
    raised = pd.Series(0, index=["median", "max", "S1"])
    for seed in range(3):
        table = sensitivity(hypercube(space, 150, seed), np.random.default_rng(seed).normal(size=150))
        raised += table.groupby("index")["above_floor"].sum()
    # A floor for each parameter alone would let about 30 of 600 through.
    assert (raised <= 2).all()


def test_rows_of_a_stream_cancel_the_luck_of_the_seed_and_the_dummy_shows_it() -> None:
    design = morris(LINEAR, 40, 1)
    table = sensitivity(design, linear(design) + luck(design))
    for name, slope in SLOPES.items():
        assert of(table, "mu_star")[name] == pytest.approx(abs(slope), abs=1e-4)
    # Two seeds differ by a normal of standard deviation sqrt 2.
    assert of(table, "mu_star")[DUMMY] == pytest.approx(np.sqrt(2.0) * np.sqrt(2.0 / np.pi) / STEP, rel=0.3)
    assert of(table, "mu_star", "floor")["a.big"] > of(table, "mu_star")[DUMMY]
    design = sobol(LINEAR, 1024, 1)
    table = sensitivity(design, linear(design) + luck(design))
    # The variance of the worlds is 14 / 12, that of the seed 1.
    assert of(table, "ST")[DUMMY] == pytest.approx(1.0 / (1.0 + 14.0 / 12.0), abs=0.05)
    assert of(table, "ST")["a.big"] == pytest.approx(9.0 / 12.0 / (1.0 + 14.0 / 12.0), abs=0.03)


# Failed runs


def test_failed_rows_take_along_only_what_means_nothing_without_them() -> None:
    for design, bad, gone in (
        (morris(LINEAR, 20, 1), [3, 4, 17], 12),
        (sobol(LINEAR, 512, 1), [0, 8], 14),
        (hypercube(LINEAR, 200, 1), [0, 8], 2),
    ):
        values = linear(design)
        values[bad] = [np.nan, np.inf, np.nan][: len(bad)]
        table = sensitivity(design, values)
        assert list(table.columns) == list(COLUMNS)
        assert set(table["runs"]) == {len(values) - gone}
        assert set(table["dropped"]) == {gone}
        assert set(table["worlds"]) == {(len(values) - gone) * (design.width - 1 or 1) // design.width}
        assert table[["value", "low", "high", "floor"]].notna().all(axis=None)
        # What is left is analysed as if the rest had never been.
        worse = np.where(np.isfinite(values), values, 1e6)
        assert not table["value"].equals(sensitivity(design, worse)["value"])
        if design.kind == "morris":
            assert of(table, "mu_star")["a.big"] == pytest.approx(3.0, abs=1e-4)
        elif design.kind == "sobol":
            assert of(table, "S1")["a.big"] == pytest.approx(9.0 / 14.0, abs=0.02)


def test_too_few_runs_and_a_wrong_number_of_values_are_said() -> None:
    design = morris(LINEAR, 3, 1)
    values = linear(design)
    with pytest.raises(ValueError, match="18 rows"):
        sensitivity(design, values[1:])
    values[[0, 7]] = np.nan
    with pytest.raises(TooFewRuns, match="1 of 3"):
        sensitivity(design, values)


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_an_outcome_that_never_moves_depends_on_nothing(maker: Callable[[Space, int], Design]) -> None:
    design = maker(LINEAR, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = sensitivity(design, np.full(len(design.shares), 0.3))
    assert np.allclose(table[["value", "low", "high", "floor"]], 0.0)
    assert not table["above_floor"].any()


# The seed's share


def test_the_seeds_share_is_that_of_the_variances_and_its_interval_covers() -> None:
    rng, covered = np.random.default_rng(1), 0
    for _ in range(400):
        found = seed_share(rng.normal(size=(20, 1)) * np.sqrt(3.0) + rng.normal(size=(20, 4)))
        covered += found.low <= 0.25 <= found.high
    assert 0.92 <= covered / 400 <= 0.98
    large = seed_share(rng.normal(size=(3000, 1)) * np.sqrt(3.0) + rng.normal(size=(3000, 3)))
    assert large.share == pytest.approx(0.25, abs=0.02)
    assert (large.worlds, large.runs) == (3000, 9000)


def test_the_seeds_share_at_its_ends_and_with_failed_runs() -> None:
    rng = np.random.default_rng(1)
    worlds = rng.normal(size=(10, 1)) + np.zeros((10, 3))
    assert seed_share(worlds).share == pytest.approx(0.0, abs=1e-12)
    assert seed_share(rng.normal(size=(500, 4))).share > 0.9
    assert np.isnan(seed_share(np.ones((4, 3))).share)
    values = rng.normal(size=(3000, 1)) + rng.normal(size=(3000, 4))
    values[rng.random(values.shape) < 0.3] = np.nan
    values[:5] = np.nan
    found = seed_share(values)
    assert found.share == pytest.approx(0.5, abs=0.03)
    assert found.runs == np.isfinite(values).sum()
    with pytest.raises(ValueError, match="repeated seeds"):
        seed_share(np.ones((4, 1)))


# The figure


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    """Of all parameters of the model, only ``MOVER`` acts; one run failed."""
    design = hypercube(Space.of(), 150, 1)
    values = 3.0 * design.shares[:, Space.of().names.index(MOVER)] + 0.5 * luck(design)
    values[7] = np.nan
    return sensitivity(design, values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figure_ranks_names_and_counts(lang: Lang, many: pd.DataFrame) -> None:
    seeds = seed_share(np.random.default_rng(1).normal(size=(9, 3)))
    figure = sensitivity_plot(many, lang, About("Q", "%", "W", "M", seeds))
    names = set(many["parameter"])
    assert len(figure.axes) == 3
    said = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert sum(text in names for text in said) == 20
    assert next(text for text in said if text in names) == MOVER
    assert meaning(MOVER, lang) in said
    lines = figure.axes[0].get_lines()
    marks = [line for line in lines if line.get_label() in ("point", "hollow")]
    assert [line.get_label() for line in marks[:2]] == ["point", "hollow"]
    floor = next(line for line in lines if line.get_label() == "floor")
    assert np.asarray(floor.get_xdata())[0] == of(many, "median", "floor")[MOVER]
    note = figure.texts[-1].get_text()
    assert "149" in note
    assert str(len(names) - 1) in note


def test_the_figure_takes_groups_and_every_method() -> None:
    for design in (morris(LINEAR, 10, 1, by_group(LINEAR.names)), sobol(LINEAR, 512, 1)):
        table = sensitivity(design, linear(design))
        for lang in LANGUAGES:
            assert sensitivity_plot(table, lang, About("Q", "%", "W", "M")).axes


def test_every_group_of_parameters_has_a_meaning() -> None:
    for group in set(by_group(Space.of().names).values()):
        assert meaning(group, "zh") != meaning(group, "en") != ""
        assert meaning(group, "zh") != group
    assert meaning("no.such", "en") == "no.such"

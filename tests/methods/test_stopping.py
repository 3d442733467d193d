"""The stopping rule: when it stops, what it expects, and that its intervals hold nearly as often as they say."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats

from experiments.methods.stopping import COLUMNS, Precision, needed, precision, progress
from sim.core.names import OutOfRange, UnknownName
from tests.verify.summary import Verify

Array = NDArray[np.float64]


def table(values: Array, *names: str) -> pd.DataFrame:
    return pd.DataFrame(values.reshape(len(values), len(names)), columns=list(names))


def spread_out(n: int, spread: float) -> Array:
    """``n`` values with this sample standard deviation exactly."""
    values = stats.norm.ppf((np.arange(n) + 0.5) / n)
    return np.asarray(spread * values / values.std(ddof=1))


def test_the_half_width_is_that_of_the_t_interval() -> None:
    found = precision({"participation": table(spread_out(40, 2.0), "a")}, {"participation": 1.0}).iloc[0]
    assert found["half_width"] == pytest.approx(stats.t.ppf(0.975, 39) * 2.0 / np.sqrt(40))
    assert found["reached"]
    assert found["high"] - found["mean"] == pytest.approx(found["half_width"])


@pytest.mark.parametrize(("spread", "n", "wanted"), [(2.0, 40, 0.4), (1.0, 50, 0.03), (5.0, 40, 30.0), (1.0, 2, 0.5)])
def test_the_units_needed_are_the_fewest_that_are_enough(spread: float, n: int, wanted: float) -> None:
    def half(units: int) -> float:
        return float(stats.t.ppf(0.975, units - 1) * spread / np.sqrt(units))

    found = int(needed(half(n), n, wanted))
    assert half(found) <= wanted
    assert found == 2 or half(found - 1) > wanted


def test_it_goes_on_until_every_package_and_outcome_is_narrow_enough() -> None:
    wide, narrow = spread_out(40, 3.0), spread_out(40, 1.0)
    changes = {
        "participation": table(np.column_stack([narrow, wide]), "a", "b"),
        "resolved": table(np.column_stack([narrow, narrow]), "a", "b"),
    }
    asked = Precision({"participation": 0.5, "resolved": 0.5})
    found = progress(changes, asked, 40)
    assert list(found.table.columns) == list(COLUMNS)
    assert (found.state, found.target, found.late) == ("running", 60, (("participation", "b"),))
    assert found.more is not None
    assert 40 + found.more == pytest.approx((1.96 * 3.0 / 0.5) ** 2, rel=0.03)
    assert progress(changes, Precision({"participation": 1.0, "resolved": 0.5}), 40).state == "reached"


def test_it_does_not_stop_before_the_first_look_nor_after_the_last() -> None:
    changes = {"participation": table(spread_out(39, 1.0), "a")}
    early = progress(changes, Precision({"participation": 10.0}), 39)
    assert (early.state, early.target, early.more) == ("running", 40, 1)
    asked = Precision({"participation": 0.01}, most=39, first=20)
    last = progress(changes, asked, 39)
    assert (last.state, last.target) == ("most", 39)
    assert last.more is not None
    assert last.more > 30_000
    before = progress(changes, Precision({"participation": 0.01}, most=45), 39)
    assert progress(changes, Precision({"participation": 0.01}, most=45), 40).target == 45
    assert before.target == 40


def test_failed_blocks_seeds_and_gaps_are_allowed_for() -> None:
    asked = Precision({"participation": 0.5})
    whole = progress({"participation": table(spread_out(40, 3.0), "a")}, asked, 40)
    seeds = progress({"participation": table(spread_out(40, 3.0), "a")}, asked, 80)
    assert whole.more is not None
    assert seeds.more is not None
    assert seeds.more + 80 == pytest.approx(2 * (whole.more + 40), abs=1)
    holed = np.column_stack([np.append(spread_out(40, 3.0), np.full(40, np.nan)), spread_out(80, 0.1)])
    gaps = progress({"participation": table(holed, "a", "b")}, asked, 80)
    assert gaps.table["n"].tolist() == [40, 80]
    assert gaps.more == seeds.more


def test_without_anything_to_tell_by_nothing_is_told() -> None:
    asked = Precision({"participation": 0.5}, most=60)
    for values in (np.zeros((0, 1)), np.ones((1, 1)), np.full((40, 1), np.nan)):
        found = progress({"participation": table(values, "a")}, asked, 40)
        assert (found.state, found.more, found.late) == ("running", None, (("participation", "a"),))
    assert progress({"participation": table(np.zeros((0, 1)), "a")}, asked, 60).state == "most"


def test_a_change_that_never_varies_is_known_at_once() -> None:
    found = progress({"participation": table(np.zeros((40, 1)), "a")}, Precision({"participation": 0.1}), 40)
    assert (found.state, found.more) == ("reached", 0)


def coverage(first: int, blocks: int, trials: int, step: int = 20) -> float:
    """How often the interval holds the truth, 0, where about ``blocks`` normal blocks are needed; a column a toy."""
    values = np.random.default_rng(1).normal(size=(800, trials))
    wanted, here = {"participation": 1.96 / np.sqrt(blocks)}, first
    held: list[bool] = []
    while values.shape[1]:
        found = precision({"participation": table(values[:here], *map(str, range(values.shape[1])))}, wanted)
        held += ((found["low"] <= 0.0) & (found["high"] >= 0.0))[found["reached"]].tolist()
        values, here = values[:, ~found["reached"].to_numpy(bool)], here + step
    assert len(held) == trials
    return float(np.mean(held))


def test_intervals_hold_the_truth_nearly_as_often_as_they_say() -> None:
    assert 0.92 <= coverage(40, 100, 800) <= 0.975


@pytest.mark.slow
def test_coverage_of_the_stopping_rule(verified: Verify) -> None:
    """94.5 % in the long run: the bound leaves three standard errors of 6,000 toys."""
    share = min(coverage(40, blocks, 6000) for blocks in (45, 100))
    verified("stopping rule", "95 % intervals of compare until=... hold the truth", share, at_least=0.936)
    assert coverage(5, 10, 6000, step=1) < 0.93, "looking from 5 blocks on costs more"


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'participation'"):
        Precision({"participaton": 0.5})
    for half in (0.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="must be above 0"):
            Precision({"participation": half})
    with pytest.raises(ValueError, match="at least one outcome"):
        Precision({})
    with pytest.raises(OutOfRange, match="most=20 "):
        Precision({"participation": 0.5}, most=20)

"""What a result rests on, on tables with a known answer: planted assumptions are found, and noise is not."""

import numpy as np
import pandas as pd
import pytest

from experiments.blocks import counter_columns
from experiments.report import rests
from experiments.report.rests import Changes, carriers, changes, lead, share_of_seeds, wide


def drawn(worlds: int, parameters: int, seed: int) -> pd.DataFrame:
    values = np.random.default_rng(seed).random((worlds, parameters))
    names = [f"group.{k}" for k in range(parameters)]
    return pd.DataFrame(values, index=range(1, worlds + 1), columns=names)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_planted_assumption_is_found_among_many_with_its_direction(sign: int) -> None:
    worlds = drawn(90, 300, 1)
    noise = np.random.default_rng(2).normal(0.0, 0.3, 90)
    ahead = sign * 4.0 * (worlds["group.17"] - 0.5) + noise
    told = carriers(ahead, worlds)
    assert told is not None
    assert [one.parameter for one in told.found] == ["group.17"]
    one = told.found[0]
    assert np.sign(one.correlation) == sign
    assert one.correlation == pytest.approx(ahead.corr(worlds["group.17"], method="spearman"))
    assert one.flips
    assert sign * one.lead_low < -0.8
    assert sign * one.lead_high > 0.8
    assert (one.low, one.high) == pytest.approx((1 / 3, 2 / 3), abs=0.1)
    assert (told.tested, told.worlds) == (300, 90)


def test_noise_alone_stands_out_in_about_five_percent_of_studies() -> None:
    draws, found = np.random.default_rng(3), 0
    for seed in range(60):
        ahead = pd.Series(draws.standard_t(3, 40), index=range(1, 41))
        told = carriers(ahead, drawn(40, 60, seed))
        assert told is not None
        found += bool(told.found)
    # Binomial with 60 studies at 5 %: 10 or more come in one of a thousand.
    assert found <= 9


def test_a_lead_that_never_turns_does_not_flip() -> None:
    worlds = drawn(60, 20, 4)
    told = carriers(5.0 + 2.0 * worlds["group.3"], worlds)
    assert told is not None
    assert [one.parameter for one in told.found] == ["group.3"]
    assert not told.found[0].flips


def test_the_order_of_worlds_and_repetition_change_nothing() -> None:
    worlds = drawn(50, 30, 5)
    ahead = worlds["group.2"] - 0.5 + np.random.default_rng(6).normal(0.0, 0.1, 50)
    assert carriers(ahead, worlds) == carriers(ahead, worlds)
    again, told = carriers(ahead, worlds.sample(frac=1.0, random_state=1)), carriers(ahead, worlds)
    assert again is not None
    assert told is not None
    assert again.found == told.found


def test_of_few_worlds_and_of_what_does_not_differ_nothing_is_said() -> None:
    worlds = drawn(rests.FEW_WORLDS - 1, 3, 7)
    assert carriers(worlds["group.0"], worlds) is None
    worlds = drawn(40, 3, 7)
    assert carriers(worlds["group.0"] * 0.0, worlds) is None
    assert carriers(worlds["group.0"], worlds * 0.0) is None
    assert carriers(worlds["group.0"], worlds.assign(constant=1.0)).tested == 3  # type: ignore[union-attr]


def test_the_second_is_ahead_in_the_worlds_in_which_it_is() -> None:
    told = lead(pd.Series([1.0, 2.0, -1.0, 0.0]))
    assert (told.behind, told.worlds, told.mean) == (1, 4, 0.5)
    assert told.low < 0.5 < told.high


def made(worlds: int, seeds: int, between: float, within: float) -> Changes:
    draws = np.random.default_rng(8)
    values = np.repeat(draws.normal(0.0, between, worlds), seeds) + draws.normal(0.0, within, worlds * seeds)
    index = range(worlds * seeds)
    return Changes(pd.DataFrame({"a": values}, index=index), pd.Series(np.repeat(range(worlds), seeds), index=index))


@pytest.mark.parametrize(("between", "within", "share"), [(1.0, 1.0, 0.5), (2.0, 1.0, 0.2), (0.0, 1.0, 1.0)])
def test_the_share_of_the_seed_is_that_of_its_variance(between: float, within: float, share: float) -> None:
    told = share_of_seeds(made(600, 3, between, within), "a")
    assert told is not None
    assert told.share == pytest.approx(share, abs=0.06)


@pytest.mark.parametrize(("worlds", "seeds"), [(20, 1), (1, 20)])
def test_without_several_worlds_and_seeds_the_share_cannot_be_told(worlds: int, seeds: int) -> None:
    assert share_of_seeds(made(worlds, seeds, 1.0, 1.0), "a") is None


def test_gains_are_paired_differences_over_the_window_with_the_better_side_up() -> None:
    columns = counter_columns()
    tables = []
    for block in range(3):
        for package, took in {"baseline": 100.0, "more": 110.0 + block, "less": 90.0}.items():
            counts = pd.DataFrame(100.0, index=range(12), columns=columns)
            counts.loc[6:, "self_governance.took_part_year"] = took
            keys = {"block": block, "world": block + 1, "seed": block, "package": package}
            tables.append(
                pd.concat([pd.DataFrame(keys, index=counts.index), counts], axis=1).assign(month=range(1, 13))
            )
    blocks = pd.concat(tables, ignore_index=True)
    found = changes(blocks, "participation", (7, 12))
    assert found.gains["more"].tolist() == pytest.approx([10.0, 11.0, 12.0])
    assert found.gains["less"].tolist() == pytest.approx([-10.0] * 3)
    assert found.gains["baseline"].tolist() == [0.0] * 3
    assert found.by_world.index.tolist() == [1, 2, 3]
    assert changes(blocks, "turned_away", (7, 12)).gains["more"].tolist() == [0.0] * 3


def test_stored_worlds_become_a_table() -> None:
    stored = pd.DataFrame({"world": [1, 1, 2, 2], "parameter": ["a", "b"] * 2, "value": [1.0, 2.0, 3.0, 4.0]})
    assert wide(stored).to_numpy().tolist() == [[1.0, 2.0], [3.0, 4.0]]

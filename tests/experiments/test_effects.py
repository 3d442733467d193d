"""Effects on an analytic toy, where the answer is known."""

import numpy as np
import pandas as pd
import pytest

from experiments.blocks import counter_columns
from experiments.effects import COLUMNS, HINT, TURNED_AWAY, effects, paired, t_interval, verdict
from experiments.measured import default_window, over
from experiments.paths import paths

MONTHS = 24
COUNTY, TOWNSHIP = 400_000, 18_000


def toy(blocks: int = 12, months: int = MONTHS, seed: int = 1, **changes: float) -> pd.DataFrame:
    """Blocks of random counts; a measure multiplies the counters named (dots as double underscores) by a factor."""
    draws = np.random.default_rng(seed)
    tables = []
    for block in range(blocks):
        counts = pd.DataFrame(draws.poisson(1000, (months, len(counter_columns()))) + 1.0, columns=counter_columns())
        for package in ("baseline", "measure"):
            table = counts.copy()
            if package == "measure":
                for name, factor in changes.items():
                    table[name.replace("__", ".")] *= factor
            keys = {"block": block, "world": 0, "seed": block, "package": package, "month": np.arange(1, months + 1)}
            table["cost.measure"] = 100.0 if package == "measure" else 0.0
            tables.append(pd.concat([pd.DataFrame(keys), table], axis=1))
    return pd.concat(tables, ignore_index=True)


def row(table: pd.DataFrame, indicator: str) -> pd.Series:
    return table.set_index("indicator").loc[indicator]


def test_the_interval_covers_the_true_effect_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7)
    studies, blocks, effect = 2000, 20, 0.3
    luck = draws.normal(10.0, 3.0, (blocks, studies))
    before = pd.DataFrame(luck).rename(columns=str)
    after = pd.DataFrame(luck + effect + draws.normal(0.0, 1.0, (blocks, studies))).rename(columns=str)
    found = paired(before, after)
    covered = ((found["low"] <= effect) & (effect <= found["high"])).mean()
    assert 0.92 <= covered <= 0.98
    hinted = ((found["hint_low"] <= effect) & (effect <= found["hint_high"])).mean()
    assert abs(hinted - HINT) < 0.03


def test_a_paired_difference_is_the_known_effect_whatever_the_luck() -> None:
    found = row(effects(toy(self_governance__took_part_year=1.1), COUNTY), "participation")
    runs = over(toy(), 13, MONTHS)["participation"].xs("baseline", level="package")
    assert found["baseline"] == pytest.approx(runs.mean())
    assert found["difference"] == pytest.approx(0.1 * runs.mean())
    assert found["relative"] == pytest.approx(0.1)
    assert (found["share_up"], found["share_good"], found["n"], found["verdict"]) == (1.0, 1.0, 12, "helps")


def test_an_indicator_is_the_ratio_of_sums_over_the_window() -> None:
    blocks = toy(blocks=1)
    inside = blocks[(blocks["package"] == "baseline") & blocks["month"].between(3, 9)]
    share = 100 * inside["grievances.talked"].sum() / inside["grievances.grievances"].sum()
    found = over(blocks, 3, 9).xs("baseline", level="package")
    assert found["talked"].item() == pytest.approx(share, rel=1e-12)
    hours = (
        inside[[f"volunteering.hours_{kind}" for kind in ("organisation", "mobilised", "party", "leader")]].sum().sum()
    )
    assert found["volunteer_hours"].item() == pytest.approx(hours / 7, rel=1e-12)


def test_what_a_measure_cannot_reach_is_unchanged_and_costs_run_over_all_months() -> None:
    found = effects(toy(self_governance__took_part_year=1.1), COUNTY)
    untouched = row(found, "paperwork_share")
    assert (untouched["difference"], untouched["low"], untouched["high"]) == (0.0, 0.0, 0.0)
    assert untouched["verdict"] == "unchanged"
    assert row(found, "cost")["treated"] == row(found, "cost_measure")["treated"] == 100.0 * MONTHS


def test_blocks_in_which_nothing_could_be_counted_are_left_out_of_both_sides() -> None:
    before = pd.DataFrame({"a": [1.0, np.nan, 3.0, 7.0], "b": [np.nan] * 4})
    after = pd.DataFrame({"a": [2.0, 5.0, 4.0, np.nan], "b": [1.0] * 4})
    found = paired(before, after).set_index("indicator")
    assert found.loc["a", ["baseline", "treated", "difference", "n"]].tolist() == [2.0, 3.0, 1.0, 2]
    assert found.loc["b", "n"] == 0
    assert np.isnan(found.loc["b", "difference"])


def test_one_block_gives_a_difference_and_no_interval() -> None:
    found = row(effects(toy(blocks=1, self_governance__took_part_year=1.1), COUNTY), "participation")
    assert found["difference"] > 0
    assert np.isnan(found["low"])
    assert found["verdict"] == "missing"


def test_a_t_interval_is_that_of_the_textbook() -> None:
    found = t_interval(np.array([[1.0], [2.0], [3.0], [4.0]]))
    assert found.mean[0] == 2.5
    assert found.high[0] - found.mean[0] == pytest.approx(3.1824463 * 1.2909944 / 2, rel=1e-7)


@pytest.mark.parametrize(
    ("shown", "hint", "direction", "word"),
    [
        ((0.1, 1.0), (0.2, 0.9), 1, "helps"),
        ((0.1, 1.0), (0.2, 0.9), -1, "harms"),
        ((-1.0, -0.1), (-0.9, -0.2), -1, "helps"),
        ((-1.0, -0.1), (-0.9, -0.2), 1, "harms"),
        ((-0.1, 1.0), (0.1, 0.8), 1, "may_help"),
        ((-0.1, 1.0), (0.1, 0.8), -1, "may_harm"),
        ((-1.0, 1.0), (-0.5, 0.5), 1, "unclear"),
        ((0.1, 1.0), (0.2, 0.9), 0, "rises"),
        ((-1.0, -0.1), (-0.9, -0.2), 0, "falls"),
        ((-0.1, 1.0), (0.1, 0.8), 0, "may_rise"),
        ((-1.0, 0.1), (-0.8, -0.1), 0, "may_fall"),
        ((0.0, 0.0), (0.0, 0.0), 1, "unchanged"),
        ((np.nan, np.nan), (np.nan, np.nan), 1, "missing"),
    ],
)
def test_words_follow_the_interval_and_the_direction(
    shown: tuple[float, float], hint: tuple[float, float], direction: int, word: str
) -> None:
    assert verdict(shown, hint, direction) == word


def test_a_rare_indicator_needs_a_county_and_a_narrow_interval() -> None:
    steady = toy(settlement__petitions=0.9)
    assert row(effects(steady, TOWNSHIP), "petitions")["too_small"]
    assert not row(effects(steady, COUNTY), "petitions")["too_small"]
    assert not row(effects(steady, TOWNSHIP), "participation")["too_small"]
    noisy = steady.copy()
    odd = (noisy["package"] == "measure") & (noisy["block"] % 2 == 0)
    noisy.loc[odd, "settlement.petitions"] *= 3.0
    assert row(effects(noisy, COUNTY), "petitions")["too_small"]


@pytest.mark.parametrize(
    ("petitions", "withdrawn", "flag"), [(0.8, 1.3, TURNED_AWAY), (0.8, 1.0, ""), (1.2, 1.3, ""), (0.8, 0.7, "")]
)
def test_fewer_petitions_with_more_turned_away_are_flagged(petitions: float, withdrawn: float, flag: str) -> None:
    found = effects(toy(settlement__petitions=petitions, settlement__withdrawn=withdrawn), COUNTY)
    assert row(found, "petitions")["flag"] == row(found, "turned_away")["flag"] == flag
    assert not row(found, "participation")["flag"]


@pytest.mark.parametrize(("months", "window"), [(36, (13, 36)), (13, (13, 13)), (12, (7, 12)), (1, (1, 1))])
def test_the_window_begins_after_the_ramp(months: int, window: tuple[int, int]) -> None:
    assert default_window(months) == window


def test_a_window_outside_the_run_is_refused() -> None:
    with pytest.raises(ValueError, match="months 20 to 30 are no window of a run of 24 months"):
        effects(toy(), COUNTY, 20, 30)


def test_the_table_has_the_columns_it_promises_for_every_indicator_once() -> None:
    found = effects(toy(), COUNTY)
    assert tuple(found.columns) == COLUMNS
    assert not found["indicator"].duplicated().any()


def test_paths_hold_levels_differences_intervals_and_bands() -> None:
    found = paths(toy(self_governance__took_part_year=1.1)).set_index(["indicator", "kind", "package", "month"])
    assert ("participation", "difference", "baseline", 1) not in found.index
    before = found.loc[("participation", "level", "baseline", 5)]
    after = found.loc[("participation", "level", "measure", 5)]
    change = found.loc[("participation", "difference", "measure", 5)]
    assert change["mean"] == pytest.approx(after["mean"] - before["mean"])
    assert before["band_low"] < before["low"] < before["mean"] < before["high"] < before["band_high"]
    assert found.loc[("cost", "level", "measure", 5)]["mean"] == 100.0

"""The tidy table of a run says what the counters say, at every level."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sim import County, Scenario
from sim.indicator_table import INDICATORS
from sim.indicators import MONTHS, TOTAL, Gap, Indicator, Quantile
from sim.tallies import counters, on, rows
from tests.model.counties import all_measures, counted, lived, scenario

LEVELS = {"village": 8, "township": 2, "county": 1}


@pytest.fixture(scope="module")
def county() -> County:
    return lived(policies=all_measures(), lively=True)


@pytest.fixture(scope="module")
def table(county: County) -> pd.DataFrame:
    return county.record.since(1).frame()


def test_running_a_scenario_gives_a_tidy_table() -> None:
    table = County(Scenario(county=scenario().county, seed=2, months=3, warmup=2)).run()
    assert list(table.columns) == ["month", "level", "unit", "indicator", "value"]
    assert sorted(table["month"].unique()) == [1, 2, 3]
    assert set(table["level"]) == set(LEVELS)
    assert pd.api.types.is_float_dtype(table["value"])


def test_there_is_one_value_for_each_month_unit_and_indicator(county: County, table: pd.DataFrame) -> None:
    assert not table.duplicated(["month", "level", "unit", "indicator"]).any()
    costs = {"cost", *(f"cost_{policy.key}" for policy in all_measures())}
    assert set(table["indicator"]) == {*INDICATORS, *costs}
    for level, units in LEVELS.items():
        part = table[table["level"] == level]
        assert len(part) == 12 * units * (len(INDICATORS) + len(costs))
        assert tuple(part["unit"].unique()) == county.record.unit_names(level)  # type: ignore[arg-type]


def weighed(county: County, weights: dict[str, float], start: int) -> NDArray[np.float64]:
    total = sum((weight * counted(county, name) for name, weight in weights.items()), np.zeros(1))
    return np.asarray(total[start:].sum(axis=1))


RATIOS = [name for name, item in INDICATORS.items() if isinstance(item, Indicator) and item.denominator != TOTAL]


@pytest.mark.parametrize("name", RATIOS)
def test_the_county_is_the_ratio_of_the_sums_of_its_villages(county: County, table: pd.DataFrame, name: str) -> None:
    item = INDICATORS[name]
    assert isinstance(item, Indicator)
    above = weighed(county, dict(item.numerator), county.scenario.warmup) * item.scale
    below = np.ones(12)
    if not isinstance(item.denominator, str):
        below = weighed(county, dict(item.denominator), county.scenario.warmup)
    rows_of = table[(table["indicator"] == name) & (table["level"] == "county")]
    told = rows_of.sort_values("month")["value"].to_numpy()
    np.testing.assert_allclose(told[below > 0], above[below > 0] / below[below > 0], rtol=1e-12)
    assert np.isnan(told[below <= 0]).all()


def test_an_indicator_over_a_year_is_the_ratio_of_the_sums_of_its_months(county: County) -> None:
    year = county.record.over(1, 12)
    start = county.scenario.warmup
    for name in RATIOS:
        item = INDICATORS[name]
        assert isinstance(item, Indicator)
        above = weighed(county, dict(item.numerator), start).sum() * item.scale
        below = 12.0 if item.denominator == MONTHS else weighed(county, dict(item.denominator), start).sum()  # type: ignore[arg-type]
        assert year[name][0] == pytest.approx(above / below, rel=1e-12), name


def test_gaps_are_differences(county: County) -> None:
    series, gaps = county.record.series(), [item for item in INDICATORS.values() if isinstance(item, Gap)]
    assert len(gaps) == 4
    for gap in gaps:
        np.testing.assert_array_equal(series[gap.key], series[gap.first.key] - series[gap.second.key])


def test_quantiles_halve_and_decimate_the_months_to_a_settlement() -> None:
    months = np.zeros((21, 1))
    months[0], months[1], months[3] = 4.0, 4.0, 2.0
    median, ninth = (INDICATORS[name] for name in ("months_median", "months_p90"))
    assert isinstance(median, Quantile)
    assert median.value(lambda _: months)[0] == pytest.approx(1.25)
    assert ninth.value(lambda _: months)[0] == pytest.approx(3.5)
    assert np.isnan(median.value(lambda _: np.zeros((21, 1)))[0])


def test_costs_of_months_add_up_to_those_of_the_year(county: County, table: pd.DataFrame) -> None:
    for name in ("cost", "cost_micro_grids", "cost_empowerment", "cost_county_mediation_centre", "cost_commendation"):
        monthly = table[(table["indicator"] == name) & (table["level"] == "village")]["value"].sum()
        assert monthly > 0
        assert county.record.over(1, 12)[name][0] == pytest.approx(monthly)


def test_townships_are_sums_of_their_villages(county: County) -> None:
    by_village, _ = county.record.at("village")
    by_township, _ = county.record.at("township")
    whole, _ = county.record.at("county")
    np.testing.assert_allclose(by_township[..., 0], by_village[..., :4].sum(axis=-1), rtol=1e-12)
    np.testing.assert_allclose(by_township[..., 1], by_village[..., 4:].sum(axis=-1), rtol=1e-12)
    np.testing.assert_allclose(whole[..., 0], by_village.sum(axis=-1), rtol=1e-12)


def test_months_are_numbered_from_the_first_after_the_warm_up(county: County) -> None:
    assert county.record.months().tolist() == list(range(-5, 13))
    assert county.record.since(1).months().tolist() == list(range(1, 13))
    assert county.month == 13


def test_indicators_are_described_and_count_what_there_is() -> None:
    for name, item in INDICATORS.items():
        assert item.key == name
        assert item.unit.strip()
        assert item.direction in (-1, 0, 1)
        assert item.en.strip()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in item.zh)
        assert set(item.counters) <= set(counters())


def test_counters_are_described_and_have_rows_of_their_own() -> None:
    placed = rows()
    taken = [row for where in placed.values() for row in range(where.start, where.stop)]
    assert taken == list(range(len(taken)))
    for name, about in counters().items():
        assert placed[name].stop - placed[name].start == about.rows
        assert about.unit.strip()
        assert about.en.strip()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in about.zh)


def test_tallies_laid_over_a_month_share_its_memory(county: County) -> None:
    block = county.record.counted[3].copy()
    laid = on(block)
    laid.needs.needs[:] = 7.0
    laid.settlement.months[:] = 2.0
    assert (block[rows()["needs.needs"]] == 7.0).all()
    assert (block[rows()["settlement.months"]] == 2.0).all()
    assert np.array_equal(laid.grievances.borne, counted(county, "grievances.borne")[3])

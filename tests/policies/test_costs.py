"""Money: a measure costs what was delivered where it reaches, and measures that bring the same thing share its cost."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County
from sim.levers import MonthLevers
from sim.policies import BurdenReduction, Commendation, MicroGrids, Policy
from sim.policies.base import Group, Price
from sim.processes.blocks import lever_view
from tests.model.counties import counted, lived, scenario

HALF = ("示例镇 1 村", "示例镇 3 村", "示例镇 2 2 村", "示例镇 2 1 社区")


def priced(county: County, measure: str) -> NDArray[np.float64]:
    """Costs of a measure, shape (months, villages)."""
    costs: NDArray[np.float64] = county.record.costs[:, county.record.measures.index(measure)]
    return costs


def measured_months(county: County, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Zero in the warm-up, in which nothing is paid."""
    values = values.copy()
    values[: county.scenario.warmup] = 0.0
    return values


def test_micro_grids_pay_leaders_in_post_and_train_new_ones() -> None:
    county = lived(lively=True, policies=(MicroGrids(yuan_per_leader=70, yuan_per_training=130),))
    owed = 70.0 * counted(county, "volunteering.leaders") + 130.0 * counted(county, "volunteering.new_leaders")
    np.testing.assert_allclose(priced(county, "micro_grids"), measured_months(county, owed))
    assert owed.sum() > 0


def test_commendation_pays_for_goods_handed_over_and_for_ceremonies() -> None:
    county = lived(
        lively=True, policies=(Commendation(ramp=4, recognition=0.5, yuan_per_ceremony=400, shop_budget=60),)
    )
    redeemed = counted(county, "volunteering.redeemed")
    ramp = np.minimum(1.0, np.maximum(0.0, county.record.months() / 4.0))
    np.testing.assert_allclose(priced(county, "commendation"), redeemed + 400.0 * 0.5 * ramp[:, None])
    # The shop is short of goods in some months and not empty in others: what is paid is what was handed over.
    demanded = counted(county, "volunteering.demanded")
    assert (redeemed < demanded - 1e-9).any()
    assert (redeemed <= 60.0 + 1e-9).all()


def test_burden_reduction_pays_for_checks() -> None:
    county = lived(policies=(BurdenReduction(ramp=0, intensity=0.5, enforcement=0.8, yuan_per_visit=150),))
    assert priced(county, "burden_reduction") == pytest.approx(measured_months(county, np.full((18, 8), 150 * 0.4)))


@pytest.mark.parametrize("kind", [MicroGrids, BurdenReduction, Commendation])
def test_nothing_is_paid_out_of_scope(kind: type[Policy]) -> None:
    county = lived(lively=True, policies=(kind(choice="listed", villages=HALF, ramp=0),))
    paid = county.record.costs.sum(axis=(0, 1))
    assert (paid > 0).tolist() == [True, False] * 2 + [False, True] * 2


def test_what_another_measure_delivers_is_not_paid_twice() -> None:
    """Micro-grids beside a measure that moves other levers cost what their leaders cost."""
    county = lived(lively=True, policies=(MicroGrids(), Commendation(), BurdenReduction()))
    owed = 60.0 * counted(county, "volunteering.leaders") + 150.0 * counted(county, "volunteering.new_leaders")
    np.testing.assert_allclose(priced(county, "micro_grids"), measured_months(county, owed))


# Measures that share a lever


@dataclass(frozen=True, kw_only=True)
class CourtyardHomes(Policy):
    """Leaders of cells once more, by another department."""

    leaders: float = 10.0
    ramp: float = 0

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "院落家"
    en: ClassVar[str] = "courtyard homes"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        return levers.move(self, grid_leaders=self.leaders * levers.strength(self))

    def prices(self) -> tuple[Price, ...]:
        return (Price("volunteering.leaders", "grid_leaders", 60.0),)


def test_two_measures_that_seek_leaders_share_their_cost_by_what_each_sought() -> None:
    cells = MicroGrids(ramp=0, leaders=2, yuan_per_training=0)
    county = lived(lively=True, policies=(cells, CourtyardHomes(leaders=6.0)))
    leaders = measured_months(county, counted(county, "volunteering.leaders"))
    np.testing.assert_allclose(priced(county, "micro_grids"), 0.25 * 60.0 * leaders)
    np.testing.assert_allclose(priced(county, "courtyard_homes"), 0.75 * 60.0 * leaders)
    assert leaders.sum() > 0


def test_where_only_one_of_them_reaches_it_pays_all() -> None:
    cells = MicroGrids(ramp=0, yuan_per_training=0)
    county = lived(lively=True, policies=(cells, CourtyardHomes(leaders=5.0, choice="listed", villages=HALF)))
    leaders = measured_months(county, counted(county, "volunteering.leaders"))
    both = np.array([1, 0, 1, 0, 0, 1, 0, 1])
    np.testing.assert_allclose(priced(county, "micro_grids"), 60.0 * leaders * (1 - 0.5 * both))
    np.testing.assert_allclose(priced(county, "courtyard_homes"), 60.0 * leaders * 0.5 * both)


@dataclass(frozen=True, kw_only=True)
class Stations(Policy):
    """Hours at the stations and the county centre, paid by the hour."""

    ramp: float = 0

    group: ClassVar[Group] = "D"
    zh: ClassVar[str] = "调解站"
    en: ClassVar[str] = "stations"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        strength = levers.strength(self)
        return levers.move(self, station_hours=80.0 * strength, centre_hours=40.0 * strength)

    def prices(self) -> tuple[Price, ...]:
        return Price("lever:station_hours", "station_hours", 30.0), Price("lever:centre_hours", "centre_hours", 50.0)


def test_hours_above_the_village_are_paid_once_and_spread_over_its_villages() -> None:
    """Two townships of four villages each; the centre has its hours for each township."""
    county = lived(months=2, policies=(Stations(),))
    month = priced(county, "stations")[-1]
    assert month.sum() == pytest.approx(2 * 80.0 * 30.0 + 2 * 40.0 * 50.0)
    assert month == pytest.approx(np.full(8, 80.0 * 30.0 / 4 + 40.0 * 50.0 / 4))


def test_what_a_lever_cannot_give_is_not_paid_for() -> None:
    """Sought beyond the bound of the lever, hours are paid up to the bound."""

    @dataclass(frozen=True, kw_only=True)
    class Endless(Stations):
        def adjust(self, levers: MonthLevers) -> MonthLevers:
            return levers.move(self, station_hours=5000.0 * levers.strength(self))

    county = lived(months=1, policies=(Endless(),))
    assert priced(county, "endless")[-1].sum() == pytest.approx(2 * 1000.0 * 30.0)


def test_costs_follow_from_the_months_books_alone() -> None:
    county = County(scenario(lively=True, policies=(MicroGrids(ramp=0),)))
    county.run_to(6)
    month = county.record.counted[county.state.month - 1]
    again = county.bill.due(month)
    assert np.array_equal(again[0], priced(county, "micro_grids")[county.state.month - 1])
    np.testing.assert_allclose(county.bill.due(2.0 * month), 2.0 * again)
    assert lever_view(county.state.levers).grid_leaders.min() > 0

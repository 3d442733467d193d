"""More of a thing moves outcomes in the direction that nobody would dispute, on the same draws.

Where a chain of decisions lies between, single pairs may go the other way: at least 28 of 40 pairs of runs must not.
What is exact holds in every village and month.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County
from sim.core.parameters import replace
from tests.model.counties import Moved, counted, scenario
from tests.oracle.stirring import LIVELY

SEEDS = range(1, 41)
ENOUGH = 28
WARMUP, MONTHS = 6, 18
BUSY = {**LIVELY, "settlement.station_hours": 20.0, "settlement.close_age": 20.0, "needs.neighbour_hours": 20.0}
"""More disputes and needs than offices have hours for."""


@pytest.fixture(scope="module")
def warmed() -> list[County]:
    """A county per seed at the end of its warm-up."""
    counties = []
    for seed in SEEDS:
        county = County(scenario(seed=seed, warmup=WARMUP, months=MONTHS, parameters=BUSY, beyond_prior=True))
        county.run_to(0)
        counties.append(county)
    return counties


@pytest.fixture(scope="module")
def usual(warmed: list[County]) -> list[County]:
    """The same counties a year and a half later."""
    return [lived_on(county) for county in warmed]


def lived_on(county: County, lever: str = "staff", amount: float = 0.0, **numbers: float) -> County:
    """A twin that lives on with one lever moved, or with other numbers."""
    twin = county.fork((Moved(lever=lever, amount=amount),))
    named = {name.replace("__", "."): value for name, value in numbers.items()}
    twin.use(replace(twin.state.parameters, named, beyond_prior=True))
    twin.run_to(MONTHS)
    return twin


def lived(county: County, *names: str) -> NDArray[np.float64]:
    """Counters after the warm-up, shape (months, villages)."""
    return counted(county, *names)[WARMUP:]


def changes(
    warmed: list[County],
    usual: list[County],
    measured: Callable[[County], float],
    lever: str = "staff",
    amount: float = 0.0,
    **numbers: float,
) -> NDArray[np.float64]:
    """What a change does to an outcome, a value per seed."""
    return np.array(
        [
            measured(lived_on(county, lever, amount, **numbers)) - measured(as_usual)
            for county, as_usual in zip(warmed, usual, strict=True)
        ]
    )


def waiting_at_the_township(county: County) -> float:
    """Cases in the townships' queues at the end."""
    cases = county.state.cases.frame()
    return float(((cases["tier"] == 1) & (cases["relapse"] < 0)).sum())


def one_way(found: NDArray[np.float64], sign: int) -> bool:
    """Enough pairs went the right way or nowhere, more than a few went somewhere, and so did the mean."""
    return bool((sign * found >= 0).sum() >= ENOUGH and (found != 0).sum() >= 10 and sign * found.mean() > 0)


def test_longer_station_hours_leave_fewer_cases_waiting(warmed: list[County], usual: list[County]) -> None:
    found = changes(warmed, usual, waiting_at_the_township, "station_hours", 200.0)
    assert one_way(found, -1)


def test_longer_station_hours_settle_more_at_the_township(warmed: list[County], usual: list[County]) -> None:
    settled = lambda county: float(lived(county, "settlement.settled_township").sum())  # noqa: E731
    assert one_way(changes(warmed, usual, settled, "station_hours", 200.0), 1)


def test_more_neighbourly_hours_leave_fewer_needs_unmet(warmed: list[County], usual: list[County]) -> None:
    unmet = lambda county: float(county.record.over(1, MONTHS)["needs_unmet"][0])  # noqa: E731
    assert one_way(changes(warmed, usual, unmet, needs__neighbour_hours=100.0), -1)


def test_more_publicity_makes_more_people_aware(warmed: list[County], usual: list[County]) -> None:
    aware = lambda county: float(lived(county, "self_governance.aware_rules").sum())  # noqa: E731
    assert one_way(changes(warmed, usual, aware, "publicity_rules", 0.05), 1)


def test_slower_dispatch_lengthens_the_longest_settlements(warmed: list[County], usual: list[County]) -> None:
    slowest = lambda county: float(county.record.over(1, MONTHS)["months_p90"][0])  # noqa: E731
    assert one_way(changes(warmed, usual, slowest, "delay_township", 2.0), 1)


def test_freed_hours_are_service_hours(warmed: list[County], usual: list[County]) -> None:
    service = lambda county: float(lived(county, "cadre_time.service").sum())  # noqa: E731
    assert one_way(changes(warmed, usual, service, "items_cut", 0.4), 1)


def test_personal_invitations_bring_more_people(warmed: list[County], usual: list[County]) -> None:
    came = lambda county: float(lived(county, "self_governance.took_part").sum())  # noqa: E731
    assert one_way(changes(warmed, usual, came, "invitations", 100.0), 1)


def test_pay_keeps_cadres(warmed: list[County], usual: list[County]) -> None:
    quits = lambda county: float(lived(county, "cadre_time.quits").sum())  # noqa: E731
    assert one_way(changes(warmed, usual, quits, "pay", 3000.0), -1)


# Exact


def pairs(warmed: list[County], usual: list[County], lever: str, amount: float) -> Iterator[tuple[County, County]]:
    for county, as_usual in zip(warmed[:10], usual, strict=False):
        yield as_usual, lived_on(county, lever, amount)


def test_more_sensing_notices_no_less_anywhere_in_any_month(warmed: list[County], usual: list[County]) -> None:
    more = 0.0
    for as_usual, sensing in pairs(warmed, usual, "sensing", 0.3):
        found = lived(sensing, "grievances.sensed") - lived(as_usual, "grievances.sensed")
        assert (found >= 0).all()
        more += found.sum()
    assert more > 100


def test_support_leaves_no_firm_and_none_of_its_workers_worse_off(warmed: list[County]) -> None:
    """Firm by firm and month by month: more cash, arrears only where there were arrears, and nobody closes sooner."""
    saved = 0
    for county in warmed[:10]:
        alone, supported = county.fork(), county.fork((Moved(lever="firm_support", amount=3.0),))
        first = county.enterprises.open == 1
        lasting = {alone: first.copy(), supported: first.copy()}
        for _ in range(MONTHS):
            for twin, still in lasting.items():
                twin.step()
                still &= twin.enterprises.open == 1
            both = lasting[alone]
            assert (lasting[supported] >= both).all()
            assert (supported.enterprises.cash[both] >= alone.enterprises.cash[both]).all()
            assert (supported.enterprises.arrears[both] <= alone.enterprises.arrears[both]).all()
        saved += int(lasting[supported].sum() - lasting[alone].sum())
    assert saved > 0


def test_supported_meetings_are_held(warmed: list[County], usual: list[County]) -> None:
    for as_usual, meeting in pairs(warmed, usual, "meetings", 6.0):
        first = lived(meeting, "self_governance.events")[0] - lived(as_usual, "self_governance.events")[0]
        np.testing.assert_allclose(first, 2.0)


def test_extra_staff_brings_its_hours(warmed: list[County], usual: list[County]) -> None:
    hours = warmed[0].state.parameters.cadre_time.hours
    for as_usual, staffed in pairs(warmed, usual, "staff", 1.0):
        first = lived(staffed, "cadre_time.hours")[0] - lived(as_usual, "cadre_time.hours")[0]
        np.testing.assert_allclose(first, hours)

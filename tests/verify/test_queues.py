"""Mediation offices wait as queueing theory says they must, and Little's law holds to the unit.

A month is a batch: what comes in a month is there when the office hears its cases. The right theory for such an office
is therefore not Erlang-C but Crommelin's M/D/c queue where every hearing settles (a service lasts exactly a month), and
a Markov chain by months where a hearing settles by chance. Erlang-C is the limit of the latter when a month is short
against the months that a case takes; the gap closes in step with the chance of settlement, by half a month of service.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County
from tests.model.counties import all_measures, counted, scenario
from tests.verify.office import Lived, live, offices
from tests.verify.queues import (
    erlang_c,
    waiting_in_erlang_c,
    waiting_month_by_month,
    waiting_when_all_settle,
)
from tests.verify.summary import Verify

CHECK = "a queues"
STATIONS, MONTHS, SETTLING = 400, 3500, 400
SERVERS, BUSY = 4, 0.6
CHANCES = (0.5, 0.2, 0.1)


def run(c: int, settled: float, busy: float, months: int = MONTHS, stations: int = STATIONS) -> Lived:
    """Stations that hear ``c`` cases a month and are busy for so much of their hours."""
    came = np.random.default_rng(1000 * c + round(100 * settled)).poisson(busy * c * settled, (months, stations))
    return live(offices(stations, c, settled), came)


def off_by(found: float, expected: float) -> float:
    return abs(found / expected - 1.0)


@pytest.fixture(scope="module")
def by_chance() -> dict[float, Lived]:
    """Stations by the chance that a hearing settles."""
    return {settled: run(SERVERS, settled, BUSY) for settled in CHANCES}


def waiting(lived: Lived) -> float:
    """Mean number of cases that were not heard in a month, at an office."""
    return float(lived.waiting[SETTLING:].mean())


@pytest.mark.slow
@pytest.mark.parametrize(("c", "busy"), [(1, 0.7), (3, 0.8), (10, 0.9)])
def test_where_all_settle_stations_are_crommelins_queue(c: int, busy: float, verified: Verify) -> None:
    lived = run(c, 1.0, busy, stations=STATIONS // 2)
    assert np.array_equal(lived.waiting, np.maximum(lived.present - c, 0))
    statement = f"{c} cases a month, {busy:.0%} busy, all settle: mean waiting against M/D/c (Crommelin), relative gap"
    verified(CHECK, statement, off_by(waiting(lived), waiting_when_all_settle(c, busy * c)), at_most=0.04)


@pytest.mark.slow
def test_where_some_settle_stations_are_the_chain_of_months(by_chance: dict[float, Lived], verified: Verify) -> None:
    gaps = [
        off_by(waiting(lived), waiting_month_by_month(SERVERS, BUSY * SERVERS * settled, settled, 200))
        for settled, lived in by_chance.items()
    ]
    statement = "a hearing settles with chance 0.5, 0.2, 0.1: mean waiting against the chain of months, largest gap"
    verified(CHECK, statement, max(gaps), at_most=0.06)


@pytest.mark.slow
def test_erlang_c_is_the_limit_of_short_months(by_chance: dict[float, Lived], verified: Verify) -> None:
    load = BUSY * SERVERS
    found = [waiting(lived) for lived in by_chance.values()]
    limit = float(np.polyfit(CHANCES, found, 1)[1])
    statement = "mean waiting carried on to endlessly short months, against Erlang-C, relative gap"
    verified(CHECK, statement, off_by(limit, waiting_in_erlang_c(SERVERS, load)), at_most=0.06)
    short = waiting_month_by_month(SERVERS, load * 0.02, 0.02, 200)
    assert off_by(short, waiting_in_erlang_c(SERVERS, load)) == pytest.approx(0.01, abs=0.001)


@pytest.mark.slow
def test_littles_law_is_exact_at_stations(by_chance: dict[float, Lived], verified: Verify) -> None:
    """Cases present, summed over months, by the stations' own counts; months spent there, by the log of cases."""
    off = 0
    for lived in by_chance.values():
        months, still = lived.came.shape[0], lived.came.sum() - lived.left.case.size
        spent = (lived.left.month - lived.left.born + 1).sum()
        born = np.repeat(np.arange(months), lived.came.sum(axis=1))
        open_ = np.bincount(born, minlength=months) - np.bincount(lived.left.born, minlength=months)
        assert open_.sum() == still
        spent += (open_ * (months - np.arange(months))).sum()
        off = max(off, abs(int(lived.present.sum() - spent)))
    verified(CHECK, "L = lambda W at 400 stations: months spent there less months counted, largest", off, at_most=0)


def keys(county: County) -> NDArray[np.int64]:
    cases = county.state.cases.frame()
    return (cases["born"].astype(np.int64) << 24 | cases["kind"].astype(np.int64) << 21) | cases["person"]


@pytest.mark.slow
def test_littles_law_is_exact_in_the_whole_model(verified: Verify) -> None:
    """L by the record's stocks; W from a log of when each case was there, kept by its identity."""
    county = County(scenario(lively=True, warmup=0, months=120, policies=all_measures()))
    came: dict[int, int] = {}
    spent = 0
    for month in range(120):
        county.step()
        there = set(keys(county).tolist())
        gone = came.keys() - there
        spent += sum(month - came.pop(case) for case in gone)
        came |= dict.fromkeys(there - came.keys(), month)
    spent += sum(120 - month for month in came.values())
    brought = counted(county, "grievances.brought").sum()
    stock = counted(county, "settlement.open", "settlement.asleep").sum(axis=1)
    assert brought > 1000
    off = stock.mean() - (brought / 120) * (spent / brought)
    verified(CHECK, "L = lambda W for cases of a lively county over ten years: gap in cases", abs(off), at_most=1e-9)


# Theory, where it is in textbooks


def test_erlang_c_is_that_of_the_textbook() -> None:
    assert erlang_c(1, 0.9) == pytest.approx(0.9)
    assert erlang_c(5, 4.0) == pytest.approx(0.5541, abs=1e-4)
    assert waiting_in_erlang_c(5, 4.0) == pytest.approx(2.2165, abs=1e-4)


def test_one_server_waits_as_pollaczek_and_khinchine_say() -> None:
    assert waiting_when_all_settle(1, 0.8) == pytest.approx(0.8**2 / (2 * 0.2), rel=1e-6)
    assert waiting_month_by_month(1, 0.8, 1.0, 120) == pytest.approx(0.8**2 / (2 * 0.2), rel=1e-6)


def test_the_chain_of_months_tends_to_erlang_c_by_half_a_month_of_service() -> None:
    for settled in (0.2, 0.1, 0.05):
        gap = waiting_month_by_month(2, 1.0 * settled, settled, 100) / waiting_in_erlang_c(2, 1.0) - 1.0
        assert gap == pytest.approx(-settled / 2, rel=0.1)


def test_stations_serve_in_order_of_arrival_and_no_more_than_they_can() -> None:
    came = np.zeros((6, 2), np.int64)
    came[0] = (5, 1)
    lived = live(offices(2, 2, 1.0), came)
    assert lived.present[:4].tolist() == [[5, 1], [3, 0], [1, 0], [0, 0]]
    assert lived.waiting[:4].tolist() == [[3, 0], [1, 0], [0, 0], [0, 0]]
    assert np.bincount(lived.left.month).tolist() == [3, 2, 1]

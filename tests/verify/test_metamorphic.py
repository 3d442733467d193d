"""What must not change, or must change one way: longer hours, other names for villages, ten years without measures."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County, Scenario
from sim.policies import OWN, DemonstrationSites
from sim.tallies import counters
from sim.world.world import build_world
from tests.model.counties import Moved, busy, changed, counted, scenario
from tests.model.test_monotone import BUSY
from tests.oracle.stirring import LIVELY
from tests.verify.office import Events, live, offices
from tests.verify.relabelling import other_order, relabelled
from tests.verify.summary import Verify

CHECK = "e metamorphic"


# Longer hours


def later(fewer: Events, more: Events) -> int:
    """Events that come later, or are missing, where there are more hours."""
    a, b = (events._replace(**_by_case(events)) for events in (fewer, more))
    there = np.searchsorted(b.case, a.case)
    found = b.case[np.minimum(there, b.case.size - 1)] == a.case
    return int((~found).sum() + (b.month[there[found]] > a.month[found]).sum())


def _by_case(events: Events) -> dict[str, NDArray[np.int64]]:
    order = np.argsort(events.case)
    return {name: column[order] for name, column in events._asdict().items()}


@pytest.mark.slow
def test_an_hour_more_makes_no_case_wait_longer(verified: Verify) -> None:
    """Exact: a queue in order of arrival in which every case needs the hearings that it needs anyhow."""
    came = np.random.default_rng(5).poisson(2.0, (600, 100))
    fewer, more = (live(offices(100, c, 0.45), came) for c in (5, 6))
    found = later(fewer.heard, more.heard) + later(fewer.left, more.left)
    statement = f"{came.sum():,} cases at stations with an hour more: heard or settled later"
    verified(CHECK, statement, found, at_most=0)
    assert more.waiting.sum() < 0.7 * fewer.waiting.sum()


def months_waited(county: County) -> float:
    """Mean months a case is open, by Little's law: open cases of all months over cases brought."""
    return float(counted(county, "settlement.open").sum() / counted(county, "grievances.brought").sum())


class AtVillages(Moved):
    """A second measure of the kind: no two may share a name."""


class AtTheCounty(Moved):
    """A third."""


@pytest.mark.slow
def test_longer_hours_of_all_mediators_shorten_waiting(verified: Verify) -> None:
    """In the whole model owners choose what to do while they wait: single pairs may go the other way."""
    hours = (
        Moved(lever="station_hours", amount=100.0),
        AtVillages(lever="village_mediation", amount=40.0),
        AtTheCounty(lever="centre_hours", amount=40.0),
    )
    shorter = 0
    for seed in range(1, 41):
        warmed = County(scenario(seed=seed, months=18, parameters=BUSY, beyond_prior=True))
        warmed.run_to(0)
        usual, longer = warmed.fork(()), warmed.fork(hours)
        usual.run_to(18)
        longer.run_to(18)
        shorter += months_waited(longer) <= months_waited(usual)
    verified(
        CHECK, "more hours at all offices, pairs on common draws: cases wait no longer", shorter, at_least=28, of=40
    )


# Other names


QUIET = {
    **LIVELY,
    "grievances.outside_petition": 0.0,
    "grievances.outside_suit": 0.0,
    "demography.mortality_70": 0.0,
    "settlement.station_hours": 1e6,
    "settlement.centre_hours": 1e6,
}
"""Lively, without the little that is drawn or ordered by a number that follows from the order of villages."""


def by_another_order(seed: int, months: int = 24) -> tuple[int, int]:
    """Counters that differ in any village and month, and counters that are not nothing."""
    measures = tuple(kind(ramp=0) for kind in OWN if kind is not DemonstrationSites)
    description = changed(busy(), organisations__registered=0, organisations__active=0)
    of = scenario(county=description, seed=seed, months=months, parameters=QUIET, beyond_prior=True, policies=measures)
    world = build_world(of.description(), of.values(), of.seed)
    order = other_order(world.places, seed)
    assert (order != np.arange(order.size)).any()
    one, other = County(of, world=world), County(of, world=relabelled(world, order))
    one.run_to(months)
    other.run_to(months)
    differ, some = 0, 0
    for name in counters():
        ours, theirs = counted(one, name)[:, order], counted(other, name)
        some += bool(ours.any())
        differ += not np.allclose(ours, theirs, rtol=1e-8, atol=1e-8)
    return differ, some


@pytest.mark.slow
def test_villages_may_stand_in_another_order(verified: Verify) -> None:
    """Every village lives the same life wherever it stands, as far as what decides has an id of its own.

    Ids are those of persons, and the rows of posts and firms. Left out, because their numbers follow from the order of
    villages: organisations (their row is the key of their draws), filings from outside (keyed by the village's number),
    heirs (ids in the order of deaths), pilots by lot, and who comes first of those who reached an office above the
    village in the same month (their row), where that office is short of hours. Under these, another order is another
    draw of chance.
    """
    found = [by_another_order(seed) for seed in (1, 2, 3)]
    assert min(some for _, some in found) > 130
    statement = "villages in another order, 20 measures, two years: counters that differ in any village and month"
    verified(CHECK, statement, max(differ for differ, _ in found), at_most=0, of=len(counters()))


# Ten years


STOCKS = (
    *("participation", "efficacy", "satisfaction", "present", "rural_60", "registered_volunteers", "members"),
    *("trust_neighbour", "trust_volunteer", "trust_cadre", "trust_platform", "trust_township"),
    *("skill", "burnout", "firms", "workers", "backlog"),
)
SHARES = ("supervision", "mediation", "rules")
FLUCTUATING = ("active_organisations", "vacancies")
"""Few of them, and swings of years."""


def ten_years(seed: int) -> Iterator[tuple[str, float, float]]:
    """Every stock of the whole county in the first and in the tenth year without measures."""
    county = County(Scenario(county="wushan", seed=seed, months=120))
    county.run_to(120)
    first, last = county.record.over(1, 12), county.record.over(109, 120)
    for name in (*STOCKS, *FLUCTUATING):
        yield name, float(first[name][0]), float(last[name][0])
    for name in SHARES:
        yield f"aware_{name}", *(100.0 - float(year[f"unaware_{name}"][0]) for year in (first, last))


@pytest.mark.slow
def test_every_stock_is_steady_over_ten_untreated_years(verified: Verify) -> None:
    grown: dict[str, list[float]] = {}
    for seed in (1, 2, 3):
        for name, first, last in ten_years(seed):
            grown.setdefault(name, []).append(last / first - 1.0)
    change = {name: abs(float(np.mean(values))) for name, values in grown.items()}
    calm = {name: value for name, value in change.items() if name not in FLUCTUATING}
    worst = max(calm, key=lambda name: calm[name])
    statement = f"ten untreated years of Wushan, three seeds: largest change of {len(calm)} stocks, relative ({worst})"
    verified(CHECK, statement, calm[worst], at_most=0.12)
    rare = max(FLUCTUATING, key=lambda name: change[name])
    verified(CHECK, f"the same for active organisations and vacant posts ({rare})", change[rare], at_most=0.3)

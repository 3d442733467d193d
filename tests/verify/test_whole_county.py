"""The books balance in the whole county too: three years of Wushan under all measures at once, month by month.

The identities are those of the small counties (tests/model/test_identities.py), looked at in every village and month.
The figures below are the largest gap of each kind of book.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County, Scenario
from sim.agents.tables import OPEN
from sim.policies import registry
from sim.tallies import counters
from tests.model.counties import Diary, counted, diary_of, total
from tests.model.test_identities import *  # noqa: F403  (collected here once more, with this module's diary)
from tests.model.test_identities import ENDINGS, SERVED, STATES, named
from tests.verify.summary import Verify

pytestmark = pytest.mark.slow
CHECK = "c books of the county"
WARMUP, MONTHS = 6, 36


@pytest.fixture(scope="module")
def diary() -> Diary:
    """Three years of Wushan county under all measures, after half a year without."""
    everything = tuple(policy() for policy in registry().values())
    return diary_of(County(Scenario(county="wushan", seed=1, warmup=WARMUP, months=MONTHS, policies=everything)))


def test_something_happens(diary: Diary) -> None:
    """In place of the test of this name for small counties."""
    assert len(diary.months) == WARMUP + MONTHS
    assert len(diary.county.scenario.policies) == len(registry()) == 21
    assert diary.county.state.places.villages > 300
    silent = [name for name in counters() if not diary.count(name).any()]
    assert silent == []


def test_the_tables_hold_what_is_counted(diary: Diary) -> None:
    """In place of the test of this name, which counts on eight villages."""
    state = diary.county.state
    cases = state.cases.frame()
    village = state.residents.village[cases["person"]][cases["relapse"] == OPEN]
    by_village = np.bincount(village, minlength=state.places.villages)
    assert np.array_equal(diary.count("settlement.open")[-1], by_village)
    assert diary.count("needs.waiting")[-1].sum() == state.requests.size
    assert diary.count("grievances.pondering")[-1].sum() == state.pondering.size


def test_cases_are_conserved(diary: Diary, verified: Verify) -> None:
    county = diary.county
    grievances = total(county, "grievances.grievances") - total(
        county, *named("grievances", "borne", "talked", "brought")
    )
    cases = total(county, "grievances.brought") - total(county, *named("settlement", *ENDINGS))
    needs = total(county, "needs.needs") - total(county, *named("needs", "met_family", "unmet", *SERVED))
    gaps = (
        grievances - counted(county, "grievances.pondering"),
        cases - counted(county, *named("settlement", *STATES)),
        needs - counted(county, "needs.waiting"),
    )
    statement = "grievances, cases and needs come to one end or wait: largest gap in a village and month"
    verified(CHECK, statement, largest(*gaps), at_most=0)


def test_people_are_conserved(diary: Diary, verified: Verify) -> None:
    """One row a person for ever: who dies is followed by an heir, who goes away stays registered."""
    state = diary.county.state
    everybody = counted(diary.county, *named("self_governance", "present", "away"))
    gaps = [everybody - state.facts.registered]
    for _, last, month in diary.pairs():
        persons, before = month.columns["residents"]["person"], last.columns["residents"]["person"]
        assert np.bincount(persons).max() == 1
        assert (persons >= before).all()
    deaths = diary.count("demography.deaths").sum()
    gaps.append(np.array([state.next_person - int(diary.before.columns["residents"]["person"].max()) - 1 - deaths]))
    verified(CHECK, "adults are present or away, deaths are new persons: largest gap", largest(*gaps), at_most=0)
    assert deaths > 1000


def test_organisations_and_firms_are_conserved(diary: Diary, verified: Verify) -> None:
    gaps = []
    for n, _, month in diary.pairs():
        people = month.columns["residents"]
        for kind, column, size in (
            ("organisations", "organisation", "members"),
            ("enterprises", "employer", "employees"),
        ):
            own = people[column][people[column] >= 0]
            table = month.columns[kind]
            gaps.append(np.bincount(own, minlength=table[size].size) - table[size])
        home = month.columns["organisations"]["village"]
        there = np.bincount(home, minlength=diary.county.state.places.villages)
        gaps.append(diary.count("volunteering.organisations")[n] - there)
    statement = "organisations and firms have as many members and workers as say so: largest gap"
    verified(CHECK, statement, largest(*gaps), at_most=0)


def test_hours_are_conserved(diary: Diary, verified: Verify) -> None:
    uses = ("urgent_hours", "case_hours", "request_hours", "routine_hours", "organising")
    shared = counted(diary.county, *named("cadre_time", *uses)) - diary.count("cadre_time.service")
    spent = counted(diary.county, *named("cadre_time", "paperwork", "pulled", "leaked")) - diary.count(
        "cadre_time.hours"
    )
    heard = [month.of("bodies", "used") - month.of("bodies", "hours") for _, _, month in diary.pairs()]
    over = max(largest(shared), float(spent.max()), float(np.max(heard)))
    verified(CHECK, "hours spent are hours there, cadres and mediators: most hours too many", over, at_most=2.1e-6)


def test_money_is_conserved(diary: Diary, verified: Verify) -> None:
    """Costs of measures add up to all costs; the points shop gives what is demanded as far as it is paid for."""
    series = diary.county.record.series("county")
    parts = sum((series[f"cost_{key}"] for key in diary.county.record.measures), np.zeros_like(series["cost"]))
    given = [
        diary.count("volunteering.redeemed")[n]
        - np.minimum(
            diary.count("volunteering.demanded")[n], np.where(month.levers.reward > 0, month.levers.reward_budget, 0)
        )
        for n, _, month in diary.pairs()
    ]
    relative = largest(parts - series["cost"]) / float(series["cost"].max())
    verified(CHECK, "costs by measure are all costs: largest gap, relative", relative, at_most=1e-12)
    verified(
        CHECK, "points redeemed are what is demanded or paid for: largest gap, yuan", largest(*given), at_most=1e-6
    )
    assert (series["cost"][WARMUP:] > 0).all()


def largest(*gaps: NDArray[np.float64]) -> float:
    """The largest deviation from nothing."""
    return max(float(np.abs(gap).max()) for gap in gaps)

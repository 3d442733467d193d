"""Rules of the plain county one by one: what a village, a person or a sum does in a case one can work out by hand."""

import math

import numpy as np
import pytest

from sim.core.maths import exp
from sim.parameters import standard
from tests.oracle import cadre_time, demography, organisations, self_governance, trust
from tests.oracle.arithmetic import first_largest, months_on_the_way, next_month, poisson, total
from tests.oracle.cases import LAND, VILLAGE
from tests.oracle.grievances import other_side
from tests.oracle.matters import Grievance
from tests.oracle.plain import PlainCounty
from tests.oracle.small_world import small_world
from tests.oracle.stirring import lively


def test_no_levers_are_neutral_levers() -> None:
    silent, told = (PlainCounty(small_world(), lively(), 1) for _ in range(2))
    for _ in range(6):
        silent.step()
        told.step(told.neutral)
        assert silent.log == told.log


def test_a_village_without_cadres_gets_by_without_them() -> None:
    county = PlainCounty(small_world(), lively(), 1)
    for cadre in county.village_list[1].posts:
        cadre.vacant = 1
    county.step()
    for name in ("hours", "paperwork", "service", "organising", "urgent_hours", "request_hours"):
        assert county.counts[f"cadre_time.{name}"][1] == 0
    assert county.counts["needs.served_cadre"][1] == 0
    assert county.counts["cadre_time.hours"][0] > 0


def test_a_usual_village_spends_more_than_half_of_its_time_on_paper() -> None:
    county = PlainCounty(small_world(), standard(), 1)
    for cadre in county.cadre_list:
        cadre.vacant = 0
    county.step()
    assert county.counts["cadre_time.hours"] == [525.0] * 4
    assert county.counts["cadre_time.paperwork"] == pytest.approx([60 * 4.3 * 1.1] * 4)


def test_the_other_side_is_the_first_tie_from_the_drawn_slot_onwards() -> None:
    county = PlainCounty(small_world(), standard(), 1)
    resident, tie = county.resident_list[0], county.resident_list[5]
    resident.slots = [None] * 12
    assert other_side(county, resident, LAND, (0.5, 0.9, 0.9, 0.5)) is None
    resident.slots[4] = tie
    assert other_side(county, resident, LAND, (0.5, 0.9, 0.9, 0.5)) is tie
    assert other_side(county, resident, LAND, (0.5, 0.9, 0.1, 0.5)) is None
    assert other_side(county, resident, VILLAGE, (0.5, 0.9, 0.9, 0.5)) is None


def test_an_heir_is_made_of_his_number_and_of_the_household() -> None:
    """Whoever has died, and whenever: the same number is the same person; home, ties and matters are taken over."""
    one, other = (PlainCounty(small_world(), standard(), 1) for _ in range(2))
    other.month = 30
    dead, elsewhere = one.resident_list[4], other.resident_list[99]
    ties, household, income = dead.ties, dead.household, dead.income
    grievance = Grievance(dead, LAND, 0, 1.0, None)
    for county, resident in ((one, dead), (other, elsewhere)):
        demography.give_up_places(county, resident)
        demography.come_of_age(county, resident, 5000)
    for trait in ("person", "age", "male", "never", "away", "frailty", "motivation", "schooling", "trust", "aware"):
        assert getattr(dead, trait) == getattr(elsewhere, trait)
    assert (dead.age, dead.schooling, dead.employer, dead.organisation, dead.leader) == (18, 12, None, None, 0)
    assert (dead.ties, dead.household, dead.income) == (ties, household, income)
    assert grievance.name == (5000, LAND, 0)


def test_the_best_site_is_looked_at_in_its_township_only() -> None:
    county = PlainCounty(small_world(), standard(), 1)
    upper, middle, far, _ = county.village_list
    upper.year_share, middle.year_share, far.year_share = 0.5, 0.7, 0.9
    county.levers = county.levers._replace(site=[1.0, 0.0, 1.0, 0.0])
    assert self_governance.best_site(county, middle) == 0.5
    county.levers = county.levers._replace(site=[0.0, 0.0, 1.0, 0.0])
    assert self_governance.best_site(county, middle) == 0.0


def test_a_village_without_able_cadres_has_no_use_for_authority() -> None:
    county = PlainCounty(small_world(), standard(), 1)
    filled = county.village_list[0].filled()
    for skill, use in ((0.45, 0.0), (0.575, 0.5), (0.7, 1.0), (0.9, 1.0)):
        for cadre in filled:
            cadre.skill = skill
        assert cadre_time.use_of_authority(county, filled) == pytest.approx(use)
    assert cadre_time.use_of_authority(county, []) == 0.0


def test_social_workers_take_no_more_posts_than_there_are() -> None:
    county = PlainCounty(small_world(), lively(), 1)
    for organisation in county.organisation_list:
        organisation.coordinator, organisation.members = 0, 10
    held = []
    for posts in (1.0,) * 20 + (0.5,) + (0.0,):
        county.levers = county.levers._replace(coordinators=[posts, 0.0, 0.0])
        organisations.place_social_workers(county, 0)
        held.append(sum(organisation.coordinator == 2 for organisation in county.organisation_list))
        county.month += 1
    assert max(held[:20]) == 2
    assert held[20] <= 1
    assert held[21] == 0


def test_trust_follows_a_contact_and_spreads_to_ties() -> None:
    county = PlainCounty(small_world(), standard(), 1)
    owner = next(resident for resident in county.resident_list if resident.ties)
    tie = owner.ties[0]
    times = owner.ties.count(tie)
    owner.trust[2] = tie.trust[2] = 0.5
    county.contacts = []
    county.meet(owner, 2, 0.0)
    trust.learn(county)
    assert owner.trust[2] == pytest.approx(0.5 - 0.2 * 0.5 * 2 + 0.006 * 0.25, abs=1e-7)
    spread = 0.5 - times * 0.15 * 0.2
    assert tie.trust[2] == pytest.approx(spread + 0.006 * (0.55 - spread), abs=1e-7)


def test_the_norm_is_what_the_last_year_of_the_warm_up_has_shown() -> None:
    county = PlainCounty(small_world(), lively(), 2, warmup=14)
    rates, norms = [], []
    for month in range(16):
        pressures, norm = [village.pressure for village in county.village_list], county.norm
        there = [village.present for village in county.village_list]
        county.step()
        present = sum(village.present for village in county.village_list)
        rescaled = norm / county.norm
        rates.append(12000 * sum(village.petitions for village in county.village_list) / present)
        norms.append(county.norm)
        assert (rescaled != 1) == (month == 13)
        for village, pressure, adults in zip(county.village_list, pressures, there, strict=True):
            rate = 12000 * village.petitions / adults / norm
            assert village.pressure == pytest.approx((0.85 * pressure + 0.15 * rate) * rescaled)
    assert norms == [2.0] * 13 + [pytest.approx(np.mean(rates[2:14]))] * 3


@pytest.mark.parametrize(("u", "count"), [(0.0001, 0), (0.36, 0), (0.37, 1), (0.73, 1), (0.74, 2), (1 - 2**-33, 12)])
def test_poisson_counts_are_inverted(u: float, count: int) -> None:
    assert poisson(u, 1.0) == count


def test_poisson_counts_have_their_mean() -> None:
    grid = (np.arange(2000) + 0.5) / 2000
    assert np.mean([poisson(u, 0.7) for u in grid]) == pytest.approx(0.7, abs=0.01)
    assert poisson(0.5, 0.0) == 0
    assert exp(-0.0) == 1.0


def test_small_sums() -> None:
    assert total([0.1] * 10) != math.fsum([0.1] * 10)
    assert first_largest([1.0, 3.0, 3.0]) == 1
    assert [months_on_the_way(35, u) for u in (0.1, 0.9)] == [1, 2]
    assert months_on_the_way(5, 0.1) == 1
    assert next_month(0b1000_0000_0001, True) == 0b11

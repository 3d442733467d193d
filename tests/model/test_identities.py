"""The books balance: in every village and month, whatever the measures, nobody and nothing appears or gets lost."""

import numpy as np
import pytest

from sim.agents.resident import QUARTER, YEAR
from sim.agents.tables import OPEN
from sim.processes.grievances import TYPES
from sim.tallies import counters
from tests.model.counties import Diary, counted, counters_of, total

HEARD = 2.1e-6
"""Hours that two queues of an office may run over: a case is heard while hours used stay within hours + 1e-6."""
STATES = ("open", "asleep")
SETTLED = ("settled_village", "settled_township", "settled_county")
ENDINGS = (*SETTLED, "settled_paper", "withdrawn", "suits", "closed", "lost")
SERVED = ("served_neighbour", "served_volunteer", "served_cadre", "served_upper")


def named(stage: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{stage}.{name}" for name in names)


def agree_but_for_the_dead(ours: np.ndarray, counted_: np.ndarray, deaths: np.ndarray, **tolerance: float) -> bool:
    """What residents say is what was counted; where somebody died since, it may be less: an heir starts anew."""
    close = np.isclose(ours, counted_, rtol=0.0, **{"atol": 0.0, **tolerance})
    return bool((close | ((deaths > 0) & (ours < counted_))).all())


def test_something_happens(diary: Diary) -> None:
    """Or the tests below would pass in a county where nobody lives."""
    county = diary.county
    for name in ("needs.needs", "grievances.brought", "settlement.attempts_village", "self_governance.took_part"):
        assert counted(county, name).sum() > 20
    for name in ("demography.deaths", "demography.left", "demography.returned", "economy.hires", "economy.lost_jobs"):
        assert counted(county, name).sum() > 5
    assert len(diary.months) == 24


# Grievances and cases


def test_a_grievance_is_borne_talked_over_brought_or_pondered(diary: Diary) -> None:
    county = diary.county
    ends = total(county, *named("grievances", "borne", "talked", "brought"))
    assert np.array_equal(total(county, "grievances.grievances"), ends + counted(county, "grievances.pondering"))


def test_what_was_brought_has_ended_in_one_way_or_is_open_or_asleep(diary: Diary) -> None:
    county = diary.county
    ended, held = total(county, *named("settlement", *ENDINGS)), counted(county, *named("settlement", *STATES))
    assert np.array_equal(total(county, "grievances.brought"), ended + held)


def test_the_tables_hold_what_is_counted(diary: Diary) -> None:
    state = diary.county.state
    cases = state.cases.frame()
    by_village = np.bincount(state.residents.village[cases["person"]][cases["relapse"] == OPEN], minlength=8)
    assert np.array_equal(diary.count("settlement.open")[-1], by_village)
    assert diary.count("needs.waiting")[-1].sum() == state.requests.size
    assert diary.count("grievances.pondering")[-1].sum() == state.pondering.size
    assert state.contacts.size == 0


@pytest.mark.parametrize("prefix", ["", "recorded_"])
def test_types_of_grievances_add_up(diary: Diary, prefix: str) -> None:
    whole = counted(diary.county, "grievances.recorded" if prefix else "grievances.grievances")
    assert np.array_equal(whole, counted(diary.county, *(f"grievances.{prefix}{kind}" for kind in TYPES)))


def test_parts_of_grievances_are_not_larger_than_the_whole(diary: Diary) -> None:
    count = diary.count
    assert (count("grievances.recorded") <= count("grievances.brought")).all()
    assert (count("grievances.sensed") <= count("grievances.grievances")).all()
    assert (count("grievances.surfaced") + count("grievances.early_settled") <= count("grievances.sensed")).all()
    assert (count("grievances.direct_petitions") <= count("settlement.petitions")).all()
    assert (count("grievances.direct_suits") <= count("settlement.suits")).all()
    assert (total(diary.county, "grievances.borne_severity") <= total(diary.county, "grievances.severity") + 1e-6).all()


def test_settlements_come_from_attempts(diary: Diary) -> None:
    county, count = diary.county, diary.count
    early = count("grievances.early_settled")
    assert np.array_equal(count("settlement.settled_village"), count("settlement.true_village") + early)
    for tier in ("township", "county"):
        assert np.array_equal(count(f"settlement.settled_{tier}"), count(f"settlement.true_{tier}"))
    attempts = counted(county, *counters_of("settlement.attempts_"))
    ended = counted(county, *counters_of("settlement.true_"), "settlement.papered")
    assert (ended <= attempts).all()
    assert (count("settlement.settled_paper") <= count("settlement.papered")).all()


def test_months_to_a_settlement_are_counted_once_for_each(diary: Diary) -> None:
    settled = counted(diary.county, *named("settlement", *SETTLED))
    assert np.array_equal(diary.count("settlement.months"), settled)


def test_what_relapses_has_slept(diary: Diary) -> None:
    """Those asleep at the end of a month are those of last month, less the relapsed, more the newly asleep."""
    count = diary.count
    asleep = count("settlement.asleep")
    assert (count("settlement.reopened")[1:] <= asleep[:-1]).all()
    newly = asleep[1:] - asleep[:-1] + count("settlement.reopened")[1:]
    assert (newly >= 0).all()


# Needs


def test_a_need_is_met_unmet_or_waits(diary: Diary) -> None:
    county = diary.county
    ends = total(county, *named("needs", "met_family", "unmet", *SERVED))
    assert np.array_equal(total(county, "needs.needs"), ends + counted(county, "needs.waiting"))


def test_first_choices_add_up(diary: Diary) -> None:
    assert np.array_equal(diary.count("needs.needs"), counted(diary.county, *counters_of("needs.first_")))


def test_what_is_met_at_once_is_met(diary: Diary) -> None:
    met = counted(diary.county, *named("needs", "met_family", *SERVED))
    assert (diary.count("needs.met_at_once") <= met).all()
    assert (diary.count("needs.met_at_once") <= diary.count("needs.needs")).all()
    assert (diary.count("needs.lost") <= diary.count("needs.unmet")).all()


# Hours


def test_cadres_work_no_longer_than_they_have_hours(diary: Diary) -> None:
    spent = counted(diary.county, *named("cadre_time", "paperwork", "pulled", "leaked"))
    assert (spent <= diary.count("cadre_time.hours") + 1e-9).all()
    assert (counted(diary.county, *counters_of("cadre_time.")) >= 0.0).all()


def test_service_time_is_shared_out_to_the_last_minute(diary: Diary) -> None:
    uses = ("urgent_hours", "case_hours", "request_hours", "routine_hours", "organising")
    shared = counted(diary.county, *named("cadre_time", *uses))
    np.testing.assert_allclose(shared, diary.count("cadre_time.service"), rtol=1e-12, atol=1e-9)
    for use in uses:
        assert (diary.count(f"cadre_time.{use}") >= 0.0).all()


def test_village_cases_get_no_more_than_cadres_and_mediators_have(diary: Diary) -> None:
    facts, per_head = diary.county.state.facts, diary.county.state.parameters.cadre_time.mediator_hours
    given = counted(diary.county, *named("cadre_time", "urgent_hours", "case_hours"))
    for n, _, month in diary.pairs():
        own = np.maximum(0.0, facts.mediators - month.villages.filled) * per_head + month.levers.village_mediation
        assert (diary.count("settlement.hours_village")[n] <= given[n] + own + HEARD).all()


def test_mediation_bodies_use_no_more_than_their_hours(diary: Diary) -> None:
    for _, _, month in diary.pairs():
        bodies = month.columns["bodies"]
        assert (bodies["used"] <= bodies["hours"] + HEARD).all()
        assert (bodies["used"][bodies["queue"] == 0] == 0.0).all()


def test_hours_of_bodies_are_hours_of_cases(diary: Diary) -> None:
    places = diary.county.state.places
    edges = np.cumsum([places.villages, places.townships])
    for n, _, month in diary.pairs():
        village, station, centre = np.split(month.of("bodies", "used"), edges)
        tiers = {tier: diary.count(f"settlement.hours_{tier}")[n] for tier in ("village", "township", "county")}
        np.testing.assert_allclose(village, tiers["village"], atol=1e-9)
        np.testing.assert_allclose(station, places.sum_by_township(tiers["township"]), atol=1e-9)
        np.testing.assert_allclose(centre, tiers["county"].sum(), atol=1e-9)


def test_volunteers_hours_are_those_of_the_village(diary: Diary) -> None:
    served = counted(diary.county, *counters_of("volunteering.hours_"))
    for n, last, month in diary.pairs():
        alive = month.columns["residents"]["person"] == last.columns["residents"]["person"]
        more = month.of("residents", "hours") - last.of("residents", "hours")
        grown = month.by_village(diary.county, np.where(alive, more, 0.0))
        assert agree_but_for_the_dead(grown, served[n], diary.count("demography.deaths")[n], atol=1e-3)
        ours = month.columns["organisations"]
        done = np.bincount(ours["village"], weights=ours["hours"], minlength=grown.size)
        np.testing.assert_allclose(done, diary.count("volunteering.hours_organisation")[n], atol=1e-3)


# People, posts, organisations, firms


FIXED = {
    "residents": ("village", "group", "household", "income"),
    "cadres": ("village", "post"),
    "organisations": ("village", "threshold"),
    "enterprises": ("township", "village", "sector", "size"),
    "bodies": ("tier", "unit"),
}
FOR_LIFE = ("male", "schooling", "party", "never", "frailty", "motivation")


def test_places_of_people_and_institutions_are_fixed(diary: Diary) -> None:
    for population, columns in FIXED.items():
        for column in columns:
            start = diary.before.columns[population][column]
            assert all(np.array_equal(month.columns[population][column], start) for month in diary.months), column


def test_who_dies_is_followed_by_somebody_new_who_is_eighteen(diary: Diary) -> None:
    """Ids are never used twice; they ascend in the order of deaths."""
    most = diary.before.columns["residents"]["person"].max()
    for n, last, month in diary.pairs():
        before, people = last.columns["residents"], month.columns["residents"]
        new = people["person"] != before["person"]
        assert np.array_equal(month.by_village(diary.county, new), diary.count("demography.deaths")[n])
        assert people["person"][new].tolist() == list(range(most + 1, most + 1 + new.sum()))
        assert (before["person"][new] % 12 == n % 12).all()
        most += int(new.sum())
        assert (people["age"][new] == 18).all()
        for column in ("party", "aware", "registrant", "leader", "took_part", "served", "points", "hours", "tired"):
            assert not people[column][new].any(), column
        assert (people["employer"][new] == -1).all()
        assert (people["organisation"][new] == -1).all()


def test_who_lives_on_ages_once_a_year_and_stays_the_same(diary: Diary) -> None:
    for n, last, month in diary.pairs():
        before, people = last.columns["residents"], month.columns["residents"]
        alive = people["person"] == before["person"]
        for column in FOR_LIFE:
            assert np.array_equal(people[column][alive], before[column][alive]), column
        birthday = people["person"] % 12 == n % 12
        older = np.minimum(110, before["age"].astype(int) + birthday)
        assert np.array_equal(people["age"][alive], older[alive])


def test_who_is_away_or_present_has_moved_as_counted(diary: Diary) -> None:
    """An heir may come of age away; he can come back or leave in the month itself like anybody else."""
    for n, last, month in diary.pairs():
        before, people = last.columns["residents"], month.columns["residents"]
        alive = people["person"] == before["person"]
        gone = (people["away"] == 1) & (before["away"] == 0)
        back = (people["away"] == 0) & (before["away"] == 1)
        deaths = diary.count("demography.deaths")[n]
        for name, moved in (("left", gone), ("returned", back)):
            seen, moves = month.by_village(diary.county, moved & alive), diary.count(f"demography.{name}")[n]
            assert (seen <= moves).all()
            assert (moves <= seen + deaths).all()
        worked = month.by_village(diary.county, gone & alive & (before["employer"] >= 0))
        assert (worked <= diary.count("economy.lost_jobs")[n]).all()
        assert (people["employer"][people["away"] == 1] == -1).all()
        assert np.array_equal(month.by_village(diary.county, people["away"] == 0), month.villages.present)
        young = (people["away"] == 0) & (people["age"] < 62)
        assert np.array_equal(month.by_village(diary.county, young), month.villages.young)
        assert np.array_equal(month.villages.present, diary.count("self_governance.present")[n])


def test_posts_are_filled_or_vacant_and_change_hands_as_counted(diary: Diary) -> None:
    posts, filled = diary.count("cadre_time.posts"), diary.count("cadre_time.filled")
    assert (posts == 5).all()
    moved = diary.count("cadre_time.hires") - diary.count("cadre_time.quits")
    village = diary.before.columns["cadres"]["village"]
    for n, last, month in diary.pairs():
        held = [np.bincount(village, weights=1.0 - at.of("cadres", "vacant")) for at in (last, month)]
        assert np.array_equal(held[1], filled[n])
        assert np.array_equal(held[1] - held[0], moved[n])


def test_members_are_those_who_say_so(diary: Diary) -> None:
    """Counted before people move: who goes away or dies is a member no more."""
    flow = diary.count("volunteering.joined") - diary.count("volunteering.left")
    moved = diary.count("demography.left") + diary.count("demography.deaths")
    for n, last, month in diary.pairs():
        own, size = month.columns["residents"]["organisation"], month.columns["organisations"]["members"]
        home = month.columns["organisations"]["village"]
        assert np.array_equal(np.bincount(own[own >= 0], minlength=size.size), size)
        assert np.array_equal(home[own[own >= 0]], month.columns["residents"]["village"][own >= 0])
        before = np.bincount(home, weights=last.columns["organisations"]["members"], minlength=8)
        members, remain = diary.count("volunteering.members")[n], month.by_village(diary.county, own >= 0)
        assert np.array_equal(members, before + flow[n])
        assert (remain <= members).all()
        assert (members - remain <= moved[n]).all()


def test_only_registrants_present_are_members_and_leaders(diary: Diary) -> None:
    for month in diary.months:
        people = month.columns["residents"]
        able = (people["registrant"] == 1) & (people["away"] == 0)
        assert able[people["organisation"] >= 0].all()
        assert able[people["leader"] == 1].all()


def test_leaders_are_counted_and_no_more_than_sought(diary: Diary) -> None:
    households, came = diary.county.state.facts.households, diary.count("volunteering.new_leaders")
    for n, last, month in diary.pairs():
        leaders = diary.count("volunteering.leaders")[n]
        own = month.by_village(diary.county, month.of("residents", "leader"))
        assert agree_but_for_the_dead(own, leaders, diary.count("demography.deaths")[n])
        assert np.array_equal(leaders, month.villages.leaders)
        assert (leaders <= np.floor(month.levers.grid_leaders * households / 100.0 + 0.5)).all()
        before = last.by_village(diary.county, last.of("residents", "leader"))
        assert (leaders <= before + came[n] - diary.count("volunteering.leaders_quit")[n]).all()


def test_organisations_and_their_coordinators_are_counted(diary: Diary) -> None:
    for n, _, month in diary.pairs():
        ours = month.columns["organisations"]
        for name, which in (("organisations", ours["village"] >= 0), ("coordinators", ours["coordinator"] > 0)):
            by_village = np.bincount(ours["village"], weights=which, minlength=8)
            assert np.array_equal(by_village, diary.count(f"volunteering.{name}")[n])
        quarter = (ours["hours"] + ours["hours_1"]).astype(np.float64) + ours["hours_2"]
        assert np.array_equal(ours["active"] == 1, quarter >= ours["threshold"])
        assert (ours["coordinator"][ours["members"] == 0] == 0).all() or n == 0


def test_social_workers_are_no_more_than_their_posts_allow(diary: Diary) -> None:
    places, each = diary.county.state.places, diary.county.state.parameters.volunteering.professional_posts
    for n, _, month in diary.pairs():
        most = np.floor(month.levers.coordinators[: places.townships] * each + 1e-9)
        assert (places.sum_by_township(diary.count("volunteering.professionals")[n]) <= most).all()


def test_employees_are_those_who_say_so(diary: Diary) -> None:
    """Counted before people die."""
    for n, _, month in diary.pairs():
        people, firms = month.columns["residents"], month.columns["enterprises"]
        works, size = people["employer"] >= 0, firms["employees"].size
        assert np.array_equal(np.bincount(people["employer"][works], minlength=size), firms["employees"])
        deaths = diary.count("demography.deaths")[n]
        workers = month.by_village(diary.county, works)
        assert agree_but_for_the_dead(workers, diary.count("economy.workers")[n], deaths)
        unpaid = month.by_village(diary.county, works & (firms["arrears"][people["employer"]] == 1))
        assert agree_but_for_the_dead(unpaid, diary.count("economy.unpaid")[n], deaths)


def test_jobs_are_found_and_lost_as_counted(diary: Diary) -> None:
    for n, last, _ in diary.pairs():
        had = last.by_village(diary.county, last.columns["residents"]["employer"] >= 0)
        flow = diary.count("economy.hires")[n] - diary.count("economy.lost_jobs")[n]
        assert np.array_equal(diary.count("economy.workers")[n], had + flow)
    assert (diary.count("economy.unpaid") <= diary.count("economy.workers")).all()


def test_firms_open_and_close_as_counted_and_places_stay(diary: Diary) -> None:
    count = diary.count
    assert (count("economy.places") == count("economy.places")[0]).all()
    assert (count("economy.firms") <= count("economy.places")).all()
    flow = count("economy.entries") - count("economy.exits")
    assert np.array_equal(np.diff(count("economy.firms"), axis=0), flow[1:])
    for n, last, month in diary.pairs():
        firms, before = month.columns["enterprises"], last.columns["enterprises"]
        by_seat = np.bincount(firms["village"], weights=firms["open"], minlength=8)
        assert np.array_equal(by_seat, count("economy.firms")[n])
        assert not firms["employees"][(firms["open"] == 0) & (before["open"] == 0)].any()
        for name, member in (("members", firms["association"] > 0), ("active_members", firms["association"] == 2)):
            assert np.array_equal(
                np.bincount(firms["village"], weights=member, minlength=8), count(f"economy.{name}")[n]
            )
        assert (firms["open"][firms["association"] > 0] == 1).all()


def test_what_firms_give_is_what_villages_get(diary: Diary) -> None:
    """By hand: two parts a worker and month, by health, more by active members and by firms paired with villages."""
    p = diary.county.state.parameters.economy
    for n, last, month in diary.pairs():
        firms, before = month.columns["enterprises"], last.columns["enterprises"]
        lived_on = (firms["open"] == 1) & (before["open"] == 1)
        health = np.maximum(0.0, (month.of("enterprises", "orders") + month.of("enterprises", "cash")) / 2)
        more = (1 + p.sponsor_member * (firms["association"] == 2)) * (1 + month.levers.pairing[firms["township"]])
        given = np.where(lived_on, p.sponsor * before["employees"] * health * more, 0.0)
        by_seat = np.bincount(firms["village"], weights=given, minlength=8)
        np.testing.assert_allclose(diary.count("economy.sponsored")[n], by_seat, rtol=1e-9)
        parts = month.villages.sponsored_matters + month.villages.sponsored_organisations
        np.testing.assert_allclose(parts, diary.count("economy.sponsored")[n], rtol=1e-12)


# Taking part and memories


def test_taking_part_is_remembered_for_twelve_months(diary: Diary) -> None:
    for n, last, month in diary.pairs():
        now, before = month.columns["residents"]["took_part"], last.columns["residents"]["took_part"]
        alive = month.columns["residents"]["person"] == last.columns["residents"]["person"]
        assert np.array_equal(now[alive] >> 1, before[alive] & (YEAR >> 1))
        part = month.by_village(diary.county, now & 1)
        came = counted(diary.county, *named("self_governance", "took_part", "took_part_away"))[n]
        assert agree_but_for_the_dead(part, came, diary.count("demography.deaths")[n])
        assert (now[month.columns["residents"]["never"] == 1] == 0).all()


def test_serving_is_remembered_for_twelve_months(diary: Diary) -> None:
    for n, last, month in diary.pairs():
        people, before = month.columns["residents"], last.columns["residents"]["served"]
        alive = people["person"] == last.columns["residents"]["person"]
        assert np.array_equal(people["served"][alive] >> 1, before[alive] & (YEAR >> 1))
        lately = ((people["served"] & QUARTER) != 0) & (people["away"] == 0)
        assert np.array_equal(month.by_village(diary.county, lately), diary.count("volunteering.active_volunteers")[n])


def test_what_is_raised_is_answered_or_left(diary: Diary) -> None:
    count = diary.count
    came = count("self_governance.took_part") + count("self_governance.took_part_away")
    assert (count("self_governance.done") <= count("self_governance.raised")).all()
    assert (count("self_governance.raised") <= came).all()


def test_groups_of_residents_are_parts_of_the_whole(diary: Diary) -> None:
    count = diary.count
    gone = count("demography.left") + count("demography.deaths")
    assert (count("self_governance.took_part") <= count("self_governance.took_part_year") + gone).all()
    here = np.array([last.villages.present for _, last, _ in diary.pairs()])
    for part in ("took_part", "invited"):
        assert (count(f"self_governance.{part}") <= here).all()
    for part, whole in (
        ("took_part_year", "present"),
        ("year_60", "present_60"),
        ("year_women", "present_women"),
        ("year_away", "away"),
        ("year_remote", "present_remote"),
        ("present_60", "present"),
        ("present_women", "present"),
        ("present_remote", "present"),
        ("aware_supervision", "present"),
        ("aware_mediation", "present"),
        ("aware_rules", "present"),
    ):
        assert (count(f"self_governance.{part}") <= count(f"self_governance.{whole}")).all(), part
    everybody = count("self_governance.present") + count("self_governance.away")
    assert np.array_equal(everybody, count("places.registered"))


# Money


def test_the_points_shop_gives_no_more_than_is_demanded_and_paid_for(diary: Diary) -> None:
    demanded, redeemed = diary.count("volunteering.demanded"), diary.count("volunteering.redeemed")
    for n, _, month in diary.pairs():
        budget = np.where(month.levers.reward > 0, month.levers.reward_budget, 0.0)
        np.testing.assert_allclose(redeemed[n], np.minimum(demanded[n], budget))
        worth = np.divide(redeemed[n], demanded[n], out=np.ones(demanded[n].size), where=demanded[n] > 0)
        np.testing.assert_allclose(month.villages.rate, worth)


def test_points_are_given_and_used_up_as_counted(diary: Diary) -> None:
    redeem, given = diary.county.state.parameters.volunteering.redeem, diary.count("volunteering.points")
    for n, last, month in diary.pairs():
        lay, lie = (at.by_village(diary.county, at.of("residents", "points")) for at in (last, month))
        left = np.where(month.levers.reward > 0, (lay + given[n]) * (1.0 - redeem), lay)
        assert agree_but_for_the_dead(lie, left, diary.count("demography.deaths")[n], atol=1e-5 * left.max() + 1e-3)
        demand = redeem * month.levers.reward * (lay + given[n])
        np.testing.assert_allclose(diary.count("volunteering.demanded")[n], demand, rtol=1e-5, atol=1e-2)


def test_organisations_pay_for_tasks_from_what_they_have(diary: Diary) -> None:
    p, done = diary.county.state.parameters.volunteering, diary.count("volunteering.tasks_done")
    for n, last, month in diary.pairs():
        ours = month.columns["organisations"]
        had, has = (
            np.bincount(ours["village"], weights=at.of("organisations", "funds"), minlength=8) for at in (last, month)
        )
        ours_in = diary.count("volunteering.organisations")[n]
        income = ours_in * (p.income + month.levers.organisation_funds)
        left = had - done[n] * p.task_cost + income + month.villages.sponsored_organisations
        assert not month.villages.sponsored_organisations[ours_in == 0].any()
        assert (has <= left + 1e-2).all()
        below = np.bincount(ours["village"], weights=ours["funds"] >= p.funds_most, minlength=8) == 0
        np.testing.assert_allclose(has[below], left[below], rtol=1e-5)
        assert (ours["funds"] >= 0.0).all()
        assert (ours["funds"] <= p.funds_most).all()
    assert (done <= diary.count("volunteering.tasks")).all()


def test_costs_add_up(diary: Diary) -> None:
    record = diary.county.record
    assert (record.costs >= 0.0).all()
    assert not record.costs[: diary.county.scenario.warmup].any()
    series = record.series("county")
    parts = [series[f"cost_{key}"] for key in record.measures]
    np.testing.assert_allclose(series["cost"], sum(parts, np.zeros((len(diary.months), 1))))


# All counters


UNCOUNTABLE = {"h", "sum", "yuan", "points", "events"}
"""Units of counters that need not be whole numbers."""


def test_counters_are_finite_and_not_negative_and_whole_where_things_are_counted(diary: Diary) -> None:
    for name, about in counters().items():
        values = diary.count(name)
        assert np.isfinite(values).all(), name
        assert (values >= 0.0).all(), name
        if about.unit not in UNCOUNTABLE and name != "places.residents":
            assert np.array_equal(values, np.floor(values)), name

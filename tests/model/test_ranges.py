"""Shares stay shares, nothing turns negative or infinite, and the untreated county does not run away."""

from typing import Any

import numpy as np
import pytest

from sim import County
from sim.policies import MicroGrids
from sim.processes.blocks import village_view
from sim.world.description import CountyDescription, load_description
from sim.world.facts import SECTORS
from tests.model.counties import Diary, all_measures, changed, counted, scenario, small
from tests.model.ranges import out_of_range


def test_numbers_stay_within_bounds(diary: Diary) -> None:
    assert out_of_range(diary.county) == []


# Extremes


def nobody_here(share: float) -> CountyDescription:
    shares = {f"population__present_share__{kind}": share for kind in ("rural", "urban")}
    return changed(small(), **shares)


def single(villages: int, adults: float) -> CountyDescription:
    alone = changed(load_description("wushan_township"), places__adults__spread=0.0, places__clans=1)
    return changed(alone, places__groups=1.0).scaled(1, villages, adults)


DISPUTES = ("family", "neighbours", "land", "village", "labour", "contract", "other", "arrears")
NEEDS = ("care_60", "care_75", "certificate", "public", "hazard")
LEARNING = ("start", "ties", "taking_part", "public_supervision", "public_mediation", "public_rules")


def zero(group: str, *names: str) -> dict[str, float]:
    return {f"{group}.{name}": 0.0 for name in names}


EXTREMES: dict[str, dict[str, Any]] = {
    "one resident": {"county": single(1, 1)},
    "one village": {"county": single(1, 200)},
    "one month": {"months": 1, "warmup": 0},
    "no warm-up": {"warmup": 0},
    "everyone away": {"county": nobody_here(0.0)},
    "everyone away for good": {
        "county": nobody_here(0.0),
        "parameters": {**zero("demography", "return_old", "return_young"), "demography.newcomer_away": 1.0},
    },
    "everybody dies": {"parameters": {"demography.mortality_70": 1e9}},
    "everybody moves": {
        "parameters": {
            "demography.out_young": 1e9,
            "demography.out_middle": 1.0,
            "demography.return_old": 1e9,
            "demography.return_young": 1e9,
        }
    },
    "no firm lasts": {"parameters": {"economy.exit": 1e9, "economy.entry": 1.0}},
    "no firm closes and all hire": {"parameters": {**zero("economy", "exit", "leave_job"), "economy.hire": 1e9}},
    "nobody away": {"county": nobody_here(1.0)},
    "no organisations": {"county": changed(small(), organisations__registered=0, organisations__active=0)},
    "no firms": {"county": changed(small(), **{f"enterprises__{sector}__firms": 0 for sector in SECTORS})},
    "no mediators and no grid staff": {"county": changed(small(), mediators=0, grid_staff=0)},
    "no cadre hours": {"parameters": zero("cadre_time", "hours")},
    "no cadres": {"parameters": {"cadre_time.quit": 1e9, "cadre_time.fill": 0.0}},
    "no hours above the village": {"parameters": zero("settlement", "station_hours", "centre_hours")},
    "no needs": {"parameters": zero("needs", *NEEDS)},
    "no disputes": {"parameters": zero("grievances", *DISPUTES)},
    "disputes every month": {"parameters": {f"grievances.{name}": 10.0 for name in DISPUTES}, "months": 6},
    "nobody knows anything": {"parameters": zero("awareness", *LEARNING)},
    "everybody knows everything": {"parameters": {"awareness.start": 1.0, "awareness.fade": 0.0}},
    "endless hours": {
        "parameters": {
            "settlement.station_hours": 1e9,
            "settlement.centre_hours": 1e9,
            "needs.township_hours": 1e9,
            "needs.neighbour_hours": 1e9,
            "cadre_time.hours": 1e6,
        }
    },
    "nobody takes part": {"parameters": {"self_governance.never": 1.0}},
    "trust lost at once": {"parameters": {"trust.eta": 1.0, "trust.loss": 50.0, "trust.word": 1.0, "trust.heard": 1e4}},
}


def lived_through(name: str, **more: Any) -> County:
    county = County(scenario(beyond_prior=True, **{**EXTREMES[name], **more}))
    county.run_to(county.scenario.months)
    return county


@pytest.mark.parametrize("treated", [False, True], ids=["untreated", "treated"])
@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_counties_live_within_bounds(name: str, treated: bool) -> None:
    county = lived_through(name, policies=all_measures() if treated else ())
    assert out_of_range(county) == []
    assert county.record.since(1).frame()["month"].max() == county.scenario.months


def test_the_smallest_county_has_one_resident() -> None:
    county = lived_through("one resident")
    assert len(county.residents) == counted(county, "places.registered")[0].sum() == 1


def test_without_causes_there_are_no_disputes_and_no_needs() -> None:
    county = lived_through("no disputes", policies=all_measures())
    assert counted(county, "grievances.grievances", "settlement.open", "settlement.petitions").sum() == 0
    assert county.state.cases.size == 0
    assert counted(lived_through("no needs"), "needs.needs", "needs.waiting").sum() == 0


def test_with_a_cause_every_month_everybody_past_the_gate_has_a_dispute() -> None:
    county = lived_through("disputes every month")
    arisen, present = counted(county, "grievances.grievances"), counted(county, "self_governance.present")
    assert arisen.sum() / present.sum() == pytest.approx(0.0625, abs=0.01)


def test_what_nobody_knows_and_nobody_tells_stays_unknown() -> None:
    county = lived_through("nobody knows anything")
    assert not county.residents.aware.any()
    knowing = lived_through("everybody knows everything")
    old = knowing.residents.person < len(knowing.residents)
    assert (knowing.residents.aware[old] == 7).all()
    assert 0 < (knowing.residents.aware[~old] < 7).sum() <= counted(knowing, "demography.deaths").sum()


def test_without_hours_cadres_serve_nobody() -> None:
    county = lived_through("no cadre hours")
    assert counted(county, "cadre_time.hours", "cadre_time.service", "needs.served_cadre").sum() == 0
    assert counted(county, "needs.first_cadre").sum() > 0


def test_without_cadres_posts_stay_vacant_and_the_village_has_no_service() -> None:
    county = lived_through("no cadres")
    assert counted(county, "cadre_time.filled")[1:].sum() == 0
    assert counted(county, "cadre_time.service")[1:].sum() == 0


def test_with_endless_hours_nothing_waits_but_for_volunteers() -> None:
    county = lived_through("endless hours")
    assert counted(county, "needs.passed_up", "needs.lost").sum() == 0
    assert np.array_equal(counted(county, "needs.waiting"), counted(county, "needs.handed_on"))
    assert counted(county, "needs.served_cadre").sum() > 0


def test_who_is_away_needs_certificates_and_nothing_else() -> None:
    """And takes part through the platform only."""
    county = lived_through("everyone away for good", policies=all_measures())
    happened = (
        "grievances.grievances",
        "self_governance.took_part",
        "volunteering.leaders",
        "volunteering.hours_party",
    )
    assert counted(county, *happened).sum() == 0
    assert counted(county, "self_governance.took_part_away").sum() > 0
    away, p = counted(county, "self_governance.away").sum(), county.state.parameters.needs
    expected = away * p.certificate * p.away_need
    assert counted(county, "needs.needs").sum() == pytest.approx(expected, abs=4 * expected**0.5)
    untreated = lived_through("everyone away for good")
    assert counted(untreated, "self_governance.took_part_away").sum() == 0


def test_where_everybody_dies_at_his_birthday_all_are_eighteen() -> None:
    county = lived_through("everybody dies")
    assert counted(county, "demography.deaths")[:12].sum() >= len(county.residents)
    assert np.unique(county.residents.age).tolist() == [18]
    assert np.unique(county.residents.person).size == len(county.residents)


def test_firms_that_never_last_leave_wages_unpaid_for_their_last_month() -> None:
    county = lived_through("no firm lasts")
    assert counted(county, "economy.exits").sum() > 0
    np.testing.assert_array_equal(counted(county, "economy.unpaid"), counted(county, "economy.workers"))


def test_who_never_takes_part_never_does() -> None:
    county = lived_through("nobody takes part", policies=(MicroGrids(ramp=0),))
    assert counted(county, "self_governance.took_part", "self_governance.raised").sum() == 0


def test_without_organisations_volunteers_serve_the_village_only() -> None:
    county = lived_through("no organisations")
    idle = ("volunteering.members", "volunteering.hours_organisation", "needs.served_volunteer")
    assert counted(county, *idle).sum() == 0
    assert counted(county, "volunteering.hours_mobilised").sum() > 0
    assert (village_view(county.state.villages).visible == 0).all()


def test_without_firms_nobody_works_and_labour_disputes_need_no_arrears() -> None:
    county = lived_through("no firms")
    assert counted(county, "economy.workers", "economy.unpaid").sum() == 0
    assert (county.residents.employer == -1).all()


def test_one_month_without_warm_up_is_a_month() -> None:
    county = lived_through("one month")
    assert county.record.months().tolist() == [1]
    assert county.record.since(1).frame()["month"].unique().tolist() == [1]

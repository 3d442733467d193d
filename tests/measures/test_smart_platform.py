"""The two-way platform: whom it reaches, whom it leaves behind, and what it adds to the load of cadres."""

import numpy as np

from sim.agents.village import CADRE, PLATFORM
from sim.policies import SmartPlatform
from tests.measures.paired import clearly_down, clearly_up, effects, moved, twins

NOTHING = {"staff_hours": 0, "faster": 0, "registers": 0}
COVER = SmartPlatform(ramp=0, cover=0.8, staff_hours=0, faster=0, registers=0)


def test_it_moves_its_levers() -> None:
    levers = {"platform", "platform_hours", "delay_township", "report_hours"}
    assert moved(twins(SmartPlatform(ramp=0))) == levers


def test_those_away_take_part_and_are_heard() -> None:
    pair = twins(COVER)
    without, covered = pair.counts("self_governance.took_part_away")
    assert not without.any()
    assert covered.sum() > 30
    quiet = twins(COVER, {"needs.platform_noise": 0.0})
    assert (quiet.change("needs.first_platform") >= 0).all()
    assert quiet.change("needs.first_platform").sum() > 20
    assert clearly_up(effects(SmartPlatform())["participation_away"])
    assert clearly_up(effects(SmartPlatform())["gap_away"])


def test_a_desk_with_staff_answers() -> None:
    """Township hours are scarce here: what the platform brings is answered by its own staff."""
    scarce = {"needs.township_hours": 40.0}
    pair = twins(SmartPlatform(ramp=0, cover=0, faster=0, registers=0, staff_hours=100), scarce)
    assert (pair.change("needs.served_upper") >= 0).all()
    assert pair.change("needs.served_upper").sum() > 20


def test_matters_reach_the_township_sooner_and_get_lost_less() -> None:
    slow = {"settlement.lost": 0.3, "settlement.delay_township": 60.0, "cadre_time.hours": 80.0}
    pair = twins(SmartPlatform(ramp=0, cover=0, staff_hours=0, registers=0, faster=0.8), slow)
    assert (pair.change("needs.lost") <= 0).all()
    assert pair.change("needs.lost").sum() < -5


def test_small_matters_come_with_it() -> None:
    pair = twins(COVER)
    assert (pair.change("needs.needs") >= 0).all()
    assert pair.change("needs.needs").sum() > 50
    quiet = twins(COVER, {"needs.platform_noise": 0.0})
    assert quiet.same("needs.needs")


def test_registers_are_kept_twice() -> None:
    pair = twins(SmartPlatform(ramp=0, registers=5))
    np.testing.assert_allclose(pair.change("cadre_time.paperwork"), 5.0)
    assert (pair.change("cadre_time.service") < -3.0).all()


def test_the_old_are_left_behind() -> None:
    """Of those present who turn to the platform fewer are old than of those who turn to a cadre."""
    old = {CADRE: [], PLATFORM: []}  # type: ignore[var-annotated]
    nobody_answers = {"needs.township_hours": 0.0, "needs.effort_platform": 1.0, "cadre_time.hours": 60.0}
    pair = twins(SmartPlatform(ramp=0, cover=1, **NOTHING), nobody_answers, months=3, seeds=6)
    for county in pair.treated:
        requests = county.state.requests.frame()
        people = county.residents
        for channel, found in old.items():
            persons = requests["person"][requests["channel"] == channel]
            found.extend(people.age[persons[people.away[persons] == 0]] >= 60)
    assert len(old[PLATFORM]) > 100
    assert np.mean(old[PLATFORM]) < np.mean(old[CADRE]) - 0.05


def test_it_can_disappoint() -> None:
    """Wide coverage, nobody at the desk, registers without end: less service, and trust in the platform is lost."""
    noisy = {"needs.platform_noise": 0.6, "needs.effort_platform": 1.0}
    change = effects(SmartPlatform(cover=1, staff_hours=0, registers=60), noisy)
    for less in ("participation", "needs_met", "service_hours", "resolved", "trust_platform", "satisfaction"):
        assert clearly_down(change[less]), less


def test_grievances_and_sensing_are_out_of_reach() -> None:
    pair = twins(SmartPlatform(ramp=0), months=12)
    assert pair.same("grievances.grievances", "grievances.sensed", "economy.workers", "volunteering.leaders")


def test_cost_is_staff_and_running() -> None:
    cost = twins(SmartPlatform(ramp=0, cover=0.5, staff_hours=60, yuan_per_hour=30, yuan_per_village=400)).costs()
    np.testing.assert_allclose(cost.sum(axis=-1), 60 * 30 + 12 * 0.5 * 400)

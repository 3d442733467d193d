"""Coordination: what departments settle together, and what meetings and reports take."""

import numpy as np

from sim.policies import Coordination
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

BARE = {"joint": 0, "faster": 0, "reports": 0, "inspection": 0}
LEVERS = {"joint", "delay_township", "delay_county", "report_hours", "inspection"}


def only(**given: float) -> Coordination:
    return Coordination(ramp=0, **{**BARE, **given})  # type: ignore[arg-type]


def test_it_moves_its_levers() -> None:
    assert moved(twins(Coordination(ramp=0))) == LEVERS


def test_joint_handling_settles_more_above_the_village() -> None:
    pair = twins(only(joint=0.6), DISPUTES)
    assert pair.same("settlement.attempts_township", "settlement.true_village")
    assert (pair.change("settlement.true_township") >= 0).all()
    assert pair.change("settlement.true_township").sum() > 5


def test_matters_are_handed_over_faster() -> None:
    pair = twins(only(faster=0.8), {**DISPUTES, "settlement.lost": 0.3}, months=6)
    assert (pair.change("settlement.lost")[:, 0] <= 0).all()
    assert pair.change("settlement.lost").sum() < -20
    assert clearly_down(effects(Coordination())["backlog"])


def test_meetings_and_reports_eat_hours() -> None:
    pair = twins(only(reports=6))
    np.testing.assert_allclose(pair.change("cadre_time.paperwork"), 6.0)
    assert (pair.change("cadre_time.service") < -3.5).all()


def test_inspection_grows_with_it() -> None:
    """More paperwork, and beyond the best point less effort too."""
    pair = twins(only(inspection=0.1))
    assert (pair.change("cadre_time.paperwork") > 5).all()
    assert (pair.change("cadre_time.service") < -5).all()


def test_residents_pay_for_it_with_their_cadres_hours() -> None:
    change = effects(Coordination())
    for less in ("service_hours", "participation", "needs_met"):
        assert clearly_down(change[less]), less
    assert clearly_up(change["burnout"])


def test_without_reports_only_its_good_side_is_left() -> None:
    change = effects(Coordination(reports=0, inspection=0))
    assert clearly_up(change["resolved"])
    assert change["needs_met"].mean() > effects(Coordination())["needs_met"].mean() + 1


def test_it_can_disappoint() -> None:
    """Reports on everything and inspection of all of it: less of everything, and more that goes to petition."""
    change = effects(Coordination(reports=60, inspection=0.25), {"settlement.joint": 0.4})
    for less in ("participation", "needs_met", "resolved", "trust_cadre"):
        assert clearly_down(change[less]), less
    for more in ("burnout", "backlog", "petitions", "lawsuits"):
        assert clearly_up(change[more]), more


def test_what_arises_is_out_of_reach() -> None:
    pair = twins(Coordination(ramp=0), months=12)
    assert pair.same("grievances.grievances", "needs.needs", "grievances.sensed", "volunteering.leaders")


def test_cost_is_meetings_in_every_village() -> None:
    np.testing.assert_allclose(twins(Coordination(ramp=0, yuan_per_village=100)).costs(), 100.0)

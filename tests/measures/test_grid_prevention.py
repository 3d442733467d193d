"""The grid as early sensor: what is noticed, what comes of it, and what sweeps cost."""

import numpy as np

from sim.policies import GridPrevention
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

SWEEPS = GridPrevention(ramp=0, faster=0, reports=0)
DISPATCH = GridPrevention(ramp=0, reach=0, reports=0, faster=0.8)
BLUNT = {"grievances.early": 0.0, "grievances.surface": 0.6}
"""What is noticed is seldom settled on the spot and often made a case."""


def test_it_moves_its_levers() -> None:
    assert moved(twins(GridPrevention(ramp=0))) == {"sensing", "delay_township", "delay_county", "report_hours"}


def test_sweeps_notice_more_and_settle_it_on_the_spot() -> None:
    pair = twins(SWEEPS, DISPUTES)
    for more in ("grievances.sensed", "grievances.early_settled"):
        assert (pair.change(more) >= 0).all(), more
        assert pair.change(more).sum() > 20, more
    assert clearly_up(effects(GridPrevention())["resolved"])
    assert clearly_down(effects(GridPrevention())["borne"])


def test_matters_travel_faster_and_fewer_get_lost() -> None:
    """Nothing but the way from level to level is shorter."""
    pair = twins(DISPATCH, {**DISPUTES, "settlement.lost": 0.3}, months=6)
    assert pair.same("grievances.sensed", "grievances.grievances")
    lost = pair.change("settlement.lost")
    assert (lost[:, 0] <= 0).all()
    assert lost.sum() < -20


def test_what_is_noticed_fills_the_books() -> None:
    pair = twins(SWEEPS, DISPUTES)
    for more in ("grievances.recorded", "grievances.surfaced"):
        assert (pair.change(more) >= 0).all(), more
        assert pair.change(more).sum() > 5, more
    change = effects(GridPrevention())
    assert clearly_up(change["recorded"])
    assert clearly_up(change["relapses"])


def test_sweeps_and_reports_take_hours() -> None:
    pair = twins(GridPrevention(ramp=0, reports=4))
    np.testing.assert_allclose(pair.change("cadre_time.paperwork"), 4.0)
    assert (pair.change("cadre_time.service") < 0).all()
    change = effects(GridPrevention())
    assert clearly_down(change["service_hours"])
    assert clearly_down(change["participation"])


def test_it_can_disappoint() -> None:
    """Reports without end on what nobody settles on the spot: cases, and no hours for them or for anything else."""
    change = effects(GridPrevention(reach=0.2, reports=60), BLUNT)
    for less in ("participation", "needs_met", "service_hours", "trust_cadre"):
        assert clearly_down(change[less]), less
    for more in ("recorded", "burnout", "turned_away", "petitions"):
        assert clearly_up(change[more]), more


def test_grievances_arise_as_before() -> None:
    pair = twins(GridPrevention(ramp=0), months=12)
    assert pair.same("grievances.grievances", "grievances.severity", "needs.needs", "economy.workers")


def test_cost_is_sweeps_in_every_village() -> None:
    np.testing.assert_allclose(twins(GridPrevention(ramp=0, yuan_per_village=250)).costs(), 250.0)

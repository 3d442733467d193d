"""Commendation: what it does by its mechanism, and how it disappoints."""

import numpy as np

from sim.policies import Commendation
from tests.measures.paired import clearly_down, clearly_up, effects, runs

CROWDING = {
    "volunteering.crowding": 0.06,
    "volunteering.reward": 0.02,
    "self_governance.crowding": 0.06,
    "self_governance.reward": 0.02,
}
CROWDING_IN = {**CROWDING, "volunteering.crowding": -0.02, "self_governance.crowding": -0.02}


def test_it_draws_in_and_keeps() -> None:
    change = effects(Commendation())
    for more in ("volunteer_hours", "participation", "members"):
        assert clearly_up(change[more]), more


def test_recognition_alone_keeps_coordinators() -> None:
    """Thanks work without points: coordinators stay, organisations wake."""
    change = effects(Commendation(reward=0, shop_budget=0, bookkeeping=0, recognition=1))
    assert clearly_up(change["members"])
    assert change["active_organisations"].mean() > 0


def test_every_rewarded_hour_is_booked() -> None:
    change = effects(Commendation(bookkeeping=0.2))
    assert clearly_up(change["paperwork_share"])
    assert clearly_down(change["service_hours"])


def test_more_points_buy_less() -> None:
    rich, poor = runs(Commendation(shop_budget=5000)), runs(Commendation(shop_budget=200))
    np.testing.assert_allclose(rich["point_worth"], 100.0)
    assert (poor["point_worth"] < 60).all()
    assert (poor["volunteer_hours"] < rich["volunteer_hours"]).all()


def test_the_sign_of_crowding_decides() -> None:
    policy = Commendation(recognition=0, bookkeeping=0, reward=12, shop_budget=5000)
    out, drawn_in = effects(policy, CROWDING), effects(policy, CROWDING_IN)
    assert clearly_up(drawn_in["volunteer_hours"])
    assert out["volunteer_hours"].mean() < 0.5 * drawn_in["volunteer_hours"].mean()


def test_it_can_disappoint() -> None:
    """Points without thanks where the motivated resent being paid, each hour booked: less of everything."""
    change = effects(Commendation(recognition=0, bookkeeping=0.2, reward=12, shop_budget=2000), CROWDING)
    for less in ("volunteer_hours", "service_hours", "needs_met"):
        assert clearly_down(change[less]), less
    assert change["participation"].mean() < 0
    assert (change["cost"] > 0).all()


def test_the_effect_fades_when_it_ends() -> None:
    during = effects(Commendation(end=12), first=10, last=12)["volunteer_hours"].mean()
    after = effects(Commendation(end=12), first=22, last=24)["volunteer_hours"].mean()
    assert 0 < after < 0.3 * during


def test_cost_is_the_goods_handed_over_and_the_ceremonies() -> None:
    policy = Commendation(ramp=0, recognition=0.5, yuan_per_ceremony=300, shop_budget=100)
    treated = runs(policy, first=1)
    assert (treated["cost"] <= 24 * 12 * (100 + 150) + 1e-6).all()
    assert (treated["cost"] > 24 * 12 * 150).all()

"""Cadre pay: who stays for it, what it does not buy, and what it keeps in post."""

import numpy as np

from sim.policies import CadrePay
from tests.measures.paired import clearly_down, clearly_up, effects, moved, runs, twins

WORN_OUT = {
    "cadre_time.burnout_base": 0.8,
    "cadre_time.quit": 0.012,
    "cadre_time.quit_burnout": 3.0,
    "cadre_time.fill": 1.0,
    "cadre_time.skill_new": 0.62,
    "cadre_time.skill_learning": 0.0,
    "cadre_time.skill_decay": 0.0,
}
"""Cadres are worn out, and recruits as skilled as they are stand ready."""


def test_it_moves_its_lever() -> None:
    assert moved(twins(CadrePay(ramp=0))) == {"pay"}


def test_whoever_stays_without_it_stays_with_it() -> None:
    """Post by post in the first month: nobody quits for being paid more, and no vacancy stays open for it."""
    stayed = 0
    for without, paid in zip(*twins(CadrePay(ramp=0, supplement=3000), {"cadre_time.quit": 0.05}), strict=True):
        assert (paid.cadres.vacant <= without.cadres.vacant).all()
        stayed += int(without.cadres.vacant.sum() - paid.cadres.vacant.sum())
    assert stayed > 3


def test_posts_are_filled_and_skill_is_kept() -> None:
    change = effects(CadrePay(supplement=2000))
    assert (change["quits"] < 0).all()
    assert clearly_down(change["vacancies"])
    assert clearly_up(change["service_hours"])
    assert change["skill"].mean() > 0


def test_more_pay_keeps_less_and_less() -> None:
    """The effect of pay saturates: the first 800 yuan do half of what any pay can do."""
    kept = [-effects(CadrePay(supplement=yuan))["quits"].mean() for yuan in (0, 1000, 3000)]
    assert kept[0] == 0.0
    assert kept[1] > kept[2] - kept[1]


def test_it_buys_no_effort() -> None:
    """Where nobody thinks of leaving and nobody of coming, two years of pay change nothing, to the bit."""
    pair = twins(CadrePay(ramp=0, supplement=3000), {"cadre_time.quit": 0.0, "cadre_time.fill_pay": 0.0}, months=24)
    assert pair.reached() == set()
    assert (pair.costs() > 0).all()


def test_the_worn_out_stay_too() -> None:
    """Where recruits would have been fresh, pay keeps the tired in post: burnout rises."""
    change = effects(CadrePay(supplement=3000), WORN_OUT)
    assert clearly_down(change["quits"])
    assert clearly_up(change["burnout"])


def test_it_can_disappoint() -> None:
    """Where vacancies are filled at once by people as good, a large supplement buys next to no service."""
    usual, easily_replaced = (
        effects(CadrePay()),
        effects(CadrePay(), {"cadre_time.fill": 1.0, "cadre_time.quit": 0.005}),
    )
    assert easily_replaced["service_hours"].mean() < 0.5 * usual["service_hours"].mean()
    assert easily_replaced["service_hours"].mean() < 0.02 * runs(None)["service_hours"].mean()
    assert (easily_replaced["cost"] > 0.95 * usual["cost"]).all()


def test_people_and_their_troubles_are_out_of_reach() -> None:
    pair = twins(CadrePay(ramp=0), months=12)
    assert pair.same("grievances.grievances", "needs.needs", "economy.workers", "grievances.sensed", "demography.left")


def test_cost_is_the_supplement_of_filled_posts() -> None:
    pair = twins(CadrePay(ramp=0, supplement=700), months=6)
    np.testing.assert_allclose(pair.costs(), 700.0 * pair.counts("cadre_time.filled")[1])

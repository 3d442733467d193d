"""Empowerment: what it does by its mechanism, and how weak villages waste it."""

import numpy as np

from sim.policies import Empowerment
from sim.processes.blocks import village_view
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

AUTHORITY = Empowerment(ramp=0, staff=0, fund=0)
MONEY = Empowerment(ramp=0, staff=0, authority=0, fund=5000)
UNEVEN = {"cadre_time.authority_skill_low": 0.62, "cadre_time.authority_skill_full": 0.63}
"""About half of the villages are too weak to use more authority or money."""
WEAK = {"cadre_time.authority_skill_low": 0.9, "cadre_time.authority_skill_full": 0.95}


def test_it_moves_its_levers() -> None:
    assert moved(twins(Empowerment(ramp=0))) == {"authority", "staff", "village_fund"}


def test_authority_settles_and_answers_more() -> None:
    pair = twins(AUTHORITY, DISPUTES)
    assert pair.same("settlement.attempts_village", "self_governance.raised", "cadre_time.service")
    for better in ("settlement.true_village", "self_governance.done", "self_governance.efficacy"):
        assert (pair.change(better) >= 0).all(), better
        assert pair.change(better).sum() > 5, better


def test_money_answers_what_residents_raise_and_settles_nothing() -> None:
    pair = twins(MONEY, DISPUTES)
    assert pair.same("settlement.true_village", "self_governance.raised")
    assert (pair.change("self_governance.done") >= 0).all()
    assert pair.change("self_governance.done").sum() > 20


def test_staff_brings_hours() -> None:
    pair = twins(Empowerment(ramp=0, authority=0, fund=0, staff=0.5))
    np.testing.assert_allclose(pair.change("cadre_time.hours"), 0.5 * 105.0)
    assert (pair.change("cadre_time.service") > 30.0).all()


def test_residents_are_served_and_come() -> None:
    change = effects(Empowerment())
    for more in ("matters_done", "efficacy", "participation", "needs_met", "resolved"):
        assert clearly_up(change[more]), more
    assert clearly_down(change["burnout"])


def test_weak_villages_waste_it_and_pay_all_the_same() -> None:
    pair = twins(Empowerment(ramp=0, staff=0), {**DISPUTES, **UNEVEN})
    weak = np.array([village_view(c.state.villages).skill for c in pair.without]) <= 0.62
    assert 5 < weak.sum() < weak.size - 5
    for name in ("settlement.true_village", "self_governance.done", "self_governance.efficacy"):
        change = pair.change(name)[:, 0]
        assert not change[weak].any(), name
        assert change[~weak].sum() > 0, name
    np.testing.assert_array_equal(pair.costs()[:, 0], 2000.0)


def test_it_can_disappoint() -> None:
    """Where no village can use them, authority and money change nothing, to the bit, for two years."""
    pair = twins(Empowerment(ramp=0, staff=0), WEAK, months=24, seeds=2)
    assert pair.reached() == set()
    assert (pair.costs() == 2000.0).all()


def test_grievances_arise_and_needs_too_as_before() -> None:
    pair = twins(Empowerment(ramp=0), months=12)
    assert pair.same("grievances.grievances", "grievances.severity", "needs.needs", "grievances.sensed")


def test_cost_is_posts_and_money() -> None:
    cost = twins(Empowerment(ramp=0, staff=0.3, fund=1000, yuan_per_post=3000)).costs()
    np.testing.assert_allclose(cost, 0.3 * 3000 + 1000)

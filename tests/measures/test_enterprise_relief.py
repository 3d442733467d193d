"""Enterprise relief: what cash does for firms and their workers, and which firms it keeps alive."""

import numpy as np

from sim.policies import EnterpriseRelief
from tests.measures.paired import NOBODY_MOVES, clearly_down, clearly_up, effects, moved, twins

FULL = EnterpriseRelief(ramp=0, support=3)
MANY_CLOSE = {"economy.exit": 0.03, "economy.exit_health": 1.3, "economy.entry": 0.2}
SAFE = {"economy.exit": 0.0, "economy.arrears": -50.0, "economy.sponsor": 0.0}


def test_it_moves_its_lever() -> None:
    assert moved(twins(FULL)) == {"firm_support"}


def test_every_firm_has_more_cash_and_pays_wages_rather() -> None:
    for without, supported in zip(*twins(FULL), strict=True):
        both = (without.enterprises.open == 1) & (supported.enterprises.open == 1)
        more = supported.enterprises.cash[both] - without.enterprises.cash[both]
        np.testing.assert_allclose(more[without.enterprises.age[both] > 0], 3 * 0.06, atol=1e-5)
        assert (supported.enterprises.arrears[both] <= without.enterprises.arrears[both]).all()
    assert (twins(FULL).change("economy.exits") <= 0).all()


def test_fewer_wages_stay_unpaid_and_fewer_quarrels_come_of_it() -> None:
    change = effects(FULL)
    assert clearly_down(change["unpaid_workers"])
    assert clearly_down(change["firm_exits"])
    assert clearly_down(change["grievances"])
    assert clearly_up(change["sponsorship"])


def test_weak_firms_are_kept_alive_where_others_would_have_come() -> None:
    """Saved firms have fewer orders than the new ones that would stand in their place.

    They are hardly worse firms, though: who closes is decided by orders and cash, of which quality is a small part.
    """
    pair = twins(FULL, MANY_CLOSE, months=24, seeds=6)
    saved, instead = [], []
    for without, supported in zip(*pair, strict=True):
        ours, theirs = supported.enterprises, without.enterprises
        kept = (ours.open == 1) & (ours.age > theirs.age)
        saved.extend(ours.orders[kept])
        instead.extend(theirs.orders[kept & (theirs.open == 1)])
    assert len(saved) > 40
    assert np.mean(saved) < np.mean(instead) - 0.1
    assert pair.change("economy.entries").sum() < -20


def test_help_for_those_who_need_none_is_paid_and_does_nothing() -> None:
    """Where no firm closes or owes wages, and none gives to its village, only the firms know of it."""
    pair = twins(FULL, SAFE, months=24, seeds=2)
    assert pair.reached() == set()
    assert (pair.costs().sum(axis=-1) > 0).all()


def test_it_can_disappoint() -> None:
    """Nothing of it reaches how residents take part or how their matters are settled."""
    change = effects(EnterpriseRelief())
    for name in ("participation", "resolved", "needs_met"):
        assert abs(change[name].mean()) < 0.2, name
    assert (change["cost"] > 0).all()


def test_needs_are_out_of_reach_while_nobody_moves() -> None:
    pair = twins(FULL, NOBODY_MOVES, months=12)
    assert pair.same("needs.needs", "self_governance.present", "volunteering.leaders", "demography.deaths")


def test_cost_is_by_firm_and_support() -> None:
    pair = twins(EnterpriseRelief(ramp=0, support=2, yuan_per_firm=400), months=3)
    np.testing.assert_allclose(pair.costs(), 2 * 400 * pair.counts("economy.firms")[1])

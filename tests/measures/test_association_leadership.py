"""Associations: what active members hear of and give, and how membership stays on paper."""

import numpy as np

from sim.policies import AssociationLeadership
from tests.measures.paired import DISPUTES, clearly_up, effects, moved, twins

FULL = AssociationLeadership(ramp=0, reach=1)
WIDE = {**DISPUTES, "economy.association_join": 1.0, "economy.association_active": 1.0}
PAPER = {"economy.association_active": 0.0}


def test_it_moves_its_lever() -> None:
    assert moved(twins(AssociationLeadership(ramp=0))) == {"association"}


def test_firms_join_over_the_months_and_a_third_takes_part() -> None:
    pair = twins(FULL, months=18)
    without, members = (counts.sum(axis=(0, 2)) for counts in pair.counts("economy.members"))
    assert not without.any()
    assert members[0] < 0.3 * members[-1]
    active = pair.counts("economy.active_members")[1].sum(axis=(0, 2))
    assert 0.2 < active[-1] / members[-1] < 0.55


def test_active_members_hear_early_of_labour_and_contract_matters() -> None:
    """In the first month, before anything else can differ."""
    pair = twins(FULL, WIDE)
    assert pair.same("grievances.grievances")
    assert (pair.change("grievances.sensed") >= 0).all()
    assert pair.change("grievances.sensed").sum() > 10
    assert pair.same(*(f"grievances.recorded_{kind}" for kind in ("family", "neighbours", "land", "village", "other")))


def test_active_members_give_more() -> None:
    pair = twins(FULL, months=12)
    assert (pair.change("economy.sponsored") >= -1e-9).all()
    assert clearly_up(effects(AssociationLeadership())["sponsorship"])
    assert effects(AssociationLeadership())["resolved"].mean() > 0


def test_what_an_association_hears_of_may_surface_as_a_case() -> None:
    pair = twins(FULL, {**WIDE, "grievances.early": 0.0, "grievances.early_severity": 5.0, "grievances.surface": 1.0})
    assert (pair.change("grievances.surfaced") >= 0).all()
    assert pair.change("grievances.surfaced").sum() > 5
    assert pair.change("grievances.recorded_contract", "grievances.recorded_labour").sum() > 0


def test_it_can_disappoint() -> None:
    """Membership on paper: the lists fill, fees are paid, and not a bit of anything else changes in two years."""
    pair = twins(FULL, PAPER, months=24)
    assert pair.reached() == {"economy.members"}
    assert pair.costs().sum() > 0


def test_other_matters_are_out_of_reach() -> None:
    pair = twins(FULL, months=12)
    assert pair.same("needs.needs", "grievances.grievances", "economy.workers", "economy.exits", "demography.left")


def test_cost_is_by_member_on_paper_or_not() -> None:
    pair = twins(AssociationLeadership(ramp=0, yuan_per_member=80), months=12)
    np.testing.assert_allclose(pair.costs(), 80 * pair.counts("economy.members")[1])

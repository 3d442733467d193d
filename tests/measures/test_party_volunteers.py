"""Party volunteers: who serves when asked, whom it helps, and who stands back."""

import numpy as np

from sim.policies import PartyVolunteers
from tests.measures.paired import clearly_down, clearly_up, effects, moved, twins

ASKED = PartyVolunteers(ramp=0, asked=0.6, hours=0)


def test_it_moves_its_levers() -> None:
    assert moved(twins(PartyVolunteers(ramp=0))) == {"party_invitations", "hours_pulled"}


def test_members_who_are_asked_serve_and_nobody_else_is_asked() -> None:
    pair = twins(ASKED)
    without, asked = pair.counts("volunteering.hours_party")
    assert not without.any()
    assert asked.sum() > 500
    assert pair.reached() & {"volunteering.hours_organisation", "volunteering.hours_mobilised"} == set()
    for with_it, without_it in zip(pair.treated, pair.without, strict=True):
        more = with_it.residents.hours > without_it.residents.hours
        assert with_it.residents.party[more].all()


def test_neighbours_are_helped_in_the_month_after() -> None:
    change = twins(ASKED, months=2).change("needs.served_neighbour")
    assert not change[:, 0].any()
    assert (change[:, 1] >= 0).all()
    assert change[:, 1].sum() > 50
    assert clearly_up(effects(PartyVolunteers())["needs_met"])


def test_where_members_do_most_of_it_others_stand_back() -> None:
    """In the month after, on the same organising time."""
    pair = twins(ASKED, months=2)
    assert pair.same("cadre_time.organising")
    others = pair.change("volunteering.hours_mobilised", "volunteering.hours_organisation")
    assert not others[:, 0].any()
    assert others[:, 1].sum() < -100
    assert (others[:, 1] <= 0).mean() > 0.95
    free = twins(ASKED, {"volunteering.party_crowd": 0.0}, months=2)
    assert abs(free.change("volunteering.hours_mobilised").sum()) < 0.5 * abs(others.sum())


def test_finding_work_takes_cadre_hours() -> None:
    pair = twins(PartyVolunteers(ramp=0, hours=4))
    np.testing.assert_allclose(pair.change("cadre_time.pulled"), 4.0)
    assert (pair.change("cadre_time.organising") < 0).all()
    change = effects(PartyVolunteers())
    assert clearly_down(change["service_hours"])
    assert clearly_down(change["participation"])


def test_it_can_disappoint() -> None:
    """Cadres spend their time on finding work for a few, and the others stand back."""
    change = effects(PartyVolunteers(hours=40), {"volunteering.party_crowd": 1.0})
    for less in ("participation", "needs_met", "resolved", "organising_hours"):
        assert clearly_down(change[less]), less


def test_grievances_are_out_of_reach() -> None:
    pair = twins(PartyVolunteers(ramp=0), months=12)
    assert pair.same("grievances.grievances", "grievances.sensed", "needs.needs", "volunteering.leaders")


def test_cost_is_the_hours_served() -> None:
    pair = twins(PartyVolunteers(ramp=0, yuan_per_hour=5), months=6)
    np.testing.assert_allclose(pair.costs(), 5 * pair.counts("volunteering.hours_party")[1])

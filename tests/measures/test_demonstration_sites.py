"""Demonstration sites: what a site gains, who follows, and who pays with his hours."""

import numpy as np

from sim.policies import DemonstrationSites
from tests.measures.paired import Twins, clearly_down, effects, moved, twins

REFERENCE = DemonstrationSites(ramp=0)
UNIMPRESSED = {"self_governance.imitation": 0.0}
LEVERS = {"site", "meetings", "authority", "village_fund", "spread", "hours_pulled"}


def sites(pair: Twins) -> np.ndarray:
    """Which villages are sites, shape (seeds, villages)."""
    return np.array([county.scopes["demonstration_sites"] == 1 for county in pair.treated])


def test_it_moves_its_levers() -> None:
    assert moved(twins(REFERENCE)) == LEVERS


def test_sites_are_few_and_what_they_get_stays_there() -> None:
    pair = twins(REFERENCE)
    _, levers = pair.levers()
    assert (sites(pair).sum(axis=1) == 2).all()
    for name in ("site", "meetings", "authority", "village_fund"):
        assert np.array_equal(getattr(levers, name) > 0, sites(pair)[0]), name
    assert (levers.spread == 0.5).all()
    assert (levers.hours_pulled == 2).all()


def test_more_happens_and_more_is_answered_at_a_site() -> None:
    pair = twins(REFERENCE)
    at_site = pair.change("self_governance.events")[:, 0][sites(pair)]
    assert (at_site > 1.9).all()
    assert (pair.change("self_governance.done")[:, 0][sites(pair)] >= 0).all()
    assert pair.change("self_governance.took_part")[:, 0][sites(pair)].sum() > 20


def test_neighbours_of_a_site_that_is_ahead_follow() -> None:
    """They come more than they would if it made no impression, village by village over a year."""
    pair, cold = (twins(REFERENCE, numbers, months=24, seeds=2) for numbers in (None, UNIMPRESSED))
    came, stayed = (p.change("self_governance.took_part")[:, 12:].sum(axis=1)[~sites(p)] for p in (pair, cold))
    assert came.sum() > 0
    assert (came > stayed).mean() > 0.9


def test_visits_take_hours_from_everybody() -> None:
    pair = twins(REFERENCE)
    np.testing.assert_allclose(pair.change("cadre_time.pulled"), 2.0)
    assert (pair.change("cadre_time.service") < 0).all()
    assert (pair.change("cadre_time.organising")[:, 0][~sites(pair)] < 0).all()
    assert clearly_down(effects(DemonstrationSites())["service_hours"])


def test_it_can_disappoint() -> None:
    """Sites that impress nobody: the others lose the hours of their cadres, and so do their residents."""
    cold = twins(REFERENCE, UNIMPRESSED, months=24, seeds=2)
    assert cold.change("self_governance.took_part")[:, 12:].sum(axis=1)[~sites(cold)].sum() < 0
    bare = effects(DemonstrationSites(visits=20, meetings=0, authority=0, fund=0))
    for less in ("participation", "needs_met", "volunteer_hours"):
        assert clearly_down(bare[less]), less


def test_a_township_without_sites_is_out_of_reach_where_nobody_pays_visits() -> None:
    pair = twins(DemonstrationSites(ramp=0, visits=0, coverage=0.05), {"settlement.centre_hours": 1e6}, 12, (2, 6))
    for without, treated in zip(*pair, strict=True):
        abroad = (
            treated.state.places.township != treated.state.places.township[treated.scopes["demonstration_sites"] == 1]
        )
        assert abroad.sum() == 6
        assert np.array_equal(without.record.counted[..., abroad], treated.record.counted[..., abroad])
        assert not np.array_equal(without.record.counted, treated.record.counted)


def test_cost_is_meetings_and_money_of_the_sites() -> None:
    pair = twins(DemonstrationSites(ramp=0, meetings=6, fund=4000, yuan_per_meeting=300))
    np.testing.assert_allclose(pair.costs()[:, 0], np.where(sites(pair), 6 / 3 * 300 + 4000, 0.0))

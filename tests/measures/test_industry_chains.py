"""Industry chains: whom orders reach, what paired firms give, and what a bad year takes."""

import numpy as np

from sim.policies import IndustryChains
from sim.world.facts import CHAIN_SECTORS
from tests.measures.paired import NOBODY_MOVES, clearly_up, effects, moved, twins

FULL = IndustryChains(ramp=0, orders=3, pairing=0)
NO_LUCK = {"economy.noise": 0.0, "economy.exit": 0.0}
"""Firms differ by sector only, and none closes."""


def test_it_moves_its_levers() -> None:
    assert moved(twins(IndustryChains(ramp=0))) == {"firm_orders", "pairing"}


def test_orders_come_to_the_firms_of_the_chain_and_to_no_others() -> None:
    for without, treated in zip(*twins(FULL, {"economy.sector_noise": 0.0, "economy.exit": 0.0}), strict=True):
        chain = np.isin(without.enterprises.sector, CHAIN_SECTORS) & (without.enterprises.age > 0)
        more = treated.enterprises.orders - without.enterprises.orders
        np.testing.assert_allclose(more[chain & (without.enterprises.open == 1)], 3 * 0.05, atol=1e-5)
        other = ~np.isin(without.enterprises.sector, CHAIN_SECTORS)
        for column in ("orders", "cash", "open", "arrears"):
            ours, theirs = (getattr(county.enterprises, column)[other] for county in (treated, without))
            assert np.array_equal(ours, theirs), column


def test_jobs_follow_and_people_stay() -> None:
    change = effects(IndustryChains(orders=3))
    assert clearly_up(change["workers"])
    assert clearly_up(change["present"])


def test_paired_firms_give_half_as_much_again() -> None:
    pair = twins(IndustryChains(ramp=0, orders=0, pairing=0.5))
    without, paired = pair.counts("economy.sponsored")
    np.testing.assert_allclose(paired, 1.5 * without)
    assert without.sum() > 0
    assert (pair.change("self_governance.done") >= 0).all()


def test_a_chain_shares_more_of_its_sectors_luck() -> None:
    """With orders that bring nothing in the mean, a sector goes up and down by two and a half times as much."""
    barren = {**NO_LUCK, "economy.orders_lever": 0.0, "economy.persistence": 0.9}
    for without, treated in zip(*twins(FULL, barren), strict=True):
        was = without.enterprises.orders
        chain = np.isin(without.enterprises.sector, CHAIN_SECTORS)
        luck = (treated.enterprises.orders - was)[chain]
        of_sector = {s: luck[without.enterprises.sector[chain] == s] for s in set(without.enterprises.sector[chain])}
        assert all(np.ptp(same) < 1e-6 for same in of_sector.values())
        assert max(abs(same[0]) for same in of_sector.values()) > 0.05


def test_it_can_disappoint() -> None:
    """Orders that do not come and a sector that shares its luck: more firms close in bad years, jobs are no more."""
    barren = {"economy.orders_lever": 0.0, "economy.chain_risk": 1.0, "economy.sector_noise": 0.25}
    change = effects(IndustryChains(orders=3, pairing=0), {**barren, "economy.exit_health": 1.3}, size=(4, 6))
    assert not clearly_up(change["workers"])
    assert change["firm_exits"].mean() > 0
    assert abs(change["resolved"].mean()) < 0.3
    assert (change["cost"] > 0).all()


def test_governance_hardly_hears_of_it() -> None:
    change = effects(IndustryChains())
    for name in ("participation", "resolved", "needs_met"):
        assert abs(change[name].mean()) < 0.2, name


def test_needs_are_out_of_reach_while_nobody_moves() -> None:
    pair = twins(IndustryChains(ramp=0), NOBODY_MOVES, months=12)
    assert pair.same("needs.needs", "self_governance.present", "grievances.sensed", "demography.deaths")


def test_cost_is_by_firm_and_orders() -> None:
    pair = twins(IndustryChains(ramp=0, orders=2, yuan_per_firm=300), months=3)
    np.testing.assert_allclose(pair.costs(), 2 * 300 * pair.counts("economy.chain_firms")[1])
    assert pair.counts("economy.chain_firms")[1].sum() < pair.counts("economy.firms")[1].sum()

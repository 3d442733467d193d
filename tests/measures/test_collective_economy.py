"""Collective economy: what common money answers, what orders bring, and what there is to quarrel about."""

import numpy as np

from sim.policies import CollectiveEconomy
from sim.world.facts import CHAIN_SECTORS
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

INCOME = CollectiveEconomy(ramp=0, orders=0, training=0)
SHARED_BADLY = {
    "grievances.stakes": 0.9,
    "grievances.openness": 0.6,
    "self_governance.collective_share": 0.15,
}


def test_it_moves_its_levers() -> None:
    assert moved(twins(CollectiveEconomy(ramp=0))) == {"collective_income", "firm_orders", "cadre_training"}


def test_common_money_answers_what_residents_raise() -> None:
    pair = twins(INCOME)
    assert pair.same("self_governance.raised", "cadre_time.service")
    assert (pair.change("self_governance.done") >= 0).all()
    assert pair.change("self_governance.done").sum() > 10
    change = effects(CollectiveEconomy(training=0))
    assert clearly_up(change["matters_done"])
    assert clearly_up(change["efficacy"])


def test_orders_reach_the_firms_of_the_chains_and_bring_jobs() -> None:
    for without, treated in zip(*twins(CollectiveEconomy(ramp=0, orders=2), months=3), strict=True):
        firms = without.enterprises
        alike = (firms.open == 1) & (treated.enterprises.open == 1) & (firms.age == treated.enterprises.age)
        more = treated.enterprises.orders - firms.orders
        chain = np.isin(firms.sector, CHAIN_SECTORS)
        assert not more[alike & ~chain].any()
        assert more[alike & chain].mean() > 0
    assert clearly_up(effects(CollectiveEconomy(orders=2))["workers"])


def test_training_takes_hours_and_adds_skill() -> None:
    pair = twins(CollectiveEconomy(ramp=0, income=0, orders=0, training=4))
    np.testing.assert_allclose(pair.change("cadre_time.pulled") / 4.0, np.round(pair.change("cadre_time.pulled") / 4.0))
    assert (pair.change("cadre_time.pulled") > 0).all()
    assert (pair.change("cadre_time.service") < 0).all()
    assert (pair.change("cadre_time.skill") > 0).all()


def test_more_common_money_more_quarrels_about_it() -> None:
    pair = twins(INCOME, DISPUTES)
    assert (pair.change("grievances.village") >= 0).all()
    assert pair.change("grievances.village").sum() > 30
    assert twins(INCOME, {**DISPUTES, "grievances.stakes": 0.0}).same("grievances.village")


def test_it_can_disappoint() -> None:
    """Much money, little of it for residents, no jobs, cadres away for training: quarrels, and less of the rest."""
    change = effects(CollectiveEconomy(income=30000, orders=0, training=20), SHARED_BADLY)
    for more in ("grievances", "type_village", "backlog"):
        assert clearly_up(change[more]), more
    for less in ("participation", "resolved", "needs_met"):
        assert clearly_down(change[less]), less


def test_needs_and_deaths_are_out_of_reach() -> None:
    pair = twins(CollectiveEconomy(ramp=0, orders=0), months=12)
    assert pair.same("needs.needs", "demography.deaths", "demography.left", "economy.workers", "economy.exits")


def test_cost_is_the_support_of_the_income() -> None:
    cost = twins(CollectiveEconomy(ramp=0, income=6000, yuan_per_yuan=0.5)).costs()
    np.testing.assert_allclose(cost, 3000.0)

"""Mediation stations: what hours, skill and visits settle, and whose hours they are."""

import numpy as np

from sim.policies import MediationStations
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

BARE = {"village_hours": 0, "station_hours": 0, "training": 0, "visits": 0, "hours": 0}
LEVERS = {"village_mediation", "station_hours", "mediator_training", "visits", "hours_pulled"}
STATION = 12
"""Row of the township's station among the mediation bodies: after its villages."""


def only(**given: float) -> MediationStations:
    return MediationStations(ramp=0, **{**BARE, **given})  # type: ignore[arg-type]


def test_it_moves_its_levers() -> None:
    assert moved(twins(MediationStations(ramp=0))) == LEVERS


def test_training_and_visits_settle_more_of_the_same_cases() -> None:
    for policy in (only(training=10), only(visits=2)):
        pair = twins(policy, DISPUTES)
        assert pair.same("settlement.attempts_village", "settlement.attempts_township")
        for tier in ("village", "township"):
            assert (pair.change(f"settlement.true_{tier}") >= 0).all()
            assert pair.change(f"settlement.true_{tier}").sum() > 3


def test_station_hours_are_hours_of_the_station() -> None:
    scarce = {**DISPUTES, "settlement.need_township": 40.0}
    pair = twins(only(station_hours=200), scarce)
    for without, staffed in zip(*pair, strict=True):
        more = staffed.bodies.hours - without.bodies.hours
        assert more[STATION] == 200.0
        assert not np.delete(more, STATION).any()
    assert (pair.change("settlement.attempts_township") >= 0).all()
    assert pair.change("settlement.attempts_township").sum() > 5


def test_mediators_at_the_village_relieve_cadres() -> None:
    pair = twins(only(village_hours=20), {"settlement.need_village": 12.0})
    assert (pair.change("cadre_time.case_hours") <= 0).all()
    assert (pair.change("cadre_time.organising") >= 0).all()
    assert pair.change("cadre_time.organising").sum() > 10


def test_more_is_settled_in_fact_and_less_comes_back() -> None:
    change = effects(MediationStations())
    for more in ("resolved", "true_village", "trust_cadre"):
        assert clearly_up(change[more]), more
    for less in ("backlog", "turned_away", "relapses", "petitions"):
        assert clearly_down(change[less]), less


def test_stations_take_hours_of_cadres() -> None:
    pair = twins(MediationStations(ramp=0, hours=3))
    np.testing.assert_allclose(pair.change("cadre_time.pulled"), 3.0)
    assert (pair.change("cadre_time.service") < 0).all()


def test_who_was_helped_brings_more() -> None:
    """Settlements are felt and told of: trust in cadres grows, and with it what is brought to them."""
    change = effects(MediationStations(training=20, visits=6, village_hours=100, hours=0), DISPUTES)
    assert clearly_up(change["trust_cadre"])
    assert clearly_up(change["brought"])
    assert clearly_down(change["borne"])


def test_it_can_disappoint() -> None:
    """Signs on the doors and cadres on duty behind them, without mediators, training or visits."""
    change = effects(MediationStations(**{**BARE, "hours": 40}))  # type: ignore[arg-type]
    for less in ("participation", "needs_met", "resolved"):
        assert clearly_down(change[less]), less
    for more in ("burnout", "petitions", "backlog"):
        assert clearly_up(change[more]), more


def test_what_arises_is_out_of_reach() -> None:
    pair = twins(MediationStations(ramp=0), months=12)
    assert pair.same("grievances.grievances", "grievances.severity", "needs.needs", "grievances.sensed")


def test_cost_is_hours_of_mediators_and_of_training() -> None:
    policy = MediationStations(ramp=0, village_hours=6, station_hours=60, training=2, yuan_per_hour=25)
    cost = twins(policy).costs()
    np.testing.assert_allclose(cost.sum(axis=-1), 25 * (12 * 6 + 60 + 12 * 5 * 2))

"""Publicity: who learns of what, how little follows, and how it fades."""

import numpy as np

from sim.policies import Publicity
from tests.measures.paired import NOBODY_MOVES, clearly_down, clearly_up, effects, moved, twins

LOUD = Publicity(ramp=0, reach=0.3)
INSTITUTIONS = ("supervision", "mediation", "rules")
AWARE = [f"self_governance.aware_{name}" for name in INSTITUTIONS]
SHORT_OF_HOURS = {"cadre_time.routine_hours": 60.0, "cadre_time.hours": 80.0, "needs.awareness": 0.6}


def test_it_moves_its_levers() -> None:
    assert moved(twins(Publicity(ramp=0))) == {f"publicity_{name}" for name in INSTITUTIONS}


def test_residents_learn_and_nobody_forgets_for_it() -> None:
    for name in AWARE:
        change = twins(Publicity(ramp=0)).change(name)
        assert (change >= 0).all(), name
        assert change.sum() > 50, name


def test_those_away_do_not_hear_of_it() -> None:
    """In the first month: later their ties tell them."""
    for without, treated in zip(*twins(LOUD, NOBODY_MOVES), strict=True):
        away = without.residents.away == 1
        ours, theirs = treated.residents.aware, without.residents.aware
        assert np.array_equal(ours[away], theirs[away])
        assert (ours[~away] != theirs[~away]).mean() > 0.1


def test_its_effects_on_behaviour_are_small() -> None:
    change = effects(Publicity())
    assert clearly_down(change["unaware_rules"])
    assert 0 < change["participation"].mean() < 2.5
    for name in ("resolved", "needs_met"):
        assert abs(change[name].mean()) < 0.5, name


def test_what_is_learnt_is_forgotten_when_it_ends() -> None:
    pair = twins(Publicity(ramp=0, reach=0.1, end=6), months=24, seeds=2)
    usual, treated = (counts.sum(axis=(0, 2)) for counts in pair.counts("self_governance.aware_rules"))
    more = treated - usual
    assert more[5] == more.max()
    assert more[-1] < 0.6 * more[5]
    assert (np.diff(treated[5:]) < 0).mean() > 0.9


def test_who_knows_asks_more_of_cadres() -> None:
    change = effects(Publicity(reach=0.3))
    assert clearly_up(change["first_cadre"])
    assert clearly_up(change["brought"])
    assert clearly_up(change["burnout"])


def test_it_can_disappoint() -> None:
    """Where cadres are short of hours people come who are not served: fewer needs are met, trust is lost."""
    change = effects(Publicity(reach=0.3), SHORT_OF_HOURS)
    for less in ("needs_met", "trust_cadre", "trust_township"):
        assert clearly_down(change[less]), less


def test_what_arises_is_out_of_reach() -> None:
    pair = twins(Publicity(ramp=0), months=12)
    assert pair.same("grievances.grievances", "needs.needs", "grievances.sensed", "economy.workers")


def test_cost_is_by_campaign() -> None:
    np.testing.assert_allclose(twins(Publicity(ramp=0, reach=0.02, yuan_per_village=300)).costs(), 300.0)
    np.testing.assert_allclose(twins(Publicity(ramp=0, intensity=0.5, yuan_per_village=300)).costs(), 150.0)

"""Burden reduction: what it does by its mechanism, and how it disappoints."""

import numpy as np

from sim.policies import BurdenReduction
from tests.measures.paired import clearly_down, clearly_up, effects, runs


def test_freed_hours_reach_residents() -> None:
    change = effects(BurdenReduction())
    assert clearly_down(change["paperwork_share"])
    for better in ("service_hours", "organising_hours", "needs_met", "participation"):
        assert clearly_up(change[better]), better
    assert clearly_down(change["burnout"])


def test_organising_gets_more_than_its_share_of_freed_hours() -> None:
    """Organising is a residual, so a cut moves it by a larger factor than it moves service time."""
    baseline, treated = runs(None), runs(BurdenReduction())
    grown = {key: (treated[key] / baseline[key]).mean() for key in ("organising_hours", "service_hours")}
    assert grown["organising_hours"] > 1.5 * grown["service_hours"] - 0.5 > 1.0


def test_the_effect_runs_through_hours() -> None:
    """Where all freed hours leak away, nothing is left of it but rested cadres."""
    through = effects(BurdenReduction())["participation"].mean()
    leaking = effects(BurdenReduction(), {"cadre_time.leak": 1.0})["participation"].mean()
    assert abs(leaking) < 0.35 * through


def test_an_unenforced_cut_creeps_back() -> None:
    loose = BurdenReduction(enforcement=0, inspection=0)
    early = effects(loose, first=3, last=5)["paperwork_share"].mean()
    late = effects(loose, first=22, last=24)["paperwork_share"].mean()
    kept = effects(BurdenReduction(enforcement=1, inspection=0), first=22, last=24)["paperwork_share"].mean()
    assert late > 0.6 * early
    assert kept < 0.9 * early


def test_what_is_not_reported_gets_lost() -> None:
    """Matters handed to the township travel longer, so more of them are lost or grow old on the way."""
    deep = BurdenReduction(items_cut=0.7, enforcement=1)
    silent = effects(deep, {"settlement.silence": 2.0, "settlement.lost": 0.08})
    open_ears = effects(deep, {"settlement.silence": 0.0, "settlement.lost": 0.08})
    assert silent["months_p90"].mean() > open_ears["months_p90"].mean()
    assert silent["turned_away"].mean() > open_ears["turned_away"].mean()


def test_it_can_disappoint() -> None:
    """An unenforced cut with inspection let go: items creep back, effort sinks, residents gain nothing."""
    worst = {
        "cadre_time.cut_elasticity": 0.35,
        "cadre_time.leak": 0.5,
        "cadre_time.rebound_rate": 0.1,
        "cadre_time.rebound_cap": 0.9,
        "cadre_time.effort_curve": 2.0,
    }
    change = effects(BurdenReduction(enforcement=0, inspection=-0.3), worst)
    assert clearly_down(change["paperwork_share"])
    assert not clearly_up(change["service_hours"])
    assert change["organising_hours"].mean() < 0
    assert not clearly_up(change["participation"])


def test_cost_is_the_visits_made() -> None:
    total = effects(BurdenReduction(enforcement=0.5, ramp=0, yuan_per_visit=200), first=1)["cost"]
    np.testing.assert_allclose(total, 24 * 12 * 0.5 * 200)

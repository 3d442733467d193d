"""Assessment of petition work: what weighs less on cadres, and what weighs less for petitioners."""

import numpy as np

from sim.policies import PetitionAssessment
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

LIGHTER = PetitionAssessment(ramp=0, lighter=0.8, inspection=0)
QUEUES = {
    **DISPUTES,
    "settlement.close_age": 12.0,
    "settlement.need_township": 30.0,
    "settlement.need_county": 40.0,
}
"""Disputes above the village wait long enough to be buried."""
LET_GO = {"cadre_time.petition_paperwork": 0.03, "cadre_time.effort_curve": 2.0, "cadre_time.inspection_0": 0.4}
"""Petitions hardly weigh on paperwork, and inspection is where it should be."""


def test_it_moves_its_levers() -> None:
    assert moved(twins(PetitionAssessment(ramp=0))) == {"petition_weight", "inspection"}


def test_petitions_press_less_on_paperwork_and_on_cadres() -> None:
    pair = twins(LIGHTER)
    assert (pair.change("cadre_time.paperwork") <= 0).all()
    assert pair.change("cadre_time.paperwork").sum() < -300
    assert (pair.change("cadre_time.burnout") <= 0).all()
    assert (pair.change("cadre_time.service") >= 0).all()


def test_freed_of_pressure_cadres_turn_to_residents() -> None:
    change = effects(PetitionAssessment())
    for more in ("service_hours", "needs_met", "participation", "trust_cadre"):
        assert clearly_up(change[more]), more
    assert clearly_down(change["burnout"])


def test_fewer_failures_are_settled_on_paper() -> None:
    """In the first month on the same attempts; villages without petitions press on nobody."""
    pair = twins(LIGHTER, DISPUTES)
    papered = pair.change("settlement.papered")
    assert papered.sum() < 0
    assert (papered <= 0).mean() > 0.8
    assert clearly_down(effects(PetitionAssessment())["relapses"])


def test_petitioned_cases_are_buried_sooner() -> None:
    pair = twins(LIGHTER, QUEUES, months=24)
    without, lighter = pair.counts("settlement.closed")
    assert lighter.sum() > 2 * without.sum() > 0
    unburied = twins(LIGHTER, {**QUEUES, "settlement.bury": 0.0}, months=24)
    assert unburied.change("settlement.closed").sum() < 0.5 * (lighter - without).sum()


def test_it_can_disappoint() -> None:
    """Cases are buried, and cadres whom nobody looks at do less for residents."""
    change = effects(PetitionAssessment(lighter=0.8, inspection=-0.3), {**QUEUES, **LET_GO})
    for less in ("service_hours", "needs_met", "participation"):
        assert clearly_down(change[less]), less
    assert clearly_up(change["turned_away"])


def test_grievances_and_sensing_are_out_of_reach() -> None:
    pair = twins(PetitionAssessment(ramp=0), months=12)
    assert pair.same("grievances.grievances", "grievances.sensed", "needs.needs", "grievances.outside_petitions")


def test_cost_is_reviews_in_every_village() -> None:
    np.testing.assert_allclose(twins(PetitionAssessment(ramp=0, yuan_per_village=50)).costs(), 50.0)
    half = twins(PetitionAssessment(ramp=0, coverage=0.5)).costs()
    assert sorted(set(half.ravel())) == [0.0, 50.0]
    assert half.sum() == 3 * 6 * 50

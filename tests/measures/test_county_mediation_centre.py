"""The county centre: hard cases under one roof, and what one door at the top draws up."""

import numpy as np

from sim.policies import CountyMediationCentre
from tests.measures.paired import DISPUTES, clearly_down, clearly_up, effects, moved, twins

BARE = {"hours": 0, "joint": 0, "docking": 0, "one_stop": 0}
LEVERS = {"centre_hours", "joint", "docking", "one_stop"}
TOWNSHIPS = (4, 6)
CENTRE = -1
"""Row of the centre among the mediation bodies: the last."""


def only(**given: float) -> CountyMediationCentre:
    return CountyMediationCentre(ramp=0, **{**BARE, **given})  # type: ignore[arg-type]


def test_it_moves_its_levers() -> None:
    assert moved(twins(CountyMediationCentre(ramp=0))) == LEVERS


def test_its_hours_are_hours_of_the_centre() -> None:
    pair = twins(only(hours=25), {**DISPUTES, "settlement.need_county": 60.0}, months=6, size=TOWNSHIPS)
    for without, staffed in zip(*pair, strict=True):
        assert (staffed.bodies.hours - without.bodies.hours)[CENTRE] == 4 * 25.0
    assert pair.change("settlement.attempts_county").sum() > 10
    assert pair.same("grievances.grievances")


def test_departments_together_settle_more_of_the_same_cases() -> None:
    pair = twins(only(joint=1), DISPUTES)
    assert pair.same("settlement.attempts_township", "settlement.attempts_county", "settlement.true_village")
    assert (pair.change("settlement.true_township") >= 0).all()
    assert pair.change("settlement.true_township").sum() > 5


def test_suits_are_sent_to_mediation_first() -> None:
    pair = twins(only(docking=0.5), DISPUTES)
    without, docked = pair.counts("settlement.docked")
    assert not without.any()
    assert docked.sum() > 5
    np.testing.assert_array_equal(pair.change("settlement.suits"), -docked)


def test_hard_cases_are_settled_and_fewer_go_to_court() -> None:
    change = effects(CountyMediationCentre(), size=TOWNSHIPS)
    assert clearly_up(change["resolved"])
    assert clearly_up(change["settled_county_share"])
    assert clearly_down(change["lawsuits"])


def test_one_door_at_the_top_draws_cases_up() -> None:
    pair = twins(only(one_stop=1), DISPUTES)
    assert (pair.change("settlement.passed_up") >= 0).all()
    assert pair.change("settlement.passed_up").sum() > 10
    assert clearly_down(effects(CountyMediationCentre(), size=TOWNSHIPS)["settled_village_share"])


def test_it_can_disappoint() -> None:
    """A door and docking without hours: cases queue at the top, and suits go to court later."""
    change = effects(CountyMediationCentre(hours=0, joint=0, docking=1, one_stop=1), size=TOWNSHIPS)
    for more in ("backlog", "months_p90", "settled_county_share"):
        assert clearly_up(change[more]), more
    assert clearly_down(change["settled_village_share"])
    assert not clearly_up(change["needs_met"])
    assert change["turned_away"].mean() > 0


def test_docking_that_outruns_hours_only_delays() -> None:
    """Nobody is heard at the centre: in the long run hardly fewer suits, each of them months later."""
    unheard = {**DISPUTES, "settlement.need_county": 1e6}
    pair = twins(only(docking=1), unheard, months=18, size=TOWNSHIPS, seeds=2)
    without, later = (counts.sum(axis=(0, 2)) for counts in pair.counts("settlement.suits"))
    assert later[:2].sum() < 0.1 * without[:2].sum()
    assert later[6:].sum() > 0.75 * without[6:].sum()


def test_what_happens_below_is_out_of_reach_for_a_month() -> None:
    month = twins(CountyMediationCentre(ramp=0), DISPUTES)
    assert month.same("settlement.attempts_village", "settlement.true_village", "settlement.hours_village")
    assert twins(CountyMediationCentre(ramp=0), months=12).same("grievances.grievances", "needs.needs")


def test_cost_is_the_hours_of_the_centre() -> None:
    pair = twins(CountyMediationCentre(ramp=0, hours=25, yuan_per_hour=40), months=1, size=TOWNSHIPS)
    np.testing.assert_allclose(pair.costs().sum(axis=-1), 4 * 25 * 40)

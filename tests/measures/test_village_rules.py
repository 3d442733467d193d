"""Village rules: what they do by their mechanism, what they cost cadres, and how they stay on paper."""

import numpy as np

from sim.policies import VillageRules
from tests.measures.paired import (
    DISPUTES,
    EVERYBODY_KNOWS,
    NOBODY_KNOWS,
    clearly_down,
    clearly_up,
    effects,
    moved,
    twins,
)

CLARITY = VillageRules(ramp=0, meetings=0, hours=0)


def test_it_moves_its_levers() -> None:
    assert moved(twins(VillageRules(ramp=0))) == {"rules_clarity", "meetings", "hours_pulled"}


def test_openness_leaves_fewer_quarrels_over_village_affairs() -> None:
    quarrels = twins(CLARITY, DISPUTES).change("grievances.village")
    assert (quarrels <= 0).all()
    assert quarrels.sum() < -30


def test_known_rules_settle_what_they_speak_of() -> None:
    pair = twins(CLARITY, {**DISPUTES, **EVERYBODY_KNOWS, "grievances.openness": 0.0})
    assert pair.same("grievances.grievances", "grievances.sensed")
    for better in ("grievances.early_settled", "settlement.true_village", "settlement.true_township"):
        assert (pair.change(better) >= 0).all(), better
    assert pair.change("settlement.true_village").sum() > 5


def test_meetings_draw_people() -> None:
    pair = twins(VillageRules(ramp=0, clarity=0, hours=0))
    np.testing.assert_allclose(pair.change("self_governance.events"), 2 / 3)
    assert (pair.change("self_governance.took_part") >= 0).all()
    assert clearly_up(effects(VillageRules())["participation"])


def test_drafting_takes_hours_from_residents() -> None:
    pair = twins(VillageRules(ramp=0))
    np.testing.assert_allclose(pair.change("cadre_time.pulled"), 5.0)
    assert (pair.change("cadre_time.service") < -3.0).all()
    assert (pair.change("cadre_time.organising") < 0).all()
    change = effects(VillageRules())
    for less in ("service_hours", "organising_hours"):
        assert clearly_down(change[less]), less


def test_where_nobody_knows_them_they_stay_on_paper() -> None:
    """In full force, and not a bit of it reaches anybody."""
    assert twins(CLARITY, {**NOBODY_KNOWS, "grievances.openness": 0.0}, months=12).reached() == set()


def test_it_can_disappoint() -> None:
    """Rules that nobody knows and drafting without end, and nobody is invited: less of everything."""
    change = effects(VillageRules(meetings=0, hours=40), NOBODY_KNOWS)
    for less in ("participation", "needs_met", "resolved", "volunteer_hours"):
        assert clearly_down(change[less]), less
    assert clearly_up(change["burnout"])


def test_needs_and_firms_are_out_of_reach() -> None:
    pair = twins(VillageRules(ramp=0), months=12)
    assert pair.same("needs.needs", "economy.workers", "economy.exits", "demography.left", "volunteering.leaders")


def test_cost_is_the_meetings_held() -> None:
    cost = twins(VillageRules(ramp=0, meetings=6, yuan_per_meeting=300)).costs()
    np.testing.assert_allclose(cost, 2 * 300)

"""Social workers: what they make of organisations, how slowly they come, and what is left when they go."""

import numpy as np
import pytest

from sim.policies import SocialWorkTalent
from sim.world.description import load_description
from tests.measures.paired import DISPUTES, clearly_up, effects, moved, runs, twins

FULL = SocialWorkTalent(ramp=0, posts=4)
AT_ONCE = {"volunteering.professional_hire": 1.0, "volunteering.professional_quit": 0.0}
LEADERS = {"volunteering.lead_in": 0.03, "volunteering.lead_out": 0.03}
"""Willing leaders step up often and stay for years."""


def test_it_moves_its_lever() -> None:
    assert moved(twins(FULL)) == {"coordinators"}


def test_the_reference_design_stays_within_the_social_workers_there_are() -> None:
    county = load_description("wushan")
    posts = SocialWorkTalent().posts * len(county.places.townships.value)
    assert posts <= county.social_work.social_workers.value
    assert SocialWorkTalent().posts == pytest.approx(0.6)
    assert county.social_work.social_workers.value == 45


def test_posts_are_filled_slowly_and_no_further_than_they_reach() -> None:
    """0.6 posts of four organisations each make two organisations of a township."""
    with_one = twins(SocialWorkTalent(ramp=0), months=24).counts("volunteering.professionals")[1].sum(axis=2)
    assert with_one.max() == 2
    assert with_one[:, 0].mean() < 1 < with_one[:, -1].mean()
    many = twins(FULL, months=12).counts("volunteering.professionals")[1].sum(axis=2)
    assert many[:, 0].mean() < 0.3 * many[:, -1].mean()


def test_they_find_tasks_and_members_serve() -> None:
    """In the first month, where posts are filled at once."""
    pair = twins(FULL, AT_ONCE)
    for more in ("volunteering.tasks", "volunteering.tasks_done", "volunteering.hours_organisation"):
        assert (pair.change(more) >= 0).all(), more
        assert pair.change(more).sum() > 20, more


def test_organisations_wake_and_are_seen_and_trusted() -> None:
    change = effects(SocialWorkTalent())
    for more in ("active_organisations", "volunteer_hours", "members", "trust_volunteer", "first_volunteer"):
        assert clearly_up(change[more]), more
    assert clearly_up(effects(SocialWorkTalent(posts=2))["needs_met"])


def test_where_they_were_nobody_else_stepped_up() -> None:
    """When the posts are cut fewer organisations have a leader than if there had never been a social worker."""
    change = twins(SocialWorkTalent(ramp=0, posts=4, end=12), LEADERS, months=18, seeds=6)
    led, tasks = (change.change(name).sum(axis=(0, 2)) for name in ("volunteering.coordinators", "volunteering.tasks"))
    assert led[:12].min() >= 0
    assert led[6:12].min() > 15
    assert (led[12:] < 0).all()
    assert (tasks[13:] < 0).all()


def test_it_can_disappoint() -> None:
    """Where members will not serve, social workers fill their posts, find tasks, and next to nothing is done."""
    idle = {"volunteering.serve": -9.0, "volunteering.join": 0.0}
    change = effects(SocialWorkTalent(posts=2), idle)
    assert (change["cost"] > 0.5 * effects(SocialWorkTalent(posts=2))["cost"]).all()
    assert (change["active_organisations"] == 0).all()
    assert abs(change["volunteer_hours"].mean()) < 5
    assert abs(change["needs_met"].mean()) < 0.1


def test_disputes_are_out_of_reach_for_a_month() -> None:
    """And what befalls people for good."""
    month = twins(FULL, {**DISPUTES, **AT_ONCE})
    assert not {name for name in month.reached() if name.startswith(("grievances.", "settlement.", "cadre_time."))}
    year = twins(FULL, months=12)
    assert year.same("grievances.grievances", "needs.needs", "grievances.sensed", "demography.left")


def test_cost_is_a_quarter_of_a_post_for_each_organisation() -> None:
    pair = twins(SocialWorkTalent(ramp=0, posts=2, yuan_per_post=6000), months=6)
    np.testing.assert_allclose(pair.costs(), 1500.0 * pair.counts("volunteering.professionals")[1])
    assert (runs(SocialWorkTalent(), first=1)["cost"] <= 24 * 0.6 * 6000).all()

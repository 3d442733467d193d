"""Micro-grids: what they do by their mechanism, and how they disappoint."""

import numpy as np

from sim.policies import MicroGrids
from tests.measures.paired import NOBODY_MOVES, clearly_down, clearly_up, effects, runs, twins


def test_leaders_notice_help_and_invite() -> None:
    change = effects(MicroGrids())
    for more in ("sensed", "invited", "needs_met", "participation", "resolved", "volunteer_hours"):
        assert clearly_up(change[more]), more
    assert clearly_down(change["borne"])


def test_grievances_arise_as_before() -> None:
    """No cell prevents a grievance from arising: what changes is who hears of it.

    Who leads a cell does not go away to work, though, and who is at home has grievances of his own.
    """
    at_home = twins(MicroGrids(), NOBODY_MOVES, months=12)
    assert at_home.same("grievances.grievances", "grievances.severity", "needs.needs")
    assert at_home.change("grievances.borne").sum() < 0
    moving = effects(MicroGrids(), {"demography.out_young": 0.1})
    assert clearly_up(moving["present"])


def test_being_asked_carries_a_good_part_of_participation() -> None:
    """The rest comes from courtyard meetings and from cadres who are relieved of small matters."""
    asked = effects(MicroGrids())["participation"]
    silent = effects(MicroGrids(invites=0))["participation"]
    assert clearly_up(asked - silent)
    assert 0 < silent.mean() < 0.75 * asked.mean()


def test_surfacing_fills_the_books() -> None:
    """Noticed grievances become cases that would have been borne; some of them relapse."""
    change = effects(MicroGrids(), {"grievances.early": 0.0, "grievances.surface": 0.6})
    assert clearly_up(change["recorded"])
    assert clearly_up(change["brought"])


def test_the_same_few_tire() -> None:
    """Leaders come from those who already serve; tired, they serve organisations less, and not all can be found."""
    treated, change = runs(MicroGrids(hours=12)), effects(MicroGrids(hours=12))
    rested = runs(MicroGrids(hours=3))
    assert treated["leader_tiredness"].mean() > 1.5 * rested["leader_tiredness"].mean()
    assert clearly_down(change["members"])
    assert (treated["leaders"] < rested["leaders"]).all()


def test_they_can_disappoint() -> None:
    """Few agree and they wear out: a quarter of the effect is left, at a higher price for what is left."""
    worst = {
        "volunteering.leader_accept": -2.8,
        "volunteering.leader_quit": 0.03,
        "volunteering.leader_quit_tired": 1.8,
        "volunteering.leader_fatigue": 0.6,
        "self_governance.invited": 0.8,
    }
    usual, poor = effects(MicroGrids()), effects(MicroGrids(invites=2, hours=12), worst)
    assert poor["participation"].mean() < 0.4 * usual["participation"].mean()
    assert poor["resolved"].mean() < 0.5 * usual["resolved"].mean()
    price = {name: (change["cost"] / change["resolved"]).mean() for name, change in (("usual", usual), ("poor", poor))}
    assert price["poor"] > 1.2 * price["usual"]


def test_cost_is_the_leaders_in_post_and_those_trained() -> None:
    policy = MicroGrids(yuan_per_leader=60, yuan_per_training=0)
    treated = runs(policy, first=1)
    np.testing.assert_allclose(treated["cost"], 24 * treated["leaders"] * 60)

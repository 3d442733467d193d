"""Procurement of services: what funded tasks wake, what they leave behind, and what cannot be bought."""

import numpy as np

from sim.policies import ServiceProcurement
from tests.measures.paired import clearly_up, effects, moved, twins

LED = {"volunteering.lead_in": 0.05, "volunteering.lead_out": 0.03, "volunteering.dependence_loss": 1.0}
"""Most organisations have a leader who finds tasks, and lose the habit where tasks are bought."""
UNWILLING = {"volunteering.serve": -9.0}


def test_it_moves_its_levers() -> None:
    assert moved(twins(ServiceProcurement(ramp=0))) == {"funded_tasks", "organisation_funds"}


def test_funded_tasks_are_matched_and_done() -> None:
    pair = twins(ServiceProcurement(ramp=0))
    for more in ("tasks", "tasks_done", "funded_done", "hours_organisation"):
        assert (pair.change(f"volunteering.{more}") >= 0).all(), more
        assert pair.change(f"volunteering.{more}").sum() > 20, more
    assert (pair.change("volunteering.funded_done") <= 3.0).all()


def test_dormant_organisations_wake() -> None:
    change = effects(ServiceProcurement())
    for more in ("active_organisations", "volunteer_hours", "members", "trust_volunteer", "needs_met"):
        assert clearly_up(change[more]), more


def test_tasks_need_money() -> None:
    """Without funds of their own organisations cannot do what is offered; basic support pays for tasks."""
    poor = {"volunteering.income": 0.0, "volunteering.task_cost": 40.0, "economy.sponsor": 0.0}
    bare, supported = (twins(ServiceProcurement(ramp=0, funds=yuan), poor, months=24) for yuan in (0, 200))
    done = [pair.counts("volunteering.tasks_done")[1][:, -3:].sum() for pair in (bare, supported)]
    assert done[0] < 0.5 * done[1]


def test_who_lives_on_funded_tasks_finds_fewer_when_they_stop() -> None:
    pair = twins(ServiceProcurement(ramp=0, tasks=6, end=12), LED, months=18, seeds=6)
    dependence = pair.change("volunteering.dependence").sum(axis=(0, 2))
    assert (np.diff(dependence[:12]) > 0).all()
    assert (np.diff(dependence[12:]) < 0).all()
    tasks = pair.change("volunteering.tasks").sum(axis=(0, 2))
    assert (tasks[:12] > 0).all()
    assert (tasks[12:] < -10).all()


def test_it_can_disappoint() -> None:
    """Where members will not serve, nothing is done and nothing is paid but the basic support."""
    change = effects(ServiceProcurement(), UNWILLING)
    assert (change["active_organisations"] == 0).all()
    assert abs(change["volunteer_hours"].mean()) < 5
    assert abs(change["needs_met"].mean()) < 0.1
    assert (change["cost"] >= 12 * 14 * 100).all()


def test_disputes_and_cadres_are_out_of_reach_for_a_month() -> None:
    month = twins(ServiceProcurement(ramp=0))
    assert {name.split(".")[0] for name in month.reached()} <= {"volunteering", "trust", "needs"}
    assert twins(ServiceProcurement(ramp=0), months=12).same("grievances.grievances", "needs.needs", "demography.left")


def test_cost_is_tasks_done_and_basic_support() -> None:
    pair = twins(ServiceProcurement(ramp=0, funds=100, yuan_per_task=150), months=3)
    done, organisations = (pair.counts(f"volunteering.{name}")[1] for name in ("funded_done", "organisations"))
    np.testing.assert_allclose(pair.costs(), 150 * done + 100 * organisations)

"""One decision's draw serves one question a month, and only what is decided is drawn (docs/month.md)."""

from typing import Any

import pytest

from tests.model.counties import told
from tests.model.draw_log import names

SHARED = {"grievances.door": {"respond", "follow", "notice_early"}}
"""One block whose first two numbers open the doors and whose third says whether a matter is written down."""
READ_AGAIN = {"volunteering.willing", "firm.association"}
"""Who agrees to lead a cell, and which firm is more than a member on paper: traits, read as often as somebody asks."""
MONTHLY = sorted(name for name in names().values() if not name.startswith("world."))


@pytest.fixture(scope="module")
def year() -> dict[str, Any]:
    """A log of the draws of a year and a half, from a process in which nothing is compiled."""
    summary: dict[str, Any] = told("from tests.model.draw_log import summary; tell(summary())", NUMBA_DISABLE_JIT="1")
    return summary


def test_every_decision_of_the_month_is_taken(year: dict[str, Any]) -> None:
    assert {*year["drawn"]} >= {*MONTHLY, "pilot", "world.person", "world.tie"}


@pytest.mark.parametrize("name", MONTHLY)
def test_no_two_functions_draw_the_same_block(year: dict[str, Any], name: str) -> None:
    shared = {asker.split(".")[-1] for asker in year["drawn"][name]["shared"]}
    assert shared <= SHARED.get(name, set())


@pytest.mark.parametrize("name", MONTHLY)
def test_no_block_answers_two_questions(year: dict[str, Any], name: str) -> None:
    entry = year["drawn"][name]
    assert entry["repeated"] == 0 or name in {*SHARED, *READ_AGAIN}


AS_MANY = {
    "awareness.month": ("persons",),
    "needs.arise": ("persons",),
    "grievances.gate": ("persons",),
    "self_governance.take_part": ("persons",),
    "needs.channel": ("needs.needs", "needs.needs"),
    "grievances.severity": ("grievances.grievances",),
    "grievances.early": ("grievances.sensed",),
    "grievances.door": ("grievances.brought",),
    "grievances.outside": ("villages",),
    "settlement.attempt": ("settlement.attempts_village", "settlement.attempts_township", "settlement.attempts_county"),
    "self_governance.matter": ("self_governance.raised",),
    "cadre_time.post": ("cadre_time.posts",),
    "firm.month": ("firms",),
    "volunteering.organisation": ("volunteering.organisations",),
}
"""Blocks of a decision are as many as these counts together."""


@pytest.mark.parametrize("name", AS_MANY)
def test_as_much_is_drawn_as_is_decided(year: dict[str, Any], name: str) -> None:
    expected = sum(year["counts"][count] for count in AS_MANY[name])
    assert year["drawn"][name]["blocks"] == expected > 0

"""Nothing is there for show: every lever, setting and number changes what happens."""

import dataclasses

import numpy as np
import pytest

from sim import County
from sim.core.levers import declared
from sim.core.parameters import all_passports
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.policies import Policy, registry, settings
from tests.model.counties import Moved, Stirred, busy, differences, lived, scenario
from tests.oracle.stirring import LIVELY

LEVERS = declared(LeverValues)
TOGETHER = {
    "cut_enforcement": ("items_cut", 0.5),
    "leader_hours": ("grid_leaders", 5.0),
    "leader_invitations": ("grid_leaders", 5.0),
    "reward_budget": ("reward", 10.0),
    "points_paperwork": ("reward", 10.0),
    "organisation_funds": ("funded_tasks", 20.0),
    "spread": ("site", 1.0),
    "site": ("spread", 1.0),
}
"""Levers that act only where another is moved too."""
SETTINGS = [(key, name) for key, policy in registry().items() for name in settings(policy)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class AlsoMoved(Moved):
    """A second lever."""


def live(*policies: Policy) -> County:
    return lived(county=busy(), lively=True, policies=policies)


@pytest.fixture(scope="module")
def untreated() -> County:
    return live()


def same_months(one: County, other: County) -> bool:
    return np.array_equal(one.record.counted, other.record.counted)


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_changes_what_happens(untreated: County, name: str) -> None:
    spec = LEVERS[name]
    furthest = spec.high if spec.rule != "multiply" else spec.high - 1.0
    moved = Moved(lever=name, amount=furthest)
    if name not in TOGETHER:
        assert not same_months(untreated, live(moved))
        return
    needed = AlsoMoved(lever=TOGETHER[name][0], amount=TOGETHER[name][1])
    assert not same_months(live(needed), live(needed, moved))


@pytest.mark.parametrize(("key", "name"), SETTINGS)
def test_every_setting_of_a_measure_changes_what_happens_or_what_it_costs(key: str, name: str) -> None:
    policy, declared_ = registry()[key], settings(registry()[key])[name]
    ends = {"start": (1, 6), "end": (4, 6)}.get(name, (declared_.low, declared_.high))
    low, high = (live(policy(**{name: value})) for value in ends)
    assert not same_months(low, high) or not np.array_equal(low.record.costs, high.record.costs)


BUSY = {"county": busy(), "beyond_prior": True, "months": 24}
NUMBERS = dict(all_passports(Parameters))
RARE = {
    "settlement.petitions_most": {"settlement.petition": 3.0, "settlement.close_age": 20.0},
    "volunteering.small_task": {"volunteering.capacity_base": 50.0},
    "volunteering.income": {"volunteering.funds_most": 1e6},
    "settlement.docking_months": {"settlement.need_county": 1000.0},
    "volunteering.professional_quit": {"volunteering.professional_hire": 0.5},
}
"""Numbers that need others to be unusual before they tell."""
FAR = {"volunteering.lead_in": (0.0, 0.1), "volunteering.professional_quit": (0.0, 0.5)}
"""Ends of numbers that tell in a larger county or a longer time only."""


@pytest.mark.slow
@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_changes_what_happens(name: str) -> None:
    """From one end of its prior to the other, in a county in which all levers are moved."""
    ends = FAR.get(name, (NUMBERS[name].low, NUMBERS[name].high))
    numbers = {**LIVELY, **RARE.get(name, {})}
    low, high = (Stirred(scenario(**BUSY, parameters={**numbers, name: value})) for value in ends)
    low.run_to(24)
    high.run_to(24)
    assert differences(low, high) != []

"""No free lunch: for every measure a setting or a world is on file in which it does harm or nothing, and does it."""

from pathlib import Path

import pytest

from experiments import compare
from experiments.config import read_settings
from experiments.notes import Disappointment, notes_of
from experiments.tables import HEADLINES
from sim.core.parameters import all_passports
from sim.indicator_table import INDICATORS
from sim.parameters import Parameters
from sim.policies import OWN, find
from sim.policies.base import key_of

KEYS = [key_of(policy) for policy in OWN]
BLOCKS = 12
HARDLY = 0.01
"""Share of the level under which a change for the better counts as hardly any."""


def disappointment(key: str) -> Disappointment:
    found = notes_of(find(key)).disappoints
    assert found is not None
    return found


@pytest.mark.parametrize("key", KEYS)
def test_a_disappointment_is_within_plausible_ranges_and_about_what_is_shown_first(key: str) -> None:
    found = disappointment(key)
    asked = read_settings("compare", found.asked(key))
    assert asked.policies[0] != find(key)() or asked.scenario.parameters
    assert not asked.scenario.beyond_prior
    assert set(asked.scenario.parameters) <= {name for name, _ in all_passports(Parameters)}
    named = [*found.harms, *found.nothing]
    assert all(INDICATORS[name].direction for name in named)
    assert {"participation", "resolved"} & set(named)
    assert set(HEADLINES) & set(named)


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_a_measure_disappoints_where_it_is_said_to(key: str, tmp_path: Path) -> None:
    found = disappointment(key)
    asked = read_settings("compare", found.asked(key))
    how = {"blocks": BLOCKS, "worlds": asked.worlds}
    made = compare(asked.scenario, asked.packages, study=tmp_path, workers=1, progress=False, **how)
    effects = made.effects.set_index("indicator")
    for name in found.harms:
        assert effects.loc[name, "verdict"] == "harms", name
    for name in found.nothing:
        gain = INDICATORS[name].direction * effects.loc[name, "difference"]
        assert gain < HARDLY * abs(effects.loc[name, "baseline"]), name

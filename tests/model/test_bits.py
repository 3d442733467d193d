"""The same scenario gives the same bits: in another process, forked or run through, copied, pickled, uncompiled."""

import copy
import json
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from sim import County
from sim.policies import MicroGrids
from sim.world.world import build_world
from tests.model.counties import all_measures, differences, lived, prints, scenario, small, told

LIVED = "from tests.model.test_bits import tiny; from tests.model.counties import prints; tell(prints(tiny()))"
"""What another process does."""


def tiny() -> County:
    """Nine months of 240 adults with all measures, short enough to live without compiled kernels."""
    return lived(county=small(2, 2, 60.0), warmup=3, months=6, policies=all_measures(), lively=True, seed=5)


def test_the_same_scenario_gives_the_same_bits() -> None:
    assert differences(lived(policies=all_measures()), lived(policies=all_measures())) == []


def test_another_seed_gives_another_county() -> None:
    assert len(differences(lived(county=small(), seed=1), lived(county=small(), seed=1 + 2**32))) > 50


def test_a_fresh_process_gives_the_same_bits() -> None:
    assert told(LIVED) == prints(tiny())


def test_without_compilation_the_bits_are_the_same() -> None:
    ours, plain = prints(tiny()), told(LIVED, NUMBA_DISABLE_JIT="1")
    assert [name for name in ours if ours[name] != plain[name]] == []
    assert ours.keys() == plain.keys()


def test_what_is_compared_was_something() -> None:
    county = tiny()
    assert county.state.cases.size > 0
    assert county.record.costs.any()
    assert len(set(prints(county).values())) > 100


# Forks


@pytest.mark.parametrize("policies", [(), all_measures()], ids=["untreated", "treated"])
def test_a_fork_lives_the_same_life_as_a_county_of_its_own(policies: tuple[MicroGrids, ...]) -> None:
    warmed = County(scenario())
    warmed.run_to(0)
    fork = warmed.fork(policies)
    fork.run_to(12)
    alone = lived(policies=policies)
    assert differences(fork, alone) == []
    assert np.array_equal(fork.record.costs, alone.record.costs)
    assert fork.record.since(1).frame().equals(alone.record.since(1).frame())


def test_forks_do_not_touch_one_another_nor_their_origin() -> None:
    warmed = County(scenario())
    warmed.run_to(0)
    before = prints(warmed)
    one, other = warmed.fork(all_measures()), warmed.fork(())
    one.run_to(12)
    assert prints(warmed) == before
    other.run_to(12)
    warmed.run_to(12)
    assert differences(warmed, other) == []
    assert differences(one, other) != []


def test_a_fork_may_live_longer() -> None:
    warmed = County(scenario())
    warmed.run_to(0)
    longer = warmed.fork(months=15)
    longer.run_to(15)
    assert differences(longer, lived(months=15)) == []


def test_a_county_forks_up_to_the_end_of_its_warm_up_and_no_later() -> None:
    county = County(scenario())
    county.run_to(-3)
    early = county.fork(all_measures())
    early.run_to(12)
    assert differences(early, lived(policies=all_measures())) == []
    county.run_to(1)
    with pytest.raises(ValueError, match="can be forked up to the end of its warm-up; this one has lived to 2"):
        county.fork()


def test_a_world_may_be_shared() -> None:
    of = scenario()
    world = build_world(of.description(), of.values(), of.seed)
    first = County(of, world=world)
    first.run_to(12)
    second = County(of, world=world)
    second.run_to(12)
    assert differences(first, second) == []
    assert differences(second, lived()) == []


# Copies


COPIES: dict[str, Callable[[County], County]] = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda county: pickle.loads(pickle.dumps(county)),
}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("month", [-2, 0, 7])
def test_a_copy_in_midlife_goes_on_identically(how: str, month: int) -> None:
    county = County(scenario(policies=all_measures(), lively=True))
    county.run_to(month)
    twin = COPIES[how](county)
    before = prints(county)
    twin.run_to(12)
    assert prints(county) == before
    county.run_to(12)
    assert differences(county, twin) == []
    assert np.array_equal(county.record.costs, twin.record.costs)


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_seen_by_mesa_as_it_lives(how: str) -> None:
    twin = COPIES[how](County(scenario()))
    twin.run_to(3)
    assert np.shares_memory(twin.residents.efficacy, twin.state.residents.efficacy)
    assert twin.residents[0].efficacy == twin.state.residents.efficacy[0]


def test_prints_can_be_told() -> None:
    assert json.loads(json.dumps(prints(tiny()))) == prints(tiny())

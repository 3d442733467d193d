"""Docking: the engine and its plain-object twin, on the same draws, must live the same months.

Compared after every month: every counter of every village, all columns of all agents, all tables, what villages
remember. Whole numbers must be equal; sums and float columns may differ in the last bits, by order of summation.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim import Scenario
from sim.agents.village import VillageState
from sim.core.levers import Levers
from sim.county import County
from sim.levers import LeverValues
from sim.parameters import Parameters, standard
from sim.processes.blocks import lever_block, village_view
from sim.tallies import rows
from sim.world.description import load_description
from sim.world.institutions import mediation_bodies
from sim.world.world import World, build_world
from tests.oracle.plain import PlainCounty
from tests.oracle.small_world import small_world
from tests.oracle.stirring import levers_at_random, lively

LeversOf = Callable[[int], LeverValues]


class Stirred(County):
    """A county whose levers are set from outside."""

    given: LeversOf

    def _set_levers(self) -> None:
        self.state.levers = lever_block(self.given(self.state.month), self.state.places.villages)


def engine(world: Any, parameters: Parameters, seed: int, warmup: int, months: int, levers: LeversOf) -> Stirred:
    """The engine on a given world and given parameters."""
    county = Stirred(Scenario(seed=seed, months=months, warmup=warmup), world=world)
    county.given = levers
    county.use(parameters)
    return county


def given_world(adults: int) -> World:
    """The hand-made world, complete with the mediation bodies that the engine keeps."""
    made = small_world(adults)
    bodies = mediation_bodies(made.places, standard())
    return World(
        description=load_description("wushan_township"),
        places=made.places,
        facts=made.facts,
        residents=made.residents,
        household_size=made.household_size,
        ties=made.ties,
        cadres=made.cadres,
        organisations=made.organisations,
        enterprises=made.enterprises,
        bodies=bodies,
    )


def assert_same_counts(county: County, plain: PlainCounty, month: int) -> None:
    counted = county.record.counted[month]
    for name, where in rows().items():
        ours, theirs = counted[where], np.atleast_2d(np.array(plain.counts[name], dtype=float))
        np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-7, err_msg=f"{name} in month {month}")


def assert_same_agents(county: County, plain: PlainCounty, month: int) -> None:
    for kind in ("residents", "cadres", "organisations", "enterprises"):
        columns, theirs = getattr(county, kind).columns, getattr(plain, kind)()
        for name, values in theirs.items():
            ours, where = columns[name], f"{kind}.{name} in month {month}"
            if values.dtype.kind == "f":
                np.testing.assert_allclose(ours, values, rtol=3e-6, atol=3e-6, err_msg=where)
            else:
                np.testing.assert_array_equal(ours, values, err_msg=where)


def assert_same_tables(county: County, plain: PlainCounty) -> None:
    state = county.state
    tables = ((state.cases, plain.cases()), (state.requests, plain.requests()), (state.pondering, plain.waiting()))
    for table, theirs in tables:
        ours = sorted(zip(*(column.tolist() for column in table.frame().values()), strict=True))
        assert ours == theirs


def assert_same_villages(county: County, plain: PlainCounty) -> None:
    village, theirs = village_view(county.state.villages), plain.villages()
    for name in set(VillageState._fields) & set(theirs):
        np.testing.assert_allclose(getattr(village, name), theirs[name], rtol=1e-7, atol=1e-7, err_msg=name)
    assert county.state.petition_norm == pytest.approx(float(theirs["norm"]), rel=1e-12)


def dock(world: Any, parameters: Parameters, seed: int, months: int, levers: LeversOf) -> tuple[County, PlainCounty]:
    """Live the months twice and compare after each."""
    warmup = months // 2
    county = engine(world, parameters, seed, warmup, months - warmup, levers)
    plain = PlainCounty(world, parameters, seed, warmup)
    for month in range(months):
        plain.step(levers(month))
        county.step()
        assert_same_counts(county, plain, month)
        assert_same_agents(county, plain, month)
        assert_same_tables(county, plain)
        assert_same_villages(county, plain)
    return county, plain


def neutral(world: Any) -> LeversOf:
    values = Levers(LeverValues, world.places, 0).settle()
    return lambda _: values


def test_untreated_small_county() -> None:
    world = given_world(180)
    dock(world, standard(), 3, 18, neutral(world))


def test_every_path_of_the_month() -> None:
    world = given_world(360)
    county, _ = dock(world, lively(), 5, 40, lambda month: levers_at_random(world.places, month))
    happened = county.record.counted.sum(axis=(0, 2))
    silent = [name for name, where in rows().items() if happened[where].sum() == 0]
    assert silent == []


def test_synthetic_township() -> None:
    description = load_description("wushan_township").scaled(2, 3, 120)
    world = build_world(description, standard(), 11)
    dock(world, standard(), 11, 12, lambda month: levers_at_random(world.places, 100 + month))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_twenty_configurations(seed: int) -> None:
    description = load_description("wushan_township").scaled(1 + seed % 3, 2 + seed % 4, 90 + 10 * seed)
    parameters = standard() if seed % 2 else lively()
    world = build_world(description, parameters, seed)
    changing: LeversOf = lambda month: levers_at_random(world.places, 1000 * seed + month // 3)  # noqa: E731
    dock(world, parameters, seed, 24, changing if seed % 4 else neutral(world))

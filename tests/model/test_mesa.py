"""A county is a Mesa model: its people can be looked at, collected, run in batches, and let go."""

import gc
import weakref
from typing import Any

import mesa
import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County, Scenario
from sim.agents.cadre import Cadre
from sim.agents.enterprise import Enterprise
from sim.agents.mediator import MediationBody
from sim.agents.organisation import Organisation
from sim.agents.resident import Resident
from sim.world.world import build_world
from tests.model.counties import all_measures, differences, lived, scenario, small


@pytest.fixture(scope="module")
def county() -> County:
    return lived(policies=all_measures())


def test_all_populations_are_seen_at_their_size(county: County) -> None:
    of = scenario()
    world = build_world(of.description(), of.values(), of.seed)
    sizes = {kind: len(agents) for kind, agents in county.agents_by_type.items()}
    assert sizes == {
        Resident: world.residents["person"].size,
        Cadre: 8 * 5,
        Organisation: world.organisations["village"].size,
        Enterprise: world.enterprises["township"].size,
        MediationBody: 8 + 2 + 1,
    }
    assert len(county.agents) == sum(sizes.values())
    assert county.agents_by_type[Resident] is county.residents


def test_what_mesa_sees_is_what_the_stages_change(county: County) -> None:
    for name, column in county.residents.columns.items():
        assert np.shares_memory(column, getattr(county.state.residents, name)), name


def here(county: County) -> NDArray[np.bool_]:
    present: NDArray[np.bool_] = county.residents.away == 0
    return present


@pytest.mark.parametrize(
    ("column", "indicator"),
    [("efficacy", "efficacy"), ("trust_cadre", "trust_cadre"), ("satisfaction", "satisfaction")],
)
def test_means_over_residents_are_the_recorded_ones(county: County, column: str, indicator: str) -> None:
    present = county.residents.select(here(county))
    recorded = county.record.series()[indicator][-1, 0]
    assert present.agg(column, np.mean) == pytest.approx(recorded, rel=1e-9)


def test_groups_of_residents_are_the_recorded_ones(county: County) -> None:
    by_village = county.residents.select(here(county)).groupby("village").agg("registrant", sum)
    recorded = county.record.series("village")["registered_volunteers"][-1]
    present = np.bincount(county.residents.village[here(county)])
    assert [by_village[v] for v in range(8)] == pytest.approx((recorded * present / 100).tolist())


def test_one_resident_can_be_looked_at(county: County) -> None:
    resident = county.residents[17]
    assert isinstance(resident, Resident)
    assert resident.efficacy == county.residents.efficacy[17]
    assert resident.model is county


def mean_efficacy(model: County) -> float:
    return float(model.residents.agg("efficacy", np.mean))


class Watched(County):
    """A county with a collector, as a Mesa user writes it."""

    def __init__(self, scenario: Scenario | None = None, seed: int | None = None, rng: int | None = None) -> None:
        super().__init__(scenario, seed=seed, rng=rng)
        self.datacollector = mesa.DataCollector(
            model_reporters={"month": "month", "efficacy": mean_efficacy},
            agenttype_reporters={Cadre: {"skill": "skill"}},
        )

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def tiny(**changes: Any) -> Scenario:
    return scenario(county=small(1, 2, 40.0), warmup=2, months=4, **changes)


def test_a_collector_collects() -> None:
    county = Watched(tiny())
    county.run()
    seen = county.datacollector.get_model_vars_dataframe()
    assert seen["month"].tolist() == [0, 1, 2, 3, 4, 5]
    assert seen["efficacy"].iloc[-1] == mean_efficacy(county)
    skills = county.datacollector.get_agenttype_vars_dataframe(Cadre)["skill"]
    assert skills.loc[county.steps].tolist() == county.cadres.skill.tolist()


def test_a_collector_changes_nothing() -> None:
    county = Watched(tiny(policies=all_measures()))
    county.run()
    assert differences(county, lived(county=small(1, 2, 40.0), warmup=2, months=4, policies=all_measures())) == []


def batch(steps: int) -> list[dict[str, Any]]:
    given = {"scenario": [tiny(seed=seed) for seed in (1, 2)]}
    rows: list[dict[str, Any]] = mesa.batch_run(
        Watched, given, max_steps=steps, data_collection_period=1, display_progress=False
    )
    return rows


def test_a_seed_of_mesa_takes_the_place_of_the_scenarios() -> None:
    assert County(tiny(seed=1), seed=5).scenario.seed == County(tiny(seed=1), rng=5).scenario.seed == 5


def test_counties_run_in_batches() -> None:
    rows = batch(5)
    for seed in (1, 2):
        own = [row["efficacy"] for row in rows if row["scenario"].seed == seed]
        alone = Watched(tiny(seed=seed))
        alone.run()
        expected = alone.datacollector.get_model_vars_dataframe()["efficacy"].tolist()
        told = list(dict.fromkeys(own))
        # Mesa 3.5 leaves out the last month of a model that says itself that it has ended.
        assert told == expected[: len(told)]
        assert len(told) >= len(expected) - 1


def test_a_batch_ends_with_the_scenario_where_no_end_is_given() -> None:
    assert max(row["month"] for row in batch(1000)) == 5


def test_a_step_beyond_the_scenario_is_refused_in_words() -> None:
    county = County(tiny())
    county.run()
    with pytest.raises(ValueError, match="month"):
        county.step()


def test_counties_that_are_dropped_are_freed() -> None:
    dropped: list[weakref.ref[Any]] = []
    for seed in range(30):
        county = County(tiny(seed=seed, policies=all_measures()))
        county.run_to(0)
        for alive in (county, county.fork(), county.residents, county.residents.efficacy, county.record, county.state):
            dropped.append(weakref.ref(alive))
    del county, alive
    gc.collect()
    assert [reference for reference in dropped if reference() is not None] == []

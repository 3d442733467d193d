"""Agents in columns behave as agents in Mesa; the same tests hold for Mesa 3.3 and 3.5."""

import copy
import gc
import inspect
import operator
import pickle
import tracemalloc
import weakref
from collections.abc import Callable
from typing import Any

import mesa
import numpy as np
import pytest

from sim.core.column_mesa import AgentSet, GroupBy
from sim.core.columns import ColumnAgent, ColumnModel, ColumnSet, MixedAgents
from tests.core.columns_county import (
    OPERATIONS,
    SKILLS,
    VILLAGES,
    Cadre,
    County,
    Household,
    PlainCadre,
    PlainCounty,
    Volunteer,
    groups,
    ids,
    mean_skill,
    skilled,
)

ROUND_TRIPS: dict[str, Callable[[Any], Any]] = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "copy": copy.copy,
}
CHANGES_IN_PLACE: dict[str, Callable[[Any], Any]] = {
    "add": lambda agents: agents.add(agents[0]),
    "discard": lambda agents: agents.discard(agents[0]),
    "remove": lambda agents: agents.remove(agents[0]),
    "pop": lambda agents: agents.pop(),
    "clear": lambda agents: agents.clear(),
    "select": lambda agents: agents.select(at_most=2, inplace=True),
    "sort": lambda agents: agents.sort("skill", inplace=True),
    "shuffle": lambda agents: agents.shuffle(inplace=True),
}


@pytest.fixture
def county() -> County:
    return County()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("which", ["everyone", "population", "selection"])
def test_gives_what_plain_mesa_gives(which: str, operation: str) -> None:
    ours, plain = County(), PlainCounty()
    sets = {
        "everyone": (ours.agents, plain.agents),
        "population": (ours.cadres, plain.agents_by_type[PlainCadre]),
        "selection": (ours.cadres.sort("village"), plain.agents_by_type[PlainCadre].sort("village")),
    }[which]
    assert OPERATIONS[operation](sets[0]) == OPERATIONS[operation](sets[1])
    assert ours.agents.get("skill") == plain.agents.get("skill")
    assert ours.random.getstate() == plain.random.getstate()


@pytest.mark.parametrize("kind", [ColumnSet, MixedAgents])
def test_inherits_nothing_that_looks_for_stored_agents(kind: type) -> None:
    inherited = {
        name
        for name, member in inspect.getmembers(kind, callable)
        if (getattr(member, "__module__", None) or "").startswith("mesa") and name != "__class__"
    }
    assert not inherited


# One agent


def test_view_reads_and_writes_its_row(county: County) -> None:
    cadre = county.cadres[1]
    assert (cadre.skill, cadre.village, cadre.row, cadre.unique_id) == (2.0, 3, 1, 3)
    assert cadre.model is county
    assert (cadre.pos, cadre.random, cadre.rng) == (None, county.random, county.rng)
    cadre.skill = 9
    cadre.strength += 1
    assert county.cadres.skill.tolist() == [0.5, 9.5, 0.5, 1.25, 3.0, 2.0]


def test_views_of_a_row_are_equal(county: County) -> None:
    first, again, other = county.cadres[0], county.cadres[0], county.volunteers[0]
    assert first == again
    assert len({first, again, county.cadres[1], other}) == 3
    assert first != other
    assert first != County().cadres[0]
    assert isinstance(first, mesa.Agent)


@pytest.mark.parametrize("name", ["skil", "step", "_cache", "pos"])
def test_view_refuses_to_set_what_is_no_field(county: County, name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        setattr(county.cadres[0], name, 1)


def test_unknown_attribute_names_the_nearest_field(county: County) -> None:
    for call in (
        lambda: county.cadres[0].skil,
        lambda: setattr(county.cadres[0], "skil", 1),
        lambda: county.cadres.skil,
        lambda: setattr(county.cadres, "skil", 1),
        lambda: county.cadres.get("skil"),
        lambda: county.cadres.select(at_most=0).get("skil"),
        lambda: county.cadres.set("skil", 1),
        lambda: county.agents.set("skil", 1),
    ):
        with pytest.raises(AttributeError, match="'skil'; did you mean 'skill'"):
            call()
    assert not hasattr(county.agents[0], "skil")


def test_error_inside_a_property_is_the_one_that_is_shown() -> None:
    class Official(ColumnAgent):
        fields = {"rank": np.int8}

        @property
        def grade(self) -> int:
            return self.rnk

    model = ColumnModel()
    with pytest.raises(AttributeError, match="'rnk'; did you mean 'rank'"):
        _ = model.populate(Official, 1)[0].grade


@pytest.mark.parametrize(
    ("value", "error"), [(40_000, ValueError), (-40_000, ValueError), (1.5, TypeError), ("x", TypeError)]
)
def test_cell_refuses_what_it_cannot_hold(county: County, value: Any, error: type[Exception]) -> None:
    for write in (
        lambda: setattr(county.cadres[0], "village", value),
        lambda: county.cadres.set("village", value),
        lambda: county.agents.select(agent_type=Cadre).set("village", value),
    ):
        with pytest.raises(error, match="village"):
            write()
    assert county.cadres.village.tolist() == VILLAGES


def test_rows_are_made_by_populate_only_and_stay(county: County) -> None:
    with pytest.raises(TypeError, match="populate"):
        Cadre(county)
    with pytest.raises(TypeError, match="populate"):
        Cadre.create_agents(county, 3)
    for remove in (
        county.cadres[0].remove,
        lambda: county.deregister_agent(county.cadres[0]),
        county.remove_all_agents,
    ):
        with pytest.raises(TypeError, match="Cadre are conserved"):
            remove()
    assert ids(county.agents) == list(range(1, 14))


@pytest.mark.parametrize("name", ["skill points", "class", "_skill", "model", "step", "pos", "count", "rows", "n"])
def test_field_needs_a_free_public_name(name: str) -> None:
    with pytest.raises(TypeError, match=f"field '{name}' of Official"):
        type("Official", (ColumnAgent,), {"fields": {name: np.int8}})


def test_no_field_can_hide_a_member_of_the_sets() -> None:
    for name in set(dir(ColumnSet)) | set(dir(ColumnAgent)) - {"fields"}:
        with pytest.raises(TypeError, match="field"):
            type("Official", (ColumnAgent,), {"fields": {name: np.int8}})


@pytest.mark.parametrize("dtype", [None, object, "nonsense", (np.float32, 3), "U0"])
def test_field_needs_a_dtype_of_single_values(dtype: Any) -> None:
    with pytest.raises(TypeError, match="field 'rank' of Official"):
        type("Official", (ColumnAgent,), {"fields": {"rank": dtype}})


def test_fields_are_inherited() -> None:
    class Secretary(Cadre):
        fields = {"tenure": np.int16, "skill": np.float64}

    agents = ColumnModel().populate(Secretary, 2, tenure=3)
    assert {name: column.dtype for name, column in agents.columns.items()} == {
        "skill": np.float64,
        "village": np.int16,
        "tenure": np.int16,
    }
    assert agents[1].teach(1.5) == 1.5
    assert Cadre.fields == {"skill": np.float32, "village": np.int16}


# A population


def test_population_gives_the_columns_themselves(county: County) -> None:
    county.cadres.skill[2] = 7
    county.cadres.skill += 1
    county.cadres.village = 4
    assert county.cadres.columns["skill"].tolist() == [1.5, 3.0, 8.0, 2.25, 4.0, 3.0]
    assert county.cadres.skill is county.cadres.columns["skill"]
    assert county.cadres.copy().skill is county.cadres.skill
    assert [cadre.village for cadre in county.cadres] == [4] * 6
    assert county.cadres.rows is None


def test_selection_gives_copies_that_cannot_be_written_into(county: County) -> None:
    chosen = county.cadres.select(county.cadres.village == 7)
    assert isinstance(chosen, ColumnSet)
    assert chosen.rows is not None
    assert chosen.rows.tolist() == [0, 2, 5]
    assert chosen.skill.tolist() == [0.5, 0.5, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        chosen.skill[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        chosen.rows[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        chosen.skill += 1
    chosen.skill = chosen.skill + 1
    chosen.select(chosen.skill > 2).set("village", np.array([1]))
    assert county.cadres.skill.tolist() == [1.5, 2.0, 1.5, 1.25, 3.0, 3.0]
    assert county.cadres.village.tolist() == [7, 3, 7, 3, 9, 1]


@pytest.mark.parametrize("mask", [np.ones(5, bool), np.ones(6, int), np.array([0, 1])])
def test_mask_must_fit(county: County, mask: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"boolean mask of shape \(6,\)"):
        county.cadres.select(mask)


def test_mask_goes_with_the_other_filters(county: County) -> None:
    mask = np.arange(13) % 2 == 0
    assert ids(county.agents.select(mask)) == [1, 3, 5, 7, 9, 11, 13]
    assert ids(county.agents.select(mask, agent_type=Cadre, at_most=2)) == [3, 5]
    assert ids(county.agents.select(mask, agent_type=(Volunteer, Household))) == [1, 9, 11, 13]
    assert ids(county.cadres.shuffle().sort("row", ascending=True).select(county.cadres.skill > 2)) == [6]


def test_set_takes_a_value_for_each(county: County) -> None:
    county.cadres.sort("unique_id").set("skill", np.arange(6.0)).set("village", [1, 2, 3, 4, 5, 6])
    assert county.cadres.skill.tolist() == [5, 4, 3, 2, 1, 0]
    assert county.cadres.village.tolist() == [6, 5, 4, 3, 2, 1]
    county.cadres.strength = np.arange(6.0)
    assert county.cadres.skill.tolist() == [0, 0.5, 1, 1.5, 2, 2.5]
    for wrong in (np.zeros(5), np.zeros(1), [[1]], []):
        with pytest.raises(ValueError, match="skill: expected one value or"):
            county.cadres.set("skill", wrong)


def test_totals_of_narrow_columns_are_exact(county: County) -> None:
    county.volunteers.hours[:] = 100
    assert county.volunteers.agg("hours", lambda hours: sum(list(hours))) == 300
    assert county.volunteers.agg("hours", sum) == 300
    assert county.volunteers.groupby(skilled).agg("hours", [sum, max]) == {False: [300, 100]}
    county.cadres.skill[:] = [2**24, 1, 1, 1, 1, 1]
    assert county.cadres.agg("skill", sum) == 2**24 + 5


def test_functions_cannot_reach_the_column_through_agg(county: County) -> None:
    county.volunteers.agg("skill", lambda skill: skill.fill(5))
    assert not county.volunteers.skill.any()


def test_column_operations_do_not_make_views(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.core.column_agent.Population.view", None)
    cadres = county.cadres
    chosen = cadres.sort("skill").select(np.array([True] * 4 + [False] * 2)).select(agent_type=Cadre, at_most=3)
    assert chosen.set("village", 5).get(["village", "row", "unique_id"]) == [[5, 4, 6], [5, 1, 3], [5, 5, 7]]
    assert cadres.groupby("village").agg("skill", np.max) == {7: 0.5, 5: 3.0, 3: 1.25}
    assert cadres.groupby("village").count() == {7: 2, 5: 3, 3: 1}
    assert county.agents.set("skill", 1).agg("skill", sum) == 13
    assert len(county.agents.shuffle().sort("skill").select(agent_type=Cadre)) == len(cadres.shuffle()) == 6


def test_groups_are_column_sets(county: County) -> None:
    grouped = county.cadres.groupby("village")
    assert isinstance(grouped, GroupBy)
    assert groups(grouped) == [(7, [2, 4, 7]), (3, [3, 5]), (9, [6])]
    assert {name: type(members) for name, members in grouped} == dict.fromkeys([7, 3, 9], ColumnSet)
    assert {name: members.skill.tolist() for name, members in grouped}[3] == [2.0, 1.25]
    assert county.cadres.groupby("village", "list").groups[3] == [county.cadres[1], county.cadres[3]]


@pytest.mark.parametrize("change", CHANGES_IN_PLACE)
@pytest.mark.parametrize("which", ["agents", "cadres"])
def test_registers_stay_as_they_are_and_copies_may_change(county: County, which: str, change: str) -> None:
    register = getattr(county, which)
    before = ids(register)
    with pytest.raises(TypeError, match="own register"):
        CHANGES_IN_PLACE[change](register)
    assert ids(register) == before
    changed = copy.copy(register)
    CHANGES_IN_PLACE[change](changed)
    assert ids(register) == before
    assert change == "add" or ids(changed) != before


def test_sets_hold_their_own_agents_only(county: County) -> None:
    chosen = county.cadres.select(at_most=2)
    chosen.add(county.cadres[0])
    assert ids(chosen) == [2, 3]
    stranger = County().cadres[0]
    for foreign in (county.volunteers[0], stranger, county.agents[0]):
        assert foreign not in chosen
        with pytest.raises(ValueError, match="cannot be a member"):
            chosen.add(foreign)
    with pytest.raises(ValueError, match="cannot be a member"):
        county.agents.copy().add(stranger)
    assert "cadre" not in chosen
    with pytest.raises(KeyError):
        chosen.remove(county.cadres[3])
    for wrong in (operator.itemgetter(2), operator.itemgetter(-3)):
        with pytest.raises(IndexError):
            wrong(chosen)


@pytest.mark.parametrize(
    ("option", "call"),
    [
        ("handle_missing", lambda agents: agents.get("skill", "errror")),
        ("result_type", lambda agents: agents.groupby("skill", "lists")),
    ],
)
def test_unknown_options_are_errors(county: County, option: str, call: Callable[[Any], Any]) -> None:
    with pytest.raises(ValueError, match=f"unknown {option}"):
        call(county.cadres)


# A model


def test_populate_fills_with_zeros_and_copies(county: County) -> None:
    assert county.volunteers.skill.tolist() == [0, 0, 0]
    given = np.arange(4, dtype=np.float32)
    cadres = ColumnModel().populate(Cadre, 4, skill=given, village=3)
    given[0] = 9
    assert cadres.skill.tolist() == [0, 1, 2, 3]
    assert cadres.village.tolist() == [3] * 4
    assert cadres.skill.dtype == np.float32
    assert len(ColumnModel().populate(Cadre, 0, skill=[])) == 0


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        ({"skil": 1}, ValueError, "'skil'; did you mean 'skill'"),
        ({"skill": [1.0, 2.0]}, ValueError, r"skill: expected one value or an array of shape \(3,\)"),
        ({"village": [1.0, 2.0, 3.0]}, TypeError, "village: values of type float64"),
        ({"skill": [1, 2, None]}, TypeError, "skill: values of type object"),
        ({"skill": [1, 2, 1e300]}, ValueError, "skill: a value is too large for float32"),
        ({"skill": 1, "village": [1, 2, 70_000]}, ValueError, "village: 1 to 70000 is out of range: int16 holds"),
    ],
)
def test_populate_makes_nothing_of_wrong_columns(columns: dict[str, Any], error: type[Exception], message: str) -> None:
    model = ColumnModel()
    with pytest.raises(error, match=message):
        model.populate(Cadre, 3, **columns)
    assert model.agent_types == []
    assert Household(model).unique_id == 1
    assert ids(model.populate(Cadre, 2)) == [2, 3]


def test_populate_checks_kind_and_number(county: County) -> None:
    with pytest.raises(ValueError, match="has its Cadre agents already"):
        county.populate(Cadre, 3)
    with pytest.raises(TypeError, match="subclass of ColumnAgent"):
        county.populate(Household, 3)
    with pytest.raises(ValueError, match="n=-1"):
        ColumnModel().populate(Cadre, -1)
    assert len(county.cadres) == 6


def test_all_agents_have_one_space_of_ids(county: County) -> None:
    assert ids(county.agents) == list(range(1, 14))
    assert ids(county.cadres) == [2, 3, 4, 5, 6, 7]
    assert ids(county.volunteers) == [10, 11, 12]
    assert county.cadres.get("unique_id") == [2, 3, 4, 5, 6, 7]
    assert ids(county.agents_by_type[Household]) == [1, 8, 9, 13]
    assert ids(Household.create_agents(county, 2)) == [14, 15]


def test_model_knows_its_agents(county: County) -> None:
    assert county.agent_types == [Household, Cadre, Volunteer]
    assert county.agents_by_type[Cadre] is county.cadres
    assert isinstance(county.cadres, AgentSet)
    assert isinstance(county.agents, AgentSet)
    assert len(county.agents) == 13
    assert county.cadres[3] in county.agents
    assert county.ordinary_agents[8] in county.agents
    with pytest.raises(AttributeError, match="use a different attribute name"):
        county.agents = []


def test_agents_that_leave_are_gone_from_every_set(county: County) -> None:
    chosen, household = county.agents.shuffle(), county.ordinary_agents[8]
    household.remove()
    household.remove()
    for agents in (county.agents, chosen):
        assert 8 not in ids(agents)
        assert household not in agents
        assert len(agents) == len(agents.get("skill")) == 12
    newcomer = Household(county)
    assert (newcomer.unique_id, newcomer in county.agents, newcomer in chosen) == (14, True, False)


@pytest.mark.parametrize("how", ["do", "shuffle_do", "map"])
def test_agents_removed_on_the_way_are_not_called(county: County, how: str) -> None:
    called: list[int] = []

    def remove_households(agent: Any) -> None:
        called.append(agent.unique_id)
        for household in list(county.ordinary_agents.values()):
            household.remove()

    getattr(county.agents, how)(remove_households)
    assert set(called[1:]) <= set(ids(county.cadres)) | set(ids(county.volunteers))
    assert len(called) in (9, 10)


def test_ordinary_agents_can_all_be_removed() -> None:
    model = ColumnModel()
    Household.create_agents(model, 3)
    model.remove_all_agents()
    assert len(model.agents) == len(model.ordinary_agents) == 0


def test_set_of_a_mixture_is_all_or_nothing(county: County) -> None:
    county.agents.set("skill", np.arange(13))
    assert county.agents.get("skill") == list(range(13))
    with pytest.raises(AttributeError, match="unknown field of Volunteer 'village'"):
        county.agents.set("village", 1)
    with pytest.raises(TypeError, match="skill"):
        county.agents.set("skill", "high")
    assert county.cadres.village.tolist() == VILLAGES
    assert county.agents.get("skill") == list(range(13))


def test_generator_is_used_for_shuffling_only(county: County) -> None:
    before = county.random.getstate()
    county.agents.select(skilled).sort("skill").groupby("skill").agg("skill", sum)
    county.agents.do("step").map(skilled)
    county.step()
    county.cadres.copy()
    assert county.random.getstate() == before
    county.cadres.shuffle()
    assert county.random.getstate() != before


def test_seeds_are_passed_to_mesa() -> None:
    one, other = ColumnModel(rng=5), mesa.Model(rng=5)
    assert (one.random.random(), one.rng.random()) == (other.random.random(), other.rng.random())


@pytest.mark.filterwarnings("ignore:The use of the `seed`:FutureWarning")
def test_seed_is_accepted() -> None:
    assert ColumnModel(seed=5).random.random() == mesa.Model(seed=5).random.random()
    with pytest.raises(ValueError, match="not both"):
        ColumnModel(seed=1, rng=1)


def test_data_collector_sees_rows_and_ordinary_agents(county: County) -> None:
    county.datacollector = collector = mesa.DataCollector(
        model_reporters={"mean_skill": mean_skill},
        agent_reporters={"skill": "skill", "strength": lambda agent: agent.strength},
        agenttype_reporters={Cadre: {"village": "village"}, Household: {"skill": "skill"}},
    )
    county.step()
    county.step()
    assert county.steps == 2
    assert collector.get_model_vars_dataframe()["mean_skill"].tolist() == pytest.approx([20 / 13, 26 / 13])
    by_agent = collector.get_agent_vars_dataframe().loc[2]
    assert by_agent.index.tolist() == list(range(1, 14))
    assert by_agent["skill"].tolist() == county.agents.get("skill")
    assert by_agent["strength"].tolist() == county.agents.get("strength")
    assert collector.get_agenttype_vars_dataframe(Cadre).loc[1, "village"].tolist() == VILLAGES
    assert collector.get_agenttype_vars_dataframe(Household).loc[1].index.tolist() == [1, 8, 9, 13]


def test_batch_run_in_one_process_and_in_two() -> None:
    def run(processes: int) -> list[dict[str, Any]]:
        rows = mesa.batch_run(
            County, {"first_skill": [1.0, 3.0]}, number_processes=processes, max_steps=2, display_progress=False
        )
        return sorted((row for row in rows if "strength" in row), key=lambda row: (row["RunId"], row["AgentID"]))

    alone = run(1)
    assert [row["AgentID"] for row in alone] == [*range(1, 14)] * 2
    first_cadres = [row for row in alone if row["AgentID"] == 2]
    assert [row["skill"] - row["first_skill"] for row in first_cadres] == [row["Step"] for row in first_cadres]
    assert run(2) == alone


# Copies and ends


@pytest.mark.parametrize("trip", ROUND_TRIPS)
def test_model_survives(county: County, trip: str) -> None:
    county.step()
    twin = ROUND_TRIPS[trip](county)
    assert twin.agents_by_type[Cadre] is twin.cadres
    assert {agent.model for agent in twin.agents} == {twin.cadres.model, twin.agents.model} == {twin}
    assert twin.agents.get(["unique_id", "skill"]) == county.agents.get(["unique_id", "skill"])
    assert np.shares_memory(twin.cadres.skill, county.cadres.skill) == (trip == "copy")
    twin.step()
    assert (twin.steps, county.steps) == (2, 1)
    assert twin.cadres.skill[0] == SKILLS[0] + 2
    assert county.cadres.skill[0] == SKILLS[0] + (2 if trip == "copy" else 1)
    assert [Household(model).unique_id for model in (twin, twin, county)] == [14, 15, 14]
    assert (len(twin.agents), len(county.agents)) == (15, 14)
    with pytest.raises(TypeError, match="own register"):
        twin.cadres.shuffle(inplace=True)


@pytest.mark.parametrize("trip", ["deepcopy", "pickle"])
def test_sets_and_views_survive_with_their_model(county: County, trip: str) -> None:
    county.mayor = county.cadres[4]
    county.offices = {county.cadres[1]: "secretary", county.volunteers[1]: "none"}
    chosen = county.cadres.sort("skill").select(at_most=3)
    for original in (chosen, county.cadres, county.agents.shuffle(), county.agents):
        twin = ROUND_TRIPS[trip](original)
        assert type(twin) is type(original)
        assert ids(twin) == ids(original)
        assert twin.model is not county
        assert twin.model.cadres[4] == twin.model.mayor != county.mayor
        assert twin.model.offices[twin.model.cadres[1]] == "secretary"
        assert len(twin.model.offices) == 2
    twin = ROUND_TRIPS[trip](chosen)
    twin.set("skill", 8)
    assert twin.model.cadres.agg("skill", sum) == 24 + 0.5 + 0.5 + 1.25
    assert county.cadres.skill.tolist() == SKILLS
    with pytest.raises(ValueError, match="read-only"):
        twin.rows[0] = 1


def test_copied_set_shares_the_model(county: County) -> None:
    for original in (county.cadres, county.cadres.shuffle(), county.agents):
        twin = copy.copy(original)
        assert (twin.model, ids(twin)) == (county, ids(original))
        twin.discard(twin[0])
        assert len(twin) == len(original) - 1
    assert copy.copy(county.cadres[0]) == county.cadres[0]
    county.cadres.copy().skill[0] = 6
    assert county.cadres.skill[0] == 6


def test_finished_models_are_freed() -> None:
    finished = []
    for number in range(100):
        model = County(rng=number)
        model.agents.shuffle_do("step")
        model.step()
        model.ordinary_agents[8].remove()
        finished.extend(weakref.ref(alive) for alive in (model, copy.deepcopy(model), model.cadres, model.cadres.skill))
    del model
    gc.collect()
    assert not [alive() for alive in finished if alive() is not None]


def test_set_needs_no_memory_per_row() -> None:
    size = 100_000
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        cadres = ColumnModel().populate(Cadre, size, skill=1)
        whole = cadres.copy()
        assert whole[size - 1].village == 0
        used = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert used - sum(column.nbytes for column in cadres.columns.values()) < 50_000

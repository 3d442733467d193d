"""A small county in columns, the same county in plain Mesa, and what one may do with the agents of either."""

import operator
from collections.abc import Callable, Iterable
from typing import Any

import mesa
import numpy as np

from sim.core.columns import ColumnAgent, ColumnModel

SKILLS = [0.5, 2.0, 0.5, 1.25, 3.0, 2.0]
VILLAGES = [7, 3, 7, 3, 9, 7]
HOURS = [4, 1, 4]


class Person:
    """What all agents can do, however they are kept."""

    def step(self) -> None:
        self.skill += 0.25

    def teach(self, amount: float, times: int = 1) -> float:
        self.skill += amount * times
        return float(self.skill)

    @property
    def label(self) -> str:
        return f"agent {self.unique_id:02}"

    @property
    def strength(self) -> float:
        return 2 * float(self.skill)

    @strength.setter
    def strength(self, value: float) -> None:
        self.skill = value / 2


class Cadre(Person, ColumnAgent):
    fields = {"skill": np.float32, "village": np.int16}


class Volunteer(Person, ColumnAgent):
    fields = {"skill": np.float64, "hours": np.int8}


class PlainCadre(Person, mesa.Agent):
    def __init__(self, model: mesa.Model, skill: float, village: int) -> None:
        super().__init__(model)
        self.skill, self.village = skill, village


class PlainVolunteer(Person, mesa.Agent):
    def __init__(self, model: mesa.Model, hours: int) -> None:
        super().__init__(model)
        self.skill, self.hours = 0.0, hours


class Household(Person, mesa.Agent):
    """An ordinary agent, in either county."""

    def __init__(self, model: mesa.Model, skill: float = 1.25) -> None:
        super().__init__(model)
        self.skill = skill


class County(ColumnModel):
    """One household, the cadres, two households, the volunteers, a household: ids 1, 2-7, 8-9, 10-12, 13."""

    def __init__(self, first_skill: float = SKILLS[0], rng: int | None = 1) -> None:
        super().__init__(rng=rng)
        Household(self)
        self.cadres = self.populate(Cadre, 6, skill=[first_skill, *SKILLS[1:]], village=VILLAGES)
        Household(self, 2.0)
        Household(self, 0.25)
        self.volunteers = self.populate(Volunteer, 3, hours=HOURS)
        Household(self)
        # An attribute's name as a reporter would make the model impossible to pickle, in plain Mesa too.
        self.datacollector = mesa.DataCollector(
            model_reporters={"mean_skill": mean_skill},
            agent_reporters={name: operator.attrgetter(name) for name in ("skill", "strength")},
        )

    def step(self) -> None:
        self.cadres.skill += 1
        self.datacollector.collect(self)


class PlainCounty(mesa.Model):
    def __init__(self, rng: int | None = 1) -> None:
        super().__init__(rng=rng)
        Household(self)
        for skill, village in zip(SKILLS, VILLAGES, strict=True):
            PlainCadre(self, skill, village)
        Household(self, 2.0)
        Household(self, 0.25)
        for hours in HOURS:
            PlainVolunteer(self, hours)
        Household(self)


def mean_skill(model: mesa.Model) -> float:
    return float(np.mean(model.agents.get("skill")))


def ids(agents: Iterable[Any]) -> list[int]:
    return [agent.unique_id for agent in agents]


def groups(grouped: Any) -> list[tuple[Any, list[int]]]:
    return [(name, ids(members)) for name, members in grouped]


def skilled(agent: Any) -> bool:
    return agent.skill > 1


def seen_by(agents: Any, how: str) -> list[int]:
    seen: list[int] = []
    getattr(agents, how)(lambda agent: seen.append(agent.unique_id))
    return seen


def without_first(agents: Any) -> Any:
    chosen = agents.select(at_most=4)
    chosen.remove(chosen[0])
    chosen.discard(agents[5])
    chosen.add(agents[4])
    return chosen


# Each is applied to the agents of both counties and must give the same.
OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "iterate": ids,
    "index": lambda agents: [agents[1].unique_id, agents[-1].unique_id],
    "slice": lambda agents: ids(agents[1:-1:2]),
    "reversed": lambda agents: ids(reversed(agents.select())),
    "in": lambda agents: [agent in agents.select(skilled) for agent in agents],
    "select by function": lambda agents: ids(agents.select(skilled)),
    "select a number": lambda agents: ids(agents.select(at_most=2)),
    "select none": lambda agents: ids(agents.select(at_most=0)),
    "select a share": lambda agents: ids(agents.select(at_most=0.5)),
    "select all": lambda agents: ids(agents.select(at_most=1.0)),
    "select the first that match": lambda agents: ids(agents.select(skilled, at_most=2)),
    "select by type": lambda agents: ids(agents.select(agent_type=Household)),
    "select by type and function": lambda agents: ids(agents.select(skilled, agent_type=mesa.Agent)),
    "select in place": lambda agents: ids(agents.select(at_most=5).select(skilled, inplace=True)),
    "sort": lambda agents: ids(agents.sort("skill")),
    "sort upwards": lambda agents: ids(agents.sort("skill", ascending=True)),
    "sort by property": lambda agents: ids(agents.sort("strength")),
    "sort by function": lambda agents: ids(agents.sort(lambda agent: -agent.skill)),
    "sort by dotted name": lambda agents: ids(agents.sort("model.steps")),
    "sort by id": lambda agents: ids(agents.sort("unique_id")),
    "sort in place": lambda agents: ids(agents.select(at_most=5).sort("skill", inplace=True)),
    "shuffle": lambda agents: ids(agents.shuffle()),
    "shuffle in place": lambda agents: ids(agents.select(at_most=5).shuffle(inplace=True)),
    "shuffle twice": lambda agents: ids(agents.shuffle().shuffle()),
    "shuffle_do": lambda agents: seen_by(agents, "shuffle_do"),
    "shuffle_do method": lambda agents: ids(agents.shuffle_do("teach", 0.5, times=2)),
    "do": lambda agents: seen_by(agents, "do"),
    "do method": lambda agents: ids(agents.do("step").do("teach", 0.5, times=2)),
    "map": lambda agents: agents.map(lambda agent, more: agent.unique_id + more, 100),
    "map method": lambda agents: agents.map("teach", 0.5, times=2),
    "agg": lambda agents: agents.agg("skill", np.mean),
    "agg several": lambda agents: agents.agg("skill", [min, max, sum, len, np.median]),
    "agg property": lambda agents: agents.agg("strength", max),
    "agg texts": lambda agents: agents.agg("label", [min, max]),
    "get": lambda agents: agents.get("skill"),
    "get several": lambda agents: agents.get(["unique_id", "skill", "strength"]),
    "get missing": lambda agents: agents.get("hours", handle_missing="default", default_value=-1),
    "get several missing": lambda agents: agents.get(["skill", "nothing"], "default", None),
    "set": lambda agents: agents.set("skill", 4).get("skill"),
    "set property": lambda agents: agents.set("strength", 5).get("skill"),
    "groupby": lambda agents: groups(agents.groupby("skill")),
    "groupby function": lambda agents: groups(agents.groupby(skilled)),
    "groupby lists": lambda agents: groups(agents.groupby("skill", result_type="list")),
    "groups count": lambda agents: agents.groupby("skill").count(),
    "groups agg": lambda agents: agents.groupby(skilled).agg("skill", sum),
    "groups agg lists": lambda agents: agents.groupby(skilled, result_type="list").agg("skill", sum),
    "groups map": lambda agents: agents.groupby("skill").map(len),
    "groups do": lambda agents: groups(agents.groupby(skilled).do("do", "step")),
    "union": lambda agents: ids(agents.select(skilled) | agents.select(at_most=3)),
    "intersection": lambda agents: ids(agents.select(skilled) & agents.select(at_most=3)),
    "difference": lambda agents: ids(agents.select(skilled) - agents.select(at_most=3)),
    "either": lambda agents: ids(agents.select(skilled) ^ agents.select(at_most=3)),
    "equal": lambda agents: [agents.select(skilled) == agents.select(), agents.sort("skill") == agents.select()],
    "add and remove": lambda agents: ids(without_first(agents)),
}

"""Agents as numpy columns, hosted in Mesa.

State lives in one array per field; a kernel works on whole arrays, and whoever wants to look at one agent gets a view
of its row. Everything a Mesa model offers (``agents``, ``agents_by_type``, DataCollector, ``batch_run``, pickle, copy)
works on rows and on ordinary agents alike, in Mesa 3.3 and 3.5::

    class Cadre(ColumnAgent):
        fields = {"skill": np.float32, "village": np.int16}

    class County(ColumnModel):
        def __init__(self, rng=None):
            super().__init__(rng=rng)
            self.cadres = self.populate(Cadre, 900, village=villages)

        def step(self):
            self.cadres.skill += 0.01
"""

import copy
import operator
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

import numpy as np
from mesa import Agent, Model
from numpy.typing import ArrayLike

from sim.core.column_agent import ColumnAgent, Population, rows_are_conserved
from sim.core.column_mesa import number_agent
from sim.core.column_mixed import MixedAgents
from sim.core.column_operations import KeyedGroups
from sim.core.column_set import ColumnSet
from sim.core.column_values import fitted
from sim.core.names import check_name

__all__ = ["ColumnAgent", "ColumnModel", "ColumnSet", "KeyedGroups", "MixedAgents"]

RandomSeed = int | Sequence[int] | np.random.SeedSequence | np.random.BitGenerator | np.random.Generator


class ColumnModel(Model):
    """A Mesa model whose agents may be rows of columns, ordinary agents, or both.

    All agents share one row of unique ids; a population has a contiguous block of them.
    """

    agent_id_counter: int

    def __init__(self, *, seed: float | None = None, rng: RandomSeed | None = None) -> None:
        """Seed the generators as ``mesa.Model`` does; Mesa 3.5 asks for ``rng`` and warns of ``seed``."""
        super().__init__(seed=seed, rng=rng)
        self.agent_id_counter = 1
        self._ordinary: dict[int, Agent] = {}
        self._everyone = MixedAgents(self, fixed=True)

    @property
    def agents(self) -> MixedAgents:
        """All agents of the model, in order of creation."""
        return self._everyone

    @agents.setter
    def agents(self, agents: object) -> None:
        Model.agents.fset(self, agents)

    @property
    def ordinary_agents(self) -> Mapping[int, Agent]:
        """The agents that are objects of their own, by unique id."""
        return MappingProxyType(self._ordinary)

    def populate(self, kind: type[ColumnAgent], n: int, **columns: ArrayLike) -> ColumnSet:
        """Make the ``n`` agents of a kind; fields without given values start at zero.

        ``columns`` gives, by field, one value or an array of shape (n,), which is copied. Nothing is made if a name
        is unknown (UnknownName), a length or value does not fit (ValueError) or a type does not (TypeError).
        """
        self._check_kind(kind)
        size = operator.index(n)
        if size < 0:
            raise ValueError(f"n={size}: the number of agents cannot be negative")
        arrays = {name: np.zeros(size, dtype) for name, dtype in kind.fields.items()}
        for name, values in columns.items():
            check_name(f"field of {kind.__name__}", name, arrays)
            arrays[name][...] = fitted(name, values, arrays[name].dtype, size)
        population = Population(self, kind, self.agent_id_counter, size, arrays)
        self.agent_id_counter += size
        agents = ColumnSet(population, fixed=True)
        self._agents_by_type[kind] = agents
        return agents

    def register_agent(self, agent: Agent) -> None:
        """Register an ordinary agent; called by ``Agent.__init__``."""
        number_agent(self, agent)
        super().register_agent(agent)
        self._ordinary[agent.unique_id] = agent

    def deregister_agent(self, agent: Agent) -> None:
        """Take an ordinary agent out of the model; called by ``Agent.remove``."""
        if isinstance(agent, ColumnAgent):
            raise rows_are_conserved(type(agent))
        super().deregister_agent(agent)
        del self._ordinary[agent.unique_id]

    def remove_all_agents(self) -> None:
        """Take all agents out of the model, which must have ordinary ones only."""
        for kind, agents in self.agents_by_type.items():
            if isinstance(agents, ColumnSet):
                raise rows_are_conserved(kind)
        super().remove_all_agents()

    def __copy__(self) -> Self:
        """A model of its own which shares the column arrays with this one and nothing else."""
        populations = (agents for agents in self.agents_by_type.values() if isinstance(agents, ColumnSet))
        shared = {id(column): column for agents in populations for column in agents.columns.values()}
        return copy.deepcopy(self, shared)

    def _check_kind(self, kind: object) -> None:
        if not (isinstance(kind, type) and issubclass(kind, ColumnAgent)):
            raise TypeError(f"populate makes rows of a subclass of ColumnAgent, got {kind!r}")
        if kind in self.agents_by_type:
            raise ValueError(f"the model has its {kind.__name__} agents already: there is one population of a kind")

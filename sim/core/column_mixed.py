"""All agents of a model: ordinary Mesa agents and rows of columns in one set."""

from collections.abc import Iterator
from typing import Any, Self

import numpy as np
from mesa import Agent

from sim.core.column_agent import Population
from sim.core.column_operations import KeyedOperations
from sim.core.column_set import ColumnSet
from sim.core.column_values import BoolArray, IntArray, as_list


class MixedAgents(KeyedOperations):
    """Agents of any kind, held by unique id; in order of creation unless selected, sorted or shuffled.

    An ordinary agent that leaves the model leaves every such set. Columns are read and written as columns.
    """

    _model: Any

    def __init__(self, model: Any, ids: IntArray | None = None, *, fixed: bool = False) -> None:
        self._model = model
        super().__init__(ids, fixed)

    @property
    def model(self) -> Any:
        """The model the agents live in."""
        return self._model

    def __len__(self) -> int:
        if self._keys is None:
            return len(self._model.ordinary_agents) + sum(population.size for population in self._populations)
        return len(self._members())

    def __repr__(self) -> str:
        return f"<MixedAgents, {len(self)} of {len(self._model.agents)} in the model>"

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of all members to one value, or to an array with a value for each.

        Nothing is changed if a column cannot hold its value.
        """
        ids = self._members()
        spread = isinstance(value, np.ndarray) and value.shape == ids.shape
        parts = [(part, value[positions] if spread else value) for positions, part in self._column_parts(ids)]
        for part, values in parts:
            part._cells_for(attr_name, values)
        for part, values in parts:
            part.set(attr_name, values)
        for position, agent in self._ordinary_agents(ids):
            setattr(agent, attr_name, value[position] if spread else value)
        return self

    @property
    def _populations(self) -> list[Population]:
        return [agents._population for agents in self._model.agents_by_type.values() if isinstance(agents, ColumnSet)]

    def _everyone(self) -> IntArray:
        ordinary = np.fromiter(self._model.ordinary_agents, np.intp)
        blocks = [np.arange(ids.start, ids.stop) for ids in (population.ids for population in self._populations)]
        return np.sort(np.concatenate([ordinary, *blocks]), kind="stable")

    def _members(self) -> IntArray:
        everyone = self._everyone()
        return everyone if self._keys is None else self._keys[np.isin(self._keys, everyone)]

    def _find(self, key: int) -> Agent | None:
        for population in self._populations:
            if key in population.ids:
                return population.view(key - population.first_id)
        return self._model.ordinary_agents.get(key)

    def _key_of(self, agent: object) -> int | None:
        key = getattr(agent, "unique_id", None)
        return key if isinstance(key, int) and self._find(key) == agent else None

    def _with_keys(self, keys: IntArray) -> Self:
        return type(self)(self._model, keys)

    def _type_mask(self, keys: IntArray, agent_type: type[Agent]) -> BoolArray:
        mask = np.zeros(len(keys), bool)
        for positions, part in self._column_parts(keys):
            mask[positions] = issubclass(part.kind, agent_type)
        for position, agent in self._ordinary_agents(keys):
            mask[position] = isinstance(agent, agent_type)
        return mask

    def _values(self, name: str, *default: Any) -> list[Any]:
        ids = self._members()
        values: list[Any] = [None] * len(ids)
        for positions, part in self._column_parts(ids):
            for position, value in zip(positions.tolist(), as_list(part._values(name, *default)), strict=True):
                values[position] = value
        for position, agent in self._ordinary_agents(ids):
            values[position] = getattr(agent, name, *default)
        return values

    def _column_parts(self, ids: IntArray) -> Iterator[tuple[IntArray, ColumnSet]]:
        """By population: the positions of its agents among the ids, and the set of them."""
        for population in self._populations:
            positions = np.flatnonzero((ids >= population.ids.start) & (ids < population.ids.stop))
            if positions.size:
                yield positions, ColumnSet(population, ids[positions] - population.first_id)

    def _ordinary_agents(self, ids: IntArray) -> Iterator[tuple[int, Agent]]:
        registered = self._model.ordinary_agents
        ordinary = np.isin(ids, np.fromiter(registered, np.intp))
        return ((position, registered[ids[position]]) for position in np.flatnonzero(ordinary).tolist())

"""The agents of one population, or some of them: an AgentSet whose attributes are columns."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from mesa import Agent

from sim.core.column_agent import ColumnAgent, Population
from sim.core.column_operations import KeyedOperations
from sim.core.column_values import BoolArray, Column, IntArray, Values, fitted, no_attribute


class ColumnSet(KeyedOperations):
    """A population (``rows`` is None) or the rows of a selection, in their order.

    ``cadres.skill`` of a whole population is the column itself, for kernels to write into. Of a selection it is a
    copy of the selected values, read-only because writing into a copy would be lost: write with ``set`` or by
    assignment, ``selection.skill = values``. The set adds nothing per row to the columns.
    """

    _population: Population

    def __init__(self, population: Population, rows: IntArray | None = None, *, fixed: bool = False) -> None:
        self._population = population
        super().__init__(rows, fixed)

    @property
    def model(self) -> Any:
        """The model the agents live in."""
        return self._population.model

    @property
    def kind(self) -> type[ColumnAgent]:
        """The class of the agents."""
        return self._population.kind

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns of the whole population by name, each of shape (size,), whatever the selection."""
        return MappingProxyType(self._population.columns)

    @property
    def rows(self) -> IntArray | None:
        """The selected rows in order (read-only), None for a whole population in row order."""
        return self._keys

    def __getattr__(self, name: str) -> Column:
        if name.startswith("_"):
            raise AttributeError(name)
        column = self._population.columns.get(name)
        if column is None:
            raise no_attribute(self.kind, name, self.columns)
        if self._keys is None:
            return column
        values = column[self._keys]
        values.flags.writeable = False
        return values

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self.set(name, value)

    def __len__(self) -> int:
        return self._population.size if self._keys is None else len(self._keys)

    def __getitem__(self, item: int | slice) -> Any:
        """The agent at a position, or the list of agents of a slice."""
        rows: Any = range(self._population.size) if self._keys is None else self._keys
        if isinstance(item, slice):
            return [self._find(int(row)) for row in rows[item]]
        return self._find(int(rows[item]))

    def __repr__(self) -> str:
        return f"<ColumnSet of {len(self)} of {self._population.size} {self.kind.__name__}>"

    def copy(self) -> Self:
        """A set of the same rows that may be changed in place; the columns are shared."""
        return type(self)(self._population, self._keys)

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of all members to one value, or to an array with a value for each.

        Writes into the column; where the attribute is a property of the class, sets it agent by agent.
        """
        cells = self._cells_for(attr_name, value)
        if attr_name in self._population.columns:
            self._population.columns[attr_name][self._where] = cells
        else:
            for agent, one in zip(self, cells, strict=True):
                setattr(agent, attr_name, one)
        return self

    def _cells_for(self, attr_name: str, value: Any) -> Any:
        """What ``set`` writes, or the error it raises."""
        column = self._population.columns.get(attr_name)
        if column is not None:
            return fitted(attr_name, value, column.dtype, len(self))
        if not hasattr(getattr(self.kind, attr_name, None), "__set__"):
            raise no_attribute(self.kind, attr_name, self._population.columns)
        return value if isinstance(value, np.ndarray) and value.shape == (len(self),) else [value] * len(self)

    @property
    def _where(self) -> IntArray | slice:
        return slice(None) if self._keys is None else self._keys

    def _members(self) -> IntArray:
        return np.arange(self._population.size) if self._keys is None else self._keys

    def _find(self, key: int) -> ColumnAgent:
        return self._population.view(key)

    def _key_of(self, agent: object) -> int | None:
        if isinstance(agent, ColumnAgent) and agent._population is self._population:
            return agent.row
        return None

    def _with_keys(self, keys: IntArray) -> Self:
        return type(self)(self._population, keys)

    def _type_mask(self, keys: IntArray, agent_type: type[Agent]) -> BoolArray:
        return np.full(len(keys), issubclass(self.kind, agent_type))

    def _values(self, name: str, *default: Any) -> Values:
        if name in self._population.columns:
            return self._population.columns[name][self._where]
        if name in ("row", "unique_id"):
            return self._members() + (self._population.first_id if name == "unique_id" else 0)
        if not default and not hasattr(self.kind, name):
            raise no_attribute(self.kind, name, self._population.columns)
        return [getattr(agent, name, *default) for agent in self]

"""One row of a population, seen as a Mesa agent for as long as somebody looks at it."""

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, NoReturn, Self

import numpy as np
from mesa import Agent
from numpy.typing import DTypeLike

from sim.core.column_mesa import AgentSet
from sim.core.column_values import Column, fitted, no_attribute

# A field is also read from the set (`model.cadres.skill`) and given to `populate` by name.
_NAMES_OF_SETS = frozenset(dir(AgentSet)) | {"columns", "copy", "kind", "model", "n", "random", "rows", "to_list"}


@dataclass(eq=False)
class Population:
    """The columns of all agents of one kind in one model, and the block of unique ids they have."""

    model: Any
    kind: type["ColumnAgent"]
    first_id: int
    size: int
    columns: dict[str, Column]

    @property
    def ids(self) -> range:
        """The unique ids of the rows, in row order."""
        return range(self.first_id, self.first_id + self.size)

    def view(self, row: int) -> "ColumnAgent":
        """The agent of one row."""
        return _view(self.kind, self, row)


class _Field:
    """A cell of a column as an attribute of the agent."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, agent: "ColumnAgent | None", owner: type | None = None) -> Any:
        return self if agent is None else agent._population.columns[self.name][agent._row]

    def __set__(self, agent: "ColumnAgent", value: Any) -> None:
        column = agent._population.columns[self.name]
        column[agent._row] = fitted(self.name, value, column.dtype, 1).reshape(())


class ColumnAgent(Agent):
    """An agent kept as one row of a population's columns.

    A subclass declares its columns, name to dtype, and may have methods and properties like any Mesa agent::

        class Cadre(ColumnAgent):
            fields = {"skill": np.float32, "village": np.int16}

    Fields of base classes are inherited. An object of the class is a view: it is made on demand, two views of a row
    are equal, and it keeps nothing of its own, so an attribute that is not a field can be neither read nor set.
    Rows are made by ``ColumnModel.populate`` and conserved: turnover rewrites a row.
    """

    __slots__ = ("_population", "_row")
    _population: Population
    _row: int

    fields: ClassVar[Mapping[str, DTypeLike]] = {}
    pos: ClassVar[None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.fields = _declared_fields(cls)
        for name in cls.fields:
            setattr(cls, name, _Field(name))

    def __new__(cls, *_arguments: object, **_named: object) -> Self:
        """Refuse: an agent made by itself would have no row."""
        raise TypeError(f"{cls.__name__} agents are rows of columns: make them with model.populate({cls.__name__}, n)")

    @property
    def model(self) -> Any:
        """The model the agent lives in."""
        return self._population.model

    @property
    def unique_id(self) -> int:
        """The agent's id, unique among all agents of the model."""
        return self._population.first_id + self._row

    @property
    def row(self) -> int:
        """The agent's position in the full columns."""
        return self._row

    def remove(self) -> NoReturn:
        """Refuse: rows are conserved."""
        raise rows_are_conserved(type(self))

    def __getattr__(self, name: str) -> Any:
        if hasattr(type(self), name):
            # A property has failed inside with an AttributeError: let that one be seen.
            return object.__getattribute__(self, name)
        raise no_attribute(type(self), name, self.fields)

    def __setattr__(self, name: str, value: Any) -> None:
        if not hasattr(getattr(type(self), name, None), "__set__"):
            raise no_attribute(type(self), name, self.fields)
        object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColumnAgent) and self._population is other._population and self._row == other._row

    def __hash__(self) -> int:
        # Of what is there even while a pickled model is only half rebuilt, so that views can be keys.
        return hash((type(self).__name__, self._row))

    def __reduce__(self) -> tuple[Any, ...]:
        return _view, (type(self), self._population, self._row)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}, row {self._row}>"


def rows_are_conserved(kind: type) -> TypeError:
    """The error for an attempt to add or take away a row."""
    return TypeError(f"rows of {kind.__name__} are conserved: rewrite the row's fields instead")


def _view(kind: type[ColumnAgent], population: Population, row: int) -> ColumnAgent:
    agent = object.__new__(kind)
    object.__setattr__(agent, "_population", population)
    object.__setattr__(agent, "_row", row)
    return agent


def _declared_fields(kind: type) -> Mapping[str, DTypeLike]:
    declared: dict[str, DTypeLike] = {}
    for base in reversed(kind.__mro__):
        declared.update(vars(base).get("fields", {}))
    return MappingProxyType({name: _checked_dtype(kind, name, dtype) for name, dtype in declared.items()})


def _checked_dtype(kind: type, name: str, given: Any) -> np.dtype[Any]:
    where = f"field '{name}' of {kind.__name__}"
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise TypeError(f"{where}: a field needs a public Python name")
    taken = hasattr(kind, name) and not isinstance(getattr(kind, name), _Field)
    if taken or name in _NAMES_OF_SETS:
        raise TypeError(f"{where}: the name already means something for agents or sets of agents")
    try:
        dtype: np.dtype[Any] = np.dtype(given)
    except TypeError as error:
        raise TypeError(f"{where}: {given!r} is no dtype") from error
    if given is None or dtype.kind in "OV" or not dtype.itemsize:
        raise TypeError(f"{where}: {given!r} is no dtype of single values of a fixed size")
    return dtype

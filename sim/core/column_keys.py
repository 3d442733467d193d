"""Mesa's AgentSet for agents that are made on demand: the set keeps integer keys, not objects."""

import operator
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, Self

import numpy as np
from mesa import Agent

from sim.core.column_mesa import AgentSet
from sim.core.column_values import IntArray


class KeyedAgents(AgentSet):
    """An ordered set of agents held as integer keys; ``None`` stands for the keys of all there are.

    Nothing is inherited from ``mesa.agent.AgentSet`` that would look for stored agents; ``KeyedOperations`` has the
    rest of its interface. A fixed set is the model's own register: whatever would change it in place is refused.
    """

    _keys: IntArray | None
    _fixed: bool

    def __init__(self, keys: IntArray | None, fixed: bool) -> None:
        self._fixed = fixed
        self._hold(keys)

    @property
    @abstractmethod
    def model(self) -> Any:
        """The model the agents live in."""

    @abstractmethod
    def _members(self) -> IntArray:
        """The keys of the members, in order."""

    @abstractmethod
    def _find(self, key: int) -> Agent | None:
        """The agent of a key, None if it has left the model."""

    @abstractmethod
    def _key_of(self, agent: object) -> int | None:
        """The key the agent has or would have in the set, None if it can be no member."""

    @abstractmethod
    def _with_keys(self, keys: IntArray) -> Self:
        """A new set of the agents of these keys."""

    @property
    def random(self) -> Any:
        """The model's generator, used by ``shuffle`` and ``shuffle_do`` only."""
        return self.model.random

    def __len__(self) -> int:
        return len(self._members())

    def __iter__(self) -> Iterator[Agent]:
        return (agent for _, agent in self._pairs())

    def __contains__(self, agent: object) -> bool:
        key = self._key_of(agent)
        return key is not None and (self._keys is None or bool(np.any(self._keys == key)))

    def __getitem__(self, item: int | slice) -> Any:
        """The agent at a position, or the list of agents of a slice."""
        if isinstance(item, slice):
            return [self._find(key) for key in self._members()[item].tolist()]
        return self._find(int(self._members()[operator.index(item)]))

    def to_list(self) -> list[Agent]:
        """The agents as a list."""
        return list(self)

    def copy(self) -> Self:
        """A set of the same agents that may be changed in place."""
        return self._with_keys(self._members())

    def __copy__(self) -> Self:
        return self.copy()

    def __getstate__(self) -> dict[str, Any]:
        return dict(vars(self))

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._hold(self._keys)

    def add(self, agent: Agent) -> None:
        """Add an agent of the same model at the end, if it is not a member yet."""
        self._check_free()
        if agent not in self:
            self._hold(np.append(self._members(), self._checked_key(agent)))

    def discard(self, agent: Agent) -> None:
        """Take an agent out of the set, if it is a member; it stays in the model."""
        self._check_free()
        if agent in self:
            keys = self._members()
            self._hold(keys[keys != self._key_of(agent)])

    def remove(self, agent: Agent) -> None:
        """Take an agent out of the set; KeyError if it is no member. It stays in the model."""
        self._check_free()
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _update(self, agents: Iterable[Agent]) -> Self:
        keys = dict.fromkeys(self._checked_key(agent) for agent in agents)
        return self._placed(np.array(list(keys), np.intp), inplace=True)

    def _from_iterable(self, agents: Iterable[Agent]) -> Self:
        """Where the operators of sets (&, |, -, ^) put their result."""
        return self.copy()._update(agents)

    def _checked_key(self, agent: Agent) -> int:
        key = self._key_of(agent)
        if key is None:
            raise ValueError(f"{agent!r} cannot be a member of {self!r}")
        return key

    def _check_free(self) -> None:
        if self._fixed:
            raise TypeError(f"{self!r} is the model's own register and stays as it is: change a copy() of it")

    def _hold(self, keys: IntArray | None) -> None:
        self._keys = None if keys is None else keys.view()
        if self._keys is not None:
            self._keys.flags.writeable = False

    def _placed(self, keys: IntArray, inplace: bool) -> Self:
        if not inplace:
            return self._with_keys(keys)
        self._check_free()
        self._hold(keys)
        return self

    def _pairs(self) -> Iterator[tuple[int, Agent]]:
        for key in self._members().tolist():
            agent = self._find(key)
            if agent is not None:
                yield key, agent

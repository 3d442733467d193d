"""What Mesa lets one do with a set of agents, for sets that keep keys: columns are handled as arrays."""

import math
import operator
from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, Literal, Self

import numpy as np
from mesa import Agent

from sim.core.column_keys import KeyedAgents
from sim.core.column_mesa import GroupBy
from sim.core.column_values import BoolArray, IntArray, Values, as_list, positions_by_value, stable_order, widened
from sim.core.names import check_name

# Applied to an array, Python's own are loops over its elements, a hundred times slower than numpy.
_REDUCTIONS = ((sum, np.sum), (min, np.min), (max, np.max))


class KeyedOperations(KeyedAgents):
    """The operations of ``mesa.agent.AgentSet``; agents are looked at one by one only where a function asks for it."""

    @abstractmethod
    def _type_mask(self, keys: IntArray, agent_type: type[Agent]) -> BoolArray:
        """Which of the keys are agents of the type."""

    @abstractmethod
    def _values(self, name: str, *default: Any) -> Values:
        """The attribute of each member, an array where it is a column; AttributeError if missing and no default."""

    def select(
        self,
        filter_func: Callable[[Agent], bool] | BoolArray | None = None,
        at_most: int | float = math.inf,
        inplace: bool = False,
        agent_type: type[Agent] | None = None,
    ) -> Self:
        """The members that satisfy a filter: a function of the agent, or a mask of shape (len(self),).

        As in Mesa, ``at_most`` is a number of agents, or a share of the set if a float up to 1. Agents of other types
        than ``agent_type`` are not shown to the function.
        """
        if filter_func is None and agent_type is None and at_most == math.inf:
            return self if inplace else self.copy()
        keys = self._members()
        keep = np.ones(len(keys), bool) if agent_type is None else self._type_mask(keys, agent_type)
        if isinstance(filter_func, np.ndarray):
            keep = keep & _checked_mask(filter_func, len(keys))
        limit = _limit(at_most, len(keys))
        if filter_func is None or isinstance(filter_func, np.ndarray):
            return self._placed(keys[keep][:limit], inplace)
        return self._placed(self._first_matching(keys[keep], filter_func, limit), inplace)

    def sort(self, key: Callable[[Agent], Any] | str, ascending: bool = False, inplace: bool = False) -> Self:
        """The members in the order of an attribute or a function of the agent, the largest first unless told."""
        keys, values = self._keys_and_values(operator.attrgetter(key) if isinstance(key, str) and "." in key else key)
        return self._placed(keys[stable_order(values, ascending)], inplace)

    def shuffle(self, inplace: bool = False) -> Self:
        """The members in random order, drawn from the model's generator exactly as Mesa draws it."""
        return self._placed(self._shuffled(), inplace)

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method, or a function of the agent, for each member in random order."""
        for agent in self._with_keys(self._shuffled()):
            _call(agent, method, args, kwargs)
        return self

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method, or a function of the agent, for each member."""
        for agent in self:
            _call(agent, method, args, kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """The results of calling a method, or a function of the agent, for each member."""
        return [_call(agent, method, args, kwargs) for agent in self]

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:
        """One function of the members' values, or a list with the result of several.

        The values of a column come as an array of 64-bit numbers, those of other attributes as a list.
        """
        values = widened(self._values(attribute))
        return _reduced(func, values) if callable(func) else [_reduced(one, values) for one in func]

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """The attribute of each member; for several names a list of the values of each member."""
        check_name("handle_missing", handle_missing, ("error", "default"))
        default = () if handle_missing == "error" else (default_value,)
        if isinstance(attr_names, str):
            return as_list(self._values(attr_names, *default))
        columns = [as_list(self._values(name, *default)) for name in attr_names]
        return [list(values) for values in zip(*columns, strict=True)]

    @abstractmethod
    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of all members to one value, or to an array with a value for each."""

    def groupby(
        self, by: Callable[[Agent], Any] | str, result_type: Literal["agentset", "list"] = "agentset"
    ) -> "KeyedGroups":
        """The members by the value of an attribute or of a function of the agent, as sets or as lists of agents."""
        check_name("result_type", result_type, ("agentset", "list"))
        keys, values = self._keys_and_values(by)
        groups = {value: self._with_keys(keys[chosen]) for value, chosen in positions_by_value(values).items()}
        return KeyedGroups(groups if result_type == "agentset" else {value: list(groups[value]) for value in groups})

    def _keys_and_values(self, by: Callable[[Agent], Any] | str) -> tuple[IntArray, Values]:
        if isinstance(by, str):
            return self._members(), self._values(by)
        valued = [(key, by(agent)) for key, agent in self._pairs()]
        return np.array([key for key, _ in valued], np.intp), [value for _, value in valued]

    def _shuffled(self) -> IntArray:
        keys = self._members().tolist()
        self.random.shuffle(keys)
        return np.array(keys, np.intp)

    def _first_matching(self, keys: IntArray, matches: Callable[[Agent], bool], limit: int) -> IntArray:
        chosen: list[int] = []
        for key, agent in self._with_keys(keys)._pairs():
            if len(chosen) >= limit:
                break
            if matches(agent):
                chosen.append(key)
        return np.array(chosen, np.intp)


class KeyedGroups(GroupBy):
    """Mesa's GroupBy, which aggregates columns as columns."""

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Any, Any]:
        """A function of the attribute's values, by group."""
        return {
            name: group.agg(attr_name, func)
            if isinstance(group, KeyedAgents)
            else func([getattr(agent, attr_name) for agent in group])
            for name, group in self.groups.items()
        }


def _call(agent: Agent, method: str | Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return getattr(agent, method)(*args, **kwargs) if isinstance(method, str) else method(agent, *args, **kwargs)


def _reduced(function: Callable[[Any], Any], values: Values) -> Any:
    vectorised = next((array for plain, array in _REDUCTIONS if plain is function), function)
    return vectorised(values) if isinstance(values, np.ndarray) else function(values)


def _limit(at_most: int | float, size: int) -> int:
    if isinstance(at_most, float) and at_most <= 1.0:
        return max(int(size * at_most), 0)
    return size if at_most >= size else max(math.ceil(at_most), 0)


def _checked_mask(mask: BoolArray, size: int) -> BoolArray:
    if mask.dtype != np.bool_ or mask.shape != (size,):
        raise ValueError(f"expected a boolean mask of shape ({size},), got {mask.dtype} of shape {mask.shape}")
    return mask

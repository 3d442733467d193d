"""Docking: months as the engine and its plain-object twin tell them, and what must be the same in both.

Compared after every month: every counter of every village, all columns of all agents, all tables, what villages
remember, and every contact of the month in the order in which it came about. Events, tables and columns must be equal
to the last bit; sums of float64 may differ in their last bits, by order of summation.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
from numpy.typing import NDArray

import sim.county
from sim import County, Scenario
from sim.core.levers import Levers
from sim.levers import LeverValues
from sim.parameters import Parameters, standard
from sim.policies import Policy
from sim.processes import trust
from sim.processes.blocks import lever_block, village_view
from sim.processes.state import State
from sim.tallies import rows
from sim.world.description import load_description
from sim.world.institutions import mediation_bodies
from sim.world.world import World
from tests.oracle.plain import Event, PlainCounty
from tests.oracle.small_world import small_world

Arrays = dict[str, NDArray[Any]]
LeversOf = Callable[[int], LeverValues]

AGENTS = ("residents", "cadres", "organisations", "enterprises")
SUMS = 1e-11
"""How far apart sums of float64 may be, relative to the larger of them and 1."""


class Month(NamedTuple):
    """What there is to be told of a month."""

    levers: LeverValues
    counts: Arrays
    agents: dict[str, Arrays]
    tables: dict[str, list[Event]]
    """rows in a fixed order; contacts in order of arrival, without their results"""
    felt: NDArray[np.float64]
    """results of the contacts"""
    villages: Arrays
    log: list[Event]
    """what happened, as the twin wrote it down"""


class Stirred(County):
    """A county whose levers may be set from outside."""

    given: LeversOf | None = None

    def _set_levers(self) -> None:
        if self.given is None:
            super()._set_levers()
        else:
            self.state.levers = lever_block(self.given(self.state.month), self.state.places.villages)


def neutral(world: Any) -> LeversOf:
    """No lever is moved."""
    values = Levers(LeverValues, world.places, 0).settle()
    return lambda _: values


def given_world(adults: int) -> World:
    """The hand-made world, complete with the mediation bodies that the engine keeps."""
    made = small_world(adults)
    return World(
        description=load_description("wushan_township"),
        bodies=mediation_bodies(made.places, standard()),
        **{name: getattr(made, name) for name in made.__dataclass_fields__},
    )


def engine(
    world: World, parameters: Parameters, seed: int, span: tuple[int, int], drive: LeversOf | Sequence[Policy]
) -> Iterator[Month]:
    """The engine's months; ``span`` is warm-up and measured months, ``drive`` levers by month or measures."""
    warmup, months = span
    policies, given = ((), drive) if callable(drive) else (tuple(drive), None)
    numbers = {f"{group}.{name}": v for group, ns in parameters._asdict().items() for name, v in ns._asdict().items()}
    scenario = Scenario(
        seed=seed, months=months, warmup=warmup, policies=policies, parameters=numbers, beyond_prior=True
    )
    county = Stirred(scenario, world=world)
    county.given = given
    contacts: list[Arrays] = []

    def listen(state: State) -> None:
        contacts.append(state.contacts.frame())

    at = sim.county.MONTH.index(trust.learn)
    stages = (*sim.county.MONTH[:at], listen, *sim.county.MONTH[at:])
    for month in range(warmup + months):
        with mock.patch.object(sim.county, "MONTH", stages):
            county.step()
        yield told(county, given(month) if given else county.asked.settle(), contacts.pop())


def told(county: County, levers: LeverValues, contacts: Arrays) -> Month:
    """Copies of what the engine has in the end of a month."""
    state, counted = county.state, county.record.counted[county.state.month - 1]
    village = village_view(state.villages.copy())
    tables = {"cases": state.cases, "requests": state.requests, "waiting": state.pondering}
    return Month(
        levers,
        {name: counted[where].copy() for name, where in rows().items()},
        {kind: {name: column.copy() for name, column in getattr(county, kind).columns.items()} for kind in AGENTS},
        {name: sorted(as_rows(table.frame())) for name, table in tables.items()}
        | {"contacts": as_rows({name: contacts[name] for name in ("person", "channel")})},
        contacts["result"],
        village._asdict() | {"norm": np.array(state.petition_norm), "next_person": np.array(state.next_person)},
        [],
    )


def as_rows(columns: Arrays) -> list[Event]:
    """Columns as plain tuples, one a row."""
    return list(zip(*(column.tolist() for column in columns.values()), strict=True))


def twin(county: PlainCounty, levers: Iterable[LeverValues]) -> Iterator[Month]:
    """The twin's months under these levers."""
    for values in levers:
        county.step(values)
        contacts = county.contacted()
        yield Month(
            values,
            {name: np.atleast_2d(np.array(counted, float)) for name, counted in county.counts.items()},
            {kind: getattr(county, kind)() for kind in AGENTS},
            {"cases": county.cases(), "requests": county.requests(), "waiting": county.waiting()}
            | {"contacts": [contact[:2] for contact in contacts]},
            np.array([contact[2] for contact in contacts], float),
            county.villages(),
            county.log,
        )


def differences(ours: Month, theirs: Month) -> Iterator[str]:
    """Names of all that is not the same in two months; ``theirs`` is the twin's."""
    for name, counted in theirs.counts.items():
        if not close(ours.counts[name], counted):
            yield name
    for kind, columns in theirs.agents.items():
        for name, column in columns.items():
            if not np.array_equal(ours.agents[kind][name], column):
                yield f"{kind}.{name}"
    for name, table in theirs.tables.items():
        if ours.tables[name] != table:
            yield f"table of {name}"
    if not close(ours.felt, theirs.felt):
        yield "results of contacts"
    for name, values in theirs.villages.items():
        if not close(ours.villages[name], values):
            yield f"villages.{name}"


def close(ours: NDArray[Any], theirs: NDArray[Any]) -> bool:
    return ours.shape == theirs.shape and bool((np.abs(ours - theirs) <= SUMS * np.maximum(1, np.abs(theirs))).all())


def first_difference(ours: Iterable[Month], theirs: Iterable[Month]) -> str:
    """Where two tellings first part; empty where they never do."""
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        found = sorted(differences(one, other))
        if found:
            return f"month {number}: {', '.join(found)}"
    return ""

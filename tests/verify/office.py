"""Mediation offices on their own: the settlement stage of the model, fed with cases by hand.

Every township's station is one office. A case needs one hour, nothing but waiting is open to its owner while it is not
settled, and every hearing settles it with the same chance: what is left is a queue that theory knows.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import County, Scenario
from sim.agents.tables import OPEN
from sim.processes import settlement
from sim.world.description import load_description
from tests.model.counties import changed

Whole = NDArray[np.int64]

ADULTS = 60
NEVER, ALWAYS = -1e6, 1e6
TOWNSHIP = 1
SEVERITY = math.e
"""Of all cases; its logarithm is 1."""
QUEUE_ONLY = {
    "settlement.need_township": 1.0 / math.sqrt(SEVERITY),
    "settlement.least_share": 1.0,
    **{f"settlement.{name}": 0.0 for name in ("skill", "hours", "trust", "rules", "attempt", "relapse", "paper")},
    **{f"settlement.{name}": 0.0 for name in ("relapse_true", "visits", "joint")},
    **{f"settlement.{name}": NEVER for name in ("up", "withdraw", "suit", "petition")},
    "settlement.stay": ALWAYS,
    "settlement.close_age": ALWAYS,
}
"""Numbers under which a station is a queue and nothing else."""


class Events(NamedTuple):
    """One kind of event: which case (its key holds person and month of birth), at which office, in which month."""

    case: Whole
    office: Whole
    born: Whole
    month: Whole


class Lived(NamedTuple):
    """What was seen, month by month, shape (months, offices), and the log of events."""

    came: Whole
    present: Whole
    """cases at the month's hearings, as the stations count them"""
    waiting: Whole
    """cases never heard so far, at the end of the month"""
    heard: Events
    """first hearings"""
    left: Events
    """settlements"""


def offices(stations: int, c: int, settled: float, seed: int = 1) -> County:
    """A county whose stations each hear ``c`` cases a month, one hour each, and settle each with chance ``settled``."""
    chance = ALWAYS if settled >= 1.0 else math.log(settled / (1.0 - settled))
    numbers = {
        **QUEUE_ONLY,
        "settlement.station_hours": float(c),
        "settlement.township": max(0.0, chance),
        "settlement.severity": max(0.0, -chance),
    }
    alike = changed(load_description("wushan_township"), places__adults__spread=0.0)
    description = alike.scaled(stations, 1, float(ADULTS))
    scenario = Scenario(county=description, seed=seed, months=4000, warmup=0, parameters=numbers, beyond_prior=True)
    county = County(scenario)
    county.state.counted = np.zeros_like(county.record.counted[0])
    return county


def live(county: County, came: Whole) -> Lived:
    """Let cases come to the stations, ``came`` of shape (months, offices), and the stations hear them."""
    state, villages = county.state, county.state.places.villages
    present, waiting, heard, left = np.zeros_like(came), np.zeros_like(came), [], []
    for month, arrivals in enumerate(came):
        state.month = month
        _open(county, arrivals)
        before = state.cases.frame()
        settlement.settle(state)
        state.contacts.size = 0
        after = state.cases.frame()
        stays = np.isin(_keys(before), _keys(after), assume_unique=True)
        never = before["attempts"] == 0
        still = np.zeros(stays.size, bool)
        still[stays] = after["attempts"] == 0
        present[month] = state.bodies.queue[villages:-1]
        waiting[month] = np.bincount(_office(county, before)[still], minlength=came.shape[1])
        heard.append(_events(county, before, never & ~still, month))
        left.append(_events(county, before, ~stays, month))
    return Lived(came, present, waiting, _joined(heard), _joined(left))


def _open(county: County, arrivals: Whole) -> None:
    """New cases of residents of each township, all of different persons."""
    cases, month = county.state.cases, county.state.month
    office = np.repeat(np.arange(arrivals.size), arrivals)
    place = np.arange(office.size) - np.repeat(np.cumsum(arrivals) - arrivals, arrivals)
    first = county.state.facts.first_resident
    size = first[office + 1] - first[office]
    assert (place < size).all(), "more cases in a month than residents of a township"
    cases.reserve(office.size)
    new = slice(cases.size, cases.size + office.size)
    rows = cases.rows
    for column in rows:
        column[new] = 0
    rows.person[new] = first[office] + (place + 7 * month) % size
    rows.born[new] = rows.ready[new] = rows.since[new] = month
    rows.severity[new], rows.tier[new], rows.other[new], rows.relapse[new] = SEVERITY, TOWNSHIP, -1, OPEN
    cases.size += office.size


def _keys(cases: dict[str, NDArray[np.int64]]) -> Whole:
    return (cases["born"].astype(np.int64) << 21) | cases["person"]


def _office(county: County, cases: dict[str, NDArray[np.int64]]) -> Whole:
    return county.state.facts.township[county.state.residents.village[cases["person"]]].astype(np.int64)


def _events(county: County, cases: dict[str, NDArray[np.int64]], which: NDArray[np.bool_], month: int) -> Events:
    born = cases["born"][which].astype(np.int64)
    return Events(_keys(cases)[which], _office(county, cases)[which], born, np.full(born.size, month))


def _joined(events: list[Events]) -> Events:
    return Events(*(np.concatenate(columns) for columns in zip(*events, strict=True)))

"""The state of a plain county in the form in which the engine keeps it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.agents.tables import PETITION_CONTACT
from sim.core.fields import fields_of
from tests.oracle.people import CHANNELS
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

Arrays = dict[str, NDArray[Any]]
Value = Callable[[Any], Any]

OF_VILLAGES = (
    "pressure",
    "rebound",
    "visible",
    "success",
    "organising",
    "rewarded",
    "mobilised",
    "rate",
    "leader_effect",
    "leaders",
    "present",
    "young",
    "party_share",
    "association",
    "sponsored_matters",
    "sponsored_organisations",
)
"""Attributes by the name they have in ``VillageState``; ``took_part`` and ``unmet`` are special."""


def _number(village: Village) -> int:
    return village.number


def _row(thing: Any) -> int:
    return -1 if thing is None else thing.row


def _trust_in(channel: int) -> Value:
    return lambda resident: resident.trust[channel]


def _columns(columns: type[NamedTuple], agents: Sequence[Any], special: dict[str, Value]) -> Arrays:
    """The attributes of the agents as arrays; ``special`` says how to get those that are not plain attributes."""
    made = {}
    for name, dtype in fields_of(columns).items():
        value = special.get(name)
        made[name] = np.array([value(agent) if value else getattr(agent, name) for agent in agents], dtype)
    return made


def residents(county: "PlainCounty") -> Arrays:
    special: dict[str, Value] = {
        "village": lambda resident: _number(resident.village),
        "employer": lambda resident: _row(resident.employer),
        "organisation": lambda resident: _row(resident.organisation),
    }
    for number, channel in enumerate(CHANNELS):
        special[f"trust_{channel}"] = _trust_in(number)
    return _columns(ResidentColumns, county.resident_list, special)


def cadres(county: "PlainCounty") -> Arrays:
    return _columns(CadreColumns, county.cadre_list, {"village": lambda cadre: _number(cadre.village)})


def organisations(county: "PlainCounty") -> Arrays:
    village = {"village": lambda organisation: _number(organisation.village)}
    return _columns(OrganisationColumns, county.organisation_list, village)


def enterprises(county: "PlainCounty") -> Arrays:
    return _columns(EnterpriseColumns, county.enterprise_list, {"village": lambda firm: _number(firm.village)})


def villages(county: "PlainCounty") -> Arrays:
    made = {name: np.array([getattr(village, name) for village in county.village_list]) for name in OF_VILLAGES}
    made["took_part"] = np.array([village.year_share for village in county.village_list])
    made["unmet"] = np.array([village.unmet for village in county.village_list]).T
    made["norm"] = np.array(county.norm)
    made["next_person"] = np.array(county.next_person)
    return made


def cases(county: "PlainCounty") -> list[tuple[Any, ...]]:
    return sorted(
        (
            case.owner.row,
            case.kind,
            case.born,
            case.severity,
            _row(case.other),
            case.tier,
            case.attempts,
            case.relapsed,
            case.petitions,
            case.ready,
            case.since,
            case.relapse,
            case.docked,
        )
        for case in county.case_list
    )


def requests(county: "PlainCounty") -> list[tuple[Any, ...]]:
    return sorted(
        (request.owner.row, request.kind, request.channel, request.born, request.ready)
        for request in county.request_list
    )


def contacts(county: "PlainCounty") -> list[tuple[Any, ...]]:
    return [
        (contact.owner.row, contact.channel, PETITION_CONTACT if contact.result is None else contact.result)
        for contact in county.contacts
    ]


def waiting(county: "PlainCounty") -> list[tuple[Any, ...]]:
    return sorted(
        (grievance.owner.row, grievance.kind, grievance.born, grievance.severity, _row(grievance.other))
        for grievance in county.pondering_list
    )

"""The county before the first month: agents made of the rows of a world, and what villages begin with."""

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.core.fields import fields_of
from sim.core.places import Places
from sim.world.facts import VillageFacts
from tests.oracle.demography import count_present
from tests.oracle.organisations import visibility
from tests.oracle.people import Cadre, Enterprise, Organisation, Resident
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

Arrays = dict[str, NDArray[Any]]


class World(Protocol):
    """What a county starts from."""

    @property
    def places(self) -> Places: ...
    @property
    def facts(self) -> VillageFacts: ...
    @property
    def residents(self) -> Arrays: ...
    @property
    def household_size(self) -> NDArray[Any]: ...
    @property
    def ties(self) -> NDArray[np.int32]: ...
    @property
    def cadres(self) -> Arrays: ...
    @property
    def organisations(self) -> Arrays: ...
    @property
    def enterprises(self) -> Arrays: ...


def populate(county: "PlainCounty", world: World) -> None:
    """Villages, and everybody in them."""
    county.village_list = villages_of(world.facts)
    county.enterprise_list = settle_in(county, Enterprise, EnterpriseColumns, world.enterprises, "enterprises")
    county.cadre_list = settle_in(county, Cadre, CadreColumns, world.cadres, "posts")
    county.organisation_list = settle_in(
        county, Organisation, OrganisationColumns, world.organisations, "organisations"
    )
    county.resident_list = settle_in(county, Resident, ResidentColumns, world.residents, "residents")
    join_places(county, world)
    connect(county, world)
    for village in county.village_list:
        village.success = county.parameters.cadre_time.success_0
        village.visible = visibility(county, village)
        count_present(village)


def villages_of(facts: VillageFacts) -> list[Village]:
    known = (
        facts.township,
        facts.rural,
        facts.remote,
        facts.households,
        facts.registered,
        facts.present,
        facts.children_share,
        facts.grid_staff,
        facts.mediators,
    )
    by_village = zip(*(fact.tolist() for fact in known), strict=True)
    return [Village(number, *values) for number, values in enumerate(by_village)]


def settle_in(county: "PlainCounty", kind: type, columns: type[NamedTuple], arrays: Arrays, place: str) -> list[Any]:
    """Agents of a kind, each in its village too."""
    agents = []
    for row, values in enumerate(rows_of(columns, arrays)):
        village = county.village_list[values["village"]]
        agent = kind(county, row, village, values)
        agents.append(agent)
        getattr(village, place).append(agent)
    return agents


def rows_of(columns: type[NamedTuple], arrays: Arrays) -> list[dict[str, Any]]:
    """The rows of an agent kind as plain Python numbers, as they are once stored in their columns."""
    plain = [np.asarray(arrays[name], dtype).tolist() for name, dtype in fields_of(columns).items()]
    return [dict(zip(columns._fields, values, strict=True)) for values in zip(*plain, strict=True)]


def join_places(county: "PlainCounty", world: World) -> None:
    """Employers, organisations and homes."""
    homes: dict[int, list[Resident]] = {}
    employers, organisations = world.residents["employer"].tolist(), world.residents["organisation"].tolist()
    for resident, employer, organisation in zip(county.resident_list, employers, organisations, strict=True):
        resident.employer = county.enterprise_list[employer] if employer >= 0 else None
        resident.organisation = county.organisation_list[organisation] if organisation >= 0 else None
        resident.home = homes.setdefault(resident.household, [])
        resident.home.append(resident)


def connect(county: "PlainCounty", world: World) -> None:
    """Ties, and the sizes of households."""
    sizes, people = world.household_size.tolist(), county.resident_list
    county.mean_household = sum(sizes) / len(sizes)
    for resident, ties in zip(people, world.ties.tolist(), strict=True):
        resident.household_size = sizes[resident.household]
        resident.slots = [people[tie] if tie < len(people) else None for tie in ties]
        resident.ties = [tie for tie in resident.slots if tie is not None]

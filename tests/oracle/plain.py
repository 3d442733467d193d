"""The county as plain Mesa objects and plain loops: the same month as the engine's, read off docs/month.md."""

from functools import cache
from typing import Any, NamedTuple, Protocol

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.core.draws import Uniforms, decision, uniforms
from sim.core.fields import fields_of
from sim.core.levers import Levers
from sim.core.maths import exp
from sim.core.places import Places
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.tallies import counters
from sim.world.facts import VillageFacts
from tests.oracle import (
    awareness,
    cadre_time,
    cells,
    economy,
    export,
    grievances,
    needs,
    pressure,
    self_governance,
    settlement,
    stocks,
    trust,
    volunteering,
)
from tests.oracle.arithmetic import total
from tests.oracle.people import Cadre, Case, Contact, Enterprise, Grievance, Organisation, Request, Resident, Village

Arrays = dict[str, NDArray[Any]]
Event = tuple[Any, ...]


class World(Protocol):
    """What a county starts from."""

    @property
    def places(self) -> Places: ...
    @property
    def facts(self) -> VillageFacts: ...
    @property
    def residents(self) -> Arrays: ...
    @property
    def household_size(self) -> NDArray[np.int32]: ...
    @property
    def ties(self) -> NDArray[np.int32]: ...
    @property
    def cadres(self) -> Arrays: ...
    @property
    def organisations(self) -> Arrays: ...
    @property
    def enterprises(self) -> Arrays: ...


class PlainCounty(mesa.Model):
    """A county whose month is one call of ``step``; ``counts`` and ``log`` tell what happened in it.

    The log names people by ``person``; what is exported names them by row, as the engine's tables do.
    """

    def __init__(self, world: World, parameters: Parameters, seed: int, warmup: int = 24) -> None:
        super().__init__()
        self.parameters = parameters
        self.run_seed = seed
        self.warmup = warmup
        self.month = 0
        self.norm = parameters.settlement.petition_norm
        self.petition_rates: list[float] = []
        self.neutral = Levers(LeverValues, world.places, 0).settle()
        self.case_list: list[Case] = []
        self.request_list: list[Request] = []
        self.pondering_list: list[Grievance] = []
        self._populate(world)
        self._begin(self.neutral)

    def step(self, levers: LeverValues | None = None) -> None:
        """One month under these levers; without any, all are neutral."""
        self._begin(self.neutral if levers is None else levers)
        cadre_time.do_paperwork(self)
        economy.run_enterprises(self)
        awareness.learn(self)
        needs.arise(self)
        grievances.reopen(self)
        grievances.decide_again(self)
        grievances.arise(self)
        grievances.file_from_outside(self)
        cadre_time.share_service(self)
        needs.serve(self)
        settlement.settle(self)
        cadre_time.keep_posts(self)
        self_governance.take_part(self)
        volunteering.prepare(self)
        volunteering.serve(self)
        volunteering.come_and_go(self)
        volunteering.close(self)
        cells.fill(self)
        cells.give_points(self)
        trust.learn(self)
        pressure.press(self)
        stocks.count(self)
        self.month += 1
        pressure.take_for_usual(self)

    def draw(self, name: str, identity: int, sub: int = 0, month: int | None = None) -> Uniforms:
        """The four uniforms of a decision, of this month unless another is given."""
        return uniforms(self.run_seed, key_of(name), self.month if month is None else month, identity, sub)

    def count(self, name: str, village: Village, amount: float = 1) -> None:
        """Add to a counter of a village."""
        self.counts[name][village.number] += amount

    def note(self, *event: Any) -> None:
        """Write down what happened."""
        self.log.append(event)

    def meet(self, owner: Resident, channel: int, result: float | None) -> None:
        """A contact: somebody met with this result on this channel."""
        self.contacts.append(Contact(owner, channel, result))
        self.note("contact", owner.person, channel, result)

    def residents(self) -> Arrays:
        """Columns like the engine's."""
        return export.residents(self)

    def cadres(self) -> Arrays:
        """Columns like the engine's."""
        return export.cadres(self)

    def organisations(self) -> Arrays:
        """Columns like the engine's."""
        return export.organisations(self)

    def enterprises(self) -> Arrays:
        """Columns like the engine's."""
        return export.enterprises(self)

    def villages(self) -> Arrays:
        """What lasts of every village, arrays of shape (villages,), ``unmet`` (channels, villages), and the norm."""
        return export.villages(self)

    def cases(self) -> list[Event]:
        """(row, kind, born, severity, other, tier, attempts, relapsed, petitions, ready, since, relapse), sorted."""
        return export.cases(self)

    def requests(self) -> list[Event]:
        """(row, kind, channel, born, ready), sorted."""
        return export.requests(self)

    def waiting(self) -> list[Event]:
        """Grievances whose owners decide again: (row, kind, born, severity, other), sorted."""
        return export.waiting(self)

    def _begin(self, levers: LeverValues) -> None:
        # Levers by unit as plain numbers.
        self.levers = LeverValues(*(values.tolist() for values in levers))
        self.contacts: list[Contact] = []
        self.direct_petitioners: list[Resident] = []
        self.log: list[Event] = []
        self.counts: dict[str, list[Any]] = {
            name: _zeros(len(self.village_list), counted.rows) for name, counted in counters().items()
        }
        for village in self.village_list:
            village.petitions = village.handled = village.done = 0
        for resident in self.resident_list:
            resident.look_around()

    def _populate(self, world: World) -> None:
        self.village_list = [
            Village(number, *known)
            for number, known in enumerate(
                zip(
                    world.facts.township.tolist(),
                    world.facts.remote.tolist(),
                    world.facts.households.tolist(),
                    world.facts.registered.tolist(),
                    world.facts.present.tolist(),
                    world.facts.children_share.tolist(),
                    world.facts.grid_staff.tolist(),
                    world.facts.mediators.tolist(),
                    strict=True,
                )
            )
        ]
        self.townships = world.places.townships
        self.enterprise_list = [
            Enterprise(self, row, values) for row, values in enumerate(_rows(EnterpriseColumns, world.enterprises))
        ]
        self._populate_posts(world)
        self._populate_organisations(world)
        self._populate_residents(world)

    def _populate_posts(self, world: World) -> None:
        self.cadre_list = []
        for row, values in enumerate(_rows(CadreColumns, world.cadres)):
            village = self.village_list[values["village"]]
            cadre = Cadre(self, row, village, values)
            self.cadre_list.append(cadre)
            village.posts.append(cadre)
        for village in self.village_list:
            village.success = self.parameters.cadre_time.success_0

    def _populate_organisations(self, world: World) -> None:
        self.organisation_list = []
        for row, values in enumerate(_rows(OrganisationColumns, world.organisations)):
            village = self.village_list[values["village"]]
            organisation = Organisation(self, row, village, values)
            self.organisation_list.append(organisation)
            village.organisations.append(organisation)
        for village in self.village_list:
            village.visible = self.visibility(village)

    def visibility(self, village: Village) -> float:
        """How plainly the organisations' work of three months is seen in the village."""
        hours = total(organisation.quarter for organisation in village.organisations)
        return 1 - exp(-hours / self.parameters.needs.visible_hours)

    def _populate_residents(self, world: World) -> None:
        self.resident_list = []
        homes: dict[int, list[Resident]] = {}
        rows = _rows(ResidentColumns, world.residents)
        for row, values in enumerate(rows):
            village = self.village_list[values["village"]]
            resident = Resident(self, row, village, values)
            resident.employer = _member(self.enterprise_list, values["employer"])
            resident.organisation = _member(self.organisation_list, values["organisation"])
            resident.home = homes.setdefault(resident.household, [])
            resident.home.append(resident)
            self.resident_list.append(resident)
            village.residents.append(resident)
        sizes = world.household_size.tolist()
        self.mean_household = sum(sizes) / len(sizes)
        for resident, ties in zip(self.resident_list, world.ties.tolist(), strict=True):
            resident.household_size = sizes[resident.household]
            resident.slots = [self.resident_list[tie] if tie < len(rows) else None for tie in ties]
            resident.ties = [tie for tie in resident.slots if tie is not None]


@cache
def key_of(name: str) -> int:
    """The key of a decision."""
    return decision(name)


def _zeros(villages: int, rows: int) -> list[Any]:
    return [0] * villages if rows == 1 else [[0] * villages for _ in range(rows)]


def _rows(columns: type[NamedTuple], arrays: Arrays) -> list[dict[str, Any]]:
    """The rows of an agent kind as plain Python numbers, as they are once stored in their columns."""
    plain = [np.asarray(arrays[name], dtype).tolist() for name, dtype in fields_of(columns).items()]
    return [dict(zip(columns._fields, values, strict=True)) for values in zip(*plain, strict=True)]


def _member(things: list[Any], row: int) -> Any:
    return things[row] if row >= 0 else None

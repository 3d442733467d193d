"""The county as plain Mesa objects and plain loops: the same month as the engine's, read off docs/month.md."""

from functools import cache
from typing import Any

import mesa

from sim.core.draws import Uniforms, decision, uniforms
from sim.core.levers import Levers
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.tallies import counters
from tests.oracle import (
    awareness,
    beginning,
    cadre_time,
    cells,
    demography,
    economy,
    export,
    grievances,
    jobs,
    needs,
    organisations,
    pressure,
    responses,
    self_governance,
    settlement,
    stocks,
    trust,
    volunteering,
)
from tests.oracle.beginning import World
from tests.oracle.export import Arrays
from tests.oracle.matters import Case, Contact, Grievance, Request
from tests.oracle.people import Cadre, Enterprise, Organisation, Resident
from tests.oracle.village import Village

Event = tuple[Any, ...]


class PlainCounty(mesa.Model):
    """A county whose month is one call of ``step``; ``counts`` and ``log`` tell what happened in it.

    The log names people by ``person``; what is exported names them by row, as the engine's tables do.
    """

    village_list: list[Village]
    resident_list: list[Resident]
    cadre_list: list[Cadre]
    organisation_list: list[Organisation]
    enterprise_list: list[Enterprise]
    mean_household: float
    levers: LeverValues
    """of this month, plain numbers"""

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
        self.townships = world.places.townships
        self.next_person = max(world.residents["person"].tolist(), default=-1) + 1
        beginning.populate(self, world)
        self._begin(self.neutral)

    def step(self, levers: LeverValues | None = None) -> None:
        """One month under these levers; without any, all are neutral."""
        self._begin(self.neutral if levers is None else levers)
        cadre_time.do_paperwork(self)
        economy.trade(self)
        jobs.work(self)
        awareness.learn(self)
        needs.arise(self)
        grievances.reopen(self)
        responses.decide_again(self)
        grievances.arise(self)
        grievances.file_from_outside(self)
        cadre_time.share_service(self)
        needs.serve(self)
        settlement.settle(self)
        cadre_time.keep_posts(self)
        self_governance.take_part(self)
        organisations.prepare(self)
        volunteering.serve(self)
        volunteering.come_and_go(self)
        organisations.close(self)
        cells.fill(self)
        cells.give_points(self)
        trust.learn(self)
        pressure.press(self)
        demography.age_and_move(self)
        pressure.take_down(self)
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
        """(row, kind, born, severity, other, tier, attempts, relapsed, petitions, ready, since, relapse, docked)."""
        return export.cases(self)

    def requests(self) -> list[Event]:
        """(row, kind, channel, born, ready), sorted."""
        return export.requests(self)

    def waiting(self) -> list[Event]:
        """Grievances whose owners decide again: (row, kind, born, severity, other), sorted."""
        return export.waiting(self)

    def contacted(self) -> list[Event]:
        """Contacts of the month in the order in which they came about: (row, channel, result)."""
        return export.contacts(self)

    def _begin(self, levers: LeverValues) -> None:
        # Levers by unit as plain numbers.
        self.levers = LeverValues(*(values.tolist() for values in levers))
        self.contacts: list[Contact] = []
        self.log: list[Event] = []
        self.counts: dict[str, list[Any]] = {
            name: _zeros(len(self.village_list), counted.rows) for name, counted in counters().items()
        }
        for village in self.village_list:
            village.petitions = village.handled = village.done = 0
        for resident in self.resident_list:
            resident.look_around()


@cache
def key_of(name: str) -> int:
    """The key of a decision."""
    return decision(name)


def _zeros(villages: int, rows: int) -> list[Any]:
    return [0] * villages if rows == 1 else [[0] * villages for _ in range(rows)]

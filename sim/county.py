"""The county: a Mesa model whose month is an ordered list of stages."""

import copy
import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from sim.agents.cadre import Cadre
from sim.agents.enterprise import Enterprise
from sim.agents.mediator import MediationBody
from sim.agents.organisation import Organisation
from sim.agents.resident import Resident
from sim.core.columns import ColumnModel
from sim.costs import Bill
from sim.levers import LeverValues, MonthLevers
from sim.parameters import Parameters
from sim.policies.base import Policy
from sim.policies.scope import scope
from sim.processes import (
    awareness,
    cadre_time,
    cells,
    demography,
    economy,
    grievances,
    needs,
    pressure,
    self_governance,
    serving,
    settlement,
    stock,
    ties,
    trust,
    volunteering,
)
from sim.processes.beginning import begin
from sim.processes.blocks import lever_block, numbers_of
from sim.processes.state import State
from sim.record import ROWS, Record
from sim.scenario import Scenario
from sim.world.world import World, build_world

Stage = Callable[[State], None]
Watcher = Callable[[Stage, State], None]
"""Sees the state after every stage of a month and must leave it as it is."""

MONTH: tuple[Stage, ...] = (
    ties.look_around,
    cadre_time.do_paperwork,
    economy.trade,
    awareness.spread,
    needs.arise,
    grievances.arise,
    cadre_time.share_service,
    serving.serve,
    settlement.settle,
    cadre_time.live,
    self_governance.meet,
    volunteering.volunteer,
    cells.renew_leaders,
    trust.learn,
    pressure.press,
    demography.age_and_move,
    stock.take_stock,
)
"""The stages of a month, in order; docs/month.md says what each does."""


class County(ColumnModel):
    """A simulated county 县. ``County(scenario).run()`` gives the tidy table of its months.

    Populations: ``residents``, ``cadres``, ``organisations``, ``enterprises``, ``bodies``, all seen by Mesa.
    ``watchers`` look on after every stage; a fork has none.
    ``world`` may be given to share one between runs of the same county, parameters and seed; ``seed`` (Mesa 3.5:
    ``rng``) takes the place of the scenario's, for ``mesa.batch_run``.
    """

    def __init__(
        self,
        scenario: Scenario | None = None,
        *,
        world: World | None = None,
        seed: int | None = None,
        rng: int | None = None,
    ) -> None:
        scenario = scenario if scenario is not None else Scenario()
        given = seed if seed is not None else rng
        self.scenario = scenario if given is None else dataclasses.replace(scenario, seed=given)
        super().__init__(rng=self.scenario.seed)
        parameters = self.scenario.values()
        world = world or build_world(self.scenario.description(), parameters, self.scenario.seed)
        self.residents = self.populate(Resident, len(world.residents["person"]), **world.residents)
        self.cadres = self.populate(Cadre, len(world.cadres["village"]), **world.cadres)
        self.organisations = self.populate(Organisation, len(world.organisations["village"]), **world.organisations)
        self.enterprises = self.populate(Enterprise, len(world.enterprises["township"]), **world.enterprises)
        self.bodies = self.populate(MediationBody, len(world.bodies["tier"]), **world.bodies)
        columns = {
            "residents": self.residents.columns,
            "cadres": self.cadres.columns,
            "organisations": self.organisations.columns,
            "enterprises": self.enterprises.columns,
            "bodies": self.bodies.columns,
        }
        self.watchers: list[Watcher] = []
        self.record = Record.empty(world.places, 1 - self.scenario.warmup, 0, ())
        self.asked = MonthLevers(LeverValues, world.places, 1 - self.scenario.warmup)
        counted = np.zeros((ROWS, world.places.villages))
        self.state = begin(world, columns, parameters, self.scenario.seed, self.asked.settle(), counted)
        self._enact()

    @property
    def scenario(self) -> Scenario:
        """What decides the run."""
        return self._scenario

    @scenario.setter
    def scenario(self, scenario: object) -> None:
        # Mesa 3.5 puts a scenario of its own here when a model is made; a county has one already.
        if isinstance(scenario, Scenario):
            self._scenario = scenario

    @property
    def month(self) -> int:
        """The month about to be lived: 1 is the first after the warm-up."""
        return self.state.month + 1 - self.scenario.warmup

    @property
    def warm(self) -> bool:
        """The warm-up is over."""
        return self.month >= 1

    def step(self) -> None:
        """Live one month: settle the levers, go through the stages, keep the books.

        Raises ``ValueError`` once the scenario's last month has been lived.
        """
        if self.month > self.scenario.months:
            raise ValueError(f"this scenario ends with month {self.scenario.months}; fork the county to live longer")
        self._set_levers()
        self._open_books()
        for stage in MONTH:
            stage(self.state)
            for watcher in self.watchers:
                watcher(stage, self.state)
        self._close_books()

    def run(self) -> pd.DataFrame:
        """Live until the end of the scenario; the table of the months after the warm-up.

        Columns: month, level (village, township, county), unit, indicator, value.
        """
        self.run_to(self.scenario.months)
        return self.record.since(1).frame()

    def run_to(self, month: int) -> None:
        """Live until the end of a month (0 is the last of the warm-up)."""
        while self.month <= month:
            self.step()

    def fork(self, policies: Sequence[Policy] = (), months: int | None = None) -> "County":
        """A twin of this county that goes its own way from here; only before the first measured month.

        Both have lived the same warm-up and draw the same numbers: what differs later is what the measures did.
        """
        if self.month > 1:
            raise ValueError(f"a county can be forked up to the end of its warm-up; this one has lived to {self.month}")
        months = months if months is not None else self.scenario.months
        twin = copy.deepcopy(self, {id(self.watchers): []})
        twin.scenario = dataclasses.replace(self.scenario, policies=tuple(policies), months=months)
        twin._enact()
        return twin

    def use(self, parameters: Parameters) -> None:
        """Go on with other parameters: for studies that change numbers of a county that has been built."""
        self.state.parameters = parameters
        self.state.numbers = numbers_of(parameters)

    def _enact(self) -> None:
        """Take up the scenario's measures: whom they reach is settled once and for all."""
        places, policies = self.state.places, self.scenario.policies
        self.scopes = {policy.key: scope(policy, places, self.scenario.seed) for policy in policies}
        months = self.scenario.warmup + self.scenario.months
        record = Record.empty(places, 1 - self.scenario.warmup, months, [policy.key for policy in policies])
        record.counted[: self.state.month] = self.record.counted[: self.state.month]
        self.record = record
        self.bill = Bill.of((), self.asked, self.asked.settle())
        self.running = self.month <= self.scenario.months
        self._forces: tuple[float, ...] = ()

    def _set_levers(self) -> None:
        """Ask the measures; where nothing changed since last month the levers stay as they are."""
        policies = self.scenario.policies if self.warm else ()
        forces = tuple(policy.force(self.month) for policy in policies)
        if forces == self._forces:
            return
        self._forces = forces
        self.asked = MonthLevers(LeverValues, self.state.places, self.month, self.scopes)
        for policy in policies:
            self.asked = policy.ask(self.asked)
        values = self.asked.settle()
        self.state.levers = lever_block(values, self.state.places.villages)
        self.bill = Bill.of(policies, self.asked, values)

    def _open_books(self) -> None:
        self.state.counted = self.record.counted[self.state.month]

    def _close_books(self) -> None:
        counted = self.record.counted[self.state.month]
        if self.warm:
            self.record.costs[self.state.month] = self.bill.due(counted)
        self.state.month += 1
        self.running = self.month <= self.scenario.months
        if self.state.month == self.scenario.warmup:
            pressure.settle_norm(self.state, self.record.counted[max(0, self.state.month - 12) : self.state.month])

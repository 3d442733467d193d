"""All that a month works on: the county's columns and tables, this month's levers and counters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.mediator import MediationColumns
from sim.agents.organisation import OrganisationColumns
from sim.agents.resident import ResidentColumns
from sim.agents.tables import CaseRows, ContactRows, PonderingRows, RequestRows, Table
from sim.core.held import hold, plain
from sim.core.places import Places
from sim.parameters import Parameters
from sim.processes.blocks import Block, Numbers
from sim.world.facts import VillageFacts

Columns = Mapping[str, Mapping[str, NDArray[Any]]]
"""Columns by population and name."""


class Month(NamedTuple):
    """What every stage looks at in a month; kernels take it as it is."""

    seed: int
    month: int
    numbers: Numbers
    residents: ResidentColumns
    ties: NDArray[np.int32]
    seen: NDArray[np.uint32]
    facts: VillageFacts
    villages: Block
    levers: Block
    counted: Block


@dataclass
class State:
    """The county in mid-month. Columns are shared with the agents that Mesa shows; stages change them in place."""

    seed: int
    parameters: Parameters
    numbers: Numbers
    """the parameters once more, as blocks"""
    places: Places
    facts: VillageFacts
    residents: ResidentColumns
    household_share: NDArray[np.float64]
    """persons in each household over the county's mean, shape (households,)"""
    ties: NDArray[np.int32]
    cadres: CadreColumns
    organisations: OrganisationColumns
    enterprises: EnterpriseColumns
    bodies: MediationColumns
    villages: Block
    """``VillageState``, as a block"""
    cases: Table[CaseRows]
    requests: Table[RequestRows]
    pondering: Table[PonderingRows]
    contacts: Table[ContactRows]
    seen: NDArray[np.uint32]
    """what each resident's ties show this month (``sim.processes.ties``), shape (residents,)"""
    month: int
    """absolute month, 0 in the first month of the warm-up"""
    levers: Block
    """``LeverValues``, as a block: a lever at township level fills the first cells of its row"""
    counted: Block
    """counters of the month (``sim.tallies``), as a block"""
    next_person: int
    """the next free persistent id"""
    petition_norm: float
    """petitions per 1,000 adults and year that count as usual"""
    fates: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    """what the month's hearings made of each case in the table before them: bits of ``sim.processes.exits``"""
    responses: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    """what those who had waited did this month, in the order in which they waited: see ``sim.processes.pagoda``"""
    _shown: Month | None = None
    """what kernels were given last"""
    _held: Month = None  # type: ignore[assignment]
    """the same as they take it"""

    @cached_property
    def largest(self) -> int:
        """Residents of the largest village."""
        return int(np.diff(self.facts.first_resident).max())

    def view(self) -> Month:
        """This month, for kernels; laid out anew when one of its parts has been replaced."""
        shown = self._shown
        if (
            shown is None
            or shown.month != self.month
            or shown.counted is not self.counted
            or shown.levers is not self.levers
            or shown.numbers is not self.numbers
            or shown.villages is not self.villages
            or shown.ties is not self.ties
            or shown.seen is not self.seen
        ):
            self._shown = Month(
                self.seed,
                self.month,
                self.numbers,
                plain(self.residents),
                self.ties,
                self.seen,
                plain(self.facts),
                self.villages,
                self.levers,
                self.counted,
            )
            self._held = hold(self._shown)
        return self._held

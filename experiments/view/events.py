"""The log of a watched county: who took which step when, read off tables and columns after each stage.

A log only looks: a county lives the same months with and without it. What never enters a table cannot be seen:
grievances borne, talked over, settled early for good, or taken straight to court by somebody who had not talked first.
"""

from collections.abc import Callable, Collection, Iterator

import numpy as np

from experiments.view.book import Book, Event, Name
from experiments.view.offices import Matter
from experiments.view.seen_disputes import DisputeWatch
from experiments.view.seen_residents import ResidentWatch
from sim import County
from sim.county import Stage
from sim.processes import (
    awareness,
    cells,
    demography,
    economy,
    grievances,
    needs,
    self_governance,
    serving,
    settlement,
    trust,
    volunteering,
)
from sim.processes.state import State

__all__ = ["Event", "EventLog", "Name"]


class EventLog:
    """A watcher of a county: ``EventLog(county)`` looks on from now on.

    ``residents``: persistent ids of those whose own months are written down, None for everybody; disputes are all
    written down. Months are those of the page: 1 is the first after the warm-up.
    """

    def __init__(self, county: County, residents: Collection[int] | None = None) -> None:
        self._book, offset = Book(), 1 - county.scenario.warmup
        chosen = None if residents is None else np.array(sorted(residents), np.int32)
        disputes = self._disputes = DisputeWatch(self._book, county.state, offset)
        people = ResidentWatch(self._book, county.state, offset, chosen)
        self._offset = offset
        self._after: dict[Stage, tuple[Callable[[State], None], ...]] = {
            economy.trade: (people.work,),
            awareness.spread: (people.learn_of,),
            needs.arise: (people.ask,),
            grievances.arise: (disputes.arise, people.begin),
            serving.serve: (people.serve,),
            settlement.settle: (disputes.hear,),
            self_governance.meet: (people.meet,),
            volunteering.volunteer: (people.volunteer,),
            cells.renew_leaders: (people.lead,),
            trust.learn: (people.feel,),
            demography.age_and_move: (disputes.bequeath, people.move),
        }
        county.watchers.append(self)

    def __call__(self, stage: Stage, state: State) -> None:
        for write in self._after.get(stage, ()):
            write(state)

    @property
    def events(self) -> Iterator[Event]:
        """All that happened, in order."""
        return iter(self._book)

    def of_case(self, name: Name) -> list[Event]:
        """The steps of a dispute, named by any of its owners; none where it was never seen."""
        return self._book.of_case(name)

    def of_resident(self, person: int) -> list[Event]:
        """What happened to a resident, steps of his own disputes included."""
        return self._book.of_resident(person)

    def disputes(self) -> list[list[Event]]:
        """The steps of every dispute, in the order in which they were first seen."""
        return self._book.disputes()

    def counts(self, kind: str) -> dict[int, int]:
        """How often a thing happened to residents, by persistent id."""
        return self._book.counts(kind)

    def open(self) -> list[Matter]:
        """What still stands in the table of cases, asleep until a relapse or not."""
        return self._disputes.cases

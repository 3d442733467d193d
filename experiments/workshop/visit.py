"""One tab of a browser: what is set, which runs have come in, and the parts of the page that want to hear of it."""

import asyncio
import dataclasses
from collections.abc import Callable, MutableMapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, Literal

from experiments.view.band import Band
from experiments.view.drawing import Outline
from experiments.view.proposal import Proposal
from experiments.view.queue import Failure
from experiments.view.scene import Scene
from experiments.view.scheduler import Scheduler
from experiments.view.side import Side
from experiments.view.whole import PAIRS, Pair, live_pair
from experiments.words import Lang, words
from experiments.workshop.results import CountyResults, Results
from experiments.workshop.state import State

RUNS = 10
"""Runs of a proposal: the first answers, the others widen it into a band."""
SETTLE = 0.08
"""Seconds without another move after which a slider's place is asked for."""
GATHER = 0.2
"""Seconds for which runs after the first are gathered before they are drawn."""
Kind = Literal["draft", "proposal", "runs", "month", "prediction", "pinned", "look", "failure", "files", "county"]
Handler = Callable[[], None]


@dataclass(frozen=True)
class House:
    """What everybody in the room shares: the pool of the runs, and a process each for trails, reports and the county.

    ``outlines``: of the townships, where the facilitator has brought boundaries. ``room``: the address for others.
    """

    scheduler: Scheduler
    outlines: tuple[Outline, ...] = ()
    room: str = ""
    trails: Side = field(default_factory=Side)
    reports: Side = field(default_factory=lambda: Side(patient=True))
    county: Side = field(default_factory=lambda: Side(patient=True))

    async def close(self) -> None:
        """End all processes."""
        for side in (self.trails, self.reports, self.county):
            side.close()
        await self.scheduler.close()


class Visit:
    """``draft``: the proposal as the sliders stand; it becomes that of the state once they rest."""

    def __init__(self, name: str, lang: Lang, house: House, tab: MutableMapping[str, Any]) -> None:
        self.name, self.lang, self.words, self.house, self.scheduler = name, lang, words(lang), house, house.scheduler
        self.writing, self.left = False, False
        self.results, self.county = Results(), CountyResults()
        self.failure: Failure | None = None
        self._tab = tab
        self._handlers: list[tuple[frozenset[Kind], Handler, str | None]] = []
        self._coming: asyncio.TimerHandle | None = None
        self._settling: asyncio.TimerHandle | None = None
        self.state: State = tab.get("state") or State()
        self.draft = self.state.proposal

    # What is set

    def when(self, *kinds: Kind, then: Handler, panel: str | None = None) -> None:
        """Call ``then`` now, and whenever one of these things has changed; in a ``panel`` only while that is open."""
        self._handlers.append((frozenset(kinds), then, panel))
        if panel in (None, self.state.panel):
            then()

    def show(self, panel: str) -> None:
        """Open another panel, which then draws what it has missed."""
        self.put(self.state.but(panel=panel))
        for _, handler, where in list(self._handlers):
            if where == panel:
                handler()

    def tell(self, *kinds: Kind) -> None:
        """Something has changed."""
        for wanted, handler, panel in list(self._handlers):
            if wanted & set(kinds) and panel in (None, self.state.panel):
                handler()

    def put(self, state: State, *kinds: Kind) -> None:
        """Take over another state and remember it in the tab."""
        before, self.state = self.state, state
        self._tab["state"] = state
        if state.proposal != before.proposal:
            self.draft = state.proposal
            kinds = (*kinds, "draft", "proposal", "prediction")
        if (state.proposal, state.pinned) != (before.proposal, before.pinned):
            self.ask()
        self.tell(*kinds)

    def move(self, draft: Proposal) -> None:
        """A slider moves; it counts once it rests."""
        self.draft = draft
        if self._settling:
            self._settling.cancel()
        self._settling = asyncio.get_running_loop().call_later(SETTLE, self.settle)
        self.tell("draft")

    def settle(self) -> None:
        """The sliders rest: what they say is the proposal now."""
        if self._settling:
            self._settling.cancel()
            self._settling = None
        self.put(self.state.propose(self.draft))

    # Runs

    @property
    def pinned(self) -> Proposal | None:
        """The measures of A with the months and the luck of the proposal, so that both can be held side by side."""
        now, pinned = self.state.proposal, self.state.pinned
        return None if pinned is None else dataclasses.replace(pinned, months=now.months, seed=now.seed)

    @property
    def wanted(self) -> tuple[Proposal, ...]:
        """What the page shows: the proposal, the baseline and the pinned proposal."""
        shown = (self.state.proposal, self.state.proposal.baseline(), *((self.pinned,) if self.pinned else ()))
        return tuple(dict.fromkeys(shown))

    @property
    def shown_band(self) -> Band | None:
        """Of the proposal, once it has measures, is revealed, and two runs are there."""
        state = self.state
        return self.results.band(state.proposal) if state.revealed and state.proposal.measures else None

    def write(self, on: bool) -> None:
        """A report is being written, or no longer."""
        self.writing = on
        self.tell("files")

    def ask(self) -> None:
        """Ask for the runs that the page shows; those no longer wanted are taken back."""
        self.results.keep(self.wanted)
        self.failure = None
        first, *beside = self.wanted
        self.scheduler.ask(self.name, first, RUNS, self._take, beside)

    @property
    def pairs(self) -> list[Pair]:
        """Of the whole county with the proposal, once it is revealed."""
        return self.county.pairs if self.state.revealed and self.county.is_of(self.state.proposal) else []

    async def live_county(self) -> None:
        """Live the proposal in the whole county, pair after pair, until another is set or the tab is closed."""
        here = self.county
        here.begin(self.state.proposal)
        if here.living:
            return
        here.living = True
        self.tell("county")
        try:
            while not self.left and here.is_of(wanted := self.state.proposal) and len(here.pairs) < PAIRS:
                pair = await self.house.county.call(live_pair, wanted, wanted.seed + len(here.pairs))
                if here.is_of(wanted):
                    here.pairs.append(pair)
                    self.tell("county")
        except BrokenProcessPool:
            here.died = True
        finally:
            here.living = False
            self.tell("county")

    def leave(self) -> None:
        """The tab is closed: nothing more is wanted."""
        self.left = True
        if self._settling:
            self._settling.cancel()
        if self._coming:
            self._coming.cancel()
        self.scheduler.cancel(self.name)
        self._handlers.clear()

    def _take(self, found: Scene | Failure) -> None:
        if found.proposal not in self.wanted:
            return
        if isinstance(found, Failure):
            self.failure = found
            self.tell("failure")
        else:
            self.failure = None
            self.results.take(found)
            self._come(at_once=found.seed == found.proposal.seed)

    def _come(self, at_once: bool) -> None:
        """Draw the first run when it comes, and the others a few at a time."""
        if self._coming:
            if not at_once:
                return
            self._coming.cancel()
        self._coming = None if at_once else asyncio.get_running_loop().call_later(GATHER, self._come, True)
        if at_once:
            self.tell("runs")

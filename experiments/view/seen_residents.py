"""Residents, seen: what their columns, requests and contacts show after the stages that change them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.view.again import draws, plainly
from experiments.view.book import Book
from sim.agents.tables import PETITION_CONTACT
from sim.agents.village import CADRE, TOWNSHIP, VOLUNTEER
from sim.processes.blocks import lever_view, village_view
from sim.processes.demography import NEWCOMER, local_jobs
from sim.processes.requests import ORDER
from sim.processes.self_governance import TAKE_PART, invited_share
from sim.processes.state import State
from sim.processes.ties import AWAY, DEGREE, KNOWS_MEDIATION, KNOWS_RULES, KNOWS_SUPERVISION
from sim.processes.ties import TOOK_PART as TIES_TOOK_PART

COLUMNS = ("person", "age", "employer", "aware", "took_part", "registrant", "organisation", "leader", "away", "hours")
TRUST = ("trust_neighbour", "trust_volunteer", "trust_cadre", "trust_platform", "trust_township")
Frame = dict[str, NDArray[Any]]


class ResidentWatch:
    """Remembers columns as they were, and writes what has changed into the book."""

    def __init__(self, book: Book, state: State, offset: int, chosen: NDArray[np.int32] | None) -> None:
        self._book, self._offset, self._chosen = book, offset, chosen
        self._was = {name: getattr(state.residents, name).copy() for name in COLUMNS}
        self._requests = state.requests.frame()
        self._contacts = state.contacts.frame()
        self._felt = 0
        self._trust = [getattr(state.residents, name).copy() for name in TRUST]

    def work(self, state: State) -> None:
        """After the firms' month: jobs lost and found."""
        was, now = self._changed(state, "employer")
        self._note(state, "job_lost", np.flatnonzero((was >= 0) & (now < 0)))
        found = np.flatnonzero((was < 0) & (now >= 0))
        self._note(state, "job_found", found, sector=state.enterprises.sector[now[found]])

    def learn_of(self, state: State) -> None:
        """After awareness spread: institutions learned of and forgotten."""
        was, now = self._changed(state, "aware")
        part = (state.residents.took_part & 1).astype(bool)
        for k, place in enumerate((KNOWS_SUPERVISION, KNOWS_MEDIATION, KNOWS_RULES)):
            turned = ((was ^ now) >> k) & 1 == 1
            new = np.flatnonzero(turned & (now >> k & 1 == 1))
            ties = _shown(state, new, place)
            self._note(
                state, "learned", new, institution=k, took_part=part[new], ties=ties, degree=_shown(state, new, DEGREE)
            )
            self._note(state, "forgot", np.flatnonzero(turned & (was >> k & 1 == 1)), institution=k)

    def ask(self, state: State) -> None:
        """After needs arose: those voiced outside the family, and the door they came to first."""
        requests = self._requests = state.requests.frame()
        new = np.flatnonzero(requests["born"] == state.month)
        rows, channel = requests["person"][new], requests["channel"][new]
        trust = np.stack([getattr(state.residents, name) for name in TRUST])[channel, rows]
        told = {"need": requests["kind"][new], "channel": channel, "trust": trust, "away": state.residents.away[rows]}
        unmet = village_view(state.villages).unmet[channel, state.residents.village[rows]]
        self._note(state, "asks", rows, unmet=unmet, **told)

    def begin(self, state: State) -> None:
        """After grievances arose: contacts from here on are those of offices."""
        self._felt = state.contacts.size

    def serve(self, state: State) -> None:
        """After neighbours, cadres and townships served."""
        self._served(state, self._requests["channel"] != VOLUNTEER)

    def meet(self, state: State) -> None:
        """After the month's meetings: who took part, and who was asked in person and did not."""
        _, now = self._changed(state, "took_part")
        residents, levers, village = state.residents, lever_view(state.levers), village_view(state.villages)
        p, count = state.parameters.self_governance, state.places.villages
        shares = [
            plainly(invited_share)(
                p,
                village.organising[v],
                levers.leader_invitations[v] * village.leaders[v],
                levers.invitations[v],
                float(village.present[v]),
            )
            for v in range(count)
        ]
        drawn = draws(state.seed, TAKE_PART, state.month, residents.person)[1]
        reached = (residents.away == 0) & (residents.never == 0)
        asked = (drawn < np.array(shares)[residents.village]) & reached
        part = (now & 1) == 1
        rows = np.flatnonzero(part | asked)
        ties = {"ties": _shown(state, rows, TIES_TOOK_PART), "degree": _shown(state, rows, DEGREE)}
        told = {"asked": asked[rows], "habit": residents.habit[rows], "away": residents.away[rows], **ties}
        for kind, these in (("took_part", part[rows]), ("stayed_home", ~part[rows])):
            self._note(state, kind, rows[these], **{name: values[these] for name, values in told.items()})

    def volunteer(self, state: State) -> None:
        """After the volunteers' month: service, registering, belonging, requests to volunteers."""
        was, now = self._changed(state, "hours")
        given = now.astype(float) - was
        rows = np.flatnonzero(given > 0)
        leader = state.residents.leader[rows]
        self._note(state, "served", rows, hours=given[rows], leader=leader, tired=state.residents.tired[rows])
        was, now = self._changed(state, "registrant")
        self._note(state, "registered", np.flatnonzero((was == 0) & (now == 1)))
        self._note(state, "lapsed", np.flatnonzero((was == 1) & (now == 0)))
        was, now = self._changed(state, "organisation")
        joined, left = np.flatnonzero((was < 0) & (now >= 0)), np.flatnonzero((was >= 0) & (now < 0))
        self._note(state, "joined", joined, organisation=now[joined])
        self._note(state, "left", left, organisation=was[left])
        self._served(state, self._requests["channel"] == VOLUNTEER)
        self._contacts = state.contacts.frame()

    def lead(self, state: State) -> None:
        """After leaders of cells were renewed."""
        was, now = self._changed(state, "leader")
        for kind, rows in (("leads", np.flatnonzero(now > was)), ("leads_no_more", np.flatnonzero(was > now))):
            self._note(state, kind, rows, tired=state.residents.tired[rows])

    def feel(self, state: State) -> None:
        """After trust moved: own contacts, and trust in that channel before and after the month."""
        before, self._trust = self._trust, [getattr(state.residents, name).copy() for name in TRUST]
        rows, channel = self._contacts["person"], self._contacts["channel"]
        told = {"before": np.stack(before)[channel, rows], "after": np.stack(self._trust)[channel, rows]}
        self._note(state, "felt", rows, channel=channel, result=self._contacts["result"], **told)

    def move(self, state: State) -> None:
        """After deaths and moves: heirs take rows over, some go away, some come back."""
        was, persons = self._was, state.residents.person
        heirs = np.flatnonzero(was["person"] != persons)
        born_away = draws(state.seed, NEWCOMER, 0, persons[heirs])[2] < state.parameters.demography.newcomer_away
        self._add(state, "died", was["person"][heirs], age=was["age"][heirs], heir=persons[heirs])
        told = {"village": state.residents.village[heirs], "male": state.residents.male[heirs], "away": born_away}
        self._note(state, "of_age", heirs, predecessor=was["person"][heirs], **told)
        away_before, member = was["away"].copy(), was["organisation"] >= 0
        away_before[heirs], member[heirs] = born_away, False
        jobs = local_jobs(state)[state.facts.township[state.residents.village]]
        for kind, away in (("went_away", 1), ("returned", 0)):
            rows = np.flatnonzero((away_before != away) & (state.residents.away == away))
            told = {"age": state.residents.age[rows], "jobs": jobs[rows], "member": member[rows]}
            self._note(state, kind, rows, ties=_shown(state, rows, AWAY), degree=_shown(state, rows, DEGREE), **told)
        self._was = {name: getattr(state.residents, name).copy() for name in COLUMNS}
        self._trust = [getattr(state.residents, name).copy() for name in TRUST]

    def _served(self, state: State, concerned: NDArray[np.bool_]) -> None:
        before, self._requests = self._requests, state.requests.frame()
        stay = np.isin(_keys(before), _keys(self._requests))
        channel, ready = before["channel"].copy(), before["ready"].copy()
        channel[stay], ready[stay] = self._requests["channel"], self._requests["ready"]
        gone, handed = concerned & ~stay, concerned & (channel != before["channel"])
        result = self._results(state, before, gone)
        dropped = result == state.parameters.needs.quality_dropped
        arrives = {"arrives": ready + self._offset}
        became: dict[str, tuple[NDArray[np.bool_], Frame]] = {
            "met": (gone & ~dropped, {"result": result}),
            "dropped": (gone & dropped, {"result": result}),
            "handed_on": (handed & (channel == CADRE), arrives),
            "sent_up": (handed & (channel == TOWNSHIP), arrives),
            "waits_in_line": (concerned & (before["ready"] <= state.month) & stay & ~handed, {}),
        }
        told = {"need": before["kind"], "channel": before["channel"], "waited": state.month - before["born"]}
        for kind, (these, more) in became.items():
            detail = {name: values[these] for name, values in (told | more).items()}
            self._note(state, kind, before["person"][these], **detail)

    def _results(self, state: State, requests: Frame, gone: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How each request that has left was felt, NaN for others: contacts arise in the order of the queue."""
        contacts, results = state.contacts.frame(), np.full(gone.size, np.nan)
        left = np.flatnonzero(gone)
        person, channel = requests["person"][left], requests["channel"][left]
        identity = requests["kind"][left].astype(np.int64) + 4 * requests["born"][left].astype(np.int64)
        drawn = draws(state.seed, ORDER, state.month, state.residents.person[person], identity)[0]
        theirs = np.isin(contacts["channel"], channel) & (contacts["result"] != PETITION_CONTACT)
        theirs[: self._felt] = False
        self._felt = contacts["result"].size
        arrived = np.flatnonzero(theirs)
        order = np.lexsort((drawn, requests["born"][left], channel, person))
        placed = np.lexsort((arrived, contacts["channel"][arrived], contacts["person"][arrived]))
        results[left[order]] = contacts["result"][arrived[placed]]
        return results

    def _changed(self, state: State, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
        was, now = self._was[name], getattr(state.residents, name)
        self._was[name] = now.copy()
        return was, now

    def _note(self, state: State, kind: str, rows: NDArray[Any], **detail: Any) -> None:
        self._add(state, kind, state.residents.person[rows], **detail)

    def _add(self, state: State, kind: str, persons: NDArray[np.int32], **detail: Any) -> None:
        if self._chosen is not None:
            these = np.isin(persons, self._chosen)
            persons = persons[these]
            detail = {name: values[these] if np.ndim(values) else values for name, values in detail.items()}
        self._book.add(state.month + self._offset, kind, persons, **detail)


def _keys(requests: Frame) -> NDArray[np.int64]:
    """What tells requests apart: row, kind, month in which they arose."""
    kind, born = requests["kind"].astype(np.int64), requests["born"].astype(np.int64)
    return (requests["person"].astype(np.int64) << 18) | (kind << 16) | born


def _shown(state: State, rows: NDArray[Any], place: int) -> NDArray[np.int64]:
    """How many ties showed something when the month began."""
    counted: NDArray[np.int64] = (state.seen[rows].astype(np.int64) >> place) & 15
    return counted

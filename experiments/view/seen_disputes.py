"""Disputes, seen: what the tables of cases and of those who wait show of each after the stages that change them."""

from typing import Any

from experiments.view.again import draws, plainly
from experiments.view.book import Book, Event
from experiments.view.offices import Matter, Offices
from sim.agents.resident import MEDIATION
from sim.agents.tables import OPEN
from sim.processes import exits
from sim.processes.blocks import lever_view, village_view
from sim.processes.cases import both_know_rules
from sim.processes.grievances import SEVERITY, sensing_share
from sim.processes.pagoda import BORNE, CONTRACT, EARLY, LABOUR, SUIT
from sim.processes.state import State

GONE = exits.WITHDRAWN | exits.SUED | exits.LOST | exits.CLOSED
"""Fates after which a case leaves the table, whether or not it was heard."""
VILLAGE_TIER, TOWNSHIP_TIER, COUNTY_TIER = range(3)


class DisputeWatch:
    """Remembers the tables as they were, and writes what has become of each row into the book."""

    def __init__(self, book: Book, state: State, offset: int) -> None:
        self._book = book
        self._offset = offset
        self.cases = cases_of(state)
        self._waiting = waiting_of(state)
        self._persons = state.residents.person.copy()

    def arise(self, state: State) -> None:
        """After grievances arose: relapses, second thoughts, and what is new in the tables."""
        old, self.cases = self.cases, cases_of(state)
        before, self._waiting = self._waiting, waiting_of(state)
        for case in old:
            if case.relapse == state.month:
                self._note(state, "reopened", case, tier=case.tier)
        fresh = self.cases[len(old) :]
        entered = {case.key for case in fresh}
        for matter, response in zip(before, state.responses.tolist(), strict=True):
            if response == BORNE:
                self._note(state, "borne", matter, **_standing(state, matter))
            elif response == SUIT and matter.key not in entered:
                self._note(state, "sued", matter, tier=-1, again=True, **_standing(state, matter))
        for case in fresh:
            self._enter(state, case)
        for matter in self._waiting:
            self._note(state, "waits", matter, **_standing(state, matter))

    def hear(self, state: State) -> None:
        """After the hearings: what was done with each case, and what its owner did then."""
        before, self.cases = self.cases, cases_of(state)
        offices, left = Offices(state, before), iter(self.cases)
        for case, fate in zip(before, state.fates.tolist(), strict=True):
            settled = fate & (exits.SETTLED | exits.PAPERED)
            gone = fate & GONE or (settled and not fate & exits.ASLEEP)
            now = case if gone else next(left)
            if not offices.ready(case):
                continue
            if fate & exits.HEARD:
                self._heard(state, case, now, fate, offices)
            else:
                line = offices.line(case)
                told = {"hours": line.hours, "needed": line.needed, "waiting": line.waiting}
                self._note(state, "not_heard", case, tier=case.tier, docked=case.docked, **told)
            if not settled:
                self._leave(state, case, now, fate, offices)

    def bequeath(self, state: State) -> None:
        """After deaths: what the dead leave open goes on under their heirs."""
        for matter in (*self.cases, *self._waiting):
            before = int(self._persons[matter.person])
            if before != state.residents.person[matter.person]:
                self._note(state, "inherited", matter, tier=matter.tier, predecessor=before)
        self._persons[:] = state.residents.person

    def _enter(self, state: State, case: Matter) -> None:
        again = case.born < state.month
        told = {"tier": case.tier, "again": again, **_standing(state, case)}
        if case.relapse != OPEN:
            rules = bool(plainly(both_know_rules)(state.residents, case.kind, case.person, case.other))
            self._note(state, "early", case, until=case.relapse + self._offset, rules=rules, **told)
        elif case.docked:
            self._note(state, "docked", case, arrives=case.ready + self._offset, direct=True, **told)
        elif case.tier == TOWNSHIP_TIER:
            arrives = case.ready + self._offset
            self._note(state, "petition", case, arrives=arrives, direct=True, petitions=1, **told)
        elif not again and surfaced(state, case):
            self._note(state, "surfaced", case, **told)
        else:
            self._note(state, "brought", case, **told)

    def _heard(self, state: State, case: Matter, now: Matter, fate: int, offices: Offices) -> None:
        paper = bool(fate & exits.PAPERED)
        result = "settled" if fate & exits.SETTLED else "paper" if paper else "failed"
        self._note(state, "heard", case, result=result, **offices.hearing(case)._asdict())
        if fate & exits.ASLEEP:
            self._note(state, "asleep", case, tier=case.tier, paper=paper, until=now.relapse + self._offset)
        elif result != "failed":
            kind = "settled_paper" if paper else "settled"
            self._note(state, kind, case, tier=case.tier, months=state.month - case.born)

    def _leave(self, state: State, case: Matter, now: Matter, fate: int, offices: Offices) -> None:
        told = {
            "tier": case.tier,
            "attempts": case.attempts + bool(fate & exits.HEARD),
            "months": state.month - case.born,
            "severity": case.severity,
            "petitions": now.petitions,
            "trust_township": float(state.residents.trust_township[case.person]),
            "schooling": int(state.residents.schooling[case.person]),
        }
        way = {"arrives": now.ready + self._offset, "taken": now.ready - state.month, "days": offices.days(case)}
        if fate & exits.WITHDRAWN:
            self._note(state, "withdrawn", case, **told)
        elif fate & exits.SUED:
            self._note(state, "sued", case, docked=case.docked, again=False, **told)
        elif fate & exits.CLOSED:
            self._note(state, "closed", case, **told)
        elif fate & exits.LOST:
            self._note(state, "lost", case, days=way["days"], **told)
        elif fate & exits.DOCKED:
            self._note(state, "docked", case, direct=False, again=False, arrives=way["arrives"], **told)
        elif fate & exits.PETITIONED:
            moved = way if fate & exits.PASSED_UP else {}
            self._note(state, "petition", case, direct=False, again=False, **told, **moved)
        elif fate & exits.PASSED_UP:
            self._note(state, "up", case, **told, **way)

    def _note(self, state: State, kind: str, matter: Matter, **detail: Any) -> None:
        person = int(state.residents.person[matter.person])
        name = (person, matter.kind, matter.born + self._offset)
        village = int(state.residents.village[matter.person])
        event = Event(state.month + self._offset, kind, person, name, {"village": village, **detail})
        self._book.note(event, matter.person)


def surfaced(state: State, case: Matter) -> bool:
    """A case that arose this month at the village was noticed early; its owner had not come by himself."""
    p, v = state.parameters.grievances, int(state.residents.village[case.person])
    village, person = village_view(state.villages), int(state.residents.person[case.person])
    sense = plainly(sensing_share)(p, v, state.facts, village, lever_view(state.levers))
    heard = float(village.association[v]) if case.kind in (LABOUR, CONTRACT) else 0.0
    noticed = draws(state.seed, SEVERITY, state.month, person, case.kind)[3] < 1.0 - (1.0 - sense) * (1.0 - heard)
    brought = draws(state.seed, EARLY, state.month, person, case.kind)[1] < p.surface
    return bool(noticed and brought and case.severity < p.sensing_severity)


def cases_of(state: State) -> list[Matter]:
    """The table of cases."""
    rows, size = state.cases.rows, state.cases.size
    return [Matter(*values) for values in zip(*(getattr(rows, n)[:size].tolist() for n in Matter._fields), strict=True)]


def waiting_of(state: State) -> list[Matter]:
    """The table of those who have talked in vain and decide again."""
    rows, size = state.pondering.rows, state.pondering.size
    return [Matter(*values) for values in zip(*(column[:size].tolist() for column in rows), strict=True)]


def _standing(state: State, matter: Matter) -> dict[str, Any]:
    """How its owner stands when he decides."""
    residents, i = state.residents, matter.person
    return {
        "severity": matter.severity,
        "other": int(residents.person[matter.other]) if matter.other >= 0 else -1,
        "trust_neighbour": float(residents.trust_neighbour[i]),
        "trust_cadre": float(residents.trust_cadre[i]),
        "trust_township": float(residents.trust_township[i]),
        "knows": bool(int(residents.aware[i]) & MEDIATION),
        "schooling": int(residents.schooling[i]),
    }

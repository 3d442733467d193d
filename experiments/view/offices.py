"""The offices of a month as a case meets them: the line it stands in, the hours there are, the chance to settle."""

import math
from typing import NamedTuple

import numpy as np

from experiments.view.again import plainly
from sim.agents.tables import OPEN
from sim.levers import LeverValues
from sim.processes.blocks import lever_view, village_view
from sim.processes.cases import both_know_rules, need_hours, rules_clarity
from sim.processes.pagoda import LAND, NEIGHBOURS, VILLAGE
from sim.processes.settlement import settlement_utility
from sim.processes.state import State
from sim.processes.transfer import days_to_township


class Matter(NamedTuple):
    """A row of the table of cases, or of those who wait (tier -1), in plain numbers."""

    person: int
    """row of the resident"""
    kind: int
    born: int
    severity: float
    other: int
    tier: int = -1
    attempts: int = 0
    relapsed: int = 0
    petitions: int = 0
    ready: int = 0
    since: int = 0
    relapse: int = OPEN
    docked: int = 0

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells it from others: rows outlast persons."""
        return self.person, self.kind, self.born


class Line(NamedTuple):
    """A line of cases before an office, and its month."""

    hours: float
    needed: float
    waiting: int
    share: float
    """of the hours that each case needs, the part it is given"""


class Hearing(NamedTuple):
    """What a hearing had to go by, each as the model reads it."""

    tier: int
    attempt: int
    """1 for the first at this tier"""
    hours: float
    """that the office has this month for the line in which the case stands"""
    needed: float
    """by all cases of the line"""
    waiting: int
    """cases in the line, this one included"""
    due: float
    """hours that this case needs"""
    share: float
    """of them, the part it is given"""
    given: float
    """hours it is given"""
    trust: float
    """of the owner, in cadres at the village and in the township above"""
    trust_other: float | None
    """of the other side; None where it is no resident"""
    rules: bool
    """both sides know the rules, in a matter to which rules apply"""
    clarity: float
    skill: float
    relapsed: bool
    authority: float
    joint: float
    visits: float
    chance: float
    """of a true settlement, 0-1"""


class Offices:
    """The offices of the month that ``settle`` has just lived, with the cases that stood before them."""

    def __init__(self, state: State, cases: list[Matter]) -> None:
        self._state = state
        self._village = village_view(state.villages)
        self._levers: LeverValues = lever_view(state.levers)
        standing: dict[tuple[int, int, bool], list[Matter]] = {}
        for case in cases:
            if self.ready(case):
                standing.setdefault(self._place(case), []).append(case)
        self._lines = {place: self._line(place, those) for place, those in standing.items()}

    def ready(self, case: Matter) -> bool:
        """It can be heard this month."""
        return case.relapse == OPEN and case.ready <= self._state.month

    def line(self, case: Matter) -> Line:
        """The line in which a ready case stands."""
        return self._lines[self._place(case)]

    def hearing(self, case: Matter) -> Hearing:
        """What the case's hearing went by."""
        state, levers, residents = self._state, self._levers, self._state.residents
        p, cadre = state.parameters.settlement, state.parameters.cadre_time
        v, line = int(residents.village[case.person]), self.line(case)
        k = int(state.facts.township[v])
        column = residents.trust_cadre if case.tier == 0 else residents.trust_township
        trust = float(column[case.person])
        other = float(column[case.other]) if case.other >= 0 else None
        rules = case.kind in (NEIGHBOURS, LAND, VILLAGE) and plainly(both_know_rules)(
            residents, case.kind, case.person, case.other
        )
        clarity = plainly(rules_clarity)(p.rules_0, float(levers.rules_clarity[v]))
        use = (self._village.skill[v] - cadre.authority_skill_low) / (
            cadre.authority_skill_full - cadre.authority_skill_low
        )
        authority = float(levers.authority[v] * np.clip(use, 0.0, 1.0)) if case.tier == 0 else 0.0
        joint = float(levers.joint[k]) if case.tier > 0 else 0.0
        skill = float(state.bodies.skill[self._body(case)])
        z = plainly(settlement_utility)(
            p,
            case.tier,
            skill - cadre.skill_reference,
            math.log(line.share),
            math.log(case.severity),
            trust if other is None else 0.5 * (trust + other),
            clarity if rules else 0.0,
            authority,
            joint,
            float(levers.visits[v]),
            case.relapsed,
            case.attempts,
        )
        return Hearing(
            tier=case.tier,
            attempt=case.attempts + 1,
            hours=line.hours,
            needed=line.needed,
            waiting=line.waiting,
            due=self._need(case),
            share=line.share,
            given=line.share * self._need(case),
            trust=trust,
            trust_other=other,
            rules=bool(rules),
            clarity=clarity,
            skill=skill,
            relapsed=bool(case.relapsed),
            authority=authority,
            joint=joint,
            visits=float(levers.visits[v]),
            chance=1.0 / (1.0 + math.exp(-z)),
        )

    def days(self, case: Matter) -> float:
        """Days that the way from the case's tier to the next takes."""
        state, levers = self._state, self._levers
        v, p = int(state.residents.village[case.person]), state.parameters.settlement
        if case.tier >= 1:
            return float(p.delay_county * levers.delay_county[state.facts.township[v]])
        return float(plainly(days_to_township)(p, state.parameters.cadre_time, v, self._village, levers))

    def _place(self, case: Matter) -> tuple[int, int, bool]:
        # Tier, unit and, at the village, urgency: two lines a village, one a township, one at the centre.
        v = int(self._state.residents.village[case.person])
        if case.tier == 0:
            return 0, v, case.severity >= self._state.parameters.cadre_time.urgent_severity
        return (1, int(self._state.facts.township[v]), False) if case.tier == 1 else (2, 0, False)

    def _body(self, case: Matter) -> int:
        tier, unit, _ = self._place(case)
        places = self._state.places
        return unit if tier == 0 else places.villages + unit if tier == 1 else places.villages + places.townships

    def _line(self, place: tuple[int, int, bool], cases: list[Matter]) -> Line:
        tier, unit, urgent = place
        if tier == 0:
            hours = float((self._village.hours_urgent if urgent else self._village.hours_cases)[unit])
        else:
            hours = float(self._state.bodies.hours[self._body(cases[0])])
        needed = sum(self._need(case) for case in cases)
        share = min(1.0, max(self._state.parameters.settlement.least_share, hours / needed))
        return Line(hours, needed, len(cases), share)

    def _need(self, case: Matter) -> float:
        return float(plainly(need_hours)(self._state.parameters.settlement, case.tier, case.severity))

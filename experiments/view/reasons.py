"""Which text tells an event of a log, and which clauses say why: keys of conf/words_trace.yaml."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.view.events import Event
from sim.agents.tables import PETITION_CONTACT
from sim.processes.pagoda import LAND, NEIGHBOURS, VILLAGE

Detail = Mapping[str, Any]
Clause = tuple[str, Callable[[Detail], bool]]


def _always(_: Detail) -> bool:
    return True


def _if(name: str) -> Callable[[Detail], bool]:
    return lambda detail: bool(detail.get(name))


def _has_other(detail: Detail) -> bool:
    return detail["trust_other"] is not None


_FIRST: tuple[Clause, ...] = (
    ("severity", _always),
    ("trust_cadre", _always),
    ("knows", _if("knows")),
    ("knows_not", lambda detail: not detail["knows"]),
)
_ON: tuple[Clause, ...] = (
    ("attempts", _if("attempts")),
    ("attempts_none", lambda detail: not detail["attempts"]),
    ("months", _if("months")),
)
_PETITIONED: Clause = ("petitions", lambda detail: detail["petitions"] > 0)
_COURT: tuple[Clause, ...] = (("severity", _always), ("schooling", _always))
_QUEUE: Clause = ("hours_gone", _always)

WHY: Mapping[str, tuple[Clause, ...]] = {
    "waits": (("severity", _always), ("trust_neighbour", _always)),
    "borne": _FIRST,
    "brought": _FIRST,
    "surfaced": (("severity", _always),),
    "early": (("severity", _always), ("trust_neighbour", _always), ("rules_known", _if("rules"))),
    "heard": (
        ("hours_full", lambda detail: detail["share"] >= 1.0),
        ("hours_alone", lambda detail: detail["share"] < 1.0 and detail["waiting"] == 1),
        ("hours_short", lambda detail: detail["share"] < 1.0 and detail["waiting"] > 1),
        ("skill", _always),
        ("trust_both", _has_other),
        ("trust_one", lambda detail: not _has_other(detail)),
        ("rules_clear", _if("rules")),
        ("rules_unknown", lambda detail: detail["ruled"] and not detail["rules"]),
        ("attempt", lambda detail: detail["attempt"] > 1),
        ("relapsed", _if("relapsed")),
        ("authority", _if("authority")),
        ("joint", _if("joint")),
        ("visits", _if("visits")),
        ("chance", _always),
    ),
    "not_heard": (_QUEUE,),
    "up": (*_ON, ("way", _always)),
    "lost": (*_ON, ("way_lost", _always)),
    "petition": (*_ON, ("trust_township", _always), ("way", _if("days"))),
    "petition_direct": (("severity", _always), ("trust_township", _always)),
    "sued": (*_ON, ("schooling", _always)),
    "sued_direct": _COURT,
    "sued_docked": (("attempts", _if("attempts")), ("attempts_none", lambda detail: not detail["attempts"])),
    "docked": (*_ON, ("schooling", _always)),
    "docked_direct": _COURT,
    "withdrawn": _ON,
    "closed": (*_ON, _PETITIONED),
    "took_part": (("ties_part", _if("degree")),),
    "stayed_home": (("ties_part", _if("degree")),),
    "served": (("tired", _always),),
    "registered": (("registered", _always),),
    "lapsed": (("lapsed", _always),),
    "leads": (("tired", _always),),
    "leads_no_more": (("tired", _always),),
    "learned": (("took_part", _if("took_part")), ("ties_know", _if("degree"))),
    "asks": (("trust", _always), ("unmet", _always)),
    "went_away": (("age", _always), ("jobs", _always), ("ties_away", _if("degree")), ("member", _if("member"))),
    "returned": (("age", _always), ("jobs", _always)),
}
"""Clauses that say why, each with what must hold for it to be said. Kinds that are not here have no reason."""


def variant(event: Event) -> str:
    """The key under ``trace.step`` of the text that tells an event."""
    kind, told = event.kind, event.detail
    again = "_again" if told.get("again") else ""
    if kind == "brought":
        return kind + again
    if kind == "heard":
        return f"heard_{told['result']}"
    if kind == "settled":
        return kind if told["months"] else "settled_now"
    if kind == "asleep":
        return "asleep_paper" if told["paper"] else kind
    if kind == "petition":
        moves = "petition_moves" if "arrives" in told else "petition_stays"
        return f"petition_direct{again}" if told["direct"] else moves
    if kind == "sued":
        return "sued_direct" if told["tier"] < 0 else "sued_docked" if told["docked"] else kind
    if kind == "docked":
        return f"docked_direct{again}" if told["direct"] else kind
    if kind == "took_part":
        return f"{kind}_away" if told["away"] else f"{kind}_asked" if told["asked"] else kind
    if kind == "served":
        return f"{kind}_leader" if told["leader"] else kind
    if kind in ("met", "dropped"):
        return kind if told["waited"] else f"{kind}_now"
    if kind == "of_age":
        return f"{kind}_away" if told["away"] else kind
    return "felt_petition" if kind == "felt" and told["result"] == PETITION_CONTACT else kind


def reasons(event: Event) -> list[str]:
    """The keys under ``trace.why`` of the clauses that say why, in order."""
    key = variant(event).removesuffix("_again")
    ruled = event.case is not None and event.case[1] in (NEIGHBOURS, LAND, VILLAGE)
    detail = {**event.detail, "ruled": ruled}
    return [name for name, holds in WHY.get(key, WHY.get(event.kind, ())) if holds(detail)]

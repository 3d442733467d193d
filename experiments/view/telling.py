"""A trail told in plain sentences, Chinese and English: the month, what happened, and why, from the log's numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from experiments.view.events import Event
from experiments.view.phrases import Phrases
from experiments.view.tracing import Trail
from experiments.view.watched import ENDS, Dispute, Person, ended, sums
from experiments.words import Lang

TOTALS = ("took_part", "asked", "hours", "asks", "met", "dropped", "felt", "learned")
"""What the months of a resident come to, in the order in which it is told."""


@dataclass(frozen=True)
class Line:
    """One step: month of the page, what happened, and why (empty where the model's state gives no reason)."""

    month: int
    text: str
    why: str
    kind: str
    """the event's kind; ``end`` for how a dispute stands after the last month"""


class Total(NamedTuple):
    """What the months of a resident come to, with the measures and without."""

    name: str
    proposed: str
    baseline: str


def tell(trail: Trail, lang: Lang, *, baseline: bool = False) -> list[Line]:
    """The steps of a trail in the proposal's run, or in the run without measures.

    Empty for a dispute that was not seen there; ``compare`` says so.
    """
    say, events = Phrases(lang, trail.villages), trail.baseline if baseline else trail.events
    own = isinstance(trail.subject, Dispute)
    lines = [Line(event.month, say.text(event, named=not own), say.why(event), event.kind) for event in events]
    if own and events and ended(events) not in ENDS:
        lines.append(
            Line(trail.proposal.months, say.end(trail.proposal.months, ended(events), _tier(events)), "", "end")
        )
    return lines


def heading(trail: Trail, lang: Lang) -> str:
    """Who or what is followed."""
    say, about = Phrases(lang, trail.villages), trail.subject
    if isinstance(about, Person):
        return say.person(about)
    first = next((event.detail for event in (*trail.events, *trail.baseline) if "other" in event.detail), {})
    return say.dispute(about, first)


def compare(trail: Trail, lang: Lang) -> str:
    """Whether, from when on and with what end the run without measures goes another way."""
    say = Phrases(lang, trail.villages).words
    if not trail.proposal.measures:
        return say("trace.compare.nothing")
    if trail.parted is None:
        return say("trace.compare.same")
    if not isinstance(trail.subject, Dispute):
        return say("trace.compare.parted", month=trail.parted)
    if not trail.baseline:
        return say("trace.compare.unseen")
    proposed, baseline = (_end(trail, events, lang) for events in (trail.events, trail.baseline))
    told = say("trace.compare.ends", proposed=proposed, baseline=baseline)
    return say("form.space").join((say("trace.compare.parted", month=trail.parted), told))


def totals(trail: Trail, lang: Lang) -> list[Total]:
    """What the months of a resident come to; of a dispute's trail there is nothing to add up."""
    if isinstance(trail.subject, Dispute):
        return []
    say, (here, there) = Phrases(lang, trail.villages).words, (sums(trail.events), sums(trail.baseline))
    return [
        Total(say(f"trace.totals.{key}"), *(say.number(run[key], 1 if key == "hours" else 0) for run in (here, there)))
        for key in TOTALS
    ]


def choices(trail: Trail, lang: Lang) -> Iterator[tuple[Dispute | Person, str]]:
    """Whom and what one can follow, each with its label."""
    say = Phrases(lang, trail.villages)
    for dispute in trail.followed.disputes:
        yield dispute, say.label(dispute)
    for resident in trail.followed.residents:
        yield resident, say.label(resident)


def note(lang: Lang) -> str:
    """What a trail is and is not."""
    return Phrases(lang, ()).words("trace.note")


def _end(trail: Trail, events: Sequence[Event], lang: Lang) -> str:
    """How a dispute ended or stands, when and where."""
    how = ended(events)
    month = events[-1].month if how in ENDS else trail.proposal.months
    return Phrases(lang, trail.villages).stand(month, how, _tier(events))


def _tier(events: Sequence[Event]) -> int | None:
    """Where a dispute is after its last step; None for one that has come to no office."""
    last = next(event for event in reversed(events) if event.kind != "inherited")
    if last.kind == "docked":
        return 2
    moved = last.kind == "up" or (last.kind == "petition" and not last.detail["direct"] and "arrives" in last.detail)
    tier = last.detail.get("tier", -1)
    return int(tier) + moved if tier >= 0 else None

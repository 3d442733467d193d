"""Follow one dispute or one resident through the months: what happened, and why, beside the run without measures."""

from concurrent.futures.process import BrokenProcessPool
from html import escape

from nicegui import ui

from experiments.view.proposal import Proposal
from experiments.view.telling import Line, choices, compare, heading, note, tell, totals
from experiments.view.tracing import Trail, follow
from experiments.view.watched import Dispute, Person
from experiments.words import Lang
from experiments.words import words as words_of
from experiments.workshop.elements import button, table
from experiments.workshop.visit import Visit
from sim.core.names import UnknownName

Subject = tuple[int, int, int] | int


def following(visit: Visit) -> None:
    """The panel with the choice of whom to follow, and the trail."""
    _Panel(visit)


class _Panel:
    def __init__(self, visit: Visit) -> None:
        self._visit, words = visit, visit.words
        self._subjects: dict[str, Subject] = {}
        self._asked: Proposal | None = None
        with ui.element("div").classes("row"):
            self._begin = button(words("workshop.follow.begin"), lambda: self._ask(None), "search")
            self._choice = ui.select({}, label=words("workshop.follow.choice"), on_change=self._chosen)
            self._choice.props("dense outlined options-dense").style("min-width: min(34rem, 80vw)")
            self._number = ui.number(words("workshop.follow.resident"), min=0, step=1, precision=0)
            self._number.props("dense outlined").style("width: 10rem")
            button(words("workshop.follow.go"), self._by_number)
        self._said = ui.label().classes("soft").props("role=status")
        self._shown = ui.element("div").props("aria-live=polite")
        visit.when("proposal", "prediction", then=self._stale)

    def _stale(self) -> None:
        """The trail of another proposal is of no use here."""
        hidden = not self._visit.state.revealed
        self._begin.set_enabled(not hidden)
        if hidden or self._asked != self._visit.state.proposal:
            self._asked = None
            self._shown.clear()
            self._subjects = {}
            self._choice.set_options({}, value=None)
            self._said.text = self._visit.words("workshop.follow.hidden" if hidden else "workshop.follow.first")

    async def _chosen(self) -> None:
        subject = self._subjects.get(str(self._choice.value))
        if subject is not None:
            await self._ask(subject)

    async def _by_number(self) -> None:
        if self._number.value is not None and self._visit.state.revealed:
            await self._ask(int(self._number.value))

    async def _ask(self, subject: Subject | None) -> None:
        visit, proposal = self._visit, self._visit.state.proposal
        self._said.text = visit.words("workshop.follow.waits")
        try:
            trail = await visit.house.trails.call(follow, proposal, None, subject)
        except UnknownName:
            self._said.text = visit.words("workshop.follow.nobody")
            return
        except BrokenProcessPool:
            self._said.text = visit.words("view.queue.died")
            return
        if visit.state.proposal != proposal or not visit.state.revealed:
            return
        self._asked, self._said.text = proposal, ""
        self._offer(trail)
        self._shown.clear()
        with self._shown:
            ui.html(trail_of(trail, visit.lang), sanitize=False)

    def _offer(self, trail: Trail) -> None:
        named = list(choices(trail, self._visit.lang))
        self._subjects = {str(n): subject_of(about) for n, (about, _) in enumerate(named)}
        options = {str(n): label for n, (_, label) in enumerate(named)}
        here = next((key for key, subject in self._subjects.items() if subject == subject_of(trail.subject)), None)
        self._choice.set_options(options)
        if self._choice.value != here:
            self._subjects, known = {}, self._subjects  # setting the value is no choice of the user
            self._choice.set_value(here)
            self._subjects = known


def subject_of(about: Dispute | Person) -> Subject:
    """What to ask for to follow it."""
    return about.name if isinstance(about, Dispute) else about.person


def trail_of(trail: Trail, lang: Lang) -> str:
    """The trail beside that without measures, as HTML."""
    words = words_of(lang)
    treated = bool(trail.proposal.measures)
    sides = [_side(tell(trail, lang), words("view.draw.proposal" if treated else "baseline"))]
    if treated:
        sides.append(_side(tell(trail, lang, baseline=True), words("baseline")))
    sums = [(one.name, one.proposed, one.baseline) for one in totals(trail, lang)]
    heads = (words("workshop.follow.sums"), words("view.draw.proposal"), words("baseline"))
    summed = f"<table class='plain'>{table(heads, sums)}</table>" if sums else ""
    return (
        f"<h3>{escape(heading(trail, lang))}</h3><p>{escape(compare(trail, lang))}</p>"
        f"<div class='pair'>{''.join(sides)}</div>{summed}<p class='soft'>{escape(note(lang))}</p>"
    )


def _side(lines: list[Line], name: str) -> str:
    """The steps of one run; the months in front, the reasons in small type."""
    items = "".join(
        f"<li><b>{line.month}</b> {escape(line.text)}"
        + (f"<div class='soft'>{escape(line.why)}</div>" if line.why else "")
        for line in lines
    )
    title = escape(name, quote=True)
    return f"<section aria-label='{title}'><h3>{title}</h3><ol class='steps'>{items or '–'}</ol></section>"

"""What is under way, what waits and what failed, in one line that screen readers hear."""

from collections.abc import Callable

from nicegui import ui

from experiments.workshop.elements import button
from experiments.workshop.visit import RUNS, Visit


def status(visit: Visit) -> None:
    """The line above the charts."""
    words = visit.words
    with ui.element("div").classes("row status"):
        said = ui.label().classes("soft").props("role=status")
        failed = ui.label().classes("bad").props("role=alert")
        again = button(words("workshop.status.again"), lambda: _again(visit, show), "refresh")

    def show() -> None:
        proposal = visit.state.proposal
        done = min(len(visit.results.of(proposal)), len(visit.results.of(proposal.baseline())))
        ahead = visit.scheduler.ahead(visit.name)
        if done == 0 and not visit.scheduler.ready:
            said.text = words("workshop.status.warming")
        elif done < RUNS and ahead > 0:
            said.text = words("view.queue.waiting", n=ahead)
        else:
            said.text = words("workshop.status.done" if done >= RUNS else "workshop.status.running", n=done, all=RUNS)
        failed.text = words(visit.failure.text) if visit.failure else ""
        again.set_visibility(visit.failure is not None and not visit.failure.again)

    visit.when("runs", "proposal", "failure", "pinned", then=show)
    ui.timer(1.0, show)


def _again(visit: Visit, show: Callable[[], None]) -> None:
    visit.ask()
    show()

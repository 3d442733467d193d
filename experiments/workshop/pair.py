"""A against B: a proposal is pinned as A, and the one at hand is B; both beside the same untreated township."""

from nicegui import ui

from experiments.view.drawing.effects import Effect, effect_rows
from experiments.view.proposal import Proposal
from experiments.workshop.elements import button, table
from experiments.workshop.visit import Visit


def pair(visit: Visit) -> None:
    """The panel with the pin and the table of both."""
    words = visit.words
    with ui.element("div").classes("row"):
        pin = button(words("workshop.pair.pin"), lambda: _pin(visit, visit.state.proposal), "push_pin")
        free = button(words("workshop.pair.free"), lambda: _pin(visit, None))
        swap = button(words("workshop.pair.swap"), lambda: _swap(visit), "swap_horiz")
    said = ui.label().classes("soft").props("role=status")
    both = ui.html(sanitize=False, tag="table").classes("plain")

    def show() -> None:
        state = visit.state
        pin.set_enabled(state.proposal != state.pinned)
        for one in (free, swap):
            one.set_visibility(state.pinned is not None)
        told = _stage(visit)
        said.text = words(f"workshop.pair.{told}")
        both.set_visibility(told == "shown")
        both.content = _table(visit) if told == "shown" else ""

    visit.when("runs", "proposal", "pinned", "prediction", then=show, panel="pair")


def _pin(visit: Visit, proposal: Proposal | None) -> None:
    visit.put(visit.state.but(pinned=proposal), "pinned")


def _swap(visit: Visit) -> None:
    """A becomes what is at hand, and what was at hand becomes A."""
    state, pinned = visit.state, visit.pinned
    if pinned is not None:
        visit.put(state.but(pinned=state.proposal).propose(pinned), "pinned")


def _stage(visit: Visit) -> str:
    state = visit.state
    if state.pinned is None:
        return "none"
    if not state.revealed:
        return "hidden"
    both = (visit.pinned, state.proposal)
    return "shown" if all(one and visit.results.band(one) for one in both) else "waits"


def _table(visit: Visit) -> str:
    """A row an outcome: without measures, and what A and B change."""
    words, pinned = visit.words, visit.pinned
    assert pinned is not None
    both = (pinned, visit.state.proposal)
    bands = [found for one in both if (found := visit.results.band(one))]
    adults = int(visit.results.of(pinned)[0].residents.sum())
    rows = [[words("workshop.pair.measures"), *(_measures(visit, one) for one in both)]]
    rows += [[words("workshop.pair.cost"), *(words.yuan(sum(one.cost.values())) for one in bands)]]
    for each in zip(*(effect_rows(one.effects, visit.lang, adults) for one in bands), strict=True):
        rows.append([f"{each[0].name} {words.bracketed(each[0].unit)}", *(_change(visit, one) for one in each)])
    heads = [words(f"workshop.pair.{name}") for name in ("outcome", "a", "b")]
    return table(heads, rows)


def _measures(visit: Visit, proposal: Proposal) -> str:
    words = visit.words
    named = [f"{words.measure(key)} {intensity:.0%}" for key, intensity in proposal.measures]
    return words("form.comma").join(named) or words("baseline")


def _change(visit: Visit, found: Effect) -> str:
    """Word, mean change and interval."""
    words = visit.words
    interval = words.range(found.low, found.high, found.digits, sign=True)
    told = words.number(found.mean, found.digits, sign=True)
    return f"{words(f'verdict.{found.verdict}')} {told} {words.bracketed(interval)}"

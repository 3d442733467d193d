"""The headline outcomes month by month: baseline, proposal and band; what is predicted first stays hidden."""

from nicegui import ui

from experiments.view.drawing.lines import line_chart
from experiments.view.outcomes import OUTCOMES, Outcome
from experiments.workshop.elements import drawing
from experiments.workshop.visit import Visit

PROJECTED = 1.25
"""How much larger the text of a drawing is on a projector, beside the page's own larger type."""


def charts(visit: Visit) -> None:
    """A chart for every outcome."""
    with ui.element("div").classes("charts"):
        places = {outcome: drawing() for outcome in OUTCOMES}

    def draw() -> None:
        for outcome, place in places.items():
            place.content = chart(visit, outcome)

    visit.when("runs", "proposal", "month", "prediction", "pinned", "look", then=draw)


def chart(visit: Visit, outcome: Outcome) -> str:
    """The drawing of one outcome as it stands; empty before the first run of the baseline."""
    state, words = visit.state, visit.words
    proposal, key = state.proposal, outcome.key
    ghost = visit.results.first(proposal.baseline())
    if ghost is None:
        return ""
    own = visit.results.first(proposal) if state.revealed and proposal.measures else None
    band = visit.results.band(proposal) if own else None
    pinned = visit.results.first(visit.pinned) if visit.pinned else None
    return line_chart(
        ghost.lines[key],
        own.lines[key] if own else None,
        (ghost.lines[key] + band.low[key], ghost.lines[key] + band.high[key]) if band else None,
        title=words.indicator(key),
        unit=words.axis(key),
        low=outcome.low,
        high=outcome.high,
        lang=visit.lang,
        month=state.at,
        runs=band.n if band else 1,
        pinned=pinned.lines[key] if pinned else None,
        guess=state.guesses.get(key),
        scale=PROJECTED if state.projector else 1.0,
    )

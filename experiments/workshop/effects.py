"""What the proposal changes, outcome by outcome, with intervals and words; and what it has cost."""

from nicegui import ui

from experiments.view.drawing.effects import effect_rows, effect_strip
from experiments.workshop.charts import PROJECTED
from experiments.workshop.elements import drawing
from experiments.workshop.visit import Visit


def effects(visit: Visit) -> None:
    """The panel of the effects, once the runs make a band."""
    words = visit.words
    waits = ui.label().classes("soft").props("role=status")
    strip = drawing("wide")
    paid = ui.label()

    def draw() -> None:
        state, band = visit.state, visit.shown_band
        stage = "nothing" if not state.proposal.measures else "hidden" if not state.revealed else "few"
        waits.text = "" if band else words(f"workshop.effects.{stage}")
        strip.content = strip_of(visit)
        paid.text = ""
        if band:
            total = words.yuan(sum(band.cost.values()))
            paid.text = words("workshop.effects.paid", yuan=total, n=state.proposal.months)

    visit.when("runs", "proposal", "prediction", "look", then=draw, panel="effects")


def strip_of(visit: Visit) -> str:
    """The drawing of the effects; empty before there is a band."""
    band, own = visit.shown_band, visit.results.first(visit.state.proposal)
    if band is None or own is None:
        return ""
    rows = effect_rows(band.effects, visit.lang, int(own.residents.sum()))
    scale = PROJECTED if visit.state.projector else 1.0
    return effect_strip(rows, runs=band.n, lang=visit.lang, scale=scale)

"""The whole county: the proposal lived in its townships, pair after pair, on a sketch or on the user's own map."""

from html import escape
from typing import Any

from nicegui import ui

from experiments.view.band import band
from experiments.view.drawing import area_map, effect_rows, effect_strip, tile_map
from experiments.view.drawing.axes import digits_for
from experiments.view.outcomes import MAPPED
from experiments.view.whole import PAIRS, Townships, people, townships
from experiments.words import Words
from experiments.workshop.charts import PROJECTED
from experiments.workshop.elements import button, drawing, table
from experiments.workshop.visit import Visit

OUTCOMES = {outcome.key: outcome for outcome in MAPPED}
WIDE = 1.5
"""How much larger the text of the map is on a projector; it has the whole width."""


def county(visit: Visit) -> None:
    """The panel with the map, the effects and the table of the townships."""
    words, lived = visit.words, visit.county

    def choose(key: str) -> None:
        lived.outcome = key
        visit.tell("county")

    def draw_on(own: bool) -> None:
        lived.on_own = own
        visit.tell("county")

    with ui.element("div").classes("row"):
        begin = button(words("workshop.county.begin"), visit.live_county, "travel_explore")
        names = {key: words.indicator(key) for key in OUTCOMES}
        chosen = ui.select(names, value=lived.outcome, label=words("workshop.county.outcome"))
        chosen.on_value_change(lambda event: choose(str(event.value)))
        chosen.props("dense outlined options-dense").style("min-width: min(24rem, 80vw)")
        if visit.house.outlines:
            ui.switch(words("workshop.county.own"), value=lived.on_own, on_change=lambda event: draw_on(event.value))
    with ui.element("div").classes("row"):
        waits = ui.spinner(size="1.3rem")
        said = ui.label().classes("soft").props("role=status")
    places = {"county": drawing("wide"), "county_effects": drawing("wide")}
    listed = ui.html(sanitize=False, tag="details")
    ui.label(words("workshop.county.note")).classes("soft")

    def show() -> None:
        busy = lived.living and lived.is_of(visit.state.proposal)
        waits.set_visibility(busy)
        begin.set_enabled(visit.state.revealed and not busy and len(visit.pairs) < PAIRS)
        said.text = words(f"workshop.county.{_stage(visit)}", n=len(visit.pairs), all=PAIRS)
        drawn = county_drawings(visit)
        for name, place in places.items():
            place.content = drawn.get(name, "")
        listed.set_visibility(bool(visit.pairs))
        listed.content = _table(visit) if visit.pairs else ""

    visit.when("county", "proposal", "prediction", "month", "look", then=show, panel="county")


def _stage(visit: Visit) -> str:
    if not visit.state.revealed:
        return "hidden"
    if not visit.county.is_of(visit.state.proposal):
        return "first"
    if visit.county.died:
        return "died"
    if visit.pairs:
        return "some" if len(visit.pairs) < PAIRS else "all"
    return "waits" if visit.county.living else "first"


def county_drawings(visit: Visit) -> dict[str, str]:
    """The map of the month that is shown, and the effects once two pairs are there; none before the first pair."""
    pairs, words = visit.pairs, visit.words
    if not pairs:
        return {}
    drawn, treated = {"county": _map(visit)}, bool(visit.state.proposal.measures)
    if treated and len(pairs) > 1:
        found = band([pair.proposed for pair in pairs], [pair.baseline for pair in pairs])
        rows = effect_rows(found.effects, visit.lang, int(pairs[0].baseline.residents.sum()))
        scale = PROJECTED if visit.state.projector else 1.0
        title = words("workshop.county.effects")
        drawn["county_effects"] = effect_strip(rows, runs=found.n, lang=visit.lang, scale=scale, title=title)
    return drawn


def _map(visit: Visit) -> str:
    pairs, words, state = visit.pairs, visit.words, visit.state
    outcome, found = OUTCOMES[visit.county.outcome], _found(visit)
    treated = bool(state.proposal.measures)
    unit = words.axis(outcome.key)
    more = [words.bracketed(words.number(change, _digits(visit) + 1, sign=True)) for change in found.change.mean]
    look: dict[str, Any] = {
        "title": words.indicator(outcome.key),
        "unit": f"{unit} · {words('workshop.county.beside')}" if treated else unit,
        "low": outcome.low,
        "high": outcome.high,
        "lang": visit.lang,
        "beside": more if treated else None,
        "runs": len(pairs),
        "month": state.at,
        "scale": WIDE if state.projector else 1.0,
    }
    names = pairs[0].baseline.names[visit.lang]
    if visit.house.outlines and visit.county.on_own:
        return area_map(found.proposed, names, visit.house.outlines, **look)
    return tile_map(found.proposed, names, of="township", dots=people(pairs, state.at), **look)


def _found(visit: Visit) -> Townships:
    return townships(visit.pairs, visit.county.outcome, visit.state.at)


def _digits(visit: Visit) -> int:
    outcome = OUTCOMES[visit.county.outcome]
    return digits_for(outcome.low, outcome.high)


def _table(visit: Visit) -> str:
    """A row a township: both runs' means and the change with its interval."""
    words, found, digits = visit.words, _found(visit), _digits(visit) + 1
    heads = [words(f"workshop.county.{name}") for name in ("township", "without", "with", "change")]
    rows = [
        [name, words.number(before, digits), words.number(after, digits), _change(words, found, n, digits)]
        for n, (name, before, after) in enumerate(
            zip(visit.pairs[0].baseline.names[visit.lang], found.baseline, found.proposed, strict=True)
        )
    ]
    title = words("workshop.county.table", n=visit.state.at, outcome=words.indicator(visit.county.outcome))
    return f"<summary>{escape(title)}</summary><table class='plain'>{table(heads, rows)}</table>"


def _change(words: Words, found: Townships, n: int, digits: int) -> str:
    told = words.number(found.change.mean[n], digits, sign=True)
    if found.change.n[n] < 2:
        return told
    interval = words.range(found.change.low[n], found.change.high[n], digits, sign=True)
    return f"{told} {words.bracketed(interval)}"

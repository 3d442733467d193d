"""The page: a bar, the measures on the left, and on the right the outcomes with panels below them."""

import asyncio
from collections.abc import Callable

from nicegui import app, ui

from experiments.view.proposal import yearly_costs
from experiments.words import Lang
from experiments.workshop.charts import charts
from experiments.workshop.county import county
from experiments.workshop.effects import effects
from experiments.workshop.elements import heading
from experiments.workshop.files import files
from experiments.workshop.follow import following
from experiments.workshop.links import address, arrive
from experiments.workshop.look import MEASURED, dress
from experiments.workshop.measures import measures
from experiments.workshop.months import KEYS, Player, months
from experiments.workshop.pair import pair
from experiments.workshop.prediction import prediction
from experiments.workshop.status import status
from experiments.workshop.toolbar import toolbar
from experiments.workshop.visit import House, Visit

CONNECT = 30.0
"""Seconds that a slow machine has to open the page's socket."""
PANELS: dict[str, Callable[[Visit], None]] = {
    "months": months,
    "effects": effects,
    "predict": prediction,
    "pair": pair,
    "county": county,
    "follow": following,
    "files": files,
}


async def page(lang: Lang, house: House) -> None:
    """Build the page of one tab, from what it had set before and from its address."""
    client = ui.context.client
    query = dict(client.request.query_params)
    dress()
    await client.connected(CONNECT)
    await asyncio.to_thread(yearly_costs)
    state, notices = arrive(app.storage.tab.get("state"), query)
    app.storage.tab["state"] = state
    visit = Visit(client.id, lang, house, app.storage.tab)
    _build(visit)
    _follow(visit)
    for notice in notices:
        ui.notify(visit.words(notice), type="warning", timeout=10_000, close_button=visit.words("workshop.close"))
    client.on_delete(visit.leave)
    visit.ask()


def _build(visit: Visit) -> None:
    words = visit.words
    ui.html(f'<a class="skip" href="#outcomes">{words("workshop.skip")}</a>', sanitize=False)
    with ui.element("div"):
        toolbar(visit)
        with ui.element("div").classes("frame"):
            with ui.element("aside").classes("side").props(f'aria-label="{words("workshop.measures.title")}"'):
                measures(visit)
            with ui.element("main").classes("main").props("id=outcomes tabindex=-1"):
                heading(2, words("workshop.outcomes.title"))
                status(visit)
                charts(visit)
                Player(visit)
                _panels(visit)
                ui.label(words("workshop.caveat")).classes("soft")
    ui.run_javascript(KEYS)
    ui.run_javascript(MEASURED)


def _panels(visit: Visit) -> None:
    """One panel at a time."""
    with ui.tabs().props("dense no-caps align=left inline-label") as tabs:
        for name in PANELS:
            ui.tab(name, visit.words(f"workshop.panel.{name}"))
    with ui.tab_panels(tabs, value=visit.state.panel).props("keep-alive").style("width: 100%"):
        for name, panel in PANELS.items():
            with ui.tab_panel(name):
                panel(visit)
    tabs.on_value_change(lambda event: visit.show(str(event.value)))


def _follow(visit: Visit) -> None:
    """Let the address say what is set, and the page's size of type what the projector needs."""
    client = ui.context.client

    def say() -> None:
        projector = "true" if visit.state.projector else "false"
        client.run_javascript(
            f"history.replaceState(history.state, '', {address(visit)!r});"
            f"document.documentElement.classList.toggle('projector', {projector})"
        )

    visit.when("proposal", "look", then=say)

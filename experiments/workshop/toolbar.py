"""The bar at the top: presets, undo and redo, months and luck, A against B, the link, projector, language."""

from nicegui import ui

from experiments.view.proposal import PRESETS, SEEDS, Proposal
from experiments.workshop.elements import heading, icon_button
from experiments.workshop.links import other_language
from experiments.workshop.sharing import copy, show_code
from experiments.workshop.visit import Visit

LENGTHS = (12, 24, 36, 48, 60)


def toolbar(visit: Visit) -> None:
    """All that is asked for seldom."""
    words = visit.words
    with ui.element("header").classes("bar"):
        with ui.element("div").classes("name"):
            heading(1, words("workshop.title"))
            ui.label(words("view.proposal.place")).classes("soft")
        _presets(visit)
        _run(visit)
        undo = icon_button(words("workshop.bar.undo"), "undo", lambda: visit.put(visit.state.undo()))
        redo = icon_button(words("workshop.bar.redo"), "redo", lambda: visit.put(visit.state.redo()))
        icon_button(words("workshop.bar.link"), "link", lambda: copy(visit))
        icon_button(words("workshop.bar.code"), "qr_code_2", lambda: show_code(visit))
        projector = icon_button(words("workshop.bar.projector"), "tv", lambda: _project(visit))
        language = ui.button(words("workshop.bar.language"), on_click=lambda: ui.navigate.to(other_language(visit)))
        language.props("flat dense no-caps").props["lang"] = "en" if visit.lang == "zh" else "zh-CN"
    ui.on("copied", lambda event: ui.notify(words("workshop.bar.copied", link=event.args)))

    def show() -> None:
        undo.set_enabled(bool(visit.state.past))
        redo.set_enabled(bool(visit.state.future))
        projector.props["aria-pressed"] = str(visit.state.projector).lower()
        projector.update()

    visit.when("proposal", "look", then=show)


def _project(visit: Visit) -> None:
    visit.put(visit.state.but(projector=not visit.state.projector), "look")


def _presets(visit: Visit) -> None:
    """The list of ready proposals; shows none once a slider has left it."""
    names = {key: visit.words(f"view.proposal.presets.{key}") for key in PRESETS}

    def choose() -> None:
        if chosen.value in PRESETS and PRESETS[chosen.value].measures != visit.state.proposal.measures:
            now = visit.state.proposal
            visit.put(visit.state.propose(Proposal(PRESETS[chosen.value].measures, now.months, now.seed)))

    chosen = ui.select(names, label=visit.words("workshop.bar.preset"), on_change=choose).props("dense outlined")
    chosen.style("min-width: 11rem")

    def show() -> None:
        here = visit.state.proposal.measures
        chosen.set_value(next((key for key, preset in PRESETS.items() if preset.measures == here), None))

    visit.when("proposal", then=show)


def _run(visit: Visit) -> None:
    """How many months are lived, and with which luck."""
    words = visit.words

    def choose() -> None:
        now, seed = visit.state.proposal, luck.value
        if length.value and seed is not None and SEEDS[0] <= seed <= SEEDS[1]:
            visit.put(visit.state.propose(Proposal(now.measures, int(length.value), int(seed))))

    lengths = {n: words("workshop.bar.months", n=n) for n in LENGTHS}
    length = (
        ui.select(lengths, label=words("workshop.bar.length"), on_change=choose).props("dense outlined").classes("few")
    )
    luck = ui.number(words("workshop.bar.luck"), min=SEEDS[0], max=SEEDS[1], step=1, precision=0, on_change=choose)
    luck.props("dense outlined debounce=400").classes("few").style("width: 6.5rem")

    def show() -> None:
        now = visit.state.proposal
        if now.months not in lengths:
            lengths[now.months] = words("workshop.bar.months", n=now.months)
            length.set_options(dict(sorted(lengths.items())))
        length.set_value(now.months)
        luck.set_value(now.seed)

    visit.when("proposal", then=show)

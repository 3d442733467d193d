"""The measures as sliders in the report's five groups, what each costs and on what evidence, and the budget."""

from nicegui import ui

from experiments.catalogue import grade, one_line
from experiments.view.drawing.budget import budget_bar
from experiments.view.proposal import GROUPS, MEASURES, STEP, Proposal, yearly_cost
from experiments.workshop import details
from experiments.workshop.elements import SteadySlider, drawing, heading, icon_button, slider
from experiments.workshop.state import BUDGETS
from experiments.workshop.visit import Visit

PROJECTED = 1.6
"""How much larger the text of the budget's bar is on a projector: its column is narrow."""


def measures(visit: Visit) -> None:
    """The left side of the page."""
    heading(2, visit.words("workshop.measures.title"))
    _Budget(visit)
    for letter, keys in GROUPS.items():
        _Group(visit, letter, keys)


class _Budget:
    """What the proposal costs a year against what may be spent."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._bar = drawing()
        self._said = ui.label().props("role=status")
        with ui.row():
            self._field = (
                ui.number(
                    visit.words("workshop.budget.set"),
                    value=visit.state.budget / 10_000,
                    min=BUDGETS[0],
                    max=BUDGETS[1] / 10_000,
                    step=5,
                    on_change=self._set,
                )
                .props("dense outlined")
                .style("width: 16rem")
            )
        ui.label(visit.words("workshop.budget.note")).classes("soft few")
        visit.when("draft", "look", then=self._draw)

    def _set(self) -> None:
        value = self._field.value
        if value is not None and BUDGETS[0] <= value * 10_000 <= BUDGETS[1]:
            self._visit.put(self._visit.state.but(budget=float(value) * 10_000), "look")

    def _draw(self) -> None:
        words, budget = self._visit.words, self._visit.state.budget
        spent = yearly_cost(self._visit.draft)
        over = budget > 0 and spent > budget
        if budget > 0:
            scale = PROJECTED if self._visit.state.projector else 1.0
            self._bar.content = budget_bar(spent, budget, lang=self._visit.lang, scale=scale)
        self._bar.set_visibility(budget > 0)
        said = "over" if over else "under" if budget > 0 else "none"
        figures = {"spent": words.yuan(spent), "left": words.yuan(abs(budget - spent))}
        self._said.text = words(f"workshop.budget.{said}", **figures)
        self._said.classes(remove="bad") if not over else self._said.classes("bad")


class _Group:
    """A group that opens and closes; its head says how many of its measures are on."""

    def __init__(self, visit: Visit, letter: str, keys: tuple[str, ...]) -> None:
        self._visit, self._keys = visit, keys
        self._name = f"{letter} {visit.words(f'cli.group.{letter}')}"
        with ui.expansion(self._name, value=letter == "A").classes("group").props("dense") as self._fold:
            for key in keys:
                _Measure(visit, key)
        visit.when("draft", then=self._count)

    def _count(self) -> None:
        on = sum(self._visit.draft.intensity(key) > 0 for key in self._keys)
        told = self._visit.words("workshop.measures.on", n=on) if on else ""
        if told != self._fold.props.get("caption"):
            self._fold.props["caption"] = told
            self._fold.update()


class _Measure:
    """One slider from 0 to the full reference design."""

    def __init__(self, visit: Visit, key: str) -> None:
        self._visit, self._key = visit, key
        self._shown: float | None = None
        words = visit.words
        name = words.measure(key)
        with ui.element("div").classes("measure"):
            with ui.element("div").classes("top"):
                ui.label(name).classes("name")
                self._value = ui.label().classes("value")
                icon_button(words("workshop.measures.about", measure=name), "info", self._about)
            self._slider: SteadySlider = slider(name, 0.0, 1.0, STEP, visit.draft.intensity(key), self._moved)
            ui.label(one_line(MEASURES[key], words)).classes("soft few")
            with ui.element("div").classes("facts soft"):
                self._cost = ui.label()
                ui.label(words("workshop.measures.evidence", grade=words(f"cli.grade.{grade(MEASURES[key])}")))
        visit.when("draft", then=self._show)

    def _about(self) -> None:
        details.show(self._visit, self._key)

    def _moved(self, value: float) -> None:
        if round(value, 1) != self._visit.draft.intensity(self._key):
            self._visit.move(self._visit.draft.set(self._key, value))

    def _show(self) -> None:
        intensity, words = self._visit.draft.intensity(self._key), self._visit.words
        if intensity == self._shown:
            return
        self._shown = intensity
        self._slider.set_value(intensity)
        self._slider.props["aria-valuetext"] = self._value.text = (
            f"{intensity:.0%}" if intensity else words("workshop.off")
        )
        cost = yearly_cost(Proposal(((self._key, intensity or 1.0),)))
        said = "cost" if intensity else "cost_full"
        self._cost.text = words(f"workshop.measures.{said}", yuan=words.yuan(cost))

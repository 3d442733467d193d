"""Predict first, see after: a guess at three outcomes in the last month, then guess and result side by side."""

from nicegui import ui

from experiments.view.drawing.axes import digits_for
from experiments.view.outcomes import GUESSED, Outcome
from experiments.workshop.elements import SteadySlider, slider, table
from experiments.workshop.visit import Visit


def prediction(visit: Visit) -> None:
    """The panel with the three sliders and the button that reveals."""
    words = visit.words
    ui.switch(
        words("workshop.predict.switch"),
        value=visit.state.predicting,
        on_change=lambda event: visit.put(visit.state.predict(bool(event.value)), "prediction"),
    )
    said = ui.label().classes("soft").props("role=status")
    with ui.element("div").classes("pair") as sliders:
        guesses = [_Guess(visit, outcome) for outcome in GUESSED]
    reveal = ui.button(words("workshop.predict.reveal"), on_click=lambda: _reveal(visit)).props("no-caps")
    result = ui.html(sanitize=False, tag="table").classes("plain")

    def show() -> None:
        state = visit.state
        asked = state.predicting and not state.revealed
        stage = "off" if not state.predicting else "ask" if asked else "told" if state.guesses else "first"
        said.text = words(f"workshop.predict.{stage}", n=state.proposal.months)
        sliders.set_visibility(asked)
        reveal.set_visibility(asked)
        reveal.set_enabled(len(state.guesses) == len(GUESSED))
        for guess in guesses:
            guess.show()
        told = state.predicting and state.revealed and bool(state.guesses)
        result.set_visibility(told)
        result.content = _table(visit) if told else ""

    visit.when("prediction", "runs", "proposal", then=show, panel="predict")


def _reveal(visit: Visit) -> None:
    visit.put(visit.state.but(revealed=True), "prediction")


class _Guess:
    """A slider on the axis of an outcome, from the baseline's last month."""

    def __init__(self, visit: Visit, outcome: Outcome) -> None:
        self._visit, self._outcome = visit, outcome
        name = visit.words.indicator(outcome.key)
        with ui.element("div"):
            with ui.element("div").classes("row"):
                ui.label(f"{name} {visit.words.bracketed(visit.words.axis(outcome.key))}")
                self._value = ui.label()
            self._slider: SteadySlider = slider(
                visit.words("workshop.predict.guess", outcome=name),
                outcome.low,
                outcome.high,
                outcome.step,
                (outcome.low + outcome.high) / 2,
                self._moved,
            )

    def _moved(self, value: float) -> None:
        if not self._visit.state.revealed and value != self._shown():
            self._visit.put(self._visit.state.guess(self._outcome.key, value), "prediction")

    def _shown(self) -> float:
        """The guess, or where the county without measures stands in the last month."""
        ghost = self._visit.results.first(self._visit.state.proposal.baseline())
        level = float(ghost.lines[self._outcome.key][-1]) if ghost else (self._outcome.low + self._outcome.high) / 2
        step = self._outcome.step
        return self._visit.state.guesses.get(self._outcome.key, round(level / step) * step)

    def show(self) -> None:
        words, value = self._visit.words, self._shown()
        guessed = self._outcome.key in self._visit.state.guesses
        told = words.number(value, digits_for(self._outcome.low, self._outcome.high))
        self._value.text = told if guessed else words("workshop.predict.untouched", value=told)
        self._slider.props["aria-valuetext"] = self._value.text
        self._slider.set_value(value)


def _table(visit: Visit) -> str:
    """Baseline, guess, the same run with the proposal, and how far other runs change, a row an outcome."""
    words, state = visit.words, visit.state
    own, ghost = visit.results.first(state.proposal), visit.results.first(state.proposal.baseline())
    band = visit.results.band(state.proposal)
    heads = ("outcome", "baseline", "mine", "model", "interval")
    rows = []
    for outcome in GUESSED:
        key, digits = outcome.key, digits_for(outcome.low, outcome.high)
        before, after = (float(one.lines[key][-1]) if one else float("nan") for one in (ghost, own))
        cells = [
            f"{words.indicator(key)} {words.bracketed(words.axis(key))}",
            words.number(before, digits),
            words.number(state.guesses.get(key, float("nan")), digits),
            words.number(after, digits),
            words.range(before + float(band.low[key][-1]), before + float(band.high[key][-1]), digits) if band else "–",
        ]
        rows.append(cells)
    return table((words(f"workshop.predict.{name}") for name in heads), rows)

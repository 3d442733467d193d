"""The months of the first run: played or moved by hand, on the map, through the tiers, in the hours of cadres."""

from nicegui import ui

from experiments.view.drawing.hours import hours_chart
from experiments.view.drawing.tiers import tiers_at, tiers_chart
from experiments.view.drawing.tiles import tile_map
from experiments.view.outcomes import MOST_CASES, MOST_HOURS, OUTCOMES
from experiments.view.scene import Scene
from experiments.workshop.charts import PROJECTED
from experiments.workshop.elements import SteadySlider, drawing, icon_button, slider
from experiments.workshop.visit import Visit

PACE = 0.35
"""Seconds a month takes when months are played."""
KEYS = """
document.addEventListener('keydown', event => {
  const moves = {' ': 'play', ArrowLeft: 'back', ArrowRight: 'on'};
  const busy = event.target.closest('[role=slider],[role=tab],[role=combobox],[role=listbox],[role=switch],' +
    '[role=dialog],input,textarea,select,a,summary,[role=button]') ||
    (event.key === ' ' && event.target.closest('button'));
  if (!moves[event.key] || busy || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  emitEvent('months', moves[event.key]);
});
"""


class Player:
    """The bar with which months are played: a button, a slider, and the keys space, left and right."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        words = visit.words
        with (
            ui.element("div")
            .classes("play")
            .props("role=group")
            .props(f'aria-label="{words("workshop.months.title")}"')
        ):
            self._button = icon_button(words("workshop.months.play"), "play_arrow", self.toggle)
            self._said = ui.label().classes("value").props("aria-live=off")
            self._slider: SteadySlider = slider(
                words("workshop.months.month"), 1, visit.state.proposal.months, 1, visit.state.at, self._moved
            )
            ui.label(words("workshop.months.keys")).classes("soft few")
        self._timer = ui.timer(PACE, self._on, active=False)
        ui.on("months", lambda event: self._key(str(event.args)))
        visit.when("month", "proposal", then=self._show)

    def toggle(self) -> None:
        """Play, from the start where the end was reached; or pause."""
        state = self._visit.state
        if not self._timer.active and state.at == state.proposal.months:
            self._to(1)
        self._timer.active = not self._timer.active
        self._name()

    def _on(self) -> None:
        if self._visit.state.at >= self._visit.state.proposal.months:
            self._timer.active = False
            self._name()
        else:
            self._to(self._visit.state.at + 1)

    def _key(self, move: str) -> None:
        if move == "play":
            self.toggle()
        else:
            self._to(self._visit.state.at + {"back": -1, "on": 1}.get(move, 0))

    def _moved(self, value: float) -> None:
        if round(value) != self._visit.state.at:
            self._to(round(value))

    def _to(self, month: int) -> None:
        inside = min(max(month, 1), self._visit.state.proposal.months)
        self._visit.put(self._visit.state.but(month=inside), "month")

    def _name(self) -> None:
        name = self._visit.words("workshop.months.pause" if self._timer.active else "workshop.months.play")
        self._button.props["icon"] = "pause" if self._timer.active else "play_arrow"
        self._button.props["aria-label"] = name
        self._button.update()

    def _show(self) -> None:
        state, words = self._visit.state, self._visit.words
        self._slider.props["max"] = state.proposal.months
        self._slider.props["aria-valuetext"] = self._said.text = words("workshop.months.at", n=state.at)
        self._slider.set_value(state.at)
        self._slider.update()


def months(visit: Visit) -> None:
    """The map on the left; tiers and hours on the right."""
    with ui.element("div").classes("months"):
        village_map = drawing()
        with ui.element("div"):
            tiers = drawing()
            hours = drawing()
    waits = ui.label(visit.words("workshop.months.hidden")).classes("soft")

    def draw() -> None:
        waits.set_visibility(not visit.state.revealed)
        drawn = month_drawings(visit)
        for name, place in (("map", village_map), ("tiers", tiers), ("hours", hours)):
            if name in drawn:
                place.content = drawn[name]

    visit.when("runs", "proposal", "month", "prediction", "look", then=draw, panel="months")


def month_drawings(visit: Visit) -> dict[str, str]:
    """The drawings of the month that is shown, by name; none before the first run is there."""
    ghost = visit.results.first(visit.state.proposal.baseline())
    own = visit.results.first(visit.state.proposal) if visit.state.revealed else ghost
    if own is None or ghost is None:
        return {}
    return {"map": _map(visit, own), "tiers": _tiers(visit, own, ghost), "hours": _hours(visit, own, ghost)}


WIDE = 1.5
"""The same for the drawings of the villages and of the disputes, which are twice as wide."""


def _scale(visit: Visit, projected: float = WIDE) -> float:
    return projected if visit.state.projector else 1.0


def _map(visit: Visit, scene: Scene) -> str:
    n, outcome, words = visit.state.at - 1, OUTCOMES[0], visit.words
    tiles = {name: values[n] for name, values in scene.tiles.items()}
    others = tiles["present"] - tiles["volunteers"]
    return tile_map(
        tiles[outcome.key],
        scene.names[visit.lang],
        title=words.indicator(outcome.key),
        unit=words.axis(outcome.key),
        low=outcome.low,
        high=outcome.high,
        lang=visit.lang,
        dots={"volunteer": tiles["volunteers"], "present": others, "away": tiles["away"]},
        open_cases=tiles["open_cases"],
        month=visit.state.at,
        scale=_scale(visit),
    )


def _tiers(visit: Visit, scene: Scene, ghost: Scene) -> str:
    month = visit.state.at
    now, before = tiers_at(scene.tiers, month), tiers_at(ghost.tiers, month)
    told = None if scene is ghost else before
    return tiers_chart(now, told, month=month, high=MOST_CASES, lang=visit.lang, scale=_scale(visit))


def _hours(visit: Visit, scene: Scene, ghost: Scene) -> str:
    n = visit.state.at - 1
    now, before = ({use: float(values[n]) for use, values in one.hours.items()} for one in (scene, ghost))
    told = None if scene is ghost else before
    return hours_chart(
        now, told, high=MOST_HOURS, lang=visit.lang, month=visit.state.at, scale=_scale(visit, PROJECTED)
    )

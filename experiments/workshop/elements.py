"""Small parts that the page is made of; each has a name for those who hear it."""

from collections.abc import Callable
from html import escape
from typing import Any

from nicegui import ui
from nicegui.elements.slider import Slider

NOTHING = ""


class SteadySlider(Slider):
    """A slider that holds its own place: answers of the server that come late do not throw fast keys away."""

    LOOPBACK = False


def slider(
    name: str, low: float, high: float, step: float, value: float, then: Callable[[float], None]
) -> SteadySlider:
    """A slider with an accessible name, which the keys Home and End move too; ``then`` hears every move."""
    made = SteadySlider(min=low, max=high, step=step, value=value, on_change=lambda event: _moved(event.value, then))
    made.props(remove="aria-label").props["aria-label"] = name
    made.on("keydown.home.prevent", lambda: made.set_value(low))
    made.on("keydown.end.prevent", lambda: made.set_value(high))
    return made


def _moved(value: float | None, then: Callable[[float], None]) -> None:
    if value is not None:
        then(float(value))


def drawing(classes: str = NOTHING) -> ui.html:
    """A place for a drawing of our own."""
    return ui.html(sanitize=False).classes(f"drawing {classes}")


def heading(level: int, text: str) -> ui.html:
    """A heading that readers of the screen can jump to."""
    return ui.html(escape(text), sanitize=False, tag=f"h{level}")


def button(text: str, then: Callable[[], Any], icon: str | None = None) -> ui.button:
    """A flat button with its name written on it."""
    return ui.button(text, on_click=lambda: then(), icon=icon).props("flat no-caps dense")


def icon_button(name: str, icon: str, then: Callable[[], Any]) -> ui.button:
    """A button with a picture; its name is said and shown on hovering."""
    made = ui.button(icon=icon, on_click=lambda: then()).props("flat dense round")
    made.props["aria-label"] = name
    with made:
        ui.tooltip(name)
    return made

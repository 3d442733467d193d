"""Small parts that the page is made of; each has a name for those who hear it."""

from collections.abc import Callable, Iterable
from html import escape
from time import monotonic
from typing import Any

from nicegui import ui
from nicegui.elements.slider import Slider

NOTHING = ""
ECHO = 0.1
"""Seconds for which a browser may still tell of a slider's move before the last; it gathers moves for half as long."""


class SteadySlider(Slider):
    """A slider that holds its own place: answers of the server that come late do not throw fast keys away."""

    LOOPBACK = False
    _jumped = (-1.0, 0.0)

    def jump(self, value: float) -> None:
        """Go to an end."""
        self._jumped = (monotonic(), value)
        self.set_value(value)

    def meant(self, value: float) -> float:
        """Where it is to stand: at an end it has just jumped to, whatever the browser still tells of moves before."""
        when, end = self._jumped
        return end if monotonic() - when < ECHO else value


def slider(
    name: str, low: float, high: float, step: float, value: float, then: Callable[[float], None]
) -> SteadySlider:
    """A slider with an accessible name, which the keys Home and End move too; ``then`` hears every move."""

    def moved(to: float | None) -> None:
        if to is None:
            return
        if to == made.meant(to):
            then(float(to))
        else:
            made.set_value(made.meant(to))

    made = SteadySlider(min=low, max=high, step=step, value=value, on_change=lambda event: moved(event.value))
    made.props(remove="aria-label").props["aria-label"] = name
    made.on("keydown.home.prevent", lambda: made.jump(low))
    made.on("keydown.end.prevent", lambda: made.jump(high))
    return made


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


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The inside of a table as HTML: a row of heads, and rows of text."""
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"

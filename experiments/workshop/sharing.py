"""The link to the page as it stands: copied, or as a code that a telephone in the room can read."""

from html import escape

import segno
from nicegui import ui

from experiments.workshop.elements import button, heading
from experiments.workshop.links import address
from experiments.workshop.visit import Visit

COPY = """
const link = new URL(%r, location.href).href;
const done = () => emitEvent('copied', link);
if (navigator.clipboard && isSecureContext) navigator.clipboard.writeText(link).then(done, done);
else {
  const field = Object.assign(document.createElement('textarea'), {value: link});
  document.body.append(field); field.select(); document.execCommand('copy'); field.remove(); done();
}
"""
INK = "#222222"


def copy(visit: Visit) -> None:
    """Copy the link, which the page then says."""
    ui.run_javascript(COPY % address(visit))


async def show_code(visit: Visit) -> None:
    """Open the sheet with the code and the link in letters."""
    words = visit.words
    room = visit.house.room or str(await ui.run_javascript("location.origin"))
    link = room + address(visit)
    with ui.dialog(value=True) as sheet, ui.card().classes("code") as card:
        card.props["aria-label"] = words("workshop.bar.code")
        heading(2, words("workshop.bar.code"))
        ui.html(code_of(link, words("workshop.bar.code_alt")), sanitize=False)
        ui.label(link).classes("link")
        ui.label(words("workshop.bar.code_room" if visit.house.room else "workshop.bar.code_here")).classes("soft")
        button(words("workshop.close"), sheet.close)
    sheet.on("hide", sheet.delete)


def code_of(link: str, alt: str) -> str:
    """The link as a QR code, an SVG of black squares."""
    drawn = segno.make_qr(link, error="m").svg_inline(border=4, dark=INK, light="#fff", omitsize=True, svgclass=None)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(alt, quote=True)}" ', 1)

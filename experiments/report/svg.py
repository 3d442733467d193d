"""A matplotlib figure as SVG that stands inside a page: text as outlines, small, and no name that leads outside."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_PATH = re.compile(r'(?<= d=")M[^"]*')
_FINE_LETTER = re.compile(r'<path id="([^"]+)" d="([^"]*)" transform="scale\(0\.015625\)"/>')
_LETTER = re.compile(r'<path id="(g[0-9a-f]+)" d="[^"]*"/>')
_SET = re.compile(r'(<use href="[^"]+") transform="translate\((\S+) (\S+)\)"/>')
_SIZE = re.compile(r"scale\((\S+) -\1\)")
_LOOK = re.compile(r'(?<=[\w"]) style="([^"<>]+)"')
_LINE = re.compile(r'(?:<use href="#g[0-9a-f]+"(?: x="[^"]*")?/>){3,}')
_COARSER, _FINER = 1 / 16, 4
"""Units of letters here over those of matplotlib, which tells them 1/64 as large as their places: so much finer too."""
_PLACE = re.compile(r'(?<= [xy]=")-?\d+\.\d+|(?<=translate\()-?\d+\.\d+ -?\d+\.\d+')
_IDS = ("text", "line2d", "patch", "axes", "figure", "xtick", "ytick", r"matplotlib\.axis", "FillBetweenPolyCollection")


def inline_svg(figure: Figure, name: str, label: str) -> str:
    """The figure as an ``svg`` element. ``name`` keeps its ids apart from other figures'; ``label`` is read aloud.

    Letters are drawn as outlines, so the page needs no font to show them; the same figure gives the same text. The
    names of letters are not the figure's own: a page with several figures is to be passed through ``shared``.
    """
    held = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": name}):
        FigureCanvasSVG(figure)
        figure.savefig(held, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = held.getvalue()
    box = re.search(r'viewBox="[^"]+"', text)
    assert box is not None
    body = _slim(text[text.index(">", text.index("<svg")) + 1 :], name)
    return f'<svg role="img" aria-label="{html.escape(label)}" {box[0]} stroke-linejoin="round">{body}'


def inline_drawing(drawing: str) -> str:
    """A drawing (see ``experiments.view.drawing``) as a part of a page, in the page's own font."""
    head, closed, body = drawing.partition(">")
    return re.sub(r' (?:xmlns|font-family)="[^"]*"', "", head) + closed + body


def shared(page: str) -> str:
    """The page with every letter of its figures told once, and every line of text and every look that comes again."""
    letters: set[str] = set()

    def letter(found: re.Match[str]) -> str:
        new = found[1] not in letters
        letters.add(found[1])
        return found[0] if new else ""

    page = _LETTER.sub(letter, page).replace("<defs></defs>", "")
    times = Counter(found[0] for found in _LINE.finditer(page))
    names = {line: f"t{n}" for n, line in enumerate(line for line, n in times.items() if n > 1)}
    told: set[str] = set()

    def line(found: re.Match[str]) -> str:
        name = names.get(found[0])
        if name is None:
            return found[0]
        new = name not in told
        told.add(name)
        return f'<g id="{name}">{found[0]}</g>' if new else f'<use href="#{name}"/>'

    return _looks_once(_LINE.sub(line, page))


def _looks_once(page: str) -> str:
    """The page with the looks of its figures as classes of a style sheet in its head."""
    times = Counter(found[1] for found in _LOOK.finditer(page))
    names = {look: f"a{n}" for n, look in enumerate(times)}
    rules = "\n".join(f".{name} {{{look}}}" for look, name in names.items())
    page = _LOOK.sub(lambda found: f' class="{names[found[1]]}"', page)
    return page.replace("</head>", f"<style>\n{rules}\n</style>\n</head>", 1) if names else page


def _in_units(body: str) -> str:
    """Letters and their places in one unit, 1/400 of the size of a text, so that no letter needs a scale of its own."""
    body = _FINE_LETTER.sub(lambda found: f'<path id="{found[1]}" d="{relative(found[2], _COARSER, 0)}"/>', body)
    body = _SET.sub(_set, body)
    return _SIZE.sub(lambda found: f"scale({float(found[1]) / _FINER:g} {-float(found[1]) / _FINER:g})", body)


def _set(found: re.Match[str]) -> str:
    """A letter at its place."""
    places = {axis: round(_FINER * float(place)) for axis, place in zip("xy", found.groups()[1:], strict=True)}
    return found[1] + "".join(f' {axis}="{place}"' for axis, place in places.items() if place) + "/>"


def _slim(body: str, name: str) -> str:
    """Without what only a file of its own needs, ids made short and the figure's own, coordinates to 0.01 point."""
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(rf' id="(?:{"|".join(_IDS)})_\d+"', "", body).replace("xlink:href", "href")
    body = re.sub(r'"(#?)[A-Za-z]+-Regular-([0-9a-f]+)"', r'"\1g\2"', body)
    body = re.sub(r'( id="|href="#|url\(#)(?!g[0-9a-f]+")', rf"\g<1>{name}", body)
    body = _in_units(body)
    body = _PLACE.sub(lambda found: " ".join(_short(float(part)) for part in found[0].split()), body)
    body = _PATH.sub(lambda found: relative(found[0]), body)
    body = re.sub(r"<defs>\s*</defs>", "", body)
    return re.sub(r">\s+<", "><", re.sub(r";\s+|:\s+", lambda found: found[0][0], body))


def relative(path: str, scale: float = 1.0, digits: int = 2) -> str:
    """The same outline with every point told from the one before it, which takes far fewer digits.

    Coordinates are multiplied by ``scale`` and rounded to so many ``digits``.
    """
    parts, here, start = [], (0.0, 0.0), (0.0, 0.0)
    last = ""
    for command, points in _commands(path, scale, digits):
        if command == "z":
            parts.append("z")
            here, last = start, "z"
            continue
        told = " ".join(f"{_short(x - here[0])} {_short(y - here[1])}" for x, y in points)
        # A second pair after a move would be taken for a line.
        parts.append(f" {told}" if command == last and command != "M" else f"{command.lower()}{told}")
        here, last = points[-1], command
        start = here if command == "M" else start
    return "".join(parts).replace(" -", "-")


def _commands(path: str, scale: float, digits: int) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    for found in re.finditer(r"([MLCQz])([^MLCQz]*)", path):
        numbers = [round(float(number) * scale, digits) for number in found[2].split()]
        yield found[1], list(zip(numbers[::2], numbers[1::2], strict=True))


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"

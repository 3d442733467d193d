"""The first figure of effects: the leading measure as the workshop's page draws it, with the words of the tables."""

import io
import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

import docx
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from experiments.figures import HEADLINES
from experiments.report import compose as module
from experiments.report.compose import compose
from experiments.report.document import Cell, Document, Heading, Plot
from experiments.report.docx import to_docx
from experiments.report.html import to_html
from experiments.report.stored import Stored
from experiments.report.svg import inline_drawing, inline_svg
from experiments.report.voice import capital
from experiments.words import LANGUAGES, Lang, words
from tests.experiments.lived import lived
from tests.experiments.studies import CHANGES, effects, paths, store

MADE = datetime(2026, 1, 2, tzinfo=UTC)
LATIN = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture(autouse=True)
def _only_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other figures take their time."""
    for name in ("gain_pictures", "way_pictures", "cost_pictures", "path_pictures"):
        monkeypatch.setattr(module, name, lambda _: iter(()))


@pytest.fixture
def three(tmp_path: Path) -> Stored:
    """Micro-grids gain most on participation; unclear, too small and clear effects are among the headlines."""
    return Stored.read(store(tmp_path / "three"))


def one_of(folder: Path) -> Stored:
    return Stored.read(store(folder, effects({"burden_reduction": CHANGES["burden_reduction"]}), paths()))


def plots(document: Document) -> list[Plot]:
    return [block for block in document.blocks if isinstance(block, Plot)]


def drawn(plot: Plot) -> list[str]:
    """Texts of a drawing without those that only describe it."""
    assert plot.drawing is not None
    root = ElementTree.fromstring(plot.drawing)
    return [part.text or "" for part in root.iter("{http://www.w3.org/2000/svg}text")]


def cells_of(document: Document, name: str) -> dict[str, Cell]:
    """A measure's cells in the two tables of effects, by the head of their column."""
    found: dict[str, Cell] = {}
    for grid in document.grids():
        if grid.key in ("taking_part", "disputes"):
            row = next(row for row in grid.rows if row.cells[0].text == name)
            found |= {column.head: cell for column, cell in zip(grid.columns[1:], row.cells[1:], strict=True)}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_strip_says_what_the_tables_say_of_the_leading_measure(three: Stored, lang: Lang) -> None:
    document, say = compose(three, lang), words(lang)
    first = plots(document)[0]
    seen, name = drawn(first), capital(say.measure("micro_grids"))
    assert seen[0].startswith(name)
    cells = cells_of(document, name)
    assert len(cells) == len(HEADLINES)
    told = set()
    for key in HEADLINES:
        effect = three.effect("micro_grids", key)
        assert effect is not None
        head = next(head for head in cells if head.startswith(capital(say.indicator(key))))
        word = say(f"verdict.{effect.word}")
        number = cells[head].text.removeprefix(word).strip()
        row = f"{capital(say.indicator(key))}{say.bracketed(say.axis(key, change=True))}{say('form.colon')}"
        row += f"{number}{say.bracketed(cells[head].small)}{say('form.semicolon')}{word}"
        assert cells[head].text.startswith(word)
        assert row in str(first.drawing)
        assert {number, cells[head].small} <= set(seen)
        assert "".join(word.split()) in "".join("".join(seen).split())
        told.add(effect.word)
    assert {"helps", "too_small", "unclear"} <= told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_figure_of_the_section_is_that_of_the_measure_that_comes_first(tmp_path: Path, lang: Lang) -> None:
    say = words(lang)
    study = Stored.read(lived(tmp_path / "lived", {"micro_grids": (2.0, 1.0), "commendation": (6.0, 0.0)}))
    document = compose(study, lang)
    blocks = list(document.blocks)
    at = next(n for n, block in enumerate(blocks) if block == Heading(say("report.section.effects")))
    leading, all_of_them = plots(document)
    assert blocks[at + 1] is leading
    assert say.measure("commendation") in leading.caption
    assert say.measure("commendation") in leading.alt
    assert leading.caption.startswith(say("report.figure", n=1, text=""))
    assert all_of_them.caption.startswith(say("report.figure", n=2, text=""))
    assert all_of_them.drawing is None
    seen = drawn(leading)
    assert seen[1] == say("view.draw.effects.unit", n=study.blocks[1])
    assert say.count("blocks", study.blocks[1]) in leading.caption
    assert {"zh": "在模型中", "en": "in the model"}[lang] in leading.caption
    if lang == "zh":
        assert not LATIN.search(" ".join([leading.caption, leading.alt, *seen]))


def test_a_first_place_that_intervals_leave_open_is_called_tied(three: Stored, tmp_path: Path) -> None:
    assert "first on participation)" in plots(compose(three, "en"))[0].caption
    near = {"micro_grids": {"participation": (4.1, 0.3)}, "commendation": {"participation": (4.0, 0.3)}}
    tied = plots(compose(Stored.read(store(tmp_path / "tied", effects(near))), "en"))[0]
    assert "under micro-grids (first on participation, but tied, as intervals overlap)" in tied.caption


def test_blocks_that_differ_are_told_from_how_many_to_how_many(tmp_path: Path) -> None:
    table = effects()
    table.loc[table["indicator"] == "resolved", "n"] = 12
    seen = drawn(plots(compose(Stored.read(store(tmp_path, table)), "en"))[0])
    assert "runs: 12 to 20," in seen[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_study_of_one_measure_has_it_once(tmp_path: Path, lang: Lang) -> None:
    document = compose(one_of(tmp_path), lang)
    (only,) = plots(document)
    assert only.drawing is not None
    assert words(lang).measure("burden_reduction") in only.caption
    page = to_html(document, MADE).decode()
    assert page.count("<svg") == page.count("<desc>") == 1
    assert "http://" not in page


def test_the_page_shows_the_drawing_and_word_the_figure(three: Stored) -> None:
    document = compose(three, "zh")
    leading, others = plots(document)
    assert leading.drawing is not None
    page = to_html(document, MADE).decode()
    assert page.count(inline_drawing(leading.drawing)) == 1
    assert inline_svg(leading.figure, "f0", leading.alt)[:200] not in page
    assert f'aria-label="{others.alt}"' in page
    word = docx.Document(io.BytesIO(to_docx(document, MADE)))
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert told == [leading.alt, others.alt]


def test_a_drawing_within_a_page_has_the_page_s_font_and_names_no_address() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" font-family="\'A\', b"><text>x</text></svg>'
    assert inline_drawing(drawing) == '<svg viewBox="0 0 1 1"><text>x</text></svg>'


def test_an_outcome_that_was_not_measured_is_left_to_the_tables(tmp_path: Path) -> None:
    table = effects({"micro_grids": CHANGES["micro_grids"]})
    table.loc[table["indicator"] == "resolved", ["difference", "low", "high"]] = float("nan")
    (only,) = plots(compose(Stored.read(store(tmp_path, pd.DataFrame(table))), "en"))
    assert capital(words("en").indicator("participation")) in str(only.drawing)
    assert capital(words("en").indicator("resolved")) not in str(only.drawing)


def test_letters_of_figures_are_told_in_the_units_of_their_places() -> None:
    figure = Figure(figsize=(2, 1))
    figure.text(0.1, 0.1, "nn", fontsize=8)
    page = inline_svg(figure, "f0", "")
    (size,) = re.findall(r"scale\((\S+) -\1\)", page)
    (letter,) = re.findall(r'<path id="[^"]+" d="m(\d+) \d+[^"]+"/>', page)
    (step,) = re.findall(r'<use href="#[^"]+" x="(\d+)"/>', page)
    one, two = (TextPath((0, 0), text, size=8) for text in ("n", "nn"))
    assert float(size) * float(letter) == pytest.approx(one.vertices[0, 0], abs=0.02)
    assert float(size) * float(step) == pytest.approx(two.get_extents().x1 - one.get_extents().x1, abs=0.02)

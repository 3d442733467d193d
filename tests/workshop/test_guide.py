"""The facilitator's guides name the page's controls as they are called there, and their lessons last what they say."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.words import LANGUAGES, Lang, words

DOCS = Path(__file__).parents[2] / "docs"
GUIDES: dict[Lang, str] = {"en": "facilitator.md", "zh": "facilitator.zh.md"}
LESSONS = (45, 90, 180)


def guide(lang: Lang) -> str:
    return (DOCS / GUIDES[lang]).read_text("utf-8")


def lessons(text: str) -> Iterator[list[tuple[int, int]]]:
    """The minutes of each lesson's steps."""
    for section in re.split(r"^## ", text, flags=re.M):
        steps = re.findall(r"^\| (\d+)[-—](\d+) \|", section, flags=re.M)
        if steps:
            yield [(int(first), int(last)) for first, last in steps]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lessons_last_what_they_say_without_a_gap(lang: Lang) -> None:
    found = list(lessons(guide(lang)))
    assert [steps[-1][1] for steps in found] == list(LESSONS)
    for steps in found:
        assert steps[0][0] == 0
        assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))


def test_both_guides_have_the_same_lessons_and_sections() -> None:
    texts = [guide(lang) for lang in LANGUAGES]
    assert list(lessons(texts[0])) == list(lessons(texts[1]))
    assert len({len(re.findall(r"^## ", text, flags=re.M)) for text in texts}) == 1
    assert len({len(re.findall(r"^\d\. ", text, flags=re.M)) for text in texts}) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_controls_in_the_lessons_are_called_as_on_the_page(lang: Lang) -> None:
    say = words(lang)
    known = {
        *(
            say(f"workshop.bar.{name}")
            for name in ("preset", "undo", "redo", "link", "code", "projector", "length", "luck")
        ),
        *(
            say(f"workshop.panel.{name}")
            for name in ("months", "effects", "predict", "pair", "county", "follow", "files")
        ),
        *(
            say(f"workshop.{name}")
            for name in ("predict.switch", "predict.reveal", "pair.pin", "follow.begin", "county.begin")
        ),
        *(say(f"workshop.{name}") for name in ("follow.resident", "files.report_html")),
        say("view.proposal.presets.nothing"),
    }
    rows = [line for line in guide(lang).splitlines() if line.startswith(("| ", "- **"))]
    named = {name for line in rows for name in re.findall(r"\*\*([^*]+)\*\*", line)}
    section = re.split(r"^## ", guide(lang), flags=re.M)[-1]
    named -= set(re.findall(r"^- \*\*([^*]+)\*\*", section, flags=re.M))
    assert named
    assert named - known == set()

"""What a report of a stored study says, as a document: made from stored tables only."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from experiments.report.advice import advice, glance
from experiments.report.document import Block, Break, Bullets, Document, Grid, Heading, Paragraph, Plot, text
from experiments.report.front import leads, outcome_grids
from experiments.report.grids import cost_grid, effect_grids, real_grid, study_grid, tried_grid
from experiments.report.ground import Ground
from experiments.report.method import notices, sources, steps
from experiments.report.pictures import (
    cost_pictures,
    effect_pictures,
    gain_pictures,
    leading_pictures,
    path_pictures,
    way_pictures,
)
from experiments.report.sides import disappointments, group_grid, sides
from experiments.report.stored import Stored
from experiments.report.voice import FEW_NAMES, Voice
from experiments.report.whole import whole
from experiments.words import Lang, words


def compose(study: Stored, lang: Lang) -> Document:
    """The report of a study; tables and figures are numbered in their order."""
    voice = Voice(words(lang), study)
    say = voice.words
    return Document(
        lang=lang,
        kind=say("report.kind"),
        title=_title(voice),
        blocks=tuple(_numbered(voice, _blocks(voice))),
        facts=tuple(sources(voice)),
        facts_heading=say("source.heading"),
        sheets=tuple(whole(voice)),
    )


def _blocks(voice: Voice) -> Iterator[Block]:
    ground = Ground(voice)
    yield from _first_page(voice, ground)
    yield Break()
    yield _heading(voice, "side")
    yield from sides(voice)
    if (groups := group_grid(voice)) is not None:
        yield groups
    yield disappointments(voice)
    yield from gain_pictures(voice)
    yield _heading(voice, "effects")
    yield from _effects(voice)
    costs = cost_grid(voice)
    if costs is not None:
        yield _heading(voice, "costs")
        yield costs
        yield from cost_pictures(voice)
    if courses := list(path_pictures(voice)):
        yield _heading(voice, "paths")
        yield from courses
    yield _heading(voice, "rests")
    yield from ground.blocks()
    yield _heading(voice, "method")
    yield Bullets(tuple(text(step) for step in steps(voice)))
    yield study_grid(voice)
    yield tried_grid(voice)
    yield _heading(voice, "not")
    yield Bullets(tuple(text(voice.words(f"not.{key}")) for key in ("forecast", "persons", "ranking")))


def _first_page(voice: Voice, ground: Ground) -> Iterator[Block]:
    yield Paragraph(text(_question(voice)), "question")
    for notice in notices(voice):
        yield Paragraph(text(notice), "notice")
    yield _heading(voice, "answer")
    yield from leads(voice)
    yield from outcome_grids(voice)
    yield Bullets(tuple(advice(voice, ground)))


def _title(voice: Voice) -> str:
    say, names = voice.words, list(voice.names.values())
    if len(names) == 1:
        return say("report.title_one", county=voice.where, name=names[0])
    return say("report.title", county=voice.where, n=say.count("measures", len(names)))


def _effects(voice: Voice) -> Iterator[Block]:
    yield from leading_pictures(voice)
    yield glance(voice)
    yield real_grid(voice)
    yield from effect_pictures(voice)
    yield from effect_grids(voice)
    yield from way_pictures(voice)


def _question(voice: Voice) -> str:
    names, say = list(voice.names.values()), voice.words
    asked = say.listed(names, last="or") if len(names) <= FEW_NAMES else say("report.these", n=say.number(len(names)))
    return say("report.question", measures=asked)


def _heading(voice: Voice, key: str) -> Heading:
    return Heading(voice.words(f"report.section.{key}"))


def _numbered(voice: Voice, blocks: Iterable[Block]) -> Iterator[Block]:
    """Captions of tables and of figures begin with their number."""
    tables = figures = 0
    for block in blocks:
        if isinstance(block, Grid):
            tables += 1
            yield replace(block, caption=voice.words("report.table", n=tables, text=block.caption))
        elif isinstance(block, Plot):
            figures += 1
            yield replace(block, caption=voice.words("report.figure", n=figures, text=block.caption))
        else:
            yield block

"""The report as a page: one file that opens in a browser, asks for nothing else and prints on A4."""

import os
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.figures import Subject, effect_plot, time_paths
from experiments.report.answer import answers, lead, question
from experiments.report.method import notices, petition_lines, sources, steps
from experiments.report.stored import Stored
from experiments.report.svg import inline_svg
from experiments.report.tables import cost_rows, effect_tables, group_tables, tried, worse_table
from experiments.report.voice import Voice
from experiments.words import Lang, words

_TEMPLATES = Environment(
    loader=PackageLoader("experiments.report"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_CODES = {"zh": "zh-Hans", "en": "en"}


def write_report(folder: str | Path, lang: Lang) -> Path:
    """Write the report of a stored study into its folder, as ``report_zh.html`` or ``report_en.html``.

    Raises ``EmptyStudyError`` where there is nothing to report, and ``ReportError`` for tables that cannot be used.
    """
    folder = Path(folder)
    page = render(Stored.read(folder), lang)
    path = folder / f"report_{lang}.html"
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_text(page, encoding="utf-8")
    partial.replace(path)
    return path


def render(study: Stored, lang: Lang) -> str:
    """The page of a study."""
    voice = Voice(words(lang), study)
    say = voice.words
    return _TEMPLATES.get_template("report.html.j2").render(
        say=say,
        code=_CODES[lang],
        style=Markup(_TEMPLATES.get_template("report.css").render()),
        title=say("report.title", county=voice.where, n=say.count("measures", len(study.packages))),
        question=question(voice),
        notices=notices(voice),
        lead=lead(voice),
        answers=answers(voice),
        months=say.count("months", study.months),
        window=voice.window,
        effect_figure=Markup(_effect_figure(voice, lang)),
        path_figure=Markup(_path_figure(voice, lang)),
        effect_tables=effect_tables(voice),
        cost_rows=cost_rows(voice),
        worse=worse_table(voice),
        group_tables=group_tables(voice),
        petitions=petition_lines(voice),
        tried=tried(voice),
        steps=steps(voice),
        sources=sources(voice),
    )


def _subject(voice: Voice) -> Subject:
    return Subject(voice.names, voice.where, voice.blocks, voice.window, voice.study.manifest.adults)


def _effect_figure(voice: Voice, lang: Lang) -> str:
    figure = effect_plot(voice.study.effects, lang, _subject(voice))
    return inline_svg(figure, "e", voice.words("figure.effects_alt"))


def _path_figure(voice: Voice, lang: Lang) -> str:
    if voice.study.paths.empty:
        return ""
    return inline_svg(time_paths(voice.study.paths, lang, _subject(voice)), "p", voice.words("figure.paths_alt"))

"""The figures of a report with what is said below them."""

from collections.abc import Iterator

from matplotlib.figure import Figure

from experiments.figures import Subject, effect_plot, time_paths
from experiments.ranking import OUTCOMES
from experiments.report.document import Plot
from experiments.report.standing import standings
from experiments.report.voice import Voice

LINES = 4
"""Packages whose courses are drawn: more cannot be told apart."""


def effect_pictures(voice: Voice) -> Iterator[Plot]:
    """What each measure changes."""
    lang, effects = voice.words.lang, voice.study.effects
    yield plot(voice, "effects", effect_plot(effects, lang, subject(voice)))


def path_pictures(voice: Voice) -> Iterator[Plot]:
    """Month by month: those that lead on one of the two outcomes, where there are many."""
    if voice.study.paths.empty:
        return
    chosen = subject(voice, leading(voice, LINES))
    yield plot(voice, "paths", time_paths(voice.study.paths, voice.words.lang, chosen))


def leading(voice: Voice, most: int) -> list[str]:
    """Packages that come first on the outcomes in turn, in the order of the study; all of few."""
    packages = voice.study.packages
    if len(packages) <= most:
        return list(packages)
    orders = [[one.package for one in standings(voice.study, outcome)] for outcome in OUTCOMES]
    turns = [order[n] for n in range(len(packages)) for order in orders if n < len(order)]
    chosen = list(dict.fromkeys(turns))[:most] or list(packages[:most])
    return [package for package in packages if package in chosen]


def subject(voice: Voice, packages: list[str] | None = None) -> Subject:
    """What a figure is about."""
    names = voice.names if packages is None else {name: voice.names[name] for name in packages}
    return Subject(names, voice.where, voice.blocks, voice.window, voice.study.manifest.adults)


def plot(voice: Voice, key: str, figure: Figure) -> Plot:
    """A figure with its caption and what is read aloud."""
    return Plot(key, figure, voice.words(f"report.plot.{key}"), voice.words(f"report.plot.{key}_alt"))

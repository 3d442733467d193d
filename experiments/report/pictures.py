"""The figures of a report with what is said below them."""

from collections.abc import Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import (
    Subject,
    cadre_budget,
    cadre_hours,
    channel_mix,
    cost_effect_plot,
    dispute_flow,
    dispute_funnel,
    effect_plot,
    gainers_plot,
    ranked_plot,
    time_paths,
)
from experiments.ranking import OUTCOMES
from experiments.report.document import Plot
from experiments.report.side import GROUPS
from experiments.report.standing import standings
from experiments.report.stored import BASELINE
from experiments.report.strip import strip
from experiments.report.voice import Voice

FEW = 4
"""Packages that are drawn where each has a line, a row of bars or a column: more cannot be told apart."""
_RANKED = 6
"""Packages beyond which ranks are drawn in place of all effects, which are in tables then."""
_CHANNELS = ("first_cadre", "first_neighbour", "first_volunteer", "first_platform", "first_township", "first_family")


def leading_pictures(voice: Voice) -> Iterator[Plot]:
    """What the measure changes that comes first on the first outcome: a strip on a page, panels elsewhere."""
    say, study = voice.words, voice.study
    order = standings(study, OUTCOMES[0])
    package, place = study.packages[0], ""
    if order and len(study.packages) > 1:
        package, key = order[0].package, "tied" if order[0].last > 1 else "first"
        place = say(f"report.plot.leading_{key}", outcome=say(f"report.outcome.{OUTCOMES[0]}").lower())
    told = {"name": voice.name(package), "place": place, "blocks": voice.blocks, "months": voice.window}
    figure = effect_plot(study.effects, say.lang, subject(voice, [package]))
    caption, alt = say("report.plot.leading", **told), say("report.plot.leading_alt", **told)
    yield Plot("leading", figure, caption, alt, strip(voice, package))


def effect_pictures(voice: Voice) -> Iterator[Plot]:
    """What each measure changes, where there is more than one."""
    lang, study = voice.words.lang, voice.study
    if len(study.packages) == 1:
        return
    whole = subject(voice)
    if len(study.packages) > _RANKED and not study.ranking.empty:
        for outcome in OUTCOMES:
            figure = ranked_plot(study.ranking, outcome, lang, whole)
            yield plot(voice, "ranked", figure, outcome)
    else:
        yield plot(voice, "effects", effect_plot(study.effects, lang, whole))


def gain_pictures(voice: Voice) -> Iterator[Plot]:
    """Who takes part more, under the leading measures."""
    if all(voice.study.effects_on(group) for group in GROUPS):
        chosen = leading(voice)
        figure = gainers_plot(_of(voice.study.effects, chosen), voice.words.lang, subject(voice, chosen))
        yield plot(voice, "gainers", figure)


def way_pictures(voice: Voice) -> Iterator[Plot]:
    """How the leading measures work: the way of disputes, whom people turn to, the time of cadres."""
    lang, study, chosen = voice.words.lang, voice.study, leading(voice)
    blocks, window, some = study.months_of_blocks, study.window, subject(voice, chosen)
    if not blocks.empty:
        lived = _of(blocks, [BASELINE, *chosen])
        first = next((one.package for one in standings(study, "resolved")), chosen[0])
        flow = dispute_flow(_of(blocks, [BASELINE, first]), *window)
        yield plot(voice, "funnel", dispute_funnel(flow, first, lang, subject(voice, [first])), name=voice.name(first))
        yield plot(voice, "hours", cadre_budget(cadre_hours(lived, *window), lang, some))
    if all(study.effects_on(channel) for channel in _CHANNELS):
        yield plot(voice, "channels", channel_mix(_of(study.effects, chosen), lang, some))


MANY = 12
"""Packages above which a figure for each outcome would take a page beyond its size; the tables hold both."""


def cost_pictures(voice: Voice) -> Iterator[Plot]:
    """Cost against effect, where there is more than one measure; of many the first outcome only (a page is small)."""
    study = voice.study
    if len(study.packages) > 1 and not study.ranking.empty:
        for outcome in OUTCOMES[: 1 if len(study.packages) > MANY else None]:
            figure = cost_effect_plot(study.ranking, outcome, voice.words.lang, subject(voice), study.months)
            yield plot(voice, "cost", figure, outcome)


def path_pictures(voice: Voice) -> Iterator[Plot]:
    """Month by month, the leading measures."""
    if not voice.study.paths.empty:
        figure = time_paths(voice.study.paths, voice.words.lang, subject(voice), leading(voice))
        yield plot(voice, "paths", figure)


def leading(voice: Voice) -> list[str]:
    """Packages that come first on the outcomes in turn, in the order of the study; all of few."""
    packages = voice.study.packages
    if len(packages) <= FEW:
        return list(packages)
    orders = [[one.package for one in standings(voice.study, outcome)] for outcome in OUTCOMES]
    turns = [order[n] for n in range(len(packages)) for order in orders if n < len(order)]
    chosen = list(dict.fromkeys(turns))[:FEW] or list(packages[:FEW])
    return [package for package in packages if package in chosen]


def _of(table: pd.DataFrame, packages: Sequence[str]) -> pd.DataFrame:
    return table[table["package"].isin(packages)]


def subject(voice: Voice, packages: Sequence[str] | None = None) -> Subject:
    """What a figure is about."""
    names = voice.names if packages is None else {name: voice.names[name] for name in packages}
    return Subject(names, voice.where, voice.blocks, voice.window, voice.study.manifest.adults)


def plot(voice: Voice, key: str, figure: Figure, outcome: str = "", name: str = "") -> Plot:
    """A figure with its caption and what is read aloud."""
    say = voice.words
    told = {"outcome": say(f"report.outcome.{outcome}") if outcome else "", "name": name}
    part = f"{key}_{outcome}" if outcome else key
    return Plot(part, figure, say(f"report.plot.{key}", **told), say(f"report.plot.{key}_alt", **told))

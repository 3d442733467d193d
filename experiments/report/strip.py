"""What one package changes, drawn as on the workshop's page, in the words and with the decimals of the tables."""

from experiments.figures import HEADLINES
from experiments.figures.effects import limit
from experiments.report.verdicts import Effect
from experiments.report.voice import Voice, capital
from experiments.view import drawing
from experiments.words import direction_of


def strip(voice: Voice, package: str) -> str:
    """The headline outcomes that were measured, as an ``svg`` element (see ``experiments.view.drawing``)."""
    found = (voice.study.effect(package, key) for key in HEADLINES)
    rows = [_row(voice, effect) for effect in found if effect is not None and effect.measured]
    title = voice.words("report.plot.leading_title", name=voice.name(package, first=True))
    return drawing.effect_strip(rows, runs=_runs(voice), lang=voice.words.lang, title=title)


def _row(voice: Voice, effect: Effect) -> drawing.Effect:
    say, study, key = voice.words, voice.study, effect.indicator
    table = study.rows(key)
    return drawing.Effect(
        name=capital(say.indicator(key)),
        unit=say.axis(key, change=True),
        mean=effect.change,
        low=effect.low,
        high=effect.high,
        verdict=effect.word,
        direction=direction_of(key),
        reach=limit(key, table[table["package"] == effect.package], study.manifest.adults),
        digits=voice.visible_digits(effect),
    )


def _runs(voice: Voice) -> int | str:
    """Blocks: how many, or from how many to how many."""
    low, high = voice.study.blocks
    return high if low == high else voice.words.range(low, high)

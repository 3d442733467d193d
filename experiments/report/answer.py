"""The answer: a few sentences whose words follow the intervals, and what to watch with each measure."""

from dataclasses import dataclass

from markupsafe import Markup

from experiments.figures import HEADLINES
from experiments.report.side import Worse, worse_of
from experiments.report.verdicts import Effect, Verdict
from experiments.report.voice import FEW_NAMES, Voice, capital
from experiments.words import COST

_GROUPS: tuple[tuple[Verdict, ...], ...] = (
    ("helps",),
    ("may_help",),
    ("harms",),
    ("may_harm",),
    ("rises",),
    ("may_rise",),
    ("falls",),
    ("may_fall",),
    ("unclear", "unchanged"),
    ("too_small",),
)
_WITHOUT_NUMBER = ("unclear", "unchanged", "too_small")
_WATCHED = 2
"""So many indicators that get worse are told with the answer; all of them are in their own section."""


@dataclass(frozen=True)
class Said:
    """What the answer says of one measure."""

    package: str
    name: str
    sentences: tuple[Markup, ...]


def question(voice: Voice) -> str:
    """The question of the study."""
    names = list(voice.names.values())
    say = voice.words
    asked = say.listed(names, last="or") if len(names) <= FEW_NAMES else say("report.these", n=say.number(len(names)))
    return say("report.question", measures=asked)


def lead(voice: Voice) -> str:
    """What can be said of all measures together."""
    study, say = voice.study, voice.words
    good = sum(any(effect.word == "helps" for effect in _headlines(voice, name)) for name in study.packages)
    bad = sum(any(effect.got_worse for effect in study.of(name)) for name in study.packages)
    n = len(study.packages)
    key = "some" if not good == bad == n else "one" if n == 1 else "all"
    return say(f"answer.lead_{key}", n=n, good=good, bad=bad)


def answers(voice: Voice) -> list[Said]:
    """One entry a measure."""
    return [Said(name, voice.name(name, first=True), tuple(_sentences(voice, name))) for name in voice.study.packages]


def _headlines(voice: Voice, package: str) -> list[Effect]:
    found = (voice.study.effect(package, key) for key in HEADLINES)
    return [effect for effect in found if effect is not None and effect.measured]


def _sentences(voice: Voice, package: str) -> list[Markup]:
    say, effects = voice.words, _headlines(voice, package)
    done = []
    for words in _GROUPS:
        group = [effect for effect in effects if effect.word in words]
        if group:
            items = say("form.semicolon").join(_item(voice, effect) for effect in group)
            label = say("answer.too_small") if words[0] == "too_small" else say(f"verdict.{words[0]}")
            done.append(_labelled(voice, label, items))
    watched = [_worse(voice, worse) for worse in _watched(voice, package)]
    if watched:
        done.append(_labelled(voice, say("answer.watch"), say("form.semicolon").join(watched)))
    cost = voice.study.effect(package, COST)
    if cost is not None:
        over = say.count("months", voice.study.months)
        done.append(_labelled(voice, say("answer.cost", months=over), say.yuan(cost.change)))
    return done


def _watched(voice: Voice, package: str) -> list[Worse]:
    """Of what gets worse beside the headline outcomes: the largest, a gap that widens, and what is new."""
    worse = [item for item in worse_of(voice.study, package) if item.indicator not in HEADLINES]
    plain = [item for item in worse if item.effect is not None and not item.effect.is_gap]
    gaps = [item for item in worse if item.effect is not None and item.effect.is_gap]
    return [*plain[:_WATCHED], *gaps[:1], *(item for item in worse if item.effect is None)]


def _labelled(voice: Voice, label: str, items: str) -> Markup:
    start = capital(label) + voice.words("form.colon")
    return Markup('<span class="label">{}</span>{}{}').format(start, items, voice.words("form.stop"))


def _item(voice: Voice, effect: Effect) -> str:
    name = voice.words.indicator(effect.indicator)
    if effect.word in _WITHOUT_NUMBER:
        return name
    return _told(voice, name, voice.change(effect))


def _told(voice: Voice, name: str, change: str) -> str:
    """A name and its number, without a gap after a bracket that brings its own."""
    return voice.words("answer.item", indicator=name, change=change).replace("） ", "）")


def _worse(voice: Voice, worse: Worse) -> str:
    say, name = voice.words, voice.words.indicator(worse.indicator)
    if worse.effect is None:
        return say("side.new", indicator=name, value=voice.level(worse.indicator, worse.value, more=worse.more))
    if worse.effect.is_gap:
        size = abs(worse.effect.treated) - abs(worse.effect.baseline)
        amount = say.amount(worse.indicator, size, voice.digits(worse.indicator))
        return say("side.widens", gap=say(f"side.{worse.indicator}"), change=amount)
    return _told(voice, name, voice.change(worse.effect))

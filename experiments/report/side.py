"""Side effects: what gets worse under a measure, who does not gain, and the flag on petitions."""

from dataclasses import dataclass

from experiments.report.stored import Stored
from experiments.report.verdicts import Effect

MINOR = 0.01
"""A change under this share of the level without measures is told in a line, not in a row."""
GROUPS = (
    "participation_60",
    "participation_under_60",
    "participation_women",
    "participation_men",
    "participation_near",
    "participation_remote",
    "participation_away",
)
"""Groups of people whose taking part is compared."""
_SAID_ELSEWHERE = {*GROUPS, "participation_month", "active_share", "borne_severity", "leaders", "months_p90"}
"""Parts and doubles of indicators that are told already."""


@dataclass(frozen=True)
class Worse:
    """Something that gets worse, or that exists only under the measure (then without an effect, only a level)."""

    indicator: str
    effect: Effect | None
    value: float

    @property
    def more(self) -> int:
        """Decimals beyond those of the indicator's changes: a level alone has no interval to set them."""
        return 0 if self.effect is not None or self.value >= 10 else 1


def worse_of(study: Stored, package: str) -> list[Worse]:
    """What gets worse under a package by more than ``MINOR``, the largest change first; then gaps, then what is new."""
    found = [effect for effect in _worse(study, package) if _size(study, effect) >= MINOR]
    found.sort(key=lambda effect: (effect.is_gap, -_size(study, effect)))
    new = study.only_here(package).items()
    return [
        *(Worse(effect.indicator, effect, effect.treated) for effect in found),
        *(Worse(key, None, value) for key, value in new if key not in _SAID_ELSEWHERE),
    ]


def minor_of(study: Stored, package: str) -> list[Effect]:
    """What gets worse under a package by less than ``MINOR``."""
    return [effect for effect in _worse(study, package) if _size(study, effect) < MINOR]


def _size(study: Stored, effect: Effect) -> float:
    """A change over the level without measures; that of a gap in taking part over the level of taking part."""
    whole = study.effect(effect.package, "participation")
    if effect.is_gap and whole is not None and whole.baseline > 0:
        return abs(effect.change) / whole.baseline
    return effect.relative


def _worse(study: Stored, package: str) -> list[Effect]:
    return [e for e in study.of(package) if e.got_worse and e.indicator not in _SAID_ELSEWHERE]


@dataclass(frozen=True)
class Flag:
    """A measure that lowers petitions while raising those turned away; ``sure``: both intervals leave zero out."""

    package: str
    petitions: Effect
    turned: Effect
    sure: bool


def flags(study: Stored) -> list[Flag]:
    """The flagged measures."""
    found = []
    for package in study.packages:
        petitions, turned = study.effect(package, "petitions"), study.effect(package, "turned_away")
        if petitions is None or turned is None or not petitions.measured or not turned.measured:
            continue
        fewer, more = petitions.high < 0.0, turned.low > 0.0
        hinted = (petitions.change < 0.0 < turned.change) and (fewer or more)
        if hinted or study.flagged(package):
            found.append(Flag(package, petitions, turned, sure=fewer and more))
    return found

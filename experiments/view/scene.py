"""One run as the arrays that the page draws; a few ten thousand numbers, and nothing of the model in them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from experiments.measured import default_window
from experiments.view.outcomes import OUTCOMES
from experiments.view.proposal import Proposal
from experiments.words import LANGUAGES, Lang, words
from sim import County
from sim.agents.tables import OPEN
from sim.indicator_table import INDICATORS
from sim.record import Level, Record, by_counter, items

Array = NDArray[np.float64]

YEAR = 12
_OVER_A_YEAR = ("needs", "disputes")
OVER_A_YEAR = frozenset(
    {key for key, item in INDICATORS.items() if item.group in _OVER_A_YEAR} - {"backlog"}
    | {"quits", "firm_exits", "matters_done", "point_worth"}
)
"""Indicators of events too few in a month: their lines are read over the last twelve months, warm-up included."""
USES = ("paperwork", "pulled", "leaked", "urgent", "cases", "requests", "routine", "organising")
"""What the hours of cadres in post are used for."""
TIERS: Mapping[str, tuple[str, ...]] = {
    "arisen": ("grievances.grievances",),
    "borne": ("grievances.borne",),
    "talked": ("grievances.talked",),
    "brought": ("grievances.brought",),
    "settled_early": ("grievances.early_settled",),
    "settled_village": ("settlement.settled_village",),
    "settled_township": ("settlement.settled_township",),
    "settled_county": ("settlement.settled_county",),
    "passed_up": ("settlement.passed_up",),
    "relapsed": ("settlement.reopened",),
    "petitions": ("settlement.petitions",),
    "suits": ("settlement.suits",),
    "given_up": ("settlement.withdrawn",),
    "paper": ("settlement.settled_paper",),
    "closed": ("settlement.closed",),
    "lost": ("settlement.lost",),
    "turned_away": ("settlement.settled_paper", "settlement.withdrawn", "settlement.closed", "settlement.lost"),
    "asleep": ("settlement.asleep",),
    "pondering": ("grievances.pondering",),
}
"""Disputes in a month by what became of them, and the counters that say so; the last two are stocks at its end.

``settled_village`` holds those settled early; ``turned_away`` is the sum of the four before it. Beside them a scene has
``at_village``, ``at_township`` and ``at_county``: open cases at the end of the month, by who has them.
"""
_AT = ("at_village", "at_township", "at_county")
"""In the order of the tiers in ``sim.agents.mediator``."""
_SERVICE = {
    "urgent": "urgent_hours",
    "cases": "case_hours",
    "requests": "request_hours",
    "routine": "routine_hours",
    "organising": "organising",
}
_KINDS = {"村": "village", "社区": "community"}
_TILES = {
    "volunteers": "volunteering.active_volunteers",
    "away": "self_governance.away",
    "present": "self_governance.present",
    "open_cases": "settlement.open",
    "leaders": "volunteering.leaders",
}


@dataclass(frozen=True)
class Scene:
    """One run of a proposal with a seed; months M from the first after the warm-up, units U.

    Units are the villages of a township, or the townships of a county; ``names``: theirs in each language.

    ``lines``: every indicator (``sim.indicator_table``) by month, shape (M,); those of ``OVER_A_YEAR`` over the twelve
    months up to it. ``hours``: hours a village and month by use (``USES``), which add up to the hours in post;
    ``tiers``: disputes in all (see ``TIERS``). ``tiles``, shape (M, U): the outcomes of the page as lines are read, and
    persons or cases: volunteers (who served within three months), away, present, open_cases, leaders. ``residents``:
    registered adults, shape (U,). ``cost``: yuan by month and measure. ``over``: indicators over
    ``experiments.measured.default_window`` and money over all months (``cost``, ``cost_KEY``), as effects are taken.
    """

    proposal: Proposal
    seed: int
    names: Mapping[Lang, tuple[str, ...]]
    residents: NDArray[np.int64]
    lines: dict[str, Array]
    hours: dict[str, Array]
    tiers: dict[str, Array]
    tiles: dict[str, Array]
    cost: dict[str, Array]
    over: dict[str, float]

    @property
    def months(self) -> int:
        """Months lived."""
        return self.proposal.months


@lru_cache(maxsize=32)
def warmed_up(seed: int) -> County:
    """The county of a seed at the end of its warm-up, before any measure; fork it."""
    county = County(Proposal().scenario(seed))
    county.run_to(0)
    return county


def scenes(proposal: Proposal, runs: int) -> list[Scene]:
    """So many runs of a proposal, one after another in this process; run k has the seed ``proposal.seed + k``."""
    return [live(warmed_up(seed), proposal) for seed in range(proposal.seed, proposal.seed + runs)]


def live(county: County, proposal: Proposal, level: Level = "village") -> Scene:
    """Live a proposal from a warmed-up county, which stays as it is; ``level``: of its units."""
    twin = county.fork(proposal.policies(), proposal.months)
    held = np.zeros((proposal.months, len(_AT)))
    for month in range(proposal.months):
        twin.step()
        held[month] = open_by_tier(twin)
    scene = scene_of(twin, proposal, held, level)
    # A Mesa model refers to itself: its memory would wait for the garbage collector.
    twin.__dict__.clear()
    return scene


def scene_of(county: County, proposal: Proposal, held: Array, level: Level = "village") -> Scene:
    """What a county has lived; what it shows of months not yet lived means nothing.

    ``held``: open cases by who has them at the end of each month, shape (M, 3), of ``open_by_tier``.
    """
    record, facts = county.record, county.state.facts
    since = record.since(1)
    costs = since.at("county")[1]
    adults = np.diff(facts.first_resident).astype(np.float64)
    adults = adults if level == "village" else record.places.sum_by_township(adults)
    return Scene(
        proposal=proposal,
        seed=county.scenario.seed,
        names=_names(county, level),
        residents=adults.astype(np.int64),
        lines={key: values[:, 0] for key, values in _lines(record, "county").items()},
        hours=_hours(since),
        tiers=_tiers(since) | {name: held[:, tier] for tier, name in enumerate(_AT)},
        tiles=_tiles(record, level),
        cost={key: costs[:, n, 0] for n, key in enumerate(since.measures)},
        over=_over(since),
    )


def open_by_tier(county: County) -> NDArray[np.int64]:
    """Open cases by who has them, shape (3,)."""
    rows, size = county.state.cases.rows, county.state.cases.size
    return np.bincount(rows.tier[:size][rows.relapse[:size] == OPEN], minlength=len(_AT))


def _lines(record: Record, level: Level, keys: Collection[str] = INDICATORS) -> dict[str, Array]:
    """Indicators by month and unit of a level, shape (M, units)."""
    counted = record.at(level)[0]
    months = counted.shape[0] - (1 - record.first)
    lately = sliding_window_view(counted[-(months + YEAR - 1) :], YEAR, axis=0).sum(axis=-1)
    monthly, yearly = by_counter(counted[-months:]), by_counter(lately)
    return {
        key: INDICATORS[key].value(yearly, float(YEAR)) if key in OVER_A_YEAR else INDICATORS[key].value(monthly)
        for key in keys
    }


def _over(record: Record) -> dict[str, float]:
    months = record.counted.shape[0]
    window, whole = record.over(*default_window(months)), record.over(1, months)
    return dict(items({key: window[key] if key in INDICATORS else whole[key] for key in window}))


def _hours(record: Record) -> dict[str, Array]:
    """The model shares out service time in effective hours; here hours in post are divided in the same proportion."""
    counts = _county_counts(record)
    villages = counts("places.villages")
    used = {name: counts(f"cadre_time.{name}") for name in ("paperwork", "pulled", "leaked")}
    shared = {name: counts(f"cadre_time.{counter}") for name, counter in _SERVICE.items()}
    spent, service = counts("cadre_time.hours") - sum(used.values()), counts("cadre_time.service")
    weight = np.divide(spent, service, out=np.zeros_like(spent), where=service > 0.0)
    hours = used | {name: value * weight for name, value in shared.items()}
    lived = np.where(villages > 0.0, villages, np.nan)
    return {name: hours[name] / lived for name in USES}


def _tiers(record: Record) -> dict[str, Array]:
    counts = _county_counts(record)
    return {name: np.sum([counts(counter) for counter in counters], axis=0) for name, counters in TIERS.items()}


def _tiles(record: Record, level: Level) -> dict[str, Array]:
    counts = by_counter(record.since(1).at(level)[0])
    shares = _lines(record, level, [outcome.key for outcome in OUTCOMES])
    return shares | {name: counts(counter).copy() for name, counter in _TILES.items()}


def _county_counts(record: Record) -> Callable[[str], Array]:
    """Look up a counter of the whole county, shape (M,)."""
    counts = by_counter(record.at("county")[0])
    return lambda name: counts(name)[:, 0]


def _names(county: County, level: Level) -> dict[Lang, tuple[str, ...]]:
    """What the units are called: townships as described; villages, within one township, by their kind and number."""
    if level == "township":
        described = county.scenario.description().places.townships.value
        return {"zh": tuple(one.zh for one in described), "en": tuple(one.en for one in described)}
    named = [name.split()[-2:] for name in county.state.places.village_names]
    return {lang: tuple(words(lang)(f"view.scene.{_KINDS[kind]}", n=n) for n, kind in named) for lang in LANGUAGES}

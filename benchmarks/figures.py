"""The figures: what each means, in which unit, and the goal it is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

from sim.core.names import check_name

Sense = Literal["at most", "at least"]

SIZES = {"20k": 1, "100k": 5, "460k": 23}
"""Townships of a county of each size; all have villages of the same size, so that sizes differ in nothing else."""
MEASURED = ("", "_treated")
"""Endings of the figures of an untreated county and of one under all measures."""
GAIN = "pairing_gain_"
"""Figures of what pairing is worth begin like this, the outcome follows."""
OUTCOMES = (
    *("participation", "volunteer_hours", "active_organisations", "paperwork_share"),
    *("resolved", "settled_village_share", "turned_away", "petitions"),
)
"""``experiments.figures.effects.HEADLINES``, which would bring matplotlib into processes whose memory is measured."""
GAINS = tuple(f"{GAIN}{outcome}" for outcome in OUTCOMES)
GUARDED = ("participation", "resolved")
"""Outcomes for which pairing has a goal; the others count rare events or may be moved as much as they vary."""


@dataclass(frozen=True)
class Figure:
    """A number worth knowing; ``goal`` is None where none is set."""

    name: str
    unit: str
    what: str
    goal: float | None = None
    sense: Sense = "at most"
    on_request: bool = False
    """measured only when asked for by name"""
    slow: bool = False
    """left out of a quick round unless asked for by name"""

    def met(self, value: float) -> bool | None:
        """Whether the goal is met, None without a goal."""
        if self.goal is None:
            return None
        return value <= self.goal if self.sense == "at most" else value >= self.goal


@dataclass
class Measured:
    """Samples of one figure in the order they were taken, and what else was seen on the way.

    ``cpu``: the same in processor time, which other programs on the machine lengthen less; empty where it has no
    meaning.
    """

    samples: list[float]
    cpu: list[float] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        """What is held against the goal."""
        return median(self.samples)

    def record(self, figure: Figure) -> dict[str, Any]:
        """Everything about the figure as plain values."""
        return {
            "unit": figure.unit,
            "what": figure.what,
            "median": self.median,
            "min": min(self.samples),
            "max": max(self.samples),
            "samples": len(self.samples),
            "cpu_median": median(self.cpu) if self.cpu else None,
            "cpu_min": min(self.cpu) if self.cpu else None,
            "goal": figure.goal,
            "sense": figure.sense if figure.goal is not None else None,
            "met": figure.met(self.median),
            "extra": self.extra,
        }


def _per_month() -> Iterable[Figure]:
    for ending in MEASURED:
        under = "under all measures" if ending else "untreated"
        for size in SIZES:
            what = f"a month of the whole model, {size} registered adults, {under}"
            yield Figure(f"ns_per_resident_month_{size}{ending}", "ns", what, 100.0)


def _gains() -> Iterable[Figure]:
    for outcome in OUTCOMES:
        what = f"unpaired over paired variance of a township's {outcome}, a sample a measure"
        yield Figure(f"{GAIN}{outcome}", "x", what, 5.0 if outcome in GUARDED else None, "at least", slow=True)


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        *_per_month(),
        Figure("ratio_460k_to_20k", "x", "a resident-month at 460k over one at 20k, untreated", 1.25),
        Figure("ratio_plain_mesa_20k", "x", "the plain-object twin's month over the kernels'", 150.0, "at least"),
        Figure("county_60_months_seconds", "s", "Wushan county as shipped, 60 months, step by step", 3.0),
        Figure("peak_rss_county_mb", "MB", "most memory of a process that lives these 60 months"),
        Figure(
            "blocks_per_minute_township",
            "1/min",
            "blocks of the baseline and 21 measures one at a time, 36 months of the township, on all processors",
        ),
        Figure(
            "runs_per_minute_county",
            "1/min",
            "the same in Wushan county, by runs of a block with its warm-up",
            slow=True,
        ),
        Figure(
            "county_comparison_minutes",
            "min",
            "40 such blocks, extrapolated from one whole block a processor",
            slow=True,
        ),
        Figure("peak_rss_county_block_mb", "MB", "most memory of a process that lives such a block", slow=True),
        *_gains(),
        Figure(
            "driver_seconds_1000_blocks",
            "s",
            "hand out tasks that do nothing and store 1,000 tables of blocks, from 100",
            slow=True,
        ),
        Figure("bytes_per_resident", "B", "all arrays of a county that persist, without its record, at 460k", 150.0),
        Figure("record_mb", "MB", "the record of 60 months at 460k"),
        Figure("world_seconds_460k", "s", "build a world of 460k registered adults", 1.5),
        Figure("fork_seconds_460k", "s", "fork a county of 460k at the end of its warm-up"),
        Figure("first_step_warm_seconds", "s", "first month in a fresh process, kernels cached", 1.5),
        Figure("first_step_cold_seconds", "s", "the same with an empty kernel cache", on_request=True),
        Figure("fixed_month_us", "us", "a month of twelve residents: what a month costs whatever the size"),
        Figure("levers_and_books_us", "us", "levers and books of such a month under all measures, at full force"),
        Figure("levers_changing_us", "us", "the same while measures are still growing"),
        Figure("efficiency_2_processes", "x", "50 ms tasks a second in two processes over twice one", 0.85, "at least"),
        Figure("page_start_seconds", "s", "the page's processes, from nothing to warmed up"),
        Figure("page_first_answer_seconds", "s", "36 months of the page's township: from ask to first scene", 0.3),
        Figure("page_first_answer_ratio", "x", "such a first answer over the same run by itself"),
        Figure("page_band_seconds", "s", "from ask to the band of ten such runs and their baseline", 2.0),
        Figure("page_ten_clients_seconds", "s", "ten clients at once: until the last has a first answer", 3.0),
        Figure(
            "browser_first_answer_seconds",
            "s",
            "the same in a real Chromium: from the key on a slider to the proposal's line",
            0.3,
            on_request=True,
        ),
        Figure("browser_first_answer_ratio", "x", "such an answer over the same run by itself", on_request=True),
        Figure("browser_band_seconds", "s", "from the key to the band of ten runs", 2.0, on_request=True),
        Figure("browser_ten_first_seconds", "s", "ten browsers at once: the last first answer", 3.0, on_request=True),
        Figure("draw_ns", "ns", "one 32-bit draw among many"),
        Figure("draw_block_ns", "ns", "a block of four uniforms drawn by itself"),
    )
}
"""By name, in the order in which they are shown."""


def chosen(names: Sequence[str], quick: bool = False) -> frozenset[str]:
    """The figures of these names, or all that need not be asked for; an unknown name is an error, nearest one named."""
    for name in names:
        check_name("figure", name, FIGURES)
    usual = (name for name, figure in FIGURES.items() if not (figure.on_request or (quick and figure.slow)))
    return frozenset(names or usual)

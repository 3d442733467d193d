"""Tables behind figures that no indicator holds: where grievances go, and what the hours of cadres are used for.

Made from months of blocks (see ``experiments.blocks``); tables look like those of ``experiments.effects``: a row for
every package and item, with the mean without measures, the mean with them, and the paired difference with its interval.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.effects import by_unit, paired, worlds_of
from experiments.measured import RUN, default_window, of_package
from experiments.study import BASELINE

Array = NDArray[np.float64]

STEPS: Mapping[str, str] = {
    "arisen": "grievances.grievances",
    "borne": "grievances.borne",
    "talked": "grievances.talked",
    "brought": "grievances.brought",
    "heard_village": "settlement.attempts_village",
    "heard_township": "settlement.attempts_township",
    "heard_county": "settlement.attempts_county",
    "settled_village": "settlement.settled_village",
    "settled_township": "settlement.settled_township",
    "settled_county": "settlement.settled_county",
    "paper": "settlement.settled_paper",
    "withdrawn": "settlement.withdrawn",
    "closed": "settlement.closed",
    "lost": "settlement.lost",
    "suits": "settlement.suits",
    "petitions": "settlement.petitions",
}
"""Steps of a dispute and the counters that hold them; what is brought leaves by one of the steps settled to suits."""
USES = ("paperwork", "duties", "cases", "requests", "routine", "organising", "leaked")
"""What the hours of cadres in post are used for."""
COLUMNS = ("package", "item", "baseline", "treated", "difference", "low", "high", "n")
_PER_YEAR = 12_000.0


def dispute_flow(blocks: pd.DataFrame, first: int | None = None, last: int | None = None) -> pd.DataFrame:
    """How many cases take each of ``STEPS``, per 1,000 adults present and year; columns ``COLUMNS``.

    ``blocks``: months of blocks; the window of months is that of ``default_window`` unless given.
    """
    sums = _sums(blocks, first, last)
    flow = {step: _PER_YEAR * sums[name] / sums["self_governance.present"] for step, name in STEPS.items()}
    return _changes(pd.DataFrame(flow), blocks)


def cadre_hours(blocks: pd.DataFrame, first: int | None = None, last: int | None = None) -> pd.DataFrame:
    """Hours a village and month that go to each of ``USES``; columns ``COLUMNS``, arguments as in ``dispute_flow``.

    The model shares out service time in effective hours (hours weighted by skill, effort and exhaustion); here the
    hours spent on service are divided in the same proportion, so that the uses sum to the hours in post.
    """
    sums = _sums(blocks, first, last)
    of = {name.removeprefix("cadre_time."): sums[name] for name in sums.columns if name.startswith("cadre_time.")}
    spent = of["hours"] - of["paperwork"] - of["pulled"] - of["leaked"]
    weight = (spent / of["service"]).where(of["service"] > 0.0, 0.0)
    used = {
        "paperwork": of["paperwork"],
        "duties": of["pulled"],
        "cases": (of["urgent_hours"] + of["case_hours"]) * weight,
        "requests": of["request_hours"] * weight,
        "routine": of["routine_hours"] * weight,
        "organising": of["organising"] * weight,
        "leaked": of["leaked"],
    }
    assert tuple(used) == USES
    return _changes(pd.DataFrame(used).div(sums["places.villages"], axis=0), blocks)


def _sums(blocks: pd.DataFrame, first: int | None, last: int | None) -> pd.DataFrame:
    """Sums of the counters over the window, a row a run."""
    start, end = default_window(int(blocks["month"].max()))
    window = blocks[blocks["month"].between(first or start, last or end)]
    needed = [*STEPS.values(), "self_governance.present", "places.villages"]
    held = [name for name in blocks.columns if name in needed or name.startswith("cadre_time.")]
    return window.groupby(RUN, sort=True)[held].sum()


def _changes(runs: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """What each package changes in the columns of ``runs``, by paired differences over blocks."""
    before, worlds, tables = of_package(runs, BASELINE), worlds_of(blocks), []
    for name in (name for name in blocks["package"].unique() if name != BASELINE):
        after = of_package(runs, str(name))
        together = before.index.intersection(after.index)
        table = paired(by_unit(before.loc[together], worlds), by_unit(after.loc[together], worlds))
        tables.append(table.rename(columns={"indicator": "item"}).assign(package=name))
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    return found[list(COLUMNS)]

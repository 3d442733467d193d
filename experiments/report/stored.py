"""A stored study as a report reads it: effects, paths and manifest, checked and put in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.effects import worlds_of
from experiments.figures import HEADLINES
from experiments.report.manifest import UNFINISHED, Manifest
from experiments.report.rests import wide
from experiments.report.verdicts import VERDICTS, Effect, verdict
from experiments.store import Store
from experiments.words import COST, direction_of, is_indicator
from sim.policies import registry

BASELINE = "baseline"
TURNED_AWAY = "fewer_petitions_more_turned_away"
"""The flag of a measure that lowers petitions while raising those turned away."""
_EFFECTS = ("package", "indicator", "baseline", "treated", "difference", "low", "high")
_PATHS = ("package", "month", "indicator", "kind", "mean", "band_low", "band_high")
_DEFAULTS: dict[str, Any] = {"n": np.nan, "verdict": "", "too_small": False, "flag": ""}
_OTHER_NAMES = {"effect": "difference", "word": "verdict"}


class ReportError(ValueError):
    """A study that no report can be written of; the message says why."""


class EmptyStudyError(ReportError):
    """A study without a single effect: no block has finished, or nothing was compared."""


@dataclass(frozen=True)
class Stored:
    """A study: effects and paths (see ``experiments.effects`` and ``experiments.paths``) and its manifest.

    ``packages`` are in order: measures as in the department's report, then the others as given.
    """

    folder: Path
    effects: pd.DataFrame
    paths: pd.DataFrame
    manifest: Manifest

    @classmethod
    def read(cls, folder: Path) -> "Stored":
        """Read a study's folder; raises ``EmptyStudyError`` and ``ReportError``."""
        manifest = Manifest.read(folder / "manifest.json") if (folder / "manifest.json").exists() else Manifest({})
        effects = _effects(_table(folder / "effects.parquet", manifest))
        paths = folder / "paths.parquet"
        return cls(folder, effects, _paths(_table(paths, manifest)) if paths.exists() else _no_paths(), manifest)

    @cached_property
    def packages(self) -> tuple[str, ...]:
        """Keys of the packages."""
        known = list(registry())
        given = list(dict.fromkeys(self.effects["package"]))
        return tuple(sorted(given, key=lambda name: known.index(name) if name in known else len(known)))

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], Effect]:
        effects = [_effect(row) for row in self.effects.itertuples(index=False)]
        return {(effect.package, effect.indicator): effect for effect in effects}

    def effect(self, package: str, indicator: str) -> Effect | None:
        """One effect; None where the study does not say."""
        return self._by_place.get((package, indicator))

    def effects_on(self, indicator: str) -> list[Effect]:
        """The effects of all packages on an indicator that could be measured, in the order of packages."""
        found = (self.effect(package, indicator) for package in self.packages)
        return [effect for effect in found if effect is not None and effect.measured]

    def of(self, package: str) -> list[Effect]:
        """All effects of a package that could be measured, in the order of the table."""
        return [effect for (name, _), effect in self._by_place.items() if name == package and effect.measured]

    def rows(self, indicator: str) -> pd.DataFrame:
        """The rows of an indicator."""
        return self.effects[self.effects["indicator"] == indicator]

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """The order of packages (see ``experiments.ranking``); empty where the study has none."""
        path = self.folder / "ranking.parquet"
        return _table(path, self.manifest) if path.exists() else pd.DataFrame({"outcome": [], "package": []})

    @cached_property
    def months_of_blocks(self) -> pd.DataFrame:
        """The months of the stored blocks (see ``experiments.blocks``); empty where they are not with the tables."""
        folder, there = _blocks_there(self.folder, self.manifest)
        return Store(folder).read_blocks(there) if there else pd.DataFrame()

    @cached_property
    def done(self) -> int:
        """Blocks that finished, whether or not the manifest of a killed study knows of them."""
        return _done(self.folder, self.manifest)

    @cached_property
    def worlds(self) -> pd.DataFrame:
        """Parameters drawn for the worlds, a row a world; empty where all blocks use the shipped ones."""
        path = self.folder / "worlds.parquet"
        return wide(_table(path, self.manifest)) if path.exists() else pd.DataFrame()

    def flagged(self, package: str) -> bool:
        """The study flags the package for lowering petitions while raising those turned away."""
        mine = self.effects[self.effects["package"] == package]
        return bool((mine["flag"] == TURNED_AWAY).any())

    @cached_property
    def blocks(self) -> tuple[int, int]:
        """Smallest and largest number of blocks behind an effect on a headline outcome."""
        low, high = self.units
        done = self.manifest.done or high
        return (done, done) if self.seeds > 1 else (low, high)

    @cached_property
    def units(self) -> tuple[int, int]:
        """Smallest and largest number of what the intervals rest on: worlds, where these have several blocks each."""
        n = self.effects.loc[self.effects["indicator"].isin(HEADLINES), "n"].dropna()
        done = self.manifest.done
        counts = n[n > 0]
        if counts.empty:
            return (done or 0, done or 0)
        return int(counts.min()), int(counts.max())

    @cached_property
    def seeds(self) -> int:
        """Most blocks that share one world; 1 where all blocks share the shipped parameters."""
        blocks = self.months_of_blocks
        if blocks.empty or self.worlds.empty:
            return self.manifest.seeds
        return int(worlds_of(blocks).value_counts().max())

    @cached_property
    def months(self) -> int:
        """Months after the warm-up."""
        return self.manifest.months or (int(self.paths["month"].max()) if len(self.paths) else self.window[1])

    @cached_property
    def window(self) -> tuple[int, int]:
        """First and last month over which effects are taken."""
        if {"first", "last"} <= set(self.effects.columns):
            return int(self.effects["first"].iloc[0]), int(self.effects["last"].iloc[0])
        months = self.manifest.months or 36
        return self.manifest.window or (13 if months > 12 else months // 2 + 1, months)

    def only_here(self, package: str) -> dict[str, float]:
        """Monthly means of what exists only under a package (points, leaders), over the window; by indicator."""
        mine, before = (self._means.get(name, {}) for name in (package, BASELINE))
        return {key: value for key, value in mine.items() if key not in before and direction_of(key) != 0}

    @cached_property
    def _means(self) -> dict[str, dict[str, float]]:
        """Monthly means of levels over the window, by package and indicator."""
        first, last = self.window
        levels = self.paths[(self.paths["kind"] == "level") & self.paths["month"].between(first, last)]
        found: dict[str, dict[str, float]] = {}
        for package, mine in levels.groupby("package", sort=False):
            means = mine.groupby("indicator", sort=False)["mean"].mean().dropna()
            found[str(package)] = {str(key): float(value) for key, value in means.items()}
        return found


def _table(path: Path, manifest: Manifest) -> pd.DataFrame:
    if not path.exists():
        raise EmptyStudyError(f"{path.parent} holds no {path.name}: {_state(path.parent, manifest)}")
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise ReportError(f"cannot read {path}: {error}") from error


def _blocks_there(folder: Path, manifest: Manifest) -> tuple[Path, list[str]]:
    """The folder that holds the blocks of a study, and the names of those that are there."""
    # Studies of a sweep share the blocks of the folder above.
    for place in (folder, folder.parent):
        there = [name for name in manifest.block_names if (place / "blocks" / f"{name}.parquet").exists()]
        if there:
            return place, there
    return folder, []


def _done(folder: Path, manifest: Manifest) -> int:
    return max(manifest.done or 0, len(_blocks_there(folder, manifest)[1]))


def _state(folder: Path, manifest: Manifest) -> str:
    if manifest.failed:
        return f"all {manifest.failed} blocks failed, see the records in its folder blocks"
    if manifest.state in UNFINISHED and manifest.asked:
        again = f": {manifest.command}" if manifest.command else "."
        return (
            f"the study is not finished ({manifest.state}; {_done(folder, manifest)} of {manifest.asked} blocks done); "
            f"the same command run again does only what is missing{again}"
        )
    return "no block of the study has finished, or this is not the folder of a study"


def _effects(table: pd.DataFrame) -> pd.DataFrame:
    found = table.rename(columns={old: new for old, new in _OTHER_NAMES.items() if new not in table})
    _check_columns("effects.parquet", found, _EFFECTS)
    known = found["indicator"].map(lambda key: is_indicator(key) or key == COST).astype(bool)
    found = found[known & (found["package"] != BASELINE)].reset_index(drop=True)
    if found.empty or not bool(np.isfinite(found["difference"].to_numpy(dtype=float)).any()):
        raise EmptyStudyError("effects.parquet holds no effect: no block has finished, or nothing was compared")
    lacking = {name: value for name, value in _DEFAULTS.items() if name not in found}
    found = found.assign(**lacking)
    return found.assign(too_small=found["too_small"].eq(True))


def _effect(row: Any) -> Effect:
    told = str(row.verdict)
    known = next((word for word in VERDICTS if word == told), None)
    return Effect(
        package=str(row.package),
        indicator=str(row.indicator),
        baseline=float(row.baseline),
        treated=float(row.treated),
        change=float(row.difference),
        low=float(row.low),
        high=float(row.high),
        verdict=known or verdict(row.indicator, row.low, row.high, row.n),
        too_small=bool(row.too_small),
    )


def _paths(table: pd.DataFrame) -> pd.DataFrame:
    found = table
    if "band_low" not in found:
        found = found.rename(columns={"low": "band_low", "high": "band_high"})
    if "kind" not in found:
        found = found.assign(kind="level")
    _check_columns("paths.parquet", found, _PATHS)
    return found[found["indicator"].map(is_indicator).astype(bool)].reset_index(drop=True)


def _no_paths() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=float if name != "kind" else object) for name in _PATHS})


def _check_columns(name: str, table: pd.DataFrame, wanted: Iterable[str]) -> None:
    lacking = [column for column in wanted if column not in table]
    if lacking:
        raise ReportError(f"{name} lacks the columns {', '.join(lacking)}")

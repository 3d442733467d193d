"""Compare packages of measures with the county as it is: paired runs, stored as they come, then effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.effects import effects
from experiments.errors import StudyError
from experiments.language import language
from experiments.ledger import Asked, Ledger
from experiments.living import Where, live
from experiments.paths import paths
from experiments.progress import Silent, progress_on
from experiments.ranking import ranking
from experiments.store import Store, check_study_name, read_table, results_root
from experiments.study import Study, Worlds, plan
from experiments.words import LANGUAGES, words
from experiments.workers import Launcher
from sim.indicator_table import INDICATORS
from sim.policies import Policy
from sim.scenario import Scenario

Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
"""Effects, paths and ranks."""


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: its folder, tables and manifest.

    ``effects``, ``paths``, ``ranking``: see ``experiments.effects``, ``experiments.paths``, ``experiments.ranking``.
    """

    folder: Path
    effects: pd.DataFrame
    paths: pd.DataFrame
    ranking: pd.DataFrame
    manifest: Mapping[str, Any]

    @classmethod
    def read(cls, folder: str | Path) -> "Comparison":
        """Read a stored comparison; raises ``StoreError``."""
        folder = Path(folder)
        effects, paths, ranks = (read_table(folder / f"{name}.parquet") for name in ("effects", "paths", "ranking"))
        return cls(folder, effects, paths, ranks, Store(folder).read_manifest())

    def blocks(self) -> pd.DataFrame:
        """The months of all finished blocks (see ``experiments.blocks``)."""
        return Store(self.folder).read_blocks([block["name"] for block in self.manifest["blocks"]["each"]])


class BlocksFailed(StudyError):
    """Some blocks gave no data.

    ``failed``: the error and the record of each; ``comparison``: what the others say, None where there are none.
    """

    def __init__(self, failed: Sequence[tuple[str, Path]], comparison: Comparison | None) -> None:
        shown = "\n".join(f"  {error} ({record})" for error, record in failed)
        super().__init__(f"blocks that failed and are not counted: {len(failed)}\n{shown}")
        self.failed, self.comparison = tuple(failed), comparison


def compare(
    base: Scenario,
    packages: Mapping[str, Sequence[Policy]],
    *,
    study: str | Path | None = None,
    blocks: int = 40,
    workers: int | None = None,
    worlds: Worlds = "calibrated",
    seeds: int = 1,
    launcher: Launcher = "joblib",
    progress: bool = True,
) -> Comparison:
    """Run the baseline and every package on the same blocks, and say what each package changes.

    ``packages``: measures by the name of the package; the empty one, ``baseline``, is always there. ``study``: name of
    a folder under ./results (or the folder of the environment variable GONGZHI_RESULTS), or a path; without one the
    name follows from the question. What is there already is not done again. ``workers``: processes, by default as many
    as there are processors; 1 stays in this process.
    ``launcher``: who starts them (see docs/cluster.md).
    ``worlds``: a ``calibrated`` world for each block, in which the untreated Wushan fits the targets, or a draw of all
    parameters from their ``prior`` ranges, or the ``shipped`` ones in every block (intervals then cover chance only);
    ``seeds``: blocks that share a world, each with a seed of its own.

    Raises ``ValueError`` for what cannot be asked, ``StudyError`` where a study breaks off or cannot be stored, and
    ``BlocksFailed`` where some blocks gave no data.
    """
    planned = plan(base, packages, blocks, worlds, seeds)
    folder = study if isinstance(study, Path) else study_folder(planned, study)
    where = Where(workers, launcher, progress_on(words(language())) if progress else Silent())
    return carry_out(planned, folder, where)


def study_folder(study: Study, name: str | None, results: str | Path | None = None) -> Path:
    """The folder of a study under the results; without a name it is called after its content."""
    return results_root(results) / check_study_name(name or f"compare-{study.name}")


def carry_out(study: Study, folder: Path, where: Where | None = None, asked: Asked | None = None) -> Comparison:
    """Live the blocks that are missing, then write tables and manifest; see ``compare``."""
    where = where or Where()
    ledger = Ledger(study, Store(folder), asked or Asked()).open()
    with ledger.written_down():
        live([ledger], where)
        tables = conclude(ledger)
    return concluded(ledger, tables)


def concluded(ledger: Ledger, tables: Tables | None) -> Comparison:
    """The comparison, or ``BlocksFailed`` with what can be said where blocks failed."""
    comparison = None if tables is None else Comparison(ledger.store.folder, *tables, ledger.manifest())
    if ledger.failed:
        failed = sorted(ledger.failed.values(), key=lambda one: one[0])
        raise BlocksFailed([(error, record) for _, error, record in failed], comparison)
    assert comparison is not None
    return comparison


def conclude(ledger: Ledger) -> Tables | None:
    """Effects, paths and ranks from the finished blocks, stored for readers; None where no block is finished."""
    study, store = ledger.study, ledger.store
    blocks = store.read_blocks([block.name for block in study.blocks])
    if blocks.empty:
        return None
    blocks = in_order(blocks, list(study.packages))
    found = effects(blocks, round(study.base.description().places.registered_adults))
    courses, ranks = paths(blocks), ranking(blocks)
    store.keep_table("effects", found, _named(found, "indicator"))
    store.keep_table("paths", courses)
    store.keep_table("ranking", ranks, _named(ranks, "outcome"))
    if study.worlds != "shipped":
        store.keep_table("worlds", drawn(study))
    return found, courses, ranks


def drawn(study: Study) -> pd.DataFrame:
    """The parameters of each world."""
    parameters = {block.world: block.scenario.parameters for block in study.blocks}
    worlds = [(world, *one) for world, values in parameters.items() for one in values.items()]
    return pd.DataFrame(worlds, columns=["world", "parameter", "value"])


def in_order(blocks: pd.DataFrame, packages: Sequence[str]) -> pd.DataFrame:
    """The same months with the packages in the order in which they were asked for."""
    return pd.concat([blocks[blocks["package"] == name] for name in packages], ignore_index=True)


def _named(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """A table with the names of the indicators in a column, for people who open it in a spreadsheet."""
    table = found.copy()
    for k, lang in enumerate(LANGUAGES):
        spoken = words(lang)
        names = [spoken.indicator(key) if key in INDICATORS else key for key in found[column]]
        table.insert(2 + k, f"name_{lang}", names)
    return table

"""Answering a question in steps: each takes more blocks into one study, and lives those that are not there yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from experiments.compare import BlocksFailed, in_order
from experiments.fingerprint import model_version
from experiments.ledger import Asked, Ledger
from experiments.living import Where, live
from experiments.store import Store
from experiments.study import BASELINE, Study, Worlds
from sim.scenario import Scenario


@dataclass
class Desk:
    """A verb's ledger, and where its runs are lived."""

    ledger: Ledger
    where: Where

    @property
    def store(self) -> Store:
        """Where its tables go."""
        return self.ledger.store

    def months(self, study: Study) -> pd.DataFrame:
        """The months of a study's blocks; the missing ones are lived, those that fail are left out.

        Raises ``BlocksFailed`` where there are none.
        """
        self.ledger.add(study)
        live([self.ledger], self.where)
        found = self.store.read_blocks([block.name for block in study.blocks])
        if found.empty:
            raise self.failure()
        return in_order(found, list(study.packages))

    def failure(self) -> BlocksFailed:
        """What failed, in the order of the blocks."""
        failed = sorted(self.ledger.failed.values(), key=lambda one: one[0])
        return BlocksFailed([(error, record) for _, error, record in failed], None)

    @property
    def runs(self) -> int:
        """Runs that the answer rests on."""
        failed = sum(len(block.packages) for block in self.ledger.study.blocks if block.name in self.ledger.failed)
        return self.ledger.study.runs - failed


@contextmanager
def at_desk(
    folder: Path,
    base: Scenario,
    worlds: Worlds,
    asked: Asked,
    where: Where | None = None,
) -> Iterator[Desk]:
    """A desk for a verb about the study in ``folder``: blocks are shared with it, tables go to a folder of the verb.

    However it ends, the manifest says so. Raises ``BlocksFailed`` at the end where blocks failed: what the others say
    is written by then.
    """
    described = replace(base, county=base.description())
    empty = Study(described, {BASELINE: ()}, (), worlds, model_version())
    ledger = Ledger(empty, Store(folder / asked.verb, folder / "blocks"), asked).open(alone=False)
    desk = Desk(ledger, where or Where())
    with ledger.written_down():
        yield desk
    if ledger.failed:
        raise desk.failure()

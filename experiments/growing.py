"""Comparing until intervals are narrow enough: blocks are added until the rule of ``methods.stopping`` is content."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from experiments.compare import Comparison, conclude, concluded
from experiments.effects import by_unit, worlds_of
from experiments.ledger import Asked, Ledger
from experiments.living import Where, live
from experiments.methods.stopping import Precision, Progress, progress
from experiments.questions.outcome import changes
from experiments.store import Store
from experiments.study import Package, Study, Worlds, draws, study_of
from sim.scenario import Scenario


@dataclass(frozen=True)
class Growing:
    """A comparison of as many blocks as it takes; the worlds of all blocks are settled beforehand."""

    base: Scenario
    packages: Mapping[str, Package]
    worlds: Worlds
    seeds: int
    wanted: Precision

    def study(self, blocks: int) -> Study:
        """The study of so many blocks. Raises ``ValueError`` as ``plan`` does."""
        places = draws(self.base, self.wanted.most, self.worlds, self.seeds)[:blocks]
        return study_of(self.base, self.packages, places, self.worlds)


def carry_out_until(growing: Growing, folder: Path, where: Where, asked: Asked) -> tuple[Comparison, Progress]:
    """Live blocks until every interval is narrow enough, or the most blocks are used up; see ``compare``."""
    blocks = growing.wanted.first
    ledger = Ledger(growing.study(blocks), Store(folder), asked).open()
    with ledger.written_down():
        live([ledger], where)
        while (reached := _look(growing, ledger, blocks)).state == "running":
            blocks = reached.target
            ledger.add(growing.study(blocks))
            live([ledger], where)
        tables = conclude(ledger)
    return concluded(ledger, tables), reached


def _look(growing: Growing, ledger: Ledger, blocks: int) -> Progress:
    months = ledger.store.read_blocks([block.name for block in ledger.study.blocks])
    if months.empty:
        return progress({}, Precision(growing.wanted.until), growing.wanted.most)
    worlds = worlds_of(months)
    found = {outcome: by_unit(changes(months, outcome), worlds) for outcome in growing.wanted.until}
    return progress(found, growing.wanted, blocks)

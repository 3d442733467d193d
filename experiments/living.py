"""Living the blocks of studies that are missing: handed out, kept as they come, shown in one bar."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from experiments.blocks import compile_model, is_compiled, live_block
from experiments.fingerprint import model_version
from experiments.ledger import Failure, Ledger
from experiments.progress import Progress, Silent
from experiments.study import Block
from experiments.workers import MOST_WORKERS, Launcher, check_launcher, each
from sim.core.names import check_range

Outcome = pd.DataFrame | Failure


@dataclass(frozen=True)
class Task:
    """A block of one of several studies."""

    study: int
    block: Block


@dataclass(frozen=True)
class Where:
    """Where runs are lived, and who hears of them; ``workers``: see ``workers.each``."""

    workers: int | None = None
    launcher: Launcher = "joblib"
    progress: Progress = field(default_factory=Silent)

    def __post_init__(self) -> None:
        if self.workers is not None:
            check_range("workers", self.workers, 1, MOST_WORKERS, "processes")
        check_launcher(self.launcher)


def attempt(task: Task) -> Outcome:
    """The months of a block, or why there are none."""
    try:
        found = model_version(policy for package in task.block.packages.values() for policy in package)
        if found != task.block.version:
            raise RuntimeError(f"the model's source files changed during the study ({task.block.version} to {found})")
        return live_block(task.block)
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


def live(ledgers: Sequence[Ledger], where: Where) -> None:
    """Live what is missing in the studies and keep it; ``Ledger.open`` them first.

    A block that fails stops no other. Raises ``WorkerDied``, ``ClusterFailed`` and ``StoreError``; what is
    finished by then is kept.
    """
    tasks = [Task(k, block) for k, ledger in enumerate(ledgers) for block in ledger.missing]
    progress = where.progress
    _compile_first(tasks, where)
    runs = sum(ledger.study.runs for ledger in ledgers)
    progress.begin(runs, runs - sum(len(task.block.packages) for task in tasks))
    try:
        for task, outcome in each(attempt, tasks, where.workers, where.launcher):
            ledgers[task.study].keep(task.block, outcome)
            if isinstance(outcome, Failure):
                progress.note("cli.progress.failed", block=task.block.number, error=outcome.error)
            progress.advance(len(task.block.packages))
    finally:
        progress.end()


def _compile_first(tasks: Sequence[Task], where: Where) -> None:
    """Compile once, and say so, before many processes would each do it."""
    if tasks and not is_compiled():
        where.progress.note("cli.progress.compiling")
        if where.workers != 1:
            compile_model()

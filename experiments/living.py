"""Living the blocks of studies that are missing: handed out, kept as they come, shown in one bar."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from experiments.blocks import compile_model, is_compiled, live_block
from experiments.fingerprint import model_version
from experiments.ledger import Failure, Ledger
from experiments.progress import Progress
from experiments.study import Block
from experiments.workers import each

Outcome = pd.DataFrame | Failure


@dataclass(frozen=True)
class Task:
    """A block of one of several studies."""

    study: int
    block: Block


def attempt(task: Task) -> Outcome:
    """The months of a block, or why there are none."""
    try:
        found = model_version(policy for package in task.block.packages.values() for policy in package)
        if found != task.block.version:
            raise RuntimeError(f"the model's source files changed during the study ({task.block.version} to {found})")
        return live_block(task.block)
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


def live(ledgers: Sequence[Ledger], workers: int, progress: Progress) -> None:
    """Live what is missing in the studies and keep it; ``Ledger.open`` them first.

    A block that fails stops no other. Raises ``WorkerDied`` and ``StoreError``; what is finished by then is kept.
    """
    tasks = [Task(k, block) for k, ledger in enumerate(ledgers) for block in ledger.missing]
    _compile_first(tasks, workers, progress)
    runs = sum(ledger.study.runs for ledger in ledgers)
    progress.begin(runs, runs - sum(len(task.block.packages) for task in tasks))
    try:
        for task, outcome in each(attempt, tasks, workers):
            ledgers[task.study].keep(task.block, outcome)
            if isinstance(outcome, Failure):
                progress.note("cli.progress.failed", block=task.block.number, error=outcome.error)
            progress.advance(len(task.block.packages))
    finally:
        progress.end()


def _compile_first(tasks: Sequence[Task], workers: int, progress: Progress) -> None:
    """Compile once, and say so, before many processes would each do it."""
    if tasks and not is_compiled():
        progress.note("cli.progress.compiling")
        if workers > 1:
            compile_model()

"""Carrying out a sweep: its studies are lived together; a table says what each cell changes."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.compare import BlocksFailed, conclude
from experiments.errors import AnotherQuestion, StoreError
from experiments.fingerprint import fingerprint, run_content
from experiments.ledger import Asked, Ledger
from experiments.living import Where, live
from experiments.store import Store
from experiments.study import BASELINE, Study
from experiments.sweep import SCENARIO, Sweep

VERB = "sweep"
FIXED = ("worlds", "parameters", *SCENARIO)
"""Settings that, where they do not vary, make another question."""


def carry_out_sweep(sweep: Sweep, folder: Path, where: Where, asked: Asked) -> tuple[pd.DataFrame, BlocksFailed | None]:
    """Live what is missing of all cells, and store ``sweep``: every cell's values beside what it changes.

    Columns: cell, the settings that vary, then those of ``experiments.effects`` but ``package``. Each study has a
    folder of its own in ``folder``, like that of a comparison; all share the blocks. With the table, which is empty
    where there is nothing to tell, comes what failed. Raises ``StoreError`` and ``AnotherQuestion``.
    """
    root = Store(folder)
    names = [_name(study) for study in sweep.studies]
    question = {"verb": VERB, "config": dict(asked.config), "cells": sweep.rows(), "studies": names}
    ledgers = [
        Ledger(study, Store(folder / name, root.blocks), Asked(asked.command, asked.config, "compare"))
        for study, name in zip(sweep.studies, names, strict=True)
    ]
    is_new = not _asked_before(root, question)
    for ledger in ledgers:
        ledger.check_question()
    root.open()
    if not is_new:
        root.forget_tables()
    with _written_down(root, question | {"command": asked.command}, is_new) as failed:
        for ledger in ledgers:
            ledger.open()
        with contextlib.ExitStack() as stack:
            for ledger in ledgers:
                stack.enter_context(ledger.written_down())
            live(ledgers, where)
            found = [conclude(ledger) for ledger in ledgers]
        failed += [(error, record) for ledger in ledgers for _, error, record in ledger.failed.values()]
        table = _table(sweep, [None if tables is None else tables[0] for tables in found])
        if not table.empty:
            root.keep_table("sweep", table, table)
    return table, BlocksFailed(failed, None) if failed else None


def _name(study: Study) -> str:
    """The folder of a study, after what its cells have in common and not after the number of its blocks."""
    return "study-" + fingerprint({**run_content(study.base), "worlds": study.worlds})[:12]


def _asked_before(root: Store, question: Mapping[str, Any]) -> bool:
    """The sweep was asked here before; ``AnotherQuestion`` where it was another question."""
    there = root.earlier_manifest()
    if there is None:
        return False
    if (verb := there.get("verb")) != VERB:
        raise AnotherQuestion(root.folder, "verb", verb, VERB)
    plain = json.loads(json.dumps(question, default=str))
    fixed = [{name: of["config"].get(name) for name in FIXED} for of in (there, plain)]
    if fixed[0] != fixed[1]:
        raise AnotherQuestion(root.folder, "setting", *fixed)
    for name in ("cells", "studies"):
        if (held := there.get(name)) != (value := plain[name]):
            raise AnotherQuestion(root.folder, name, f"{len(held or ())} others", f"{len(value)} of these")
    return True


@contextlib.contextmanager
def _written_down(root: Store, facts: dict[str, Any], is_new: bool) -> Iterator[list[tuple[str, Path]]]:
    """Leave a manifest that says how it ended; what failed goes into the list."""
    if not root.write_manifest({"state": "running", **facts}, first=is_new):
        _asked_before(root, facts)
    state, failed = "broken", list[tuple[str, Path]]()
    try:
        yield failed
        state = "failed" if failed else "finished"
    except KeyboardInterrupt:
        state = "stopped"
        raise
    finally:
        with contextlib.suppress(StoreError):
            root.write_manifest({"state": state, **facts, "tables": list(root.tables)})


def _table(sweep: Sweep, effects: list[pd.DataFrame | None]) -> pd.DataFrame:
    """Effects by cell; the baseline, which changes nothing, has no rows."""
    parts = []
    for row in sweep.rows():
        of = effects[row.pop("study")]
        package = row.pop("package")
        if of is not None and package != BASELINE:
            here = of[of["package"] == package].drop(columns="package")
            parts.append(pd.concat([pd.DataFrame([row] * len(here), index=here.index), here], axis=1))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

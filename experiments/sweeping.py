"""Carrying out a sweep: its studies are lived together; a table says what each cell changes."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.compare import BlocksFailed, conclude
from experiments.errors import AnotherQuestion, StoreError
from experiments.fingerprint import fingerprint
from experiments.ledger import Asked, Ledger
from experiments.living import Where, live
from experiments.store import MANIFEST, Store
from experiments.study import BASELINE, Study
from experiments.sweep import Sweep

VERB = "sweep"


def carry_out_sweep(sweep: Sweep, folder: Path, where: Where, asked: Asked) -> pd.DataFrame:
    """Live what is missing of all cells, and store ``sweep``: every cell's values beside what it changes.

    Columns: cell, the settings that vary, then those of ``experiments.effects`` but ``package``. Each study has a
    folder of its own in ``folder``, like that of a comparison; all share the blocks. Raises ``StoreError``,
    ``AnotherQuestion`` and, at the end, ``BlocksFailed``.
    """
    root = Store(folder)
    question = {"cells": sweep.table().to_dict("records"), "studies": [_name(study) for study in sweep.studies]}
    _check(root, json.loads(json.dumps(question, default=str)))
    root.open()
    ledgers = [
        Ledger(study, Store(folder / _name(study), root.blocks), Asked(asked.command, asked.config, "compare")).open()
        for study in sweep.studies
    ]
    with _written_down(root, {"verb": VERB, "command": asked.command, "config": dict(asked.config), **question}):
        with contextlib.ExitStack() as stack:
            for ledger in ledgers:
                stack.enter_context(ledger.written_down())
            live(ledgers, where)
            found = [conclude(ledger) for ledger in ledgers]
        table = _table(sweep, [None if tables is None else tables[0] for tables in found])
        root.keep_table("sweep", table, table)
    failed = [(error, record) for ledger in ledgers for _, error, record in ledger.failed.values()]
    if failed:
        raise BlocksFailed(failed, None)
    return table


def _name(study: Study) -> str:
    """The folder of a study, after what its cells have in common and not after the number of its blocks."""
    first = study.blocks[0]
    return "study-" + fingerprint({**first.content, "packages": {}, "version": ""})[:8]


def _check(root: Store, question: Mapping[str, Any]) -> None:
    try:
        there = root.read_manifest()
    except StoreError:
        if (root.folder / MANIFEST).exists():
            raise
        return
    for name, value in ("verb", VERB), ("cells", question["cells"]):
        held = there.get(name, "compare" if name == "verb" else None)
        if held != value:
            told = (held, value) if name == "verb" else (f"{len(held or ())} others", f"{len(value)} of these")
            raise AnotherQuestion(root.folder, name, *told)


@contextlib.contextmanager
def _written_down(root: Store, facts: dict[str, Any]) -> Iterator[None]:
    root.write_manifest({"state": "running", **facts})
    state = "broken"
    try:
        yield
        state = "finished"
    except KeyboardInterrupt:
        state = "stopped"
        raise
    finally:
        with contextlib.suppress(StoreError):
            root.write_manifest({"state": state, **facts, "tables": list(root.tables)})


def _table(sweep: Sweep, effects: list[pd.DataFrame | None]) -> pd.DataFrame:
    """Effects by cell; the baseline, which changes nothing, has no rows."""
    cells, parts = sweep.table(), []
    for row in cells.to_dict("records"):
        of = effects[row.pop("study")]
        package = row.pop("package")
        if of is not None and package != BASELINE:
            here = of[of["package"] == package].drop(columns="package")
            parts.append(pd.concat([pd.DataFrame([row] * len(here), index=here.index), here], axis=1))
    return pd.concat(parts, ignore_index=True) if parts else cells

"""How far a study has got, and whether what is stored is what the model says: every file read, some lived again."""

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.blocks import KEYS, counter_columns, live_block
from experiments.errors import StoreError
from experiments.fingerprint import fingerprint, model_version
from experiments.store import MANIFEST, Store, read_table, table_bytes
from experiments.stored import package_of, scenario_of
from experiments.study import Block


@dataclass(frozen=True)
class Status:
    """How far a question about a study has got; numbers are blocks.

    ``state``: as in the manifest, but ``killed`` where it says running and the process is gone. ``seconds_left``: None
    unless it runs and has finished a block.
    """

    verb: str
    state: str
    asked: int
    done: int
    failed: int
    seconds_left: float | None

    @property
    def missing(self) -> int:
        """Blocks that are neither there nor failed."""
        return self.asked - self.done - self.failed


def manifests(folder: Path) -> list[Path]:
    """The manifests of a study and of the questions asked of it. Raises ``StoreError`` where there is none."""
    found = [path for path in (folder / MANIFEST, *sorted(folder.glob(f"*/{MANIFEST}"))) if path.exists()]
    if not found:
        raise StoreError("read", folder, FileNotFoundError(2, "no study of this name"))
    return found


def status(folder: Path) -> list[Status]:
    """How far the study in a folder has got, and each question asked of it."""
    found = [_status(path.parent, folder) for path in manifests(folder)]
    return [one for one in found if one is not None]


def _status(place: Path, folder: Path) -> Status | None:
    """None for a sweep, whose studies say it each."""
    store = Store(place, folder / "blocks")
    manifest = store.read_manifest()
    if "blocks" not in manifest:
        return None
    names = [block["name"] for block in manifest["blocks"]["each"]]
    done = [name for name in names if store.has_block(name, mend=False)]
    failed = [name for name in names if name not in set(done) and store.failure(name).exists()]
    state = manifest["state"]
    if state == "running" and not _is_alive(manifest.get("process", {})):
        state = "killed"
    left = _seconds_left(store, manifest, done, len(names) - len(failed)) if state == "running" else None
    return Status(manifest.get("verb", "compare"), state, len(names), len(done), len(failed), left)


def _is_alive(process: dict[str, Any]) -> bool:
    """The process still runs, as far as can be seen from here: on another machine nothing can."""
    if process.get("host") != platform.node() or os.name != "posix":
        return True
    try:
        os.kill(int(process["pid"]), 0)
    except (OSError, KeyError) as error:
        # There is one, of somebody else.
        return isinstance(error, PermissionError)
    return True


def _seconds_left(store: Store, manifest: dict[str, Any], done: Sequence[str], wanted: int) -> float | None:
    """By the pace since it began."""
    begun = datetime.fromisoformat(manifest["begun"]).timestamp()
    lately = sum(store.block(name).stat().st_mtime >= begun for name in done)
    return (time.time() - begun) / lately * (wanted - len(done)) if lately else None


@dataclass(frozen=True)
class Verdict:
    """What came of a check: blocks ``read`` and ``lived`` again, and for each that is wrong its name and why."""

    read: int
    lived: int
    older: int
    wrong: tuple[tuple[str, str], ...]


def verify(folder: Path, sample: int, seed: int = 0, each: Callable[[str], None] = lambda _: None) -> Verdict:
    """Read all blocks in the folder of a study, and live a random ``sample`` of them again.

    Every block must be there that the study says is done. A file must be whole, be named after its content, and hold
    every month of every package; lived again it must come out the same to the last bit. Blocks of another version of
    the model, or of measures that are gone (``older``), cannot be lived again. Only reads. Raises ``StoreError`` where
    there is no study.
    """
    store, lacking = Store(folder), _lacking(folder)
    names = sorted(path.stem for path in store.blocks.glob("*.parquet"))
    wrong, sound, older = [(name, "the file is gone") for name in lacking], [], 0
    for name in names:
        each(name)
        try:
            content, table = store.content_of(name), read_table(store.block(name))
        except StoreError as error:
            wrong.append((name, error.reason))
            continue
        block = _again(content)
        wrong += [(name, reason) for reason in _faults(name, content, table, block)]
        older += block is None
        if block is not None:
            sound.append(name)
    chosen = np.random.default_rng(seed).permutation(sound)[:sample]
    for name in chosen:
        each(name)
        months = live_block(block_from(store.content_of(name)))
        if table_bytes(months) != table_bytes(read_table(store.block(name))):
            wrong.append((name, "lived again, it comes out otherwise"))
    return Verdict(len(names), len(chosen), older, tuple(wrong))


def _lacking(folder: Path) -> list[str]:
    """Names of blocks that questions count as done and that are not there."""
    store, named = Store(folder), dict[str, None]()
    for path in manifests(folder):
        manifest = Store(path.parent).read_manifest()
        if manifest["state"] in ("finished", "failed"):
            each = manifest.get("blocks", {}).get("each", [])
            named |= dict.fromkeys(block["name"] for block in each if "failed" not in block)
    return [name for name in named if not store.block(name).exists()]


def _again(content: dict[str, Any]) -> Block | None:
    """The block that a file's content tells, ready to be lived; None where this model cannot."""
    try:
        block = block_from(content)
    except (ValueError, TypeError, LookupError):
        return None
    measures = (policy for package in block.packages.values() for policy in package)
    return block if block.version == model_version(measures) else None


def block_from(content: dict[str, Any]) -> Block:
    """The block that a file's content tells, ready to be lived."""
    packages = {name: package_of(settings) for name, settings in content["packages"].items()}
    return Block(content["number"], content["world"], scenario_of(content), packages, content["version"])


def _faults(name: str, content: dict[str, Any], table: pd.DataFrame, block: Block | None) -> Iterator[str]:
    if fingerprint(content) != name:
        yield "the file's name does not follow from its content"
        return
    counters = () if block is None else counter_columns()
    if lacking := {*KEYS, *counters} - set(table.columns):
        yield f"columns are lacking: {', '.join(sorted(lacking)[:3])}"
        return
    expected = {(package, month) for package in content["packages"] for month in range(1, content["months"] + 1)}
    if set(zip(table["package"], table["month"], strict=True)) != expected or len(table) != len(expected):
        yield "it does not hold every month of every package once"
    facts = {"block": content["number"], "world": content["world"], "seed": content["seed"]}
    for column, value in facts.items():
        if not (table[column] == value).all():
            yield f"column {column} is not {value}"

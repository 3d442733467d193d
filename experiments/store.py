"""Studies on disk: one Parquet file a block, tables for readers, and a manifest; every file is whole or not there.

In results/<study>/:
    blocks/<name>.parquet      the months of a block (see ``experiments.blocks``)
    blocks/<name>.failed.json  why a block gave no data
    manifest.json              what was asked, with what, and how far it got (see ``experiments.ledger``)
    effects.parquet, .csv      see ``experiments.effects``
    paths.parquet              see ``experiments.paths``
    ranking.parquet, .csv      see ``experiments.ranking``
    worlds.parquet             parameters drawn for each world: world, parameter, value (not with worlds="shipped")
"""

import io
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from experiments.errors import StoreError

RESULTS = "GONGZHI_RESULTS"
"""Environment variable that names the folder for results in place of ./results."""
TABLES = ("effects.parquet", "effects.csv", "paths.parquet", "ranking.parquet", "ranking.csv", "worlds.parquet")
PARTIAL = ".partial"
STALE = 3600.0
"""Seconds after which a file that was never finished is taken for a relic of a process that was killed."""
_FORBIDDEN = set('/\\:*?"<>|')
_MOST_LETTERS = 100


def results_root(results: str | Path | None = None) -> Path:
    """The folder that holds studies: as given, or of the environment, or ./results."""
    return Path(results or os.environ.get(RESULTS) or "results")


def check_study_name(name: str) -> str:
    """The name, if it can be a folder of its own on every system; else ``ValueError``."""
    bad = sorted(letter for letter in set(name) if letter in _FORBIDDEN or not letter.isprintable())
    if bad:
        shown = " ".join(bad) if all(letter.isprintable() for letter in bad) else repr("".join(bad))
        raise ValueError(f"study='{name}' cannot be the name of a folder: not allowed are {shown}")
    if not name.strip(". ") or name[0] in ". " or name[-1] in ". " or len(name) > _MOST_LETTERS:
        rule = f"1 to {_MOST_LETTERS} letters, no dot or space at either end"
        raise ValueError(f"study='{name}' cannot be the name of a folder: allowed are {rule}")
    return name


class Store:
    """The folder of one study. Raises ``StoreError`` where it cannot be written or read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blocks = folder / "blocks"

    def open(self, for_blocks: bool = True) -> None:
        """Make the folder, see that it can be written to, and clear away what killed processes left."""
        try:
            (self.blocks if for_blocks else self.folder).mkdir(parents=True, exist_ok=True)
            for relic in [*self.folder.glob(f".*{PARTIAL}"), *self.blocks.glob(f".*{PARTIAL}")]:
                if time.time() - relic.stat().st_mtime > STALE:
                    relic.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError("write", self.folder, error) from error
        with fresh(self.folder / "probe", keep=False) as file:
            file.write(b"can this folder be written to?")

    def has_block(self, name: str) -> bool:
        """The block is finished."""
        return self._block(name).exists()

    def write_block(self, name: str, table: pd.DataFrame) -> None:
        """Keep a finished block and forget an earlier failure of it."""
        write_table(self._block(name), table)
        self._failure(name).unlink(missing_ok=True)

    def forget_tables(self) -> None:
        """Remove the tables for readers: until a study has come to its end they belong to an earlier question."""
        try:
            for name in TABLES:
                (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError("write", self.folder, error) from error

    def write_failure(self, name: str, record: Mapping[str, Any]) -> Path:
        """Keep why a block failed, beside the data; returns the file."""
        write_json(self._failure(name), record)
        return self._failure(name)

    def read_blocks(self, names: Sequence[str]) -> pd.DataFrame:
        """The months of those of the blocks that are finished, in the order given."""
        tables = [read_table(self._block(name)) for name in names if self.has_block(name)]
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    def read_manifest(self) -> dict[str, Any]:
        """The manifest."""
        path = self.folder / "manifest.json"
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError("read", path, error) from error
        return found

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Replace the manifest."""
        write_json(self.folder / "manifest.json", manifest)

    def _block(self, name: str) -> Path:
        return self.blocks / f"{name}.parquet"

    def _failure(self, name: str) -> Path:
        return self.blocks / f"{name}.failed.json"


@contextmanager
def fresh(path: Path, keep: bool = True) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is whole and on the disk; whatever happens, no part of it stays.

    Raises ``StoreError``.
    """
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}{PARTIAL}")
    try:
        with open(partial, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if keep:
            os.replace(partial, path)
    except OSError as error:
        raise StoreError("write", path, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_table(path: Path, table: pd.DataFrame) -> None:
    """A table as a Parquet file; the same table gives the same bytes."""
    held = io.BytesIO()
    table.to_parquet(held, engine="pyarrow", compression="zstd", index=False)
    with fresh(path) as file:
        file.write(held.getbuffer())


def read_table(path: Path) -> pd.DataFrame:
    """A table from a Parquet file; raises ``StoreError``, which names it."""
    try:
        return pd.read_parquet(path, engine="pyarrow")
    except (OSError, ValueError) as error:
        raise StoreError("read", path, error) from error


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A table as a CSV file that spreadsheets open with its Chinese intact."""
    text = table.to_csv(index=False, lineterminator="\n")
    with fresh(path) as file:
        file.write(text.encode("utf-8-sig"))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Plain content as a JSON file."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    with fresh(path) as file:
        file.write(text.encode() + b"\n")

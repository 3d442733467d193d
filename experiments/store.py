"""Studies on disk: one Parquet file a block, tables for readers, and a manifest; every file is whole or not there.

In results/<study>/:
    blocks/<name>.parquet      the months of a block (see ``experiments.blocks``), and all that decided them
    blocks/<name>.failed.json  why a block gave no data
    blocks/<name>.damaged      a block's file that could not be read, and was lived again
    manifest.json              what was asked, with what, and how far it got (see ``experiments.ledger``)
    effects.parquet, .csv      see ``experiments.effects``
    paths.parquet              see ``experiments.paths``
    ranking.parquet, .csv      see ``experiments.ranking``
    worlds.parquet             parameters drawn for each world: world, parameter, value (not with worlds="shipped")
"""

import errno
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.errors import StoreError

RESULTS = "GONGZHI_RESULTS"
"""Environment variable that names the folder for results in place of ./results."""
MANIFEST = "manifest.json"
CONTENT = b"gongzhi"
"""Key of a block's file under which stands what decided its months, as JSON."""
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
    """The folder of one study. Raises ``StoreError`` where it cannot be written or read.

    ``blocks``: the folder of the blocks, where several studies share one; ``tables``: names of the files for readers
    that were written so far.
    """

    def __init__(self, folder: Path, blocks: Path | None = None) -> None:
        self.folder = folder
        self.blocks = blocks or folder / "blocks"
        self.tables: list[str] = []

    def open(self, for_blocks: bool = True) -> None:
        """Make the folder, see that it can be written to, and clear away what killed processes left."""
        try:
            for folder in (self.folder, self.blocks)[: 1 + for_blocks]:
                folder.mkdir(parents=True, exist_ok=True)
            for relic in [*self.folder.glob(f".*{PARTIAL}"), *self.blocks.glob(f".*{PARTIAL}")]:
                # Another process may be writing here: what it has just finished is no longer there.
                with suppress(FileNotFoundError):
                    if time.time() - relic.stat().st_mtime > STALE:
                        relic.unlink()
        except OSError as error:
            raise StoreError("write", self.folder, error) from error
        with fresh(self.folder / "probe", keep=False) as file:
            file.write(b"can this folder be written to?")

    def has_block(self, name: str, mend: bool = True) -> bool:
        """The block is finished. With ``mend`` a file that is no whole table is set aside; the block is missing."""
        path = self.block(name)
        try:
            pq.read_metadata(path)
        except FileNotFoundError:
            return False
        except (OSError, ValueError):
            with suppress(OSError):
                if mend:
                    os.replace(path, path.with_suffix(".damaged"))
            return False
        return True

    def write_block(self, name: str, table: pd.DataFrame, content: Mapping[str, Any] | None = None) -> None:
        """Keep a finished block with what decided it, and forget an earlier failure of it."""
        write_table(self.block(name), table, content)
        self.failure(name).unlink(missing_ok=True)

    def content_of(self, name: str) -> dict[str, Any]:
        """What decided the months of a block, as it stands in its file."""
        try:
            held = (pq.read_schema(self.block(name)).metadata or {}).get(CONTENT)
            if held is None:
                raise ValueError("it does not say what decided it")
            found: dict[str, Any] = json.loads(held)
        except (OSError, ValueError) as error:
            raise StoreError("read", self.block(name), error) from error
        return found

    def keep_table(self, name: str, table: pd.DataFrame, csv: pd.DataFrame | None = None) -> None:
        """Write a table for readers, as Parquet and, where it is given, as they read it in a spreadsheet."""
        write_table(self.folder / f"{name}.parquet", table)
        self.tables.append(f"{name}.parquet")
        if csv is not None:
            write_csv(self.folder / f"{name}.csv", csv)
            self.tables.append(f"{name}.csv")

    def forget_tables(self) -> None:
        """Remove the tables for readers: until a study has come to its end they belong to an earlier question."""
        with suppress(StoreError):
            for name in self.read_manifest().get("tables", ()):
                try:
                    (self.folder / Path(name).name).unlink(missing_ok=True)
                except OSError as error:
                    raise StoreError("write", self.folder, error) from error

    def write_failure(self, name: str, record: Mapping[str, Any]) -> Path:
        """Keep why a block failed, beside the data; returns the file."""
        write_json(self.failure(name), record)
        return self.failure(name)

    def read_blocks(self, names: Sequence[str]) -> pd.DataFrame:
        """The months of those of the blocks that are finished, in the order given; a run that is there twice, once."""
        tables = [read_table(self.block(name)) for name in names if self.block(name).exists()]
        if not tables:
            return pd.DataFrame()
        together = pd.concat(tables, ignore_index=True).drop_duplicates(["block", "package", "month"])
        money = sorted(name for name in together.columns if name.startswith("cost."))
        # A block without a measure has no column for its money.
        filled = together.fillna(dict.fromkeys(money, 0.0)).reset_index(drop=True)
        return filled[[name for name in filled.columns if name not in money] + money]

    def read_manifest(self) -> dict[str, Any]:
        """The manifest."""
        path = self.folder / MANIFEST
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(found, dict):
                raise ValueError("it is no manifest")
        except (OSError, ValueError) as error:
            raise StoreError("read", path, error) from error
        return found

    def earlier_manifest(self) -> dict[str, Any] | None:
        """The manifest of whoever was here before; None where nobody was."""
        try:
            return self.read_manifest()
        except StoreError as error:
            if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                return None
            raise

    def write_manifest(self, manifest: Mapping[str, Any], first: bool = False) -> bool:
        """Replace the manifest; one that is to be the ``first`` yields to any that is there, and says so by False."""
        return write_json(self.folder / MANIFEST, manifest, first)

    def block(self, name: str) -> Path:
        """The file of a block."""
        return self.blocks / f"{name}.parquet"

    def failure(self, name: str) -> Path:
        """The file that says why a block failed."""
        return self.blocks / f"{name}.failed.json"


@contextmanager
def fresh(path: Path, keep: bool = True, first: bool = False) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is whole and on the disk; whatever happens, no part of it stays.

    Raises ``StoreError``; one that is to be the ``first`` of this name raises it, from ``FileExistsError``, where
    another has the name already.
    """
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}{PARTIAL}")
    try:
        with open(partial, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if keep:
            (_take if first else os.replace)(partial, path)
    except OSError as error:
        raise StoreError("write", path, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _take(partial: Path, path: Path) -> None:
    """Give a file a name that is free, so that of several processes only one succeeds."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        # A disk without links, such as a memory stick: somebody must be very quick to come in between.
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.replace(partial, path)


def write_table(path: Path, table: pd.DataFrame, content: Mapping[str, Any] | None = None) -> None:
    """A table as a Parquet file; see ``table_bytes``."""
    held = table_bytes(table, content)
    with fresh(path) as file:
        file.write(held)


def table_bytes(table: pd.DataFrame, content: Mapping[str, Any] | None = None) -> bytes:
    """A Parquet file with a checksum of each page; the same table and content give the same bytes."""
    held = pa.Table.from_pandas(table, preserve_index=False)
    if content is not None:
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
        held = held.replace_schema_metadata({**held.schema.metadata, CONTENT: text.encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(held, sink, compression="zstd", write_page_checksum=True)
    return bytes(sink.getvalue().to_pybytes())


def read_table(path: Path) -> pd.DataFrame:
    """A table from a Parquet file; raises ``StoreError``, which names it, also where a single bit of it is wrong."""
    try:
        held = pq.read_table(path, page_checksum_verification=True)
        table: pd.DataFrame = held.to_pandas()
        # Checksums cover the values; names of columns are there several times.
        named = [column["field_name"] for column in held.schema.pandas_metadata["columns"]]
        if not held.column_names == named == list(table.columns):
            raise ValueError("names of columns are damaged")
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError("read", path, error) from error
    return table


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A table as a CSV file that spreadsheets open with its Chinese intact."""
    text = table.to_csv(index=False, lineterminator="\n")
    with fresh(path) as file:
        file.write(text.encode("utf-8-sig"))


def write_json(path: Path, content: Mapping[str, Any], first: bool = False) -> bool:
    """Plain content as a JSON file; False where it was to be the ``first`` of its name and is not."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    try:
        with fresh(path, first=first) as file:
            file.write(text.encode() + b"\n")
    except StoreError as error:
        if isinstance(error.__cause__, FileExistsError):
            return False
        raise
    return True

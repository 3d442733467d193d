"""Files of a study: whole or not there, whatever happens."""

import errno
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.errors import StoreError
from experiments.store import (
    RESULTS,
    STALE,
    Store,
    check_study_name,
    fresh,
    read_table,
    results_root,
    write_csv,
    write_table,
)

TABLE = pd.DataFrame({"name": ["a", "村"], "value": [1.0, float("nan")]})


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def no_space(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.parquet"
    write_table(path, TABLE)
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(StoreError, match=r"cannot write .*table\.parquet: No space left on device"):
        write_table(path, TABLE.head(1))
    assert files(tmp_path) == {"table.parquet"}
    assert len(read_table(path)) == 2


def test_a_break_off_leaves_nothing(tmp_path: Path) -> None:
    def write_half() -> None:
        with fresh(tmp_path / "table.parquet") as file:
            file.write(b"half of it")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert files(tmp_path) == set()


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_table(tmp_path / name, TABLE)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    pd.testing.assert_frame_equal(read_table(tmp_path / "one"), TABLE)


def test_a_spreadsheet_reads_the_chinese_of_a_csv(tmp_path: Path) -> None:
    write_csv(tmp_path / "table.csv", TABLE)
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbfname,value\n")
    assert pd.read_csv(tmp_path / "table.csv")["name"].tolist() == ["a", "村"]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(StoreError, match=r"cannot read .*broken\.parquet"):
        read_table(tmp_path / "broken.parquet")


def test_relics_of_killed_processes_go_and_files_being_written_stay(tmp_path: Path) -> None:
    store = Store(tmp_path / "study")
    store.open()
    relic, current = store.blocks / ".old.parquet.1.partial", store.blocks / ".new.parquet.2.partial"
    for path in (relic, current):
        path.write_bytes(b"")
    os.utime(relic, (time.time() - 2 * STALE,) * 2)
    store.open()
    assert files(tmp_path) == {current.name}


def test_a_block_that_is_no_whole_table_is_set_aside_and_missing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open()
    store.write_block("one", TABLE)
    whole = store.block("one").read_bytes()
    store.block("one").write_bytes(whole[: len(whole) // 2])
    assert not store.has_block("one")
    assert [path.name for path in store.blocks.iterdir()] == ["one.damaged"]


def test_a_flipped_bit_is_noticed_when_the_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_table(path, pd.DataFrame({"value": np.random.default_rng(0).random(5000)}))
    held = bytearray(path.read_bytes())
    held[len(held) // 3] ^= 1
    path.write_bytes(held)
    with pytest.raises(StoreError, match=r"cannot read .*table\.parquet"):
        read_table(path)


def test_what_decided_a_block_stands_in_its_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open()
    store.write_block("one", TABLE, {"seed": 7, "county": "巫山"})
    assert store.content_of("one") == {"seed": 7, "county": "巫山"}


def test_a_finished_block_ends_an_earlier_failure(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open()
    record = store.write_failure("one", {"error": "it broke"})
    assert record.exists()
    assert not store.has_block("one")
    months = pd.DataFrame({"block": [0, 0], "package": "baseline", "month": [1, 2], "cases": [3.0, 4.0]})
    store.write_block("one", months)
    assert store.has_block("one")
    assert not record.exists()
    assert len(store.read_blocks(["one", "another"])) == len(months)
    assert store.read_blocks(["another"]).empty


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"cannot write .*file"):
        Store(tmp_path / "file" / "study").open()


def test_results_go_where_they_are_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RESULTS, raising=False)
    assert results_root() == Path("results")
    monkeypatch.setenv(RESULTS, "elsewhere")
    assert results_root() == Path("elsewhere")
    assert results_root("here") == Path("here")


@pytest.mark.parametrize("name", ["demo", "试点一", "a b", "2024-01_x.y"])
def test_a_study_may_have_any_ordinary_name(name: str) -> None:
    assert check_study_name(name) == name


@pytest.mark.parametrize("name", ["a/b", "a\\b", "..", ".hidden", "", "  ", "a:b", "a\nb", "x" * 101, "end."])
def test_a_study_name_is_no_path(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a folder"):
        check_study_name(name)

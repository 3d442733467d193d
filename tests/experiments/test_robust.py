"""Studies under attack: killed processes, full disks, damaged files, two at once; nothing is lost, nothing made up."""

import errno
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from experiments import living, store
from experiments.audit import Status, status
from experiments.blocks import live_block
from experiments.cli import FAILED, GOOD, STOPPED, call, main
from experiments.compare import Comparison, carry_out
from experiments.errors import AnotherQuestion, StoreError
from experiments.language import LANGUAGE
from experiments.living import Where
from experiments.progress import Silent
from experiments.store import RESULTS, Store, read_table
from experiments.study import Block, Study, plan
from sim import Scenario
from sim.policies import MicroGrids
from sim.world.description import load_description

Captured = pytest.CaptureFixture[str]
HAMLET = load_description("wushan_township").scaled(1, 2, 60)
ROOT = Path(__file__).resolve().parents[2]
BLOCKS = 8
HERE = Where(workers=1)
LIVED: dict[str, pd.DataFrame] = {}
"""Months of blocks that some test has lived, so that the others need not."""
TABLES = ("effects.parquet", "effects.csv", "paths.parquet", "ranking.parquet", "ranking.csv", "worlds.parquet")
in_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("county") / "hamlet.yaml"
    path.write_text(yaml.safe_dump(HAMLET.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.fixture
def asked(county: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command of the study called s."""
    monkeypatch.setenv(LANGUAGE, "en")
    monkeypatch.setenv(RESULTS, str(tmp_path))
    where = [f"county={county}", "months=3", "warmup=1", "workers=1", "study=s"]
    return ["compare", "policies=[micro_grids]", f"blocks={BLOCKS}", *where]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same study, undisturbed."""
    return carry_out(question(BLOCKS), tmp_path_factory.mktemp("whole"), HERE).folder


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The blocks that are lived in this process, by number."""
    return before_each(monkeypatch, lambda _: None)


def before_each(monkeypatch: pytest.MonkeyPatch, act: Callable[[Block], object]) -> list[int]:
    """Do something before each block is lived; returns the numbers of the blocks, as they come."""
    numbers: list[int] = []

    def live(block: Block) -> pd.DataFrame:
        numbers.append(block.number)
        act(block)
        if block.name not in LIVED:
            LIVED[block.name] = live_block(block)
        return LIVED[block.name]

    monkeypatch.setattr(living, "live_block", live)
    return numbers


def question(blocks: int, **changes: Any) -> Study:
    return plan(
        Scenario(county=HAMLET, **{"months": 3, "warmup": 1} | changes), {"micro_grids": [MicroGrids()]}, blocks
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def results(folder: Path) -> dict[str, bytes]:
    """Blocks and tables; the manifest knows of times."""
    return {name: held for name, held in contents(folder).items() if name.endswith((".parquet", ".csv"))}


def stored(folder: Path) -> list[Path]:
    return sorted((folder / "blocks").glob("*.parquet"))


def told(folder: Path) -> Status:
    (one,) = status(folder)
    return one


def until(happened: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


SLOWLY = """
import sys, time
from experiments.cli import main
from experiments.store import Store

write = Store.write_block

def slowly(*given):
    write(*given)
    time.sleep(0.1)

Store.write_block = slowly
sys.exit(main(sys.argv[1:]))
"""
"""The program on a slow disk."""


def started(asked: list[str]) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SLOWLY, *asked]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def under_way(asked: list[str], folder: Path) -> tuple["subprocess.Popen[str]", list[int]]:
    """The program when two blocks are finished, and the processes that work for it."""
    driver = started(asked)
    until(lambda: len(stored(folder)) >= 2 or driver.poll() is not None)
    assert driver.poll() is None, driver.communicate()
    return driver, children(driver.pid)


def children(parent: int) -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if state_of(path.name)[1:] == [str(parent)]]


def state_of(pid: int | str) -> list[str]:
    """State and parent of a process."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    return []


def alive(pid: int) -> bool:
    return state_of(pid)[:1] not in ([], ["Z"])


@in_proc
def test_a_driver_killed_outright_leaves_no_process_and_the_same_command_does_what_is_missing(
    asked: list[str], tmp_path: Path, whole: Path, lived: list[int]
) -> None:
    driver, workers = under_way([*asked, "workers=2"], tmp_path / "s")
    assert len(workers) >= 2
    driver.kill()
    driver.communicate()
    until(lambda: not any(map(alive, workers)))
    done = len(stored(tmp_path / "s"))
    assert 2 <= done < BLOCKS
    assert told(tmp_path / "s") == Status("compare", "killed", BLOCKS, done, 0, None)
    missing = {path.name for path in stored(whole)} - {path.name for path in stored(tmp_path / "s")}
    half = tmp_path / "s" / "blocks" / f".{min(missing)}.0123456789ab.partial"
    half.write_bytes((whole / "blocks" / min(missing)).read_bytes())
    assert main(asked) == GOOD
    assert len(lived) == BLOCKS - done == len(missing)
    assert results(tmp_path / "s") == results(whole)
    assert told(tmp_path / "s") == Status("compare", "finished", BLOCKS, BLOCKS, 0, None)


@pytest.mark.slow
def test_a_request_to_terminate_keeps_what_is_finished(asked: list[str], tmp_path: Path, whole: Path) -> None:
    driver, _ = under_way(asked, tmp_path / "s")
    driver.terminate()
    _, error = driver.communicate()
    assert driver.returncode == STOPPED
    assert error.endswith("stopped. What is finished is kept; the same command goes on from there.\n")
    assert "Traceback" not in error
    assert told(tmp_path / "s").state == "stopped"
    kept = contents(tmp_path / "s")
    assert kept.pop("manifest.json")
    assert 2 <= len(kept) < BLOCKS
    assert kept.items() <= results(whole).items()


class Killer(Silent):
    """Ends one of the processes when the second block is done."""

    def __init__(self) -> None:
        self.advances = 0

    def advance(self, runs: int) -> None:
        self.advances += 1
        if self.advances == 2:
            assert runs == 2
            os.kill(int(active_children()[0].pid or 0), signal.SIGKILL)


def test_a_killed_worker_ends_a_study_that_the_same_command_completes(
    asked: list[str], tmp_path: Path, whole: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call, "progress_on", lambda _: Killer())
    assert main([*asked, "workers=2"]) == FAILED
    error = capsys.readouterr().err
    assert "a worker process died" in error
    assert "Traceback" not in error
    assert not active_children()
    done = len(stored(tmp_path / "s"))
    assert 2 <= done < BLOCKS
    assert told(tmp_path / "s") == Status("compare", "broken", BLOCKS, done, 0, None)
    monkeypatch.undo()
    lived = before_each(monkeypatch, lambda _: None)
    assert main([*asked, f"results={tmp_path}"]) == GOOD
    assert len(lived) == BLOCKS - done
    assert results(tmp_path / "s") == results(whole)


@pytest.mark.parametrize("way", ["fsync", "replace"])
def test_wherever_the_disk_is_full_files_are_whole_and_the_study_can_be_completed(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = question(2)
    months = {block.name: live_block(block) for block in study.blocks}
    made = carry_out(study, tmp_path / "whole", HERE)
    expected, real = results(made.folder), getattr(os, way)
    # Writing is in question: what is written has been worked out already.
    monkeypatch.setattr(living, "live_block", lambda block: months[block.name])
    for table in ("effects", "paths", "ranking"):
        monkeypatch.setattr(sys.modules[carry_out.__module__], table, lambda *_, table=table: getattr(made, table))
    for room in range(100):
        folder, written = tmp_path / str(room), itertools.count()

        def write(*given: Any, written: Any = written, room: int = room) -> None:
            if next(written) >= room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(*given)

        monkeypatch.setattr(os, way, write)
        with suppress(StoreError):
            carry_out(study, folder, HERE)
        monkeypatch.setattr(os, way, real)
        found = contents(folder)
        assert not [name for name in found if name.endswith(".partial")]
        assert {name: found[name] for name in found if name != "manifest.json"}.items() <= expected.items()
        enough = next(written) <= room
        assert enough == ("manifest.json" in found and told(folder).state == "finished")
        carry_out(study, folder, HERE)
        assert results(folder) == expected
        if enough:
            # The probe is never given its name.
            assert room > len(expected) + (way == "fsync")
            return
    raise AssertionError("it is never content")


def deny(*_: Any, **__: Any) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@pytest.mark.parametrize("verb", ["compare", "sweep"])
@pytest.mark.parametrize("way", ["below a file", "read-only"])
def test_a_folder_that_cannot_be_written_to_is_told_before_any_run(
    way: str,
    verb: str,
    asked: list[str],
    tmp_path: Path,
    capsys: Captured,
    lived: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("in the way")
    if way == "read-only":
        monkeypatch.setattr(store, "open", deny, raising=False)
    several = ["policies.micro_grids.coverage=0.5,1"] if verb == "sweep" else []
    place = {"below a file": tmp_path / "file", "read-only": tmp_path}[way]
    assert main([verb, *asked[1:], *several, f"results={place}"]) == FAILED
    error = capsys.readouterr().err
    assert f"cannot write {place}" in error
    assert {"below a file": "directory", "read-only": "Permission denied"}[way] in error
    assert lived == []
    assert contents(tmp_path) == {"file": b"in the way"}


def test_a_truncated_block_is_lived_again(asked: list[str], tmp_path: Path, whole: Path, lived: list[int]) -> None:
    assert main(asked) == GOOD
    path = stored(tmp_path / "s")[3]
    path.write_bytes(path.read_bytes()[:-100])
    lived.clear()
    assert main(asked) == GOOD
    assert len(lived) == 1
    assert results(tmp_path / "s") == results(whole)
    assert path.with_suffix(".damaged").exists()


def test_a_flipped_bit_anywhere_in_a_block_is_noticed_or_does_not_matter(tmp_path: Path, whole: Path) -> None:
    held, noticed = stored(whole)[0].read_bytes(), 0
    expected, path = read_table(stored(whole)[0]), tmp_path / "flipped.parquet"
    for place in np.random.default_rng(1).integers(0, len(held), 60):
        path.write_bytes(held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :])
        try:
            pd.testing.assert_frame_equal(read_table(path), expected, check_exact=True)
        except StoreError:
            noticed += 1
    assert 10 < noticed < 60


def test_a_damaged_block_is_named_and_the_study_goes_on_when_it_is_deleted(
    asked: list[str], tmp_path: Path, whole: Path, capsys: Captured, lived: list[int]
) -> None:
    assert main(asked) == GOOD
    path = stored(tmp_path / "s")[3]
    held = bytearray(path.read_bytes())
    held[5000:5100] = bytes(100)
    path.write_bytes(held)
    lived.clear()
    assert main(asked) == FAILED
    assert f"cannot read {path}" in capsys.readouterr().err
    assert lived == []
    assert not {name for name in results(tmp_path / "s") if name in TABLES}
    path.unlink()
    assert main(asked) == GOOD
    assert len(lived) == 1
    assert results(tmp_path / "s") == results(whole)


@pytest.mark.parametrize("damaged", [b"", b'{"state": "run', b"[]", b"\xff\xfe"])
def test_a_damaged_manifest_is_named_and_nothing_else_is_touched(
    damaged: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = question(1)
    carry_out(study, tmp_path, HERE)
    (tmp_path / "manifest.json").write_bytes(damaged)
    before, lived = contents(tmp_path), before_each(monkeypatch, lambda _: None)
    with pytest.raises(StoreError, match=r"cannot read .*manifest\.json"):
        carry_out(study, tmp_path, HERE)
    with pytest.raises(StoreError, match=r"cannot read .*manifest\.json"):
        status(tmp_path)
    assert contents(tmp_path) == before
    (tmp_path / "manifest.json").unlink()
    assert carry_out(study, tmp_path, HERE).manifest["blocks"]["reused"] == 1
    assert lived == []


@pytest.mark.slow
def test_two_processes_may_live_the_same_study_at_once(asked: list[str], tmp_path: Path, whole: Path) -> None:
    other, _ = under_way(asked, tmp_path / "s")
    assert main(asked) == GOOD
    _, error = other.communicate()
    assert other.returncode == GOOD, error
    assert results(tmp_path / "s") == results(whole)
    assert told(tmp_path / "s") == Status("compare", "finished", BLOCKS, BLOCKS, 0, None)
    assert not list(tmp_path.rglob(".*"))


def test_a_study_that_another_process_completes_meanwhile_comes_out_the_same(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[Comparison] = []
    once = iter([True])

    def another(block: Block) -> None:
        if block.number == 4 and next(once, False):
            others.append(carry_out(question(BLOCKS), tmp_path, HERE))

    before_each(monkeypatch, another)
    made = carry_out(question(BLOCKS), tmp_path, HERE)
    assert [one.manifest["blocks"]["reused"] for one in others] == [4]
    pd.testing.assert_frame_equal(made.effects, others[0].effects)
    assert results(tmp_path) == results(whole)


def test_another_question_is_refused_while_the_first_is_lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []

    def another(_: Block) -> None:
        before = contents(tmp_path)
        with pytest.raises(AnotherQuestion, match="months is 3 there, and 2 was asked for") as caught:
            carry_out(question(2, months=2), tmp_path, HERE)
        refused.append(str(caught.value))
        assert contents(tmp_path) == before

    lived = before_each(monkeypatch, another)
    assert carry_out(question(2), tmp_path, HERE).manifest["state"] == "finished"
    assert len(refused) == len(lived) == 2


def overtaken(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something once when a study has found its folder empty and not yet written to it."""
    real = Store.open

    def late(self: Store) -> None:
        monkeypatch.setattr(Store, "open", real)
        act()
        real(self)

    monkeypatch.setattr(Store, "open", late)


def test_of_two_questions_at_the_same_moment_one_gets_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there: dict[str, bytes] = {}

    def another() -> None:
        carry_out(question(2, months=2), tmp_path, HERE)
        there.update(contents(tmp_path))

    overtaken(monkeypatch, another)
    with pytest.raises(AnotherQuestion, match="months is 2 there, and 3 was asked for"):
        carry_out(question(2), tmp_path, HERE)
    tables = {name for name in there if name in TABLES}
    assert tables == set(TABLES)
    assert contents(tmp_path) == there


def test_the_same_question_at_the_same_moment_is_no_other_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken(monkeypatch, lambda: carry_out(question(2), tmp_path, HERE))
    assert carry_out(question(2), tmp_path, HERE).manifest["blocks"]["reused"] == 2


def test_a_disk_without_links_still_gives_the_name_to_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", deny)
    assert Store(tmp_path).write_manifest({"state": "running"}, first=True)
    assert not Store(tmp_path).write_manifest({"state": "other"}, first=True)
    assert Store(tmp_path).read_manifest() == {"state": "running"}


def test_what_another_process_finishes_meanwhile_is_no_relic(tmp_path: Path) -> None:
    study = Store(tmp_path)
    study.open()
    # A name that is listed and gone at the next look.
    passing = study.blocks / ".one.parquet.0123456789ab.partial"
    passing.symlink_to(tmp_path / "nowhere")
    study.open()
    assert passing.is_symlink()


def test_a_run_that_raises_is_recorded_and_tried_again_alone(
    asked: list[str], tmp_path: Path, whole: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_seven(block: Block) -> None:
        if block.number == 7:
            raise FloatingPointError("a number that is none")

    before_each(monkeypatch, break_seven)
    twenty = [*asked, "blocks=20"]
    assert main(twenty) == FAILED
    shown = capsys.readouterr()
    assert "Only 19 of 20 blocks are in the table" in shown.out
    assert "block 7 (seed 8): FloatingPointError: a number that is none" in shown.err
    folder = tmp_path / "s"
    assert told(folder) == Status("compare", "failed", 20, 19, 1, None)
    (record,) = (folder / "blocks").glob("*.failed.json")
    assert "in break_seven" in record.read_text("utf-8")
    assert read_table(folder / "effects.parquet")["n"].max() == 19
    assert set(Comparison.read(folder).blocks()["block"]) == set(range(20)) - {7}
    lived = before_each(monkeypatch, lambda _: None)
    assert main(twenty) == GOOD
    assert lived == [7]
    assert not record.exists()
    assert read_table(folder / "effects.parquet")["n"].max() == 20
    assert {path.name for path in stored(whole)} < {path.name for path in stored(folder)}

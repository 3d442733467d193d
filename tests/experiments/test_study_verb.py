"""``gongzhi study``: how far a study has got, and whether what is stored is what the model says."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from experiments import audit, living
from experiments.audit import Status, status, verify
from experiments.blocks import live_block
from experiments.cli import BAD_INPUT, FAILED, GOOD, main
from experiments.compare import BlocksFailed, carry_out
from experiments.fingerprint import fingerprint
from experiments.language import LANGUAGE
from experiments.living import Where
from experiments.store import RESULTS, Store, read_table
from experiments.study import Block, Study, plan
from sim import Scenario
from sim.policies import MicroGrids
from sim.world.description import load_description

Captured = pytest.CaptureFixture[str]
HAMLET = load_description("wushan_township").scaled(1, 2, 60)
HERE = Where(workers=1)
BLOCKS = 4


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return carry_out(question(), tmp_path_factory.mktemp("finished"), HERE).folder


@pytest.fixture(scope="module")
def months(finished: Path) -> dict[str, pd.DataFrame]:
    """The months of the study's blocks."""
    return {path.stem: read_table(path) for path in (finished / "blocks").glob("*.parquet")}


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, months: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE, "en")
    monkeypatch.setenv(RESULTS, str(tmp_path))
    monkeypatch.setattr(living, "live_block", lambda block: months[block.name])


def question() -> Study:
    base = Scenario(county=HAMLET, months=3, warmup=1)
    return plan(base, {"micro_grids": [MicroGrids()]}, BLOCKS)


@pytest.fixture
def folder(tmp_path: Path, finished: Path) -> Path:
    """The study called pilot, finished."""
    return Path(shutil.copytree(finished, tmp_path / "pilot"))


def before_each(monkeypatch: pytest.MonkeyPatch, act: Callable[[Block], object]) -> None:
    before = living.live_block

    def live(block: Block) -> pd.DataFrame:
        act(block)
        return before(block)

    monkeypatch.setattr(living, "live_block", live)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")


def dead_process() -> int:
    done = subprocess.Popen([sys.executable, "-S", "-c", ""])
    done.wait()
    return done.pid


def some_block(folder: Path, k: int = 0) -> str:
    return sorted(path.stem for path in (folder / "blocks").glob("*.parquet"))[k]


def row(told: str) -> list[str]:
    """The cells of the only row of a table of one study."""
    (line,) = [line for line in told.splitlines() if line.strip().startswith("compare ")]
    return line.split()


def test_status_counts_what_is_done_failed_and_missing(
    folder: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["study", "status", "pilot"]) == GOOD
    told = capsys.readouterr().out
    assert row(told) == ["compare", "finished", "4", "4", "0", "0", "—"]
    assert "The same command again" not in told
    Store(folder).block(some_block(folder)).unlink()

    def fail(block: Block) -> None:
        if block.number < 3:
            raise ArithmeticError("nonsense")

    before_each(monkeypatch, fail)
    with pytest.raises(BlocksFailed):
        carry_out(question(), tmp_path / "other", HERE)
    assert main(["study", "status", "other"]) == GOOD
    assert row(capsys.readouterr().out)[1:6] == ["failed", "4", "1", "3", "0"]
    assert main(["study", "status", "pilot"]) == GOOD
    told = capsys.readouterr().out
    assert row(told) == ["compare", "finished", "4", "3", "0", "1", "—"]
    assert "The same command again lives what is missing." in told
    assert main(["study", "status", "pilot", "lang=zh"]) == GOOD
    assert "再次运行同一条命令" in capsys.readouterr().out


def test_status_of_a_study_that_runs_tells_the_time_left(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Status] = []
    before_each(monkeypatch, lambda _: seen.extend(status(tmp_path / "pilot")))
    carry_out(question(), tmp_path / "pilot", HERE)
    assert [(one.state, one.done, one.missing) for one in seen] == [("running", k, BLOCKS - k) for k in range(BLOCKS)]
    assert seen[0].seconds_left is None
    assert all(0 < (one.seconds_left or 0) < 600 for one in seen[1:])
    with_manifest(tmp_path / "pilot", state="running")
    for k in range(2):
        Store(tmp_path / "pilot").block(some_block(tmp_path / "pilot", k)).unlink()
    assert main(["study", "status", "pilot"]) == GOOD
    told = capsys.readouterr().out
    assert row(told)[1:6] == ["running", "4", "2", "0", "2"]
    assert "min" in told
    assert "The same command again" not in told


def test_the_time_left_follows_from_the_pace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = 1_800_000_000.0
    with_manifest(folder, state="running", begun="2027-01-15T08:00:00+00:00")
    names = [some_block(folder, k) for k in range(BLOCKS)]
    Store(folder).block(names[0]).unlink()
    # One was there before it began, two came in 100 seconds: one more takes 50.
    for name, when in zip(names[1:], (-10.0, 20.0, 90.0), strict=True):
        os.utime(Store(folder).block(name), (begun + when,) * 2)
    monkeypatch.setattr(audit.time, "time", lambda: begun + 100.0)
    assert status(folder) == [Status("compare", "running", 4, 3, 0, 50.0)]


def test_a_process_that_is_gone_was_killed_and_others_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def state(**process: Any) -> str:
        with_manifest(folder, state="running", process=process)
        return status(folder)[0].state

    here, dead = platform.node(), dead_process()
    assert state(host=here, pid=os.getpid()) == "running"
    assert state(host=here, pid=dead) == "killed"
    # Of another machine nothing is known.
    assert state(host=f"not {here}", pid=dead) == "running"

    def of_somebody_else(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", of_somebody_else)
    assert state(host=here, pid=dead) == "running"


def test_a_study_killed_before_its_tables_can_be_completed(folder: Path, capsys: Captured) -> None:
    with_manifest(folder, state="running", process={"host": platform.node(), "pid": dead_process()})
    assert main(["study", "status", "pilot"]) == GOOD
    told = capsys.readouterr().out
    assert "killed" in told
    assert "The same command again" in told


def test_status_changes_nothing(folder: Path) -> None:
    path = Store(folder).block(some_block(folder))
    path.write_bytes(path.read_bytes()[:1000])
    before = contents(folder)
    assert status(folder) == [Status("compare", "finished", 4, 3, 0, None)]
    assert contents(folder) == before


def test_a_question_that_adds_blocks_as_it_goes_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = tmp_path / "hamlet.yaml"
    county.write_text(yaml.safe_dump(HAMLET.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(living, "live_block", live_block)
    seen: list[Status] = []
    before_each(monkeypatch, lambda _: seen.extend(status(tmp_path / "asked")))
    small = [f"county={county}", "months=2", "warmup=1", "workers=1", "study=asked"]
    assert main(["discover", "policies=[commendation]", "blocks=3", *small]) == GOOD
    assert seen[:3] == [Status("discover", "running", 3, k, 0, seen[k].seconds_left) for k in range(3)]
    # There is no comparison of this name, and still a study.
    assert main(["study", "status", "asked"]) == GOOD
    assert main(["study", "verify", "asked", "sample=1"]) == GOOD


def test_verify_finds_nothing_wrong_and_changes_nothing(folder: Path, capsys: Captured) -> None:
    before = contents(folder)
    assert main(["study", "verify", "pilot", "sample=2"]) == GOOD
    assert capsys.readouterr().out.strip() == ("4 files of blocks read, 2 of them at random lived again; 0 are wrong.")
    assert contents(folder) == before


def rewrite(folder: Path, name: str, table: pd.DataFrame) -> None:
    """Put another table into the file of a block, checksums and all."""
    Store(folder).write_block(name, table, Store(folder).content_of(name))


def only_fault(folder: Path, capsys: Captured) -> str:
    """What verify says of the one file that is wrong; it only reads."""
    before = contents(folder)
    capsys.readouterr()
    assert main(["study", "verify", "pilot", "sample=100"]) == FAILED
    told = capsys.readouterr().out.replace("\n", " ")
    assert "1 are wrong" in told
    assert contents(folder) == before
    return told


def test_verify_finds_a_number_that_was_changed(folder: Path, capsys: Captured) -> None:
    name = some_block(folder)
    table = read_table(Store(folder).block(name))
    table.loc[table.index[-1], "trust.cadre"] *= 1 + 1e-12
    rewrite(folder, name, table)
    # Reading alone does not tell.
    assert verify(folder, 0).wrong == ()
    told = only_fault(folder, capsys)
    assert f"{name}: lived again, it comes out otherwise" in told
    assert "Delete the file" in told


def test_verify_finds_a_file_under_another_name(folder: Path, capsys: Captured) -> None:
    store, (one, two) = Store(folder), (some_block(folder, 0), some_block(folder, 1))
    store.block(two).write_bytes(store.block(one).read_bytes())
    assert f"{two}: the file's name does not follow from its content" in only_fault(folder, capsys)


def test_verify_finds_that_a_file_is_gone_and_where_it_went(folder: Path) -> None:
    store, name = Store(folder), some_block(folder)
    store.block(name).rename(store.block("0" * 20))
    assert verify(folder, 0).wrong == (
        (name, "the file is gone"),
        ("0" * 20, "the file's name does not follow from its content"),
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda table: table[table["month"] != 2], "it does not hold every month of every package once"),
        (lambda table: table[table["package"] == "baseline"], "it does not hold every month of every package once"),
        (lambda table: pd.concat([table, table.tail(1)]), "it does not hold every month of every package once"),
        (lambda table: table.assign(seed=99), "column seed is not"),
        (lambda table: table.drop(columns=table.columns[30]), "columns are lacking: "),
    ],
)
def test_verify_finds_a_table_that_is_not_what_it_says(
    change: Callable[[pd.DataFrame], pd.DataFrame], told: str, folder: Path
) -> None:
    name = some_block(folder)
    rewrite(folder, name, change(read_table(Store(folder).block(name))))
    (wrong,) = verify(folder, 0).wrong
    assert wrong[0] == name
    assert wrong[1].startswith(told)


def test_verify_finds_files_that_cannot_be_read(folder: Path) -> None:
    store, names = Store(folder), [some_block(folder, k) for k in range(2)]
    store.block(names[0]).write_bytes(store.block(names[0]).read_bytes()[:1000])
    store.write_block(names[1], read_table(store.block(names[1])))
    found = verify(folder, 100)
    assert [name for name, _ in found.wrong] == names
    assert found.wrong[1][1] == "it does not say what decided it"
    assert (found.read, found.lived) == (4, 2)


@pytest.mark.usefixtures("folder")
def test_blocks_of_another_version_are_read_and_not_lived(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "model_version", lambda _: "another")
    assert main(["study", "verify", "pilot"]) == GOOD
    told = capsys.readouterr().out
    assert "4 files of blocks read, 0 of them at random lived again; 0 are wrong." in told
    assert "4 come from another version of the model" in told


def test_blocks_of_a_model_that_had_other_parameters_measures_and_counters_are_older(folder: Path) -> None:
    store, name = Store(folder), some_block(folder)
    content, table = store.content_of(name), read_table(store.block(name))
    strange = {
        "measure": content | {"packages": content["packages"] | {"micro_grids": {"macro_grids": {"start": 1.0}}}},
        "setting": content | {"packages": content["packages"] | {"micro_grids": {"micro_grids": {"colour": 1.0}}}},
        "parameter": content | {"parameters": content["parameters"] | {"trust": {"colour": 1.0}}},
        "county": content | {"county": {"name": "a county as it was told once"}},
    }
    for told in strange.values():
        store.write_block(fingerprint(told), table.drop(columns=table.columns[30]), told)
    found = verify(folder, 0)
    assert (found.read, found.older, found.wrong) == (BLOCKS + len(strange), len(strange), ())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["study"], "which study?"),
        (["study", "status"], "which study?"),
        (["study", "stats", "pilot"], "unknown verb of gongzhi study 'stats'; did you mean 'status'"),
        (["study", "status", "piolt"], "unknown study 'piolt'; did you mean 'pilot'"),
        (["study", "verify", "../pilot"], "unknown study '../pilot'; did you mean 'pilot'"),
        (["study", "status", "pilot", "sample=1"], "unknown option of gongzhi study 'sample'"),
        (["study", "verify", "pilot", "sample=-1"], "sample=-1: expected a whole number"),
        (["study", "verify", "pilot", "sample=some"], "sample=some: expected a whole number"),
        (["study", "status", "pilot", "results=nowhere"], "nowhere holds no study"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(typed: list[str], told: str, folder: Path, capsys: Captured) -> None:
    before = contents(folder)
    assert main(typed) == BAD_INPUT
    assert told in capsys.readouterr().err
    assert contents(folder) == before

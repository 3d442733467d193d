"""A study of hundreds of runs whose driver is killed twice on the way comes out as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from experiments.audit import status, verify
from experiments.language import LANGUAGE
from experiments.store import RESULTS
from sim.policies import registry
from sim.world.description import load_description
from tests.verify.summary import Verify

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = 20
KILLED_AT = (5, 12)
"""Blocks that are finished when the driver is killed."""
CHECK = "killed studies"


def results(folder: Path) -> dict[str, bytes]:
    """Blocks and tables by name."""
    files = (path for ending in ("parquet", "csv") for path in folder.rglob(f"*.{ending}"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def driver(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {RESULTS: str(folder), LANGUAGE: "en", "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "experiments.cli", *command]
    return subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed_at(command: list[str], folder: Path, blocks: int) -> None:
    """The command, killed when so many blocks are finished."""
    running = driver(command, folder)
    while len(list((folder / "s" / "blocks").glob("*.parquet"))) < blocks:
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()


@pytest.mark.slow
def test_a_study_killed_twice_has_the_bits_of_an_undisturbed_one(tmp_path: Path, verified: Verify) -> None:
    county = tmp_path / "villages.yaml"
    described = load_description("wushan_township").scaled(1, 4, 150).model_dump(mode="json")
    county.write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    small = [f"county={county}", "months=6", "warmup=6", f"blocks={BLOCKS}", "workers=2", "study=s"]
    command = ["compare", "policies=all-one-at-a-time", *small]
    assert driver(command, tmp_path / "whole").wait() == 0
    for blocks in KILLED_AT:
        killed_at(command, tmp_path / "killed", blocks)
        (told,) = status(tmp_path / "killed" / "s")
        assert (told.state, told.failed) == ("killed", 0)
        assert blocks <= told.done < BLOCKS
    assert driver(command, tmp_path / "killed").wait() == 0
    (told,) = status(tmp_path / "killed" / "s")
    assert (told.state, told.missing) == ("finished", 0)
    expected, found = results(tmp_path / "whole" / "s"), results(tmp_path / "killed" / "s")
    assert found.keys() == expected.keys()
    different = sum(found[name] != expected[name] for name in expected)
    runs = BLOCKS * (len(registry()) + 1)
    verified(
        CHECK, f"{runs} runs, driver killed twice: files that differ from an undisturbed study", different, at_most=0
    )
    again = verify(tmp_path / "killed" / "s", sample=2)
    assert (again.read, again.lived) == (BLOCKS, 2)
    verified(CHECK, "its blocks that are read or lived again otherwise", len(again.wrong), at_most=0)

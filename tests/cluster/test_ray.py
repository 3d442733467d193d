"""A real ray cluster of two nodes on this machine: nothing is lost with a node, nothing is there twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.compare import Comparison
from experiments.launchers.errors import ClusterFailed
from experiments.workers import each
from tests.cluster.conftest import stored
from tests.cluster.study import BLOCKS

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).resolve().parents[2]
Cluster = Any


@pytest.fixture(autouse=True)
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Two nodes of one processor each; drivers find them through RAY_ADDRESS."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    found.add_node(num_cpus=1)
    found.wait_for_nodes()
    monkeypatch.setenv("RAY_ADDRESS", found.address)
    yield found
    found.shutdown()


def driver(folder: Path, log: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.cluster.study", str(folder), "ray", str(log)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE, text=True)


def begun(log: Path) -> list[tuple[str, int]]:
    """Node and block, for every time that a block was begun."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def until(happened: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_a_node_is_killed_and_nothing_is_lost_or_doubled(
    cluster: Cluster, tmp_path: Path, alone: dict[str, bytes]
) -> None:
    log, folder = tmp_path / "log", tmp_path / "study"
    victim = next(iter(cluster.worker_nodes))
    running = driver(folder, log)
    until(lambda: len({node for node, _ in begun(log)}) == 2 or running.poll() is not None)
    until(lambda: running.poll() is not None or begun(log)[-1][0] == victim.node_id)
    assert running.poll() is None, running.communicate()
    cluster.remove_node(victim, allow_graceful=False)
    before = len(stored(folder))
    _, told = running.communicate(timeout=300)
    assert running.returncode == 0, told
    assert before < BLOCKS
    assert stored(folder) == alone
    blocks = Comparison.read(folder).manifest["blocks"]
    assert (blocks["asked"], blocks["done"], blocks["reused"], blocks["failed"]) == (BLOCKS, BLOCKS, 0, 0)
    times = Counter(block for _, block in begun(log))
    again = {block for block, number in times.items() if number > 1}
    assert again <= {block for node, block in begun(log) if node == victim.node_id}
    assert len(again) == 1


def test_a_driver_that_was_killed_takes_up_where_it_was(tmp_path: Path, alone: dict[str, bytes]) -> None:
    log, folder = tmp_path / "log", tmp_path / "study"
    running = driver(folder, log)
    until(lambda: (folder / "blocks").exists() and len(list((folder / "blocks").glob("[!.]*.parquet"))) >= 5)
    running.kill()
    running.communicate()
    kept = len(list((folder / "blocks").glob("[!.]*.parquet")))
    again = driver(folder, log)
    _, told = again.communicate(timeout=300)
    assert again.returncode == 0, told
    assert {name: held for name, held in stored(folder).items() if not name.startswith(".")} == alone
    assert Comparison.read(folder).manifest["blocks"]["reused"] == kept


def refuse(task: int) -> int:
    raise LookupError(f"{task} is refused")


def crash(_: int) -> None:
    os._exit(7)


def test_errors_of_the_work_and_of_the_cluster_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    found = each(abs, range(3), None, "ray")
    next(found)
    assert signal.signal(signal.SIGTERM, before) is signal.default_int_handler
    assert len(list(found)) == 2
    with pytest.raises(LookupError, match="is refused"):
        list(each(refuse, range(3), None, "ray"))
    monkeypatch.setattr("experiments.launchers.ray_cluster.RETRIES", 1)
    with pytest.raises(ClusterFailed, match="ray lost a task more than 1 times"):
        list(each(crash, range(3), None, "ray"))
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(ClusterFailed, match=r"no ray cluster answers at RAY_ADDRESS=127\.0\.0\.1:1"):
        list(each(refuse, range(3), None, "ray"))

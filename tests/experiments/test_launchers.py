"""Processes of this machine: every task once, results as they come, and nothing left behind however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

import pytest

from experiments.errors import WorkerDied
from experiments.launchers import errors, local
from experiments.workers import check_launcher, each
from sim.core.names import UnknownName

ROOT = Path(__file__).resolve().parents[2]


def where(_: int) -> int:
    return os.getpid()


def refuse_three(number: int) -> int:
    if number == 3:
        raise LookupError("three is refused")
    return number


def die_on_seven(number: int) -> int:
    if number == 7:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    return number


class Noted:
    """Work that writes a line wherever it is unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.__dict__ |= state
        with self.path.open("a") as file:
            file.write(f"{os.getpid()}\n")

    def __call__(self, number: int) -> tuple[int, int]:
        time.sleep(0.02)
        return number * number, os.getpid()


def test_every_task_is_done_once_and_the_work_is_sent_once_to_each_process(tmp_path: Path) -> None:
    noted = tmp_path / "unpacked"
    found = list(each(Noted(noted), range(50), 2))
    assert sorted(task for task, _ in found) == list(range(50))
    assert all(result == task * task for task, (result, _) in found)
    assert {pid for _, (_, pid) in found} == set(map(int, noted.read_text().split()))
    assert len(noted.read_text().split()) == 2
    assert not active_children()


def test_one_worker_is_this_process_and_begins_when_asked() -> None:
    assert next(each(where, range(2), 1)) == (0, os.getpid())


def test_few_tasks_are_in_flight_and_breaking_off_leaves_no_process() -> None:
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(100_000):
            taken += 1
            yield number

    found = local.each(where, tasks(), 1)
    for done in range(1, 30):
        next(found)
        assert taken <= done + local.AHEAD
    found.close()
    assert not active_children()


def test_an_error_of_the_work_is_raised_as_what_it_is() -> None:
    with pytest.raises(LookupError, match="three is refused"):
        list(local.each(refuse_three, range(100), 1))
    assert not active_children()


def test_a_killed_process_ends_it_and_finished_tasks_are_handed_out() -> None:
    found: list[int] = []

    def gather() -> None:
        for task, _ in each(die_on_seven, range(100_000), 2):
            found.append(task)

    with pytest.raises(WorkerDied):
        gather()
    assert set(range(7)) <= set(found)
    assert 7 not in found
    assert len(found) == len(set(found))
    assert not active_children()


SLEEPERS = """
import os, time
from pathlib import Path
from experiments.workers import each

here = Path({folder!r})

def work(task):
    (here / str(os.getpid())).touch()
    time.sleep(60)

list(each(work, range(10), 2))
"""
"""A script without ``if __name__ == "__main__"``, whose work is its own."""


def started(folder: Path) -> tuple["subprocess.Popen[str]", list[int]]:
    """A driver in a group of its own, and the two processes that work for it."""
    script = folder / "study.py"
    script.write_text(SLEEPERS.format(folder=str(folder)))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    driver = subprocess.Popen(
        [sys.executable, str(script)], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until(lambda: len(pids(folder)) == 2 or driver.poll() is not None)
    assert driver.poll() is None, driver.stderr and driver.stderr.read()
    return driver, pids(folder)


def pids(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir() if path.name.isdigit()]


def alive(pid: int) -> bool:
    """Running; a process that ended and that nobody has asked about is not."""
    with suppress(FileNotFoundError):
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


def until(happened: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at processes in /proc")
def test_processes_do_not_outlive_a_driver_that_is_killed(tmp_path: Path) -> None:
    driver, workers = started(tmp_path)
    assert all(map(alive, workers))
    driver.kill()
    driver.communicate()
    until(lambda: not any(map(alive, workers)))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at processes in /proc")
def test_ctrl_c_ends_all_and_only_the_driver_tells(tmp_path: Path) -> None:
    driver, workers = started(tmp_path)
    os.killpg(driver.pid, signal.SIGINT)
    _, told = driver.communicate(timeout=30)
    until(lambda: not any(map(alive, workers)))
    assert told.count("Traceback") == 1
    assert told.rstrip().endswith("KeyboardInterrupt")
    assert "warn" not in told.lower()


def test_launchers_are_known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_launcher("joblib") == "joblib"
    with pytest.raises(UnknownName, match="did you mean 'joblib'"):
        check_launcher("jobllib")
    monkeypatch.setattr(errors, "find_spec", lambda _: None)
    with pytest.raises(errors.NotInstalled, match=r"pip install 'gongzhi\[cluster\]'"):
        check_launcher("ray")
    with pytest.raises(errors.NotInstalled, match="launcher=submitit needs submitit"):
        next(each(where, range(3), 2, "submitit"))

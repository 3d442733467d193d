"""SLURM jobs by submitit: as processes of this machine, and through commands that behave as SLURM's do."""

import os
import stat
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from experiments.compare import carry_out
from experiments.launchers import slurm
from experiments.launchers.errors import ClusterFailed
from experiments.living import Where
from experiments.workers import each
from tests.cluster.conftest import stored
from tests.cluster.study import question

pytestmark = pytest.mark.cluster

SBATCH = """#!/bin/bash
script="${@: -1}"
id=$(( $(ls "$FAKE" | grep -c pid) + 1 ))
export SLURM_JOB_ID=$id SLURM_NTASKS=1 SLURM_JOB_NUM_NODES=1 SLURM_NODEID=0 SLURM_PROCID=0 SLURM_LOCALID=0
export SLURM_JOB_NODELIST=here
cp "$script" "$FAKE/$id.script"
setsid bash "$script" >"$FAKE/$id.out" 2>&1 </dev/null &
echo $! >"$FAKE/$id.pid"
echo "Submitted batch job $id"
"""
SRUN = """#!/bin/bash
while [ $# -gt 0 ]; do case "$1" in --output|--error) shift 2;; --*) shift;; *) break;; esac; done
exec "$@"
"""
SACCT = """#!/bin/bash
echo "JobID|State|NodeList"
for file in "$FAKE"/*.pid; do
    state=FAILED; kill -0 "$(cat "$file")" 2>/dev/null && state=RUNNING
    echo "$(basename "$file" .pid)|$state|here"
done
"""
SCANCEL = """#!/bin/bash
kill -TERM -- "-$(cat "$FAKE/${@: -1}.pid")"
"""


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for results, in which jobs have a folder of their own."""
    monkeypatch.setenv("GONGZHI_RESULTS", str(tmp_path))
    return tmp_path


@pytest.fixture
def slurm_commands(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands that run jobs on this machine as SLURM's run them on a cluster."""
    folder = tmp_path_factory.mktemp("bin")
    for name, text in (("sbatch", SBATCH), ("srun", SRUN), ("sacct", SACCT), ("scancel", SCANCEL)):
        (folder / name).write_text(text)
        (folder / name).chmod(stat.S_IRWXU)
    jobs = tmp_path_factory.mktemp("jobs")
    monkeypatch.setenv("FAKE", str(jobs))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return jobs


def square(number: int) -> int:
    return number * number


def refuse_three(number: int) -> int:
    if number == 3:
        raise LookupError("three is refused")
    return number


def die_on_four(before: Path | None, number: int) -> int:
    """Die with the process: always, or unless it happened before."""
    if number == 4 and not (before and before.exists()):
        if before:
            before.touch()
        print("no memory left", flush=True)
        os._exit(9)
    return number


def logs(folder: Path) -> Iterator[Path]:
    return (folder / slurm.JOB_FOLDER).rglob("*.err")


def test_jobs_do_every_task_once_and_clear_up(results: Path) -> None:
    assert sorted(each(square, range(10), 1, "submitit")) == [(n, n * n) for n in range(10)]
    assert not list((results / slurm.JOB_FOLDER).iterdir())


def test_tasks_are_shared_out_among_jobs() -> None:
    sizes = [len(chunk.tasks) for chunk in slurm._chunks(range(1000), 16)]
    assert sum(sizes) == 1000
    assert len(sizes) == 63
    assert max(len(chunk.tasks) for chunk in slurm._chunks(range(100_000), 16)) == slurm.MOST_TASKS


def test_a_study_has_the_same_bytes(tmp_path: Path, slurm_commands: Path, alone: dict[str, bytes]) -> None:
    carry_out(question(), tmp_path / "study", Where(2, "submitit"))
    assert stored(tmp_path / "study") == alone
    script = (slurm_commands / "1.script").read_text()
    assert "#SBATCH --job-name=gongzhi" in script
    assert f"#SBATCH --time={slurm.MINUTES}" in script


def test_a_job_that_dies_is_submitted_once_more(tmp_path: Path, slurm_commands: Path) -> None:
    work = partial(die_on_four, tmp_path / "before")
    found = sorted(task for task, _ in each(work, range(6), 1, "submitit"))
    assert found == list(range(6))
    assert len(list(slurm_commands.glob("*.pid"))) == 3 + 1


def test_a_job_that_dies_again_names_its_log(results: Path) -> None:
    with pytest.raises(ClusterFailed, match=r"failed 2 times \(log: (.*)\)") as told:
        list(each(partial(die_on_four, None), range(6), 1, "submitit"))
    assert str(told.value).split("log: ")[1].split(")")[0] in {str(path) for path in logs(results)}


def test_an_error_of_the_work_is_raised_as_what_it_is() -> None:
    found = each(refuse_three, range(4, 0, -1), 1, "submitit")
    assert next(found) == (4, 4)
    with pytest.raises(LookupError, match="three is refused"):
        next(found)


def doze(marks: Path, number: int) -> int:
    time.sleep(60 * number)
    (marks / str(number)).touch()
    return number


def test_breaking_off_cancels_the_jobs(tmp_path: Path, slurm_commands: Path) -> None:
    found = each(partial(doze, tmp_path), range(2), 2, "submitit")
    assert next(found) == (0, 0)
    other = max(slurm_commands.glob("*.pid"))
    assert Path(f"/proc/{other.read_text().strip()}").exists()
    found.close()
    time.sleep(1)
    assert not Path(f"/proc/{other.read_text().strip()}/exe").exists()
    assert not (tmp_path / "1").exists()

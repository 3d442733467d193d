"""Faults of the kind that programmers make, planted one at a time in a copy of the model, and who notices.

Kernels are not compiled there (NUMBA_DISABLE_JIT), so that nothing is compiled anew for each fault; counties are tiny.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("sim", "conf", "tests", "experiments", "scripts", "benchmarks", "pyproject.toml")
SUBSET = (
    "tests/core/test_levers.py",
    "tests/model/test_identities.py",
    "tests/model/test_isolation.py::test_a_pilot_leaves_the_levers_of_other_villages_alone",
    "tests/model/test_isolation.py::test_before_its_first_month_a_measure_changes_nothing_and_afterwards_does",
    "tests/model/test_isolation.py::test_townships_meet_nowhere_but_at_the_county_centre",
    "tests/oracle/test_docking.py::test_a_small_county_left_alone",
    "tests/oracle/test_docking.py::test_a_year_under_measures",
)
"""Books, places that do not touch, and a year of the engine beside its twin: under half a minute."""
BRIEF = "not test_identities or (lively and measures)"
"""Of the books, those of one county only: the lively one with all measures."""
LONGEST = 240
"""Seconds after which a run is taken to hang."""


@dataclass(frozen=True)
class Fault:
    """One edit of one file; ``right`` stands there exactly once."""

    name: str
    file: str
    right: str
    wrong: str


FAULTS = (
    Fault(
        "wrong sign: distrust of cadres brings disputes to them",
        "sim/processes/pagoda.py",
        "p.third_severity * ln_severity + p.third_trust",
        "p.third_severity * ln_severity - p.third_trust",
    ),
    Fault(
        "new state: trust learns from what it has become this month",
        "sim/processes/trust.py",
        "column[i] = real(column[i]) + change[n]",
        "old, new = contacts.result[n], real(column[i]); "
        "column[i] = new + (change[n] if old < 0 else lesson(p, new, old))",
    ),
    Fault(
        "lost: one case in ten leaves the table without an end",
        "sim/processes/settlement.py",
        "state.cases.keep(~leaves)",
        "state.cases.keep(~leaves & (np.arange(size) % 10 != 9))",
    ),
    Fault(
        "draw without month: who learns of an institution draws the same number every month",
        "sim/processes/awareness.py",
        "start, count, seed, MONTH, month)",
        "start, count, seed, MONTH, 0)",
    ),
    Fault(
        "off by one: a transfer takes a month longer than its days",
        "sim/processes/transfer.py",
        "return max(1, math.floor(days / 30.0 + u))",
        "return max(1, math.floor(days / 30.0 + u)) + 1",
    ),
    Fault(
        "counted twice: an hour of a mediator serves two cases",
        "sim/processes/settlement.py",
        "used[line] += given",
        "used[line] += 0.5 * given",
    ),
    Fault(
        "out of scope: a measure moves its levers in every village",
        "sim/core/levers.py",
        "if reach is None else reach * force",
        "if reach is None else np.ones_like(reach) * force",
    ),
    Fault(
        "not used up: points that were redeemed can be redeemed again",
        "sim/processes/matching.py",
        "residents.points[i] = points * (1.0 - p.redeem)",
        "residents.points[i] = points",
    ),
)


def copy_to(folder: Path) -> None:
    """A copy of all that the tests need."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)


def plant(fault: Fault, folder: Path) -> None:
    """Edit the copy; raises ``ValueError`` where the source no longer reads as the fault expects."""
    path = folder / fault.file
    source = path.read_text("utf-8")
    if source.count(fault.right) != 1:
        raise ValueError(f"'{fault.name}' does not fit {fault.file} any more: '{fault.right}' must stand there once")
    path.write_text(source.replace(fault.right, fault.wrong), encoding="utf-8")


def failures(folder: Path, first_only: bool = False) -> list[str]:
    """Tests of the subset that fail in a copy, by their names; ``RuntimeError`` if it could not be run at all."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider"]
    command += ["-p", "tests.verify.tiny", "-k", BRIEF]
    command += ["-x"] if first_only else []
    settings = {**os.environ, "PYTHONPATH": str(folder), "NUMBA_DISABLE_JIT": "1", "COLUMNS": "400"}
    for name in ("GONGZHI_VERIFY", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS", "HYPOTHESIS_PROFILE"):
        settings.pop(name, None)
    try:
        done = subprocess.run(
            [*command, *SUBSET], cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return ["(the tests do not come to an end)"]
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pytest ended with {done.returncode} in the copy:\n{(done.stdout + done.stderr)[-2000:]}")
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return [line.split(" ", 1)[1].partition(" - ")[0].strip() for line in lines]

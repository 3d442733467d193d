"""A fault in the model does not go unnoticed: eight are planted one at a time, and a small part of the suite is run."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.verify.faults import FAULTS, ROOT, Fault, copy_to, failures, plant
from tests.verify.summary import Verify

CHECK = "d planted faults"
ENOUGH = 7


@pytest.mark.slow
def test_planted_faults_are_caught(tmp_path: Path, verified: Verify) -> None:
    (tmp_path / "sound").mkdir()
    copy_to(tmp_path / "sound")
    failing = failures(tmp_path / "sound")
    verified(CHECK, "without a fault: tests that fail", len(failing), at_most=0)

    def catch(numbered: tuple[int, Fault]) -> str:
        number, fault = numbered
        folder = tmp_path / str(number)
        folder.mkdir()
        copy_to(folder)
        plant(fault, folder)
        return next(iter(failures(folder, first_only=True)), "")

    with ThreadPoolExecutor(2) as pool:
        caught = list(pool.map(catch, enumerate(FAULTS)))
    missed = [fault.name for fault, test in zip(FAULTS, caught, strict=True) if not test]
    by = "; ".join(sorted({test.rpartition("/")[2].partition("[")[0] for test in caught if test}))
    statement = f"faults planted one at a time and caught, by {by}" + f"; missed: {', '.join(missed)}" * bool(missed)
    verified(CHECK, statement, len(caught) - len(missed), at_least=ENOUGH, of=len(FAULTS))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.partition(":")[0])
def test_faults_fit_the_source(fault: Fault, tmp_path: Path) -> None:
    (tmp_path / fault.file).parent.mkdir(parents=True)
    (tmp_path / fault.file).write_text((ROOT / fault.file).read_text("utf-8"), encoding="utf-8")
    plant(fault, tmp_path)
    planted = (tmp_path / fault.file).read_text("utf-8")
    compile(planted, fault.file, "exec")
    assert fault.wrong in planted


def test_a_fault_that_no_longer_fits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"does not fit rule\.py any more"):
        plant(Fault("odd", "rule.py", "b = 1", "b = 2"), tmp_path)

"""The cache of compiled kernels can never be stale, and arithmetic in kernels is the strict one of numpy."""

import ast
import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.core import kernels
from sim.core.kernels import cache_folder, kernel, loop, row, rule, source_hash

ROOT = Path(__file__).resolve().parents[2]
DECORATORS = {"kernel", "loop", "rule", "inlined"}
SOURCES = {
    "core/kernels.py": "",
    "core/maths.py": "half = 0.5",
    "agents/resident.py": "",
    "processes/needs.py": "",
    "policies/base.py": "",
    "county.py": "",
    "record.py": "",
}


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small source tree of which the hash is taken."""
    for name, text in SOURCES.items():
        path = tmp_path / "sim" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(kernels, "__file__", str(tmp_path / "sim" / "core" / "kernels.py"))
    return tmp_path / "sim"


@pytest.mark.parametrize("name", ["core/kernels.py", "core/maths.py", "agents/resident.py", "processes/needs.py"])
def test_a_change_of_any_source_of_kernels_gives_another_cache(sim: Path, name: str) -> None:
    before = source_hash()
    (sim / name).write_text("half = 0.6")
    assert source_hash() != before


def test_a_new_and_a_renamed_source_give_another_cache(sim: Path) -> None:
    before = source_hash()
    (sim / "processes" / "needs.py").rename(sim / "processes" / "wants.py")
    renamed = source_hash()
    (sim / "processes" / "new.py").write_text("")
    assert len({before, renamed, source_hash()}) == 3


@pytest.mark.parametrize("name", ["policies/base.py", "policies/new.py", "county.py", "record.py"])
def test_what_ends_up_in_no_kernel_leaves_the_cache_alone(sim: Path, name: str) -> None:
    before = source_hash()
    (sim / name).write_text("half = 0.6")
    assert source_hash() == before


def test_what_is_left_out_of_the_hash_declares_no_kernel() -> None:
    for path in sorted((ROOT / "sim").rglob("*.py")):
        if path.relative_to(ROOT / "sim").parts[0] not in kernels.WITHOUT_KERNELS:
            continue
        functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        used = {ast.unparse(decorator) for function in functions for decorator in function.decorator_list}
        assert not used & DECORATORS, path


def test_no_kernel_source_imports_what_is_left_out_of_the_hash() -> None:
    left_out = {f"sim.{name.removesuffix('.py')}" for name in kernels.WITHOUT_KERNELS}
    for path in sorted((ROOT / "sim").rglob("*.py")):
        parts = path.relative_to(ROOT / "sim").parts
        if parts[0] in kernels.WITHOUT_KERNELS or parts == ("__init__.py",):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not any(f"{node.module}.".startswith(f"{name}.") for name in left_out), path


def test_the_cache_is_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / "kernels" / source_hash()
    assert cache_folder().is_dir()


def test_where_nothing_can_be_written_the_cache_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GONGZHI_CACHE_DIR", str(tmp_path / "file" / "below"))
    folder = cache_folder()
    assert folder.is_dir()
    assert tmp_path not in folder.parents
    folder.rmdir()


@rule
def over(a: float, b: float) -> float:
    return a / b


@loop
def shares(values: NDArray[np.float64], total: float) -> None:
    for i in range(values.size):
        values[i] = over(values[i], total)


@kernel
def summed(values: NDArray[np.float32]) -> float:
    total = 0.0
    for i in range(values.size):
        total += values[row(i)]
    return total


def test_division_by_zero_in_a_kernel_follows_ieee() -> None:
    values = np.array([1.0, -1.0, 0.0])
    shares(values, 0.0)
    assert values[:2].tolist() == [math.inf, -math.inf]
    assert math.isnan(values[2])


def test_sums_are_taken_in_order_and_not_reassociated() -> None:
    values = np.array([1e8, 1.0, -1e8, 1.0] * 10, np.float32)
    total = 0.0
    for value in values:
        total += float(value)
    assert summed(values) == total

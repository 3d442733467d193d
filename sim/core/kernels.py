"""Compiled decisions: one decorator for every kernel, and a cache that can never be stale.

numba keys its cache by the file that holds a kernel, not by the files of the helpers inlined into it: a helper
edited elsewhere leaves an old kernel in use. The cache folder is therefore named after a hash of every source file
whose code or types can end up in a kernel; it is set here, before the first kernel is declared.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
import platformdirs

WITHOUT_KERNELS = (
    "policies",
    "county.py",
    "costs.py",
    "record.py",
    "scenario.py",
    "indicators.py",
    "indicator_table.py",
)
"""Parts of ``sim`` whose code never ends up in a kernel."""

_unsigned = cast(Callable[[int], int], np.uint64)

Function = TypeVar("Function", bound=Callable[..., Any])

whole = cast(Callable[[Any], int], np.int64)
real = cast(Callable[[Any], float], np.float64)
"""A number read from a column, before one calculates with it: 64 bits with and without compilation."""


def source_hash() -> str:
    """Hexadecimal digest of the Python sources of ``sim`` that kernels are made of (16 characters)."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        if relative.parts[0] in WITHOUT_KERNELS:
            continue
        digest.update(relative.as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder for compiled kernels of exactly these sources; a temporary one where the user's cache is read-only."""
    base = os.environ.get("GONGZHI_CACHE_DIR") or platformdirs.user_cache_dir("gongzhi")
    folder = Path(base) / "kernels" / source_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="gongzhi-kernels-"))


numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]


def kernel(function: Function) -> Function:
    """Compile a decision over columns: cached, one core, strict IEEE arithmetic (no fastmath).

    With ``NUMBA_DISABLE_JIT=1`` the plain Python function runs instead and gives the same bits.
    """
    return cast(Function, numba.njit(cache=True, error_model="numpy")(function))


def _without_allocation(function: Function, cache: bool) -> Function:
    options: dict[str, Any] = {"cache": cache, "error_model": "numpy", "_nrt": False}
    return cast(Function, numba.njit(**options)(function))


def loop(function: Function) -> Function:
    """Compile a decision over columns that allocates nothing; all arrays, scratch ones too, come as arguments.

    Without allocation numba leaves out the counting of references, which otherwise costs more than the decisions in
    loops that look columns up in tuples.
    """
    return _without_allocation(function, cache=True)


def rule(function: Function) -> Function:
    """Compile a pure rule of numbers that kernels call in their inner loops, where LLVM inlines it."""
    return _without_allocation(function, cache=False)


def inlined(function: Function) -> Function:
    """Compile a rule into its caller before LLVM sees it: needed where the calling loop must become vector code."""
    return cast(Function, numba.njit(error_model="numpy", inline="always")(function))


@rule
def row(i: int) -> int:
    """A row that is known not to be negative.

    numba lets a signed index count from the end; the check for that keeps the compiler from vectorising a loop over
    part of a column, an unsigned index does not.
    """
    return _unsigned(i)

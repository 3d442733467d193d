"""Where a result comes from: versions, commit and machine class; nothing that names a person or a machine."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import sim

LIBRARIES = ("gongzhi", "mesa", "numpy", "numba", "pandas", "scipy", "pyarrow", "hydra-core")
GIT_SECONDS = 10.0


def versions() -> dict[str, str]:
    """Versions of Python and of what decides results."""
    return {"python": platform.python_version()} | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def machine() -> dict[str, str | int | None]:
    """The class of machine: system, processor type and number of processors."""
    return {"system": platform.system(), "processor": platform.machine(), "processors": os.cpu_count()}


def git_state() -> dict[str, Any] | None:
    """Commit of the sources and whether they differ from it; None where they are in no checkout or git is missing."""
    root = Path(sim.__file__).resolve().parent
    if _git(root, "ls-files", "--error-unmatch", "county.py") is None:
        return None
    changes = _git(root, "status", "--porcelain", "--", "..")
    return {"commit": _git(root, "rev-parse", "HEAD"), "dirty": None if changes is None else bool(changes)}


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=GIT_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None

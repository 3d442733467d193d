"""The class of machine and the state of the sources that figures hold for; no names of machines or folders."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.core.kernels import source_hash

PACKAGES = ("numpy", "numba", "llvmlite", "mesa")
ROOT = Path(__file__).resolve().parent.parent


def machine() -> dict[str, Any]:
    """Processor, cores, system and the versions that decide how fast code is."""
    return {
        "cpu": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def sources() -> dict[str, Any]:
    """The commit, whether the model's files differ from it, and the hash that names the kernel cache."""
    changed = _git("status", "--porcelain", "--", "sim", "conf", "benchmarks")
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed": None if changed is None else bool(changed),
        "kernels": source_hash(),
    }


def load() -> list[float] | None:
    """Processes that wanted to run over the last 1, 5 and 15 minutes; None where the system does not say."""
    return [round(value, 2) for value in os.getloadavg()] if hasattr(os, "getloadavg") else None


def now() -> str:
    """Date and time in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()

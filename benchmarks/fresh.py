"""Figures of fresh processes: the first month with a warm and with a cold kernel cache, a whole county's memory."""

import json
import os
import subprocess
import sys
import tempfile

from benchmarks.bench import Bench
from benchmarks.figures import Measured

WARM, COLD = "first_step_warm_seconds", "first_step_cold_seconds"
COUNTY, PEAK = "county_60_months_seconds", "peak_rss_county_mb"
Found = dict[str, float]


def fresh_figures(bench: Bench) -> dict[str, Measured]:
    """Each child is a process of its own; nothing else runs meanwhile."""
    found = {}
    if bench.wants(WARM):
        found[WARM] = _first_step([child("first_step") for _ in range(bench.rounds(5, 2))])
    if bench.wants(COUNTY, PEAK):
        found |= _county([child("county") for _ in range(bench.rounds(5, 1))])
    if bench.wants(COLD):
        with tempfile.TemporaryDirectory(prefix="gongzhi-bench-") as empty:
            found[COLD] = _first_step([child("first_step", {"GONGZHI_CACHE_DIR": empty})])
    return found


def child(what: str, environment: dict[str, str] | None = None) -> Found:
    """Run ``benchmarks.child`` and read what it prints; its errors go to the terminal."""
    command = [sys.executable, "-m", "benchmarks.child", what]
    done = subprocess.run(command, env=os.environ | (environment or {}), stdout=subprocess.PIPE, check=True, text=True)
    found: Found = json.loads(done.stdout)
    return found


def _first_step(runs: list[Found]) -> Measured:
    extra = {name: _each(runs, name) for name in ("import_seconds", "county_seconds", "whole_seconds")}
    return Measured(_each(runs, "step_seconds"), _each(runs, "step_cpu_seconds"), extra)


def _county(runs: list[Found]) -> dict[str, Measured]:
    extra = {"residents": runs[0]["residents"], "build_seconds": _each(runs, "build_seconds")}
    return {
        COUNTY: Measured(_each(runs, "seconds"), _each(runs, "cpu_seconds"), extra),
        PEAK: Measured(_each(runs, "peak_mb"), extra={"before_the_county_mb": _each(runs, "mb_before")}),
    }


def _each(runs: list[Found], name: str) -> list[float]:
    return [run[name] for run in runs]

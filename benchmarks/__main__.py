"""``python -m benchmarks [--quick] [--only NAME ...] [--profile]``: measure, print, write ``bench/bench.json``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.bench import Bench, warm_kernels
from benchmarks.browser import browser_figures
from benchmarks.counties import county_figures
from benchmarks.drawing import draw_figures
from benchmarks.figures import FIGURES, Measured, chosen
from benchmarks.fixed import fixed_figures
from benchmarks.fresh import fresh_figures
from benchmarks.launchers import launcher_figures
from benchmarks.machine import load
from benchmarks.months import month_figures
from benchmarks.page import page_figures
from benchmarks.report import as_record, show, write
from benchmarks.stages import profile
from benchmarks.studies import study_figures
from benchmarks.twin import twin_figures
from sim.core.names import UnknownName

MEASUREMENTS: tuple[Callable[[Bench], dict[str, Measured]], ...] = (
    draw_figures,
    fixed_figures,
    county_figures,
    month_figures,
    twin_figures,
    fresh_figures,
    study_figures,
    launcher_figures,
    page_figures,
    browser_figures,
)
KERNEL_FREE = {"draw_ns", "draw_block_ns", "first_step_cold_seconds", "efficiency_2_processes"}
"""Figures that need none of the model's kernels beforehand."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    described = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast the engine is here.")
    described.add_argument("--quick", action="store_true", help="fewer repetitions and figures, under a minute")
    described.add_argument("--only", nargs="+", default=(), metavar="NAME", help=f"of: {', '.join(FIGURES)}")
    described.add_argument("--profile", action="store_true", help="where a month goes, by stage, in place of figures")
    described.add_argument("--results", type=Path, default=Path("results"), help="folder for results (./results)")
    return described


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; goals that are missed are shown, not an error."""
    given = parser().parse_args(arguments)
    console, errors = Console(), Console(stderr=True)
    try:
        bench = Bench(chosen(given.only, given.quick), given.quick)
    except UnknownName as error:
        errors.print(str(error), markup=False)
        return 2
    before = load()
    if given.profile or bench.wanted - KERNEL_FREE:
        with errors.status("kernels: loading, or compiling (which takes minutes the first time) ..."):
            warm_kernels()
    if given.profile:
        profile(bench, console)
        return 0
    found = measure(bench, errors)
    record = as_record(found, bench.quick, before)
    show(found, record, console)
    console.print(f"written to {write(record, given.results)}", highlight=False)
    return 0


def measure(bench: Bench, errors: Console) -> dict[str, Measured]:
    """The wanted figures, in the order of ``FIGURES``; without those that nothing could be told of."""
    found: dict[str, Measured] = {}
    for measurement in MEASUREMENTS:
        with errors.status(f"{measurement.__name__.replace('_', ' ')} ..."):
            found |= measurement(bench)
    return {name: found[name] for name in FIGURES if name in bench.wanted & found.keys()}


if __name__ == "__main__":
    sys.exit(main())

"""The table on the terminal and ``bench.json``."""

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.figures import FIGURES, Figure, Measured
from benchmarks.machine import load, machine, now, sources


def as_record(found: Mapping[str, Measured], quick: bool, load_before: list[float] | None) -> dict[str, Any]:
    """All that goes into ``bench.json``."""
    return {
        "date": now(),
        "quick": quick,
        "machine": machine(),
        "sources": sources(),
        "load": {"before": load_before, "after": load()},
        "figures": {name: measured.record(FIGURES[name]) for name, measured in found.items()},
        "goals": {
            name: {"goal": figure.goal, "sense": figure.sense, "unit": figure.unit}
            for name, figure in FIGURES.items()
            if figure.goal is not None
        },
    }


def write(record: Mapping[str, Any], results: Path) -> Path:
    """Write ``bench/bench.json`` under the folder of results."""
    path = results / "bench" / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    return path


def show(found: Mapping[str, Measured], record: Mapping[str, Any], console: Console) -> None:
    """The figures, and what they hold for."""
    table = Table(caption=_caption(record), caption_justify="left")
    table.add_column("figure", overflow="fold")
    for title in ("value", "min", "by cpu", "unit", "goal", "met"):
        table.add_column(title, justify="left" if title in ("unit", "met") else "right")
    for name, measured in found.items():
        table.add_row(*_cells(FIGURES[name], measured))
    console.print(table)


def _cells(figure: Figure, measured: Measured) -> tuple[str, ...]:
    met = {None: "", True: "[green]yes", False: "[red]no"}[figure.met(measured.median)]
    goal = "" if figure.goal is None else f"{'<=' if figure.sense == 'at most' else '>='} {figure.goal:g}"
    by_cpu = number(median(measured.cpu)) if measured.cpu else ""
    return figure.name, number(measured.median), number(min(measured.samples)), by_cpu, figure.unit, goal, met


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"


def _caption(record: Mapping[str, Any]) -> str:
    here, load_of = record["machine"], record["load"]
    loads = " to ".join("?" if load_of[when] is None else f"{load_of[when][0]:.1f}" for when in ("before", "after"))
    told = "value: median of repeated measurements; by cpu: in processor time, which other programs lengthen less"
    return f"{told}. {here['cpu']}, {here['cores']} cores, load {loads}"

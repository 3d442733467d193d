"""One county, lived once: its tables by month."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.fingerprint import model_version, package_settings
from experiments.ledger import Asked, county_facts
from experiments.provenance import git_state, machine, versions
from experiments.store import Store, read_table, write_table
from sim import County, Scenario
from sim.record import Level

FEW_VILLAGES = 60
"""Up to so many villages a run writes the tables of each without being asked."""
LAST = 12
"""Months of the summary."""


@dataclass(frozen=True)
class Run:
    """A finished run: its folder, its indicators at county level over the last months, and these months."""

    folder: Path
    summary: dict[str, float]
    first: int
    last: int


def run(scenario: Scenario, folder: Path, villages: bool | None = None, asked: Asked | None = None) -> Run:
    """Live a scenario and store ``run.parquet``: month, level, unit, indicator, value.

    Levels are county and township, and village where asked for or, with None, where there are few. Raises
    ``StoreError``.
    """
    store, asked = Store(folder), asked or Asked("experiments.run")
    store.open(for_blocks=False)
    county = County(scenario)
    county.run_to(scenario.months)
    record = county.record.since(1)
    few = county.state.places.villages <= FEW_VILLAGES
    levels: list[Level] = ["county", "township"]
    if few if villages is None else villages:
        levels.append("village")
    write_table(folder / "run.parquet", record.frame(levels))
    store.write_manifest(_manifest(scenario, asked))
    first = max(1, scenario.months - LAST + 1)
    summary = {key: float(value[0]) for key, value in record.over(first, scenario.months).items()}
    return Run(folder, summary, first, scenario.months)


def _manifest(scenario: Scenario, asked: Asked) -> dict[str, object]:
    return {
        "state": "finished",
        "command": asked.command,
        "config": dict(asked.config),
        "county": county_facts(scenario),
        "seed": scenario.seed,
        "months": scenario.months,
        "warmup": scenario.warmup,
        "parameters": dict(scenario.parameters),
        "policies": package_settings(scenario.policies),
        "model": model_version(scenario.policies),
        "git": git_state(),
        "versions": versions(),
        "machine": machine(),
    }


def read_run(folder: Path) -> pd.DataFrame:
    """The table of a stored run. Raises ``StoreError``."""
    return read_table(folder / "run.parquet")

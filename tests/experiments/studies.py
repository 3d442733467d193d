"""Small stored studies made up for tests: the files that a report reads, without a single run."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.indicator_table import INDICATORS

MEASURES = ("burden_reduction", "commendation", "micro_grids")
LEVELS = {
    "participation": 30.8,
    "volunteer_hours": 1040.0,
    "active_organisations": 1.05,
    "paperwork_share": 55.6,
    "resolved": 59.8,
    "settled_village_share": 89.8,
    "turned_away": 1.7,
    "petitions": 1.9,
    "participation_60": 30.2,
    "participation_under_60": 31.5,
    "participation_away": 0.0,
    "gap_age": -1.4,
    "gap_remote": -7.4,
    "matters_done": 35.6,
    "needs_unmet": 25.1,
    "burnout": 0.302,
    "trust_cadre": 0.547,
    "point_worth": float("nan"),
    "cost": 0.0,
}
CHANGES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    # mean change and half-width of its interval
    "micro_grids": {
        "participation": (14.1, 0.2),
        "volunteer_hours": (2307.0, 10.0),
        "paperwork_share": (-0.3, 0.2),
        "resolved": (4.6, 0.3),
        "gap_remote": (-3.3, 0.5),
        "matters_done": (-6.0, 0.5),
        "cost": (916251.0, 2300.0),
    },
    "burden_reduction": {
        "participation": (3.7, 0.2),
        "volunteer_hours": (174.0, 10.0),
        "paperwork_share": (-7.8, 0.2),
        "resolved": (0.4, 0.1),
        "gap_remote": (1.1, 0.5),
        "cost": (42000.0, 0.0),
    },
    "commendation": {
        "participation": (4.0, 0.2),
        "volunteer_hours": (320.0, 15.0),
        "active_organisations": (0.48, 0.23),
        "paperwork_share": (1.5, 0.1),
        "trust_cadre": (-0.003, 0.001),
        "cost": (268823.0, 700.0),
    },
}
SETTINGS = {"micro_grids": {"leaders": 5.0}, "burden_reduction": {}, "commendation": {}}
RARE = ("active_organisations", "petitions")


def effects(changes: Mapping[str, Mapping[str, tuple[float, float]]] = CHANGES) -> pd.DataFrame:
    """A table of effects; what is not given changes by nothing that could be told from chance."""
    rows = []
    for package, given in changes.items():
        for indicator, level in LEVELS.items():
            change, half = given.get(indicator, (0.0, 0.05))
            change = float("nan") if np.isnan(level) else change
            rows.append((package, indicator, level, level + change, change, change - half, change + half))
    columns = ["package", "indicator", "baseline", "treated", "difference", "low", "high"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(n=20, too_small=table["indicator"].isin(RARE), flag="", first=13, last=36)


def paths(packages: Sequence[str] = MEASURES) -> pd.DataFrame:
    """Paths of all indicators over 36 months; points are worth something under commendation only."""
    rows = []
    for package in ("baseline", *packages):
        for indicator, level in LEVELS.items():
            held = 52.1 if indicator == "point_worth" and package == "commendation" else level
            change = CHANGES.get(package, {}).get(indicator, (0.0, 0.0))[0]
            for month in range(1, 37) if indicator != "cost" else ():
                mean = held + change * min(1.0, month / 12)
                rows.append((package, month, indicator, "level", mean, 0.9 * held, 1.1 * held))
    columns = ["package", "month", "indicator", "kind", "mean", "band_low", "band_high"]
    return pd.DataFrame(rows, columns=columns)


def manifest(**changes: Any) -> dict[str, Any]:
    """A manifest of a finished study."""
    return {
        "command": "gongzhi demo",
        "county": {"zh": "巫山县（示例乡镇）", "en": "Wushan township", "registered_adults": 18000, "villages": 12},
        "seed": 1,
        "months": 36,
        "warmup": 24,
        "worlds": "shipped",
        "window": [13, 36],
        "blocks": {"asked": 20, "done": 20, "failed": 0},
        "packages": {name: {"policies": {name: SETTINGS[name]}} for name in MEASURES},
        "git": {"commit": "0123456789abcdef", "dirty": False},
        "versions": {"gongzhi": "0.1.0", "python": "3.11.7"},
        "begun": "2026-01-02T03:04:05+00:00",
    } | changes


def store(folder: Path, table: pd.DataFrame | None = None, courses: pd.DataFrame | None = None, **changes: Any) -> Path:
    """Write a study into a folder; ``changes`` go into its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    (effects() if table is None else table).to_parquet(folder / "effects.parquet")
    (paths() if courses is None else courses).to_parquet(folder / "paths.parquet")
    (folder / "manifest.json").write_text(json.dumps(manifest(**changes), ensure_ascii=False), encoding="utf-8")
    return folder


assert set(LEVELS) - {"cost"} <= set(INDICATORS)

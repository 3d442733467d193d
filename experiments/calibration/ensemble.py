"""The ensemble of calibrated worlds: a small table of parameters with what each world says, and where it comes from."""

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.calibration.coverage import Coverage
from experiments.calibration.waves import Calibrated
from experiments.fingerprint import model_version
from experiments.store import write_json, write_table
from experiments.targets import Target
from experiments.worlds import FOLDER, SHIPPED, TARGET, uncertain


def provenance(table: Path | None = None) -> dict[str, Any]:
    """Where an ensemble comes from: the one whose table is given, else the shipped one."""
    shipped = resources.files("gongzhi_conf") / FOLDER / f"{SHIPPED}.json"
    file = shipped if table is None else table.with_suffix(".json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def write_ensemble(found: Calibrated, folder: Path, facts: dict[str, Any], name: str = SHIPPED) -> Path:
    """Write the ensemble and its provenance; returns the table's path."""
    worlds = pd.DataFrame(found.space.worlds(found.shares))
    said = pd.DataFrame(found.second[found.kept], columns=[TARGET + target.id for target in found.targets])
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / f"{name}.parquet", pd.concat([worlds, said], axis=1))
    made = {
        "made": datetime.now(UTC).date().isoformat(),
        "model": model_version(),
        "method": "history matching: Latin hypercube, emulators, elliptical slice sampling, confirmed by the model",
        "first_wave": len(found.first),
        "second_wave": len(found.second),
        "worlds": len(worlds),
        "not_ruled_out": found.left,
        "coverage": _covered(found.coverage),
        **facts,
    }
    write_json(folder / f"{name}.json", made)
    return folder / f"{name}.parquet"


def _covered(found: Coverage) -> dict[str, float]:
    """Shares of trials in which 90 % intervals held the truth: means, and the one furthest from 90 %."""
    parameters, targets = found.overall
    return {"trials": found.trials, "parameters": parameters, "targets": targets, "worst": found.worst}


def fit_table(targets: tuple[Target, ...], table: pd.DataFrame) -> pd.DataFrame:
    """Every target beside the ensemble: 5, 50 and 95 % of what its worlds say, and the share within the tolerance.

    ``answer``: ``value`` where the target's value lies in the 90 % interval, ``tolerance`` where only part of its
    tolerance does, ``no`` where none does.
    """
    rows = []
    for target in targets:
        said = table[TARGET + target.id].to_numpy(np.float64)
        low, middle, high = np.nanpercentile(said, [5, 50, 95])
        met = low <= target.value <= high
        near = low <= target.high and high >= target.low
        inside = float(np.mean((said >= target.low) & (said <= target.high)))
        answer = "value" if met else "tolerance" if near else "no"
        rows.append({"id": target.id, "p5": low, "p50": middle, "p95": high, "inside": inside, "answer": answer})
    return pd.DataFrame(rows)


def learned(table: pd.DataFrame) -> pd.DataFrame:
    """How far each parameter was learned, the most first: 90 % width in the ensemble over that of the prior."""
    rows = []
    for name, (low, high) in uncertain().items():
        first, last = np.percentile(table[name].to_numpy(np.float64), [5, 95])
        middle = float((table[name].mean() - low) / (high - low))
        rows.append({"parameter": name, "ratio": float((last - first) / (0.9 * (high - low))), "mean_share": middle})
    return pd.DataFrame(rows).sort_values("ratio", ignore_index=True)

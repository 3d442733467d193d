"""Stored studies with blocks and worlds, made up by a known rule; tables follow from the blocks as in a real one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.blocks import counter_columns
from experiments.effects import effects
from experiments.ranking import ranking
from experiments.worlds import uncertain
from sim.policies import find, registry
from tests.experiments.studies import manifest, paths

ADULTS, PRESENT, GRIEVANCES = 20_000, 12_000.0, 80.0
MONTHS, WORLDS = 6, 20
PLANTED = "grievances.early"
"""The parameter that the gain of a ``planted`` measure follows."""

Gains = Mapping[str, tuple[float, float]]
"""By package, what it changes in participation and in grievances resolved, in points."""
THREE: Gains = {"micro_grids": (8.0, 3.0), "burden_reduction": (3.0, 0.0), "commendation": (3.05, -2.0)}


def gains_of_all() -> Gains:
    """All measures: each gains a little less than the one before, the last of them harm."""
    return {key: (6.0 - 0.6 * n, 4.0 - 0.5 * n) for n, key in enumerate(registry())}


def lived(
    folder: Path, gains: Gains = THREE, worlds: int = WORLDS, seeds: int = 1, planted: str = "", **changes: Any
) -> Path:
    """Write a study into a folder; with ``seeds`` 0 all its ``worlds`` blocks share the shipped parameters.

    ``planted``: a package whose gains follow ``PLANTED``. ``changes`` go into the manifest.
    """
    drawn = _worlds(worlds)
    blocks = [_block(k, k // max(seeds, 1), seeds, gains, drawn, planted) for k in range(worlds * max(seeds, 1))]
    months = pd.concat(blocks, ignore_index=True)
    (folder / "blocks").mkdir(parents=True)
    months.to_parquet(folder / "blocks" / "all.parquet")
    effects(months, ADULTS).to_parquet(folder / "effects.parquet")
    ranking(months).to_parquet(folder / "ranking.parquet")
    paths(list(gains)).to_parquet(folder / "paths.parquet")
    if seeds:
        drawn.rename_axis("world").reset_index().melt("world", var_name="parameter").to_parquet(
            folder / "worlds.parquet"
        )
    told = _manifest(gains, len(blocks), seeds) | changes
    (folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return folder


def _manifest(gains: Gains, blocks: int, seeds: int) -> dict[str, Any]:
    each = [{"block": 0, "name": "all"}]
    return manifest(
        state="finished",
        county={"zh": "甲县", "en": "County", "registered_adults": ADULTS, "villages": 12},
        months=MONTHS,
        window=[4, MONTHS],
        worlds="calibrated" if seeds else "shipped",
        blocks={"asked": blocks, "done": blocks, "failed": 0, "each": each},
        packages={name: _package(name) for name in gains},
    )


def _package(name: str) -> dict[str, Any]:
    if name not in registry():
        return {"policies": {}, "names": {}}
    policy = find(name)
    return {"policies": {name: {}}, "names": {name: {"zh": policy.zh, "en": policy.en}}}


def _worlds(number: int) -> pd.DataFrame:
    draws, ranges = np.random.default_rng(11), uncertain()
    values = {name: draws.uniform(low, high, number) for name, (low, high) in ranges.items()}
    return pd.DataFrame(values, index=range(1, number + 1))


def _block(k: int, world: int, seeds: int, gains: Gains, drawn: pd.DataFrame, planted: str) -> pd.DataFrame:
    draws = np.random.default_rng(100 + k)
    columns = counter_columns()
    counts = pd.DataFrame(draws.poisson(500, (MONTHS, len(columns))) + 1.0, columns=columns)
    counts["places.registered"] = float(ADULTS)
    counts["self_governance.present"], counts["grievances.grievances"] = PRESENT, GRIEVANCES
    took, talked = 0.3 * PRESENT, 0.4 * GRIEVANCES
    low, high = uncertain()[PLANTED]
    where = (drawn[PLANTED].iloc[world] - low) / (high - low) - 0.5
    packages = {"baseline": (0.0, 0.0), **gains}
    whole = pd.DataFrame(np.tile(counts.to_numpy(), (len(packages), 1)), columns=columns)
    whole[["block", "world", "seed"]] = k, world + 1 if seeds else 0, k
    whole["package"], whole["month"] = np.repeat(list(packages), MONTHS), np.tile(range(1, MONTHS + 1), len(packages))
    for n, (package, gain) in enumerate(packages.items()):
        here = slice(n * MONTHS, (n + 1) * MONTHS - 1)
        luck = 0.0 if package == "baseline" else 0.2 * draws.normal()
        more = [part + luck + (20.0 * where if package == planted else 0.0) for part in gain]
        whole.loc[here, "self_governance.took_part_year"] = took + PRESENT * more[0] / 100
        whole.loc[here, "grievances.talked"] = talked + GRIEVANCES * more[1] / 100
    for part in ("settled_village", "settled_township", "settled_county"):
        whole[f"settlement.{part}"] = GRIEVANCES / 30
    money = {f"cost.{p}": np.where(whole["package"] == p, 1000.0 * n, 0.0) for n, p in enumerate(packages) if n}
    return pd.concat([whole, pd.DataFrame(money)], axis=1)

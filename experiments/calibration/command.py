"""``gongzhi calibrate``: find the ensemble, store it with where it comes from, and show how well it fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.table import Table

from experiments.calibration.ensemble import fit_table, learned, provenance, write_ensemble
from experiments.calibration.waves import calibrate
from experiments.ledger import Asked, county_facts
from experiments.plain import plain_table
from experiments.progress import Progress
from experiments.store import read_table, write_csv
from experiments.tables import level_digits
from experiments.targets import Target
from experiments.words import Words
from experiments.workers import cores
from experiments.worlds import shipped
from sim.scenario import Scenario

SHOWN = 12
"""Parameters shown of those learned most."""
NARROWER = 0.8
"""Posterior over prior width below which a parameter counts as learned."""


def calibrate_and_store(
    base: Scenario,
    targets: Sequence[Target],
    folder: Path,
    workers: int | None,
    progress: Progress | None,
    asked: Asked,
) -> Path:
    """Calibrate, and write the ensemble and its tables to the folder; returns the path of the ensemble."""
    found = calibrate(base, targets, folder, workers=cores() if workers is None else workers, progress=progress)
    facts = {
        "command": asked.command,
        "county": county_facts(base),
        "seed": base.seed,
        "months": base.months,
        "warmup": base.warmup,
        "targets": {t.id: {k: v for k, v in asdict(t).items() if k in _STATED} for t in targets},
    }
    path = write_ensemble(found, folder, facts)
    table = read_table(path)
    write_csv(folder / "fit.csv", fit_table(tuple(targets), table))
    write_csv(folder / "learned.csv", learned(table))
    return path


_STATED = ("value", "low", "high", "weight", "discrepancy")


def fit_report(targets: Sequence[Target], path: Path | None, words: Words) -> Iterator[RenderableType]:
    """The fit of an ensemble, the shipped one where no path is given, and how far its parameters were learned."""
    table = shipped() if path is None else read_table(path)
    fit = fit_table(tuple(targets), table)
    yield _fit(targets, fit, words("cli.targets.fit_title", worlds=len(table)), words)
    counts = {answer: int((fit["answer"] == answer).sum()) for answer in ("value", "tolerance")}
    yield words("cli.targets.fit_score", targets=len(fit), **counts, none=len(fit) - sum(counts.values()))
    widths = learned(table)
    yield ""
    yield _learned(widths.head(SHOWN), words)
    yield words("cli.targets.covered", **_percent(provenance(path)["coverage"], words))
    narrowed = int((widths["ratio"] < NARROWER).sum())
    yield words("cli.targets.learned_note", parameters=len(widths), learned=narrowed)


def _percent(covered: Mapping[str, float], words: Words) -> dict[str, str]:
    """Shares as percentages, and the number of trials as it is."""
    shares = {key: words.number(100 * value, 1) for key, value in covered.items() if key != "trials"}
    return {**shares, "trials": words.number(covered["trials"], 0)}


def _fit(targets: Sequence[Target], fit: pd.DataFrame, title: str, words: Words) -> Table:
    heads = ("id", "target", "wanted", "range", "p5", "p50", "p95", "within", "fit", "weight")
    table = plain_table(*(words(f"cli.targets.{head}") for head in heads), title=title, numbers=(2, 3, 4, 5, 6, 7))
    for target, row in zip(targets, _rows(fit), strict=True):
        digits = level_digits(target.value)
        span = words("form.range", low=f"{target.low:g}", high=f"{target.high:g}")
        said = [words.number(value, digits) for value in (row["p5"], row["p50"], row["p95"])]
        inside = words("form.percent", number=words.number(100 * row["inside"], 0))
        answer = words("cli.targets.none" if row["answer"] == "no" else f"cli.targets.{row['answer']}")
        weight = words(f"cli.weight.{target.weight}")
        name = getattr(target, words.lang)
        table.add_row(target.id, name, f"{target.value:g}", span, *said, inside, answer, weight)
    return table


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _learned(widths: pd.DataFrame, words: Words) -> Table:
    heads = [words(f"cli.targets.{head}") for head in ("parameter", "ratio", "middle")]
    table = plain_table(*heads, title=words("cli.targets.learned_title"), numbers=(1, 2))
    for row in _rows(widths):
        table.add_row(row["parameter"], words.number(row["ratio"], 2), words.number(row["mean_share"], 2))
    return table

"""History matching in two waves: worlds from the prior, emulators of what they say, worlds that pass, lived again."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.calibration.emulator import fit
from experiments.calibration.sieve import draw, likelihood
from experiments.calibration.space import Space
from experiments.calibration.tolerance import CUTOFF, scaled, tolerances
from experiments.fingerprint import fingerprint, model_version, run_content
from experiments.progress import Progress, Silent
from experiments.store import fresh, read_table, write_table
from experiments.targets import Target
from experiments.workers import each
from experiments.worlds import World, draw_worlds
from sim import County, Scenario

Array = NDArray[np.float64]
SECOND_SEED = 100_000
"""Seeds of the second wave are those of the first and this more."""


@dataclass(frozen=True)
class Trial:
    """Lives an untreated county in a world and says what its targets measure."""

    base: Scenario
    targets: tuple[Target, ...]

    def __call__(self, task: tuple[int, World]) -> list[float]:
        """The targets' values in one world; the task is the number of its seed and the world."""
        number, world = task
        county = County(dataclasses.replace(self.base, seed=self.base.seed + number, parameters=world))
        county.run_to(self.base.months)
        return [target.measured(county) for target in self.targets]


@dataclass(frozen=True)
class Calibrated:
    """Worlds that look like the real county, shares of their prior ranges, and what each said of every target.

    ``first``, ``second``: values of the two waves, shape (worlds, targets); ``shares``: those of the worlds kept,
    shape (kept, parameters); ``kept``: which worlds of the second wave these are; ``part``: part of the prior that
    emulators let pass.
    """

    space: Space
    targets: tuple[Target, ...]
    first: Array
    second: Array
    shares: Array
    kept: NDArray[np.bool_]
    part: float


def calibrate(
    base: Scenario,
    targets: Sequence[Target],
    folder: Path,
    sizes: tuple[int, int] = (500, 320),
    workers: int = 1,
    progress: Progress | None = None,
) -> Calibrated:
    """Find worlds in which the untreated county of ``base`` reproduces the targets.

    The first wave is a Latin hypercube over all prior ranges. An emulator of each target is fitted to it, and the
    second wave is drawn from the prior by rejection on the emulated likelihood. Those of its worlds that the model
    itself does not rule out, on any target, are kept. What has been lived is kept in ``folder`` and not lived again.
    Raises ``NothingPlausible``.
    """
    trial, space = Trial(base, tuple(targets)), Space.of(base.parameters)
    design = [{**base.parameters, **world} for world in draw_worlds(sizes[0], base.seed, base.parameters)]
    first = _lived("first", trial, design, 0, folder, workers, progress or Silent())
    bounds = tolerances(trial.targets)
    shares = space.shares(design)
    emulators = [fit(shares, scaled(t, first[:, k]), 0.0) for k, t in enumerate(trial.targets)]
    passed = draw(sizes[1], len(space.names), emulators, bounds, likelihood, np.random.default_rng(base.seed))
    worlds = space.worlds(passed.shares)
    second = _lived("second", trial, worlds, SECOND_SEED, folder, workers, progress or Silent())
    far = np.array([bound.implausibility(scaled(bound.target, second[:, k]), 0.0) for k, bound in enumerate(bounds)])
    kept = np.nan_to_num(far, nan=np.inf).max(axis=0) <= CUTOFF
    return Calibrated(space, trial.targets, first, second, space.shares(worlds)[kept], kept, passed.part)


def _lived(
    name: str, trial: Trial, worlds: Sequence[World], offset: int, folder: Path, workers: int, progress: Progress
) -> Array:
    """The values of a wave, from its file where it lies there; the file is whole or not there."""
    content = {"run": run_content(trial.base), "worlds": list(worlds), "offset": offset, "model": model_version()}
    path = folder / f"{name}-{fingerprint({**content, 'targets': [t.id for t in trial.targets]})}.parquet"
    if path.exists():
        return read_table(path).to_numpy(np.float64)
    folder.mkdir(parents=True, exist_ok=True)
    with fresh(folder / "probe", keep=False) as file:
        file.write(b"can this folder be written to?")
    tasks = [(offset + k, world) for k, world in enumerate(worlds)]
    said: dict[int, list[float]] = {}
    progress.begin(len(tasks), 0)
    try:
        for (number, _), values in each(trial, tasks, workers):
            said[number] = values
            progress.advance(1)
    finally:
        progress.end()
    found = np.array([said[number] for number, _ in tasks])
    write_table(path, pd.DataFrame(found, columns=[target.id for target in trial.targets]))
    return found

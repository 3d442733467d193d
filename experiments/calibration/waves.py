"""Calibration in two waves: worlds from the prior and emulators of what they say; likely worlds, lived and confirmed.

What follows from likely and confirmed worlds is tried on data made up from known worlds (``coverage``).
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.calibration.coverage import Coverage, coverage
from experiments.calibration.emulator import Emulator, fit
from experiments.calibration.posterior import SETTLE, Chains, not_ruled_out
from experiments.calibration.space import Space
from experiments.calibration.tolerance import Tolerance, confirmed, excluded, scaled, tolerances
from experiments.errors import StudyError
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
TRIALS = 200
"""Trials of the intervals."""
_FEWEST = 0.1
"""Share of the second wave below which what is confirmed is no ensemble."""
_MEASURED = 0.5
"""Share of the first wave in which a target must be measured."""


class NothingPlausible(StudyError):
    """The model confirms hardly any world: the targets contradict it, or one another."""


class Unmeasured(StudyError):
    """A target that too many untreated counties say nothing about."""


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
    shape (kept, parameters); ``kept``: which worlds of the second wave these are; ``left``: part of the prior that
    emulators do not rule out; ``coverage``: how often intervals hold the truth.
    """

    space: Space
    targets: tuple[Target, ...]
    first: Array
    second: Array
    shares: Array
    kept: NDArray[np.bool_]
    left: float
    coverage: Coverage


def calibrate(
    base: Scenario,
    targets: Sequence[Target],
    folder: Path,
    sizes: tuple[int, int] = (500, 320),
    trials: int = TRIALS,
    workers: int = 1,
    progress: Progress | None = None,
) -> Calibrated:
    """Find worlds in which the untreated county of ``base`` reproduces the targets.

    The first wave is a Latin hypercube over all prior ranges. An emulator of each target is fitted to it, and the
    second wave is drawn by chains from the prior times the emulated likelihood. Those of its worlds that the model
    itself does not rule out, on any target, are kept. What has been lived is kept in ``folder`` and not lived again.
    Intervals are tried ``trials`` times. Raises ``NothingPlausible`` and ``Unmeasured``.
    """
    progress, trial, space = progress or Silent(), Trial(base, tuple(targets)), Space.of(base.parameters)
    design = [{**base.parameters, **world} for world in draw_worlds(sizes[0], base.seed, base.parameters)]
    first = _lived("first", trial, design, 0, folder, workers, progress)
    bounds, parameters, rng = tolerances(trial.targets), len(space.names), np.random.default_rng(base.seed)
    emulators = _emulators(trial.targets, space.shares(design), first)
    chains = Chains.towards(bounds, emulators, rng.random((sizes[1], parameters)), rng)
    worlds = [{**base.parameters, **world} for world in space.worlds(chains.move(SETTLE))]
    second = _lived("second", trial, worlds, SECOND_SEED, folder, workers, progress)
    kept = _confirmed(bounds, second)
    progress.note("cli.targets.trying", trials=trials)
    covered = coverage(emulators, bounds, parameters, trials, rng)
    left = not_ruled_out(bounds, emulators, parameters, rng)
    return Calibrated(space, trial.targets, first, second, space.shares(worlds)[kept], kept, left, covered)


def _emulators(targets: Sequence[Target], shares: Array, said: Array) -> list[Emulator]:
    """An emulator for each target, fitted to the worlds in which it was measured."""
    found = []
    for target, values in zip(targets, said.T, strict=True):
        measured = np.isfinite(values)
        if measured.mean() < _MEASURED:
            missing = 100 * (1 - measured.mean())
            raise Unmeasured(f"target {target.id} could not be measured in {missing:.0f} % of the worlds: leave it out")
        found.append(fit(shares[measured], scaled(target, values[measured])))
    return found


def _confirmed(bounds: Sequence[Tolerance], second: Array) -> NDArray[np.bool_]:
    """Worlds of the second wave that the model confirms; raises ``NothingPlausible`` where these are hardly any."""
    said = np.column_stack([scaled(bound.target, second[:, k]) for k, bound in enumerate(bounds)])
    kept = confirmed(bounds, said)
    if kept.mean() < _FEWEST:
        out = excluded(bounds, said).mean(axis=0)
        worst = ", ".join(f"{bounds[k].target.id} ({100 * out[k]:.0f} %)" for k in np.argsort(-out, kind="stable")[:3])
        raise NothingPlausible(
            f"the model confirms {kept.sum()} of the {len(kept)} worlds that looked likely: the targets contradict it, "
            f"or one another; those that rule out most are {worst}"
        )
    return kept


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

"""Which assumptions carry the result? Worlds of a design are lived, and indices made of the change of an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from experiments.calibration.space import Space
from experiments.desk import Desk
from experiments.methods.sensitivity import sensitivity
from experiments.methods.sensitivity_design import Design, by_group, hypercube, morris, sobol
from experiments.methods.sensitivity_seeds import SeedShare, seed_share
from experiments.questions.outcome import changes, check_outcome
from experiments.study import BASELINE, Draw, Package, Study, study_of
from sim.core.names import check_name
from sim.scenario import Scenario

Method = Literal["morris", "hypercube", "sobol"]
USUAL = {"morris": (20, 4), "hypercube": (600, 600), "sobol": (512, 512)}
"""Trajectories, worlds or base samples where none are asked for: of groups of parameters, and of single ones."""
REPEATED = 30
"""Worlds of a hypercube that are lived once more with another seed, to tell the seed's share."""


@dataclass(frozen=True)
class Question:
    """The design, its study (a block a row), and the outcome."""

    design: Design
    study: Study
    outcome: str

    @classmethod
    def of(
        cls,
        base: Scenario,
        packages: Mapping[str, Package],
        outcome: str,
        method: str,
        samples: int | None,
        groups: bool,
    ) -> "Question":
        """The question as it is asked; raises ``ValueError`` for what cannot be asked."""
        check_outcome(outcome)
        check_name("method", method, get_args(Method))
        if not set(packages) - {BASELINE}:
            raise ValueError("which measure? Say policies=[micro_grids], for example, or study=NAME of a stored study")
        if groups and method == "hypercube":
            raise ValueError("method=hypercube tells single parameters apart only: groups are for morris and sobol")
        space, number = Space.of(base.parameters), samples or USUAL[method][not groups]
        members = by_group(space.names) if groups else None
        if method == "hypercube":
            design = hypercube(space, number, base.seed)
        else:
            design = {"morris": morris, "sobol": sobol}[method](space, number, base.seed, members)
        return cls(design, study_of(base, packages, _draws(design, base.seed), "prior"), outcome)


def _draws(design: Design, seed: int) -> list[Draw]:
    """A block for every row; rows of a stream share a seed. Some worlds of a hypercube come again."""
    worlds, streams = design.worlds(), seed + design.stream
    rows = [Draw(k, k + 1, int(streams[k]), world) for k, world in enumerate(worlds)]
    again = worlds[:REPEATED] if design.kind == "hypercube" else []
    return rows + [Draw(len(rows) + k, k + 1, int(streams.max()) + 1 + k, world) for k, world in enumerate(again)]


@dataclass(frozen=True)
class Answer:
    """What was found for a package: indices (``methods.sensitivity.COLUMNS``), and the seed's share of variance."""

    package: str
    indices: pd.DataFrame
    seeds: SeedShare


def answer(question: Question, desk: Desk) -> list[Answer]:
    """Indices of the change that each package makes; tables go to the desk's store."""
    months, rows = desk.months(question.study), len(question.design.shares)
    found = changes(months, question.outcome).reindex(range(len(question.study.blocks)))
    answers = []
    for package in found:
        values = found[package].to_numpy(np.float64)
        indices = sensitivity(question.design, values[:rows])
        answers.append(Answer(str(package), indices, seed_share(_pairs(question.design, values))))
    table = pd.concat([one.indices.assign(package=one.package) for one in answers], ignore_index=True)
    desk.store.keep_table("indices", table, table)
    return answers


def _pairs(design: Design, values: np.ndarray) -> np.ndarray:
    """Worlds lived with two seeds, shape (worlds, 2)."""
    if design.kind == "hypercube":
        return np.column_stack([values[:REPEATED], values[len(design.shares) :]])
    units = values[: len(design.shares)].reshape(-1, design.width)
    return units[:, [0, -1]]

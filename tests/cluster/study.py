"""A small study through the store under any launcher: ``python -m tests.cluster.study FOLDER LAUNCHER [LOG]``.

With LOG every block leaves a line there before it is lived, with the ray node that does it, and takes half a second.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from experiments import living
from experiments.compare import carry_out
from experiments.study import Study, plan
from experiments.workers import check_launcher
from sim import Scenario
from sim.policies import BurdenReduction, MicroGrids
from sim.world.description import load_description

BLOCKS = 24


def question() -> Study:
    """A hamlet for four months, two measures."""
    hamlet = load_description("wushan_township").scaled(1, 2, 60)
    base = Scenario(county=hamlet, seed=1, months=4, warmup=2)
    return plan(base, {"micro_grids": [MicroGrids()], "relief": [BurdenReduction()]}, BLOCKS, "prior")


def slow(log: Path, work: Callable[[Any], Any], task: living.Task) -> Any:
    """The work, half a second later, with a line in the log."""
    import ray

    with log.open("a") as file:
        file.write(f"{ray.get_runtime_context().get_node_id()} {task.block.number}\n")
    time.sleep(0.5)
    return work(task)


def main(folder: str, launcher: str, log: str | None = None) -> None:
    """Live what is missing in the folder."""
    if log:
        living.attempt = partial(slow, Path(log), living.attempt)
    carry_out(question(), Path(folder), living.Where(2, check_launcher(launcher)))


if __name__ == "__main__":
    main(*sys.argv[1:])

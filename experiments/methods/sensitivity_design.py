"""Designs of a sensitivity study: which worlds to live, and which of them with the same seed. SALib draws them.

Everything is a share of a prior range and depends on nothing but the space, the sizes and the seed. Chance is made
visible by a *dummy*: a parameter that the model does not have.
"""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from SALib.sample import morris as salib_morris
from SALib.sample import sobol as salib_sobol
from scipy.stats import qmc

from experiments.calibration.space import Space
from experiments.worlds import World
from sim.core.names import check_name, check_range

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Kind = Literal["morris", "hypercube", "sobol"]

DUMMY = "dummy"
"""Name of the parameter that the model does not have."""
LEVELS = 4
"""Levels of a Morris design: 0, 1/3, 2/3 and 1 of a prior range."""
STEP = LEVELS / (2.0 * (LEVELS - 1))
"""How far a parameter moves in a Morris design, as a share of its prior range: 2/3."""
ENOUGH_BASES = 512
"""Base rows below which Sobol' indices are weak."""


@dataclass(frozen=True)
class Design:
    """Rows to be lived, one run each.

    ``members``: the group of each parameter, its own name where it stands alone. ``shares``: shape (rows, parameters),
    in a hypercube with the dummy as last column. ``stream``: shape (rows,); rows of the same stream are to be lived
    with the same seed, others with other seeds. ``width``: rows that belong together, one after the other: a trajectory
    of Morris, a base row of Sobol' with its hybrids; the last of them is the dummy's, the first world lived once more
    with another seed.
    """

    kind: Kind
    space: Space
    members: tuple[str, ...]
    shares: Array
    stream: Ints
    width: int

    @property
    def factors(self) -> tuple[str, ...]:
        """What indices are for: groups and parameters that stand alone, in the order of the space."""
        return tuple(dict.fromkeys(self.members))

    @property
    def alone(self) -> NDArray[np.bool_]:
        """Which factors are a single parameter."""
        return np.array([self.members.count(factor) == 1 for factor in self.factors])

    def worlds(self) -> list[World]:
        """The worlds of the rows, without the dummy."""
        return self.space.worlds(self.shares[:, : len(self.space.names)])


def by_group(names: Iterable[str]) -> dict[str, str]:
    """Parameters ``group.name`` by their group, to be handed to a design."""
    return {name: name.split(".")[0] for name in names}


def morris(space: Space, trajectories: int, seed: int, groups: Mapping[str, str] | None = None) -> Design:
    """Trajectories in which one factor after the other moves by ``STEP`` (Morris 1991; groups: Campolongo et al. 2007).

    ``trajectories`` x (factors + 2) rows. Each trajectory has a seed of its own, so that an elementary effect is a
    difference under common random numbers. Parameters of a group move together, each in a direction of its own.
    Raises ``UnknownName`` for a group's parameter that is not in the space, ``OutOfRange`` below 2 trajectories.
    """
    check_range("trajectories", trajectories, 2, float("inf"), "trajectories")
    problem = _problem(space, groups)
    shares = salib_morris.sample(problem, trajectories, num_levels=LEVELS, seed=int(seed))
    return _with_dummies("morris", space, problem, shares, trajectories)


def sobol(space: Space, bases: int, seed: int, groups: Mapping[str, str] | None = None) -> Design:
    """Saltelli's design for first-order and total Sobol' indices (Saltelli et al. 2010), scrambled.

    ``bases`` x (factors + 3) rows; each base row and its hybrids share a seed. Warns below ``ENOUGH_BASES``. Raises
    ``ValueError`` where ``bases`` is no power of 2, which the balance of the sequence needs, and ``UnknownName``.
    """
    if bases < 2 or bases & (bases - 1):
        nearest = 2 ** max(1, round(np.log2(max(bases, 1))))
        raise ValueError(f"bases={bases} is not allowed: a power of 2 is needed; the nearest is {nearest}")
    if bases < ENOUGH_BASES:
        warnings.warn(f"Sobol' indices from bases={bases} are weak: use {ENOUGH_BASES} or more", stacklevel=2)
    problem = _problem(space, groups)
    shares = salib_sobol.sample(problem, bases, calc_second_order=False, seed=int(seed))
    return _with_dummies("sobol", space, problem, shares, bases)


def hypercube(space: Space, worlds: int, seed: int) -> Design:
    """A Latin hypercube on the centres of its cells for PAWN and RBD-FAST alike; every world has a seed of its own.

    ``worlds`` rows. Raises ``OutOfRange`` below 2.
    """
    check_range("worlds", worlds, 2, float("inf"), "worlds")
    rng = np.random.default_rng(seed)
    shares = qmc.LatinHypercube(len(space.names) + 1, scramble=False, rng=rng).random(worlds)
    return Design("hypercube", space, space.names, shares, np.arange(worlds), 1)


def _problem(space: Space, groups: Mapping[str, str] | None) -> dict[str, Any]:
    """The space in SALib's words, every range from 0 to 1."""
    for name in groups or {}:
        check_name("parameter", name, space.names)
    members = [(groups or {}).get(name, name) for name in space.names]
    size = len(space.names)
    return {"num_vars": size, "names": list(space.names), "bounds": [[0.0, 1.0]] * size, "groups": members}


def _with_dummies(kind: Kind, space: Space, problem: dict[str, Any], shares: Array, units: int) -> Design:
    """The first world of each unit is lived once more, with a seed that no other row has."""
    parts = shares.reshape(units, -1, len(space.names))
    parts = np.concatenate([parts, parts[:, :1]], axis=1)
    stream = np.repeat(np.arange(units)[:, None], parts.shape[1], axis=1)
    stream[:, -1] += units
    width = parts.shape[1]
    return Design(kind, space, tuple(problem["groups"]), parts.reshape(-1, parts.shape[2]), stream.ravel(), width)

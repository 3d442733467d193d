"""A study: which packages of measures are compared, and on which blocks; settled before the first month is lived."""

import dataclasses
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from experiments.fingerprint import block_content, fingerprint, model_version
from experiments.worlds import calibrated_worlds, draw_worlds
from sim.core.names import check_name, check_range, unknown
from sim.policies import Policy
from sim.scenario import Scenario
from sim.world.description import CountyDescription
from sim.world.geography import draw_villages

BASELINE = "baseline"
"""Name of the empty package."""
MOST_BLOCKS = 100_000
MOST_PACKAGES = 48
"""Packages of a block beside the baseline; more are shared out among several files."""
Worlds = Literal["shipped", "prior", "calibrated"]
Package = tuple[Policy, ...]


@dataclass(frozen=True)
class Draw:
    """What a block is lived in: its number, its world (0 for the shipped parameters), and the seed."""

    number: int
    world: int
    seed: int
    parameters: Mapping[str, float]


@dataclass(frozen=True)
class Block:
    """One world and one seed with the packages lived in it, the baseline among them: the unit of work and of pairing.

    ``scenario`` holds no measures; ``version``: of the model (``fingerprint.model_version``). Packages too many for one
    file are shared out among several blocks of the same number.
    """

    number: int
    world: int
    scenario: Scenario
    packages: Mapping[str, Package]
    version: str

    @property
    def content(self) -> dict[str, Any]:
        """Everything that decides the months of the block."""
        return block_content(self.number, self.world, self.scenario, self.packages, self.version)

    @cached_property
    def name(self) -> str:
        """A name that follows from the content."""
        return fingerprint(self.content)


@dataclass(frozen=True)
class Study:
    """The packages, the baseline first, and the blocks; ``version``: see ``fingerprint.model_version``."""

    base: Scenario
    packages: Mapping[str, Package]
    blocks: tuple[Block, ...]
    worlds: Worlds
    version: str

    @property
    def name(self) -> str:
        """A name that follows from the content."""
        return fingerprint({"blocks": [block.name for block in self.blocks]})

    @property
    def runs(self) -> int:
        """Runs of all blocks together."""
        return sum(len(block.packages) for block in self.blocks)


def plan(
    base: Scenario,
    packages: Mapping[str, Sequence[Policy]],
    blocks: int = 40,
    worlds: Worlds = "calibrated",
    seeds: int = 1,
) -> Study:
    """Settle a study; everything that can be wrong is found here and not after an hour.

    Block ``k`` has the seed ``base.seed + k``. Unless ``worlds`` is ``shipped`` every ``seeds`` blocks in a row share a
    world: parameters that ``base`` does not set, drawn from their ranges or taken from the calibrated ensemble. Raises
    ``ValueError`` (``UnknownName``, ``OutOfRange``, ``DescriptionError``, ``StaleEnsemble``).
    """
    return study_of(base, packages, draws(base, blocks, worlds, seeds), worlds)


def draws(base: Scenario, blocks: int, worlds: Worlds, seeds: int = 1) -> list[Draw]:
    """The worlds and seeds of so many blocks; see ``plan``."""
    check_range("blocks", blocks, 1, MOST_BLOCKS, "blocks")
    check_name("worlds", worlds, get_args(Worlds))
    check_seeds(blocks, worlds, seeds)
    found = _worlds(worlds, blocks // seeds, base)
    which = [k // seeds for k in range(blocks)]
    return [Draw(k, w + 1 if found[w] else 0, base.seed + k, found[w]) for k, w in enumerate(which)]


def study_of(
    base: Scenario,
    packages: Mapping[str, Sequence[Policy]],
    draws: Sequence[Draw],
    worlds: Worlds,
    lived: Callable[[Draw], Collection[str]] | None = None,
) -> Study:
    """A study on given draws; ``lived``: the packages of a block by name, all where it is None.

    Raises ``ValueError`` as ``plan`` does.
    """
    if base.policies:
        raise ValueError("the base scenario of a comparison holds no measures: put them into packages")
    described = dataclasses.replace(base, county=base.description())
    checked = _checked(packages, described.description())
    version = model_version(policy for package in checked.values() for policy in package)
    blocks = [
        block_of(described, draw, {BASELINE: (), **{name: checked[name] for name in part}}, version)
        for draw in draws
        for part in _parts(checked if lived is None else lived(draw))
    ]
    return Study(described, checked, tuple(blocks), worlds, version)


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    """Names of packages in files of nearly equal size, each file with the baseline."""
    treated = [name for name in names if name != BASELINE]
    files = max(1, math.ceil(len(treated) / MOST_PACKAGES))
    for k in range(files):
        yield treated[k * len(treated) // files : (k + 1) * len(treated) // files]


def block_of(base: Scenario, draw: Draw, packages: Mapping[str, Package], version: str) -> Block:
    """The block of a draw with these packages."""
    changed: dict[str, Any] = {"seed": draw.seed, "parameters": {**base.parameters, **draw.parameters}}
    scenario = dataclasses.replace(base, **changed)
    return Block(draw.number, draw.world, scenario, packages, version)


def _worlds(worlds: Worlds, number: int, base: Scenario) -> list[dict[str, float]]:
    if worlds == "shipped":
        return [{}] * number
    if worlds == "calibrated":
        return calibrated_worlds(number, base.parameters)
    return draw_worlds(number, base.seed, base.parameters)


def _checked(packages: Mapping[str, Sequence[Policy]], description: CountyDescription) -> dict[str, Package]:
    """All packages with the baseline first, their measures and the villages these name found to exist."""
    found: dict[str, Package] = {BASELINE: ()}
    for name, package in packages.items():
        if not name or not name.isprintable():
            raise ValueError(f"package {name!r}: a name has at least one character and only printable ones")
        if name == BASELINE and package:
            raise ValueError(f"'{BASELINE}' is the package without measures: give this one another name")
        doubled = sorted({policy.key for policy in package if [p.key for p in package].count(policy.key) > 1})
        if doubled:
            raise ValueError(f"package '{name}' holds a measure more than once: {', '.join(doubled)}")
        found[name] = tuple(package)
    check_villages([policy for package in found.values() for policy in package], description)
    return found


def check_seeds(blocks: int, worlds: Worlds, seeds: int) -> None:
    """Raise ``ValueError`` where blocks cannot be shared out among worlds with so many seeds each."""
    check_range("seeds", seeds, 1, blocks, "blocks a world")
    if blocks % seeds:
        raise ValueError(f"blocks={blocks} cannot be shared out among worlds with seeds={seeds} each")
    if seeds > 1 and worlds == "shipped":
        several = "several worlds (worlds=calibrated, worlds=prior)"
        raise ValueError(f"seeds={seeds} is for {several}: with worlds=shipped there is only one")


def check_villages(policies: Sequence[Policy], description: CountyDescription) -> None:
    """Raise ``UnknownName`` where a measure lists a village that the county does not have."""
    if any(policy.villages for policy in policies):
        names = set(draw_villages(description, 0).names)
        for policy in policies:
            for village in policy.villages:
                if village not in names:
                    raise unknown(f"village in policies.{policy.key}.villages", village, names)

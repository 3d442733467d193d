"""A study: which packages of measures are compared, and on which blocks; settled before the first month is lived."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from experiments.fingerprint import fingerprint, model_version, package_settings, run_content
from experiments.worlds import calibrated_worlds, draw_worlds
from sim.core.names import check_name, check_range, unknown
from sim.policies import Policy
from sim.scenario import Scenario
from sim.world.description import CountyDescription
from sim.world.geography import draw_villages

BASELINE = "baseline"
"""Name of the empty package."""
MOST_BLOCKS = 100_000
Worlds = Literal["shipped", "prior", "calibrated"]
Package = tuple[Policy, ...]


@dataclass(frozen=True)
class Block:
    """One world and one seed: the unit of pairing.

    ``world`` is 0 for the shipped parameters and counts from 1 for draws; ``scenario`` holds no measures; ``name``
    follows from everything that decides the block's content.
    """

    number: int
    world: int
    scenario: Scenario
    name: str


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
        return len(self.blocks) * len(self.packages)


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
    check_range("blocks", blocks, 1, MOST_BLOCKS, "blocks")
    check_name("worlds", worlds, get_args(Worlds))
    check_seeds(blocks, worlds, seeds)
    if base.policies:
        raise ValueError("the base scenario of a comparison holds no measures: put them into packages")
    described = dataclasses.replace(base, county=base.description())
    checked = _checked(packages, described.description())
    version = model_version(policy for package in checked.values() for policy in package)
    content = {"version": version, "packages": {name: package_settings(found) for name, found in checked.items()}}
    number = blocks // seeds
    drawn = _worlds(worlds, number, base)
    planned = [_block(described, k, k // seeds, drawn[k // seeds], content) for k in range(blocks)]
    return Study(described, checked, tuple(planned), worlds, version)


def _worlds(worlds: Worlds, number: int, base: Scenario) -> list[dict[str, float]]:
    if worlds == "shipped":
        return [{}] * number
    if worlds == "calibrated":
        return calibrated_worlds(number, base.parameters)
    return draw_worlds(number, base.seed, base.parameters)


def _block(base: Scenario, number: int, which: int, world: Mapping[str, float], content: Mapping[str, Any]) -> Block:
    changed: dict[str, Any] = {"seed": base.seed + number, "parameters": {**base.parameters, **world}}
    scenario = dataclasses.replace(base, **changed)
    where = {"number": number, "world": which + 1 if world else 0}
    return Block(**where, scenario=scenario, name=fingerprint({**content, **where, **run_content(scenario)}))


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

"""The same question has the same answer: one worker or two, another process, in another order, uncompiled.

These properties have default tests of their own (tests/model/test_bits.py, tests/experiments/test_compare.py); here all
ways are gone in one place, under all 21 measures, and the fingerprints of what came out are counted.
"""

from pathlib import Path

import pytest

from experiments import compare
from sim import County, Scenario
from sim.policies import registry
from tests.model.counties import prints, scenario, small, told
from tests.verify.summary import Verify

CHECK = "g same result"
LIVED = "from tests.verify.test_same_result import fingerprints; tell(fingerprints())"
"""What another process does."""


def everything() -> County:
    """Nine months of 240 adults under all measures, short enough to live without compiled kernels."""
    measures = tuple(policy(ramp=0) for policy in registry().values())
    county = County(scenario(county=small(2, 2, 60.0), warmup=3, months=6, policies=measures, lively=True, seed=5))
    county.run_to(6)
    return county


def fingerprints() -> dict[str, str]:
    """Of all arrays of that county."""
    return prints(everything())


def differing(one: dict[str, str], other: dict[str, str]) -> int:
    assert one.keys() == other.keys()
    assert len(one) > 250
    return sum(one[name] != other[name] for name in one)


@pytest.mark.slow
def test_another_process_and_no_compiler_change_no_bit(verified: Verify) -> None:
    ours = fingerprints()
    verified(CHECK, "a fresh process: arrays that differ", differing(ours, told(LIVED)), at_most=0, of=len(ours))
    plain = told(LIVED, NUMBA_DISABLE_JIT="1")
    verified(CHECK, "nothing compiled: arrays that differ", differing(ours, plain), at_most=0, of=len(ours))


@pytest.mark.slow
def test_workers_and_order_change_no_byte(tmp_path: Path, verified: Verify) -> None:
    packages = {name: [policy()] for name, policy in registry().items()}
    packages["all"] = [policy() for policy in registry().values()]
    turned = {name: list(reversed(package)) for name, package in reversed(packages.items())}
    base = Scenario(county=small(1, 2, 60.0), seed=3, months=4, warmup=2)
    ways = {"one": (packages, 1), "two": (packages, 2), "turned": (turned, 2)}
    made = {
        way: compare(base, asked, study=tmp_path / way, blocks=4, workers=workers, progress=False).folder
        for way, (asked, workers) in ways.items()
    }
    stored = {
        way: {path.name: path.read_bytes() for path in (folder / "blocks").iterdir()} for way, folder in made.items()
    }
    assert len(stored["one"]) == 4
    for way, statement in (
        ("two", "two workers in place of one"),
        ("turned", "measures and packages in another order"),
    ):
        assert stored[way].keys() == stored["one"].keys()
        differ = sum(stored[way][name] != stored["one"][name] for name in stored["one"])
        verified(CHECK, f"{statement}: stored blocks that differ", differ, at_most=0, of=len(stored["one"]))

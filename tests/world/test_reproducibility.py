"""The same description, parameters and seed give the same county, with compiled kernels and without."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.parameters import standard
from sim.world.world import World, build_world
from tests.world.counties import description

ROOT = Path(__file__).resolve().parents[2]


def arrays(world: World) -> Iterator[tuple[str, NDArray[Any]]]:
    for part in ("residents", "cadres", "organisations", "enterprises", "bodies"):
        for name, array in getattr(world, part).items():
            yield f"{part}.{name}", array
    yield from world.facts._asdict().items()
    yield from (("ties", world.ties), ("household_size", world.household_size), ("need", world.places.need))


def prints(seed: int) -> dict[str, str]:
    """Fingerprints of all arrays of a tiny county."""
    county = build_world(description("wushan").scaled(2, 4, 150.0), standard(), seed)
    return {name: hashlib.sha256(array.tobytes()).hexdigest() for name, array in arrays(county)}


def test_the_same_seed_gives_the_same_county() -> None:
    assert prints(3) == prints(3)


def test_another_seed_gives_another_county() -> None:
    one, other = prints(3), prints(4)
    drawn = ("residents.age", "residents.frailty", "residents.registrant", "ties", "cadres.skill", "household_size")
    assert all(one[name] != other[name] for name in drawn)


def test_a_seed_above_32_bits_counts_in_full() -> None:
    assert prints(3)["ties"] != prints(3 + 2**32)["ties"]


def test_the_county_is_the_same_without_compilation() -> None:
    code = "from tests.world.test_reproducibility import prints; import json; print(json.dumps(prints(3)))"
    plain = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    plain["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    told = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == prints(3)


def test_people_keep_their_draws_when_other_parameters_change() -> None:
    """What somebody is like does not depend on what is asked about others: draws are keyed, not shared."""
    county = description("wushan").scaled(2, 4, 150.0)
    usual = standard()
    fewer = usual._replace(volunteering=usual.volunteering._replace(registered=0.15, member=15.0))
    one, other = build_world(county, usual, 3), build_world(county, fewer, 3)
    assert (other.residents["registrant"] <= one.residents["registrant"]).all()
    for name in ("age", "away", "frailty", "motivation", "trust_cadre", "employer"):
        assert np.array_equal(one.residents[name], other.residents[name])
    assert np.array_equal(one.ties, other.ties)

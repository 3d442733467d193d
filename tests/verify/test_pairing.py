"""Pairing is worth its price in studies as they are run: a township, calibrated worlds, every measure by itself.

tests/model/test_pairing.py guards the same for chance alone, in a small county with the shipped parameters. Here worlds
differ too, and a measure that works better in some of them than in others gains less. Only participation and settlement
are guarded: rare events are reported by ``python -m benchmarks``.
"""

import pandas as pd
import pytest

from benchmarks.pairing import gains
from benchmarks.studies import blocks_of, lived_by
from tests.verify.summary import Verify

CHECK = "h pairing"
BLOCKS = 24
LEAST = 5.0
"""How many times smaller the variance of an effect must be."""


@pytest.fixture(scope="module")
def township() -> pd.DataFrame:
    """Variance of unpaired over paired differences, by measure and outcome."""
    return gains(pd.concat([one.table for one in lived_by(blocks_of("wushan_township", BLOCKS), 1)]))


@pytest.mark.slow
@pytest.mark.parametrize("outcome", ["participation", "resolved"])
def test_every_effect_varies_five_times_less_over_pairs(township: pd.DataFrame, outcome: str, verified: Verify) -> None:
    found = township[outcome].dropna()
    assert len(found) > 15
    statement = (
        f"variance of effects on {outcome}, unpaired over paired, {BLOCKS} worlds: least of {len(found)} measures"
    )
    verified(CHECK, statement, float(found.min()), at_least=LEAST)

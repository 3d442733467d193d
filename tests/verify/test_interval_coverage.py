"""Intervals of effects hold the true effect as often as they say, through all of the pipeline from blocks to table.

An analytic toy: blocks of counts whose luck is shared by the pair, and a measure whose effect differs from block to
block; its mean is known. Effects on hours are skewed between blocks by about 2, more than the effects of measures on
what they aim at in a township under worlds from the prior. A skew of 3, as of side effects there, leaves t intervals of
40 blocks with 92 % and of 20 blocks with 90 %.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from experiments.blocks import counter_columns
from experiments.effects import effects
from tests.verify.summary import Verify

CHECK = "f interval coverage"
STUDIES, BLOCKS, ADULTS = 400, 40, 400_000
PRESENT, SHARE = 10_000, 0.3
POINTS = 2.0
"""Mean effect on participation in percentage points."""
HOURS, FACTOR = 1_000.0, 0.2
"""Mean hours of volunteers, and by what share the measure adds to them on average."""


def study(draws: np.random.Generator) -> pd.DataFrame:
    """One month of ``BLOCKS`` pairs."""
    rows = []
    for block in range(BLOCKS):
        luck, share = draws.gamma(4.0, 0.25), draws.beta(30.0, 70.0)
        gain = POINTS / 100 + draws.normal(0.0, 0.01)
        more = 1.0 + FACTOR * draws.gamma(4.0, 0.25)
        for package, changed_share, factor in (("baseline", share, 1.0), ("measure", share + gain, more)):
            row = dict.fromkeys(counter_columns(), 1.0)
            row["self_governance.present"] = PRESENT
            row["self_governance.took_part_year"] = draws.binomial(PRESENT, changed_share)
            row["volunteering.hours_organisation"] = HOURS * luck * factor
            keys = {"block": block, "world": 0, "seed": block, "package": package, "month": 1}
            rows.append({**keys, **row, "cost.measure": 0.0})
    return pd.DataFrame(rows)


def found() -> Iterator[pd.DataFrame]:
    draws = np.random.default_rng(20)
    for _ in range(STUDIES):
        yield effects(study(draws), ADULTS).set_index("indicator")[["low", "high", "difference"]]


@pytest.mark.slow
def test_intervals_of_effects_hold_the_true_effect(verified: Verify) -> None:
    truth = {"participation": POINTS, "volunteer_hours": HOURS * FACTOR}
    tables = list(found())
    for indicator, effect in truth.items():
        low, high, mean = (
            np.array([table.loc[indicator, name] for table in tables]) for name in ("low", "high", "difference")
        )
        assert mean.mean() == pytest.approx(effect, rel=0.05)
        statement = f"95 % intervals of an effect on {indicator.replace('_', ' ')}, {BLOCKS} blocks: share that hold it"
        verified(CHECK, statement, float(((low <= effect) & (effect <= high)).mean()), at_least=0.92, at_most=0.98)

"""The outcome in question, run by run."""

from typing import Literal

import pandas as pd

from experiments.measured import TOTAL_COST, default_window, over
from experiments.study import BASELINE
from sim.core.names import check_name
from sim.indicator_table import INDICATORS


def check_outcome(name: str) -> Literal[1, -1]:
    """1 where more of the outcome is better, -1 where less is; ``ValueError`` where neither, or it does not exist."""
    check_name("outcome", name, INDICATORS)
    direction = INDICATORS[name].direction
    if direction == 0:
        raise ValueError(f"outcome={name}: neither more nor less of it is better; name one that has a direction")
    return direction


def levels(months: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """The outcome of every run over the months of effects: a row a block, a column a package; ``cost`` over all."""
    runs = over(months, *default_window(int(months["month"].max())))
    table = runs[outcome].unstack("package")
    assert isinstance(table, pd.DataFrame)
    return table


def changes(months: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Paired differences to the baseline, a row a block, a column a package beside the baseline."""
    table = levels(months, outcome)
    return table.drop(columns=BASELINE).sub(table[BASELINE], axis=0)


def bills(months: pd.DataFrame) -> pd.DataFrame:
    """Yuan over all months, a row a block, a column a package beside the baseline."""
    return changes(months, TOTAL_COST)

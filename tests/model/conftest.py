"""Counties that have lived through a year or two, each once for all tests that only look at them."""

import pytest

from sim import County
from tests.model.counties import Diary, Stirred, all_measures, diary_of, scenario

DIARIES = ("untreated", "all measures", "lively", "lively with all measures", "levers at random")


def begun(name: str) -> County:
    if name == "levers at random":
        return Stirred(scenario(lively=True, months=18))
    measures = all_measures() if "measures" in name else ()
    return County(scenario(lively="lively" in name, months=18, policies=measures))


@pytest.fixture(scope="session", params=DIARIES)
def diary(request: pytest.FixtureRequest) -> Diary:
    """Two years of a small county, month by month."""
    return diary_of(begun(request.param))

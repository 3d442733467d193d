"""An untreated county stays as it is: what people think, know and belong to does not drift away in ten years."""

import numpy as np
import pytest

from sim import County, Scenario
from sim.world.description import load_description

YEARS = 10
AWARENESS = ("supervision", "mediation", "rules")
TRUST = ("neighbour", "volunteer", "cadre", "platform", "township")


@pytest.fixture(scope="module")
def years() -> dict[str, tuple[float, float]]:
    """Means over the first and the last year after the warm-up, in eight townships together."""
    county = County(Scenario(county=load_description("wushan_township").scaled(8, 12), seed=1, months=12 * YEARS))
    county.run_to(12 * YEARS)
    series = county.record.since(1).series()
    series |= {f"aware_{name}": 100.0 - series[f"unaware_{name}"] for name in AWARENESS}
    return {name: (float(np.mean(values[:12])), float(np.mean(values[-12:]))) for name, values in series.items()}


STEADY = (
    *(f"aware_{name}" for name in AWARENESS),
    "registered_volunteers",
    "volunteer_hours",
    "skill",
    "burnout",
    "efficacy",
    "satisfaction",
    "backlog",
    "needs_met",
    "firms",
    "workers",
    "present",
    "rural_60",
    "paperwork_share",
    "service_hours",
)


@pytest.mark.parametrize("name", STEADY)
def test_stocks_stay_within_an_eighth(years: dict[str, tuple[float, float]], name: str) -> None:
    first, last = years[name]
    assert last == pytest.approx(first, rel=0.12)


@pytest.mark.parametrize("name", ["members", "participation", "organising_hours"])
def test_more_volatile_stocks_stay_within_a_seventh(years: dict[str, tuple[float, float]], name: str) -> None:
    """People slowly go away: of those who remain fewer take part, three points in ten years."""
    first, last = years[name]
    assert last == pytest.approx(first, rel=0.15)


def test_nothing_that_only_measures_bring_comes_by_itself(years: dict[str, tuple[float, float]]) -> None:
    for name in ("leaders", "social_worker_share", "dependence", "docked", "cost"):
        assert years[name] == (0.0, 0.0), name


@pytest.mark.parametrize("channel", TRUST)
def test_trust_stays_within_a_twentieth(years: dict[str, tuple[float, float]], channel: str) -> None:
    first, last = years[f"trust_{channel}"]
    assert last == pytest.approx(first, abs=0.05)


def test_pressure_stays_at_its_usual(years: dict[str, tuple[float, float]]) -> None:
    for mean in years["pressure"]:
        assert mean == pytest.approx(1.0, abs=0.2)

"""When a measure stops, its effect fades as fast as its mechanism explains: at once, or by a rate that is written down.

Pairs of a county of eight townships: with the measure for a while, and without.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import County, Scenario
from sim.parameters import Parameters
from sim.policies import BurdenReduction, MicroGrids, Policy, Publicity
from sim.processes.awareness import learns
from sim.processes.blocks import village_view
from sim.world.description import load_description
from tests.verify.summary import Verify

CHECK = "e fading"
WARMUP, STOPS, MONTHS = 24, 12, 60
Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def warmed() -> County:
    county = County(Scenario(county=load_description("wushan_township").scaled(8, 12), months=MONTHS, warmup=WARMUP))
    county.run_to(0)
    return county


@pytest.fixture(scope="module")
def untreated(warmed: County) -> County:
    return lived(warmed)


def lived(warmed: County, *policies: Policy) -> County:
    county = warmed.fork(policies)
    county.run_to(MONTHS)
    return county


def series(county: County, name: str) -> Array:
    """An indicator of the whole county by month after the warm-up."""
    return county.record.since(1).series("county")[name][:, 0]


def after_the_end(treated: County, untreated: County, name: str) -> Array:
    """What the measure has changed, from its last month on."""
    return (series(treated, name) - series(untreated, name))[STOPS - 1 :]


def remembered(p: Parameters, aware: Array, part: Array, start: float) -> Array:
    """A small surplus of people who know an institution, month by month, from its own equation.

    They forget like all others who know; had they not known, some of them would have learned by now; and they tell
    their ties, who are taken to know as much as everybody.
    """
    left = [start]
    for share, took_part in zip(aware, part, strict=True):
        forgets = p.awareness.fade * (1.0 - took_part)
        learned = learns(p.awareness.public_rules, p.awareness.taking_part * took_part, p.awareness.ties * share)
        told = p.awareness.ties * (1.0 - share)
        left.append(left[-1] * (1.0 - forgets - learned + told))
    return np.array(left)


def half_life(left: Array) -> float:
    """Months until half of a surplus is gone, by a line through its logarithm over two years."""
    months = np.arange(25)
    return float(np.log(0.5) / np.polyfit(months, np.log(left[:25]), 1)[0])


@pytest.mark.slow
def test_what_publicity_has_told_is_forgotten_as_people_forget(
    warmed: County, untreated: County, verified: Verify
) -> None:
    treated = lived(warmed, Publicity(ramp=0, end=STOPS))
    told = -after_the_end(treated, untreated, "unaware_rules")
    aware, part = 1.0 - series(untreated, "unaware_rules") / 100, series(untreated, "participation_month") / 100
    p = warmed.state.parameters
    expected = remembered(p, aware[STOPS:-1], part[STOPS:-1], float(told[0]))
    assert told[0] > 2.0
    found, foreseen = half_life(told), half_life(expected)
    statement = f"publicity: half-life of what is known, {found:.1f} months, over that of the equation, {foreseen:.1f}"
    verified(CHECK, statement, found / foreseen, at_least=0.8, at_most=1.2)


@pytest.mark.slow
def test_without_micro_grids_leaders_are_released_at_once(warmed: County, untreated: County, verified: Verify) -> None:
    treated = lived(warmed, MicroGrids(ramp=0, end=STOPS))
    leaders = series(treated, "leaders")
    assert leaders[STOPS - 1] > 500
    verified(CHECK, "micro-grids: leaders in post in the month after the end", float(leaders[STOPS]), at_most=0)
    more = after_the_end(treated, untreated, "participation")
    assert more[0] > 2.0
    statement = "micro-grids: what is left of the effect on participation two years after the end"
    verified(CHECK, statement, float(np.abs(more[24:].mean()) / more[0]), at_most=0.25)
    invited = after_the_end(treated, untreated, "invited")
    verified(
        CHECK,
        "micro-grids: what is left of invitations the month after",
        float(abs(invited[1] / invited[0])),
        at_most=0.1,
    )


@pytest.mark.slow
def test_a_cut_that_ends_is_forgotten_as_it_crept_back(warmed: County, untreated: County, verified: Verify) -> None:
    measure = BurdenReduction(ramp=0, end=STOPS)
    county = warmed.fork((measure,))
    p = warmed.state.parameters.cadre_time
    expected, gaps = 0.0, []
    for month in range(1, MONTHS + 1):
        county.step()
        enforced, cap = (measure.enforcement, p.rebound_cap) if month <= STOPS else (0.0, 0.0)
        expected += p.rebound_rate * (1.0 - enforced) * (cap - expected)
        gaps.append(np.abs(village_view(county.state.villages).rebound - expected).max())
    verified(CHECK, "burden reduction: rebound against its equation, largest gap", float(np.max(gaps)), at_most=1e-12)
    less = -after_the_end(county, untreated, "paperwork_share")
    assert less[0] > 3.0
    statement = "burden reduction: what is left of the relief from paperwork in the month after the end"
    verified(CHECK, statement, float(abs(less[1] / less[0])), at_most=0.1)

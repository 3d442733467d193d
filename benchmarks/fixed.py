"""What a month costs whatever the size of the county: calls of kernels, levers, books."""

from collections.abc import Callable

from benchmarks.bench import SEED, Bench, measured, measures, tiny
from benchmarks.figures import Measured
from benchmarks.timing import Seconds, in_turn, seconds
from sim import County, Scenario

FIXED, BOOKS, CHANGING = "fixed_month_us", "levers_and_books_us", "levers_changing_us"
TOGETHER = 20
"""Months timed together."""
WARMUP = 3
RAMP = 3
"""Months in which the measures as shipped grow into full force."""


def fixed_figures(bench: Bench) -> dict[str, Measured]:
    """Microseconds a month of a county of twelve residents."""
    if not bench.wants(FIXED, BOOKS, CHANGING):
        return {}
    rounds = bench.rounds(20, 5)
    untreated = _county(rounds * TOGETHER, treated=False)
    treated = _county(rounds * TOGETHER, treated=True)
    treated.run_to(RAMP)
    actions = {
        FIXED: _months(untreated.step),
        BOOKS: _months(lambda: levers_and_books(treated)),
        CHANGING: _changing,
    }
    times = in_turn(rounds, actions)
    per_month = {FIXED: 1e6 / TOGETHER, BOOKS: 1e6 / TOGETHER, CHANGING: 1e6 / RAMP}
    return {name: measured(times[name], scale) for name, scale in per_month.items()}


def levers_and_books(county: County) -> None:
    """A month without its stages."""
    county._set_levers()
    county._open_books()
    county._close_books()


def _county(months: int, treated: bool) -> County:
    policies = measures() if treated else ()
    county = County(Scenario(county=tiny(), seed=SEED, months=RAMP + months, policies=policies, warmup=WARMUP))
    county.run_to(0)
    return county


def _months(month: Callable[[], object]) -> Callable[[], Seconds]:
    def live() -> None:
        for _ in range(TOGETHER):
            month()

    return lambda: seconds(live)


def _changing() -> Seconds:
    county = _county(0, treated=True)

    def live() -> None:
        for _ in range(RAMP):
            levers_and_books(county)

    return seconds(live)

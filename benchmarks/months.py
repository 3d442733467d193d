"""What a month of a resident costs, at every size, with and without measures."""

from collections.abc import Callable

from benchmarks.bench import Bench, measured, measures, residents
from benchmarks.figures import MEASURED, SIZES, Measured
from benchmarks.timing import Seconds, in_turn, seconds
from sim import County

TOGETHER = 6
"""Months timed together."""
SETTLING = 12
"""Months after the warm-up that are not timed: measures grow into force, leaders are found."""
RATIO = "ratio_460k_to_20k"


def month_figures(bench: Bench) -> dict[str, Measured]:
    """Nanoseconds by size and measures, in turn; the ratio of sizes is taken round by round."""
    names = [name for name in _names() if name in bench.wanted]
    if RATIO in bench.wanted:
        names = sorted({*names, _name("20k", ""), _name("460k", "")}, key=_names().index)
    if not names:
        return {}
    rounds = bench.rounds(25, 4)
    counties = {name: settled(bench, *_parts(name), rounds * (TOGETHER + 1)) for name in names}
    times = in_turn(rounds, {name: _block(county) for name, county in counties.items()})
    found = {name: measured(times[name], _per_month(counties[name])) for name in names}
    for name, county in counties.items():
        found[name].extra = {"residents": residents(county), "months": rounds * TOGETHER}
    if RATIO in bench.wanted:
        small, large = found[_name("20k", "")], found[_name("460k", "")]
        found[RATIO] = Measured(_by_pairs(large.samples, small.samples), _by_pairs(large.cpu, small.cpu))
    return found


def settled(bench: Bench, size: str, ending: str, months: int) -> County:
    """A county past its warm-up and the first months of its measures, with so many months to live."""
    county = bench.county(size, SETTLING + months, measures() if ending else ())
    county.run_to(SETTLING)
    return county


def _block(county: County) -> Callable[[], Seconds]:
    """Some months in one go; one that is not timed brings the county back into the processor's cache."""

    def live() -> None:
        for _ in range(TOGETHER):
            county.step()

    def block() -> Seconds:
        county.step()
        return seconds(live)

    return block


def _per_month(county: County) -> float:
    return 1e9 / (TOGETHER * residents(county))


def _by_pairs(above: list[float], below: list[float]) -> list[float]:
    return [a / b for a, b in zip(above, below, strict=True)]


def _name(size: str, ending: str) -> str:
    return f"ns_per_resident_month_{size}{ending}"


def _names() -> list[str]:
    return [_name(size, ending) for ending in MEASURED for size in SIZES]


def _parts(name: str) -> tuple[str, str]:
    return next((size, ending) for ending in MEASURED for size in SIZES if _name(size, ending) == name)

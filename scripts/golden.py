"""Write the golden series: what a small township lives through in a year, without measures and with all of them.

    python scripts/golden.py "why the numbers have moved"

The tests compare each run with them (tests/model/test_golden.py). They are written by this script and in no other way,
and the reason goes into the file and into the commit.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from sim import County, Scenario
from sim.policies import OWN, Policy
from sim.world.description import load_description

FILE = Path(__file__).resolve().parents[1] / "tests" / "golden" / "township.csv"
RUNS: dict[str, tuple[Policy, ...]] = {
    "baseline": (),
    "all measures": tuple(measure() for measure in OWN),
}
COLUMNS = ("run", "month", "indicator", "value")
HEADER = """\
# Indicators of a township of 6 villages and 3,600 adults, seed 1, months 1 to 12 after a year of warm-up.
# Written by scripts/golden.py on purpose and never by hand. Why it was last written:
# {reason}
"""

Key = tuple[str, int, str]


def series() -> Iterator[tuple[Key, float]]:
    """Run, month and indicator with its value at county level, NaN where nothing could be counted."""
    county = load_description("wushan_township").scaled(1, 6, 600.0)
    for run, policies in RUNS.items():
        lived = County(Scenario(county=county, seed=1, months=12, warmup=12, policies=policies))
        lived.run_to(12)
        for indicator, values in lived.record.since(1).series("county").items():
            for month, value in enumerate(values[:, 0], start=1):
                yield (run, month, indicator), float(value)


def read() -> dict[Key, float]:
    """The golden series as they stand in the file."""
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines)
    return {(row["run"], int(row["month"]), row["indicator"]): float(row["value"]) for row in rows}


def write(reason: str) -> None:
    """Write them anew."""
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER.format(reason=reason))
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows((*key, repr(value)) for key, value in series())


def main(arguments: list[str]) -> int:
    """Write the series if a reason is given."""
    if len(arguments) != 1 or len(arguments[0].split()) < 3:
        print('usage: python scripts/golden.py "why the numbers have moved"', file=sys.stderr)
        return 2
    write(arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

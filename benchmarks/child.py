"""What only a fresh process can show: ``python -m benchmarks.child first_step | county`` prints it as JSON."""

import json
import sys
import time

from benchmarks.memory import peak_megabytes


def first_step() -> dict[str, float]:
    """Seconds of the import, of building the default county, and of its first month."""
    start = time.perf_counter()
    from sim import County, Scenario

    imported = time.perf_counter()
    county = County(Scenario())
    built, cpu = time.perf_counter(), time.process_time()
    county.step()
    stepped, cpu_after = time.perf_counter(), time.process_time()
    return {
        "import_seconds": imported - start,
        "county_seconds": built - imported,
        "step_seconds": stepped - built,
        "step_cpu_seconds": cpu_after - cpu,
        "whole_seconds": stepped - start,
    }


def county() -> dict[str, float]:
    """Seconds of Wushan county's 60 months, and the most memory the process had."""
    from benchmarks.bench import SEED, WARMUP, residents, warm_kernels
    from benchmarks.timing import quiet, seconds
    from sim import County, Scenario

    warm_kernels()
    before = peak_megabytes()
    started = time.perf_counter()
    lived = County(Scenario(county="wushan", seed=SEED, months=60 - WARMUP, warmup=WARMUP))
    built = time.perf_counter() - started
    with quiet():
        months = seconds(lambda: lived.run_to(60 - WARMUP))
    return {
        "seconds": months.wall,
        "cpu_seconds": months.cpu,
        "build_seconds": built,
        "residents": residents(lived),
        "peak_mb": peak_megabytes(),
        "mb_before": before,
    }


if __name__ == "__main__":
    print(json.dumps({"first_step": first_step, "county": county}[sys.argv[1]]()))

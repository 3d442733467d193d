"""The benchmarks run and write down what they found; how fast anything is, is not tested."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from benchmarks import browser
from benchmarks.__main__ import main
from benchmarks.bench import tiny
from benchmarks.counties import arrays_in
from benchmarks.figures import FIGURES, GAINS, OUTCOMES, Figure, Measured, chosen
from benchmarks.pairing import gain_figures, gains
from benchmarks.studies import DRIVER, PEAK, RUNS, Lived, county_figures, live, per_minute
from benchmarks.timing import Seconds, in_turn
from experiments.blocks import counter_columns, live_block
from experiments.figures.effects import HEADLINES
from experiments.study import Block, plan
from sim import Scenario
from sim.policies import MicroGrids, Publicity


def test_one_figure_is_measured_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--only", "draw_ns", "--results", str(tmp_path)]) == 0
    text = (tmp_path / "bench" / "bench.json").read_text("utf-8")
    record: dict[str, Any] = json.loads(text)
    assert list(record["figures"]) == ["draw_ns"]
    found = record["figures"]["draw_ns"]
    assert 0.0 < found["min"] <= found["median"] <= found["max"]
    assert found["unit"] == "ns"
    assert found["met"] is None
    assert record["goals"]["ns_per_resident_month_460k"] == {"goal": 100.0, "sense": "at most", "unit": "ns"}
    assert record["goals"]["ratio_plain_mesa_20k"]["sense"] == "at least"
    assert {"cpu", "cores", "python", "numpy", "numba"} <= set(record["machine"])
    assert {"date", "sources", "load"} <= set(record)
    assert str(Path.cwd()) not in text
    assert "draw_ns" in capsys.readouterr().out


def test_an_unknown_figure_is_refused_and_the_nearest_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "draw_sn"]) == 2
    assert "did you mean 'draw_ns'" in capsys.readouterr().err


def test_everything_is_measured_but_what_must_be_asked_for() -> None:
    everything = chosen(())
    asked_for = {"first_step_cold_seconds", *browser.NAMES}
    assert set(FIGURES) - everything == asked_for
    assert chosen(["first_step_cold_seconds"]) == {"first_step_cold_seconds"}


def test_a_quick_round_leaves_out_what_takes_minutes() -> None:
    assert chosen((), quick=True) == chosen(()) - {RUNS, "county_comparison_minutes", PEAK, DRIVER, *GAINS}
    assert chosen([RUNS], quick=True) == {RUNS}


def test_the_median_is_held_against_the_goal() -> None:
    least = Figure("speed-up", "x", "", 150.0, "at least")
    most = Figure("memory", "B", "", 150.0)
    found = Measured([140.0, 170.0, 160.0])
    assert found.record(least)["met"] is True
    assert found.record(most)["met"] is False
    assert found.record(Figure("size", "MB", ""))["met"] is None


def test_actions_take_turns() -> None:
    order: list[str] = []

    def note(name: str) -> Seconds:
        order.append(name)
        return Seconds(float(len(order)), 0.0)

    found = in_turn(2, {name: lambda name=name: note(name) for name in "abc"})  # type: ignore[misc]
    assert order == list("abcabc")
    assert [time.wall for time in found["b"]] == [2.0, 5.0]


def test_arrays_are_found_wherever_they_are_kept() -> None:
    one, two, three = np.zeros(1), np.zeros(2), np.zeros(3)
    assert [array.size for array in arrays_in((one, {"two": two}, ("text", (three,)), 4.0))] == [1, 2, 3]


def blocks_where(**after: list[float]) -> pd.DataFrame:
    """One month of four blocks in which 10, 20, 30 and 40 % take part, and other shares under packages."""
    rows = []
    for package, shares in {"baseline": [10.0, 20.0, 30.0, 40.0], **after}.items():
        for block, share in enumerate(shares):
            counts = dict.fromkeys(counter_columns(), 1.0)
            counts |= {"self_governance.present": 1000.0, "self_governance.took_part_year": 10.0 * share}
            rows.append({"block": block, "world": 0, "seed": block, "package": package, "month": 1, **counts})
    return pd.DataFrame(rows)


def test_the_gain_of_pairing_is_unpaired_over_paired_variance() -> None:
    found = gains(blocks_where(like_it=[11.0, 19.0, 31.0, 39.0], against_it=[40.0, 30.0, 20.0, 10.0]))
    assert found.loc["like_it", "participation"] == pytest.approx((500.0 + 464.0) / 4.0)
    assert found.loc["against_it", "participation"] == pytest.approx(0.5)


def test_gains_are_told_of_the_headline_outcomes() -> None:
    assert OUTCOMES == HEADLINES
    assert set(GAINS) < set(FIGURES)


def test_a_gain_is_told_of_what_changes_and_of_nothing_else() -> None:
    found = gain_figures(blocks_where(idle=[10.0, 20.0, 30.0, 40.0], works=[11.0, 19.0, 31.0, 39.0]))
    assert set(found) == {"pairing_gain_participation"} < set(GAINS)
    figure = found["pairing_gain_participation"]
    assert figure.samples == pytest.approx([241.0])
    assert (figure.extra["unchanged"], figure.extra["blocks"]) == (["idle"], 4)


def block_with(*policies: MicroGrids | Publicity) -> Block:
    base = Scenario(county=tiny(), months=2, warmup=1)
    return plan(base, {policy.key: [policy] for policy in policies}, 1, "shipped").blocks[0]


def lived_in(block: Block, wall: float, cpu: float, megabytes: float = 0.0) -> Lived:
    return Lived(block, pd.DataFrame(), Seconds(wall, cpu), megabytes)


def test_a_block_is_lived_as_in_a_study() -> None:
    block = block_with(MicroGrids())
    lived = live(block)
    pd.testing.assert_frame_equal(lived.table, live_block(block))
    assert lived.took.wall >= lived.took.cpu > 0.0
    assert 50.0 < lived.megabytes < 20_000.0


def test_rates_are_of_all_processes_together() -> None:
    block = block_with(MicroGrids())
    found = per_minute([lived_in(block, 30.0, 20.0), lived_in(block, 40.0, 20.0)], 2, 3)
    assert found.samples == [12.0, 9.0]
    assert found.cpu == [18.0, 18.0]


def test_a_county_comparison_is_extrapolated_from_whole_blocks() -> None:
    alone, block = block_with(), block_with(MicroGrids(), Publicity())
    short, whole = [lived_in(alone, 5.0, 4.0, 400.0)] * 3, [lived_in(block, 9.0, 6.0, 500.0)] * 3
    found = county_figures(short, whole, processes=3)
    assert found["county_comparison_minutes"].samples == pytest.approx([14 * 9.0 / 60] * 3)
    assert found[RUNS].samples == pytest.approx([60.0] * 3)
    assert found[RUNS].extra["run_seconds"] == {"wall": 2.0, "cpu": 1.0}
    assert found[RUNS].extra["world_and_warmup_seconds"] == {"wall": 3.0, "cpu": 3.0}
    assert found[PEAK].median == 500.0

"""The benchmarks run and write down what they found; how fast anything is, is not tested."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.__main__ import main
from benchmarks.counties import arrays_in
from benchmarks.figures import FIGURES, Figure, Measured, chosen
from benchmarks.timing import Seconds, in_turn


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
    assert set(FIGURES) - everything == {"first_step_cold_seconds"}
    assert chosen(["first_step_cold_seconds"]) == {"first_step_cold_seconds"}


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

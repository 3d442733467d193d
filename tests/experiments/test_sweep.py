"""``gongzhi sweep``: every cell as typed and checked beforehand, what can be shared is shared, and no cell is lost."""

import itertools
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from experiments import living
from experiments.audit import status
from experiments.blocks import live_block
from experiments.cli import BAD_INPUT, FAILED, GOOD, main
from experiments.cli import sweep as cli_sweep
from experiments.cli.sweep import presets, with_preset
from experiments.figures.sweep import MOST_CURVES, sweep_plot
from experiments.language import LANGUAGE
from experiments.store import RESULTS, Store, read_table
from experiments.study import Block
from experiments.sweep import Sweep, plan_sweep
from sim import County, Scenario
from sim.policies import registry
from sim.world.description import load_description

Captured = pytest.CaptureFixture[str]
BOTH = "policies=[micro_grids],[burden_reduction],[micro_grids,burden_reduction]"
COVERAGE = "policies.micro_grids.coverage"


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two hamlets; the second is larger and has a Chinese name."""
    township, paths = load_description("wushan_township"), []
    for name, adults in (("hamlet", 60), ("大村", 80)):
        path = tmp_path_factory.mktemp("county") / f"{name}.yaml"
        described = township.scaled(1, 2, adults).model_dump(mode="json")
        path.write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.fixture
def small(counties: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv(LANGUAGE, "en")
    monkeypatch.setenv(RESULTS, str(tmp_path))
    return [f"county={counties[0]}", "months=3", "warmup=1", "workers=1", "blocks=2", "worlds=shipped"]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """The counties that are built and warmed up."""
    seen: list[Scenario] = []
    real = County.__init__

    def count(county: County, scenario: Scenario) -> None:
        seen.append(scenario)
        real(county, scenario)

    monkeypatch.setattr(County, "__init__", count)
    return seen


def planned(*arguments: str) -> Sweep:
    return plan_sweep(arguments)[1]


def values(sweep: Sweep, key: str) -> list[Any]:
    return [cell.values.get(key) for cell in sweep.cells]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"{COVERAGE}=0.25,0.5,1", [0.25, 0.5, 1]),
        (f"{COVERAGE}=choice(0.25,1)", [0.25, 1]),
        (f"{COVERAGE}=range(0.25,1,0.25)", [0.25, 0.5, 0.75]),
        (f"{COVERAGE}=0.5,0.25,0.50,0.5", [0.5, 0.25]),
        ("policies.micro_grids.choice=random,need", ["random", "need"]),
        ("policies.micro_grids.only=[],[leader_hours]", [[], ["leader_hours"]]),
        ("policies.micro_grids.enabled=true,false", [True, False]),
        ("seed=range(3,6)", [3, 4, 5]),
        ("months=3,4", [3, 4]),
        ("parameters.awareness.fade=0.011,null", [0.011, None]),
    ],
)
def test_values_are_those_that_were_typed(typed: str, expected: list[Any], small: list[str]) -> None:
    asked = [one for one in small if one.partition("=")[0] != typed.partition("=")[0]]
    sweep = planned("policies=[micro_grids]", typed, *asked)
    assert values(sweep, typed.partition("=")[0]) == expected
    assert [type(value) for value in values(sweep, typed.partition("=")[0])] == list(map(type, expected))


def test_settings_of_measures_that_a_cell_does_not_select_make_no_cells(small: list[str]) -> None:
    sweep = planned(BOTH.replace("=", "=[],"), f"{COVERAGE}=0.5,1", "policies.micro_grids.hours=3", *small)
    assert [cell.name for cell in sweep.cells] == [
        "nothing",
        "micro_grids(coverage=0.5)",
        "micro_grids(coverage=1)",
        "burden_reduction",
        "micro_grids(coverage=0.5)+burden_reduction",
        "micro_grids(coverage=1)+burden_reduction",
    ]
    assert COVERAGE not in sweep.cells[3].values
    (study,) = sweep.studies
    assert len(study.packages) == 6
    # What is given once holds in every cell that selects the measure.
    grids = [package[0] for name, package in study.packages.items() if name.startswith("micro_grids")]
    assert [(grid.coverage, grid.hours) for grid in grids] == [(0.5, 3), (1, 3)] * 2  # type: ignore[attr-defined]


def test_the_order_of_measures_makes_no_other_cell(small: list[str]) -> None:
    assert len(planned("policies=[micro_grids,commendation],[commendation,micro_grids]", *small).cells) == 1


def test_all_measures_can_be_a_cell_or_a_cell_each(small: list[str]) -> None:
    together = planned("policies=[all],[micro_grids]", *small, "blocks=1")
    assert [len(cell.package) for cell in together.cells] == [len(registry()), 1]
    alone = planned("policies=all-one-at-a-time", f"{COVERAGE}=0.5,1", *small, "blocks=1")
    assert [cell.name for cell in alone.cells].count("micro_grids(coverage=0.5)") == 1
    assert len(alone.cells) == len(registry()) + 1


def test_scenarios_make_studies_of_their_own(small: list[str], counties: list[str]) -> None:
    asked = ["policies=[micro_grids]", f"{COVERAGE}=0.5,1", *small[1:]]
    sweep = planned(*asked, f"county={','.join(counties)}", "parameters.awareness.fade=0.011,0.012", "seed=1,7")
    assert len(sweep.cells) == 16
    assert len(sweep.studies) == 8
    assert {len(study.packages) for study in sweep.studies} == {3}
    for cell, (number, package) in zip(sweep.cells, sweep.where, strict=True):
        study = sweep.studies[number]
        assert study.packages[package] == cell.package
        adults = {counties[0]: 60, counties[1]: 80}[cell.values["county"]]
        assert study.base.description().places.registered_adults == pytest.approx(2 * adults, rel=0.1)
        assert (study.base.seed, study.base.parameters["awareness.fade"]) == (
            cell.values["seed"],
            cell.values["parameters.awareness.fade"],
        )
    # The same county under two names is one.
    assert len(planned(*asked, f"county={counties[0]},{Path(counties[0]).parent / '.' / 'hamlet.yaml'}").studies) == 1


LAST = ",".join(f"{k / 500:g}" for k in range(1, 500))


def pairs_and(odd: str) -> str:
    """All pairs of measures, and another one."""
    return "policies=" + ",".join(f"[{a},{b}]" for a, b in itertools.combinations(registry(), 2)) + f",{odd}"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ["policies=[micro_grids]", f"{COVERAGE}={LAST},1.5"],
            [f"in the cell {COVERAGE}=1.5: ", "policies.micro_grids.coverage=1.5 is out of range: allowed 0 to 1"],
        ),
        (
            [pairs_and("[commendation,micro_grid]"), "seed=1,2,3"],
            ["in the cells with policies=[commendation,micro_grid]: ", "did you mean 'micro_grids'?"],
        ),
        (
            [
                "policies=[micro_grids]",
                "parameters.awareness.fade=" + ",".join(f"{0.01 + k / 1e6:g}" for k in range(499)) + ",7",
            ],
            ["in the cell parameters.awareness.fade=7: ", "awareness.fade=7 is out of range"],
        ),
        (
            [BOTH, f"{COVERAGE}=0.5,1", f"seed={','.join(map(str, range(99)))},-1"],
            [f"in the cell policies=micro_grids, {COVERAGE}=0.5, seed=-1: ", "seed=-1 is out of range"],
        ),
    ],
)
def test_one_wrong_cell_of_hundreds_is_named_before_any_run(
    typed: list[str], told: list[str], small: list[str], tmp_path: Path, capsys: Captured, built: list[Scenario]
) -> None:
    begun = time.process_time()
    assert main(["sweep", *typed, *small]) == BAD_INPUT
    assert time.process_time() - begun < 10
    error = capsys.readouterr().err
    assert all(part in error for part in told), error
    assert not built
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["policies=[micro_grids]"], "no setting takes several values"),
        (["seed=1,2"], "which measures?"),
        (["policies=[],[]", "seed=1,2"], "which measures?"),
        (["policies=micro_grids,commendation"], "each value is a list of measures in brackets"),
        ([BOTH, f"{COVERAGE}=0.5,1", f"{COVERAGE}=1"], f"{COVERAGE} is given twice"),
        ([BOTH, f"{COVERAGE}=1", f"{COVERAGE}=0.5,1"], f"{COVERAGE} is given twice"),
        ([BOTH, "policies=[commendation]"], "policies is given twice"),
        ([BOTH, "policies.commendation.reward=1,2"], "no cell selects this measure"),
        ([BOTH, "policies.commendation.reward=2"], "commendation is not selected"),
        ([BOTH, "policies.micro_grid.hours=3"], "did you mean 'micro_grids'"),
        ([BOTH, "policies.micro_grid.hours=3,4"], "did you mean 'micro_grids'"),
        ([BOTH, "policies.micro_grids.coverag=0.5,1"], "did you mean 'coverage'"),
        ([BOTH, "policies.micro_grids=0.5,1"], "name one setting, policies.micro_grids.NAME"),
        ([BOTH, f"{COVERAGE}=a,b"], "in the cell policies=micro_grids, policies.micro_grids.coverage=a: "),
        ([BOTH, f"{COVERAGE}=interval(0,1)"], f"cannot read '{COVERAGE}=interval(0,1)'"),
        ([BOTH, "parameters.awareness.fadee=0.01,0.02"], "did you mean 'awareness.fade'"),
        ([BOTH, "seed.x=1,2"], "seed has no settings of its own"),
        ([BOTH, "seed=1,2.5"], "seed=2.5: expected a whole number"),
        ([BOTH, "blocks=20,40"], "'blocks=20,40' gives several values"),
        ([BOTH, "county=wushan_township,wushan_town"], "did you mean 'wushan_township'"),
        ([BOTH, f"{COVERAGE}=range(0,1,0.001)", "seed=range(0,21)"], "cells are too many: at most 20000"),
        ([BOTH, "outcome=participatio"], "did you mean 'participation'"),
        (["experiment=burden_and_grid"], "did you mean 'burden_and_grids'"),
    ],
)
def test_what_cannot_be_swept_is_refused_and_nothing_is_written(
    typed: list[str], told: str, small: list[str], tmp_path: Path, capsys: Captured
) -> None:
    given = {one.partition("=")[0] for one in typed}
    assert main(["sweep", *typed, *(one for one in small if one.partition("=")[0] not in given)]) == BAD_INPUT
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_cells_of_one_scenario_share_warm_up_and_baseline_and_say_what_a_comparison_says(
    small: list[str], tmp_path: Path, capsys: Captured, built: list[Scenario]
) -> None:
    assert main(["sweep", BOTH, f"{COVERAGE}=0.5,1", "seed=1,7", "study=swept", *small]) == GOOD
    assert "10 cells, 24 runs" in " ".join(capsys.readouterr().out.split())
    # Two studies of two blocks.
    assert sorted(scenario.seed for scenario in built) == [1, 2, 7, 8]
    table = read_table(tmp_path / "swept" / "sweep.parquet")
    assert list(table.columns[:4]) == ["cell", "policies", COVERAGE, "seed"]
    assert set(table["cell"]) == set(range(10))
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "swept" / "sweep.csv", encoding="utf-8-sig")[["cell", COVERAGE, "n"]],
        table[["cell", COVERAGE, "n"]],
    )
    asked = ["packages.both=[micro_grids,burden_reduction]", f"{COVERAGE}=0.5", "seed=7", "study=plain", *small]
    assert main(["compare", *asked]) == GOOD
    plain = read_table(tmp_path / "plain" / "effects.parquet").drop(columns="package")
    here = (table["policies"] == "micro_grids+burden_reduction") & (table[COVERAGE] == 0.5) & (table["seed"] == 7)
    swept = table.loc[here, list(plain.columns)].reset_index(drop=True)
    pd.testing.assert_frame_equal(swept, plain, check_exact=True)
    assert (plain["difference"].abs() > 0).any()
    alone = table[table["policies"] == "burden_reduction"]
    assert alone[COVERAGE].isna().all()
    assert (tmp_path / "swept" / "sweep_participation_en.png").stat().st_size > 10_000


def blocks_lived(monkeypatch: pytest.MonkeyPatch, failing: Sequence[int] = ()) -> list[int]:
    """The seeds of blocks that are lived; some raise."""
    seeds: list[int] = []

    def live(block: Block) -> pd.DataFrame:
        seeds.append(block.scenario.seed)
        if block.scenario.seed in failing:
            raise ArithmeticError("nonsense")
        return live_block(block)

    monkeypatch.setattr(living, "live_block", live)
    return seeds


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


def test_the_same_sweep_does_only_what_is_missing(
    small: list[str], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, folder = ["sweep", BOTH, f"{COVERAGE}=0.5,1", "seed=1,7", "study=s", *small], tmp_path / "s"
    monkeypatch.setattr(cli_sweep, "sweep_plot", lambda *_: None)
    seeds = blocks_lived(monkeypatch, [8])
    assert main(asked) == FAILED
    told = capsys.readouterr()
    # What the other blocks say is shown all the same.
    assert "10 cells" in told.out
    assert "block 1 (seed 8): ArithmeticError: nonsense" in told.err
    assert manifest(folder)["state"] == "failed"
    table = read_table(folder / "sweep.parquet")
    assert table.groupby("seed")["n"].max().to_dict() == {1: 2, 7: 1}
    assert [(one.state, one.done, one.failed) for one in status(folder)] in (
        [("finished", 2, 0), ("failed", 1, 1)],
        [("failed", 1, 1), ("finished", 2, 0)],
    )
    assert main(["study", "verify", "s", "sample=1"]) == GOOD
    seeds = blocks_lived(monkeypatch)
    assert main(asked) == GOOD
    assert seeds == [8]
    assert manifest(folder)["state"] == "finished"
    more = [one for one in asked if not one.startswith("blocks")] + ["blocks=3"]
    with monkeypatch.context() as patch:
        patch.setattr(living, "live_block", stop)
        assert main(more) == 130
    assert manifest(folder)["state"] == "stopped"
    # The table of an earlier question does not survive.
    assert not (folder / "sweep.parquet").exists()
    seeds = blocks_lived(monkeypatch)
    assert main(more) == GOOD
    assert seeds == [3, 9]
    assert read_table(folder / "sweep.parquet")["n"].max() == 3


def stop(_: Block) -> pd.DataFrame:
    raise KeyboardInterrupt


def test_a_sweep_in_which_all_fails_says_so(
    small: list[str], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks_lived(monkeypatch, [1, 2])
    assert main(["sweep", BOTH, "study=s", *small]) == FAILED
    assert "failed and not counted: 2 blocks" in capsys.readouterr().err
    assert not (tmp_path / "s" / "sweep.parquet").exists()


OTHERS = {
    "months=4": "setting.months is 3 there, and 4 was asked for",
    "worlds=calibrated": "setting.worlds is shipped there, and calibrated was asked for",
    f"{COVERAGE}=0.25,1": "cells is 2 others there, and 2 of these was asked for",
    "policies.micro_grids.hours=3": "hours is 6.0 there, and 3.0 was asked for",
}


def test_a_name_that_another_question_has_is_refused(
    small: list[str], tmp_path: Path, capsys: Captured, built: list[Scenario]
) -> None:
    asked = ["policies=[micro_grids]", f"{COVERAGE}=0.5,1", "study=s", *small]
    assert main(["sweep", *asked]) == GOOD
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    built.clear()
    for change, told in OTHERS.items():
        other = [one for one in asked if one.partition("=")[0] != change.partition("=")[0]]
        assert main(["sweep", *other, change]) == BAD_INPUT
        assert told in capsys.readouterr().err
    assert main(["compare", "policies=[micro_grids]", "study=s", *small]) == BAD_INPUT
    assert "verb is sweep there, and compare was asked for" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not built


def test_a_sweep_goes_into_no_folder_of_a_comparison(small: list[str], tmp_path: Path, capsys: Captured) -> None:
    Store(tmp_path / "s").open()
    Store(tmp_path / "s").write_manifest({"verb": "compare", "state": "finished"})
    assert main(["sweep", BOTH, "study=s", *small]) == BAD_INPUT
    assert "verb is compare there, and sweep was asked for" in capsys.readouterr().err


@pytest.mark.parametrize("name", presets())
def test_presets_can_be_read(name: str, small: list[str]) -> None:
    sweep = planned(*with_preset([f"experiment={name}", *small]))
    assert len(sweep.cells) >= 3
    assert sweep.varied


def test_what_is_typed_takes_the_place_of_the_presets(small: list[str]) -> None:
    assert "experiment=burden_and_grids" not in with_preset(["experiment=burden_and_grids"])
    sweep = planned(*with_preset([f"{COVERAGE}=0.1,0.2", "experiment=burden_and_grids", *small]))
    assert len(sweep.cells) == 5
    assert set(values(sweep, COVERAGE)) == {0.1, 0.2, None}


def swept(**columns: Sequence[Any]) -> pd.DataFrame:
    """A table of a sweep in which the change is ten times the coverage."""
    table = pd.DataFrame({name.replace("__", "."): given for name, given in columns.items()})
    change = 10 * table[COVERAGE].astype(float) if COVERAGE in table else 1.0
    return table.assign(indicator="participation", difference=change, low=change - 1, high=change + 1, n=20)


def test_the_figure_has_a_curve_for_each_combination_of_the_rest() -> None:
    table = swept(
        policies=["micro_grids"] * 3 + ["micro_grids+burden_reduction"] * 3 + ["burden_reduction"],
        policies__micro_grids__coverage=[0.25, 1.0, 0.5] * 2 + [None],
    )
    for lang in ("zh", "en"):
        figure = sweep_plot(table, ["policies", COVERAGE], "participation", lang)  # type: ignore[arg-type]
        assert figure is not None
        (axes,) = figure.axes
        curves = [line for line in axes.lines if len(line.get_xdata()) == 3]  # type: ignore[arg-type]
        assert len(curves) == 2
        for curve in curves:
            x, y = (np.asarray(ends, dtype=float) for ends in (curve.get_xdata(), curve.get_ydata()))
            np.testing.assert_allclose(x, [0.25, 0.5, 1.0], atol=0.02)
            np.testing.assert_allclose(y, [2.5, 5.0, 10.0])


def test_there_is_no_figure_without_a_number_to_go_along_or_with_too_many_curves() -> None:
    named = swept(policies=["micro_grids", "burden_reduction"])
    assert sweep_plot(named, ["policies"], "participation", "en") is None
    curves = [f"c{k // 2}" for k in range(2 * MOST_CURVES + 2)]
    many = swept(policies__micro_grids__coverage=[0.5, 1.0] * (MOST_CURVES + 1), county=curves)
    assert sweep_plot(many, [COVERAGE, "county"], "participation", "en") is None

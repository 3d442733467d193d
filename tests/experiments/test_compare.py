"""Comparisons on a hamlet: paired, resumable, the same however they are run, and honest about what failed."""

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import BlocksFailed, Comparison, compare, living, study
from experiments.blocks import live_block
from experiments.errors import AnotherQuestion, StoreError
from experiments.measured import over
from experiments.store import Store
from experiments.study import Block, plan
from experiments.worlds import calibrated_worlds, uncertain
from sim import County, Scenario
from sim.core.names import OutOfRange, UnknownName
from sim.policies import BurdenReduction, Commendation, MicroGrids, Policy
from sim.world.description import load_description

MONTHS = 4
HAMLET = load_description("wushan_township").scaled(1, 2, 60)
PACKAGES: dict[str, list[Policy]] = {"micro_grids": [MicroGrids()], "both": [BurdenReduction(), Commendation()]}


def hamlet(seed: int = 1) -> Scenario:
    return Scenario(county=HAMLET, seed=seed, months=MONTHS, warmup=2)


def ask(folder: Path, blocks: int = 3, processes: int = 1) -> Comparison:
    return compare(hamlet(), PACKAGES, study=folder, blocks=blocks, workers=processes, progress=False)


def stored(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "blocks").glob("*.parquet"))}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def interfere(monkeypatch: pytest.MonkeyPatch, before: Callable[[Block], None]) -> list[int]:
    """Do something before each block is lived; returns the numbers of the blocks, as they come."""
    lived: list[int] = []

    def live(block: Block) -> pd.DataFrame:
        before(block)
        lived.append(block.number)
        return live_block(block)

    monkeypatch.setattr(living, "live_block", live)
    return lived


def test_one_and_two_workers_and_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = ask(tmp_path / "one"), ask(tmp_path / "two", processes=2)
    assert stored(one.folder) == stored(two.folder)
    assert len(stored(one.folder)) == 3
    for table in ("effects.parquet", "paths.parquet", "effects.csv"):
        assert (one.folder / table).read_bytes() == (two.folder / table).read_bytes()
    turned = {name: list(reversed(package)) for name, package in reversed(PACKAGES.items())}
    other = compare(hamlet(), turned, study=tmp_path / "turned", blocks=3, workers=1, progress=False)
    assert stored(other.folder) == stored(one.folder)


def test_a_comparison_can_be_read_again(tmp_path: Path) -> None:
    made = ask(tmp_path)
    read = Comparison.read(tmp_path)
    pd.testing.assert_frame_equal(made.effects, read.effects)
    pd.testing.assert_frame_equal(made.paths, read.paths)
    assert list(read.effects["package"].unique()) == list(PACKAGES)
    assert read.manifest["state"] == "finished"
    assert read.manifest["worlds"] == "calibrated"
    assert read.manifest["county"]["registered_adults"] == round(HAMLET.places.registered_adults)
    assert len(read.blocks()) == 3 * (len(PACKAGES) + 1) * MONTHS


def test_stored_indicators_are_those_of_the_model(tmp_path: Path) -> None:
    made = ask(tmp_path, blocks=1)
    county = County(replace(hamlet(), parameters=calibrated_worlds(1)[0]))
    county.run_to(0)
    for name, package in {"baseline": [], **PACKAGES}.items():
        twin = county.fork(package)
        twin.run_to(MONTHS)
        expected = twin.record.over(2, MONTHS)
        found = over(made.blocks(), 2, MONTHS).xs(name, level="package").iloc[0]
        for key, value in expected.items():
            if not key.startswith("cost"):
                np.testing.assert_allclose(found[key], value[0], rtol=1e-12, err_msg=key)
        assert found["cost"] == pytest.approx(twin.record.over(1, MONTHS)["cost"][0])


def test_a_county_is_warmed_up_once_a_block_and_forked_for_every_package(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Scenario] = []
    real = County.__init__

    def count(county: County, scenario: Scenario) -> None:
        built.append(scenario)
        real(county, scenario)

    monkeypatch.setattr(County, "__init__", count)
    study = plan(hamlet(), PACKAGES, 2)
    for block in study.blocks:
        live_block(block)
    assert [scenario.seed for scenario in built] == [1, 2]


def test_the_order_of_packages_is_stored_with_the_study(tmp_path: Path) -> None:
    made = ask(tmp_path)
    assert set(made.ranking["package"]) == {"baseline", *PACKAGES}
    pd.testing.assert_frame_equal(made.ranking, Comparison.read(tmp_path).ranking)
    table = pd.read_csv(tmp_path / "ranking.csv", encoding="utf-8-sig")
    assert len(table) == len(made.ranking)
    assert {"name_zh", "name_en"} < set(table.columns)


def test_worlds_can_be_lived_with_several_seeds(tmp_path: Path) -> None:
    base = Scenario(county=HAMLET, months=2, warmup=1)
    study = plan(base, {}, 6, "prior", seeds=2)
    assert [block.world for block in study.blocks] == [1, 1, 2, 2, 3, 3]
    assert [block.scenario.seed for block in study.blocks] == [1, 2, 3, 4, 5, 6]
    drawn = [dict(block.scenario.parameters) for block in study.blocks]
    assert drawn[0] == drawn[1] != drawn[2] == drawn[3]
    # As many worlds as without repetition: the same worlds.
    assert [dict(block.scenario.parameters) for block in plan(base, {}, 3, "prior").blocks] == drawn[::2]
    packages = {"micro_grids": [MicroGrids()]}
    made = compare(base, packages, study=tmp_path, blocks=4, workers=1, worlds="prior", seeds=2, progress=False)
    assert made.effects["n"].max() == made.paths["n"].max() == 2
    assert made.ranking["share_worlds"].notna().all()


def test_a_measure_without_force_changes_nothing_at_all(tmp_path: Path) -> None:
    idle = {"idle": [MicroGrids(intensity=0), Commendation(start=100)]}
    made = compare(hamlet(), idle, study=tmp_path, blocks=2, workers=1, progress=False)
    change = made.effects["difference"].dropna()
    assert len(change) > 50
    assert (change == 0.0).all()


def test_the_same_command_does_only_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(tmp_path, blocks=2)
    before = stored(tmp_path)
    next(iter(sorted((tmp_path / "blocks").iterdir()))).unlink()
    lived = interfere(monkeypatch, lambda _: None)
    made = ask(tmp_path, blocks=3)
    assert len(lived) == 2
    assert stored(tmp_path).items() >= before.items()
    assert made.manifest["blocks"]["reused"] == 1
    ask(tmp_path, blocks=3)
    assert len(lived) == 2


def break_block(number: int) -> Callable[[Block], None]:
    def before(block: Block) -> None:
        if block.number == number:
            raise FloatingPointError("a number that is none")

    return before


def test_a_failed_block_is_recorded_and_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interfere(monkeypatch, break_block(1))
    with pytest.raises(BlocksFailed, match=r"block 1 \(seed 2\): FloatingPointError: a number that is none") as caught:
        ask(tmp_path)
    comparison = caught.value.comparison
    assert comparison is not None
    assert set(comparison.blocks()["block"]) == {0, 2}
    assert comparison.effects["n"].max() == 2
    assert comparison.manifest["state"] == "failed"
    assert comparison.manifest["blocks"]["failed"] == 1
    record = json.loads(next((tmp_path / "blocks").glob("*.failed.json")).read_text())
    assert (record["block"], record["seed"]) == (1, 2)
    assert "in before" in record["traceback"]
    monkeypatch.undo()
    assert ask(tmp_path).effects["n"].max() == 3
    assert not list((tmp_path / "blocks").glob("*.failed.json"))


def test_a_study_in_which_all_fails_has_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interfere(monkeypatch, break_block(0))
    with pytest.raises(BlocksFailed) as caught:
        ask(tmp_path, blocks=1)
    assert caught.value.comparison is None
    assert "effects.parquet" not in names(tmp_path)


def test_sources_that_change_during_a_study_fail_its_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "model_version", lambda _: "edited meanwhile")
    with pytest.raises(BlocksFailed, match="source files changed during the study"):
        ask(tmp_path, blocks=1)


def test_ctrl_c_keeps_what_is_finished_and_leaves_no_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(block: Block) -> None:
        if block.number == 1:
            raise KeyboardInterrupt

    interfere(monkeypatch, stop)
    with pytest.raises(KeyboardInterrupt):
        ask(tmp_path)
    assert len(stored(tmp_path)) == 1
    assert names(tmp_path) == {"manifest.json", *stored(tmp_path)}
    assert Store(tmp_path).read_manifest()["state"] == "stopped"
    monkeypatch.undo()
    assert ask(tmp_path).manifest["blocks"]["reused"] == 1


def test_a_full_disk_ends_a_study_with_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, room = os.fsync, iter([True] * 3)

    def fsync(descriptor: int) -> None:
        if not next(room, False):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError, match="No space left on device"):
        ask(tmp_path)
    assert len(stored(tmp_path)) == 1
    assert not [name for name in names(tmp_path) if name.endswith(".partial")]
    monkeypatch.undo()
    assert ask(tmp_path).manifest["blocks"]["reused"] == 1


def test_tables_of_an_earlier_question_do_not_survive_a_break_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(tmp_path, blocks=2)

    def stop(_: Block) -> None:
        raise KeyboardInterrupt

    interfere(monkeypatch, stop)
    with pytest.raises(KeyboardInterrupt):
        compare(hamlet(), PACKAGES, study=tmp_path, blocks=3, workers=1, progress=False)
    assert not {"effects.parquet", "ranking.parquet", "ranking.csv"} & names(tmp_path)
    assert len(stored(tmp_path)) == 2


@pytest.mark.parametrize(
    ("other", "packages", "told"),
    [
        ({"seed": 50}, PACKAGES, "seed is 1 there, and 50"),
        ({"months": 5}, PACKAGES, "months is 4 there, and 5"),
        ({}, {**PACKAGES, "micro_grids": [MicroGrids(leaders=2)]}, r"micro_grids\.leaders is 5\.0 there, and 2\.0"),
        ({}, {"both": PACKAGES["both"]}, "packages.micro_grids is .* there, and nothing"),
    ],
)
def test_a_folder_with_another_question_is_refused_before_any_run(
    tmp_path: Path, other: dict[str, Any], packages: dict[str, list[Policy]], told: str
) -> None:
    ask(tmp_path, blocks=1)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(AnotherQuestion, match=told):
        compare(replace(hamlet(), **other), packages, study=tmp_path, blocks=1, workers=1, progress=False)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_block_of_many_packages_is_shared_out_among_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask(tmp_path / "whole")
    monkeypatch.setattr(study, "MOST_PACKAGES", 1)
    parts = ask(tmp_path / "parts")
    assert len(stored(parts.folder)) == 2 * len(stored(whole.folder))
    for table in ("effects.parquet", "paths.parquet", "ranking.parquet"):
        assert (whole.folder / table).read_bytes() == (parts.folder / table).read_bytes()


def test_a_study_without_a_name_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_RESULTS", str(tmp_path))
    first = compare(hamlet(), {}, blocks=1, workers=1, progress=False)
    again = compare(hamlet(), {}, blocks=1, workers=1, progress=False)
    assert first.folder == again.folder
    assert first.folder.parent == tmp_path
    assert again.manifest["blocks"]["reused"] == 1
    assert first.effects.empty
    assert set(first.paths["package"]) == {"baseline"}


def block_names(scenario: Scenario, packages: dict[str, list[Policy]]) -> list[str]:
    return [block.name for block in plan(scenario, packages, 2).blocks]


def test_a_block_is_named_by_all_that_decides_it() -> None:
    base = hamlet()
    same = block_names(base, PACKAGES)
    assert block_names(base, {"both": PACKAGES["both"], "micro_grids": [MicroGrids(start=1.0)]}) == same
    assert block_names(hamlet(seed=2), PACKAGES)[0] != same[0]
    others = [
        block_names(Scenario(county=HAMLET, months=MONTHS, warmup=3), PACKAGES),
        block_names(Scenario(county=HAMLET, months=MONTHS + 1, warmup=2), PACKAGES),
        block_names(Scenario(county=HAMLET.scaled(1, 2, 61), months=MONTHS, warmup=2), PACKAGES),
        block_names(Scenario(county=HAMLET, months=MONTHS, warmup=2, parameters={"awareness.fade": 0.011}), PACKAGES),
        block_names(base, {**PACKAGES, "micro_grids": [MicroGrids(hours=7)]}),
        block_names(base, {"micro_grids": PACKAGES["micro_grids"]}),
    ]
    assert not {name for found in others for name in found} & set(same)


def test_prior_worlds_differ_stay_in_range_and_leave_set_numbers_alone(tmp_path: Path) -> None:
    base = Scenario(county=HAMLET, months=2, warmup=1, parameters={"settlement.need_village": 7})
    study = plan(base, {}, 4, "prior")
    assert [block.world for block in study.blocks] == [1, 2, 3, 4]
    ranges = uncertain(["settlement.need_village"])
    for block in study.blocks:
        drawn = dict(block.scenario.parameters)
        assert drawn.pop("settlement.need_village") == 7
        assert drawn.keys() == ranges.keys()
        assert all(ranges[name][0] <= value <= ranges[name][1] for name, value in drawn.items())
    for name, (low, high) in ranges.items():
        values = sorted(block.scenario.parameters[name] for block in study.blocks)
        np.testing.assert_allclose(values, low + (high - low) * np.array([1, 3, 5, 7]) / 8, rtol=1e-9, atol=1e-12)
    assert [block.name for block in plan(base, {}, 4, "prior").blocks] == [block.name for block in study.blocks]
    made = compare(base, {}, study=tmp_path, blocks=4, workers=1, worlds="prior", progress=False)
    worlds = pd.read_parquet(made.folder / "worlds.parquet")
    assert len(worlds) == 4 * (len(ranges) + 1)


@pytest.mark.parametrize(
    ("packages", "message"),
    [
        ({"baseline": [MicroGrids()]}, "'baseline' is the package without measures"),
        ({"": [MicroGrids()]}, "a name has at least one character"),
        ({"twice": [MicroGrids(), MicroGrids(hours=1)]}, "package 'twice' holds a measure more than once: micro_grids"),
        (
            {"pilot": [MicroGrids(choice="listed", villages=("示例镇 9 村",))]},
            "unknown village in policies.micro_grids.villages '示例镇 9 村'; did you mean",
        ),
    ],
)
def test_packages_that_cannot_be_are_refused_before_anything_runs(
    packages: dict[str, list[Policy]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plan(hamlet(), packages)


def test_questions_that_cannot_be_asked_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutOfRange, match="blocks=0 is out of range"):
        plan(hamlet(), {}, 0)
    with pytest.raises(UnknownName, match="unknown worlds 'priors'; did you mean 'prior'"):
        plan(hamlet(), {}, 1, "priors")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="holds no measures: put them into packages"):
        plan(Scenario(county=HAMLET, policies=(MicroGrids(),)), {})
    with pytest.raises(OutOfRange, match="workers=0 is out of range"):
        compare(hamlet(), {}, study=tmp_path, blocks=1, workers=0, progress=False)
    with pytest.raises(ValueError, match="cannot be the name of a folder"):
        compare(hamlet(), {}, study="../elsewhere", blocks=1, workers=1, progress=False)


def test_a_measure_without_a_file_is_refused(tmp_path: Path) -> None:
    typed = type("Typed", (MicroGrids,), {"__module__": "nowhere"})
    with pytest.raises(ValueError, match="Typed has no file: put it into a module"):
        compare(hamlet(), {"typed": [typed()]}, study=tmp_path / "s", blocks=1, workers=1, progress=False)
    assert not list(tmp_path.iterdir())

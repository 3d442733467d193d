"""The verbs that ask one question, from the command to a table; what is there already is not lived again."""

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

from experiments import living
from experiments.blocks import live_block
from experiments.cli import BAD_INPUT, FAILED, GOOD, main
from experiments.language import LANGUAGE
from experiments.questions.attribute import name_of
from experiments.questions.outcome import check_outcome
from experiments.store import RESULTS
from experiments.study import Block
from sim.policies import MicroGrids
from sim.policies.base import moved_by
from sim.world.description import load_description

Captured = pytest.CaptureFixture[str]
PAIR = "policies=[micro_grids,commendation]"


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("county") / "hamlet.yaml"
    described = load_description("wushan_township").scaled(1, 2, 60).model_dump(mode="json")
    path.write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.fixture
def small(hamlet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv(LANGUAGE, "en")
    monkeypatch.setenv(RESULTS, str(tmp_path))
    return [f"county={hamlet}", "months=3", "warmup=1", "workers=1"]


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[Block]:
    """The blocks that are lived."""
    seen: list[Block] = []

    def live(block: Block) -> pd.DataFrame:
        seen.append(block)
        return live_block(block)

    monkeypatch.setattr(living, "live_block", live)
    return seen


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{name}.parquet")


def test_select_names_one_or_says_who_is_tied(
    small: list[str], tmp_path: Path, capsys: Captured, lived: list[Block]
) -> None:
    assert main(["select", PAIR, "zone=100", "study=s", "most=25", *small]) == GOOD
    told = capsys.readouterr().out
    assert "Named: " in told
    assert "Rests on" in told
    found = table(tmp_path / "s" / "select", "packages")
    assert (found["dropped_by"] == "").sum() == 1
    assert len(lived) == 20
    assert main(["select", PAIR, "zone=0.0001", "study=s", "most=30", "lang=zh", *small]) == GOOD
    assert "仍未分出" in capsys.readouterr().out
    # The first stage was there already.
    assert [block.number for block in lived[20:]] == list(range(20, 30))


def test_select_goes_on_from_a_stored_comparison(small: list[str], tmp_path: Path, lived: list[Block]) -> None:
    assert main(["compare", PAIR, "blocks=20", "study=s", *small]) == GOOD
    count = len(lived)
    assert main(["select", "zone=100", "study=s", "workers=1"]) == GOOD
    assert len(lived) == count
    manifest = json.loads((tmp_path / "s" / "select" / "manifest.json").read_text("utf-8"))
    assert manifest["blocks"]["reused"] == 20
    assert manifest["months"] == 3


def test_a_question_about_some_packages_of_a_study_uses_its_blocks(
    small: list[str], tmp_path: Path, lived: list[Block]
) -> None:
    three = "policies=[micro_grids,commendation,burden_reduction]"
    assert main(["compare", three, "blocks=20", "study=s", *small]) == GOOD
    count = len(lived)
    assert main(["select", PAIR, "zone=100", "study=s", "workers=1"]) == GOOD
    assert main(["discover", "policies=[commendation]", "study=s", "workers=1"]) == GOOD
    assert len(lived) == count
    assert set(table(tmp_path / "s" / "select", "packages")["package"]) == {"micro_grids", "commendation"}
    assert table(tmp_path / "s" / "discover", "packages")["package"].tolist() == ["commendation"]
    # Another setting is another package, and is lived.
    other = ["discover", "policies=[commendation]", "policies.commendation.intensity=0.5", "study=s", "workers=1"]
    assert main([*other, "blocks=2"]) == GOOD
    assert len(lived) == count + 2


def test_sensitivity_tells_indices_and_the_share_of_the_seed(
    small: list[str], tmp_path: Path, capsys: Captured
) -> None:
    asked = ["sensitivity", "policies=[micro_grids]", "by_group=true", "samples=2", "study=s"]
    assert main([*asked, *small]) == GOOD
    told = capsys.readouterr().out
    assert "The seed alone accounts for" in told
    assert "24 worlds" in told
    found = table(tmp_path / "s" / "sensitivity", "indices")
    assert {"volunteering", "settlement", "dummy"} <= set(found["parameter"])
    assert list((tmp_path / "s" / "sensitivity").glob("sensitivity_micro_grids_en.png"))


def test_rows_of_a_trajectory_are_lived_with_one_seed(small: list[str], lived: list[Block]) -> None:
    assert main(["sensitivity", "policies=[micro_grids]", "by_group=true", "samples=2", *small]) == GOOD
    seeds = [block.scenario.seed for block in lived]
    assert [len(set(seeds[start : start + 11])) for start in (0, 12)] == [1, 1]
    # The dummy is the first world again, with another seed.
    assert lived[11].scenario.parameters == lived[0].scenario.parameters
    assert len(set(seeds)) == 4


def test_discover_says_so_where_there_is_nothing_to_find(small: list[str], tmp_path: Path, capsys: Captured) -> None:
    assert main(["discover", "policies=[commendation]", "blocks=3", "study=s", *small]) == GOOD
    assert "too few to look" in capsys.readouterr().out
    found = table(tmp_path / "s" / "discover", "packages")
    assert found["worlds"].tolist() == [3]


def test_attribute_shares_a_package_out_among_its_measures(small: list[str], tmp_path: Path, capsys: Captured) -> None:
    assert main(["attribute", PAIR, "blocks=2", "runs=8", "study=s", *small]) == GOOD
    assert "whole package" in capsys.readouterr().out
    players, runs = (table(tmp_path / "s" / "attribute", name) for name in ("players", "runs"))
    whole = runs.loc[runs["coalition"] == "commendation+micro_grids", "value"].mean()
    assert players["shapley"].sum() == pytest.approx(whole)
    assert set(players["player"]) == {"micro_grids", "commendation"}


def test_attribute_asks_by_which_lever_the_effect_of_a_measure_comes(
    small: list[str], tmp_path: Path, lived: list[Block]
) -> None:
    assert main(["attribute", "levers=micro_grids", "blocks=1", "runs=8", "study=s", *small]) == GOOD
    players = table(tmp_path / "s" / "attribute", "players")
    assert set(players["player"]) == {"grid_leaders", "leader_hours", "leader_invitations"}
    # Without leaders nobody is there to invite.
    alone = players.set_index("player")["alone"]
    assert alone["leader_invitations"] == alone["leader_hours"] == 0.0
    held = {package[0].only for package in lived[0].packages.values() if package}
    assert ("leader_hours",) in held
    assert len(held) == 7


def test_a_measure_can_be_held_to_levers_that_it_moves() -> None:
    assert moved_by(MicroGrids(only=("leader_hours",))) == ["leader_hours"]
    with pytest.raises(ValueError, match="unknown lever of micro_grids 'leader_hour'; did you mean 'leader_hours'"):
        MicroGrids(only=("leader_hour",))


def test_portfolio_lives_the_candidates_on_worlds_that_the_fit_has_not_seen(
    small: list[str], tmp_path: Path, capsys: Captured, lived: list[Block]
) -> None:
    asked = ["portfolio", "policies=[micro_grids,commendation,burden_reduction]", "study=s", "runs=160", "blocks=2"]
    assert main([*asked, "budget=100000000", "keep=3", *small]) == GOOD
    told = capsys.readouterr().out
    assert "among those found" in told
    found = table(tmp_path / "s" / "portfolio", "candidates")
    assert len(found) == 3
    fitted = {block.world for block in lived if block.number < 20}
    assert fitted.isdisjoint({block.world for block in lived if block.number >= 20})
    assert main([*asked, "budget=1", *small]) == BAD_INPUT
    assert "budget=1 buys no package" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["select", PAIR], "zone=null"),
        (["select", "policies=[micro_grids]", "zone=1"], "at least two packages"),
        (["select", PAIR, "zone=1", "outcome=participatio"], "did you mean 'participation'"),
        (["sensitivity", "policies=[micro_grids]", "method=moris"], "did you mean 'morris'"),
        (["sensitivity", "policies=[micro_grids]", "method=sobol", "samples=100"], "the nearest is 128"),
        (["discover", "policies=[micro_grids]", "worlds=shipped"], "a single world"),
        (["discover"], "which measure"),
        (["attribute", "policies=[micro_grids]"], "two measures or more"),
        (["attribute", "levers=micro_grid"], "did you mean 'micro_grids'"),
        (["attribute", "policies=all", "runs=50"], "needed: at least"),
        (["portfolio", PAIR], "budget=null"),
        (["portfolio", PAIR, "budget=-5"], "budget=-5"),
        (["compare", PAIR, "until=-1"], "half-width must be above 0"),
        (["compare", PAIR, "launcher=slurm"], "unknown launcher 'slurm'"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(
    small: list[str], tmp_path: Path, capsys: Captured, asked: list[str], told: str
) -> None:
    assert main([*asked, *small]) == BAD_INPUT
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_failed_blocks_are_told_after_the_answer(
    small: list[str], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def live(block: Block) -> pd.DataFrame:
        if block.number == 1:
            raise ArithmeticError("nonsense")
        return live_block(block)

    monkeypatch.setattr(living, "live_block", live)
    assert main(["attribute", PAIR, "blocks=3", "runs=12", "study=s", *small]) == FAILED
    told = capsys.readouterr()
    assert "whole package" in told.out
    assert "block 1 (seed 2): ArithmeticError: nonsense" in told.err
    assert json.loads((tmp_path / "s" / "attribute" / "manifest.json").read_text("utf-8"))["state"] == "failed"


def test_a_comparison_goes_on_until_its_intervals_are_narrow_enough(
    small: list[str], tmp_path: Path, capsys: Captured
) -> None:
    asked = ["compare", "policies=[commendation]", "study=s", *small]
    assert main([*asked, "until=1000", "most=60"]) == GOOD
    assert "has a half-width of at most 1000" in capsys.readouterr().out
    assert json.loads((tmp_path / "s" / "manifest.json").read_text("utf-8"))["blocks"]["asked"] == 40


def test_an_outcome_must_have_a_direction() -> None:
    assert check_outcome("turned_away") == -1
    with pytest.raises(ValueError, match="neither more nor less"):
        check_outcome("invited")


def test_coalitions_have_names_of_their_own() -> None:
    players = [f"p{k}" for k in range(5)]
    sets = [frozenset(players[:k]) for k in range(6)]
    assert len({name_of(one, players) for one in sets}) == 6
    assert name_of(frozenset(["p3"]), players) == "p3"

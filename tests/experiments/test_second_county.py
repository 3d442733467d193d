"""A county is one file: the second one runs without a word of code, and a wrong one is refused by line and reason."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import BAD_INPUT, GOOD, main
from experiments.store import RESULTS
from sim.world.description import load_description

FILE = Path(__file__).parents[2] / "examples" / "second_county" / "qingxi.yaml"
TEXT = FILE.read_text(encoding="utf-8")
YUNTAI = "      - {zh: 云台乡, en: Yuntai, villages: 7, communities: 0}\n"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGZHI_LANG", "en")
    monkeypatch.setenv(RESULTS, str(tmp_path / "results"))


def line_of(fragment: str) -> int:
    return TEXT[: TEXT.index(fragment)].count("\n") + 1


def test_the_second_county_differs_from_the_first_in_size_age_and_sectors() -> None:
    first, second = load_description("wushan"), load_description(FILE)
    assert second.places.registered_adults < 0.5 * first.places.registered_adults
    assert set(second.enterprises) != set(first.enterprises)
    assert "plum" not in second.enterprises
    aged = [sum(b.share for b in c.population.ages.rural_present.value if b.first >= 60) for c in (first, second)]
    assert aged[1] < 0.5 * aged[0]
    assert second.organisations.registered.value == second.social_work.social_workers.value == 0


def test_it_runs_and_compares(tmp_path: Path, capsys: Captured) -> None:
    typed = [f"county={FILE}", "months=3", "warmup=1", "blocks=1", "workers=1", "study=s"]
    assert main(["compare", "policies=[micro_grids,service_procurement]", *typed, "lang=zh"]) == GOOD
    assert "微网格" in capsys.readouterr().out
    effects = pd.read_parquet(tmp_path / "results" / "s" / "effects.parquet").set_index(["package", "indicator"])
    assert effects.loc[("micro_grids", "participation"), "difference"] > 0
    # There is no organisation that could take what is purchased, and nothing is paid.
    assert effects.loc[("service_procurement", "volunteer_hours"), "difference"] == 0
    assert effects.loc[("service_procurement", "cost"), "treated"] == 0


WRONG = {
    "negative population": ("registered: {value: 205000", "registered: {value: -205000", "population.registered.value"),
    "unknown sector": ("  building:\n", "  biulding:\n", "enterprises.biulding"),
    "share over 1": ("rural: {value: 0.84", "rural: {value: 1.84", "population.present_share.rural.value"),
    "unknown key": ("grid_staff:", "grid_stuff:", "grid_stuff"),
    "not YAML": ("clans: {value: 3,", "clans: {value: 3", ""),
}


@pytest.mark.parametrize(("stands", "written", "field"), WRONG.values(), ids=WRONG)
def test_a_wrong_county_is_refused_with_its_line(
    stands: str, written: str, field: str, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "county.yaml"
    file.write_text(TEXT.replace(stands, written, 1), encoding="utf-8")
    assert main(["compare", "policies=[micro_grids]", f"county={file}"]) == BAD_INPUT
    told = capsys.readouterr()
    assert told.err.startswith(f"error: {file}: line {line_of(stands)}: {field}")
    assert told.out == ""
    assert main(["compare", "policies=[micro_grids]", f"county={file}", "lang=zh"]) == BAD_INPUT
    assert f"第 {line_of(stands)} 行：{field}" in capsys.readouterr().err
    assert not (tmp_path / "results").exists()


def test_a_township_that_is_missing_is_missed(tmp_path: Path, capsys: Captured) -> None:
    assert YUNTAI in TEXT
    file = tmp_path / "county.yaml"
    file.write_text(TEXT.replace(YUNTAI, ""), encoding="utf-8")
    line = line_of("  villages: {value: 53") - 1
    assert main(["run", f"county={file}"]) == BAD_INPUT
    said = "places.villages: the townships have 46 villages, but the county has 53"
    assert capsys.readouterr().err == f"error: {file}: line {line}: {said}\n"
    listed = TEXT[TEXT.index("  townships:\n") : TEXT.index("  villages: {value: 53")]
    file.write_text(TEXT.replace(listed, ""), encoding="utf-8")
    assert main(["run", f"county={file}"]) == BAD_INPUT
    assert "places.townships: is missing" in capsys.readouterr().err

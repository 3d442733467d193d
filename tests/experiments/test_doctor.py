"""gongzhi doctor says what is missing, and fails only where something needed is."""

from pathlib import Path

import pytest

from experiments import doctor
from experiments.cli import FAILED, GOOD, main
from experiments.doctor import examine
from experiments.words import LANGUAGES, words


def health(key: str, **given: Path) -> str:
    return next(one.health for one in examine(words("en"), **given) if one.key == key)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_machine_that_passes_the_tests_is_well(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", f"lang={lang}"]) == GOOD
    shown = capsys.readouterr().out
    assert "Noto Sans SC" in shown
    assert "cli.doctor" not in shown


def test_a_missing_font_is_bad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "sans_path", lambda: "nowhere.ttf")
    assert main(["doctor", "lang=en"]) == FAILED
    assert "pylopdf-fonts-zh-cn" in capsys.readouterr().out


def test_a_missing_library_of_the_page_is_only_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    assert health("page") == "note"
    assert "gongzhi[page]" in next(one.found for one in examine(words("en")) if one.key == "page")


def test_a_file_in_the_place_of_results_is_bad(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("taken")
    assert health("results", results=tmp_path / "results") == "bad"
    assert health("results", results=tmp_path / "new" / "results") == "good"


def test_an_old_python_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST", (99,))
    assert health("python") == "bad"


def test_options_that_do_not_exist_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "deep=true", "lang=en"]) != GOOD
    assert "deep" in capsys.readouterr().err

"""The command line: what it prints, what it returns, and that it never shows a trace to who mistypes."""

import errno
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml
from rich.console import Console

import experiments.report
from experiments import cli, living
from experiments.blocks import live_block
from experiments.cli import BAD_INPUT, FAILED, GOOD, STOPPED, VERBS, lists, main
from experiments.language import LANGUAGE, language
from experiments.progress import Bar, Lines
from experiments.store import RESULTS
from experiments.study import Block
from experiments.tables import HEADLINES, effects_report, unit_name
from experiments.words import words as words_of
from sim.core.levers import declared
from sim.core.parameters import all_passports
from sim.indicator_table import INDICATORS
from sim.levers import LeverValues
from sim.parameters import Parameters
from sim.policies import registry
from sim.world.description import load_description

LANGUAGES = ("zh", "en")
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(LANGUAGE, "en")
    monkeypatch.setenv(RESULTS, str(tmp_path / "results"))
    monkeypatch.delenv(cli.DEBUG, raising=False)


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("county") / "小村.yaml"
    described = load_description("wushan_township").scaled(1, 2, 60).model_dump(mode="json")
    path.write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.fixture
def small(hamlet: str) -> list[str]:
    return [f"county={hamlet}", "months=3", "warmup=2", "blocks=2", "workers=1"]


def test_the_demo_prints_effects_and_stores_the_study(small: list[str], tmp_path: Path, capsys: Captured) -> None:
    assert main(["demo", *small, "report=false"]) == GOOD
    told = capsys.readouterr()
    for key in HEADLINES[:-1]:
        assert INDICATORS[key].en.split()[0] in told.out
    assert "burden reduction" in told.out
    assert re.search(r"cost\s+0 yuan", told.out)
    assert "Each block takes one of the calibrated worlds" in told.out
    assert "no forecast" in told.out
    assert "8 of 8 runs done" in told.err
    folder = tmp_path / "results" / "demo"
    assert {"effects.parquet", "effects.csv", "paths.parquet", "manifest.json", "blocks"} <= set(os.listdir(folder))
    # In a hamlet of two blocks no case ends often enough to rank on the other outcome.
    assert "ranks_participation_en.png" in os.listdir(folder)
    assert str(folder) in told.out
    assert main(["demo", *small, "report=false", "lang=zh"]) == GOOD
    again = capsys.readouterr()
    assert "已有 2 个配对组，不再重算。" in again.out
    assert "微网格" in again.out
    assert "不是对真实县情的预测" in again.out


def test_a_report_that_cannot_be_made_does_not_lose_the_tables(
    small: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "experiments.report", None)
    assert main(["demo", *small]) == GOOD
    told = capsys.readouterr().out
    assert "no report was written" in told
    assert "tables: " in told


def test_the_report_is_written_in_the_language_asked_for(
    small: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experiments.report, "write_report", lambda folder, lang: [folder / f"{lang}.html"])
    assert main(["compare", "policies=[micro_grids]", *small, "study=s", "report=true", "lang=zh"]) == GOOD
    assert str(Path("results") / "s" / "zh.html") in capsys.readouterr().out


def test_compare_stores_what_was_asked(small: list[str], tmp_path: Path, capsys: Captured) -> None:
    typed = ["compare", "packages.both=[micro_grids,commendation]", "policies.commendation.reward=3", *small, "study=s"]
    assert main(typed) == GOOD
    assert "commendation + micro-grids" in capsys.readouterr().out
    manifest = yaml.safe_load((tmp_path / "results" / "s" / "manifest.json").read_text("utf-8"))
    assert manifest["command"] == " ".join(["gongzhi", *typed])
    assert manifest["packages"]["both"]["policies"]["commendation"]["reward"] == 3.0
    assert manifest["config"]["policies"]["commendation"]["reward"] == 3.0
    assert manifest["blocks"]["done"] == 2
    assert manifest["versions"]["gongzhi"]


def test_many_packages_are_shown_one_below_the_other(small: list[str], capsys: Captured) -> None:
    named = [f"packages.p{k}=[{key}]" for k, key in enumerate(["micro_grids"] * 4)]
    assert main(["compare", *named, *small, "blocks=1"]) == GOOD
    told = capsys.readouterr().out
    assert told.count("blocks better") == 4
    assert told.count("Ranked on: ") == 2
    assert "Few independent units (1)" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_measures_are_ranked_on_both_headline_outcomes(lang: str, small: list[str], capsys: Captured) -> None:
    assert main(["compare", "policies=all-one-at-a-time", "package=all", *small, f"lang={lang}"]) == GOOD
    told, words = capsys.readouterr().out, words_of(lang)  # type: ignore[arg-type]
    for outcome in ("participation", "resolved"):
        assert words.indicator(outcome) in told
    for name in [*(getattr(policy, lang) for policy in registry().values()), words("baseline"), words("package.all")]:
        assert told.count(f" {name} ") >= 2, name
    for head in ("p_best", "forgone", "cost"):
        assert words(f"cli.rank.{head}").split("\n")[0] in told
    assert words("cli.table.verdict") not in told


def test_run_stores_a_tidy_table_and_says_how_long_it_took(hamlet: str, tmp_path: Path, capsys: Captured) -> None:
    typed = ["run", f"county={hamlet}", "months=3", "warmup=1", "policies=[micro_grids]"]
    assert main(typed) == GOOD
    told = capsys.readouterr().out
    assert "took part at least once" in told
    assert re.search(r"took \d+\.\d s", told)
    table = pd.read_parquet(tmp_path / "results" / "run" / "run.parquet")
    assert list(table.columns) == ["month", "level", "unit", "indicator", "value"]
    assert set(table["level"]) == {"county", "township", "village"}
    assert set(table["month"]) == {1, 2, 3}
    assert "cost_micro_grids" in set(table["indicator"])
    assert main([*typed, "villages=false", "lang=zh"]) == GOOD
    assert set(pd.read_parquet(tmp_path / "results" / "run" / "run.parquet")["level"]) == {"county", "township"}


def test_targets_sets_every_target_beside_the_model(hamlet: str, capsys: Captured) -> None:
    typed = ["targets", f"county={hamlet}", "months=2", "warmup=1", "blocks=1"]
    assert main([*typed, "townships=1", "lang=zh"]) == GOOD
    told = capsys.readouterr().out
    assert "志愿组织活跃率" in told
    assert "需 8 个乡镇" in told
    assert main([*typed, "townships=8"]) == GOOD
    told = capsys.readouterr().out
    assert "T22.vacancies" in told
    assert re.search(r"\d+ of \d+ targets that can be judged here are inside", told)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["frobnicate"], "unknown verb 'frobnicate'"),
        (["demoo"], "did you mean 'demo'?"),
        (["compare"], "which measures? Say policies=[micro_grids]"),
        (["compare", "policies=[micro_grid]"], "unknown policy 'micro_grid'; did you mean 'micro_grids'?"),
        (
            ["compare", "policies=[micro_grids]", "policies.micro_grids.intensity=1.7"],
            "policies.micro_grids.intensity=1.7 is out of range: allowed 0 to 1 (share)",
        ),
        (["compare", "policies=[micro_grids]", "county=/no/such.yaml"], "/no/such.yaml: there is no such file"),
        (["compare", "policies=[micro_grids]", "study=../up"], "cannot be the name of a folder"),
        (["run", "blocks=3"], "'blocks' is no setting of gongzhi run"),
        (["run", "lang=de"], "unknown lang 'de'"),
        (["explain"], "which measure?"),
        (["explain", "micro_grid"], "did you mean 'micro_grids'?"),
        (["explain", "micro_grids", "status=x"], "unknown option of gongzhi explain 'status'"),
        (["parameters", "status=guessed"], "unknown status 'guessed'"),
        (["parameters", "group=setlement"], "did you mean 'settlement'?"),
        (["policies", "everything"], "'everything' is no option"),
    ],
)
def test_bad_input_ends_with_one_message_and_code_2(typed: list[str], said: str, capsys: Captured) -> None:
    assert main(typed) == BAD_INPUT
    told = capsys.readouterr()
    assert told.err.startswith("error: ")
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_the_program_itself_ends_the_same_way() -> None:
    command = [sys.executable, "-m", "experiments.cli", "compare", "policies=[micro_grid]"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == BAD_INPUT
    assert done.stderr == "error: unknown policy 'micro_grid'; did you mean 'micro_grids'?\n"


def test_messages_come_in_chinese(capsys: Captured) -> None:
    assert main(["compare", "policies=[micro_grid]", "lang=zh"]) == BAD_INPUT
    assert capsys.readouterr().err == "错误：没有名为“micro_grid”的举措；是否想写“micro_grids”？\n"


def test_a_trace_is_shown_to_who_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cli.DEBUG, "1")
    with pytest.raises(ValueError, match="unknown verb"):
        main(["frobnicate"])


def interfere(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def live(block: Block) -> pd.DataFrame:
        if block.number == 1:
            raise error
        return live_block(block)

    monkeypatch.setattr(living, "live_block", live)


def test_failed_blocks_are_named_and_the_rest_is_shown(
    small: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    interfere(monkeypatch, ArithmeticError("nonsense"))
    assert main(["compare", "policies=[micro_grids]", *small]) == FAILED
    told = capsys.readouterr()
    assert "failed and not counted: 1 block; the same command tries again" in told.err
    assert "block 1 (seed 2): ArithmeticError: nonsense" in told.err
    assert ".failed.json" in told.err
    assert "Only 1 of 2 blocks are in the table" in told.out


def test_ctrl_c_is_130(small: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    interfere(monkeypatch, KeyboardInterrupt())
    assert main(["compare", "policies=[micro_grids]", *small]) == STOPPED
    assert capsys.readouterr().err.endswith("stopped. What is finished is kept; the same command goes on from there.\n")


def test_a_request_to_terminate_ends_as_tidily(monkeypatch: pytest.MonkeyPatch) -> None:
    def end_it(_: object) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        return GOOD

    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    monkeypatch.setattr(lists, "show_policies", end_it)
    try:
        assert main(["policies"]) == STOPPED
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_full_disk_is_one_message(small: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    assert main(["compare", "policies=[micro_grids]", *small]) == FAILED
    told = capsys.readouterr().err
    assert "No space left on device" in told
    assert "run the same command again" in told
    assert "Traceback" not in told


def test_a_fault_of_the_program_is_told_without_a_trace(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(lists, "show_policies", broken)
    assert main(["policies"]) == FAILED
    assert "something went wrong (ZeroDivisionError): by zero. GONGZHI_DEBUG=1 shows where." in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_policies_lists_all_measures(lang: str, capsys: Captured) -> None:
    assert main(["policies", f"lang={lang}"]) == GOOD
    told = capsys.readouterr().out
    for key, policy in registry().items():
        assert key in told
        assert policy.zh in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", registry())
def test_explain_tells_all_that_is_known_of_a_measure(key: str, lang: str, capsys: Captured) -> None:
    assert main(["explain", key, f"lang={lang}"]) == GOOD
    told = capsys.readouterr().out
    marks = {"zh": ("主张", "机制", "副作用", "依据"), "en": ("Claim", "Mechanism", "Side effects", "Evidence")}[lang]
    assert all(mark in told for mark in marks)
    assert "intensity" in told
    assert ("没有这项举措效果的因果估计" if lang == "zh" else "no causal estimate of what this measure does") in told


def test_explain_names_levers_prices_and_ranges(capsys: Captured) -> None:
    assert main(["explain", "micro_grids"]) == GOOD
    told = capsys.readouterr().out
    assert re.search(r"grid_leaders\s+\+5\s", told)
    assert re.search(r"micro-grid leaders, at the end of the month\s+persons\s+60", told)
    assert re.search(r"hours\s+6\s+0\s+20\s", told)
    assert re.search(r"B-V5\s+\w+", told)


def test_parameters_can_be_filtered(capsys: Captured) -> None:
    assert main(["parameters", "status=calibrated", "group=awareness"]) == GOOD
    told = capsys.readouterr().out
    wanted = {
        name
        for name, passport in all_passports(Parameters)
        if name.startswith("awareness.") and passport.status == "calibrated"
    }
    assert set(re.findall(r"awareness\.\w+", told)) == wanted
    assert f"{len(wanted)} of {len(list(all_passports(Parameters)))} parameters" in told
    assert main(["parameters", "group=trust", "lang=zh"]) == GOOD
    assert "假定" in capsys.readouterr().out


def test_every_unit_has_a_chinese_name() -> None:
    units = {passport.unit for _, passport in all_passports(Parameters)}
    units |= {lever.unit for lever in declared(LeverValues).values()}
    told = {unit: unit_name(unit, words_of("zh")) for unit in units}
    assert {unit: text for unit, text in told.items() if re.search("[A-Za-z]{2,}", text)} == {}


def test_names_of_parameters_are_never_broken(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["parameters", "group=cadre_time", "lang=zh"]) == GOOD
    assert "cadre_time.inspection_paperwork" in capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_levers_are_listed(lang: str, capsys: Captured) -> None:
    assert main(["levers", f"lang={lang}"]) == GOOD
    assert "delay_township" in capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verb", [None, *VERBS])
def test_help_is_everywhere(verb: str | None, lang: str, capsys: Captured) -> None:
    assert main([*([verb] if verb else []), "--help", f"lang={lang}"]) == GOOD
    told = capsys.readouterr().out
    assert "gongzhi" in told
    assert bool(re.search("[\u4e00-\u9fff]", told)) == (lang == "zh")


def test_the_version_is_told(capsys: Captured) -> None:
    assert main(["--version"]) == GOOD
    assert re.fullmatch(r"\d+\.\d+.*\n", capsys.readouterr().out)


def test_the_texts_of_both_languages_have_the_same_blanks() -> None:
    zh, en = words_of("zh").texts, words_of("en").texts
    assert zh.keys() == en.keys()
    for key in zh:
        if key.startswith("cli."):
            assert set(re.findall(r"\{(\w+)\}", zh[key])) == set(re.findall(r"\{(\w+)\}", en[key])), key


def test_the_language_follows_the_command_then_the_environment_then_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert language("zh") == "zh"
    assert language() == "en"
    monkeypatch.delenv(LANGUAGE)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language() == "zh"
    monkeypatch.setenv("LANG", "C")
    assert language() == "en"


def test_a_pipe_gets_a_line_at_every_tenth(capsys: Captured) -> None:
    lines = Lines(words_of("en"), sys.stderr)
    lines.begin(1000, 200)
    for _ in range(80):
        lines.advance(10)
    assert capsys.readouterr().err.splitlines() == [f"{done} of 1000 runs done" for done in range(300, 1001, 100)]


class Terminal:
    """A stream that says that it is a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    bar = Bar(words_of("zh"), terminal)  # type: ignore[arg-type]
    bar.begin(10, 2)
    bar.advance(3)
    bar.note("cli.progress.compiling")
    bar.end()
    assert "5/10" in terminal.written
    assert "正在编译模型" in terminal.written


def test_what_must_not_be_read_alone_is_never_shown_alone(small: list[str], tmp_path: Path) -> None:
    assert main(["compare", "policies=[micro_grids]", *small, "study=s"]) == GOOD
    folder = tmp_path / "results" / "s"
    effects = pd.read_parquet(folder / "effects.parquet")
    petitions = effects["indicator"] == "petitions"
    effects.loc[petitions, ["flag", "verdict"]] = ["fewer_petitions_more_turned_away", "falls"]
    manifest = yaml.safe_load((folder / "manifest.json").read_text("utf-8"))
    with (out := Console(width=300)).capture() as captured:
        out.print(effects_report(effects, manifest, words_of("en")))
    assert "micro-grids lowers petitions while more grievances are turned away" in captured.get()
    assert "Too small to tell: petitions from disputes" in captured.get()
    assert "falls" not in captured.get()

"""Measures that other packages bring: known without an edit, and told apart from broken ones."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from experiments import compare
from experiments.cli import BAD_INPUT, FAILED, GOOD, main
from experiments.config import read_settings
from experiments.notes import notes_of
from experiments.store import RESULTS
from sim.policies import find, registry

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "courtyard_meetings"
SMALL = ["months=3", "warmup=2", "blocks=2", "workers=1"]
Captured = pytest.CaptureFixture[str]

GOOD_MODULE = '''
from dataclasses import dataclass
from typing import Annotated, ClassVar
from sim.policies.base import Group, Policy, Price, setting

@dataclass(frozen=True, kw_only=True)
class Tea(Policy):
    """Tea."""
    cups: Annotated[float, setting(0, 9, "cups", en="cups", zh="杯")] = 2
    group: ClassVar[Group] = "E"
    zh: ClassVar[str] = "茶"
    en: ClassVar[str] = "tea"
    def adjust(self, levers):
        return levers.move(self, meetings=self.cups * levers.strength(self))
    def prices(self):
        return (Price("lever:meetings", "meetings", 1.0),)
'''


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Put a package with one measure where Python looks for packages, as pip would."""
    monkeypatch.setenv(RESULTS, str(tmp_path / "results"))
    monkeypatch.setenv("GONGZHI_LANG", "en")
    site = tmp_path / "site"

    def install(
        module: str = GOOD_MODULE, point: str = "tea_shop:Tea", notes: str = "", name: str = "tea-shop"
    ) -> Path:
        package = site / "tea_shop"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text(module, encoding="utf-8")
        if notes:
            (package / "tea.yaml").write_text(notes, encoding="utf-8")
        _metadata(site, name, f"tea = {point}")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.delitem(sys.modules, "tea_shop", raising=False)
        return package

    return install


def _metadata(site: Path, name: str, point: str) -> None:
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[gongzhi.policies]\n{point}\n")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example package, found as if it were installed."""
    monkeypatch.setenv(RESULTS, str(tmp_path / "results"))
    monkeypatch.setenv("GONGZHI_LANG", "en")
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    ((key, value),) = project["entry-points"]["gongzhi.policies"].items()
    _metadata(tmp_path / "site", project["name"], f"{key} = {value}")
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "courtyard_meetings", raising=False)


@pytest.mark.usefixtures("example")
def test_the_example_is_listed_explained_and_compared_in_both_languages(tmp_path: Path, capsys: Captured) -> None:
    assert main(["policies"]) == GOOD
    assert "courtyard meetings 院坝会" in capsys.readouterr().out
    assert main(["explain", "courtyard_meetings", "lang=zh"]) == GOOD
    told = capsys.readouterr().out
    assert "干部到村民院坝里开会" in told
    assert "会没开几次" in told
    assert main(["explain", "courtyard_meetings"]) == GOOD
    assert "Cadres hold meetings in the courtyards" in capsys.readouterr().out
    typed = ["compare", "policies=[courtyard_meetings,micro_grids]", "policies.courtyard_meetings.hours=3"]
    assert main([*typed, *SMALL, "study=s", "report=true", "lang=zh"]) == GOOD
    assert "院坝会" in capsys.readouterr().out
    manifest = yaml.safe_load((tmp_path / "results" / "s" / "manifest.json").read_text("utf-8"))
    settings = manifest["packages"]["courtyard_meetings"]["policies"]["courtyard_meetings"]
    assert (settings["hours"], settings["meetings"]) == (3.0, 4.0)
    assert "院坝会" in (tmp_path / "results" / "s" / "report_zh.html").read_text("utf-8")


@pytest.mark.usefixtures("example")
def test_the_example_brings_all_that_our_own_measures_have() -> None:
    policy = find("courtyard_meetings")
    notes = notes_of(policy)
    assert notes.line is not None
    assert notes.zh is not None
    assert notes.evidence is not None
    assert notes.defaults == {"meetings": 4}
    assert "courtyard_meetings" in read_settings("compare", ["policies=all"]).packages["all"][-1].key
    with pytest.raises(ValueError, match=r"policies\.courtyard_meetings\.meetings=13 is out of range: allowed 0 to 12"):
        read_settings("compare", ["policies=[courtyard_meetings]", "policies.courtyard_meetings.meetings=13"])


@pytest.mark.slow
@pytest.mark.usefixtures("example")
def test_the_example_disappoints_where_it_says(tmp_path: Path) -> None:
    found = notes_of(find("courtyard_meetings")).disappoints
    assert found is not None
    asked = read_settings("compare", found.asked("courtyard_meetings"))
    how = {"blocks": 12, "worlds": asked.worlds}
    made = compare(asked.scenario, asked.packages, study=tmp_path / "s", workers=1, progress=False, **how)
    effects = made.effects.set_index("indicator")
    assert all(effects.loc[name, "verdict"] == "harms" for name in found.harms)
    for name in found.nothing:
        assert effects.loc[name, "difference"] < 0.01 * effects.loc[name, "baseline"]


def test_a_measure_without_a_word_of_notes_runs_and_reads_well(
    installed: Callable[..., Path], capsys: Captured
) -> None:
    installed()
    for lang in ("zh", "en"):
        assert main(["explain", "tea", f"lang={lang}"]) == GOOD
        assert "Tea." in capsys.readouterr().out
    assert main(["compare", "policies=[tea]", *SMALL, "policies.tea.cups=3"]) == GOOD


def edited(old: str, new: str) -> str:
    assert old in GOOD_MODULE
    return GOOD_MODULE.replace(old, new)


BROKEN = {
    "no module": ({"point": "no_such_shop:Tea"}, "ModuleNotFoundError: No module named 'no_such_shop'"),
    "no class": ({"point": "tea_shop:Coffee"}, "AttributeError: module 'tea_shop' has no attribute 'Coffee'"),
    "no measure": ({"module": "Tea = 3\n"}, "3 is no class derived from sim.policies.Policy"),
    "syntax": ({"module": "class Tea(:\n"}, "SyntaxError: invalid syntax"),
    "no Chinese name": (
        {"module": edited('    zh: ClassVar[str] = "茶"\n', "")},
        "the class Tea lacks zh: ClassVar[str]",
    ),
    "no group": ({"module": edited('= "E"', '= "F"')}, "group = 'F' is none of A, B, C, D, E"),
    "not frozen": (
        {"module": edited("@dataclass(frozen=True, kw_only=True)\n", "")},
        "the class Tea is no frozen dataclass",
    ),
    "no default": ({"module": edited('zh="杯")] = 2', 'zh="杯")]')}, "the setting cups has no default"),
    "default out of range": (
        {"module": edited("= 2\n", "= 20\n")},
        "policies.tea.cups=20 is out of range: allowed 0 to 9",
    ),
    "no lever": (
        {"module": edited("(self, meetings=", "(self, meeting=")},
        "unknown lever 'meeting'; did you mean 'meetings'?",
    ),
    "forgot to return": ({"module": edited("return levers.move", "levers.move")}, "adjust does not return the levers"),
    "no price": (
        {"module": edited('"lever:meetings"', '"lever:meeting"')},
        "unknown lever 'meeting'; did you mean 'meetings'?",
    ),
    "name taken": (
        {"module": GOOD_MODULE.replace("Tea", "MicroGrids"), "point": "tea_shop:MicroGrids"},
        "Gongzhi has a measure 'micro_grids' already",
    ),
    "notes not YAML": ({"notes": "line: {zh: 茶\nen: tea"}, "tea.yaml: line 2: not valid YAML"),
    "notes misspelt": (
        {"notes": "\nlines: {zh: 茶, en: tea}"},
        "tea.yaml: line 2: lines: unknown field 'lines'; did you mean",
    ),
    "notes in one language": ({"notes": "line: {zh: 茶}"}, "tea.yaml: line 1: line.en: is missing"),
    "no such grade": ({"notes": "evidence: {grade: superb}"}, "tea.yaml: line 1: evidence.grade: "),
    "no such indicator": (
        {"notes": "disappoints:\n  settings: []\n  harms: [trust]\n  zh: 坏\n  en: bad"},
        "tea.yaml: line 3: disappoints.harms.0: unknown indicator 'trust'",
    ),
    "other default out of range": (
        {"notes": "defaults:\n  cups: 10"},
        "tea.yaml: line 2: defaults.cups: policies.tea.cups=10 is out of range: allowed 0 to 9",
    ),
    "other default of nothing": ({"notes": "defaults: {cup: 1}"}, "unknown setting of tea 'cup'; did you mean 'cups'?"),
}


@pytest.mark.parametrize(("package", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_package_is_named_with_what_is_wrong(
    package: dict[str, str], said: str, installed: Callable[..., Path], capsys: Captured
) -> None:
    installed(**package)
    assert main(["policies"]) == FAILED
    told = capsys.readouterr().err
    assert told.startswith("error: a measure that another package brings cannot be used (tea-shop 1.0, tea = ")
    assert said in told
    assert "pip uninstall" in told
    assert "Traceback" not in told


def test_a_broken_package_is_told_in_chinese_and_leaves_the_help_alone(
    installed: Callable[..., Path], capsys: Captured
) -> None:
    installed(point="no_such_shop:Tea")
    assert main(["compare", "policies=[micro_grids]", *SMALL, "lang=zh"]) == FAILED
    assert "另一软件包带来的举措无法使用（tea-shop 1.0, tea = no_such_shop:Tea）" in capsys.readouterr().err
    assert main(["--help"]) == GOOD


def test_two_packages_with_the_same_measure_are_both_named(installed: Callable[..., Path], capsys: Captured) -> None:
    installed()
    installed(name="tea-house")
    assert main(["policies"]) == FAILED
    told = capsys.readouterr().err
    assert "tea-shop 1.0" in told
    assert "tea-house 1.0" in told
    assert "has a measure 'tea' already" in told


def test_without_packages_there_are_only_our_own() -> None:
    assert "courtyard_meetings" not in registry()
    assert main(["policies", "everything"]) == BAD_INPUT


@pytest.mark.slow
def test_the_example_can_be_installed_and_lives_in_processes_of_its_own(tmp_path: Path) -> None:
    """With pip, offline, into a folder of its own; then a comparison by the command line, two processes."""
    copy, site = tmp_path / "copy", tmp_path / "site"
    (copy / "courtyard_meetings").mkdir(parents=True)
    for file in (
        "pyproject.toml",
        "README.md",
        "courtyard_meetings/__init__.py",
        "courtyard_meetings/courtyard_meetings.yaml",
    ):
        (copy / file).write_bytes((EXAMPLE / file).read_bytes())
    pip = ["install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", str(site), str(copy)]
    subprocess.run([sys.executable, "-m", "pip", *pip], check=True)
    typed = ["policies=[courtyard_meetings]", "months=3", "warmup=2", "blocks=2", "workers=2", f"results={tmp_path}"]
    found = subprocess.run(
        [sys.executable, "-m", "experiments.cli", "compare", *typed, "lang=en"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join([str(site), *filter(None, sys.path)]), "PATH": ""},
    )
    assert found.returncode == GOOD, found.stderr
    assert "courtyard meetings" in found.stdout

"""The documentation says what the code says: tables are current, commands are understood, names and figures exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli import VERBS
from experiments.cli.sweep import with_preset
from experiments.config import read_settings
from experiments.overrides import SettingsError
from experiments.schema import VERB_KEYS
from experiments.sweep import plan_sweep
from scripts import docs
from scripts import docs_evidence as figures
from sim.core.names import OutOfRange, UnknownName
from sim.core.parameters import all_passports, groups
from sim.parameters import Parameters
from sim.policies import registry
from sim.tallies import counters

ROOT = Path(__file__).resolve().parents[1]
PROSE = [
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "README.zh.md", "CHANGELOG.md")),
]
GUIDES = [ROOT / "docs" / name for name in ("guide.md", "guide.zh.md")]
LIMITS = [ROOT / "docs" / name for name in ("limits.md", "limits.zh.md")]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
PARAMETER = re.compile(rf"(?<![\w.:])(?:{'|'.join(groups(Parameters))})\.[a-z]\w*")
FENCE = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(text: str) -> Iterator[str]:
    """Lines of code blocks that call gongzhi, continued lines joined; Chinese placeholders stand for names."""
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("gongzhi "):
                yield " ".join(line.split("#")[0].split())


def misunderstood(command: str) -> str:
    """What is wrong with a command line, nothing if it is understood. Files of one's own need not exist."""
    verb, *rest = shlex.split(command)[1:]
    if verb not in VERBS:
        return f"no verb {verb}"
    try:
        if verb == "sweep":
            plan_sweep(with_preset(rest))
        elif verb in VERB_KEYS and not any(argument.endswith(".yaml") for argument in rest):
            read_settings(verb, rest)
        elif verb == "explain" and rest[0] not in registry():
            return f"no measure {rest[0]}"
    except (SettingsError, UnknownName, OutOfRange, ValueError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", docs.PAGES)
def test_generated_pages_are_current(name: str) -> None:
    assert (docs.DOCS / name).read_text("utf-8") == docs.PAGES[name](), f"docs/{name}: run `python scripts/docs.py`"


def test_every_figure_has_one_use_and_every_stated_one_is_needed() -> None:
    rows, stated = figures.rows(), figures.stated()
    used = {one for one in rows if one in figures.uses() or one in figures.through()}
    assert "O-W02" in used
    assert rows.keys() - used - stated.keys() == set(), "cited nowhere: say why in docs/evidence_use.csv"
    assert stated.keys() & used == set(), "the code cites these: take them out of docs/evidence_use.csv"
    assert stated.keys() <= rows.keys()
    assert all(row["role"] in figures.STATED and row["why"].endswith(".") for row in stated.values())


def test_spans_of_figures_name_all_that_lie_between() -> None:
    assert figures.cited_in("asked (B-V5 to B-V8), not X-V9") == ["B-V5", "B-V6", "B-V7", "B-V8"]


@pytest.mark.parametrize("path", PROSE, ids=relative)
def test_figures_parameters_and_links_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(figures.cited_in(text)) <= figures.rows().keys()
    known = {name for name, _ in all_passports(Parameters)} | counters().keys()
    written = {name for name in PARAMETER.findall(text) if not name.endswith((".py", ".md"))}
    assert written <= known
    targets = {(path.parent / link).resolve() for link in LINK.findall(text)}
    assert {relative(target) for target in targets if not target.exists()} == set()


@pytest.mark.parametrize("path", [*GUIDES, *LIMITS], ids=relative)
def test_commands_are_understood(path: Path) -> None:
    found = list(commands(path.read_text("utf-8")))
    assert found
    assert {command: reason for command in found if (reason := misunderstood(command))} == {}


def test_a_wrong_command_is_noticed() -> None:
    assert not misunderstood("gongzhi compare policies=[micro_grids] blocks=20")
    assert "micro_grids" in misunderstood("gongzhi compare policies=[micro_grid]")
    assert misunderstood("gongzhi compare policies=[micro_grids] policies.micro_grids.intensity=2")
    assert not misunderstood("gongzhi sweep policies=[micro_grids] policies.micro_grids.coverage=0.5,1 blocks=4")
    assert misunderstood("gongzhi sweep policies=[micro_grids] policies.micro_grids.coverage=0.5,2 blocks=4")
    assert misunderstood("gongzhi forecast")
    assert misunderstood("gongzhi explain micro_grid")


@pytest.mark.parametrize("pair", [GUIDES, LIMITS], ids=["guide", "limits"])
def test_both_languages_have_the_same_sections_and_commands(pair: list[Path]) -> None:
    texts = [path.read_text("utf-8") for path in pair]
    sections = [re.findall(r"^(#+) (\d*)", text, re.MULTILINE) for text in texts]
    assert sections[0] == sections[1]
    english, chinese = ([re.sub(r" lang=\w+", "", command) for command in commands(text)] for text in texts)
    assert english == chinese


def test_the_share_of_assumed_numbers_is_what_the_pages_say() -> None:
    known = [passport for _, passport in all_passports(Parameters)]
    share = sum(passport.status == "assumed" for passport in known) / len(known)
    assert 0.75 < share < 0.85
    assert "four in five" in LIMITS[0].read_text("utf-8")
    assert "五分之四" in LIMITS[1].read_text("utf-8")

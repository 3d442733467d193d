"""From what is typed to a checked question; and what is said to those who mistype."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, ClassVar, Literal

import pytest

import sim.policies
from experiments.config import Settings, defaults, read_settings
from experiments.overrides import presets
from experiments.schema import VERB_KEYS
from sim.levers import MonthLevers
from sim.policies import OWN, BurdenReduction, Commendation, MicroGrids, Policy
from sim.policies.base import Group, key_of, setting


def compare(*arguments: str) -> Settings:
    return read_settings("compare", arguments)


def test_the_demo_compares_three_measures_on_a_township() -> None:
    asked = read_settings("demo", [])
    assert list(asked.packages) == ["burden_reduction", "micro_grids", "commendation"]
    assert asked.packages["micro_grids"] == (MicroGrids(),)
    assert (asked.blocks, asked.study, asked["report"], asked.worlds) == (40, "demo", True, "calibrated")
    assert (asked.scenario.months, asked.scenario.warmup, asked.scenario.seed) == (36, 24, 1)
    assert asked.scenario.description().name.en == "Wushan township"


def test_settings_reach_the_scenario_and_the_measures() -> None:
    asked = compare(
        "policies=[micro_grids]",
        "policies.micro_grids.intensity=0.3",
        "policies.micro_grids.start=4",
        "county=wushan",
        "seed=7",
        "months=12",
        "warmup=6",
        "blocks=5",
        "workers=2",
        "study=试点 一",
        "parameters.settlement.need_village=8",
        "worlds=prior",
        "lang=zh",
    )
    assert asked.packages == {"micro_grids": (MicroGrids(intensity=0.3, start=4),)}
    assert dict(asked.scenario.parameters) == {"settlement.need_village": 8.0}
    assert (asked.scenario.seed, asked.scenario.months, asked.scenario.warmup) == (7, 12, 6)
    assert (asked.blocks, asked.workers, asked.study, asked.worlds, asked.lang) == (5, 2, "试点 一", "prior", "zh")
    assert asked.scenario.description().name.en == "Wushan"
    assert asked.resolved["parameters"] == {"settlement.need_village": 8.0}


@pytest.mark.parametrize("typed", ["[micro_grids]", "micro_grids", "[micro_grids,micro_grids]"])
def test_one_measure_can_be_named_in_several_ways(typed: str) -> None:
    assert list(compare(f"policies={typed}").packages) == ["micro_grids"]


def test_all_measures_are_one_package_or_one_each() -> None:
    together = compare("policies=all")
    assert list(together.packages) == ["all"]
    assert [policy.key for policy in together.packages["all"]] == [key_of(policy) for policy in OWN]
    alone = compare("policies=all-one-at-a-time", "policies.micro_grids.hours=3")
    assert list(alone.packages) == [key_of(policy) for policy in OWN]
    assert alone.packages["micro_grids"] == (MicroGrids(hours=3),)
    assert len(read_settings("run", ["policies=all"]).policies) == len(OWN)
    with pytest.raises(ValueError, match="gongzhi run lives one county; compare measures with gongzhi compare"):
        read_settings("run", ["policies=all-one-at-a-time"])


def test_the_groups_of_the_report_are_there_as_packages() -> None:
    held = {group: [key_of(policy) for policy in OWN if policy.group == group] for group in "ABCDE"}
    found = compare("package=groups").packages
    assert {name: [policy.key for policy in package] for name, package in found.items()} == {
        f"group_{group.lower()}": keys for group, keys in held.items()
    }
    everything = compare("package=all").packages["all"]
    assert [policy.key for policy in everything] == [key for keys in held.values() for key in keys]
    assert set(presets()) == {*found, "groups", "all"}


def test_presets_stand_beside_measures_and_packages_of_ones_own() -> None:
    asked = compare(
        "policies=[publicity]",
        "package=group_b,group_e",
        "packages.mine=[micro_grids]",
        "policies.commendation.reward=3",
    )
    assert list(asked.packages) == ["publicity", "group_b", "group_e", "mine"]
    assert Commendation(reward=3) in asked.packages["group_e"]
    assert asked.resolved["package"] == ["group_b", "group_e"]


def test_several_measures_are_compared_alone_or_together() -> None:
    alone = compare("policies=commendation,micro_grids")
    assert list(alone.packages) == ["commendation", "micro_grids"]
    together = compare("policies=[commendation,micro_grids]", "together=true")
    assert together.packages == {"together": (Commendation(), MicroGrids())}


@pytest.mark.parametrize(
    "typed", ["packages.both=[micro_grids,commendation]", "packages={both:[micro_grids,commendation]}"]
)
def test_packages_have_names_and_their_measures_settings(typed: str) -> None:
    asked = compare("policies=[burden_reduction]", typed, "policies.commendation.reward=3")
    assert asked.packages == {
        "burden_reduction": (BurdenReduction(),),
        "both": (MicroGrids(), Commendation(reward=3)),
    }


def test_a_package_may_have_a_chinese_name() -> None:
    assert list(compare("packages.试点=[micro_grids]").packages) == ["试点"]


def test_villages_are_listed_as_they_are_called() -> None:
    asked = compare(
        "policies=[micro_grids]",
        "policies.micro_grids.choice=listed",
        "policies.micro_grids.villages=[示例镇 1 村,示例镇 1 社区]",
    )
    assert asked.policies[0].villages == ("示例镇 1 村", "示例镇 1 社区")


def test_numbers_may_go_beyond_their_range_where_that_is_asked_for() -> None:
    asked = compare("parameters.settlement.need_village=80", "beyond_prior=true")
    assert asked.scenario.values().settlement.need_village == 80


# Everything one can get wrong, and what is said; tests/experiments/test_messages.py asks for it in both languages.
WRONG: list[tuple[list[str], str]] = [
    (["policies=[micro_grid]"], "unknown policy 'micro_grid'; did you mean 'micro_grids'?"),
    (
        ["policies=[micro_grids]", "policies.micro_grids.intensity=1.7"],
        "policies.micro_grids.intensity=1.7 is out of range: allowed 0 to 1 (share)",
    ),
    (
        ["policies=[micro_grids]", "policies.micro_grids.intensitty=1"],
        "unknown setting of micro_grids 'intensitty'; did you mean 'intensity'?",
    ),
    (
        ["policies=[micro_grids]", "policies.micro_grids.intensity=lots"],
        "policies.micro_grids.intensity=lots: expected a number",
    ),
    (
        ["policies=[micro_grids]", "policies.micro_grids.enabled=maybe"],
        "policies.micro_grids.enabled=maybe: expected true or false",
    ),
    (
        ["policies=[micro_grids]", "policies.commendation.reward=1"],
        "policies.commendation.reward=1: commendation is not selected; "
        "select it with policies=[micro_grids,commendation]",
    ),
    (["policies.micro_gird.reward=1"], "unknown policy 'micro_gird'; did you mean 'micro_grids'?"),
    (["policies=[micro_grids]", "policies.micro_grids=3"], "name one setting, policies.micro_grids.NAME=VALUE"),
    (
        ["policies=[micro_grids]", "policies.micro_grids.choice=lottery"],
        "unknown choice of villages 'lottery'; allowed: listed, need, random",
    ),
    (["policies=[micro_grids]", "policies.micro_grids.choice=listed"], "choice 'listed' and a list of villages"),
    (
        [
            "policies=[micro_grids]",
            "policies.micro_grids.choice=listed",
            "policies.micro_grids.villages=[示例镇 99 村]",
        ],
        "unknown village in policies.micro_grids.villages '示例镇 99 村'; did you mean '示例镇 9 村'?",
    ),
    (["policies=null"], "policies=null: expected a list of measures"),
    (["policies=[micro_grids"], "cannot read 'policies=[micro_grids'"),
    (["packages.x=[micro_gridz]"], "unknown policy 'micro_gridz'; did you mean 'micro_grids'?"),
    (["packages=[micro_grids]"], "a package is written packages.NAME=[measure,measure]"),
    (["policies=[micro_grids]", "packages.micro_grids=[commendation]"], "packages.micro_grids: this name is taken"),
    (["packages.baseline=[micro_grids]"], "packages.baseline: this name is taken"),
    (
        ["parameters.settlement.need_vilage=8"],
        "unknown parameter 'settlement.need_vilage'; did you mean 'settlement.need_village'?",
    ),
    (
        ["parameters.settlement.need_village=80"],
        "settlement.need_village=80 is out of range: allowed 6 to 12 (h); beyond_prior=true lets",
    ),
    (["parameters.settlement.need_village=few"], "parameters.settlement.need_village=few: expected a number"),
    (["sed=7"], "unknown setting 'sed'; did you mean 'seed'?"),
    (["seed=x"], "seed=x: expected a whole number"),
    (["seed=1.5"], "seed=1.5: expected a whole number"),
    (["seed=null"], "seed=null: expected a value"),
    (["seed=-4"], "seed=-4 is out of range"),
    (["seed.x=1"], "seed has no settings of its own"),
    (["seed=1,2"], "'seed=1,2' gives several values"),
    (["seed"], "'seed' is no setting: write key=value"),
    (["+seed=1"], "settings are given as key=value, with no + or ~"),
    (["-m"], "unknown option '-m'"),
    (["hydra.run.dir=x"], "unknown setting 'hydra'"),
    (["blocks=0"], "blocks=0 is out of range"),
    (["months=0"], "months=0 is out of range"),
    (["workers=0"], "workers=0 is out of range"),
    (["worlds=priors"], "unknown worlds 'priors'; did you mean 'prior'?"),
    (["lang=de"], "unknown lang 'de'"),
    (["county=wushn"], "unknown county 'wushn'; did you mean 'wushan'?"),
    (["county=nowhere/at all.yaml"], "nowhere/at all.yaml: there is no such file"),
    (["study=a/b"], "study='a/b' cannot be the name of a folder: not allowed are /"),
    (["study=${sed}"], "Interpolation key 'sed' not found"),
    (["villages=true"], "'villages' is no setting of gongzhi compare; allowed: county, "),
    (["policies=[all,micro_grids]"], "'all' selects every measure already; write policies=all"),
    (["policies=al"], "unknown policy 'al'; did you mean 'all'?"),
    (["policies=all-one-at-time"], "unknown policy 'all-one-at-time'; did you mean 'all-one-at-a-time'?"),
    (["package=group_f"], "unknown package 'group_f'; did you mean 'group_"),
    (["package=3"], "package=3: expected a list of measures"),
    (["package.x=1"], "package has no settings of its own"),
    (["package=groups", "packages.group_b=[micro_grids]"], "packages.group_b: this name is taken"),
    (["policies=all", "package=all"], "packages.all: this name is taken"),
    (["policies=[micro_grids]", "seeds=2", "worlds=shipped"], "seeds=2 is for several worlds (worlds=calibrated"),
    (["policies=[micro_grids]", "worlds=prior", "seeds=3"], "blocks=40 cannot be shared out among worlds with seeds=3"),
    (["policies=[micro_grids]", "seeds=0"], "seeds=0 is out of range"),
]


def test_the_beyond_hint_is_given_only_where_it_helps() -> None:
    with pytest.raises(ValueError, match="out of range") as caught:
        compare("parameters.settlement.need_village=-1")
    assert "beyond_prior" not in str(caught.value)


def test_a_county_file_at_fault_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("base: wushan\nmediatorss: {value: 3, source: assumed, note: mine}\n")
    with pytest.raises(ValueError, match=r"mine\.yaml: line 2: .*did you mean 'mediators'"):
        compare(f"county={tmp_path / 'mine.yaml'}")


@pytest.mark.parametrize("verb", VERB_KEYS)
def test_every_verb_has_defaults_for_all_its_settings(verb: str) -> None:
    assert list(defaults(verb)) == list(VERB_KEYS[verb])
    assert read_settings(verb, []).scenario.months == 36


@dataclass(frozen=True, kw_only=True)
class TeaHouses(Policy):
    """A measure of somebody else's."""

    tables: Annotated[float, setting(0, 9, "tables", en="tables", zh="桌")] = 2
    days: int = 5
    tea: Literal["green", "black"] = "green"

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "茶馆"
    en: ClassVar[str] = "tea houses"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        return levers


def test_a_measure_of_another_package_is_a_measure_like_any(monkeypatch: pytest.MonkeyPatch) -> None:
    point = SimpleNamespace(name="tea", value="x:TeaHouses", load=lambda: TeaHouses)
    monkeypatch.setattr(sim.policies, "entry_points", lambda **_: [point])
    asked = compare("policies=[tea_houses]", "policies.tea_houses.tables=3", "policies.tea_houses.tea=black")
    assert asked.policies == (TeaHouses(tables=3, tea="black"),)
    with pytest.raises(ValueError, match=r"policies.tea_houses.tables=12 is out of range: allowed 0 to 9 \(tables\)"):
        compare("policies=[tea_houses]", "policies.tea_houses.tables=12")
    with pytest.raises(ValueError, match=r"policies\.tea_houses\.days=1\.5: expected a whole number"):
        compare("policies=[tea_houses]", "policies.tea_houses.days=1.5")

"""What a report makes of a study: words that follow the intervals, what is refused, and the words and numbers."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.report import EmptyStudyError, ReportError, write_report
from experiments.report import compose as module
from experiments.report.compose import compose
from experiments.report.document import Bullets, Document, Grid, Heading, Paragraph, plain
from experiments.report.manifest import Manifest
from experiments.report.side import minor_of, worse_of
from experiments.report.standing import standings
from experiments.report.stored import Stored
from experiments.report.svg import relative
from experiments.report.verdicts import VERDICTS, Verdict, verdict
from experiments.report.voice import Voice
from experiments.words import LANGUAGES, Lang, TranslationError, digits_of_changes, from_table, words
from sim.core.names import UnknownName
from sim.indicator_table import INDICATORS
from sim.policies import registry, settings
from tests.experiments.lived import gains_of_all, lived
from tests.experiments.studies import CHANGES, MEASURES, effects, manifest, paths, store

Change = tuple[float, float]
CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures have their own tests and take their time."""
    for name in (
        "leading_pictures",
        "effect_pictures",
        "gain_pictures",
        "way_pictures",
        "cost_pictures",
        "path_pictures",
    ):
        monkeypatch.setattr(module, name, lambda _: iter(()))


def page(folder: Path, lang: Lang = "en") -> str:
    """The text of a study's report, without the tables that only a workbook holds."""
    return said(compose(Stored.read(folder), lang))


def said(document: Document) -> str:
    parts = [document.title]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(block.text)
        elif isinstance(block, Paragraph):
            parts.append(plain(block.text))
        elif isinstance(block, Bullets):
            parts += [plain(item) for item in block.items]
        elif isinstance(block, Grid):
            parts.append(table(block))
    return " ".join(part for part in [*parts, *(f"{name} {value}" for name, value in document.facts)] if part)


def table(grid: Grid) -> str:
    cells = [text for row in grid.rows for cell in row.cells for text in (cell.text, cell.small)]
    return " ".join(
        text for text in [grid.caption, *(column.head for column in grid.columns), *cells, grid.note] if text
    )


def grids(study: Stored, lang: Lang = "en") -> dict[str, Grid]:
    return {grid.key: grid for grid in compose(study, lang).grids()}


def with_change(package: str, **changes: Change) -> pd.DataFrame:
    return effects({**CHANGES, package: {**CHANGES[package], **changes}})


def test_every_number_of_the_headline_table_comes_from_the_study(tmp_path: Path) -> None:
    grid = grids(Stored.read(store(tmp_path)))["taking_part"]
    assert [row.cells[0].text for row in grid.rows[1:]] == ["Micro-grids", "Burden reduction", "Commendation"]
    told = {column.head: [row.cells[n] for row in grid.rows] for n, column in enumerate(grid.columns)}
    took = told["Took part at least once in 12 months, adults present (percentage points)"]
    assert [cell.text for cell in took] == ["30.8 %", "helps +14.1", "helps +3.7", "helps +4.0"]
    assert [cell.value for cell in took] == pytest.approx([30.8, 14.1, 3.7, 4.0])
    assert took[1].small == "+13.9 to +14.3"
    assert (took[1].low, took[1].high) == pytest.approx((13.9, 14.3))
    assert [cell.text for cell in told["Volunteer hours (hours a month)"][1:]] == [
        "helps +2,307",
        "helps +174",
        "helps +320",
    ]


def test_a_level_is_not_written_beyond_hundredths(tmp_path: Path) -> None:
    fine = with_change("micro_grids", turned_away=(-0.04, 0.037))
    grid = grids(Stored.read(store(tmp_path, fine)))["disputes"]
    n = next(n for n, column in enumerate(grid.columns) if column.head.startswith("Grievances turned away"))
    assert grid.rows[1].cells[n].small == "−0.077 to −0.003"
    assert grid.rows[0].cells[n].text == "1.70 %"


def test_the_words_follow_the_intervals(tmp_path: Path) -> None:
    tables = grids(Stored.read(store(tmp_path)))
    told = {
        column.head: [row.cells[n].text.rpartition(" ")[0] for row in tables[key].rows[1:]]
        for key in ("taking_part", "disputes")
        for n, column in enumerate(tables[key].columns)
    }
    assert told["Cadre time on paperwork (percentage points)"] == ["helps", "helps", "harms"]
    assert told["Grievances resolved: talked over or settled in fact (percentage points)"] == [
        "helps",
        "helps",
        "no clear effect",
    ]
    assert told["Petitions from disputes (per 1,000 adults and year)"] == ["too small to tell"] * 3


@pytest.mark.parametrize(
    ("indicator", "low", "high", "word"),
    [
        ("participation", 0.1, 0.3, "helps"),
        ("participation", -0.3, -0.1, "harms"),
        ("turned_away", -0.3, -0.1, "helps"),
        ("turned_away", 0.1, 0.3, "harms"),
        ("participation", -0.05, 0.4, "may_help"),
        ("turned_away", -0.05, 0.4, "may_harm"),
        ("participation", -0.2, 0.3, "unclear"),
        ("petitions", -0.3, -0.1, "falls"),
        ("petitions", 0.1, 0.3, "rises"),
        ("petitions", -0.05, 0.4, "may_rise"),
        ("participation", 0.0, 0.0, "unchanged"),
        ("participation", np.nan, np.nan, "missing"),
    ],
)
def test_the_word_for_an_interval(indicator: str, low: float, high: float, word: Verdict) -> None:
    assert verdict(indicator, low, high, 20) == word


def test_the_study_s_own_word_is_taken_where_it_has_one(tmp_path: Path) -> None:
    study = Stored.read(store(tmp_path, effects().assign(verdict="may_help")))
    effect = study.effect("micro_grids", "participation")
    assert effect is not None
    assert effect.word == "may_help"


def test_measures_whose_intervals_overlap_are_tied(tmp_path: Path) -> None:
    study = Stored.read(store(tmp_path))
    assert [(one.package, one.first, one.last) for one in standings(study, "participation")] == [
        ("micro_grids", 1, 1),
        ("commendation", 2, 3),
        ("burden_reduction", 2, 3),
    ]
    near = with_change("commendation", participation=(14.0, 0.3))
    tied = standings(Stored.read(store(tmp_path, near)), "participation")
    assert [(one.package, one.first, one.last) for one in tied[:2]] == [("micro_grids", 1, 2), ("commendation", 1, 2)]


@pytest.mark.parametrize(
    ("lang", "sign"), [("en", "Please note: 3 blocks"), ("zh", "请注意：这次试验有 3 个配对组没有算完")]
)
def test_failed_blocks_are_told_at_the_top(tmp_path: Path, lang: Lang, sign: str) -> None:
    folder = store(tmp_path, blocks={"asked": 20, "done": 17, "failed": 3})
    text = page(folder, lang)
    assert sign in text
    assert text.index(sign) < text.index(words(lang)("report.section.answer"))
    assert sign[:8] not in page(store(tmp_path), lang)


def test_blocks_that_are_only_missing_are_told_as_well(tmp_path: Path) -> None:
    assert "Please note: 8 blocks" in page(store(tmp_path, blocks={"asked": 20, "done": 12, "failed": 0}))


def test_few_blocks_are_told_too(tmp_path: Path) -> None:
    assert "not to be relied on" in page(store(tmp_path, effects().assign(n=4)))


@pytest.mark.parametrize("case", ["nothing there", "no rows", "no numbers", "only a baseline"])
def test_an_empty_study_is_refused(tmp_path: Path, case: str) -> None:
    full = effects()
    tables = {
        "no rows": full.iloc[:0],
        "no numbers": full.assign(difference=np.nan, low=np.nan, high=np.nan),
        "only a baseline": full.assign(package="baseline"),
    }
    folder = store(tmp_path, tables[case]) if case in tables else tmp_path
    with pytest.raises(EmptyStudyError, match=r"effects\.parquet") as caught:
        write_report(folder, "en")
    assert isinstance(caught.value, ValueError)
    assert not list(folder.glob("*.html"))


def test_a_study_of_which_all_blocks_failed_says_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(manifest(blocks={"asked": 5, "done": 0, "failed": 5})))
    with pytest.raises(EmptyStudyError, match="all 5 blocks failed"):
        write_report(tmp_path, "zh")


def test_tables_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    folder = store(tmp_path, effects().drop(columns=["low", "treated"]))
    with pytest.raises(ReportError, match="lacks the columns treated, low"):
        write_report(folder, "en")
    (folder / "effects.parquet").write_bytes(b"no table")
    with pytest.raises(ReportError, match="cannot read"):
        write_report(folder, "en")


def test_what_is_not_needed_may_be_missing(tmp_path: Path) -> None:
    slim = effects().drop(columns=["n", "too_small", "flag", "first", "last"]).rename(columns={"difference": "effect"})
    slim.to_parquet(tmp_path / "effects.parquet")
    assert "+14.1" in page(tmp_path)
    assert "not recorded" in page(tmp_path)
    courses = paths().drop(columns=["kind"]).rename(columns={"band_low": "low", "band_high": "high"})
    courses.to_parquet(tmp_path / "paths.parquet")
    assert "+14.1" in page(tmp_path)
    (tmp_path / "manifest.json").write_text("{ not json", encoding="utf-8")
    assert "+14.1" in page(tmp_path, "zh")


def test_what_gets_worse_is_told_and_what_does_not_is_not(tmp_path: Path) -> None:
    worse = table(grids(Stored.read(store(tmp_path)))["worse"])
    assert "Matters raised that were acted on in time % 35.6 29.6 −6.0" in worse
    assert "Participation gap: remote villages less others percentage points −7.4 −10.7 −3.3" in worse
    assert worse.count("remote villages") == 1
    assert "less than 1 % of the level without measures: trust in village cadres" in worse
    assert "Trust in village cadres" not in worse
    assert "Active volunteer organisations" not in worse
    assert "Worth of a point in the shop over its nominal worth % — 52 new under the measure" in worse


def test_side_effects_tell_the_largest_and_the_gap_that_widens_and_what_is_new(tmp_path: Path) -> None:
    told = {row.cells[0].text: row.cells for row in grids(Stored.read(store(tmp_path)))["sides"].rows}
    gap = "gap remote to other villages wider by 3.3 points"
    assert told["Micro-grids"][1].text == f"Matters raised that were acted on in time −6.0 points; {gap}"
    assert told["Burden reduction"][1].text == "Nothing seen to get worse by much"
    assert "worth of a point in the shop over its nominal worth 52 %" in told["Commendation"][1].text
    assert told["Micro-grids"][2].text == "All groups"


def test_who_does_not_gain_is_told(tmp_path: Path) -> None:
    some = with_change("micro_grids", participation_60=(3.0, 0.2), participation_away=(1.0, 0.2))
    told = {row.cells[0].text: row.cells for row in grids(Stored.read(store(tmp_path, some)))["sides"].rows}
    assert told["Micro-grids"][2].text == "Aged under 60"


def test_a_gap_that_widens_by_little_of_the_level_of_taking_part_is_minor(tmp_path: Path) -> None:
    slight = Stored.read(store(tmp_path, with_change("micro_grids", gap_remote=(-0.2, 0.05))))
    assert [one.indicator for one in worse_of(slight, "micro_grids")] == ["matters_done"]
    assert [effect.indicator for effect in minor_of(slight, "micro_grids")] == ["gap_remote"]


def test_a_change_that_rounds_to_nothing_is_told_as_less_than_the_last_decimal(tmp_path: Path) -> None:
    voice = Voice(words("en"), Stored.read(store(tmp_path, with_change("commendation", resolved=(0.03, 0.035)))))
    effect = voice.study.effect("commendation", "resolved")
    assert effect is not None
    assert voice.change(effect) == "less than 0.1 points"


def test_a_group_of_which_nothing_changes_is_unchanged(tmp_path: Path) -> None:
    found = effects()
    away = found["indicator"] == "participation_away"
    found.loc[away, ["difference", "low", "high"]] = 0.0
    grid = grids(Stored.read(store(tmp_path, found)))["groups"]
    assert [row.cells[-1].text for row in grid.rows] == ["0 %", "unchanged", "unchanged", "unchanged"]


def test_fewer_petitions_with_more_turned_away_is_flagged(tmp_path: Path) -> None:
    clear = page(store(tmp_path))
    assert "In this comparison no measure shows this." in clear
    assert "Warning" not in clear
    both = with_change("micro_grids", petitions=(-0.4, 0.1), turned_away=(0.3, 0.1))
    flagged = page(store(tmp_path, both))
    assert "Warning: under micro-grids, petitions change by −0.4" in flagged
    assert "no measure shows this" not in flagged
    hint = with_change("micro_grids", petitions=(-0.1, 0.2), turned_away=(0.3, 0.1))
    assert "警示（把握不足）：微网格可能使信访下降" in page(store(tmp_path, hint), "zh")


def test_the_study_s_own_flag_counts(tmp_path: Path) -> None:
    table = effects()
    table.loc[(table["package"] == "commendation") & (table["indicator"] == "turned_away"), "flag"] = (
        "fewer_petitions_more_turned_away"
    )
    assert "Warning, not certain: with commendation" in page(store(tmp_path, table))


def test_the_interval_is_said_to_cover_chance_only_where_it_does(tmp_path: Path) -> None:
    assert "covers chance only" in page(store(tmp_path, worlds="shipped"))
    drawn = page(store(tmp_path, worlds="prior"))
    assert "covers chance only" not in drawn
    assert "both chance and the uncertainty" in drawn


def test_costs_are_told_with_what_was_paid_for(tmp_path: Path) -> None:
    costs = table(grids(Stored.read(store(tmp_path)), "zh")["costs"])
    assert "微网格 91.6 万元 91.4 至 91.9 万元 2.5 万元" in costs
    assert "微网格长补贴：60 元/月；新任培训费：150 元" in costs
    assert "基层减负 4.2 万元 1,167 元" in costs


def test_packages_bear_the_names_of_their_measures(tmp_path: Path) -> None:
    table = pd.concat([effects(), effects({"both": CHANGES["micro_grids"]})])
    packages: dict[str, object] = {"both": {"policies": {"micro_grids": {}, "commendation": {}}}}
    voice = Voice(words("zh"), Stored.read(store(tmp_path, table, packages=packages)))
    assert voice.name("both") == "微网格＋表彰激励"
    assert voice.name("micro_grids") == "微网格"


def test_measures_stand_in_the_order_of_the_department_s_report(tmp_path: Path) -> None:
    assert Stored.read(store(tmp_path)).packages == ("micro_grids", "burden_reduction", "commendation")


def test_one_measure_and_many_measures_have_a_page(tmp_path: Path) -> None:
    one = page(store(tmp_path, effects({"micro_grids": CHANGES["micro_grids"]}), paths(["micro_grids"])))
    assert "Wushan township: micro-grids tried out" in one
    many = effects({f"package {n}": CHANGES["micro_grids"] for n in range(9)})
    text = page(store(tmp_path, many))
    assert "each of these 9 measures" in text
    assert "Package 8" in text


def test_a_page_of_all_measures_with_its_figures_stays_under_500_kb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Chinese, whose letters take more room."""
    monkeypatch.undo()
    (path,) = write_report(lived(tmp_path / "all", gains_of_all()), "zh")
    assert path.read_text("utf-8").count("<svg") >= 7
    assert path.stat().st_size < 500_000


def test_a_manifest_may_take_several_forms() -> None:
    flat = Manifest({"county": "wushan", "blocks": 20, "failed": ["a", "b"], "git_commit": "abc", "command": "x"})
    assert flat.county("zh") == "巫山县"
    assert (flat.asked, flat.failed, flat.done, flat.missing) == (20, 2, 18, 2)
    assert flat.commit == "abc"
    assert Manifest({}).county("en") == ""
    assert Manifest({"packages": {"a": {"micro_grids": {"leaders": 3}}}}).measures("a") == {
        "micro_grids": {"leaders": 3}
    }
    assert Manifest({"county": "../../etc/passwd"}).county("en") == "../../etc/passwd"


# Words and numbers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_sim_measures_and_sets_has_words(lang: Lang) -> None:
    say = words(lang)
    for key in INDICATORS:
        assert say.indicator(key)
        assert say.axis(key)
        assert say.amount(key, 1.5, 1, change=True).startswith("+1.5")
    for key, policy in registry().items():
        assert say.measure(key)
        for setting in settings(policy).values():
            assert say.has(f"unit.{setting.unit}.level"), f"{key}: unit {setting.unit}"
    assert all(say(f"verdict.{word}") for word in VERDICTS)


def test_both_languages_fill_in_the_same_names() -> None:
    fields = {
        lang: {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in words(lang).texts.items()}
        for lang in LANGUAGES
    }
    # "1 block" is written out.
    assert {key: names for key, names in fields["zh"].items() if names != fields["en"][key]} == {}


def test_chinese_texts_are_chinese_and_english_texts_are_not() -> None:
    for key, text in words("en").texts.items():
        # A switch names the other language in that language.
        assert key.endswith(".language") or not CHINESE.search(text), key
    # Only the command line may name commands and files.
    spoken = {key: re.sub(r"\{\w+\}", "", text) for key, text in words("zh").texts.items() if key[:4] != "cli."}
    latin = [key for key, text in spoken.items() if not key.endswith(".language") and re.search(r"[A-Za-z]{3,}", text)]
    assert latin == []


def test_an_unknown_key_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'report\.title'"):
        words("zh")("report.titel")
    with pytest.raises(UnknownName):
        words("zh").indicator("participaton")
    with pytest.raises(UnknownName):
        words("zh").measure("micro_grid")
    with pytest.raises(UnknownName, match="language"):
        words("fr")


@pytest.mark.parametrize(
    "entry", [{"zh": "字"}, {"zh": "字", "en": ""}, {"zh": "字", "en": "word", "fr": "mot"}, "word"]
)
def test_a_text_in_one_language_only_is_an_error(entry: object) -> None:
    with pytest.raises(TranslationError, match=r"a\.b"):
        from_table({"a": {"b": entry}}, "zh")


def test_numbers_are_written_with_true_signs_and_without_negative_zero() -> None:
    say = words("en")
    assert say.number(-0.04, 1, sign=True) == "0.0"
    assert say.number(-1234.5, 0) == "\N{MINUS SIGN}1,234"
    assert say.number(3, 1, sign=True) == "+3.0"
    assert say.number(float("nan"), 1) == "—"


def test_money_is_rounded_alike_in_both_languages() -> None:
    assert words("zh").yuan(916_251) == "91.6 万元"
    assert words("en").yuan(916_251) == "916,000 yuan"
    assert words("zh").yuan(7_349.2) == "7,349 元"
    assert words("zh").yuan_range(9_000, 11_000) == "9,000 元 至 1.1 万元"


@pytest.mark.parametrize(
    ("rows", "digits"),
    [
        ([(14.1, 0.15), (3.7, 0.2)], 1),
        ([(2307.0, 10.0)], 0),
        ([(0.5, 0.23), (-0.025, 0.017)], 2),
        ([(-0.067, 0.005)], 3),
        ([(0.0, 0.0)], 0),
        ([(float("nan"), float("nan"))], 0),
    ],
)
def test_decimals_follow_the_width_of_the_intervals(rows: list[Change], digits: int) -> None:
    table = pd.DataFrame([(m, m - h, m + h) for m, h in rows], columns=["difference", "low", "high"])
    assert digits_of_changes(table) == digits


def test_outlines_told_relatively_are_the_same_outlines() -> None:
    assert (
        relative("M 10 20 L 15 20 L 15 18.5 C 1 2 3 4 5 6 z M 1 1 L 0 0")
        == "m10 20l5 0 0-1.5c-14-16.5-12-14.5-10-12.5zm-9-19l-1-1"
    )


def test_all_measures_of_the_study_are_known_to_the_tests() -> None:
    assert set(MEASURES) <= set(registry())

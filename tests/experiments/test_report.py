"""The report: one file by itself, the same numbers in both languages, and words that follow the intervals."""

import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.report import EmptyStudyError, ReportError, write_report
from experiments.report.manifest import Manifest
from experiments.report.stored import Stored
from experiments.report.svg import relative
from experiments.report.tables import effect_tables
from experiments.report.verdicts import VERDICTS, Verdict, verdict
from experiments.report.voice import Voice
from experiments.words import LANGUAGES, Lang, TranslationError, digits_of_changes, from_table, words
from sim.core.names import UnknownName
from sim.indicator_table import INDICATORS
from sim.policies import registry, settings
from tests.experiments.studies import CHANGES, MEASURES, effects, manifest, paths, store

Change = tuple[float, float]
CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
NUMBER = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?(?: 万元)?")


class Page(HTMLParser):
    """Tags with their attributes, and the text outside figures and style."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self._hidden = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("svg", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("svg", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.parts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.parts)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, str]:
    folder = store(tmp_path_factory.mktemp("study"))
    return {lang: write_report(folder, lang).read_text("utf-8") for lang in LANGUAGES}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The text of a study's page; figures have their own tests and take their time."""
    monkeypatch.setattr("experiments.report.page._effect_figure", lambda *_: "")
    monkeypatch.setattr("experiments.report.page._path_figure", lambda voice, _: "x" * len(voice.study.paths))

    def text(folder: Path, lang: Lang = "en") -> str:
        return Page(write_report(folder, lang).read_text("utf-8")).text

    return text


def with_change(package: str, **changes: Change) -> pd.DataFrame:
    return effects({**CHANGES, package: {**CHANGES[package], **changes}})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_one_file_that_asks_for_nothing(pages: dict[Lang, str], lang: Lang) -> None:
    source = pages[lang]
    assert "http://" not in source
    assert "https://" not in source
    assert "@import" not in source
    for tag, attributes in Page(source).tags:
        assert tag not in ("script", "iframe", "object", "embed", "img", "base", "form")
        for name in ("src", "href", "srcset", "action", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,"))
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", source))
    assert "default-src 'none'" in source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_small(pages: dict[Lang, str], lang: Lang) -> None:
    assert len(pages[lang].encode()) < 500_000
    figures = re.findall(r"<svg.*?</svg>", pages[lang], flags=re.DOTALL)
    assert len(figures) == 2
    assert all(len(figure.encode()) < 150_000 for figure in figures)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_things_on_the_page_have_the_same_id(pages: dict[Lang, str], lang: Lang) -> None:
    found = [attributes["id"] for _, attributes in Page(pages[lang]).tags if "id" in attributes]
    assert len(found) == len(set(found))
    wanted = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', pages[lang]))
    assert {a or b for a, b in wanted} <= set(found)


def numbers(source: str, lang: Lang) -> list[str]:
    """The numbers on a page in order, without those in names, headings and the provenance."""
    text = Page(re.sub(r"<h2>.*?</h2>|<footer>.*</footer>|<th scope.*?</th>", " ", source, flags=re.DOTALL)).text
    for name in sorted((getattr(item, lang) for item in INDICATORS.values()), key=len, reverse=True):
        text = text.replace(name.removeprefix("... "), " ")
    text = re.sub(
        r"1,000 adults|100 households|12 months|those aged 60 or over and the younger|60 岁及以上与 60 岁以下",
        " ",
        text,
    )
    return [scaled(found) for found in NUMBER.findall(text)]


def scaled(text: str) -> str:
    sign, value = re.match(r"([−+]?)([\d.,]+)", text).groups()  # type: ignore[union-attr]
    factor = 10_000 if "万元" in text else 1
    return f"{sign}{float(value.replace(',', '')) * factor:g}"


def test_both_languages_carry_the_same_numbers(pages: dict[Lang, str]) -> None:
    found = {lang: sorted(numbers(pages[lang], lang)) for lang in LANGUAGES}
    assert len(found["zh"]) > 150
    # In 91.4 至 91.6 万元 the unit stands once.
    short = [value for value in found["zh"] if value not in found["en"]]
    assert len(short) <= 2
    for value in short:
        found["zh"].remove(value)
        found["zh"].append(f"{float(value) * 10_000:g}")
    assert Counter(found["zh"]) - Counter(found["en"]) == Counter(found["en"]) - Counter(found["zh"])


def test_every_number_of_the_headline_table_comes_from_the_study(tmp_path: Path) -> None:
    study = Stored.read(store(tmp_path))
    table = effect_tables(Voice(words("en"), study))[0]
    assert table.names == ("Micro-grids", "Burden reduction", "Commendation")
    told = {row.head: [cell.number for cell in row.cells] for row in table.rows}
    assert told["Took part at least once in 12 months, adults present"] == ["+14.1", "+3.7", "+4.0"]
    assert told["Volunteer hours"] == ["+2,307", "+174", "+320"]
    assert table.rows[0].cells[0].interval == "+13.9 to +14.3"
    assert table.rows[0].level == "30.8"


def test_a_level_is_not_written_beyond_hundredths(tmp_path: Path) -> None:
    fine = with_change("micro_grids", turned_away=(-0.04, 0.037))
    rows = effect_tables(Voice(words("en"), Stored.read(store(tmp_path, fine))))[0].rows
    turned = next(row for row in rows if row.head.startswith("Grievances turned away"))
    assert turned.cells[0].interval == "−0.077 to −0.003"
    assert turned.level == "1.70"


def test_the_words_follow_the_intervals(tmp_path: Path) -> None:
    table = effect_tables(Voice(words("en"), Stored.read(store(tmp_path))))[0]
    said = {row.head: [cell.word for cell in row.cells] for row in table.rows}
    assert said["Cadre time on paperwork"] == ["helps", "helps", "harms"]
    assert said["Grievances resolved: talked over or settled in fact"] == ["helps", "helps", "no clear effect"]
    assert said["Petitions from disputes"] == ["too small to tell"] * 3


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
    rows = effect_tables(Voice(words("en"), Stored.read(store(tmp_path))))[0].rows
    assert rows[0].remark == "Micro-grids"
    near = with_change("commendation", participation=(14.0, 0.3))
    rows = effect_tables(Voice(words("en"), Stored.read(store(tmp_path, near))))[0].rows
    assert rows[0].remark == "Micro-grids, commendation (intervals overlap: tied)"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_promised_and_no_key_is_shown(pages: dict[Lang, str], lang: Lang) -> None:
    text = Page(pages[lang]).text
    assert not re.search(r"\b(will|prove[sd]?|optimal\w*)\b|将会|证明|最优", text)
    assert not re.search(r"\b\w+_\w+\b", text)
    assert not re.search(r"\{\w+\}", text)
    assert {"zh": "在模型中", "en": "in the model"}[lang] in text.lower()
    assert {"zh": "不是预测", "en": "Not a forecast"}[lang] in text


def test_the_english_page_holds_no_chinese_and_the_chinese_page_no_english_names(pages: dict[Lang, str]) -> None:
    assert CHINESE.findall(Page(pages["en"]).text) == []
    chinese = Page(pages["zh"]).text
    assert [item.en for item in INDICATORS.values() if item.en in chinese] == []
    assert [policy.en for policy in registry().values() if policy.en in chinese] == []
    assert not re.search(r"[\u4e00-\u9fff] ?[,;:!?(](?!\d)", chinese)


@pytest.mark.parametrize(
    ("lang", "sign"), [("en", "Please note: 3 blocks"), ("zh", "请注意：这次试验有 3 个配对组没有算完")]
)
def test_failed_blocks_are_told_at_the_top(tmp_path: Path, lang: Lang, sign: str, page: Callable[..., str]) -> None:
    folder = store(tmp_path, blocks={"asked": 20, "done": 17, "failed": 3})
    text = page(folder, lang)
    assert sign in text
    assert text.index(sign) < text.index(words(lang)("answer.heading"))
    assert sign[:8] not in page(store(tmp_path), lang)


def test_blocks_that_are_only_missing_are_told_as_well(tmp_path: Path, page: Callable[..., str]) -> None:
    assert "Please note: 8 blocks" in page(store(tmp_path, blocks={"asked": 20, "done": 12, "failed": 0}))


def test_few_blocks_are_told_too(tmp_path: Path, page: Callable[..., str]) -> None:
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


def test_what_is_not_needed_may_be_missing(tmp_path: Path, page: Callable[..., str]) -> None:
    slim = effects().drop(columns=["n", "too_small", "flag", "first", "last"]).rename(columns={"difference": "effect"})
    slim.to_parquet(tmp_path / "effects.parquet")
    assert "+14.1" in page(tmp_path)
    assert "not recorded" in page(tmp_path)
    courses = paths().drop(columns=["kind"]).rename(columns={"band_low": "low", "band_high": "high"})
    courses.to_parquet(tmp_path / "paths.parquet")
    assert words("en")("paths.heading") in page(tmp_path)
    (tmp_path / "manifest.json").write_text("{ not json", encoding="utf-8")
    assert "+14.1" in page(tmp_path, "zh")


def test_what_gets_worse_is_told_and_what_does_not_is_not(tmp_path: Path, page: Callable[..., str]) -> None:
    text = page(store(tmp_path))
    worse = text[text.index("Table 3") : text.index("Table 4")]
    assert "Matters raised that were acted on in time % 35.6 29.6 −6.0" in worse
    assert "Participation gap: remote villages less others percentage points −7.4 −10.7 −3.3" in worse
    assert worse.count("remote villages") == 1
    assert "less than 1 % of the level without measures: trust in village cadres" in worse
    assert "Trust in village cadres" not in worse
    assert "Active volunteer organisations" not in worse
    assert "Worth of a point in the shop over its nominal worth % — 52 new under the measure" in worse


def test_the_answer_tells_the_largest_side_effect_and_the_gap_that_widens(
    tmp_path: Path, page: Callable[..., str]
) -> None:
    text = page(store(tmp_path))
    answer = text[: text.index("Table 1")]
    gap = "the gap in taking part between remote and other villages widens by 3.3 points"
    assert f"matters raised that were acted on in time −6.0 points; {gap}." in answer
    assert "worth of a point in the shop over its nominal worth 52 %" in answer


def test_a_change_that_rounds_to_nothing_is_told_as_less_than_the_last_decimal(
    tmp_path: Path, page: Callable[..., str]
) -> None:
    slight = with_change("commendation", resolved=(0.03, 0.035))
    told = "grievances resolved: talked over or settled in fact less than 0.1 points"
    assert f"May help: {told}" in page(store(tmp_path, slight))


def test_who_does_not_take_part_more_is_told(tmp_path: Path, page: Callable[..., str]) -> None:
    table = effects()
    away = table["indicator"] == "participation_away"
    numbers = ["difference", "low", "high"]
    table.loc[away, numbers] = 0.0
    assert "Adults working away 0 % unchanged unchanged unchanged" in page(store(tmp_path, table))


def test_fewer_petitions_with_more_turned_away_is_flagged(tmp_path: Path, page: Callable[..., str]) -> None:
    clear = page(store(tmp_path))
    assert "In this comparison no measure shows this." in clear
    assert "Warning" not in clear
    both = with_change("micro_grids", petitions=(-0.4, 0.1), turned_away=(0.3, 0.1))
    flagged = page(store(tmp_path, both))
    assert "Warning: under micro-grids, petitions change by −0.4" in flagged
    assert "no measure shows this" not in flagged
    hint = with_change("micro_grids", petitions=(-0.1, 0.2), turned_away=(0.3, 0.1))
    assert "警示（把握不足）：微网格可能使信访下降" in page(store(tmp_path, hint), "zh")


def test_the_study_s_own_flag_counts(tmp_path: Path, page: Callable[..., str]) -> None:
    table = effects()
    table.loc[(table["package"] == "commendation") & (table["indicator"] == "turned_away"), "flag"] = (
        "fewer_petitions_more_turned_away"
    )
    assert "Warning, not certain: under commendation" in page(store(tmp_path, table))


def test_the_interval_is_said_to_cover_chance_only_where_it_does(tmp_path: Path, page: Callable[..., str]) -> None:
    assert "covers chance only" in page(store(tmp_path, worlds="shipped"))
    drawn = page(store(tmp_path, worlds="prior"))
    assert "covers chance only" not in drawn
    assert "both chance and the uncertainty" in drawn


def test_costs_are_told_with_what_was_paid_for(tmp_path: Path, page: Callable[..., str]) -> None:
    text = page(store(tmp_path), "zh")
    costs = text[text.index("表 2") : text.index("四、")]
    assert "微网格 91.6 万元 91.4 至 91.9 万元 2.5 万元 微网格长补贴：60 元/月 新任培训费：150 元" in costs
    assert "基层减负 4.2 万元 1,167 元" in costs


@pytest.mark.usefixtures("page")
def test_what_others_wrote_is_shown_as_text(tmp_path: Path) -> None:
    name = "<b>a</b>"
    table = pd.concat([effects(), effects({name: CHANGES["micro_grids"]})])
    folder = store(tmp_path, table, command="gongzhi <script>alert(1)</script>", county={"en": "<i>x</i>"})
    source = write_report(folder, "en").read_text("utf-8")
    assert "<script" not in source
    assert "<b>a" not in source
    assert "<i>x" not in source
    assert "&lt;b&gt;a&lt;/b&gt;" in source


def test_packages_bear_the_names_of_their_measures(tmp_path: Path) -> None:
    table = pd.concat([effects(), effects({"both": CHANGES["micro_grids"]})])
    packages = {"both": {"policies": {"micro_grids": {}, "commendation": {}}}}
    voice = Voice(words("zh"), Stored.read(store(tmp_path, table, packages=packages)))
    assert voice.name("both") == "微网格＋表彰激励"
    assert voice.name("micro_grids") == "微网格"


def test_measures_stand_in_the_order_of_the_department_s_report(tmp_path: Path) -> None:
    assert Stored.read(store(tmp_path)).packages == ("micro_grids", "burden_reduction", "commendation")


def test_one_measure_and_many_measures_have_a_page(tmp_path: Path, page: Callable[..., str]) -> None:
    one = page(store(tmp_path, effects({"micro_grids": CHANGES["micro_grids"]}), paths(["micro_grids"])))
    assert "1 measure tried out" in one
    many = effects({f"package {n}": CHANGES["micro_grids"] for n in range(9)})
    text = page(store(tmp_path, many))
    assert "one of these 9 measures" in text
    assert text.count("Table 1") == 3


def test_the_same_study_gives_the_same_page(tmp_path: Path, pages: dict[Lang, str]) -> None:
    folder = store(tmp_path)
    assert write_report(str(folder), "zh").read_text("utf-8") == pages["zh"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "effects.parquet",
        "manifest.json",
        "paths.parquet",
        "report_zh.html",
    ]


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
        assert not CHINESE.search(text), key
    # Only the command line may name commands and files.
    spoken = {key: re.sub(r"\{\w+\}", "", text) for key, text in words("zh").texts.items() if key[:4] != "cli."}
    latin = [key for key, text in spoken.items() if re.search(r"[A-Za-z]{3,}", text)]
    assert latin == []


def test_an_unknown_key_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'report\.title'"):
        words("zh")("report.titel")
    with pytest.raises(UnknownName):
        words("zh").indicator("participaton")
    with pytest.raises(UnknownName):
        words("zh").measure("micro_grid")
    with pytest.raises(UnknownName, match="language"):
        words("fr")  # type: ignore[arg-type]


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

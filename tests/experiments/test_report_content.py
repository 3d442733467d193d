"""What a report says: numbers of the prose stand in its tables, words follow the intervals, both languages agree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.messages import spoken
from experiments.report import EmptyStudyError
from experiments.report import compose as module
from experiments.report.compose import compose
from experiments.report.document import Break, Bullets, Document, Grid, Heading, Paragraph, Plot, plain, text
from experiments.report.manifest import Manifest
from experiments.report.stored import Stored
from experiments.words import LANGUAGES, Lang, words
from sim.core.names import UnknownName
from sim.core.parameters import all_passports
from sim.parameters import Parameters
from tests.experiments import studies
from tests.experiments.lived import GRIEVANCES, PLANTED, PRESENT, THREE, gains_of_all, lived

CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?: 万元)?")
CONSTANTS = {"95", "80", "0", "20"}
"""Levels of the intervals, the 0 of *holds 0*, and the blocks that a comparison should have."""
NAMES = r"1,000 adults|千名成年人|60 岁|aged 60|aged under 60|12 months|the younger"
"""Numbers in names of units and of indicators."""

PROMISES = r"\b(will|prove[sd]?|optimal\w*)\b|将会|证明(?!诉求|与补贴)|最优(?!点)"

Studies = dict[str, Stored]


@pytest.fixture(scope="module", autouse=True)
def _no_drawing() -> Iterator[None]:
    """Figures have their own tests and take their time."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "leading_pictures",
            "effect_pictures",
            "gain_pictures",
            "way_pictures",
            "cost_pictures",
            "path_pictures",
        ):
            patch.setattr(module, name, lambda _, name=name: iter([Plot(name, Figure(), "caption", "alt")]))
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Studies:
    root = tmp_path_factory.mktemp("studies")
    folders = {
        "three": lived(root / "three"),
        "two": lived(root / "two", {"micro_grids": (2.0, 1.0), "commendation": (2.02, 0.0)}),
        "one": lived(root / "one", {"micro_grids": (2.0, -1.0)}),
        "all": lived(root / "all", gains_of_all()),
        "shipped": lived(root / "shipped", seeds=0),
        "seeds": lived(root / "seeds", seeds=2),
        "planted": lived(
            root / "planted", {"micro_grids": (3.0, 3.0), "commendation": (3.0, 1.0)}, 48, 1, "micro_grids"
        ),
        "harm": lived(root / "harm", {"micro_grids": (-2.0, -1.0), "commendation": (-1.0, 0.0)}),
        "tables": studies.store(root / "tables"),
    }
    found = {name: Stored.read(folder) for name, folder in folders.items()}
    for name, (state, asked, failed) in {"failed": ("failed", 26, 6), "stopped": ("stopped", 40, 0)}.items():
        raw = found["three"].manifest.raw
        counts = {**raw["blocks"], "asked": asked, "done": 20, "failed": failed}
        found[name] = replace(found["three"], manifest=Manifest({**raw, "state": state, "blocks": counts}))
    return found


Told = Callable[[str, Lang], Document]


@pytest.fixture(scope="module")
def report(made: Studies) -> Told:
    """The report of a made-up study; made once."""

    @cache
    def composed(name: str, lang: Lang) -> Document:
        return compose(made[name], lang)

    return composed


ALL = ("three", "two", "one", "all", "shipped", "seeds", "planted", "harm", "tables", "failed", "stopped")


def told(document: Document) -> str:
    return "\n".join(document.prose())


def first_page(document: Document) -> str:
    """The prose before the second heading."""
    parts, headings = [], 0
    for block in document.blocks:
        headings += isinstance(block, Heading)
        if headings < 2 and isinstance(block, Paragraph):
            parts.append(plain(block.text))
        if headings < 2 and isinstance(block, Bullets):
            parts += [plain(item) for item in block.items]
    return "\n".join(parts)


def texts(document: Document) -> list[str]:
    """All that a reader can see, but for the provenance."""
    found = [document.kind, document.title, *document.prose()]
    found += [block.text for block in document.blocks if isinstance(block, Heading)]
    for grid in document.grids():
        found += [grid.caption, grid.note, grid.sheet]
        found += [part for column in grid.columns for part in (column.head, column.unit, column.about)]
        found += [part for row in grid.rows for cell in row.cells for part in (cell.text, cell.small)]
    return found


def numbers(text: str) -> list[str]:
    return NUMBER.findall(re.sub(NAMES, " ", text))


def in_tables(document: Document, *, page: bool = True) -> set[str]:
    """Numbers as tables show them; with ``page`` only those that stand in the report itself."""
    grids = [block for block in document.blocks if isinstance(block, Grid)] if page else list(document.grids())
    cells = [cell for grid in grids for row in grid.rows for cell in row.cells]
    return {found for cell in cells for text in (cell.text, cell.small) for found in numbers(text)}


def grids(document: Document) -> dict[str, Grid]:
    return {grid.key: grid for grid in document.grids()}


def lost(document: Document) -> list[str]:
    """Numbers of the prose that no table of the report shows."""
    known = in_tables(document) | CONSTANTS
    return [found for found in numbers(told(document)) if found not in known]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_every_number_of_the_prose_stands_in_a_table(report: Told, name: str, lang: Lang) -> None:
    document = report(name, lang)
    assert lost(document) == []
    assert len(numbers(told(document))) > 10


def test_a_number_that_no_table_has_is_noticed(report: Told) -> None:
    document = report("three", "en")
    assert lost(replace(document, blocks=(*document.blocks, Paragraph(text("+77.77 points"))))) == ["77.77"]


@pytest.mark.parametrize("name", ALL)
def test_both_languages_carry_the_same_facts(report: Told, name: str) -> None:
    zh, en = (report(name, lang) for lang in LANGUAGES)
    assert [type(block) for block in zh.blocks] == [type(block) for block in en.blocks]
    for one, other in zip(zh.grids(), en.grids(), strict=True):
        assert (one.key, one.wide, len(one.columns)) == (other.key, other.wide, len(other.columns))
        values = [
            [[(cell.value, cell.low, cell.high, cell.tone) for cell in row.cells] for row in grid.rows]
            for grid in (one, other)
        ]
        assert values[0] == values[1]
    assert sorted(map(scaled, numbers(told(zh)))) == sorted(map(scaled, numbers(told(en))))


def scaled(text: str) -> float:
    return float(text.removesuffix(" 万元").replace(",", "")) * (10_000 if "万元" in text else 1)


@pytest.mark.parametrize("name", ALL)
def test_readers_see_their_language_and_no_keys(report: Told, name: str) -> None:
    for lang in LANGUAGES:
        shown = texts(report(name, lang))
        for part in shown:
            assert not re.search(r"\w_\w|\{|\}", part), part
            assert not re.search(PROMISES, part), part
            if lang == "en":
                assert not CHINESE.search(part), part
            else:
                plain_part = re.sub(r"worlds=calibrated|seeds=2|format=xlsx", "", part)
                assert not re.search(r"[A-Za-z]{4,}", plain_part), part


def test_numbers_of_cells_are_those_that_are_shown(report: Told) -> None:
    for document in (report("all", lang) for lang in LANGUAGES):
        for grid in document.grids():
            assert len(grid.sheet) <= 31
            assert all(len(row.cells) == (1 if row.group else len(grid.columns)) for row in grid.rows)
            for row in grid.rows:
                for cell in row.cells:
                    shown = numbers(cell.text)
                    if cell.value is not None and len(shown) == 1 and grid.key != "participation":
                        digits = len(shown[0].partition(".")[2].removesuffix(" 万元"))
                        size = (
                            10_000 if "万元" in shown[0] else 1000 if abs(cell.value) >= 10_000 else 10 ** (1 - digits)
                        )
                        assert scaled(shown[0]) == pytest.approx(abs(cell.value), abs=max(size, 0.06 * abs(cell.value)))
        keys = [grid.key for grid in document.grids()]
        assert len(keys) == len(set(keys))
        assert len({grid.sheet for grid in document.grids()}) == len(keys)


def test_captions_are_numbered_in_their_order(report: Told) -> None:
    document = report("three", "zh")
    captions = [block.caption for block in document.blocks if isinstance(block, Grid)]
    assert [re.match(r"表 (\d+)　", caption)[1] for caption in captions] == [str(n + 1) for n in range(len(captions))]  # type: ignore[index]


# The first page


def test_the_first_page_answers_with_the_county_s_people_and_cases(report: Told) -> None:
    page = first_page(report("three", "en"))
    assert re.search(r"Participation: Most is gained with micro-grids: \+[78]\.\d+ points \(", page)
    people = re.search(r"about ([\d,]+) more people", page)
    assert people is not None
    assert scaled(people[1]) == pytest.approx(0.08 * PRESENT, rel=0.05)
    cases = re.search(r"about (\d[\d.,]*) more cases resolved a year", page)
    assert cases is not None
    assert scaled(cases[1]) == pytest.approx(0.03 * 12 * GRIEVANCES, rel=0.15)
    assert "Next, and tied: commendation and burden reduction." in page
    assert "6,000 yuan over 6 months" in page


def test_tables_of_the_first_page_hold_rank_interval_people_and_price(report: Told) -> None:
    grid = grids(report("three", "zh"))["participation"]
    rows = {row.cells[1].text: row.cells for row in grid.rows}
    rank, _, change, people, best, cost, _ = rows["微网格"]
    assert (rank.text, change.text[:3], change.tone) == ("1", "改善 ", "good")
    assert change.low is not None
    assert change.high is not None
    assert change.low < 8.0 < change.high
    assert people.value == pytest.approx(change.value * PRESENT / 100)  # type: ignore[operator]
    assert (best.text, best.small) == ("几乎肯定", ">99%")
    assert cost.value == 6_000.0
    assert rows["表彰激励"][0].text == rows["基层减负"][0].text == "2–3"
    year = 6_000 * 12 / 6 / people.value  # type: ignore[operator]
    assert f"每多一人每年 {year:.0f} 元" == cost.small


def test_the_first_page_says_the_unit_of_what_changes(report: Told) -> None:
    for lang, unit in (("zh", "变化（百分点）"), ("en", "Change (points)")):
        for key in ("participation", "resolved"):
            assert unit in [column.head for column in grids(report("three", lang))[key].columns]  # type: ignore[arg-type]


def test_answer_and_side_effects_have_a_page_each(report: Told) -> None:
    blocks = report("all", "en").blocks
    breaks = [n for n, block in enumerate(blocks) if isinstance(block, Break)]
    heads = [n for n, block in enumerate(blocks) if isinstance(block, Heading)]
    assert breaks == [heads[1] - 1]
    assert next(block.key for block in blocks[heads[1] : heads[2]] if isinstance(block, Grid)) == "sides"


def test_of_few_measures_a_word_is_not_told_twice(report: Told) -> None:
    assert "Harms:" in first_page(report("all", "en"))
    assert "Harms:" not in first_page(report("harm", "en"))
    assert "harms" in [row.cells[2].text.partition(" ")[0] for row in grids(report("harm", "en"))["participation"].rows]


def test_a_change_with_a_direction_is_not_written_as_nothing(made: Studies) -> None:
    study = made["three"]
    table = study.effects.copy()
    here = (table["package"] == "commendation") & (table["indicator"] == "participation")
    for column, value in {"difference": 0.004, "low": 0.001, "high": 0.007, "verdict": "helps"}.items():
        table[column] = table[column].mask(here, value)
    document = compose(Stored(study.folder, table, study.paths, study.manifest), "en")
    rows = {row.cells[0].text: row.cells[1] for row in grids(document)["taking_part"].rows}
    assert (rows["Commendation"].text, rows["Commendation"].small) == ("helps +0.004", "+0.001 to +0.007")
    assert "0.00" not in rows["Micro-grids"].text


def test_the_only_measure_is_named_with_what_it_makes_worse(report: Told) -> None:
    document = report("one", "zh")
    assert document.title == "甲县：微网格与维持现状的比较"
    assert "对这项举措的效果没有因果估计" in first_page(document)


def test_a_tie_is_told_as_a_tie(report: Told) -> None:
    document = report("two", "zh")
    page = first_page(document)
    assert "微网格和表彰激励改善最大，区间重叠，难分先后。其中花钱最少的是微网格" in page
    assert {row.cells[0].text for row in grids(document)["participation"].rows} == {"1–2"}


def test_of_many_measures_three_are_shown_and_all_are_named(report: Told) -> None:
    document = report("all", "en")
    assert len(grids(document)["participation"].rows) == 3
    glance = grids(document)["glance"]
    assert sum(int(row.cells[1].value or 0) for row in glance.rows) == 21
    word = {row.cells[0].text: row.cells[1].small for row in glance.rows}
    assert "ommendation" in word["Harms"]
    assert "illage rules" in word["Helps"]
    assert len(grids(document)["taking_part"].rows) == 22
    assert {"taking_part", "disputes", "groups"} <= set(grids(document))


def test_where_nothing_helps_it_says_so(report: Told) -> None:
    page = first_page(report("harm", "zh"))
    assert "群众参与：没有哪一项看得出改善。" in page
    assert "改善最大" not in page


def test_weak_evidence_is_said(report: Told) -> None:
    page = first_page(report("three", "en"))
    assert "Evidence: weak: no measure above has a causal estimate" in page
    cells = [row.cells[1].small for row in grids(report("three", "en"))["participation"].rows]
    assert cells[0] == "direction only"


def test_another_study_has_another_prose(made: Studies, tmp_path: Path) -> None:
    other = Stored.read(lived(tmp_path / "other", {**THREE, "commendation": (9.0, 4.0)}))
    old, new = (first_page(compose(study, "en")) for study in (made["three"], other))
    assert "Most is gained with micro-grids" in old
    assert "Most is gained with commendation" in new
    assert set(numbers(old)) != set(numbers(new))
    assert lost(compose(other, "en")) == []


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("failed", "请注意：这次试验有 6 个配对组没有算完", "Please note: 6 blocks of this study did not finish"),
        (
            "stopped",
            "这次试验还没有做完，要做 40 个配对组，只完成 20 个配对组",
            "Of 40 blocks asked for, 20 blocks are done",
        ),
    ],
)
def test_failed_and_missing_blocks_are_told_on_the_first_page(report: Told, name: str, zh: str, en: str) -> None:
    for lang, sign in (("zh", zh), ("en", en)):
        document = report(name, lang)  # type: ignore[arg-type]
        notices = [plain(b.text) for b in document.blocks if isinstance(b, Paragraph) and b.style == "notice"]
        assert [sign in notice for notice in notices] == [True]
        assert sign in first_page(document)
        assert sign not in first_page(report("three", lang))  # type: ignore[arg-type]


def test_a_killed_study_without_tables_is_refused_with_how_far_it_got(tmp_path: Path) -> None:
    folder = lived(tmp_path / "killed", state="running", blocks={"asked": 40, "done": 3, "failed": 0})
    (folder / "effects.parquet").unlink()
    with pytest.raises(EmptyStudyError, match=r"not finished \(running; 3 of 40 blocks done\)"):
        Stored.read(folder)


def test_a_killed_study_tells_the_blocks_that_are_there_and_what_to_type(tmp_path: Path) -> None:
    each = [{"block": k, "name": f"b{k}"} for k in range(9)]
    counts = {"asked": 9, "done": 0, "failed": 0, "each": each}
    folder = lived(tmp_path / "killed", state="running", blocks=counts, command="gongzhi compare blocks=9")
    (folder / "effects.parquet").unlink()
    for k in range(4):
        (folder / "blocks" / f"b{k}.parquet").touch()
    with pytest.raises(EmptyStudyError, match=r"4 of 9 blocks done\).*missing: gongzhi compare blocks=9$") as caught:
        Stored.read(folder)
    told = spoken(str(caught.value), "zh")
    assert "（9 个配对组中完成 4 个）；再次运行同一条命令会只补算缺的部分: gongzhi compare" in told


def test_fewer_petitions_with_more_turned_away_is_no_success(made: Studies) -> None:
    study = made["three"]
    table = study.effects.copy()
    for key, ends in {"petitions": (-0.5, -0.3), "turned_away": (0.3, 0.5)}.items():
        here = (table["package"] == "micro_grids") & (table["indicator"] == key)
        table.loc[here, ["difference", "low", "high"]] = [sum(ends) / 2, *ends]
    document = compose(Stored(study.folder, table, study.paths, study.manifest), "zh")
    assert "微网格少了信访、却多了被推回的矛盾，不算成绩" in first_page(document)
    assert "警示：微网格使信访下降 −0.4" in told(document)
    assert grids(document)["participation"].rows[0].cells[-1].text == "信访少了，被推回的多了"


# What it rests on


def test_a_planted_assumption_is_named_with_its_direction(report: Told) -> None:
    document = report("planted", "zh")
    meaning = dict(all_passports(Parameters))[PLANTED].zh
    assert f"{meaning}（越高对微网格越有利）" in told(document)
    assert "会使先后倒过来的" in told(document)
    rows = [row.cells for row in grids(document)["carriers"].rows if not row.group]
    assert {row[0].text for row in rows} == {meaning}
    assert all(row[3].value < 0.0 < row[4].value for row in rows[:1])  # type: ignore[operator]


def test_where_no_assumption_stands_out_it_says_so(report: Told) -> None:
    document = report("three", "en")
    assert "none stands out in deciding between" in told(document)
    rows = [row.cells for row in grids(document)["carriers"].rows if not row.group]
    assert [row[0].text[:18] for row in rows] == ["None beyond chance"] * 2
    assert all(abs(row[1].value) <= row[2].value for row in rows)  # type: ignore[arg-type, operator]


def test_the_seed_s_share_needs_several_seeds(made: Studies) -> None:
    one, several = (compose(made[name], "en") for name in ("three", "seeds"))
    assert "ask again with the same command and seeds=2" in told(one)
    assert "shares" not in grids(one)
    assert "seeds=2" not in told(several)
    rows = [row.cells for row in grids(several)["shares"].rows]
    assert len(rows) == 4
    assert all(row[2].value + row[3].value == pytest.approx(100) for row in rows)  # type: ignore[operator]


def test_the_share_from_parameters_is_told_with_its_interval_and_what_it_means(report: Told) -> None:
    for lang, sign in (("zh", "来自参数取值，其余来自偶然"), ("en", "comes from parameters, the rest from chance")):
        document = report("seeds", lang)  # type: ignore[arg-type]
        row = grids(document)["shares"].rows[0].cells
        lines = [line for line in told(document).splitlines() if sign in line]
        assert len(lines) == len(grids(document)["shares"].rows)
        assert row[2].text in numbers(lines[0])
        assert row[2].small in lines[0]


def test_blocks_that_share_a_world_are_counted_as_blocks(report: Told, tmp_path: Path) -> None:
    document = report("seeds", "en")
    assert "40 blocks (20 sets of assumptions, 2 runs each)" in told(document)
    rows = {row.cells[0].text: row.cells[1].value for row in grids(document)["study"].rows}
    assert (rows["Blocks done"], rows["Blocks behind a headline outcome (fewest)"]) == (40, 40)
    assert (rows["Sets of assumptions"], rows["Runs of each set of assumptions"]) == (20, 2)
    few = first_page(compose(Stored.read(lived(tmp_path / "few", worlds=6, seeds=2)), "en"))
    assert "12 blocks, but only 6 sets of assumptions" in few
    assert "intervals are not to be relied on" not in first_page(document)


def test_a_study_of_one_world_says_what_it_cannot_tell(report: Told) -> None:
    document = report("shipped", "zh")
    assert "所有配对组都用同一套参数" in told(document)
    assert "worlds=calibrated" in told(document)
    assert {"leads", "shares", "worlds"}.isdisjoint(grids(document))


def test_tables_without_blocks_are_a_report_too(report: Told, tmp_path: Path) -> None:
    folder = lived(tmp_path / "bare")
    for path in (folder / "blocks").iterdir():
        path.unlink()
    document = compose(Stored.read(folder), "en")
    assert "data of single blocks are not in the study's folder" in told(document)
    assert lost(document) == []
    assert "cannot be told" in [row.cells[4].text for row in grids(report("tables", "en"))["participation"].rows]


def test_how_often_the_second_is_ahead_is_told(report: Told) -> None:
    document = report("two", "en")
    row = grids(document)["leads"].rows[0].cells
    behind = int(row[5].value or 0)
    assert 0 < behind < 20
    assert f" in {behind} of 20 sets of assumptions" in first_page(document)


# Names


@pytest.fixture
def named(tmp_path: Path) -> Callable[..., Document]:
    def make(lang: Lang, gains: dict[str, tuple[float, float]], packages: dict[str, Any]) -> Document:
        return compose(Stored.read(lived(tmp_path / lang, gains, packages=packages)), lang)

    return make


def test_a_measure_without_a_name_in_the_language_is_called_by_the_other(named: Callable[..., Document]) -> None:
    packages = {
        "courtyard_talks": {
            "policies": {"courtyard_talks": {}},
            "names": {"courtyard_talks": {"en": "courtyard talks"}},
        }
    }
    text = first_page(named("zh", {"courtyard_talks": (3.0, 1.0)}, packages))
    assert "courtyard talks（未提供中文名）" in text
    assert "courtyard_talks" not in text


@pytest.mark.parametrize(
    ("lang", "name"), [("zh", "A 组　激活基层治理能量"), ("en", "group A energise the grassroots")]
)
def test_packages_and_groups_have_names(named: Callable[..., Document], lang: Lang, name: str) -> None:
    many: dict[str, dict[str, float]] = {key: {} for key in ("micro_grids", "commendation", "cadre_pay", "publicity")}
    packages = {
        "group_a": {"policies": many, "names": {}},
        "pair": {"policies": {"micro_grids": {}, "commendation": {}}, "names": {}},
        "my_own_plan": {"policies": many, "names": {}},
    }
    document = named(lang, {"group_a": (5.0, 1.0), "pair": (3.0, 1.0), "my_own_plan": (1.0, 1.0)}, packages)
    shown = " ".join(texts(document))
    assert name in shown
    assert {"zh": "微网格＋表彰激励", "en": "micro-grids + commendation"}[lang] in shown.replace("Micro", "micro")
    assert "y own plan" in shown


def test_packages_of_the_same_measures_are_told_apart_by_what_differs(named: Callable[..., Document]) -> None:
    packages = {
        f"cell {k}": {"policies": {"micro_grids": {"coverage": coverage, "leaders": 5.0}}, "names": {}}
        for k, coverage in enumerate((0.25, 0.5))
    }
    document = named("zh", {"cell 0": (2.0, 1.0), "cell 1": (5.0, 2.0)}, packages)
    names = [row.cells[1].text for row in grids(document)["participation"].rows]
    assert names == ["微网格（覆盖村占比 50%）", "微网格（覆盖村占比 25%）"]


def test_packages_that_no_setting_tells_apart_are_numbered(named: Callable[..., Document]) -> None:
    packages: dict[str, Any] = {f"cell {k}": {"policies": {"micro_grids": {}}, "names": {}} for k in range(2)}
    document = named("en", {"cell 0": (2.0, 1.0), "cell 1": (5.0, 2.0)}, packages)
    assert {row.cells[1].text for row in grids(document)["participation"].rows} == {
        "Micro-grids (1)",
        "Micro-grids (2)",
    }


def test_of_few_blocks_nobody_is_said_to_be_the_best(tmp_path: Path) -> None:
    document = compose(Stored.read(lived(tmp_path / "few", worlds=6)), "zh")
    assert {row.cells[4].text for row in grids(document)["participation"].rows} == {"说不准"}
    assert "只有 6 个配对组" in first_page(document)
    assert "只有 6 组假设，太少" in told(document)


def test_a_missing_text_fails(made: Studies, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = words("en")
    without = {key: text for key, text in whole.texts.items() if key != "report.front.note"}
    monkeypatch.setattr(module, "words", lambda _: replace(whole, texts=without))
    with pytest.raises(UnknownName, match=r"report\.front\.note"):
        compose(made["three"], "en")


def test_sheets_hold_all_effects_and_ranks(made: Studies) -> None:
    study = made["all"]
    sheets = {grid.key: grid for grid in compose(study, "en").sheets}
    assert list(sheets) == ["all_effects", "ranking", "worse", "worlds"]
    measured = study.effects.dropna(subset=["difference"])
    assert len(sheets["all_effects"].rows) == len(measured)
    assert len(sheets["ranking"].rows) == len(study.ranking)
    assert len(sheets["worlds"].rows) == study.worlds.shape[1]
    assert pd.Series([row.cells[5].value for row in sheets["all_effects"].rows]).notna().all()

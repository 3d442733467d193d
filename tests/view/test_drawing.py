"""Drawings of the page: what they say and where marks stand, that nothing in them breaks a page, and their size."""

import re
import timeit
import xml.etree.ElementTree as ET
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from matplotlib.font_manager import get_font
from pylopdf_fonts_zh_cn import sans_path

from experiments.figures.effects import LIMITS
from experiments.view.drawing import (
    Effect,
    Outline,
    area_map,
    budget_bar,
    effect_rows,
    effect_strip,
    hours_chart,
    line_chart,
    taking_part,
    tiers_at,
    tiers_chart,
    tile_map,
)
from experiments.view.drawing.dots import CLASSES
from experiments.view.drawing.hours import USES
from experiments.view.drawing.svg import wide
from experiments.view.drawing.tiers import COMING, ELSEWHERE, LEVELS
from experiments.words import LANGUAGES, Lang, words

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'\x00\x0b]]>"
MONTHS = np.arange(1.0, 37.0)
BASE, MORE = 30.0 + 0.05 * MONTHS, 32.0 + 0.1 * MONTHS
SPENT = dict(zip(USES, (250.0, 10.0, 8.0, 5.0, 7.0, 28.0, 39.0, 186.0), strict=True))
FLOWS = dict.fromkeys(
    (*COMING, *ELSEWHERE, *(f"{what}_{level}" for what in ("at", "settled") for level in LEVELS)), 7.0
)
Draw = Callable[..., str]


def lines(lang: Lang = "en", **more: Any) -> str:
    given = {"title": "Taking part", "unit": "%", "low": 0.0, "high": 60.0, "lang": lang, **more}
    return line_chart(given.pop("baseline", BASE), given.pop("proposed", MORE), given.pop("band", None), **given)


def banded(lang: Lang = "en", **more: Any) -> str:
    return lines(lang, **{"band": (MORE - 5.0, MORE + 5.0), "runs": 10, "month": 12, **more})


def tiles(lang: Lang = "en", villages: int = 12, each: int = 84, **more: Any) -> str:
    names = more.pop("names", [f"村{n}" if lang == "zh" else f"Village {n}" for n in range(villages)])
    dots = {key: np.full(villages, float(each)) for key in CLASSES}
    look = {"title": "Taking part", "unit": "%", "low": 0.0, "high": 60.0, "dots": dots, **more}
    values = look.pop("values", np.linspace(0.0, 60.0, villages))
    return tile_map(values, names, lang=lang, **look)


def square(x: float, y: float, side: float) -> Outline:
    """An area with its upper left corner at a point."""
    ring = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
    return Outline((ring,), (x + side / 2, y + side / 2), side / 2)


def areas(lang: Lang = "en", **more: Any) -> str:
    """Two large areas side by side and one too small for a name below them."""
    outlines = more.pop("outlines", (square(0.0, 0.0, 0.5), square(0.5, 0.0, 0.5), square(0.0, 0.5, 0.01)))
    names = more.pop("names", [f"镇{n}" if lang == "zh" else f"Township {n}" for n in range(len(outlines))])
    look = {"title": "Taking part", "unit": "%", "low": 0.0, "high": 60.0, **more}
    return area_map(look.pop("values", np.linspace(0.0, 60.0, len(names))), names, outlines, lang=lang, **look)


def tiers(lang: Lang = "en", **more: Any) -> str:
    look = {"now": FLOWS, "baseline": dict.fromkeys(FLOWS, 9.0), "month": 30, "high": 100.0, "few": 20.0, **more}
    return tiers_chart(look.pop("now"), look.pop("baseline"), lang=lang, **look)


def hours(lang: Lang = "en", **more: Any) -> str:
    before = {use: value * 0.9 for use, value in SPENT.items()}
    return hours_chart(more.pop("hours", SPENT), more.pop("baseline", before), lang=lang, **{"high": 800.0, **more})


def budget(lang: Lang = "en", **more: Any) -> str:
    return budget_bar(more.pop("spent", 430_000.0), more.pop("budget", 600_000.0), lang=lang, **more)


def effect(**more: Any) -> Effect:
    look = {"mean": 4.0, "low": 2.0, "high": 6.0, "verdict": "helps", "direction": 1, "reach": 20.0, **more}
    return Effect(**{"name": "Taking part", "unit": "points", **look})


def effects(lang: Lang = "en", **more: Any) -> str:
    return effect_strip(more.pop("rows", [effect()] * 8), runs=10, lang=lang, **more)


ALL: tuple[Draw, ...] = (lines, banded, tiles, areas, tiers, hours, budget, effects)


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [str(text.text) for text in read(svg).iter(f"{NS}text")]


def found(svg: str, name: str, **look: str) -> list[ET.Element]:
    wanted = {key.replace("_", "-"): value for key, value in look.items()}
    return [part for part in read(svg).iter(NS + name) if wanted.items() <= part.attrib.items()]


def points(part: ET.Element) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", part.attrib["d"])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


# What holds for every drawing


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_a_drawing_is_a_small_picture_with_a_name_and_no_way_out(draw: Draw, lang: Lang, scale: float) -> None:
    svg = draw(lang, scale=scale)
    root = read(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == {"zh": "zh-Hans", "en": "en"}[lang]
    assert root.attrib["font-family"].startswith("'Noto Sans SC'")
    assert [part.tag for part in root[:2]] == [f"{NS}title", f"{NS}desc"]
    assert all(part.text for part in root[:2])
    values = [value for part in root.iter() for value in part.attrib.values()]
    assert not [value for value in values if re.search(r"nan|\binf|None", value)]
    assert len(svg.encode()) <= (60_000 if draw is tiles else 40_000)
    kinds = {part.tag.removeprefix(NS) for part in root.iter()}
    assert kinds <= {"svg", "title", "desc", "rect", "line", "path", "circle", "text"}
    assert not {"id", "href", "style", "tabindex", "onclick"} & {name for part in root.iter() for name in part.attrib}
    assert "http" not in svg.replace(NS[1:-1], "")


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_texts_stay_inside_the_drawing(draw: Draw, lang: Lang, scale: float) -> None:
    root = read(draw(lang, scale=scale))
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    for text in root.iter(f"{NS}text"):
        size = float(text.get("font-size", root.attrib["font-size"]))
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
        start = float(text.attrib["x"]) - shift * wide(str(text.text), size)
        assert start >= -1.0, text.text
        assert start + wide(str(text.text), size) <= width + 1.0, text.text
        assert 0.7 * size <= float(text.attrib["y"]) <= height, text.text


@pytest.mark.parametrize("draw", ALL)
def test_chinese_and_english_carry_the_same_numbers_and_not_the_same_words(draw: Draw) -> None:
    said = {lang: " ".join([*texts(draw(lang)), str(read(draw(lang))[1].text)]) for lang in LANGUAGES}
    if draw is not budget:  # 43.0 万元 is 430,000 yuan
        numbers = {
            lang: sorted(re.findall(r"\d[\d.,]*\d|\d", text.replace("12 months", ""))) for lang, text in said.items()
        }
        assert numbers["zh"] == numbers["en"]
    assert re.search("[\u4e00-\u9fff]", said["zh"])
    assert not re.search("[\u4e00-\u9fff]", said["en"])


def test_every_letter_of_a_drawing_is_in_the_font() -> None:
    known = set(get_font(sans_path()).get_charmap())
    said = "".join("".join(read(draw(lang)).itertext()) for draw in ALL for lang in LANGUAGES)
    assert {letter for letter in said if ord(letter) not in known} == set()


@pytest.mark.parametrize(
    "svg",
    [
        lines(title=HOSTILE, unit=HOSTILE, names=(HOSTILE, HOSTILE)),
        tiles(title=HOSTILE, unit=HOSTILE, names=[HOSTILE] * 12),
        effects(rows=[effect(name=HOSTILE, unit=HOSTILE)]),
    ],
)
def test_a_hostile_name_is_only_text(svg: str) -> None:
    root = read(svg)
    assert not list(root.iter(f"{NS}script"))
    assert "<script" not in svg
    assert any("<script>" in str(part.text) for part in root.iter())
    assert "\x00" not in svg


@pytest.mark.parametrize("draw", ALL)
def test_a_drawing_takes_a_few_milliseconds(draw: Draw) -> None:
    """At most 3 ms on a quiet machine; the bound leaves room for a busy one."""
    draw()
    assert min(timeit.repeat(draw, number=1, repeat=15)) < 0.012


@pytest.mark.parametrize("draw", ALL)
def test_a_larger_text_is_larger(draw: Draw) -> None:
    assert float(read(draw(scale=1.6)).attrib["font-size"]) == pytest.approx(
        1.6 * float(read(draw()).attrib["font-size"]), abs=0.1
    )
    with pytest.raises(ValueError, match="scale"):
        draw(scale=10.0)


# Lines


def test_the_ghost_is_dashed_and_named_and_the_proposal_is_not_dashed() -> None:
    svg, say = lines(), words("en")
    assert say("baseline") in texts(svg)
    assert say("view.draw.proposal") in texts(svg)
    ghost, proposal = (found(svg, "path", fill="none", stroke_width=width) for width in ("1.8", "2.4"))
    assert len(ghost) == len(proposal) == 1
    assert ghost[0].get("stroke-dasharray")
    assert proposal[0].get("stroke-dasharray") is None


def test_values_stand_where_the_axis_says() -> None:
    svg = lines(baseline=np.array([0.0, 30.0, 60.0]), proposed=None, runs=1)
    low, middle, high = (y for _, y in points(found(svg, "path", stroke_width="1.8")[0]))
    assert middle == pytest.approx((low + high) / 2, abs=0.1)
    ticks = {text.text: float(text.attrib["y"]) for text in found(svg, "text", text_anchor="end")}
    assert ticks["0"] - low == pytest.approx(ticks["60"] - high, abs=0.2)


def test_the_axis_does_not_move_with_the_data() -> None:
    def ticks(svg: str) -> list[tuple[str | None, str]]:
        return [(text.text, text.attrib["y"]) for text in found(svg, "text", text_anchor="end")]

    assert ticks(lines()) == ticks(lines(baseline=BASE / 3, proposed=MORE / 2, band=(MORE / 3, MORE)))


@pytest.mark.parametrize(("value", "up"), [(70.0, True), (-5.0, False)])
def test_a_value_beyond_the_axis_is_marked_at_its_edge_and_said(value: float, up: bool) -> None:
    path = BASE.copy()
    path[10:14] = value
    inside, outside = lines(proposed=MORE), lines(proposed=path)
    marks = [part for part in found(outside, "path", stroke_width="1") if part.get("fill") != "none"]
    assert len(marks) == 1
    assert not [part for part in found(inside, "path", stroke_width="1") if part.get("fill") != "none"]
    base, tip = points(marks[0])[0][1], points(marks[0])[1][1]
    assert (tip < base) == up
    edge = points(found(outside, "path", stroke_width="2.4")[0])[11][1]
    assert base == edge
    assert words("en").number(value) in texts(outside)


def test_a_band_beyond_the_axis_has_a_hollow_mark() -> None:
    svg = lines(band=(MORE - 5.0, MORE + 40.0), runs=10)
    assert len([part for part in found(svg, "path", stroke_width="1") if part.get("fill") == "none"]) == 1
    assert any("10" in text and "80 %" in text for text in texts(svg))


def test_months_without_a_value_are_a_gap() -> None:
    path = MORE.copy()
    path[[0, 5, 6, 20]] = np.nan
    path[30] = np.inf
    drawn = found(lines(proposed=path), "path", stroke_width="2.4")
    assert sorted(len(points(part)) for part in drawn) == [4, 5, 9, 13]


def test_a_cursor_reads_both_lines_in_its_month() -> None:
    svg = lines(month=20)
    assert len(found(svg, "circle")) == 2
    assert words("en")("unit.month.level", number=20) in texts(svg)
    assert {"31", "34"} <= set(texts(svg))
    assert "31" in str(read(svg)[1].text)
    assert not found(lines(), "circle")


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    say = words("en")
    svg = lines(baseline=BASE, proposed=BASE, pinned=BASE, guess=float(BASE[-1]))
    names = (say("baseline"), say("view.draw.proposal"), say("view.draw.pinned"), say("view.draw.lines.guess"))
    heights = sorted(float(text.attrib["y"]) for text in read(svg).iter(f"{NS}text") if text.text in names)
    assert len(heights) == 4
    assert min(np.diff(heights)) >= 20.0


def test_what_is_not_revealed_is_not_drawn() -> None:
    say = words("en")
    assert say("view.draw.proposal") not in texts(lines(proposed=None, guess=40.0))
    assert say("view.draw.lines.guess") in texts(lines(proposed=None, guess=40.0))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"proposed": MORE[:5]}, "36 months"),
        ({"month": 37}, "1 to 36"),
        ({"low": 5.0, "high": 5.0}, "axis"),
        ({"high": float("nan")}, "axis"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        lines(**wrong)


# Tiles


def dots_drawn(svg: str) -> dict[str, int]:
    drawn = dict.fromkeys(CLASSES, 0)
    for part in found(svg, "path"):
        if "transform" in part.attrib:
            key = next(
                key
                for key, look in CLASSES.items()
                if (look.colour, look.cap, str(look.size))
                == (part.attrib["stroke"], part.attrib["stroke-linecap"], part.attrib["stroke-width"])
            )
            drawn[key] += part.attrib["d"].count("h0")
    return drawn


def test_every_resident_is_a_dot_of_its_class() -> None:
    held = {"leader": [3, 0], "volunteer": [41, 2], "took_part": [100, 29], "present": [200, 0], "away": [76, 1]}
    svg = tiles(villages=2, dots=held)
    assert dots_drawn(svg) == {key: sum(counts) for key, counts in held.items()}
    assert "took part within 12 months 129" in texts(svg)


def test_many_residents_share_dots_and_the_drawing_says_so() -> None:
    svg = tiles(villages=26, dots={"present": np.full(26, 1500.0)})
    assert dots_drawn(svg)["present"] == 26 * 150
    assert words("en")("view.draw.tiles.each", n=10) in texts(svg)
    assert len(svg.encode()) <= 60_000


def test_dots_of_different_villages_and_classes_do_not_overlap() -> None:
    svg = tiles(villages=1, dots={"leader": [31], "present": [31]})
    first, second = (part for part in found(svg, "path") if "transform" in part.attrib)
    assert first.attrib["d"].startswith("M1 0h0")
    assert "M1 1h0" in first.attrib["d"]
    assert second.attrib["d"].startswith("M2 1h0")
    assert "M1 2h0" in second.attrib["d"]


def test_a_tile_is_darker_the_higher_its_value_and_says_it() -> None:
    svg = tiles(villages=3, values=[0.0, 30.0, 60.0])
    heads = [part for part in found(svg, "rect") if part.find(f"{NS}title") is not None]
    light = [sum(int(part.attrib["fill"][n : n + 2], 16) for n in (1, 3, 5)) for part in heads]
    assert light[0] > light[1] > light[2]
    assert [part[0].text for part in heads] == ["Village 0: 0", "Village 1: 30", "Village 2: 60"]


def test_missing_and_outlying_values_are_said() -> None:
    svg = tiles(villages=3, values=[np.nan, 75.0, 10.0], dots=None)
    assert texts(svg).count(words("en")("figures.tiles.missing")) == 1
    assert "75" in texts(svg)
    assert len([part for part in found(svg, "path") if part.attrib["d"].count(" ") == 7]) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_tile_map_says_that_it_is_a_sketch(lang: Lang) -> None:
    note = words(lang)("view.draw.maps.village").replace(" ", "")
    assert note in "".join(texts(tiles(lang))).replace(" ", "")


def test_residents_of_a_scene_are_all_counted() -> None:
    scene = {"participation": np.array([[50.0, np.nan]]), "present": np.array([[101.0, 40.0]]), "away": np.ones((1, 2))}
    held = taking_part(scene, 1)
    assert held["took_part"].tolist() == [50.0, 0.0]
    assert (held["took_part"] + held["present"]).tolist() == [101.0, 40.0]


def test_tiles_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        tiles(names=[], values=[], dots=None)
    with pytest.raises(ValueError, match="12 numbers"):
        tiles(values=[1.0, 2.0])
    with pytest.raises(ValueError, match="12 numbers"):
        tiles(dots={"away": np.ones(3)})
    with pytest.raises(ValueError, match="away: residents are not below 0"):
        tiles(dots={"away": np.full(12, -1.0)})
    with pytest.raises(ValueError, match="did you mean 'leader'"):
        tiles(dots={"leeder": np.ones(12)})


@pytest.mark.parametrize("draw", [tiles, areas])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_map_says_how_many_runs_are_behind_it_and_what_stands_beside_its_values(draw: Draw, lang: Lang) -> None:
    say, count = words(lang), 12 if draw is tiles else 3
    told = "".join(texts(draw(lang, runs=5, beside=[f"(+{n})" for n in range(count)]))).replace(" ", "")
    assert say("view.draw.maps.runs", n=5).replace(" ", "") in told
    assert say("view.draw.maps.one_run").replace(" ", "") in "".join(texts(draw(lang))).replace(" ", "")
    assert "(+0)" in told
    assert f"(+{count - 1})" in told or draw is areas
    with pytest.raises(ValueError, match="zip"):
        draw(lang, beside=["(+1)"])


def test_townships_are_called_townships() -> None:
    assert words("en")("view.draw.maps.township")[:40] in " ".join(texts(tiles(of="township")))


# Areas


def test_areas_keep_their_place_and_shape_and_are_darker_the_higher_the_value() -> None:
    drawn = [part for part in found(areas(values=[0.0, 30.0, 60.0]), "path") if part.attrib.get("fill-rule")]
    first, second, third = (points(part) for part in drawn)
    assert first[1][0] - first[0][0] == pytest.approx(first[2][1] - first[1][1])
    assert second[0] == first[1]
    assert third[0] == first[3]
    light = [sum(int(part.attrib["fill"][n : n + 2], 16) for n in (1, 3, 5)) for part in drawn]
    assert light[0] > light[1] > light[2]


def test_an_area_too_small_for_its_name_says_it_to_the_pointer_and_to_the_reader() -> None:
    svg = areas(values=[1.0, 2.0, 3.0])
    assert "Township 1" in texts(svg)
    assert "Township 2" not in texts(svg)
    tips = [str(part[0].text) for part in found(svg, "path") if part.attrib.get("fill-rule")]
    assert tips == ["Township 0: 1", "Township 1: 2", "Township 2: 3"]
    desc = read(svg).find(f"{NS}desc")
    assert desc is not None
    assert "Township 2 3" in str(desc.text)


def test_an_area_without_a_value_is_paper_and_says_so() -> None:
    first = next(part for part in found(areas(values=[np.nan, 2.0, 3.0]), "path") if part.attrib.get("fill-rule"))
    assert first.attrib["fill"] == "#FFFFFF"
    assert first[0].text == f"Township 0: {words('en')('figures.tiles.missing')}"


def test_areas_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="as many outlines"):
        areas(names=["one"])
    with pytest.raises(ValueError, match="as many outlines"):
        areas(values=[1.0])
    with pytest.raises(ValueError, match="as many outlines"):
        areas(outlines=())


# Tiers


def test_flows_are_summed_over_a_year_and_stocks_are_not() -> None:
    months = np.arange(1.0, 25.0)
    held = tiers_at({"brought": months, "at_village": months, "asleep": months}, 20)
    assert held == {"brought": sum(range(9, 21)), "at_village": 20.0, "asleep": 20.0}
    assert tiers_at({"brought": months}, 3) == {"brought": 6.0}


def test_every_number_of_the_tiers_stands_beside_its_bar_with_the_ghost() -> None:
    svg, say = tiers(), words("en")
    assert texts(svg).count("7") == len(FLOWS)
    assert texts(svg).count(f"{say('figures.before')} 9") == len(FLOWS)
    assert len(found(svg, "rect", fill="none", stroke_dasharray="4 3")) == len(FLOWS) + 1
    assert {say("view.draw.proposal"), say("baseline")} <= set(texts(svg))


@pytest.mark.parametrize("draw", [tiers, hours])
def test_the_baseline_alone_is_not_called_a_proposal(draw: Draw) -> None:
    alone, say = draw(baseline=None), words("en")
    assert not [part for part in read(alone).iter() if part.get("stroke-dasharray")]
    assert say("view.draw.proposal") not in texts(alone)
    assert say("baseline").replace(" ", "") in "".join(texts(alone)).replace(" ", "")


def test_open_cases_are_dots() -> None:
    open_cases = {"at_village": 3.0, "at_township": 2.0, "at_county": 0.0}
    assert len(found(tiers(now={**FLOWS, **open_cases, "asleep": 0.0}), "circle")) == 5
    assert not found(tiers(now={**FLOWS, **open_cases}, few=400.0), "circle")


def test_bars_of_tiers_are_as_long_as_their_numbers_and_marked_beyond_the_axis() -> None:
    svg = tiers(now={"brought": 50.0, "settled_early": 25.0}, baseline=None)
    long, short = (float(part.attrib["width"]) for part in found(svg, "rect", height="12"))
    assert long == pytest.approx(2 * short, abs=0.2)
    arrows = len(found(tiers(), "path"))
    assert len(found(tiers(now={**FLOWS, "brought": 500.0}), "path")) == arrows + 1
    assert "500" in texts(tiers(now={**FLOWS, "brought": 500.0}))


def test_the_tiers_survive_what_is_missing() -> None:
    svg = tiers(now={"brought": float("nan"), "at_village": 1.0}, baseline={"brought": float("nan")})
    assert words("en").number(float("nan")) in texts(svg)


# Hours


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_use_of_hours_is_named_with_its_change(lang: Lang) -> None:
    say = words(lang)
    said = texts(hours(lang))
    for use, (name, _, _) in USES.items():
        told = say.number(SPENT[use]) + say.bracketed(say.number(0.1 * SPENT[use], sign=True))
        assert said[said.index(say(name)) + 1] == told.strip()
    assert say("view.draw.hours.total", n=533) in said


def test_parts_of_a_bar_are_as_tall_as_their_hours_and_the_ghost_is_dashed() -> None:
    svg = hours(baseline=SPENT)
    tall = {
        dashed: [
            float(part.attrib["height"])
            for part in found(svg, "rect", stroke_width="0.8")
            if bool(part.get("stroke-dasharray")) == dashed
        ]
        for dashed in (True, False)
    }
    assert tall[True] == tall[False]
    assert tall[True][0] / tall[True][-1] == pytest.approx(250 / 186, rel=0.01)


def test_labels_of_hours_stand_apart() -> None:
    few = {use: 0.0 if use != "paperwork" else 500.0 for use in USES}
    svg = hours(hours=few, baseline=None)
    names = [words("en")(name) for name, _, _ in USES.values()]
    heights = [float(text.attrib["y"]) for text in read(svg).iter(f"{NS}text") if text.text in names]
    assert len(heights) == len(USES)
    assert min(np.abs(np.diff(sorted(heights)))) >= 12.0


def test_hours_beyond_the_axis_are_marked_and_wrong_ones_refused() -> None:
    inside, outside = hours(baseline=None), hours(baseline=None, high=300.0)
    assert len(found(outside, "path", fill="#222222")) == len(found(inside, "path", fill="#222222")) + 1
    assert words("en")("view.draw.hours.total", n=533) in texts(outside)
    with pytest.raises(ValueError, match="below 0"):
        hours(hours={"cases": -3.0})
    with pytest.raises(ValueError, match="did you mean 'paperwork'"):
        hours(hours={"paper_work": 3.0})


# Budget


def test_what_is_left_and_what_is_over_is_said() -> None:
    say = words("zh")
    assert say("view.draw.budget.left", left="17.0 万元") in texts(budget("zh"))
    over = texts(budget("zh", spent=700_000.0))
    assert say("view.draw.budget.over", over="10.0 万元") in over
    assert not any(text.startswith("还剩") for text in over)


def test_the_budget_bar_is_in_proportion_and_marked_beyond_its_end() -> None:
    def bars(spent: float) -> list[float]:
        return [float(part.attrib["width"]) for part in found(budget(spent=spent), "rect", height="16")]

    assert bars(300_000.0)[1] == pytest.approx(bars(600_000.0)[1] / 2, abs=0.1)
    assert len(bars(0.0)) == 1
    assert bars(700_000.0)[2] == pytest.approx(bars(600_000.0)[1] / 6, abs=0.1)
    assert len(found(budget(spent=9e6), "path")) == len(found(budget(spent=700_000.0), "path")) + 1
    assert bars(9e6)[2] == bars(750_000.0)[2]


@pytest.mark.parametrize("wrong", [{"budget": 0.0}, {"spent": -1.0}, {"spent": float("nan")}, {"budget": float("inf")}])
def test_sums_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="yuan"):
        budget(**wrong)


# Effects


def test_an_effect_is_a_point_an_interval_numbers_and_a_word() -> None:
    svg = effects(rows=[effect()])
    interval = found(svg, "line", stroke_width="4")[0]
    zero = found(svg, "line", stroke="#222222")[0]
    at = {name: float(interval.attrib[name]) - float(zero.attrib["x1"]) for name in ("x1", "x2")}
    assert at["x2"] == pytest.approx(3 * at["x1"], abs=0.2)
    point = float(found(svg, "circle")[0].attrib["cx"]) - float(zero.attrib["x1"])
    assert point == pytest.approx(2 * at["x1"], abs=0.2)
    assert {"+4.0", "+2.0 to +6.0", words("en")("verdict.helps")} <= set(texts(svg))
    assert "Taking part (points): +4.0 (+2.0 to +6.0); helps." in str(read(svg)[1].text)


@pytest.mark.parametrize(
    ("verdict", "circle", "square"),
    [
        ("helps", "#0072B2", None),
        ("harms", None, "#A63D00"),
        ("unclear", "#FFFFFF", None),
        ("may_harm", "#FFFFFF", None),
    ],
)
def test_marks_tell_verdicts_apart_without_colour(verdict: str, circle: str | None, square: str | None) -> None:
    svg = effects(rows=[effect(verdict=verdict)])
    assert [part.attrib["fill"] for part in found(svg, "circle")] == ([circle] if circle else [])
    assert [part.attrib["fill"] for part in found(svg, "rect", width="10")] == ([square] if square else [])


def test_the_better_side_is_tinted() -> None:
    def tint(direction: int) -> list[float]:
        return [
            float(part.attrib["x"])
            for part in found(effects(rows=[effect(direction=direction)]), "rect", fill="#E6F0F7")
        ]

    assert tint(-1)[0] < tint(1)[0]
    assert tint(0) == []


def test_an_effect_beyond_its_axis_is_at_the_edge_with_a_mark_and_its_number() -> None:
    svg = effects(rows=[effect(mean=90.0, low=15.0, high=165.0)])
    assert not found(svg, "circle")
    assert len(found(svg, "path")) == 1
    assert "+90.0" in texts(svg)


def test_one_run_has_a_point_and_no_interval() -> None:
    nan = float("nan")
    svg = effects(rows=[effect(low=nan, high=nan, verdict="missing")])
    assert not found(svg, "line", stroke_width="4")
    assert words("en")("view.draw.effects.one") in texts(svg)
    assert len(found(svg, "circle", fill="#FFFFFF")) == 1


def test_effects_of_a_band_become_rows_on_axes_that_do_not_depend_on_them() -> None:
    nothing = SimpleNamespace(change=0.0, low=-0.03, high=0.03, word="unclear")
    much = SimpleNamespace(change=55.0, low=50.0, high=60.0, word="helps")
    few = effect_rows({"petitions": nothing, "participation": nothing, "firms": much}, "en", 5000)
    many = effect_rows({"participation": much, "volunteer_hours": much}, "en", 5000)
    assert [row.name for row in few] == [words("en").indicator(key) for key in ("participation", "petitions")]
    assert few[0].reach == many[0].reach == LIMITS["participation"]
    assert many[1].reach == 1000.0
    assert (few[0].digits, many[0].digits) == (2, 0)
    assert (many[0].mean, many[0].low, many[0].high, many[0].verdict) == (55.0, 50.0, 60.0, "helps")

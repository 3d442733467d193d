"""The page in a real browser: every control by mouse and by keyboard, nothing from elsewhere, nothing lost.

Runs by ``make test-page`` where there is a Chromium.
"""

import io
import json
import os
import re
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from benchmarks.serving import ARGUMENTS, CHROMIUM, Heard, Served, served
from experiments.view.proposal import GROUPS, MEASURES
from experiments.view.whole import PAIRS, township_names
from experiments.words import words

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
expect = sync_api.expect
SECONDS = 1_000
EN, ZH = words("en"), words("zh")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With boundaries that are squares, six a row."""
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for n, name in enumerate(township_names()["zh"])
        for x, y in [(109.5 + n % 6 / 10, 31.5 - n // 6 / 10)]
        for ring in [[(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1), (x, y)]]
    ]
    file = tmp_path_factory.mktemp("map") / "squares.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with served("--lang", "en", "--map", str(file)) as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Any, server: Served) -> Iterator[Any]:
    """A tab of a browser of its own; whatever it asked for or complained about must be nothing."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    page, heard = context.new_page(), Heard()
    heard.listen(page, server.url)
    yield page
    context.close()
    assert heard == Heard()


def open_at(tab: Any, server: Served, address: str = "/en") -> None:
    tab.goto(server.url + address)
    ready(tab)


def ready(tab: Any) -> None:
    """All runs of what is set are there."""
    say = ZH if "/zh" in tab.url else EN
    expect(tab.get_by_text(say("workshop.status.done", all=10))).to_be_visible(timeout=60 * SECONDS)


def measure(tab: Any, key: str, lang: str = "en") -> Any:
    """The slider of a measure, its group opened."""
    letter = next(letter for letter, keys in GROUPS.items() if key in keys)
    group = tab.locator(".side .q-expansion-item").nth("ABCDE".index(letter))
    found = tab.get_by_role("slider", name=words(lang).measure(key), exact=True)
    if not found.is_visible():
        group.locator(".q-item").first.click()
    expect(found).to_be_visible()
    return found


def focus(slider: Any) -> None:
    """Quasar's slider takes the keyboard with a part of itself."""
    slider.locator("[tabindex]").focus()


def panel(tab: Any, name: str, say: Any = EN) -> None:
    tab.get_by_role("tab", name=say(f"workshop.panel.{name}")).click()


def in_address(tab: Any, text: str) -> None:
    expect(tab).to_have_url(re.compile(re.escape(text)), timeout=10 * SECONDS)


def test_it_loads_with_all_drawings_and_every_control_has_a_name(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:0.6")
    expect(tab.locator(".charts svg[role=img]")).to_have_count(6)
    for svg in tab.locator(".charts svg").all():
        assert svg.locator("title").text_content()
    for letter in GROUPS:
        measure(tab, GROUPS[letter][0])
    expect(tab.locator(".side [role=slider]")).to_have_count(len(MEASURES))
    nameless = tab.evaluate(
        """() => [...document.querySelectorAll('button,[role=slider],[role=tab],input,[role=switch],[role=combobox]')]
        .filter(e => e.offsetParent && !(e.ariaLabel || e.innerText.trim() || e.title || e.closest('label') ||
          e.getAttribute('aria-labelledby'))).map(e => e.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
    assert "NaN" not in tab.content()


@pytest.mark.parametrize("letter", GROUPS)
def test_each_slider_moves_by_mouse_and_by_keyboard(tab: Any, server: Served, letter: str) -> None:
    open_at(tab, server)
    for key in GROUPS[letter]:
        slider = measure(tab, key)
        focus(slider)
        for _ in range(5):
            tab.keyboard.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuetext", "50%", timeout=5 * SECONDS)
        in_address(tab, f"{key}:0.5")
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        tab.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
        expect(slider).to_have_attribute("aria-valuetext", "80%", timeout=5 * SECONDS)
        focus(slider)
        tab.keyboard.press("Home")
        expect(slider).to_have_attribute("aria-valuetext", EN("workshop.off"), timeout=5 * SECONDS)


def test_months_are_played_by_button_and_by_keys(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:1&m=12")
    month = tab.locator(".play .value")
    expect(month).to_have_text(EN("workshop.months.at", n=12))
    tab.locator("h1").click()
    tab.keyboard.press("ArrowLeft")
    expect(month).to_have_text(EN("workshop.months.at", n=11))
    before = tab.locator(".months svg").first.inner_html()
    tab.get_by_role("button", name=EN("workshop.months.play")).click()
    expect(month).to_have_text(EN("workshop.months.at", n=12), timeout=5 * SECONDS)
    assert tab.locator(".months svg").first.inner_html() != before
    expect(tab.get_by_role("button", name=EN("workshop.months.play"))).to_be_visible()
    tab.locator("h1").click()
    tab.keyboard.press("Space")
    expect(month).to_have_text(EN("workshop.months.at", n=3), timeout=5 * SECONDS)
    tab.keyboard.press("Space")
    expect(tab.get_by_role("button", name=EN("workshop.months.play"))).to_be_visible()


def test_a_dispute_and_a_resident_are_followed(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:1")
    panel(tab, "follow")
    tab.get_by_role("button", name=EN("workshop.follow.begin")).click()
    expect(tab.locator("ol.steps")).to_have_count(2, timeout=60 * SECONDS)
    first = tab.locator("section h3").first
    expect(first).to_be_visible()
    tab.get_by_label(EN("workshop.follow.choice")).click()
    options = tab.get_by_role("option")
    expect(options.first).to_be_visible()
    assert options.count() >= 6
    options.last.click()
    expect(tab.get_by_text(EN("workshop.follow.sums"))).to_be_visible(timeout=30 * SECONDS)
    tab.get_by_label(EN("workshop.follow.resident")).fill("999999999")
    tab.get_by_role("button", name=EN("workshop.follow.go")).click()
    expect(tab.get_by_text(EN("workshop.follow.nobody"))).to_be_visible(timeout=30 * SECONDS)


def test_results_stay_hidden_until_they_are_predicted(tab: Any, server: Served) -> None:
    open_at(tab, server)
    panel(tab, "predict")
    tab.get_by_role("switch", name=EN("workshop.predict.switch")).click()
    slider = measure(tab, "micro_grids")
    focus(slider)
    tab.keyboard.press("End")
    in_address(tab, "micro_grids:1")
    reveal = tab.get_by_role("button", name=EN("workshop.predict.reveal"))
    expect(reveal).to_be_disabled()
    expect(tab.locator(".charts")).not_to_contain_text(EN("view.draw.proposal"))
    for guess in tab.locator(".pair [role=slider]").all():
        focus(guess)
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("ArrowRight")
    expect(reveal).to_be_enabled(timeout=5 * SECONDS)
    expect(tab.locator(".charts")).not_to_contain_text(EN("view.draw.proposal"))
    reveal.click()
    expect(tab.locator(".charts")).to_contain_text(EN("view.draw.proposal"), timeout=30 * SECONDS)
    expect(tab.get_by_text(EN("workshop.predict.mine"), exact=True)).to_be_visible()
    ready(tab)


def test_a_proposal_is_pinned_and_held_against_another(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:1")
    panel(tab, "pair")
    tab.get_by_role("button", name=EN("workshop.pair.pin")).click()
    slider = measure(tab, "burden_reduction")
    focus(slider)
    tab.keyboard.press("End")
    in_address(tab, "burden_reduction:1")
    ready(tab)
    table = tab.locator("table.plain", has_text=EN("workshop.pair.a"))
    expect(table).to_be_visible(timeout=30 * SECONDS)
    assert table.locator("tbody tr").count() == 10
    expect(tab.locator(".charts svg", has_text=EN("view.draw.pinned"))).to_have_count(6)
    tab.get_by_role("button", name=EN("workshop.pair.swap")).click()
    expect(tab).not_to_have_url(re.compile("burden_reduction"), timeout=10 * SECONDS)


def test_the_whole_county_is_lived_and_drawn_on_the_users_map_and_as_a_sketch(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:1&m=12")
    panel(tab, "county")
    begin = tab.get_by_role("button", name=EN("workshop.county.begin"))
    begin.click()
    shown = tab.get_by_role("tabpanel").locator("svg", has_text="Gaotang")
    expect(shown).to_be_visible(timeout=90 * SECONDS)
    expect(tab.get_by_text(EN("workshop.county.all", all=PAIRS))).to_be_visible(timeout=180 * SECONDS)
    expect(begin).to_be_disabled()
    expect(shown).to_contain_text(EN("view.draw.maps.own")[:40])
    expect(shown.locator("path[fill-rule]")).to_have_count(26)
    tab.get_by_role("switch", name=EN("workshop.county.own")).click()
    expect(shown).to_contain_text(EN("view.draw.maps.township")[:40])
    tab.locator("details summary").click()
    assert tab.locator("details tbody tr").count() == 26
    expect(tab.locator("details tbody td").nth(3)).to_have_text(re.compile(r"[+−]\d.*\(.* to .*\)"))
    tab.get_by_role("heading", name=EN("workshop.title")).click()
    tab.keyboard.press("ArrowLeft")
    expect(shown).to_contain_text(EN("unit.month.level", number=11))
    focus(measure(tab, "micro_grids"))
    tab.keyboard.press("Home")
    expect(shown).to_have_count(0)
    expect(begin).to_be_enabled()


def test_the_link_is_shown_as_a_code_too(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:0.3&m=24&s=7")
    tab.get_by_role("button", name=EN("workshop.bar.code")).click()
    sheet = tab.get_by_role("dialog")
    expect(sheet.get_by_role("img", name=EN("workshop.bar.code_alt"))).to_be_visible()
    expect(sheet).to_contain_text(f"{server.url}/en?p=micro_grids:0.3&m=24&s=7")
    expect(sheet).to_contain_text(EN("workshop.bar.code_here")[:40])
    sheet.get_by_role("button", name=EN("workshop.close")).click()
    expect(sheet).to_have_count(0)


def test_steps_are_undone_and_redone(tab: Any, server: Served) -> None:
    open_at(tab, server)
    undo, redo = (tab.get_by_role("button", name=EN(f"workshop.bar.{name}")) for name in ("undo", "redo"))
    expect(undo).to_be_disabled()
    focus(measure(tab, "village_rules"))
    tab.keyboard.press("End")
    in_address(tab, "village_rules:1")
    undo.click()
    expect(tab).not_to_have_url(re.compile("village_rules"))
    redo.click()
    in_address(tab, "village_rules:1")


def test_a_refresh_and_a_link_bring_the_same_page(tab: Any, chromium: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:0.3,commendation:1&m=24&s=7&b=200000")
    panel(tab, "effects")
    tab.reload()
    ready(tab)
    expect(tab.get_by_role("tab", name=EN("workshop.panel.effects"))).to_have_attribute("aria-selected", "true")
    link = tab.url
    context = chromium.new_context()
    other = context.new_page()
    other.goto(link)
    expect(measure(other, "micro_grids")).to_have_attribute("aria-valuetext", "30%", timeout=30 * SECONDS)
    expect(other.get_by_label(EN("workshop.bar.luck"))).to_have_value("7")
    context.close()


def test_the_language_changes_and_every_letter_has_a_glyph(tab: Any, server: Served) -> None:
    from fontTools.ttLib import TTFont
    from pylopdf_fonts_zh_cn import sans_path

    open_at(tab, server, "/en?p=micro_grids:0.3")
    tab.get_by_role("button", name=EN("workshop.bar.language")).click()
    tab.wait_for_url(re.compile("/zh"))
    ready(tab)
    expect(measure(tab, "micro_grids", "zh")).to_have_attribute("aria-valuetext", "30%")
    panel(tab, "follow", ZH)
    tab.get_by_role("button", name=ZH("workshop.follow.begin")).click()
    expect(tab.locator("ol.steps").first).to_be_visible(timeout=60 * SECONDS)
    shown = tab.evaluate(
        "document.body.innerText + [...document.querySelectorAll('svg')].map(e => e.textContent).join('')"
    )
    known = TTFont(sans_path(), fontNumber=0).getBestCmap()
    icons = {"undo", "redo"}
    missing = {letter for letter in shown if ord(letter) not in known and not letter.isspace() and ord(letter) < 0xE000}
    assert missing - icons == set()
    assert tab.evaluate("document.fonts.check('16px \"Noto Sans SC\"', '共治')")
    assert tab.locator("html").get_attribute("lang") == "zh-CN"


def test_data_figures_and_the_report_are_downloaded(tab: Any, server: Served, tmp_path: Path) -> None:
    open_at(tab, server, "/en?p=micro_grids:1&m=24")
    panel(tab, "files")

    def got(name: str) -> bytes:
        with tab.expect_download(timeout=180 * SECONDS) as waiting:
            tab.get_by_role("button", name=EN(f"workshop.files.{name}")).click()
        waiting.value.save_as(tmp_path / name)
        return (tmp_path / name).read_bytes()

    book = openpyxl.load_workbook(io.BytesIO(got("xlsx")))
    assert len(book.sheetnames) == 5
    assert isinstance(book[EN("view.tables.effects")]["E2"].value, float)
    assert len(got("csv").decode("utf-8-sig").splitlines()) == 25
    names = zipfile.ZipFile(io.BytesIO(got("figures"))).namelist()
    assert len(names) == 10
    assert b"Micro-grids" in got("report_html") or b"micro-grids" in (tmp_path / "report_html").read_bytes()


@pytest.mark.parametrize(
    "query",
    [
        "p=",
        "p=%00",
        "p=nothing_like_it:1",
        "p=micro_grids:9",
        "m=1e9",
        "s=-1",
        "p=" + "a:1," * 3000,
        "b=x",
        "p=<script>:1",
    ],
)
def test_a_bad_address_gives_a_notice_and_a_page(tab: Any, server: Served, query: str) -> None:
    open_at(tab, server, f"/en?{query}")
    if query != "p=":
        expect(tab.locator(".q-notification").first).to_be_visible()
    expect(tab.locator(".charts svg")).to_have_count(6)
    assert "Traceback" not in "".join(server.printed)


def test_two_hundred_quick_moves_leave_one_proposal(tab: Any, server: Served) -> None:
    open_at(tab, server)
    slider = measure(tab, "micro_grids")
    focus(slider)
    for n in range(200):
        tab.keyboard.press("ArrowLeft" if n % 20 >= 10 else "ArrowRight")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "30%", timeout=10 * SECONDS)
    in_address(tab, "micro_grids:0.3")
    begun = time.monotonic()
    ready(tab)
    assert time.monotonic() - begun < 20.0


def test_the_death_of_a_process_is_survived(tab: Any, server: Served) -> None:
    open_at(tab, server)
    victim = server.children()[0]
    os.kill(victim, signal.SIGKILL)
    focus(measure(tab, "commendation"))
    tab.keyboard.press("End")
    in_address(tab, "commendation:1")
    ready(tab)
    assert victim not in server.children()


def test_projector_mode_shows_more_of_less(tab: Any, server: Served) -> None:
    open_at(tab, server, "/en?p=micro_grids:1")
    size = "getComputedStyle(document.querySelector('.play .value')).fontSize"
    before = float(tab.evaluate(size).removesuffix("px"))
    button = tab.get_by_role("button", name=EN("workshop.bar.projector"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert float(tab.evaluate(size).removesuffix("px")) > 1.2 * before


def test_a_page_open_to_the_room_asks_for_the_code(chromium: Any) -> None:
    with served("--lang", "zh", "--host", "0.0.0.0") as room:
        code = room.said(r"加入码：(\w{6})")
        context = chromium.new_context()
        page = context.new_page()
        page.goto(room.url + "/zh")
        expect(page.locator("input[name=code]")).to_be_visible()
        expect(page.locator(".charts")).to_have_count(0)
        page.locator("input[name=code]").fill("WRONG2")
        page.get_by_role("button").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        page.locator("input[name=code]").fill(code.lower())
        page.get_by_role("button").click()
        expect(page.locator(".charts svg")).to_have_count(6, timeout=60 * SECONDS)
        context.close()

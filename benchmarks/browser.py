"""The workshop page in a real Chromium: from the key that moves a slider to what is drawn."""

import asyncio
from collections.abc import Iterator
from typing import Any

from benchmarks.bench import Bench
from benchmarks.figures import Measured
from benchmarks.serving import ARGUMENTS, CHROMIUM, served
from benchmarks.timing import seconds
from experiments.view.proposal import GROUPS, MEASURES, Proposal
from experiments.view.scene import warmed_up
from experiments.words import words

FIRST, RATIO, BAND = "browser_first_answer_seconds", "browser_first_answer_ratio", "browser_band_seconds"
TEN = "browser_ten_first_seconds"
NAMES = (FIRST, RATIO, BAND, TEN)
BROWSERS = 10
RUNS = 10
SAY = words("en")
WATCH = """([slider, proposal, done]) => {
  const charts = document.querySelector('.charts'), status = document.querySelector('.status');
  const track = [...document.querySelectorAll('[role=slider]')].find(e => e.ariaLabel === slider);
  window.seen = {};
  const look = () => {
    const now = performance.now();
    if (!seen.first && charts.textContent.includes(proposal)) seen.first = now - seen.begun;
    if (!seen.band && seen.first && status.textContent.includes(done)) seen.band = now - seen.begun;
    if (!seen.band) requestAnimationFrame(look);
  };
  const begin = () => { seen.begun = performance.now(); requestAnimationFrame(look); };
  track.addEventListener('keydown', begin, {once: true, capture: true});
  track.querySelector('[tabindex]').focus();
}"""
"""Note when the proposal's line is first drawn, and when all runs are there, since the key was pressed."""


def browser_figures(bench: Bench) -> dict[str, Measured]:
    """Seconds as the person before the screen counts them; nothing where there is no Chromium."""
    if CHROMIUM is None or not bench.wants(*NAMES):
        return {}
    return asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> dict[str, Measured]:
    from playwright.async_api import async_playwright

    proposals = _proposals()
    with served("--lang", "en") as page:
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            found = await _one(browser, page.url, proposals, bench.rounds(12, 3))
            if bench.wants(TEN):
                found[TEN] = await _ten(browser, page.url, proposals, bench.rounds(3, 1))
            await browser.close()
    return found


async def _one(browser: Any, url: str, proposals: Iterator[tuple[str, int]], rounds: int) -> dict[str, Measured]:
    """One person at the page: a measure moved from nothing, again and again."""
    tab = await _open(browser, url)
    first, band, ratio = [], [], []
    for _ in range(rounds):
        key, steps = next(proposals)
        times = await _move(tab, key, steps)
        proposal = Proposal(((key, steps / 10),))
        county = warmed_up(proposal.seed)
        bare = seconds(lambda c=county, p=proposal: c.fork(p.policies(), p.months).run_to(p.months)).wall
        first.append(times["first"])
        band.append(times["band"])
        ratio.append(times["first"] / bare)
    return {FIRST: Measured(first), RATIO: Measured(ratio), BAND: Measured(band)}


async def _ten(browser: Any, url: str, proposals: Iterator[tuple[str, int]], rounds: int) -> Measured:
    """Ten people, each with a page and a proposal of their own, at once: until the last has a first answer."""
    tabs = [await _open(browser, url) for _ in range(BROWSERS)]
    first, last = [], []
    for _ in range(rounds):
        moved = await asyncio.gather(*(_move(tab, *next(proposals)) for tab in tabs))
        first.append(max(times["first"] for times in moved))
        last.append(max(times["band"] for times in moved))
    return Measured(first, extra={"all_bands_seconds": last})


async def _open(browser: Any, url: str) -> Any:
    context = await browser.new_context(viewport={"width": 1440, "height": 1000})
    tab = await context.new_page()
    await tab.goto(f"{url}/en?m=36")
    await tab.get_by_text(SAY("workshop.status.done", all=RUNS)).wait_for(timeout=120_000)
    for fold in (await tab.locator(".side .q-expansion-item").all())[1:]:
        await fold.locator(".q-item").first.click()
    return tab


async def _move(tab: Any, key: str, steps: int) -> dict[str, float]:
    """Move one slider from nothing; seconds until the first line and until the band, then back to nothing."""
    done, name = SAY("workshop.status.done", all=RUNS), SAY.measure(key)
    await tab.evaluate(WATCH, [name, SAY("view.draw.proposal"), done])
    for _ in range(steps):
        await tab.keyboard.press("ArrowRight")
    await tab.wait_for_function("window.seen.band", timeout=120_000)
    seen: dict[str, float] = await tab.evaluate("window.seen")
    await tab.keyboard.press("Home")
    await tab.wait_for_function(
        "([proposal, done]) => !document.querySelector('.charts').textContent.includes(proposal)"
        " && document.querySelector('.status').textContent.includes(done)",
        arg=[SAY("view.draw.proposal"), done],
    )
    return {name: seen[name] / 1_000.0 for name in ("first", "band")}


def _proposals() -> Iterator[tuple[str, int]]:
    """A measure and the steps its slider is moved; none twice."""
    keys = [key for key in MEASURES if any(key in group for group in GROUPS.values())]
    return ((key, steps) for steps in range(1, 11) for key in keys)

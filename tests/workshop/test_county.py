"""The whole county of one tab: pair after pair for what is proposed now, and for nothing else."""

import asyncio
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("nicegui")

from experiments.overrides import SettingsError
from experiments.view.proposal import Proposal
from experiments.view.whole import PAIRS
from experiments.workshop.options import read_options
from experiments.workshop.server import _outlines
from experiments.workshop.sharing import code_of
from experiments.workshop.visit import House, Visit

ONE, OTHER = Proposal((("micro_grids", 1.0),)), Proposal((("commendation", 1.0),))


class Slow:
    """In place of the process of the county: says what it was asked, and lets a test act meanwhile."""

    def __init__(self, meanwhile: Callable[[int], None]) -> None:
        self.asked: list[tuple[Proposal, int]] = []
        self._meanwhile = meanwhile

    async def call(self, _: Any, proposal: Proposal, seed: int) -> Any:
        self.asked.append((proposal, seed))
        self._meanwhile(len(self.asked))
        await asyncio.sleep(0)
        return proposal, seed


def lived(meanwhile: Callable[[Visit, int], None] = lambda *_: None) -> tuple[Visit, Slow]:
    """A tab that has pressed the button."""
    scheduler: Any = SimpleNamespace(ask=lambda *_: None, cancel=lambda *_: None)
    side: Any = Slow(lambda n: meanwhile(visit, n))
    visit = Visit("tab", "en", House(scheduler, county=side), {})
    visit.put(visit.state.propose(ONE))
    asyncio.run(visit.live_county())
    return visit, side


def test_pairs_follow_each_other_with_seeds_that_do() -> None:
    visit, side = lived()
    assert side.asked == [(ONE, seed) for seed in range(1, PAIRS + 1)]
    assert visit.pairs == side.asked
    assert not visit.county.living


def test_another_proposal_ends_it_and_shows_nothing_of_the_old_one() -> None:
    visit, side = lived(lambda visit, n: visit.put(visit.state.propose(OTHER)) if n == 2 else None)
    assert len(side.asked) == 2
    assert visit.pairs == []
    visit.put(visit.state.undo())
    assert len(visit.pairs) == 2
    asyncio.run(visit.live_county())
    assert [seed for _, seed in visit.pairs] == list(range(1, PAIRS + 1))  # type: ignore[misc]


def test_another_proposal_asked_for_meanwhile_takes_over_and_never_mixes() -> None:
    def change(visit: Visit, n: int) -> None:
        if n == 2:
            visit.put(visit.state.propose(OTHER))
            asyncio.get_running_loop().create_task(visit.live_county())

    visit, side = lived(change)
    assert [proposal for proposal, _ in side.asked] == [ONE] * 2 + [OTHER] * PAIRS
    assert [proposal for proposal, _ in visit.pairs] == [OTHER] * PAIRS  # type: ignore[misc]


def test_a_closed_tab_asks_for_no_more() -> None:
    _, side = lived(lambda visit, n: visit.leave() if n == 1 else None)
    assert len(side.asked) == 1


def test_nothing_is_shown_before_it_is_revealed() -> None:
    visit, _ = lived()
    visit.put(visit.state.predict(True))
    assert visit.pairs == []
    visit.put(visit.state.but(revealed=True))
    assert len(visit.pairs) == PAIRS


def test_a_process_that_dies_is_said_and_can_be_asked_again() -> None:
    def die(_: Visit, n: int) -> None:
        if n == 3:
            raise BrokenProcessPool

    visit, _ = lived(die)
    assert visit.county.died
    assert not visit.county.living
    asyncio.run(visit.live_county())
    assert not visit.county.died
    assert len(visit.pairs) == PAIRS


def test_bad_boundaries_are_told_in_the_language_of_the_room(tmp_path: Any) -> None:
    options = read_options([f"--map={tmp_path / 'nowhere.geojson'}", "--lang=zh"])
    with pytest.raises(SettingsError, match="无法读取界线文件"):
        _outlines(options)
    assert _outlines(read_options([])) == ()


def test_a_code_is_a_picture_with_a_name_that_depends_on_the_link() -> None:
    codes = [code_of(f"http://10.0.0.1:8080/en?s={n}", "code <of> a link") for n in (1, 2)]
    assert codes[0] != codes[1]
    root = ElementTree.fromstring(codes[0])
    assert root.attrib["aria-label"] == "code <of> a link"
    assert {part.tag.rpartition("}")[2] for part in root.iter()} == {"svg", "path"}

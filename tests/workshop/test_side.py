"""The process for trails and reports, and the tables and reports of a proposal."""

import asyncio
import io
import os
import re
import signal
import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from experiments.view.band import Band, band
from experiments.view.proposal import Proposal
from experiments.view.scene import scenes
from experiments.view.side import Side
from experiments.view.tables import as_csv, as_xlsx, tables
from experiments.words import LANGUAGES, words
from experiments.workshop.study import report_of
from sim.indicator_table import INDICATORS
from sim.policies import registry

GRIDS = Proposal((("micro_grids", 1.0),), months=14)
KEYS = ("participation", "petitions")


@pytest.fixture(scope="module")
def found() -> Band:
    return band(scenes(GRIDS, 2), scenes(GRIDS.baseline(), 2))


def test_a_process_that_died_is_started_again() -> None:
    async def work() -> tuple[int, int]:
        side = Side()
        first = await side.call(os.getpid)
        os.kill(first, signal.SIGKILL)
        second = await side.call(os.getpid)
        side.close()
        return first, second

    first, second = asyncio.run(work())
    assert len({first, second, os.getpid()}) == 3


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="processes have no priority here")
def test_a_patient_process_lets_others_go_first() -> None:
    async def work(patient: bool) -> int:
        side = Side(patient)
        found = await side.call(os.getpriority, os.PRIO_PROCESS, 0)
        side.close()
        return found

    usual, patient = (asyncio.run(work(how)) for how in (False, True))
    assert patient == min(19, usual + 10)


def test_what_kills_it_twice_is_told() -> None:
    async def work() -> None:
        side = Side()
        try:
            await side.call(os._exit, 3)
        finally:
            side.close()

    with pytest.raises(BrokenProcessPool):
        asyncio.run(work())


def test_errors_over_there_are_raised_here() -> None:
    async def work() -> None:
        side = Side()
        try:
            await side.call(int, "x")
        finally:
            side.close()

    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(work())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_hold_numbers_under_names(found: Band, lang: str) -> None:
    made = tables(found, GRIDS, KEYS, lang)
    assert len(made) == 5
    keys = {*INDICATORS, *registry(), "at_village", "settled_early"}
    for table in made.values():
        assert not keys & set(map(str, table.columns))
    say = words(lang)
    lines = made[say("view.tables.lines")]
    assert len(lines) == GRIDS.months
    assert lines.iloc[:, 2].tolist() == pytest.approx(found.median["participation"].tolist())
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(made)))
    assert book.sheetnames == list(made)
    assert isinstance(book[say("view.tables.effects")]["E2"].value, float | int)


def test_both_languages_hold_the_same_numbers(found: Band) -> None:
    made = [list(tables(found, GRIDS, KEYS, lang).values()) for lang in LANGUAGES]
    for one, other in zip(*made, strict=True):
        numbers = [table.select_dtypes("number").to_numpy() for table in (one, other)]
        assert numbers[0] == pytest.approx(numbers[1], nan_ok=True)


def test_a_table_as_text_is_known_by_spreadsheets_and_read_again(found: Band) -> None:
    table = tables(found, GRIDS, KEYS, "zh")[words("zh")("view.tables.lines")]
    written = as_csv(table)
    assert written.startswith(b"\xef\xbb\xbf")
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(written)), table, check_dtype=False)


def test_a_proposal_without_measures_has_no_report() -> None:
    with pytest.raises(ValueError, match="nothing to report"):
        report_of(Proposal(), "en", ("html",))


def test_a_report_is_a_small_study_and_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = report_of(GRIDS, "zh", ("html",), blocks=2)
    assert list(made) == ["report_zh.html"]
    assert "微网格" in made["report_zh.html"].decode()
    assert list(tmp_path.glob("gongzhi-report-*")) == []


def test_all_of_a_proposal_together_has_a_name_in_its_report() -> None:
    both = GRIDS.set("commendation", 1.0)
    for lang in LANGUAGES:
        page = report_of(both, lang, ("html",), blocks=2)[f"report_{lang}.html"].decode()
        shown = page[page.index("<body") :]
        assert words(lang)("package.proposal") in shown
        assert lang == "en" or not re.search(r"\bproposal\b", shown)

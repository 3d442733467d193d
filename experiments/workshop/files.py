"""Downloads: what is shown as tables and drawings, and the report, which lives a small study first."""

import io
import zipfile
from collections.abc import Callable

from nicegui import ui

from experiments.report.page import Format
from experiments.view.outcomes import OUTCOMES
from experiments.view.tables import as_csv, as_xlsx, tables
from experiments.workshop.charts import chart
from experiments.workshop.county import county_drawings
from experiments.workshop.effects import strip_of
from experiments.workshop.elements import button
from experiments.workshop.months import month_drawings
from experiments.workshop.study import BLOCKS, report_of
from experiments.workshop.visit import Visit

REPORTS: tuple[Format, ...] = ("html", "docx", "xlsx")


def files(visit: Visit) -> None:
    """The panel of the downloads."""
    words = visit.words
    said = ui.label().classes("soft").props("role=status")
    with ui.element("div").classes("row"):
        shown = [
            button(words(f"workshop.files.{name}"), _given(visit, make), "download")
            for name, make in (("xlsx", _workbook), ("csv", _months), ("figures", _figures))
        ]
    with ui.element("div").classes("row"):
        written = [
            button(words(f"workshop.files.report_{form}"), _report(visit, form), "description") for form in REPORTS
        ]
        waits = ui.spinner(size="1.5rem")
    ui.label(words("workshop.files.note", n=BLOCKS)).classes("soft")

    def show() -> None:
        state = visit.state
        there = visit.shown_band is not None
        for one in shown:
            one.set_enabled(there)
        for one in written:
            one.set_enabled(state.revealed and bool(state.proposal.measures) and not visit.writing)
        waits.set_visibility(visit.writing)
        stage = "writing" if visit.writing else "ready" if there else "waits"
        said.text = words(f"workshop.files.{stage}")

    visit.when("runs", "proposal", "prediction", "files", then=show, panel="files")


def _given(visit: Visit, make: Callable[[Visit], tuple[bytes, str]]) -> Callable[[], None]:
    def give() -> None:
        content, ending = make(visit)
        ui.download.content(content, f"gongzhi_{visit.lang}{ending}")

    return give


def _workbook(visit: Visit) -> tuple[bytes, str]:
    return as_xlsx(_tables(visit)), ".xlsx"


def _months(visit: Visit) -> tuple[bytes, str]:
    return as_csv(_tables(visit)[visit.words("view.tables.lines")]), ".csv"


def _tables(visit: Visit):  # type: ignore[no-untyped-def]
    band = visit.shown_band
    assert band is not None
    return tables(band, visit.state.proposal, [outcome.key for outcome in OUTCOMES], visit.lang)


def _figures(visit: Visit) -> tuple[bytes, str]:
    """Every drawing on the page as it stands."""
    drawn = {outcome.key: chart(visit, outcome) for outcome in OUTCOMES}
    drawn |= month_drawings(visit) | county_drawings(visit) | {"effects": strip_of(visit)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in drawn.items():
            if content:
                archive.writestr(f"{name}_{visit.lang}.svg", content)
    return stream.getvalue(), "_figures.zip"


def _report(visit: Visit, form: Format):  # type: ignore[no-untyped-def]
    async def give() -> None:
        visit.write(True)
        try:
            written = await visit.house.reports.call(report_of, visit.state.proposal, visit.lang, (form,))
            for name, content in written.items():
                ui.download.content(content, name)
        except Exception as error:
            ui.notify(visit.words("workshop.files.failed", error=error), type="negative", timeout=10_000)
        finally:
            visit.write(False)

    return give

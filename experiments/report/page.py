"""The report of a stored study as files: a page, a Word file, a workbook."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from experiments.report.compose import compose
from experiments.report.document import Document
from experiments.report.docx import to_docx
from experiments.report.html import to_html
from experiments.report.manifest import Manifest
from experiments.report.stored import Stored
from experiments.report.xlsx import to_xlsx
from experiments.store import fresh
from experiments.words import Lang
from sim.core.names import check_name

Format = Literal["html", "docx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
_WRITERS: dict[str, Callable[[Document, datetime], bytes]] = {"html": to_html, "docx": to_docx, "xlsx": to_xlsx}
_UNKNOWN = datetime(1980, 1, 1, tzinfo=UTC)


def write_report(folder: str | Path, lang: Lang, formats: Iterable[str] = ("html",)) -> list[Path]:
    """Write the report of a stored study into its folder, as ``report_<lang>.<format>``; nothing before all is ready.

    The same study gives the same bytes. Raises ``UnknownName`` for a format that is none of ``FORMATS``,
    ``EmptyStudyError`` where there is nothing to report, ``ReportError`` for tables that cannot be used, and
    ``StoreError`` where the folder cannot be written to.
    """
    folder, asked = Path(folder), tuple(dict.fromkeys(formats))
    for name in asked:
        check_name("format", name, FORMATS)
    study = Stored.read(folder)
    document, made = compose(study, lang), _made(study.manifest)
    ready = {folder / f"report_{lang}.{name}": _WRITERS[name](document, made) for name in asked}
    for path, held in ready.items():
        with fresh(path) as file:
            file.write(held)
    return list(ready)


def _made(manifest: Manifest) -> datetime:
    """When the study was run, as far as it says so."""
    told = manifest.raw.get("ended") or manifest.raw.get("begun")
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        return _UNKNOWN
    return found if found.tzinfo else found.replace(tzinfo=UTC)

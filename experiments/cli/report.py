"""``gongzhi report NAME``: the report of a stored study as a page, a Word file and a workbook."""

from dataclasses import replace
from pathlib import Path

from experiments.cli.call import GOOD, Call
from experiments.cli.study import studies
from experiments.errors import StudyError
from experiments.overrides import SettingsError
from experiments.report import FORMATS, ReportError, write_report
from experiments.store import results_root
from experiments.words import Words
from sim.core.names import check_name


def report_study(call: Call) -> int:
    """``gongzhi report``."""
    plain = [argument for argument in call.arguments if "=" not in argument]
    if len(plain) != 1:
        raise SettingsError(call.words("cli.error.report_usage"))
    options = replace(call, arguments=tuple(one for one in call.arguments if one not in plain)).options(
        "format", "results"
    )
    formats = formats_of(options.get("format", FORMATS[0]))
    root = results_root(options.get("results"))
    check_name("study", plain[0], studies(root))
    write_and_tell(root / plain[0], call.words, formats)
    return GOOD


def formats_of(given: str) -> list[str]:
    """The formats of ``html,docx,xlsx`` or ``[html,docx]``; ``UnknownName`` for another."""
    formats = [one.strip() for one in given.strip("[] ").split(",")]
    for one in formats:
        check_name("format", one, FORMATS)
    return formats


def write_and_tell(folder: Path, words: Words, formats: list[str]) -> None:
    """Write the report of a stored study and say where it is."""
    try:
        paths = write_report(folder, words.lang, formats)
    except ReportError as error:
        raise StudyError(str(error)) from error
    for path in paths:
        print(words("cli.done.report", path=path))

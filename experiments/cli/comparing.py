"""``gongzhi compare`` and ``gongzhi demo``."""

import time
from pathlib import Path

from experiments.cli.call import Call, asking, show, where_of
from experiments.compare import BlocksFailed, Comparison, carry_out, study_folder
from experiments.overrides import SettingsError
from experiments.study import plan
from experiments.tables import effects_report
from experiments.words import Words


def compare_packages(call: Call) -> int:
    """``gongzhi compare`` and ``gongzhi demo``."""
    settings, begun = call.settings(), time.monotonic()
    if not settings.packages:
        raise SettingsError(call.words("cli.error.no_measures"))
    with asking():
        study = plan(settings.scenario, settings.packages, settings.blocks, settings.worlds, settings.seeds)
        folder = study_folder(study, settings.study, settings.results)
    try:
        asked = call.asked(settings, "compare")
        comparison = carry_out(study, folder, where_of(call, settings), asked)
    except BlocksFailed as error:
        if error.comparison is not None:
            _show_comparison(error.comparison, call.words)
        raise
    _show_comparison(comparison, call.words)
    if settings["report"]:
        _write_report(folder, call.words)
    return show(call.words("cli.done.seconds", seconds=f"{time.monotonic() - begun:.1f}"))


def _show_comparison(comparison: Comparison, words: Words) -> None:
    show(effects_report(comparison.effects, comparison.manifest, words, comparison.ranking), "")
    if reused := comparison.manifest["blocks"]["reused"]:
        show(words("cli.done.reused", n=reused))
    print(words("cli.done.tables", folder=comparison.folder))


def _write_report(folder: Path, words: Words) -> None:
    """Write the report of a stored study and say where it is."""
    try:
        from experiments.report import write_report
    except ImportError as error:
        print(words("cli.done.no_report", reason=error))
        return
    print(words("cli.done.report", path=write_report(folder, words.lang)))

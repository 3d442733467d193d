"""``gongzhi compare`` and ``gongzhi demo``."""

import time
from pathlib import Path

from experiments.cli.answers import keep_figure, names_of, place_of
from experiments.cli.call import Call, asking, show, where_of
from experiments.compare import BlocksFailed, Comparison, carry_out, study_folder
from experiments.config import Settings
from experiments.figures import Subject, ranked_plot
from experiments.growing import Growing, carry_out_until
from experiments.methods.stopping import FIRST, Precision, Progress
from experiments.overrides import SettingsError
from experiments.ranking import OUTCOMES
from experiments.store import Store
from experiments.study import plan
from experiments.tables import effects_report
from experiments.words import Words


def compare_packages(call: Call) -> int:
    """``gongzhi compare`` and ``gongzhi demo``."""
    settings, begun = call.settings(), time.monotonic()
    if not settings.packages:
        raise SettingsError(call.words("cli.error.no_measures"))
    try:
        folder, comparison = _grown(call, settings) if settings["until"] is not None else _fixed(call, settings)
    except BlocksFailed as error:
        if error.comparison is not None:
            _show_comparison(error.comparison, call.words)
        raise
    _show_comparison(comparison, call.words)
    _draw(comparison, settings, call.words)
    if settings["report"]:
        _write_report(folder, call.words)
    return show(call.words("cli.done.seconds", seconds=f"{time.monotonic() - begun:.1f}"))


def _fixed(call: Call, settings: Settings) -> tuple[Path, Comparison]:
    """As many blocks as were asked for."""
    with asking():
        study = plan(settings.scenario, settings.packages, settings.blocks, settings.worlds, settings.seeds)
        folder = study_folder(study, settings.study, settings.results)
    return folder, carry_out(study, folder, where_of(call, settings), call.asked(settings, "compare"))


def _grown(call: Call, settings: Settings) -> tuple[Path, Comparison]:
    """As many blocks as it takes."""
    outcome, most = settings["outcome"], settings["most"]
    with asking():
        wanted = Precision({outcome: settings["until"]}, first=min(FIRST, most), most=most)
        growing = Growing(settings.scenario, settings.packages, settings.worlds, settings.seeds, wanted)
        folder = study_folder(growing.study(wanted.first), settings.study, settings.results)
    asked = call.asked(settings, "compare")
    comparison, reached = carry_out_until(growing, folder, where_of(call, settings), asked)
    show(_told(reached, outcome, settings["until"], call.words))
    return folder, comparison


def _told(reached: Progress, outcome: str, until: float, words: Words) -> str:
    """Whether the intervals became as narrow as was asked for."""
    told = {
        "outcome": words.indicator(outcome),
        "until": f"{until:g}",
        "n": words.number(int(reached.table["n"].max())),
    }
    if reached.state == "reached":
        return words("cli.until.reached", **told)
    more = words("form.none") if reached.more is None else words.number(reached.more)
    return words("cli.until.most", late=words.number(len(reached.late)), more=more, **told)


def _show_comparison(comparison: Comparison, words: Words) -> None:
    show(effects_report(comparison.effects, comparison.manifest, words, comparison.ranking), "")
    if reused := comparison.manifest["blocks"]["reused"]:
        show(words("cli.done.reused", n=reused))
    print(words("cli.done.tables", folder=comparison.folder))


def _draw(comparison: Comparison, settings: Settings, words: Words) -> None:
    """Draw the ranks on each outcome that could be measured in several blocks, and list the figures as tables are."""
    store, ranks = Store(comparison.folder), comparison.ranking
    where, months = place_of(settings, words)
    for outcome in OUTCOMES:
        here = ranks[ranks["outcome"] == outcome]
        if len(here) > 1 and here["n"].min() > 1:
            blocks = words.count("blocks", int(here["n"].max()))
            subject = Subject(names_of(settings, words), where, blocks, months)
            keep_figure(store, f"ranks_{outcome}", ranked_plot(ranks, outcome, words.lang, subject), words)
    listed = [*comparison.manifest["tables"], *store.tables]
    store.write_manifest({**comparison.manifest, "tables": listed})


def _write_report(folder: Path, words: Words) -> None:
    """Write the report of a stored study and say where it is."""
    try:
        from experiments.report import write_report
    except ImportError as error:
        print(words("cli.done.no_report", reason=error))
        return
    for path in write_report(folder, words.lang):
        print(words("cli.done.report", path=path))

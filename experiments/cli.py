"""The command ``gongzhi <verb> [key=value ...]``."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from rich.console import RenderableType

from experiments.blocks import is_compiled
from experiments.catalogue import explanation, levers_table, parameters_table, policies_notes, policies_table
from experiments.compare import BlocksFailed, Comparison, carry_out, study_folder
from experiments.config import Settings, read_settings
from experiments.errors import AnotherQuestion, StoreError, StudyError, WorkerDied
from experiments.foreign import ForeignMeasureError, check_foreign_measures
from experiments.language import language
from experiments.ledger import Asked
from experiments.manual import manual, manual_of
from experiments.messages import spoken
from experiments.overrides import SettingsError
from experiments.progress import progress_on
from experiments.runs import run
from experiments.store import results_root
from experiments.study import Study, plan
from experiments.tables import checks_table, console, effects_report, summary_table
from experiments.target_files import load_targets
from experiments.targets import check, to_townships, untreated
from experiments.words import Lang, Words
from experiments.words import words as words_of
from sim.core.names import OutOfRange, UnknownName, check_name

DEBUG = "GONGZHI_DEBUG"
"""Environment variable that shows the trace of an error."""
GOOD, FAILED, BAD_INPUT, STOPPED = 0, 1, 2, 130
"""Exit codes."""


@dataclass(frozen=True)
class Call:
    """A verb as it was called."""

    verb: str
    arguments: tuple[str, ...]
    words: Words

    def settings(self) -> Settings:
        """The settings of the verb; whatever is wrong with them is a ``SettingsError``."""
        with asking():
            return read_settings(self.verb, self.arguments)

    def options(self, *names: str) -> dict[str, str]:
        """The options of a verb that lists things: ``key=value``; ``lang`` is always allowed and left out."""
        found = {}
        for argument in self.arguments:
            name, equals, value = argument.partition("=")
            if not equals:
                allowed = ", ".join((*names, "lang"))
                raise SettingsError(f"'{argument}' is no option: allowed are {allowed} as key=value")
            check_name(f"option of gongzhi {self.verb}", name, (*names, "lang"))
            found[name] = value
        return {name: value for name, value in found.items() if name != "lang"}

    def asked(self, settings: Settings) -> Asked:
        """The command as typed and the settings as resolved, for the manifest."""
        return Asked(" ".join(["gongzhi", self.verb, *self.arguments]), settings.resolved)


@contextmanager
def asking() -> Iterator[None]:
    """What is wrong in here is wrong with what was asked, and no fault of the program."""
    try:
        yield
    except ValueError as error:
        raise SettingsError(str(error)) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; returns the exit code: 0 good, 1 failed, 2 bad input, 130 stopped."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_any_language()
    words = words_of(_language(given))
    try:
        with _stoppable():
            return _dispatch(given, words)
    except KeyboardInterrupt:
        return _say(words("cli.error.stopped"), STOPPED)
    except BrokenPipeError:
        # The reader has gone; what Python still holds for it must go somewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except (SettingsError, UnknownName, OutOfRange, AnotherQuestion) as error:
        return _complain(error, spoken(str(error), words.lang), BAD_INPUT, words)
    except StudyError as error:
        return _complain(error, _told(error, words), FAILED, words)
    except ForeignMeasureError as error:
        return _complain(error, words("cli.error.foreign", who=error.who, reason=error.reason), FAILED, words)
    except Exception as error:
        message = words("cli.error.unexpected", kind=type(error).__name__, message=error)
        return _complain(error, message, FAILED, words)


def _speak_any_language() -> None:
    """Let no letter that a terminal cannot show break a command off."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _language(given: Sequence[str]) -> Lang:
    """The language asked for, also where the rest of the command is wrong."""
    asked = [argument.removeprefix("lang=") for argument in given if argument.startswith("lang=")]
    return language(asked[-1] if asked and asked[-1] in ("zh", "en") else None)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a request to terminate end a command as tidily as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _told(error: StudyError, words: Words) -> str:
    """The message of a study that did not come to its end, with what to do about it."""
    if isinstance(error, StoreError):
        return words(f"cli.error.{error.doing}", path=error.path, reason=error.reason)
    if isinstance(error, WorkerDied):
        return words("cli.error.worker_died")
    if isinstance(error, BlocksFailed):
        each = "\n".join(f"  {told} ({record})" for told, record in error.failed)
        return words("cli.error.blocks_failed", blocks=words.count("blocks", len(error.failed)), each=each)
    return str(error)


def _complain(error: Exception, message: str, code: int, words: Words) -> int:
    """One message for an error; the trace only where it is asked for."""
    if os.environ.get(DEBUG):
        raise error
    return _say(words("cli.error.prefix", message=message), code)


def _dispatch(given: Sequence[str], words: Words) -> int:
    rest = [argument for argument in given if argument not in ("-h", "--help")]
    verbs = [argument for argument in rest if "=" not in argument]
    if rest[:1] == ["--version"]:
        print(version("gongzhi"))
        return GOOD
    if not verbs or verbs[0] == "help":
        return _show(manual(VERBS, words))
    check_name("verb", verbs[0], VERBS)
    if len(rest) < len(given):
        return _show(manual_of(verbs[0], words))
    rest.remove(verbs[0])
    check_foreign_measures()
    return VERBS[verbs[0]](Call(verbs[0], tuple(rest), words))


def _show(*shown: RenderableType) -> int:
    out = console()
    for one in shown:
        out.print(one)
    return GOOD


def compare_packages(call: Call) -> int:
    """``gongzhi compare`` and ``gongzhi demo``."""
    settings, begun = call.settings(), time.monotonic()
    if not settings.packages:
        raise SettingsError(call.words("cli.error.no_measures"))
    with asking():
        study = plan(settings.scenario, settings.packages, settings.blocks, settings.worlds, settings.seeds)
        folder = study_folder(study, settings.study, settings.results)
    try:
        comparison = _carry_out(call, settings, study, folder)
    except BlocksFailed as error:
        if error.comparison is not None:
            _show_comparison(error.comparison, call.words)
        raise
    _show_comparison(comparison, call.words)
    if settings.report:
        _write_report(folder, call.words)
    return _show(call.words("cli.done.seconds", seconds=f"{time.monotonic() - begun:.1f}"))


def _carry_out(call: Call, settings: Settings, study: Study, folder: Path) -> Comparison:
    return carry_out(study, folder, settings.workers, progress_on(call.words), call.asked(settings))


def _show_comparison(comparison: Comparison, words: Words) -> None:
    _show(effects_report(comparison.effects, comparison.manifest, words, comparison.ranking), "")
    if reused := comparison.manifest["blocks"]["reused"]:
        _show(words("cli.done.reused", n=reused))
    print(words("cli.done.tables", folder=comparison.folder))


def _write_report(folder: Path, words: Words) -> None:
    """Write the report of a stored study and say where it is."""
    try:
        from experiments.report import write_report
    except ImportError as error:
        print(words("cli.done.no_report", reason=error))
        return
    print(words("cli.done.report", path=write_report(folder, words.lang)))


def _announce_compiling(words: Words) -> None:
    if not is_compiled():
        print(words("cli.progress.compiling"), file=sys.stderr)


def run_once(call: Call) -> int:
    """``gongzhi run``."""
    settings, words, begun = call.settings(), call.words, time.monotonic()
    scenario = replace(settings.scenario, policies=settings.policies)
    folder = results_root(settings.results) / (settings.study or "run")
    _announce_compiling(words)
    done = run(scenario, folder, settings.villages, call.asked(settings))
    took = time.monotonic() - begun
    named = words.listed([getattr(policy, words.lang) for policy in settings.policies]) or words("baseline")
    months = words("form.months", first=done.first, last=done.last)
    county = getattr(scenario.description().name, words.lang)
    title = words("cli.done.run_title", county=county, policies=named, months=months)
    _show(summary_table(done.summary, title, words))
    print(words("cli.done.tables", folder=folder / "run.parquet"))
    return _show(words("cli.done.seconds", seconds=f"{took:.1f}"))


def show_targets(call: Call) -> int:
    """``gongzhi targets``."""
    settings, words = call.settings(), call.words
    with asking():
        targets = load_targets(settings.targets).targets
        county = to_townships(settings.scenario.description(), settings.townships)
        scenario = replace(settings.scenario, county=county)
    _announce_compiling(words)
    checks = check(targets, untreated(scenario, settings.blocks, progress_on(words)))
    title = words(
        "cli.targets.title",
        county=getattr(county.name, words.lang),
        townships=len(county.places.townships.value),
        blocks=words.count("blocks", settings.blocks),
        months=words("form.months", first=1, last=scenario.months),
    )
    judged = [one.answer for one in checks if one.answer in ("yes", "no", "not_largest")]
    score = words("cli.targets.score", judged=len(judged), inside=judged.count("yes"))
    return _show(checks_table(checks, title, words), score)


def calibrate_worlds(call: Call) -> int:
    """``gongzhi calibrate [--check]``."""
    from experiments.calibration.command import calibrate_and_store, fit_report

    settings, words = call.settings(), call.words
    with asking():
        file = load_targets(settings.targets)
    if settings.check:
        return _show(*fit_report(file.targets, None, words))
    county = to_townships(settings.scenario.description(), settings.townships)
    scenario = replace(settings.scenario, county=county)
    _announce_compiling(words)
    folder = results_root(settings.results) / "calibration"
    path = calibrate_and_store(
        scenario, file.targets, folder, settings.workers, progress_on(words), call.asked(settings)
    )
    _show(*fit_report(file.targets, path, words))
    print(words("cli.done.tables", folder=path))
    return GOOD


def show_policies(call: Call) -> int:
    """``gongzhi policies``."""
    call.options()
    return _show(policies_table(call.words), policies_notes(call.words))


def explain(call: Call) -> int:
    """``gongzhi explain KEY``."""
    keys = [argument for argument in call.arguments if "=" not in argument]
    if len(keys) != 1:
        raise SettingsError(call.words("cli.error.one_key"))
    replace(call, arguments=tuple(argument for argument in call.arguments if argument != keys[0])).options()
    return _show(explanation(keys[0], call.words))


def show_parameters(call: Call) -> int:
    """``gongzhi parameters``."""
    options = call.options("status", "group")
    return _show(parameters_table(call.words, options.get("status"), options.get("group")))


def show_levers(call: Call) -> int:
    """``gongzhi levers``."""
    call.options()
    return _show(levers_table(call.words))


VERBS: dict[str, Callable[[Call], int]] = {
    "demo": compare_packages,
    "run": run_once,
    "compare": compare_packages,
    "policies": show_policies,
    "explain": explain,
    "parameters": show_parameters,
    "levers": show_levers,
    "targets": show_targets,
    "calibrate": calibrate_worlds,
}

if __name__ == "__main__":
    sys.exit(main())

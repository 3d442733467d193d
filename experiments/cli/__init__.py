"""The command ``gongzhi <verb> [key=value ...]``."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version

from experiments.cli.call import BAD_INPUT, FAILED, GOOD, STOPPED, Call, show
from experiments.compare import BlocksFailed
from experiments.errors import AnotherQuestion, StoreError, StudyError, WorkerDied
from experiments.foreign import ForeignMeasureError, check_foreign_measures
from experiments.language import language
from experiments.manual import manual, manual_of
from experiments.messages import spoken
from experiments.overrides import SettingsError
from experiments.words import Lang, Words
from experiments.words import words as words_of
from sim.core.names import OutOfRange, UnknownName, check_name

DEBUG = "GONGZHI_DEBUG"
"""Environment variable that shows the trace of an error."""
VERBS = {
    "demo": "comparing.compare_packages",
    "run": "county.run_once",
    "compare": "comparing.compare_packages",
    "sweep": "sweep.sweep_cells",
    "study": "study.inspect_study",
    "select": "select.select_one",
    "sensitivity": "sensitivity.show_sensitivity",
    "discover": "discover.show_discovery",
    "attribute": "attribute.show_attribution",
    "portfolio": "portfolio.show_portfolio",
    "report": "report.report_study",
    "workshop": "workshop.open_workshop",
    "policies": "lists.show_policies",
    "explain": "lists.explain",
    "parameters": "lists.show_parameters",
    "levers": "lists.show_levers",
    "doctor": "lists.examine_machine",
    "targets": "county.show_targets",
    "calibrate": "county.calibrate_worlds",
}
"""Where in this package each verb is carried out; imported when it is called, as some need large libraries."""


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
    return spoken(str(error), words.lang)


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
        return show(manual(VERBS, words))
    check_name("verb", verbs[0], VERBS)
    if len(rest) < len(given):
        return show(manual_of(verbs[0], words))
    rest.remove(verbs[0])
    check_foreign_measures()
    return _carried_out_by(verbs[0])(Call(verbs[0], tuple(rest), words))


def _carried_out_by(verb: str) -> Callable[[Call], int]:
    module, name = VERBS[verb].split(".")
    carried_out: Callable[[Call], int] = getattr(import_module(f"{__name__}.{module}"), name)
    return carried_out

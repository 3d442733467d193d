"""``gongzhi study status NAME`` and ``gongzhi study verify NAME``."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from experiments.audit import Status, Verdict, status, verify
from experiments.cli.call import FAILED, GOOD, Call, show
from experiments.overrides import SettingsError
from experiments.plain import plain_table
from experiments.store import MANIFEST, results_root
from experiments.words import Words
from sim.core.names import check_name, check_range

SAMPLE = 3
"""Blocks that are lived again where nothing else is said."""


def inspect_study(call: Call) -> int:
    """``gongzhi study``."""
    plain = [argument for argument in call.arguments if "=" not in argument]
    if len(plain) != 2:
        raise SettingsError(call.words("cli.error.study_usage"))
    action, name = plain
    check_name("verb of gongzhi study", action, _ACTIONS)
    own = ("results", "sample") if action == "verify" else ("results",)
    options = replace(call, arguments=tuple(one for one in call.arguments if one not in plain)).options(*own)
    root = results_root(options.get("results"))
    if not (known := studies(root)):
        raise SettingsError(f"{root} holds no study")
    check_name("study", name, known)
    folder = root / name
    return _ACTIONS[action](folder, options, call.words)


def studies(root: Path) -> list[str]:
    """Names of the studies in a folder of results; of some only a question was asked."""
    found = {path.relative_to(root).parts[0] for depth in ("*", "*/*") for path in root.glob(f"{depth}/{MANIFEST}")}
    return sorted(found)


def show_status(folder: Path, _: Mapping[str, str], words: Words) -> int:
    """How far a study has got."""
    found = status(folder)
    heads = ("verb", "state", "asked", "done", "failed", "missing", "left")
    title = words("cli.study.title", folder=folder)
    table = plain_table(*(words(f"cli.study.{head}") for head in heads), title=title, numbers=(2, 3, 4, 5, 6))
    for one in found:
        counts = (words.number(n) for n in (one.asked, one.done, one.failed, one.missing))
        table.add_row(one.verb, words(f"cli.study.{one.state}"), *counts, _left(one, words))
    show(table)
    if any(one.missing or one.state not in ("finished", "running") for one in found if one.state != "running"):
        show(words("cli.study.resume"))
    return GOOD


def _left(one: Status, words: Words) -> str:
    if one.seconds_left is None:
        return words("form.none")
    minutes, seconds = divmod(round(one.seconds_left), 60)
    if minutes < 60:
        return words("cli.study.minutes", m=minutes, s=seconds)
    return words("cli.study.hours", h=minutes // 60, m=minutes % 60)


def verify_study(folder: Path, options: Mapping[str, str], words: Words) -> int:
    """Read a study again and live part of it again."""
    sample = _whole(options.get("sample", str(SAMPLE)))
    with Console(stderr=True).status(words("cli.study.reading")) as shown:
        found = verify(folder, sample, each=lambda block: shown.update(f"{words('cli.study.reading')} {block}"))
    return _say(found, words)


def _say(found: Verdict, words: Words) -> int:
    told = [words("cli.study.wrong", name=name, reason=reason) for name, reason in found.wrong]
    show(*told, words("cli.study.verified", read=found.read, lived=found.lived, wrong=len(found.wrong)))
    if found.older:
        show(words("cli.study.older", n=found.older))
    return FAILED if found.wrong else GOOD


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise SettingsError(f"sample={text}: expected a whole number")
    check_range("sample", int(text), 0, 100_000, "blocks")
    return int(text)


_ACTIONS: dict[str, Callable[[Path, Mapping[str, str], Words], int]] = {"status": show_status, "verify": verify_study}

"""A verb as it was called, and what every verb needs to answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import RenderableType

from experiments.blocks import is_compiled
from experiments.config import Settings, read_settings
from experiments.ledger import Asked
from experiments.living import Where
from experiments.overrides import SettingsError
from experiments.progress import progress_on
from experiments.tables import console
from experiments.words import Words
from sim.core.names import check_name

GOOD, FAILED, BAD_INPUT, STOPPED = 0, 1, 2, 130
"""Exit codes."""


@contextmanager
def asking() -> Iterator[None]:
    """What is wrong in here is wrong with what was asked, and no fault of the program."""
    try:
        yield
    except ValueError as error:
        raise SettingsError(str(error)) from error


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

    def asked(self, settings: Settings, verb: str | None = None) -> Asked:
        """The command as typed and the settings as resolved, for the manifest."""
        return Asked(" ".join(["gongzhi", self.verb, *self.arguments]), settings.resolved, verb or self.verb)


def show(*shown: RenderableType) -> int:
    """Print for the reader."""
    out = console()
    for one in shown:
        out.print(one)
    return GOOD


def announce_compiling(words: Words) -> None:
    """Say that the first run takes longer, where it does."""
    if not is_compiled():
        print(words("cli.progress.compiling"), file=sys.stderr)


def where_of(call: Call, settings: Settings) -> Where:
    """Where the runs are lived, with a bar on the terminal."""
    return Where(settings.workers, settings.launcher, progress_on(call.words))

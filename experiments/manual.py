"""The help of the command line."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.config import defaults
from experiments.overrides import shown
from experiments.schema import VERB_KEYS
from experiments.words import Words


def manual(verbs: Iterable[str], words: Words) -> RenderableType:
    """What the program is, and its verbs."""
    table = _list()
    for verb in verbs:
        table.add_row(verb, words(f"cli.help.line.{verb}"))
    closing = Text("\n" + words("cli.help.closing").rstrip())
    return Group(Text(words("cli.help.usage")), Text(words("cli.help.verbs"), style="bold"), table, closing)


def manual_of(verb: str, words: Words) -> RenderableType:
    """What a verb does, and its settings with the values they have."""
    about = Text(words(f"cli.help.about.{verb}").rstrip())
    if verb not in VERB_KEYS:
        return about
    table = _list()
    for key, value in defaults(verb).items():
        given = "" if key in ("parameters", "packages") else shown(value)
        table.add_row(key, given, words(f"cli.help.setting.{key}"))
    return Group(about, Text("\n" + words("cli.help.settings"), style="bold"), table)


def _list() -> Table:
    table = Table.grid(padding=(0, 2), pad_edge=True)
    table.add_column(no_wrap=True, style="bold")
    return table

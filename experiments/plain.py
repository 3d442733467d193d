"""The look of tables on the terminal."""

from collections.abc import Sequence
from typing import Literal

from rich import box
from rich.table import Table

_TONES = {"helps": "green", "harms": "red", "may_help": "dim green", "may_harm": "dim red"}


def plain_table(*heads: str, title: str | None = None, numbers: Sequence[int] = (), whole: Sequence[int] = ()) -> Table:
    """An empty table in the house style; columns in ``numbers`` stand flush right, those in ``whole`` unbroken."""
    table = Table(title=title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for k, head in enumerate(heads):
        justify: Literal["left", "right"] = "right" if k in numbers else "left"
        table.add_column(head, justify=justify, overflow="fold", no_wrap=k in whole)
    return table


def tone(verdict: str) -> str:
    """The style of a verdict."""
    return _TONES.get(verdict, "")

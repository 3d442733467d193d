"""The order of packages on the headline outcomes as tables for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.effects import LEVEL
from experiments.plain import plain_table, tone
from experiments.ranking import OUTCOMES
from experiments.study import BASELINE
from experiments.words import Words

FEW = 20
"""Units below which the bootstrap, and intervals, are not to be relied on."""

WIDEST = 25
"""Columns that a name gets before it is broken."""
DIGITS = 2
"""Decimals of changes: the packages of one table differ a hundredfold, and points have no more to tell."""


def ranking_report(ranks: pd.DataFrame, names: Mapping[str, str], words: Words) -> RenderableType:
    """A table an outcome, the baseline among the packages; ``names`` of the packages by key."""
    shown: list[RenderableType] = []
    for outcome in OUTCOMES:
        here = ranks[ranks["outcome"] == outcome]
        told = words("cli.rank.none", outcome=words.indicator(outcome))
        shown += [Text(told) if here.empty else _on(outcome, here, names, words), Text("")]
    return Group(*shown)


def _on(outcome: str, ranks: pd.DataFrame, names: Mapping[str, str], words: Words) -> Table:
    worlds = bool(ranks["share_worlds"].notna().any())
    shares = ("blocks_better", *(("worlds_better",) if worlds else ()))
    heads = ("rank", "package", "change", *shares, "p_best", "forgone", "rank_interval", "cost", "per_unit")
    told = {"level": words.number(100 * LEVEL), "unit": words.axis(outcome, change=True)}
    title = words("cli.rank.title", outcome=words.indicator(outcome), **told)
    right = [k for k, head in enumerate(heads) if head not in ("package", "rank", "rank_interval")]
    table = plain_table(*(words(f"cli.rank.{head}", **told) for head in heads), title=title, numbers=right)
    rows = [list(_cells(row, names[str(row.package)], worlds, words)) for row in ranks.itertuples()]
    for row in rows:
        table.add_row(*row)
    # Where room is short the names give way first, and not the numbers.
    for k, column in enumerate(table.columns):
        column.no_wrap = k != 1
        column.min_width = min(WIDEST, max(cell_len(str(row[k])) for row in rows))
    return table


def _cells(row: Any, name: str, worlds: bool, words: Words) -> Iterator[str | Text]:
    percent = [row.share_good, *((row.share_worlds,) if worlds else ())]
    yield _ranks(row.rank, row.rank_last, words)
    yield Text(name, style="italic" if row.package == BASELINE else "")
    change = words.number(row.effect, DIGITS, sign=True)
    yield Text(change + words.bracketed(words.range(row.low, row.high, DIGITS, sign=True)), style=tone(row.verdict))
    idle = row.verdict == "unchanged"
    yield from (words("form.none") if idle else _percent(share, words) for share in percent)
    yield _percent(row.p_best, words)
    yield words.number(row.opportunity_cost, DIGITS)
    yield _ranks(row.rank_low, row.rank_high, words)
    yield _money(row.cost, words)
    yield _price(row, words)


def _ranks(first: int, last: int, words: Words) -> str:
    return words.number(first) if first == last else words("cli.rank.ranks", first=first, last=last)


def _percent(share: float, words: Words) -> str:
    """A share; what is not quite nothing or all is not written as if it were."""
    if not np.isfinite(share):
        return words("form.none")
    held = min(max(share, 0.01), 0.99) if 0.0 < share < 1.0 else share
    sign = "<" if held > share else ">" if held < share else ""
    return sign + words("form.percent", number=words.number(100 * held))


def _money(yuan: float, words: Words) -> str:
    """Yuan in the unit of the column: thousands, in Chinese ten thousands."""
    scaled, digits = (yuan / 10_000, 1) if words.lang == "zh" else (yuan / 1000, 0)
    return words.number(scaled, digits)


def _price(row: Any, words: Words) -> str:
    """Yuan for a unit, with its interval; said only where the outcome clearly gets better."""
    if not np.isfinite(row.per_unit):
        return words("form.none")
    low, high = _money(row.per_unit_low, words), _money(row.per_unit_high, words)
    return _money(row.per_unit, words) + words.bracketed(words("form.range", low=low, high=high))


def ranking_notes(ranks: pd.DataFrame, manifest: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What has to be known to read the ranks, in sentences."""
    if ranks.empty:
        return
    worlds, n = int(ranks["worlds"].max()), int(ranks["n"].max())
    yield words("cli.note.ranks", level=words("form.percent", number=words.number(100 * LEVEL)))
    yield words("cli.note.price", months=words.count("months", manifest["months"]))
    if worlds > 1:
        yield words("cli.note.seed_noise" if manifest["blocks"]["asked"] == worlds else "cli.note.no_seed_noise")
    if n < FEW:
        yield words("cli.note.few", n=words.number(n), few=FEW)

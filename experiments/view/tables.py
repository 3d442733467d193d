"""What the page shows as tables, for spreadsheets and for other programs."""

import io
from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.figures.effects import HEADLINES
from experiments.view.band import Band
from experiments.view.drawing.hours import USES
from experiments.view.proposal import Proposal
from experiments.words import Lang, words

SHEET = 31
"""Letters of a sheet's name at most."""


def tables(band: Band, proposal: Proposal, keys: Sequence[str], lang: Lang) -> dict[str, pd.DataFrame]:
    """By title: the settings, the effects, and by month the outcomes ``keys``, the cadres' hours and the disputes."""
    say = words(lang)
    month = say("view.tables.month")
    lines: dict[str, object] = {}
    for key in keys:
        name = f"{say.indicator(key)} {say.bracketed(say.axis(key))}"
        for part in ("baseline", "median", "change", "low", "high"):
            lines[f"{name} · {say(f'view.tables.of_month.{part}')}"] = getattr(band, part)[key]
    months = pd.RangeIndex(1, proposal.months + 1, name=month)
    uses = {use: say(look[0]) for use, look in USES.items()}
    disputes = {key: say(f"view.tables.dispute.{key}") for key in band.tiers}
    stacked = {
        "hours": (band.hours, band.baseline_hours, uses),
        "disputes": (band.tiers, band.baseline_tiers, disputes),
    }
    found = {
        say("view.tables.settings"): settings(proposal, band.n, lang),
        say("view.tables.effects"): effects(band, lang),
        say("view.tables.lines"): pd.DataFrame(lines, index=months).reset_index(),
    }
    for sheet, (after, before, names) in stacked.items():
        columns: dict[str, object] = {}
        for key, values in after.items():
            columns[f"{names[key]} · {say('view.draw.proposal')}"] = values
            columns[f"{names[key]} · {say('view.tables.baseline')}"] = before[key]
        found[say(f"view.tables.{sheet}")] = pd.DataFrame(columns, index=months).reset_index()
    return found


def settings(proposal: Proposal, runs: int, lang: Lang) -> pd.DataFrame:
    """What was set, and what the numbers are."""
    say = words(lang)
    rows: list[tuple[str, object]] = [(say.measure(key), intensity) for key, intensity in proposal.measures]
    rows += [
        (say("view.tables.months"), proposal.months),
        (say("view.tables.seed"), proposal.seed),
        (say("view.tables.runs"), runs),
        (say("view.tables.note"), say("view.tables.caveat")),
    ]
    return pd.DataFrame(rows, columns=[say("view.tables.setting"), say("view.tables.value")], dtype=object)


def effects(band: Band, lang: Lang) -> pd.DataFrame:
    """Mean paired changes of the headline outcomes with their 95 % intervals, and the word for each."""
    say = words(lang)
    rows = [
        (
            say.indicator(key),
            say.axis(key, change=True),
            found.baseline,
            found.treated,
            found.change,
            found.low,
            found.high,
            say(f"verdict.{found.word}"),
        )
        for key in HEADLINES
        if (found := band.effects.get(key))
    ]
    heads = ("outcome", "unit", "without", "with", "change", "interval_low", "interval_high", "word")
    return pd.DataFrame(rows, columns=[say(f"view.tables.{head}") for head in heads])


def as_xlsx(found: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook with a sheet for every table."""
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as book:
        for title, table in found.items():
            table.to_excel(book, sheet_name=title[:SHEET], index=False, freeze_panes=(1, 1))
            for column, name in zip(book.sheets[title[:SHEET]].columns, table.columns, strict=True):
                width = min(44, max(10, 2 * max(map(len, str(name).split(" · ")))))
                book.sheets[title[:SHEET]].column_dimensions[column[0].column_letter].width = width
    return stream.getvalue()


def as_csv(table: pd.DataFrame) -> bytes:
    """A table for any program; with the mark by which spreadsheets know the Chinese."""
    return table.to_csv(index=False).encode("utf-8-sig")

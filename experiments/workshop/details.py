"""All that is known of a measure, one click away."""

from nicegui import ui

from experiments.catalogue import evidence, grade, one_line, told
from experiments.notes import notes_of
from experiments.tables import unit_name
from experiments.view.proposal import MEASURES, measure
from experiments.words import Words
from experiments.workshop.elements import button, heading, table
from experiments.workshop.visit import Visit
from sim.core.levers import declared
from sim.levers import LeverValues
from sim.policies.base import in_full_force


def show(visit: Visit, key: str) -> None:
    """Open the sheet of a measure."""
    words, policy = visit.words, MEASURES[key]
    name = words.measure(key)
    with ui.dialog(value=True) as sheet, ui.card().classes("details") as card:
        card.props["aria-label"] = name
        heading(2, name)
        ui.label(one_line(policy, words))
        for part, text in told(policy, words).items():
            heading(3, words(f"cli.part.{part}"))
            ui.label(text[:1].upper() + text[1:])
        if (found := notes_of(policy).disappoints) is not None:
            heading(3, words("cli.part.disappoints"))
            ui.label(getattr(found, words.lang))
        _table(
            [words(f"cli.catalogue.{head}") for head in ("meaning", "full_force", "unit")],
            _levers(key, words),
            words("cli.catalogue.levers_moved"),
        )
        graded = words("workshop.measures.evidence", grade=words(f"cli.grade.{grade(policy)}"))
        _table([words(f"cli.catalogue.{head}") for head in ("id", "says", "kind")], _evidence(key, words), graded)
        ui.label(words("cli.grade.meaning")).classes("soft")
        button(words("workshop.close"), sheet.close)
    sheet.on("hide", sheet.delete)


def _levers(key: str, words: Words) -> list[tuple[str, ...]]:
    """What it moves where it is in full force."""
    asked = in_full_force(measure(key)).contributions
    rows: list[tuple[str, ...]] = []
    for name, lever in declared(LeverValues).items():
        moved = sum(float(amount[0]) for amount in asked.get(name, {}).values())
        if moved:
            rows.append((getattr(lever, words.lang), f"{moved:+g}", unit_name(lever.unit, words)))
    return rows


def _evidence(key: str, words: Words) -> list[tuple[str, ...]]:
    """The rows behind its grade."""
    notes = notes_of(MEASURES[key])
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys([*(notes.evidence.ids if notes.evidence else []), *notes.sources]):
        source = notes.sources.get(name)
        row = evidence().get(name, {}) if source is None else source.model_dump()
        rows.append((name, row.get(words.lang, ""), words(f"cli.kind.{row['kind']}") if row else ""))
    return rows


def _table(heads: list[str], rows: list[tuple[str, ...]], title: str) -> None:
    heading(3, title)
    ui.html(table(heads, rows), sanitize=False, tag="table").classes("plain")

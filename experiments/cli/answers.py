"""What all verbs share that ask one question: desk, names, figure, and what is said at the end."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from matplotlib.figure import Figure

from experiments.cli.call import GOOD, Call, asking, show, where_of
from experiments.config import Settings
from experiments.desk import Desk, at_desk
from experiments.fingerprint import fingerprint
from experiments.measured import default_window
from experiments.store import Store, check_study_name, fresh, results_root
from experiments.study import BASELINE, Package
from experiments.words import Words

Question = TypeVar("Question")


@contextmanager
def desk_of(call: Call, settings: Settings) -> Iterator[Desk]:
    """The desk of a verb: in the folder of the study it names, or of one that is called after the question."""
    name = settings.study or f"{call.verb}-{fingerprint(settings.resolved)}"
    folder = results_root(settings.results) / check_study_name(name)
    with at_desk(folder, settings.scenario, settings.worlds, call.asked(settings), where_of(call, settings)) as desk:
        yield desk


def asked_of(call: Call, make: Callable[[Settings], Question]) -> tuple[Settings, Question]:
    """The settings and the question; whatever is wrong is wrong with what was asked, and nothing is written yet."""
    settings = call.settings()
    with asking():
        return settings, make(settings)


def chosen_of(settings: Settings) -> dict[str, Package]:
    """The packages that the question is about."""
    return {name: settings.packages[name] for name in settings.chosen}


def names_of(settings: Settings, words: Words) -> dict[str, str]:
    """Names of packages for the reader."""
    held = {name: [policy.key for policy in package] for name, package in settings.packages.items()}
    return {BASELINE: words("baseline"), **{name: words.package(name, keys) for name, keys in held.items()}}


def place_of(settings: Settings, words: Words) -> tuple[str, str]:
    """The county's name, and the months of effects."""
    first, last = default_window(settings.scenario.months)
    where = str(getattr(settings.scenario.description().name, words.lang))
    return where, words("form.months", first=first, last=last)


def percent(share: float, words: Words) -> str:
    """A share in percent; a dash where there is none."""
    return words("form.none") if math.isnan(share) else words("form.percent", number=words.number(100 * share))


def keep_figure(store: Store, name: str, figure: Figure, words: Words) -> None:
    """Store a figure and say where it is."""
    path = store.folder / f"{name}_{words.lang}.png"
    with fresh(path) as file:
        figure.savefig(file, dpi=200, format="png")
    store.tables.append(path.name)
    print(words("cli.ask.figure", path=path))


def rests_on(desk: Desk, words: Words) -> str:
    """Runs and worlds behind an answer, and what its intervals cover."""
    worlds = len({block.world for block in desk.ledger.study.blocks})
    if desk.ledger.study.worlds == "shipped":
        return words("cli.ask.rests_shipped", runs=words.number(desk.runs))
    return words("cli.ask.rests", runs=words.number(desk.runs), worlds=words.number(worlds))


def closing(desk: Desk, words: Words) -> int:
    """What ends every answer."""
    show("", rests_on(desk, words), words("cli.note.in_the_model"))
    print(words("cli.done.tables", folder=desk.store.folder))
    return GOOD

"""The scenario in the address: ``/zh?p=micro_grids:0.6&m=36&s=1&b=500000``, which a link or a reload restores."""

from collections.abc import Mapping

from experiments.view.proposal import from_address
from experiments.words import Lang
from experiments.workshop.state import BUDGETS, State
from experiments.workshop.visit import Visit

PATHS: dict[Lang, str] = {"zh": "/zh", "en": "/en"}


def address(visit: Visit, lang: Lang | None = None) -> str:
    """The page as it stands."""
    budget = f"&b={visit.state.budget:.0f}" if visit.state.budget else ""
    return f"{PATHS[lang or visit.lang]}?{visit.state.proposal.address()}{budget}"


def other_language(visit: Visit) -> str:
    """The same in the other language."""
    return address(visit, "en" if visit.lang == "zh" else "zh")


def arrive(state: State | None, query: Mapping[str, str]) -> tuple[State, list[str]]:
    """What a tab shows that comes to an address, and the keys of notices on what could not be used.

    A tab that shows this proposal already keeps all else it has set; a bare address gives back what it had.
    """
    if state is not None and not {"p", "m", "s", "b"} & set(query):
        return state, []
    proposal, notices = from_address(query)
    known = state or State()
    budget, wrong = _budget(query.get("b"), known.budget)
    kept = known if proposal == known.proposal else known.propose(proposal) if state else State(proposal)
    return kept.but(budget=budget), [*notices, *wrong]


def _budget(text: str | None, usual: float) -> tuple[float, list[str]]:
    if text is None:
        return usual, []
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and BUDGETS[0] <= int(text) <= BUDGETS[1]):
        return usual, ["workshop.budget.unread"]
    return float(int(text)), []

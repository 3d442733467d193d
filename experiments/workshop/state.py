"""What is set in one tab of a browser. Never changed, only replaced, so that a copied tab goes its own way."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.view.proposal import Proposal

MOST_STEPS = 200
"""Steps that can be taken back."""
BUDGETS = (0.0, 20_000_000.0)
"""Yuan a year that a facilitator may set; 0 sets none."""


@dataclass(frozen=True)
class State:
    """``budget``: yuan a year, 0 for none; ``month``: the cursor, 0 for the last month.

    ``predicting``: guesses come before results; ``guesses``: by indicator, for the last month; ``revealed``: whether
    results are shown. ``panel``: the panel below the charts.
    """

    proposal: Proposal = field(default_factory=Proposal)
    past: tuple[Proposal, ...] = ()
    future: tuple[Proposal, ...] = ()
    pinned: Proposal | None = None
    budget: float = 0.0
    month: int = 0
    predicting: bool = False
    guesses: Mapping[str, float] = field(default_factory=dict)
    revealed: bool = True
    projector: bool = False
    panel: str = "months"

    @property
    def at(self) -> int:
        """The month that is shown, 1 to the last."""
        months = self.proposal.months
        return min(self.month or months, months)

    def but(self, **values: Any) -> "State":
        """The same with some values replaced."""
        return dataclasses.replace(self, **values)

    def propose(self, proposal: Proposal) -> "State":
        """Another proposal, which can be undone; what was guessed for the one before is forgotten."""
        if proposal == self.proposal:
            return self
        return self._shown(proposal, (*self.past, self.proposal)[-MOST_STEPS:], ())

    def undo(self) -> "State":
        """Back to the proposal before, if there is one."""
        return self if not self.past else self._shown(self.past[-1], self.past[:-1], (self.proposal, *self.future))

    def redo(self) -> "State":
        """Forward again, if it was undone."""
        return self if not self.future else self._shown(self.future[0], (*self.past, self.proposal), self.future[1:])

    def _shown(self, proposal: Proposal, past: tuple[Proposal, ...], future: tuple[Proposal, ...]) -> "State":
        hidden = self.predicting and bool(proposal.measures)
        return self.but(proposal=proposal, past=past, future=future, guesses={}, revealed=not hidden)

    def predict(self, on: bool) -> "State":
        """Guess first from here on, or no longer."""
        hidden = on and bool(self.proposal.measures)
        return self.but(predicting=on, guesses={}, revealed=not hidden)

    def guess(self, key: str, value: float) -> "State":
        """A guess at an outcome in the last month."""
        return self.but(guesses={**self.guesses, key: value})

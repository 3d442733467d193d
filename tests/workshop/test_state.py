"""What is set in a tab: undone, hidden until it is guessed, said in an address and read from one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.view.proposal import Proposal
from experiments.workshop.links import arrive
from experiments.workshop.state import MOST_STEPS, State

GRIDS, BOTH = Proposal((("micro_grids", 0.6),)), Proposal((("micro_grids", 0.6), ("commendation", 1.0)))


def test_steps_are_undone_and_redone_and_a_new_step_forgets_what_was_undone() -> None:
    state = State().propose(GRIDS).propose(BOTH)
    back = state.undo()
    assert back.proposal == GRIDS
    assert back.redo().proposal == BOTH
    assert back.propose(Proposal()).redo().proposal == Proposal()
    assert State().undo() == State()


def test_a_tab_remembers_so_many_steps() -> None:
    state = State()
    for n in range(MOST_STEPS + 50):
        state = state.propose(Proposal((("micro_grids", 0.1 + 0.1 * (n % 2)),)))
    assert len(state.past) == MOST_STEPS


def test_the_same_proposal_is_no_step() -> None:
    assert State(GRIDS).propose(GRIDS) == State(GRIDS)


def test_predicting_hides_a_new_proposal_and_forgets_old_guesses() -> None:
    state = State().predict(True)
    assert state.revealed, "without measures there is nothing to guess"
    hidden = state.propose(GRIDS)
    assert not hidden.revealed
    told = hidden.guess("participation", 60.0).but(revealed=True)
    again = told.propose(BOTH)
    assert not again.revealed
    assert again.guesses == {}
    assert again.predict(False).revealed


def test_the_month_shown_stays_within_the_proposal() -> None:
    assert State().at == 36
    assert State(month=30).propose(Proposal(months=24)).at == 24


def test_an_address_sets_the_tab_and_a_bare_one_leaves_it() -> None:
    state, notices = arrive(None, {"p": "micro_grids:0.6", "m": "24", "s": "3", "b": "500000"})
    assert (state.proposal, state.budget, notices) == (Proposal((("micro_grids", 0.6),), 24, 3), 500_000.0, [])
    assert arrive(state, {}) == (state, [])
    other, _ = arrive(state, {"p": "commendation:1"})
    assert other.undo().proposal == state.proposal


@pytest.mark.parametrize("budget", ["x", "-5", "1e5", "99999999999", "٣"])
def test_a_budget_that_cannot_be_read_is_left_out_with_a_notice(budget: str) -> None:
    state, notices = arrive(None, {"b": budget})
    assert state.budget == 0.0
    assert notices == ["workshop.budget.unread"]


@given(st.dictionaries(st.sampled_from("pmsbx"), st.text(max_size=60)))
def test_no_address_breaks_the_page(query: dict[str, str]) -> None:
    state, notices = arrive(None, query)
    assert isinstance(state.proposal, Proposal)
    assert all(isinstance(notice, str) for notice in notices)

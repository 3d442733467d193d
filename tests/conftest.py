"""Settings that hold for every test: the same examples in every run, and no window; figures for ``make verify``."""

import os

import pytest
from hypothesis import settings

from tests.verify.summary import Verify, conclude, verifier

os.environ.setdefault("MPLBACKEND", "Agg")

# By default the examples are the same everywhere; `make verify` looks for new ones.
settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("verify", deadline=None, max_examples=500, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def verified(request: pytest.FixtureRequest) -> Verify:
    """Report a figure against its bound: a row of the table of ``make verify`` (tests/verify/summary.py)."""
    return verifier(request.node)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with that table."""
    conclude(terminalreporter)

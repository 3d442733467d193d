"""The outcomes on the page, each on an axis that never moves, so that proposals can be held against each other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """An indicator with the ends of its axis, in its own unit; ``guessed``: predicted before it is revealed."""

    key: str
    low: float
    high: float
    step: float
    guessed: bool = False


OUTCOMES = (
    Outcome("participation", 10.0, 70.0, 1.0, guessed=True),
    Outcome("resolved", 40.0, 90.0, 1.0, guessed=True),
    Outcome("paperwork_share", 30.0, 70.0, 1.0, guessed=True),
    Outcome("volunteer_hours", 0.0, 2_000.0, 50.0),
    Outcome("settled_village_share", 60.0, 100.0, 1.0),
    Outcome("petitions", 0.0, 6.0, 0.1),
)
MAPPED = tuple(outcome for outcome in OUTCOMES if outcome.key != "volunteer_hours")
"""Outcomes of the townships of the whole county, none of which grows with a township's size."""
GUESSED = tuple(outcome for outcome in OUTCOMES if outcome.guessed)
MOST_CASES = 140.0
MOST_HOURS = 600.0
"""Ends of the axes of disputes a year in the township, and of cadres' hours a village and month."""

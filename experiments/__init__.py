"""What we ask of the county: runs, comparisons, stored results and reports."""

from experiments.compare import BlocksFailed, Comparison, compare
from experiments.errors import StudyError

__all__ = ["BlocksFailed", "Comparison", "StudyError", "compare"]

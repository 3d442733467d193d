"""Reports for the department, written from stored results and never from a live model."""

from experiments.report.page import write_report
from experiments.report.stored import EmptyStudyError, ReportError

__all__ = ["EmptyStudyError", "ReportError", "write_report"]

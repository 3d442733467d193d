"""Reports for the department, written from stored results and never from a live model."""

from experiments.report.page import FORMATS, write_report
from experiments.report.stored import EmptyStudyError, ReportError

__all__ = ["FORMATS", "EmptyStudyError", "ReportError", "write_report"]

"""A proposal as a small study of its own, for those who want the report: each measure alone, and all together."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from experiments.compare import compare
from experiments.report import write_report
from experiments.report.page import Format
from experiments.view.proposal import Proposal
from experiments.words import Lang

BLOCKS = 30
"""Pairs of runs, each in a calibrated world of its own."""
TOGETHER = "proposal"


def report_of(proposal: Proposal, lang: Lang, formats: Sequence[Format], blocks: int = BLOCKS) -> dict[str, bytes]:
    """Files of the report by name; a proposal of one measure has no package beside it.

    Raises ``ValueError`` for a proposal without measures, and what ``compare`` and ``write_report`` raise.
    """
    if not proposal.measures:
        raise ValueError("a proposal without measures has nothing to report on")
    packages = {policy.key: [policy] for policy in proposal.policies()}
    if len(packages) > 1:
        packages[TOGETHER] = list(proposal.policies())
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-report-"))
    try:
        base = proposal.baseline().scenario()
        compare(base, packages, study=folder / "study", blocks=blocks, workers=1, progress=False)
        return {path.name: path.read_bytes() for path in write_report(folder / "study", lang, tuple(formats))}
    finally:
        shutil.rmtree(folder, ignore_errors=True)

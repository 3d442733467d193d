"""Run docs/tutorial.ipynb and store what it shows in it.

    python scripts/tutorial.py

Edit the notebook's text and code in Jupyter or in an editor, then run this. tests/test_tutorial.py asks for it whenever
the notebook no longer shows what the code gives.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "tutorial.ipynb"
MOST_SECONDS = 300
"""For one cell: where nothing is compiled yet, the first takes long."""


def executed(results: Path) -> nbformat.NotebookNode:
    """The notebook as it comes out when run from docs/; studies land in ``results``. Raises ``CellExecutionError``."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=MOST_SECONDS,
        resources={"metadata": {"path": str(NOTEBOOK.parent)}},
        extra_arguments=["--log-level=ERROR"],
    )
    # A library of Mesa's misses a progress bar that is not used here.
    quiet = {"PYTHONWARNINGS": "ignore:IProgress not found"}
    client.execute(env={**os.environ, **quiet, "GONGZHI_RESULTS": str(results)})
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def texts(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """What each code cell shows as text; figures are left out, because their bytes differ between machines."""
    return [
        [text for out in cell.outputs if (text := _text(out))] for cell in notebook.cells if cell.cell_type == "code"
    ]


def _text(out: Any) -> str:
    if out.output_type == "stream":
        return f"{out.name}: {out.text}"
    return "" if "image/png" in out.data else str(out.data["text/plain"])


def main() -> int:
    """Write the notebook anew; it stays as it is where a cell fails."""
    with tempfile.TemporaryDirectory() as results:
        notebook = executed(Path(results))
    nbformat.write(notebook, NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What tests of clusters share: the same study, lived on this machine alone."""

from pathlib import Path

import pytest

from experiments.compare import carry_out
from experiments.living import Where
from tests.cluster.study import BLOCKS, question


def stored(folder: Path) -> dict[str, bytes]:
    """The files of a study that hold blocks."""
    return {path.name: path.read_bytes() for path in sorted((folder / "blocks").iterdir())}


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The blocks of the study as one process lives them."""
    folder = tmp_path_factory.mktemp("alone")
    carry_out(question(), folder, Where(1))
    found = stored(folder)
    assert len(found) == BLOCKS
    return found

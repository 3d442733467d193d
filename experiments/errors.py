"""What can go wrong with a study, as messages for the person who asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal


class StudyError(RuntimeError):
    """A study that did not come to its end; the message says why and what to do."""


class StoreError(StudyError):
    """A file or folder of a study that cannot be written or read."""

    def __init__(self, doing: Literal["write", "read"], path: Path, error: Exception) -> None:
        told = error.strerror if isinstance(error, OSError) else None
        self.doing, self.path, self.reason = doing, path, told or str(error) or type(error).__name__
        super().__init__(f"cannot {doing} {path}: {self.reason}")


class AnotherQuestion(ValueError):
    """A folder that holds the answer to another question than the one asked."""

    def __init__(self, folder: Path, name: str, there: object, asked: object) -> None:
        while isinstance(there, Mapping) and isinstance(asked, Mapping):
            key = next(key for key in (*there, *asked) if there.get(key) != asked.get(key))
            name, there, asked = f"{name}.{key}", there.get(key, "nothing"), asked.get(key, "nothing")
        super().__init__(
            f"{folder} holds the answer to another question: {name} is {there} there, and {asked} was asked for. "
            "Give this study another name (study=NAME)"
        )


class WorkerDied(StudyError):
    """A process of the study died, most likely for want of memory."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process died, most likely for want of memory; finished blocks are kept. Run the same again with "
            "fewer workers"
        )

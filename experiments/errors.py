"""What can go wrong with a study, as messages for the person who asked."""

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


class WorkerDied(StudyError):
    """A process of the study died, most likely for want of memory."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process died, most likely for want of memory; finished blocks are kept. Run the same again with "
            "fewer workers. A script of your own must call compare() under: if __name__ == '__main__':"
        )

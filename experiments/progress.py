"""How far a study has got: a bar on a terminal, plain lines elsewhere, on the error stream."""

import sys
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from experiments.words import Words

LINES = 10
"""Lines that a whole study writes where there is no terminal."""


class Progress(Protocol):
    """Hears how a study goes; all numbers are runs."""

    def note(self, key: str, **values: object) -> None:
        """Something worth a line: a key of the phrases, with what fills its blanks."""

    def begin(self, total: int, done: int) -> None:
        """``done`` of ``total`` were there already."""

    def advance(self, runs: int) -> None:
        """So many more are finished."""

    def end(self) -> None:
        """No more will come."""


class Silent:
    """Says nothing."""

    def note(self, key: str, **values: object) -> None:
        """Say nothing."""

    def begin(self, total: int, done: int) -> None:
        """Say nothing."""

    def advance(self, runs: int) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


class Lines:
    """A line now and then."""

    def __init__(self, words: Words, stream: TextIO) -> None:
        self._words, self._stream = words, stream
        self._total, self._done, self._said = 0, 0, 0

    def note(self, key: str, **values: object) -> None:
        """Write the note."""
        print(self._words(key, **values), file=self._stream, flush=True)

    def begin(self, total: int, done: int) -> None:
        """Remember where it starts."""
        self._total, self._done = total, done
        self._said = done * LINES // total

    def advance(self, runs: int) -> None:
        """Write a line at every tenth of the whole."""
        self._done += runs
        if (tenth := self._done * LINES // self._total) > self._said:
            self._said = tenth
            self.note("cli.progress.line", done=self._done, total=self._total)

    def end(self) -> None:
        """Say nothing."""


class Bar:
    """One bar for the whole study, with the time left."""

    def __init__(self, words: Words, stream: TextIO) -> None:
        self._words = words
        counted = (MofNCompleteColumn(), TextColumn(words("cli.progress.runs")))
        columns = (TextColumn("{task.description}"), BarColumn(), *counted, TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = RichProgress(*columns, console=Console(file=stream), transient=True)

    def note(self, key: str, **values: object) -> None:
        """Write the note above the bar."""
        self._bar.console.print(self._words(key, **values), highlight=False, markup=False)

    def begin(self, total: int, done: int) -> None:
        """Show the bar."""
        self._bar.start()
        self._task = self._bar.add_task(self._words("cli.progress.living"), total=total, completed=done)

    def advance(self, runs: int) -> None:
        """Move the bar."""
        self._bar.advance(self._task, runs)

    def end(self) -> None:
        """Take the bar away."""
        self._bar.stop()


def progress_on(words: Words, stream: TextIO | None = None) -> Progress:
    """What suits a stream (the error stream if none is given)."""
    stream = stream or sys.stderr
    return Bar(words, stream) if stream.isatty() else Lines(words, stream)

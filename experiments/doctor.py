"""What this machine has of what Gongzhi needs: versions, kernels, fonts, libraries of the page and of clusters."""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numba
from matplotlib.font_manager import FontProperties
from pylopdf_fonts_zh_cn import sans_path

from experiments.blocks import is_compiled
from experiments.figures.typesetting import font
from experiments.provenance import versions
from experiments.store import results_root
from experiments.words import Words
from experiments.workers import MOST_WORKERS

Health = Literal["good", "note", "bad"]
OLDEST = (3, 11)
"""Of Python."""
EXTRAS = {"page": ("nicegui", "segno", "shapely"), "mesa-viz": ("solara",), "cluster": ("ray", "submitit")}
"""Optional libraries, by the extra of the package that installs them."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its key among the texts, how it is, and what was found."""

    key: str
    health: Health
    found: str


def examine(words: Words, results: Path | None = None) -> Iterator[Finding]:
    """Look at everything; changes nothing on the machine."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", "good" if sys.version_info >= OLDEST else "bad", python)
    for name, version in versions().items():
        if name != "python":
            yield Finding("library", "bad" if version == "not installed" else "good", f"{name} {version}")
    processors = os.cpu_count() or 1
    yield Finding("processors", "good", f"{processors} / {min(processors, MOST_WORKERS)}")
    yield _kernels(words)
    yield _font(words)
    folder = results_root(results)
    yield Finding("results", "good" if _may_write(folder) else "bad", str(folder))
    for extra, names in EXTRAS.items():
        missing = [name for name in names if find_spec(name) is None]
        found = words("cli.doctor.has", names=", ".join(names))
        if missing:
            found = words("cli.doctor.lacks", names=", ".join(missing), extra=extra)
        yield Finding(extra, "note" if missing else "good", found)
    yield Finding("encoding", "good" if _speaks_chinese() else "note", str(sys.stdout.encoding))


def _kernels(words: Words) -> Finding:
    cache = str(numba.config.CACHE_DIR)  # type: ignore[attr-defined]
    if cache.startswith(tempfile.gettempdir()) and "gongzhi-kernels-" in cache:
        return Finding("kernels", "note", words("cli.doctor.no_cache"))
    state = "compiled" if is_compiled() else "not_compiled"
    return Finding("kernels", "good" if is_compiled() else "note", words(f"cli.doctor.{state}"))


def _font(words: Words) -> Finding:
    if not Path(sans_path()).is_file():
        return Finding("font", "bad", words("cli.doctor.no_font"))
    return Finding("font", "good", f"{font()} ({FontProperties(fname=sans_path()).get_style()})")


def _may_write(folder: Path) -> bool:
    """The folder, or the nearest one above it that is there, can be written to."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return there.is_dir() and os.access(there, os.W_OK)


def _speaks_chinese() -> bool:
    try:
        "共治".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

"""The manifest of a study as a report reads it: everything may be missing, nothing is trusted to be of one form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from experiments.words import Lang

UNFINISHED = ("running", "stopped", "broken")
"""States of a study that has not come to its end; a killed one still says that it runs."""


@dataclass(frozen=True)
class Manifest:
    """What was asked, with what, and how far it got (see ``experiments.ledger``); None or empty where it is silent."""

    raw: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read a manifest; a file that cannot be read says nothing."""
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls({})
        return cls(found if isinstance(found, Mapping) else {})

    def _at(self, *ways: str) -> Any:
        """The first thing found on one of several dotted ways."""
        for way in ways:
            here: Any = self.raw
            for step in way.split("."):
                here = here.get(step) if isinstance(here, Mapping) else None
            if here is not None and not isinstance(here, Mapping):
                return here
        return None

    def _whole(self, *ways: str) -> int | None:
        found = self._at(*ways)
        return int(found) if isinstance(found, int | float) and not isinstance(found, bool) else None

    def _text(self, *ways: str) -> str:
        found = self._at(*ways)
        return found.strip() if isinstance(found, str) else ""

    def _mapping(self, key: str) -> Mapping[str, Any]:
        found = self.raw.get(key)
        return found if isinstance(found, Mapping) else {}

    def county(self, lang: Lang) -> str:
        """The county's name; that of a shipped description where only its key is told."""
        key = self._text("county")
        return self._text(f"county.{lang}", f"county.name.{lang}") or _shipped_name(key, lang) or key

    @property
    def adults(self) -> int | None:
        """Registered adults of the county."""
        return self._whole("county.registered_adults")

    @property
    def villages(self) -> int | None:
        """Villages and communities of the county."""
        return self._whole("county.villages")

    @property
    def months(self) -> int | None:
        """Months after the warm-up."""
        return self._whole("months")

    @property
    def warmup(self) -> int | None:
        """Months under the baseline before measures start."""
        return self._whole("warmup")

    @property
    def seed(self) -> int | None:
        """Seed of the first block."""
        return self._whole("seed")

    @property
    def seeds(self) -> int:
        """Blocks that share a world."""
        return self._whole("config.seeds") or 1

    @property
    def worlds(self) -> str:
        """``shipped``, or where other parameters come from."""
        return self._text("worlds")

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last month over which effects are taken."""
        found = self._at("window")
        if isinstance(found, Sequence) and not isinstance(found, str) and len(found) == 2:
            return int(found[0]), int(found[1])
        return None

    @property
    def state(self) -> str:
        """How far it got: finished, failed, or one of ``UNFINISHED``."""
        return self._text("state")

    @property
    def block_names(self) -> list[str]:
        """Names of the files of the blocks."""
        blocks = self.raw.get("blocks")
        each = blocks.get("each") if isinstance(blocks, Mapping) else None
        listed = each if isinstance(each, list) else []
        return [str(one["name"]) for one in listed if isinstance(one, Mapping) and "name" in one]

    @property
    def asked(self) -> int | None:
        """Blocks that were asked for."""
        return self._whole("blocks.asked", "blocks")

    @property
    def failed(self) -> int:
        """Blocks that gave no data."""
        listed = self._at("failed", "failures", "failed_blocks")
        if isinstance(listed, Sequence) and not isinstance(listed, str):
            return len(listed)
        return self._whole("blocks.failed", "failed", "failures", "failed_blocks") or 0

    @property
    def done(self) -> int | None:
        """Blocks that finished."""
        told = self._whole("blocks.done", "blocks_done")
        return told if told is not None or self.asked is None else self.asked - self.failed

    @property
    def missing(self) -> int:
        """Blocks that were asked for and are not there, failed or never done."""
        return max(self.failed, (self.asked or 0) - (self.done or 0))

    def measures(self, package: str) -> dict[str, Mapping[str, Any]]:
        """The measures of a package with their settings, by key."""
        found = self._mapping("packages").get(package)
        if not isinstance(found, Mapping):
            return {}
        inner = found.get("policies", found)
        return {str(key): value for key, value in inner.items() if isinstance(value, Mapping)}

    def measure_name(self, package: str, key: str, lang: Lang) -> str:
        """The name of a measure as the study wrote it down."""
        here: Any = self._mapping("packages")
        for step in (package, "names", key, lang):
            here = here.get(step) if isinstance(here, Mapping) else None
        return here if isinstance(here, str) else ""

    @property
    def command(self) -> str:
        """The command line."""
        found = self._at("command", "command_line")
        return " ".join(map(str, found)) if isinstance(found, list) else self._text("command", "command_line")

    @property
    def commit(self) -> str:
        """The commit of the sources, abbreviated."""
        return self._text("git.commit", "git_commit", "commit", "git")[:12]

    @property
    def dirty(self) -> bool:
        """The sources differed from the commit."""
        return self._at("git.dirty", "git_dirty", "dirty") is True

    @property
    def model(self) -> str:
        """Digest of the model's sources."""
        return self._text("model")

    @property
    def begun(self) -> str:
        """When the study was run, to the minute."""
        return self._text("begun", "started", "time")[:16].replace("T", " ")

    @property
    def versions(self) -> dict[str, str]:
        """Versions of the software by name."""
        return {str(name): str(value) for name, value in self._mapping("versions").items()}


def _shipped_name(key: str, lang: Lang) -> str:
    file = resources.files("gongzhi_conf").joinpath("county", f"{key}.yaml")
    if not key.isidentifier() or not file.is_file():
        return ""
    name = yaml.safe_load(file.read_text("utf-8")).get("name", {})
    return str(name.get(lang, "")) if isinstance(name, Mapping) else ""

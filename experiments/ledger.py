"""What has been done of a study: blocks kept as they come, and the manifest that says how far it got."""

import json
import os
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.errors import AnotherQuestion, StoreError
from experiments.fingerprint import fingerprint, package_settings
from experiments.measured import default_window
from experiments.provenance import git_state, machine, versions
from experiments.store import Store
from experiments.study import Block, Package, Study
from sim.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """How a study was asked for: the command, the settings as they were resolved, and the verb."""

    command: str = "experiments.compare"
    config: Mapping[str, Any] = field(default_factory=dict)
    verb: str = "compare"


@dataclass(frozen=True)
class Failure:
    """Why a block gave no data: the error in one line, and the traceback."""

    error: str
    traceback: str


@dataclass
class Ledger:
    """A study, its folder, and what has become of each block; ``open`` first."""

    study: Study
    store: Store
    asked: Asked
    missing: list[Block] = field(default_factory=list)
    reused: int = 0
    done: int = 0
    failed: dict[str, tuple[int, str, Path]] = field(default_factory=dict)
    """number, error and record of failed blocks, by the block's name"""
    begun: float = field(default_factory=time.time)
    git: Mapping[str, Any] | None = field(default_factory=git_state)
    versions: Mapping[str, str] = field(default_factory=versions)

    def open(self, alone: bool = True) -> "Ledger":
        """Take up the folder and see which blocks are missing. Raises ``StoreError``.

        With ``alone`` the folder may hold no answer to another question (``AnotherQuestion``).
        """
        is_new = alone and not self.check_question()
        self.store.open()
        if not is_new:
            self.store.forget_tables()
        self._look_for(self.study.blocks)
        if not self.store.write_manifest(self.manifest(), first=is_new):
            # Another process has come in between.
            self.check_question()
        return self

    def add(self, study: Study) -> None:
        """Take the blocks of another study of the same county into this one, with the packages they bring."""
        known = {block.name for block in self.study.blocks}
        new = [block for block in study.blocks if block.name not in known]
        packages = {**self.study.packages, **study.packages}
        self.study = replace(self.study, packages=packages, blocks=(*self.study.blocks, *new))
        self._look_for(new)
        if new:
            self.store.write_manifest(self.manifest())

    def _look_for(self, blocks: Sequence[Block]) -> None:
        self.missing = [block for block in blocks if not self.store.has_block(block.name)]
        self.reused += len(blocks) - len(self.missing)

    def check_question(self) -> bool:
        """The question was asked here before; ``AnotherQuestion`` where it was another one."""
        there = self.store.earlier_manifest()
        if there is None:
            return False
        if there.get("verb", self.asked.verb) != self.asked.verb:
            raise AnotherQuestion(self.store.folder, "verb", there["verb"], self.asked.verb)
        for name, value in json.loads(json.dumps(_question(self.study))).items():
            if name in there and there[name] != value:
                raise AnotherQuestion(self.store.folder, name, there[name], value)
        return True

    def keep(self, block: Block, outcome: pd.DataFrame | Failure) -> None:
        """Store what came of a block."""
        if isinstance(outcome, Failure):
            error = f"block {block.number} (seed {block.scenario.seed}): {outcome.error}"
            record = self.store.write_failure(block.name, _record(block, outcome))
            self.failed[block.name] = block.number, error, record
        else:
            self.store.write_block(block.name, outcome, block.content)
            self.done += 1

    @contextmanager
    def written_down(self) -> Iterator[None]:
        """Leave a manifest that says how it ended, also where it breaks off."""
        try:
            yield
        except BaseException as error:
            state = "stopped" if isinstance(error, KeyboardInterrupt) else "broken"
            with suppress(StoreError):
                self.store.write_manifest(self.manifest(state))
            raise
        self.store.write_manifest(self.manifest())

    @property
    def state(self) -> str:
        """``finished``; ``failed`` where blocks failed; ``running`` while some are missing."""
        if self.reused + self.done + len(self.failed) < len(self.study.blocks):
            return "running"
        return "failed" if self.failed else "finished"

    def manifest(self, state: str | None = None) -> dict[str, Any]:
        """The manifest: what was asked, with what, and how far it got."""
        return {
            "state": state or self.state,
            "verb": self.asked.verb,
            "command": self.asked.command,
            "config": dict(self.asked.config),
            **_question(self.study),
            "blocks": {
                "asked": len(self.study.blocks),
                "done": self.reused + self.done,
                "reused": self.reused,
                "failed": len(self.failed),
                "each": [self._entry(block) for block in self.study.blocks],
            },
            "model": self.study.version,
            "git": self.git,
            "versions": dict(self.versions),
            "machine": machine(),
            "process": {"host": platform.node(), "pid": os.getpid()},
            "tables": list(self.store.tables),
            "begun": datetime.fromtimestamp(self.begun, UTC).isoformat(timespec="seconds"),
            "seconds": round(time.time() - self.begun, 2),
        }

    def _entry(self, block: Block) -> dict[str, Any]:
        entry = {"block": block.number, "world": block.world, "seed": block.scenario.seed, "name": block.name}
        return entry | ({"failed": self.failed[block.name][1]} if block.name in self.failed else {})


def _record(block: Block, failure: Failure) -> dict[str, Any]:
    return {
        "block": block.number,
        "world": block.world,
        "seed": block.scenario.seed,
        "parameters": dict(block.scenario.parameters),
        "error": failure.error,
        "traceback": failure.traceback,
    }


def _question(study: Study) -> dict[str, Any]:
    base = study.base
    return {
        "county": county_facts(base),
        "seed": base.seed,
        "months": base.months,
        "warmup": base.warmup,
        "parameters": dict(base.parameters),
        "worlds": study.worlds,
        "packages": {name: _package(package) for name, package in study.packages.items()},
        "window": list(default_window(base.months)),
    }


def county_facts(scenario: Scenario) -> dict[str, Any]:
    """What a reader needs to know of the county: names, size, and a fingerprint of its description."""
    county = scenario.description()
    return {
        "zh": county.name.zh,
        "en": county.name.en,
        "registered_adults": round(county.places.registered_adults),
        "villages": county.places.units,
        "townships": len(county.places.townships.value),
        "fingerprint": fingerprint(county.model_dump(mode="json")),
    }


def _package(package: Package) -> dict[str, Any]:
    names = {policy.key: {"zh": policy.zh, "en": policy.en} for policy in package}
    return {"policies": package_settings(package), "names": names}

"""The page served by the program itself, for tests and measurements in a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # No name is looked up: the browser has no network but this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


@dataclass
class Served:
    """A running program: where its page is, and what it has printed."""

    url: str
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    def said(self, pattern: str) -> str:
        """The first group of a pattern in what was printed, waited for."""
        end = time.monotonic() + 30.0
        while time.monotonic() < end:
            found = re.search(pattern, "".join(self.printed))
            if found:
                return found[1]
            time.sleep(0.05)
        raise AssertionError(f"{pattern} was not printed in {self.printed}")

    def children(self) -> list[int]:
        """Process ids of the processes that live runs, oldest first."""
        shown = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "args="], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split(None, 2) for line in shown.splitlines()]
        return [int(pid) for pid, parent, args in rows if int(parent) == self.process.pid and "spawn_main" in args]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*options: str) -> Iterator[Served]:
    """``gongzhi workshop`` on a free port, until the end of the block."""
    port = free_port()
    command = [sys.executable, "-m", "experiments.cli", "workshop", "--no-browser", "--port", str(port), *options]
    # NiceGUI serves otherwise where it sees that a test runs.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment["PYTHONUNBUFFERED"] = "1"
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    made = Served(f"http://127.0.0.1:{port}", process)
    assert process.stdout is not None
    threading.Thread(
        target=lambda out: made.printed.extend(iter(out.readline, "")), args=[process.stdout], daemon=True
    ).start()
    try:
        _answers(made)
        yield made
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _listen(made: Served) -> None:
    assert made.process.stdout is not None
    made.printed.extend(iter(made.process.stdout.readline, ""))


def _answers(made: Served) -> None:
    end = time.monotonic() + 120.0
    while time.monotonic() < end:
        if made.process.poll() is not None:
            raise RuntimeError(f"the program ended: {''.join(made.printed)}")
        try:
            urlopen(f"{made.url}/", timeout=5.0).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the page does not answer")


@dataclass
class Heard:
    """What a browser asked for and complained about."""

    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, page: Any, url: str) -> None:
        """Keep requests to other hosts, answers from 400, and errors of the console."""
        page.on("request", lambda one: self._asked(one.url, url))
        page.on("response", lambda one: self.failed.append(f"{one.status} {one.url}") if one.status >= 400 else None)
        page.on("console", lambda one: self.errors.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: self.errors.append(str(one)))

    def _asked(self, wanted: str, url: str) -> None:
        own = (url, url.replace("http", "ws"), "data:", "blob:", "about:")
        if not wanted.startswith(own):
            self.foreign.append(wanted)

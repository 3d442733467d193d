"""Clocks, and taking turns: on a machine that others use too, what is compared must be measured side by side."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple


class Seconds(NamedTuple):
    """How long something took: by the clock on the wall, and in processor time of this thread."""

    wall: float
    cpu: float


@contextmanager
def quiet() -> Iterator[None]:
    """No garbage collection while timing."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(action: Callable[[], object]) -> Seconds:
    """How long an action takes."""
    # The clock on the wall is read first and last, so that it never shows less than the processor's.
    wall, cpu = time.perf_counter(), time.thread_time()
    action()
    cpu = time.thread_time() - cpu
    return Seconds(time.perf_counter() - wall, cpu)


def in_turn(rounds: int, actions: Mapping[str, Callable[[], Seconds]]) -> dict[str, list[Seconds]]:
    """Let all actions measure themselves in turn, A B C A B C; the n-th times of all lie close together."""
    found: dict[str, list[Seconds]] = {name: [] for name in actions}
    with quiet():
        for _ in range(rounds):
            for name, action in actions.items():
                found[name].append(action())
    return found

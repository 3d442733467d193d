"""What a random number costs, one among many and by itself."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench import Bench, measured
from benchmarks.figures import Measured
from benchmarks.timing import in_turn, seconds
from sim.core.draws import CHUNK, decision, fill_words, uniforms, words_buffer
from sim.core.kernels import loop

DRAW, BLOCK = "draw_ns", "draw_block_ns"
KEY = decision("benchmarks.draw")
MONTHS = 10_000
WORDS = 4
"""Draws of a block."""


@loop
def many(words: NDArray[np.uint32], persons: NDArray[np.int32], months: int) -> None:
    """Draw blocks for all persons at once, month by month."""
    for month in range(months):
        fill_words(words, persons, 0, persons.size, 1, KEY, month)


@loop
def one_by_one(persons: NDArray[np.int32], months: int) -> float:
    """Draw blocks one after the other; the sum keeps the compiler from leaving them out."""
    total = 0.0
    for month in range(months):
        for n in range(persons.size):
            u = uniforms(1, KEY, month, persons[n], 0)
            total += u[0] + u[1] + u[2] + u[3]
    return total


def draw_figures(bench: Bench) -> dict[str, Measured]:
    """Nanoseconds a draw and a block."""
    if not bench.wants(DRAW, BLOCK):
        return {}
    words, persons = words_buffer(), np.arange(CHUNK, dtype=np.int32)
    many(words, persons, 1)
    one_by_one(persons, 1)
    actions = {
        DRAW: lambda: seconds(lambda: many(words, persons, MONTHS)),
        BLOCK: lambda: seconds(lambda: one_by_one(persons, MONTHS)),
    }
    times = in_turn(bench.rounds(25, 5), actions)
    blocks = CHUNK * MONTHS
    return {DRAW: measured(times[DRAW], 1e9 / (blocks * WORDS)), BLOCK: measured(times[BLOCK], 1e9 / blocks)}

"""Keyed draws: the published generator, the same numbers one by one and in bulk, and names that cannot collide."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray
from scipy import stats

from sim.core.draws import (
    decision,
    fill_words,
    fill_words_of,
    philox,
    uniform,
    uniform_column,
    uniforms,
    unit,
    words_buffer,
)
from sim.policies import registry

ROOT = Path(__file__).resolve().parents[2]

# Counter, key and result of philox4x32-10: the known answers of Random123 (Salmon, Moraes, Dror and Shaw 2011).
KNOWN_ANSWERS = (
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
)

WORD = some.integers(0, 2**32 - 1)
SEED = some.integers(0, 2**63 - 1)


def words(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_the_generator_gives_the_published_answers(counter: str, key: str, answer: str) -> None:
    drawn = philox(*(np.uint64(word) for word in words(counter) + words(key)))
    assert [int(word) for word in drawn] == words(answer)


def test_each_part_of_the_key_has_its_place_in_the_counter() -> None:
    (identity, sub, month, high), (low, key) = words(KNOWN_ANSWERS[2][0]), words(KNOWN_ANSWERS[2][1])
    drawn = uniforms((high << 32) | low, key, month, identity, sub)
    assert list(drawn) == [(word + 0.5) / 2**32 for word in words(KNOWN_ANSWERS[2][2])]


def test_a_number_is_never_an_end_point() -> None:
    smallest, largest = unit(np.uint32(0)), unit(np.uint32(2**32 - 1))
    assert (smallest, largest) == (2.0**-33, 1.0 - 2.0**-33)


@given(SEED, WORD, WORD, WORD, WORD)
def test_a_draw_depends_on_every_part_of_its_key(seed: int, key: int, month: int, identity: int, sub: int) -> None:
    given_key = (seed, key, month, identity, sub)
    drawn = uniforms(*given_key)
    assert uniforms(*given_key) == drawn
    assert uniform(*given_key) == drawn[0]
    for part in range(5):
        others = list(given_key)
        others[part] ^= 1
        assert not set(uniforms(*others)) & set(drawn)


def test_a_seed_counts_in_all_its_bits() -> None:
    drawn = {uniforms(2**bit, 1, 2, 3, 4) for bit in range(63)}
    assert len(drawn) == 63


# In bulk


def identities() -> NDArray[np.int32]:
    return np.random.default_rng(1).integers(0, 2**31 - 1, 100).astype(np.int32)


SEED_OF_MANY, KEY, MONTH = (7 << 40) + 5, decision("a.decision"), 31


def one_by_one(ids: NDArray[np.int32], subs: NDArray[np.int32]) -> NDArray[np.float64]:
    return np.array([uniforms(SEED_OF_MANY, KEY, MONTH, i, s) for i, s in zip(ids, subs, strict=True)]).T


def as_units(raw: NDArray[np.uint32]) -> NDArray[np.float64]:
    return np.array([[unit(word) for word in line] for line in raw])


def test_a_chunk_of_draws_is_the_same_as_one_by_one() -> None:
    ids, raw = identities(), words_buffer(40)
    fill_words(raw, ids, 10, 40, SEED_OF_MANY, KEY, MONTH)
    assert np.array_equal(as_units(raw), one_by_one(ids[10:50], np.zeros(40, np.int32)))


def test_a_list_of_draws_with_subs_is_the_same_as_one_by_one() -> None:
    ids, subs, raw = identities(), np.arange(100, dtype=np.int32) * 7, words_buffer(100)
    fill_words_of(raw, ids, subs, 100, SEED_OF_MANY, KEY, MONTH)
    assert np.array_equal(as_units(raw), one_by_one(ids, subs))


def test_what_lies_beyond_the_list_is_left_alone() -> None:
    ids, raw = identities(), np.full((4, 100), 7, np.uint32)
    fill_words_of(raw, ids, ids, 30, SEED_OF_MANY, KEY, MONTH)
    fill_words(raw[:, 50:], ids, 0, 10, SEED_OF_MANY, KEY, MONTH)
    assert (raw[:, 30:50] == 7).all()
    assert (raw[:, 60:] == 7).all()


def test_a_column_of_draws_is_the_same_as_one_by_one() -> None:
    ids = identities()
    column = uniform_column(SEED_OF_MANY, KEY, MONTH, ids, 3)
    assert np.array_equal(column, [uniform(SEED_OF_MANY, KEY, MONTH, i, 3) for i in ids])


# Statistics: each bound is crossed by a good generator less than once in 10,000 times


MANY = 200_000


def column(seed: int = 1, key: str = "one.decision", month: int = 5, sub: int = 0) -> NDArray[np.float64]:
    return uniform_column(seed, decision(key), month, np.arange(MANY, dtype=np.int32), sub)


@pytest.mark.parametrize("seed", [0, 1, 2**62 + 3])
def test_draws_are_uniform(seed: int) -> None:
    assert stats.kstest(column(seed), "uniform").pvalue > 1e-4
    every_bit = (column(seed) * 2.0**32).astype(np.uint64)[:, None] >> np.arange(32, dtype=np.uint64) & np.uint64(1)
    assert np.abs(every_bit.mean(axis=0) - 0.5).max() < 5 * 0.5 / MANY**0.5


def test_the_four_numbers_of_a_block_are_unrelated() -> None:
    raw = words_buffer(MANY)
    fill_words(raw, np.arange(MANY, dtype=np.int32), 0, MANY, 1, decision("one.decision"), 5)
    related = np.corrcoef(raw.astype(np.float64)) - np.eye(4)
    assert np.abs(related).max() < 4.5 / MANY**0.5


@pytest.mark.parametrize(
    "other", [{"seed": 2}, {"seed": 1 + 2**32}, {"key": "another.decision"}, {"month": 6}, {"sub": 1}]
)
def test_neighbouring_keys_are_unrelated(other: dict[str, int]) -> None:
    one, another = column(), column(**other)  # type: ignore[arg-type]
    assert abs(np.corrcoef(one, another)[0, 1]) < 4.5 / MANY**0.5
    assert abs(np.corrcoef(one[1:], another[:-1])[0, 1]) < 4.5 / MANY**0.5


# Names


def calls_of_decision() -> Iterator[tuple[str, str | None]]:
    """Where in sim/ a decision is declared at the top of a module, and its name; None for any other call."""
    for path in sorted((ROOT / "sim").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        declared = {id(node.value) for node in tree.body if isinstance(node, ast.Assign)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "decision":
                where, name = path.relative_to(ROOT).as_posix(), node.args[0]
                plain = id(node) in declared and isinstance(name, ast.Constant)
                yield where, str(name.value) if plain and isinstance(name, ast.Constant) else None


def names() -> list[str]:
    return [name for _, name in calls_of_decision() if name is not None]


def test_every_decision_is_declared_once_at_the_top_of_its_module() -> None:
    assert len(names()) > 30
    assert [name for name, times in Counter(names()).items() if times > 1] == []
    # The lot that chooses the villages of a pilot has a name of its own for each measure.
    assert [where for where, name in calls_of_decision() if name is None] == ["sim/policies/scope.py"]


def test_no_two_decisions_share_a_key() -> None:
    everything = [*names(), *(f"pilot.{key}" for key in registry())]
    assert len({int(decision(name)) for name in everything}) == len(everything)
    assert all(0 <= decision(name) < 2**32 for name in everything)


def test_the_month_in_equations_names_the_decisions_that_are_drawn() -> None:
    text = (ROOT / "docs" / "month.md").read_text("utf-8")
    described = set(re.findall(r"D:([a-z_]+\.[a-z_]+)", text))
    assert described == {name for name in names() if not name.startswith("world.")}


# Without compilation


def prints() -> str:
    """A fingerprint of draws in every form."""
    ids, raw = identities(), words_buffer(100)
    fill_words_of(raw, ids, ids[::-1].copy(), 100, SEED_OF_MANY, KEY, MONTH)
    parts = (raw, uniform_column(SEED_OF_MANY, KEY, MONTH, ids, 3), np.array(uniforms(1, 2, 3, 4, 5)))
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


def test_draws_are_the_same_without_compilation() -> None:
    code = "from tests.core.test_draws import prints; import json; print(json.dumps(prints()))"
    plain = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == prints()

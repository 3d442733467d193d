"""Once more outside kernels: draws that the model makes, and its rules, for those who look on.

A draw belongs to its decision, so looking at it again changes nothing.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import philox

Function = TypeVar("Function", bound=Callable[..., Any])
_LOW = np.uint64(0xFFFFFFFF)


def plainly(rule: Function) -> Function:
    """A rule of the model as plain Python; calling it costs no compilation."""
    return cast(Function, getattr(rule, "py_func", rule))


def draws(
    seed: int, decision: int, month: int, identities: NDArray[Any] | int, sub: NDArray[Any] | int = 0
) -> tuple[NDArray[np.float64], ...]:
    """The four uniforms of a decision for each identity, as ``sim.core.draws.uniforms`` gives them; scalars for one."""
    words = plainly(philox)(
        np.asarray(identities).astype(np.uint64) & _LOW,  # type: ignore[arg-type]
        np.asarray(sub).astype(np.uint64) & _LOW,  # type: ignore[arg-type]
        np.uint64(month) & _LOW,
        np.uint64(seed) >> np.uint64(32),
        np.uint64(seed) & _LOW,
        np.uint64(decision),
    )
    return tuple(np.asarray((np.asarray(word, np.int64) + 0.5) * 2.0**-32, np.float64) for word in words)

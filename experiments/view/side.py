"""A process for what takes longer than a run: trails and reports, one after another, beside the pool of the runs."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from experiments.view.worker import begin, begin_patiently

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Side:
    """Started when it is first needed, and again after it has died; a ``patient`` one lets all others go first."""

    def __init__(self, patient: bool = False) -> None:
        self._begin = begin_patiently if patient else begin
        self._pool: ProcessPoolExecutor | None = None

    async def call(self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """What a module's function returns, called over there; its errors are raised here.

        Raises ``BrokenProcessPool`` where the process died of it twice.
        """
        try:
            return await self._call(function, *given, **named)
        except BrokenProcessPool:
            self._pool = None
            return await self._call(function, *given, **named)

    async def _call(self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), self._begin)
        return await asyncio.wrap_future(self._pool.submit(function, *given, **named))

    def close(self) -> None:
        """End the process after what it is doing."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

"""An event loop without waiting: when nothing is ready, its clock jumps to the next timer.

A minute of a conversation passes in milliseconds, and always in the same order. Work on real threads (the loop's own
executor, a ThreadPoolExecutor) is waited for in real time, so that no timer overtakes it; the clock stands still
meanwhile. Work that shall take a time of its own goes to an executor of `tests.fakes.executor`.
"""

from __future__ import annotations

import asyncio
import functools
import selectors
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, TypeVarTuple

_Arguments = TypeVarTuple("_Arguments")
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_STUCK_SECONDS = 30.0  # of real time without anything that could ever happen
_OUTSIDE_SECONDS = 1.5  # of real time in which a server of the test answers, if it will
_UNWATCHED_SECONDS = 1.0  # of virtual time that pass at once after a server has not answered


class _JumpingSelector(selectors.DefaultSelector):
    """Waits for nothing: it tells the loop's clock to pass the time instead."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self.working = 0
        self.outside = 0
        self.watched_from = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.working or timeout is None:
            stuck = time.monotonic() + _STUCK_SECONDS
            while not (ready := super().select(0.05)):
                if time.monotonic() > stuck:
                    raise RuntimeError("the loop waits for something that does not come")
            return ready
        if self.outside and self.passed >= self.watched_from:
            if ready := super().select(_OUTSIDE_SECONDS):
                return ready
            self.watched_from = self.passed + _UNWATCHED_SECONDS
        self.passed += timeout
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """The loop; its clock begins at 0."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*_Arguments], _Result], *args: *_Arguments
    ) -> asyncio.Future[_Result]:
        future = super().run_in_executor(executor, func, *args)
        if executor is None or isinstance(executor, ThreadPoolExecutor):
            self._jumping.working += 1
            future.add_done_callback(self._worked)
        return future

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Meanwhile a server is asked: it is given a moment of real time before the clock jumps."""
        self._jumping.outside += 1
        try:
            yield
        finally:
            self._jumping.outside -= 1

    def _worked(self, _future: asyncio.Future[Any]) -> None:
        self._jumping.working -= 1


def run(coro: Coroutine[Any, Any, _Result]) -> _Result:
    """Run a coroutine to its end on a loop with virtual time, as `asyncio.run` does on a real one."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(coro)


def in_virtual_time(test: Callable[_Given, Coroutine[Any, Any, None]]) -> Callable[_Given, None]:
    """Make an asynchronous test a plain one that runs in virtual time."""

    @functools.wraps(test)
    def plain(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        run(test(*args, **kwargs))

    return plain

"""Executors without threads, so that a test's order of events is always the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class InlineExecutor(Executor):
    """Runs each job at once, on the caller's thread: what is submitted has been done when `submit` returns."""

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        future: Future[_Result] = Future()
        _work(future, fn, *args, **kwargs)
        return future


class SlowExecutor(Executor):
    """Runs each job when some seconds of the running loop's clock have passed; one that is cancelled before, never."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        future: Future[_Result] = Future()

        def begin() -> None:
            if future.set_running_or_notify_cancel():
                _work(future, fn, *args, **kwargs)

        asyncio.get_running_loop().call_later(self.seconds, begin)
        return future


def _work(future: Future[_Result], fn: Callable[..., _Result], *args: Any, **kwargs: Any) -> None:
    try:
        future.set_result(fn(*args, **kwargs))
    except Exception as error:
        future.set_exception(error)

"""The engine's loop on a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from engine import thread as thread_module
from engine.thread import EngineThread

LIMIT = 10.0  # seconds of real time that nothing here takes


@pytest.fixture
def thread() -> Iterator[EngineThread]:
    thread = EngineThread()
    thread.start()
    yield thread
    thread.stop()
    assert not thread._thread.is_alive()


def test_a_coroutine_runs_on_the_threads_loop(thread: EngineThread) -> None:
    async def work() -> tuple[str, asyncio.AbstractEventLoop]:
        await asyncio.sleep(0)
        return threading.current_thread().name, asyncio.get_running_loop()

    name, loop = thread.submit(work()).result(LIMIT)
    assert name == "sahayak-engine" != threading.current_thread().name
    assert thread.submit(work()).result(LIMIT)[1] is loop


def test_what_a_coroutine_raises_comes_back(thread: EngineThread) -> None:
    async def fail() -> None:
        raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        thread.submit(fail()).result(LIMIT)


def test_a_function_is_called_on_the_loop_in_its_turn(thread: EngineThread) -> None:
    called: list[tuple[str, int]] = []
    done = threading.Event()
    for number in range(3):
        thread.call(lambda *arguments: called.append(arguments), threading.current_thread().name, number)
    thread.call(lambda: called.append((threading.current_thread().name, 3)))
    thread.call(done.set)
    assert done.wait(LIMIT)
    here = threading.current_thread().name
    assert called == [(here, 0), (here, 1), (here, 2), ("sahayak-engine", 3)]


def test_a_coroutine_can_be_cancelled_from_outside(thread: EngineThread) -> None:
    began, cancelled = threading.Event(), threading.Event()

    async def wait() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    work = thread.submit(wait())
    assert began.wait(LIMIT)
    work.cancel()
    assert cancelled.wait(LIMIT)


def test_stopping_cancels_what_runs_and_lets_it_tidy_up() -> None:
    thread = EngineThread()
    thread.start()
    began = threading.Event()
    tidied: list[str] = []

    async def serve() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.append("yes")

    work = thread.submit(serve())
    assert began.wait(LIMIT)
    thread.stop()
    assert tidied == ["yes"]
    with pytest.raises(CancelledError):
        work.result(LIMIT)
    assert not thread._thread.is_alive()
    assert thread._loop.is_closed()


def test_stopping_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_module, "_STOP_SECONDS", 0.05)
    thread = EngineThread()
    thread.start()
    began, release = threading.Event(), asyncio.Event()

    async def hang() -> None:
        began.set()
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue  # whatever it is told

    thread.submit(hang())
    assert began.wait(LIMIT)
    thread.stop()
    assert thread._thread.is_alive(), "it is left behind"
    thread._loop.call_soon_threadsafe(release.set)
    thread._thread.join(LIMIT)
    assert not thread._thread.is_alive()


def test_stopping_twice_or_before_the_start_is_harmless() -> None:
    thread = EngineThread()
    thread.stop()
    thread.start()
    thread.stop()
    thread.stop()
    assert not thread._thread.is_alive()

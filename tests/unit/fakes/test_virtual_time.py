"""The fakes that other tests stand on."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tests.fakes.executor import InlineExecutor, SlowExecutor
from tests.fakes.virtual_time import run


def test_an_hour_passes_in_order():
    async def sleepers():
        order = []

        async def sleeper(seconds):
            await asyncio.sleep(seconds)
            order.append((seconds, asyncio.get_running_loop().time()))

        await asyncio.gather(*(sleeper(seconds) for seconds in (3600, 1, 60)))
        return order

    assert run(sleepers()) == [(s, pytest.approx(s)) for s in (1, 60, 3600)]


def test_a_limit_that_nothing_meets_runs_out():
    async def wait():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 100)
        return asyncio.get_running_loop().time()

    assert run(wait()) == pytest.approx(100)


def test_no_timer_overtakes_a_thread():
    async def wait():
        go = threading.Event()
        threading.Timer(0.1, go.set).start()
        return await asyncio.wait_for(asyncio.to_thread(go.wait), 0.001), asyncio.get_running_loop().time()

    assert run(wait()) == (True, 0)


def test_jobs_run_at_once_or_in_their_time():
    async def work():
        loop = asyncio.get_running_loop()
        done = []
        inline = loop.run_in_executor(InlineExecutor(), done.append, "inline")
        assert done == ["inline"]
        await inline
        await loop.run_in_executor(SlowExecutor(5), done.append, "slow")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(loop.run_in_executor(SlowExecutor(5), done.append, "cancelled"), 1)
        await asyncio.sleep(60)
        with pytest.raises(ZeroDivisionError):
            await loop.run_in_executor(InlineExecutor(), lambda: 1 // 0)
        return done

    assert run(work()) == ["inline", "slow"]

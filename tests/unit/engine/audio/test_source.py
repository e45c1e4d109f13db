from __future__ import annotations

import asyncio

import numpy as np
import pytest

from engine.audio.format import FRAME, FRAME_SECONDS
from engine.audio.source import RecordingSource
from tests.fakes.virtual_time import run


async def take(source: RecordingSource, count: int) -> np.ndarray:
    frames = source.frames()
    taken = [await anext(frames) for _ in range(count)]
    await frames.aclose()
    assert all(len(frame) == FRAME and frame.dtype == np.int16 for frame in taken)
    return np.concatenate(taken)


def test_a_room_is_not_quite_silent():
    sound = run(take(RecordingSource(noise=0.001), 50))
    assert sound.std() == pytest.approx(0.001 * 32768, rel=0.1)
    assert abs(sound.mean()) < 3
    assert not run(take(RecordingSource(noise=0), 5)).any()


def test_recordings_are_played_one_after_the_other():
    source = RecordingSource(noise=0)
    first, second = np.full(700, 1000, np.int16), np.full(400, -2000, np.int16)
    source.say(first)
    source.say(second)
    sound = run(take(source, 4))
    assert sound.tolist() == [1000] * 700 + [-2000] * 400 + [0] * (4 * FRAME - 1100)


def test_say_tells_how_long_it_will_take():
    source = RecordingSource()
    assert source.say(np.zeros(16_000, np.int16)) == pytest.approx(1.0)
    assert source.say(np.zeros(8_000, np.int16)) == pytest.approx(1.5)


def test_a_recording_is_mixed_with_the_rooms_noise():
    source = RecordingSource(noise=0.001)
    source.say(np.full(20 * FRAME, 5000, np.int16))
    sound = run(take(source, 20))
    assert sound.mean() == pytest.approx(5000, abs=3)
    assert sound.std() == pytest.approx(0.001 * 32768, rel=0.1)


def test_the_loudest_recording_does_not_turn_over():
    source = RecordingSource()
    source.say(np.concatenate([np.full(FRAME, 32767, np.int16), np.full(FRAME, -32768, np.int16)]))
    sound = run(take(source, 2))
    assert sound[:FRAME].min() > 32600
    assert sound[FRAME:].max() < -32600


def test_a_frame_comes_each_32_ms():
    async def times():
        source, clock, found = RecordingSource(), asyncio.get_running_loop().time, []
        async for _ in source.frames():
            found.append(clock())
            if len(found) == 5:
                source.close()
        return found

    assert run(times()) == pytest.approx([i * FRAME_SECONDS for i in range(5)])


def test_a_late_loop_is_caught_up_with():
    async def frames_in_a_second():
        source, clock = RecordingSource(), asyncio.get_running_loop().time
        frames = source.frames()
        await anext(frames)
        await asyncio.sleep(0.5)
        count = 1
        while clock() < 0.999:
            await anext(frames)
            count += 1
        return count

    assert run(frames_in_a_second()) == pytest.approx(1 / FRAME_SECONDS, abs=2)


def test_close_ends_the_stream():
    async def listen():
        source = RecordingSource()
        asyncio.get_running_loop().call_later(1.0, source.close)
        return len([frame async for frame in source.frames()])

    assert run(listen()) == pytest.approx(1 / FRAME_SECONDS, abs=2)


def test_the_same_seed_makes_the_same_room():
    first, second = (run(take(RecordingSource(seed=3), 3)) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, run(take(RecordingSource(seed=4), 3)))

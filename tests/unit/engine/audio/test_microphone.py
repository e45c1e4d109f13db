from __future__ import annotations

import asyncio

import numpy as np
import pytest

from engine.audio.devices import find
from engine.audio.format import FRAME, SAMPLE_RATE
from engine.audio.microphone import Microphone
from engine.errors import DeviceFailed
from tests.fakes.virtual_time import run

PITCH = 400


def tone(rate: int, seconds: float) -> np.ndarray:
    return (np.sin(2 * np.pi * PITCH * np.arange(int(rate * seconds)) / rate) * 8000).astype(np.int16)


async def record(sound_system, blocks_of, limit: float = 60.0):
    """Listen while blocks come in at their time; return the frames, when it ended, and with what."""
    frames, clock = [], asyncio.get_running_loop().time
    microphone = Microphone(find("input"))

    async def listen():
        async for frame in microphone.frames():
            frames.append(frame)  # noqa: PERF401 - the frames so far are wanted when it fails

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    if sound_system.streams:
        stream = sound_system.streams[-1]
        rate, size = stream.options["samplerate"], stream.options["blocksize"]
        for block in blocks_of(rate, size):
            if listening.done():
                break
            stream.record(block)
            await asyncio.sleep(len(block) / rate)
    problem = None
    try:
        await asyncio.wait_for(listening, limit)
    except (DeviceFailed, TimeoutError) as ended:
        problem = ended
    return frames, clock(), problem


def cut(sound: np.ndarray, size: int) -> list[np.ndarray]:
    return [sound[start : start + size] for start in range(0, len(sound), size)]


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_a_device_is_opened_at_its_own_rate_and_gives_frames_at_16_khz(sound_system, rate):
    index = sound_system.device("Mic", inputs=1, rate=float(rate))
    frames, _, _ = run(record(sound_system, lambda rate, size: cut(tone(rate, 3), size)))
    (stream,) = sound_system.streams
    assert (stream.options["device"], stream.options["samplerate"], stream.options["channels"]) == (index, rate, 1)
    assert all(len(frame) == FRAME and frame.dtype == np.int16 for frame in frames)
    heard = np.concatenate(frames)
    assert 2.8 * SAMPLE_RATE < len(heard) <= 3 * SAMPLE_RATE
    spectrum = np.abs(np.fft.rfft(heard[:SAMPLE_RATE].astype(float)))
    assert spectrum.argmax() == PITCH
    assert np.abs(heard[1000:]).max() == pytest.approx(8000, rel=0.02)


def test_no_sample_is_lost_between_blocks_and_frames(sound_system):
    sound_system.device("Mic", inputs=1, rate=16_000.0)
    sound = (np.arange(20_000) % 1000 + 1).astype(np.int16)
    frames, _, _ = run(record(sound_system, lambda _rate, _size: cut(sound, 700)))
    heard = np.concatenate(frames).astype(int)
    start = int(np.flatnonzero(heard > 500)[0])
    wanted = sound[np.flatnonzero(sound == heard[start])[0] :].astype(int)
    assert np.abs(heard[start:] - wanted[: len(heard) - start]).max() <= 1
    assert len(heard) >= 20_000 - 2 * FRAME


def test_a_device_that_delivers_nothing(sound_system):
    sound_system.device("Mic", inputs=1)
    frames, when, problem = run(record(sound_system, lambda _rate, _size: []))
    assert isinstance(problem, DeviceFailed)
    assert "'Mic' delivers no sound" in problem.message
    assert "mute switch" in problem.hint
    assert (frames, when) == ([], pytest.approx(5))
    assert sound_system.streams[0].events == ["start", "abort", "close"]


def test_a_device_that_stops_delivering(sound_system):
    sound_system.device("Mic", inputs=1)
    frames, when, problem = run(record(sound_system, lambda rate, size: cut(tone(rate, 2), size)))
    assert "delivers no sound" in problem.message
    assert len(frames) > 55
    assert when == pytest.approx(7, abs=0.1)


def test_a_device_that_delivers_zeros(sound_system):
    sound_system.device("Mic", inputs=1)
    frames, when, problem = run(record(sound_system, lambda rate, size: cut(np.zeros(rate * 20, np.int16), size)))
    assert "'Mic' delivers digital silence" in problem.message
    assert when == pytest.approx(5, abs=0.1)
    assert frames, "up to then it may be a pause"
    assert sound_system.streams[0].events[-1] == "close"


def test_a_pause_of_zeros_is_no_failure(sound_system):
    sound_system.device("Mic", inputs=1)

    def blocks(rate, size):
        pause = np.zeros(int(rate * 4.5), np.int16)
        return cut(np.concatenate([pause, tone(rate, 0.1), pause, tone(rate, 0.1), pause, tone(rate, 0.1)]), size)

    frames, when, problem = run(record(sound_system, blocks))
    assert "delivers no sound" in problem.message, "it failed only when the blocks ended"
    assert when == pytest.approx(13.8 + 5, abs=0.2)
    assert len(frames) > 13.5 * SAMPLE_RATE / FRAME


@pytest.mark.parametrize("failing", ["open_fails", "start_fails"])
def test_a_device_that_cannot_be_opened_is_let_go_of(sound_system, failing):
    sound_system.device("Mic", inputs=1)
    setattr(sound_system, failing, "Device busy")
    _, _, problem = run(record(sound_system, lambda _rate, _size: []))
    assert "'Mic' cannot be opened: Device busy" in problem.message
    assert problem.hint
    assert all(stream.events[-1:] == ["close"] for stream in sound_system.streams)


def test_the_device_is_let_go_of_when_nobody_listens_any_more(sound_system):
    sound_system.device("Mic", inputs=1, rate=16_000.0)

    async def listen_once():
        frames = Microphone(find("input")).frames()
        first = asyncio.create_task(anext(frames))
        await asyncio.sleep(0)
        for block in cut(tone(16_000, 0.2), 512):
            sound_system.streams[0].record(block)
        await first
        await frames.aclose()

    run(listen_once())
    assert sound_system.streams[0].events == ["start", "abort", "close"]


def test_a_loop_that_is_late_hears_the_newest_sound(sound_system):
    sound_system.device("Mic", inputs=1, rate=16_000.0)

    async def late():
        frames = Microphone(find("input")).frames()
        first = asyncio.create_task(anext(frames))
        await asyncio.sleep(0)
        stream = sound_system.streams[0]
        for number in range(1000):
            stream.record(np.full(512, number + 1, np.int16))
        await asyncio.sleep(0)  # all of them arrive before the listener runs
        heard = [await first]
        while heard[-1].max() < 990:
            heard.append(await anext(frames))
        await frames.aclose()
        return heard

    heard = run(late())
    assert len(heard) < 250
    assert heard[5].min() > 700

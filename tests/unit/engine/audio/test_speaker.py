from __future__ import annotations

import asyncio

import numpy as np
import pytest

from engine.audio.devices import find
from engine.audio.speaker import LoudSpeaker, SilentSpeaker
from engine.errors import DeviceFailed
from tests.fakes.virtual_time import run

RATE = 24_000


def sound(seconds: float) -> np.ndarray:
    return np.arange(1, int(RATE * seconds) + 1).astype(np.int16)


async def until_empty(speaker) -> float:
    clock = asyncio.get_running_loop().time
    since = clock()
    while not speaker.buffer.empty:
        await asyncio.sleep(0.001)
    return clock() - since


def test_a_paced_speaker_takes_as_long_as_the_sound():
    async def play():
        speaker = SilentSpeaker(RATE)
        await speaker.start()
        speaker.buffer.put(0, sound(2), last=True)
        await asyncio.sleep(1)
        half = speaker.buffer.heard(0)
        rest = await until_empty(speaker)
        await speaker.close()
        return half, rest, speaker.take_played()

    half, rest, played = run(play())
    assert half == pytest.approx(0.5, abs=0.03)
    assert rest == pytest.approx(1, abs=0.05)
    assert np.array_equal(played, sound(2))


def test_an_unpaced_speaker_swallows_all_at_once():
    async def play():
        speaker = SilentSpeaker(RATE, paced=False)
        await speaker.start()
        speaker.buffer.put(0, sound(60), last=True)
        took = await until_empty(speaker)
        await speaker.close()
        return took, speaker.take_played()

    took, played = run(play())
    assert took < 0.05
    assert np.array_equal(played, sound(60))


def test_what_was_played_is_taken_once_without_the_silence_between():
    async def play():
        speaker = SilentSpeaker(RATE)
        await speaker.start()
        taken = [speaker.take_played()]
        for seconds in (0.1, 0.2):
            speaker.buffer.put(0, sound(seconds), last=True)
            await asyncio.sleep(5)
            taken.append(speaker.take_played())
        await speaker.close()
        return taken

    silence, first, second = run(play())
    assert len(silence) == 0
    assert np.array_equal(first, sound(0.1))
    assert np.array_equal(second, sound(0.2))


def test_a_closed_speaker_plays_nothing_and_can_be_opened_again():
    async def play():
        speaker = SilentSpeaker(RATE)
        await speaker.close()
        await speaker.start()
        speaker.buffer.put(0, sound(1), last=True)
        await asyncio.sleep(0.5)
        await speaker.close()
        stopped = speaker.buffer.heard(0)
        await asyncio.sleep(5)
        assert speaker.buffer.heard(0) == stopped
        await speaker.start()
        await asyncio.sleep(5)
        await speaker.close()
        return stopped, speaker.buffer.heard(0)

    stopped, later = run(play())
    assert 0.4 < stopped < 0.6
    assert later == 1


def test_a_late_loop_makes_up_for_a_second_and_no_more():
    async def play():
        speaker = SilentSpeaker(RATE)
        await speaker.start()
        speaker.buffer.put(0, sound(10), last=True)
        await asyncio.sleep(0.1)
        loop = asyncio.get_running_loop()
        loop._jumping.passed += 5.0  # the loop was held up
        await asyncio.sleep(0.01)
        await speaker.close()
        return speaker.buffer.played / RATE

    assert run(play()) == pytest.approx(1.1, abs=0.1)


def test_a_loudspeaker_is_opened_at_the_wanted_rate_or_else_its_own(sound_system):
    sound_system.device("Speaker", outputs=2, rate=48_000.0)
    assert LoudSpeaker(find("output"), wanted_rate=RATE).rate == RATE
    sound_system.rates = {48_000}
    assert LoudSpeaker(find("output"), wanted_rate=RATE).rate == 48_000


def test_a_loudspeaker_pulls_from_its_buffer(sound_system):
    index = sound_system.device("Speaker", outputs=2)

    async def play():
        speaker = LoudSpeaker(find("output"))
        await speaker.start()
        (stream,) = sound_system.streams
        speaker.buffer.put(0, np.array([1, 2, 3], np.int16), last=True)
        assert stream.play(2).tolist() == [1, 2]
        assert stream.play(3).tolist() == [3, 0, 0]
        assert speaker.buffer.heard(0) == 1
        await speaker.close()
        await speaker.close()
        return stream

    stream = run(play())
    assert stream.events == ["start", "abort", "close"]
    options = stream.options
    assert (options["device"], options["samplerate"], options["channels"], options["dtype"]) == (
        index,
        RATE,
        1,
        "int16",
    )


@pytest.mark.parametrize("failing", ["open_fails", "start_fails"])
def test_a_loudspeaker_that_cannot_be_opened(sound_system, failing):
    sound_system.device("Speaker", outputs=2)
    setattr(sound_system, failing, "Device unavailable")

    async def play():
        speaker = LoudSpeaker(find("output"))
        with pytest.raises(DeviceFailed, match="'Speaker' cannot be opened: Device unavailable") as failed:
            await speaker.start()
        assert failed.value.hint
        await speaker.close()
        setattr(sound_system, failing, "")
        await speaker.start()
        await speaker.close()

    run(play())
    assert all(stream.events[-1] == "close" for stream in sound_system.streams)

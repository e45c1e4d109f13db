"""Where the engine's voice goes: a loudspeaker, or a clock that plays into memory when there is none."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

import numpy as np

from engine.audio.devices import Device, portaudio
from engine.audio.format import Pcm
from engine.audio.playback import PlaybackBuffer
from engine.errors import DeviceFailed

_TICK_SECONDS = 0.02
_LATENCY_SECONDS = 0.15  # the callback is Python and shares the processor with the models; a gap would be a click


class Speaker(Protocol):
    """Plays what its buffer holds. `rate` is in Hz; the buffer takes mono int16 at that rate."""

    rate: int
    buffer: PlaybackBuffer

    async def start(self) -> None:
        """Begin to play.

        Raises:
            DeviceFailed: the device cannot be opened.
        """
        ...

    async def close(self) -> None:
        """Stop and let go of the device."""
        ...


class LoudSpeaker:
    """A playing device, opened at a rate that it takes."""

    def __init__(self, device: Device, wanted_rate: int = 24_000) -> None:
        self._device = device
        self._stream: Any = None
        self.buffer = PlaybackBuffer()
        self.rate = wanted_rate if self._takes(wanted_rate) else device.rate

    def _takes(self, rate: int) -> bool:
        sounddevice = portaudio()
        try:
            sounddevice.check_output_settings(self._device.index, 1, "int16", samplerate=rate)
        except sounddevice.PortAudioError:
            return False
        return True

    async def start(self) -> None:
        """Open the device; PortAudio's thread pulls from the buffer from now on."""
        sounddevice = portaudio()

        def callback(out: Pcm, frames: int, _time: Any, _status: Any) -> None:
            out[:, 0] = self.buffer.pull(frames)

        try:
            self._stream = sounddevice.OutputStream(
                device=self._device.index,
                samplerate=self.rate,
                blocksize=int(self.rate * _TICK_SECONDS),
                channels=1,
                dtype="int16",
                latency=_LATENCY_SECONDS,
                callback=callback,
            )
            self._stream.start()
        except sounddevice.PortAudioError as failed:
            raise DeviceFailed(
                f"the speaker {self._device.name!r} cannot be opened: {failed}",
                "close other programs that use it, or choose another speaker in the settings",
            ) from failed

    async def close(self) -> None:
        """Stop at once; `abort` takes less than a millisecond."""
        if self._stream is not None:
            self._stream.abort()
            self._stream.close()
            self._stream = None


class SilentSpeaker:
    """A speaker without a device, which keeps what was played.

    Paced, it plays in the loop's time, as the demo without a sound card and the tests of the turn need it; with virtual
    time it is as fast as the test. Otherwise it swallows everything at once.
    """

    def __init__(self, rate: int = 24_000, paced: bool = True) -> None:
        self.rate = rate
        self.buffer = PlaybackBuffer()
        self._paced = paced
        self._task: asyncio.Task[None] | None = None
        self._played: list[Pcm] = []

    async def start(self) -> None:
        """Let the clock run."""
        self._task = asyncio.create_task(self._play())

    async def close(self) -> None:
        """Stop the clock."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def take_played(self) -> Pcm:
        """All that was played since the last call, without the silence between answers."""
        played, self._played = self._played, []
        return np.concatenate(played) if played else np.zeros(0, np.int16)

    async def _play(self) -> None:
        clock = asyncio.get_running_loop().time
        due = clock()
        while True:
            while not self.buffer.empty:
                self._played.append(self.buffer.pull(int(self.rate * _TICK_SECONDS)))
                if self._paced:
                    break
            due = max(due + _TICK_SECONDS, clock() - 1.0)
            await asyncio.sleep(max(0.0, due - clock()))

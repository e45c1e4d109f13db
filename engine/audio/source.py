"""Where the engine's sound comes from: the interface, and a recording played as a microphone would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

import numpy as np

from engine.audio.format import FRAME, FRAME_SECONDS, Pcm


class AudioSource(Protocol):
    """A stream of sound at 16 kHz."""

    def frames(self) -> AsyncIterator[Pcm]:
        """Yield frames of 512 samples as they are recorded.

        Raises:
            DeviceFailed: the device is missing, in use, or has gone silent.
        """
        ...


class RecordingSource:
    """Recordings fed in real time into an otherwise silent room.

    `say` puts a recording into the air; until then, and after it, the source yields faint noise as a room does.
    """

    def __init__(self, noise: float = 0.0005, seed: int = 7) -> None:
        self._random = np.random.default_rng(seed)
        self._noise = noise
        self._waiting = np.zeros(0, np.int16)
        self._closed = False

    def say(self, recording: Pcm) -> float:
        """Begin to play a recording (16 kHz) after what is still playing; return how long it will take in seconds."""
        self._waiting = np.concatenate([self._waiting, recording])
        return len(self._waiting) / FRAME * FRAME_SECONDS

    def close(self) -> None:
        """End the stream."""
        self._closed = True

    async def frames(self) -> AsyncIterator[Pcm]:
        """Yield a frame each 32 ms of the loop's clock, catching up where the loop was late."""
        clock = asyncio.get_running_loop().time
        due = clock()
        while not self._closed:
            frame = self._random.standard_normal(FRAME) * self._noise * 32768
            spoken, self._waiting = self._waiting[:FRAME], self._waiting[FRAME:]
            frame[: len(spoken)] += spoken
            yield np.clip(frame, -32768, 32767).astype(np.int16)
            due += FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - clock()))

"""The microphone: PortAudio's callback thread fills, the engine's loop drains, a watchdog notices silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import soxr

from engine.audio.devices import Device, portaudio
from engine.audio.format import FRAME, FRAME_SECONDS, SAMPLE_RATE, Pcm
from engine.errors import DeviceFailed

_SILENT_SECONDS = 5.0  # nothing at all, or only digital zero: a real microphone always hears some noise
_BACKLOG_FRAMES = 200  # 6.4 s; when the loop is that late, the oldest sound is dropped


class Microphone:
    """A recording device as an AudioSource.

    It is opened at its own rate (Windows' shared mode refuses any other) and resampled to 16 kHz here.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self._resampler = soxr.ResampleStream(device.rate, SAMPLE_RATE, 1, dtype="int16")

    async def frames(self) -> AsyncIterator[Pcm]:
        """Yield frames of 512 samples.

        Raises:
            DeviceFailed: the device cannot be opened, stops delivering, or delivers nothing but zeros.
        """
        loop = asyncio.get_running_loop()
        blocks: asyncio.Queue[Pcm] = asyncio.Queue()

        def keep(block: Pcm) -> None:
            blocks.put_nowait(block)
            while blocks.qsize() > _BACKLOG_FRAMES:
                blocks.get_nowait()

        def callback(data: Pcm, _frames: int, _time: Any, _status: Any) -> None:
            loop.call_soon_threadsafe(keep, data[:, 0].copy())

        stream = self._open(callback)
        try:
            async for frame in self._framed(blocks):
                yield frame
        finally:
            stream.abort()
            stream.close()

    def _open(self, callback: Any) -> Any:
        sounddevice = portaudio()
        stream = None
        try:
            stream = sounddevice.InputStream(
                device=self._device.index,
                samplerate=self._device.rate,
                blocksize=int(self._device.rate * FRAME_SECONDS),
                channels=1,
                dtype="int16",
                latency="high",
                callback=callback,
            )
            stream.start()
        except sounddevice.PortAudioError as failed:
            if stream is not None:
                stream.close()  # opened, but it does not start: the next attempt would find it in use
            raise DeviceFailed(
                f"the microphone {self._device.name!r} cannot be opened: {failed}",
                "close other programs that use it, or choose another microphone in the settings",
            ) from failed
        return stream

    async def _framed(self, blocks: asyncio.Queue[Pcm]) -> AsyncIterator[Pcm]:
        pending = np.zeros(0, np.int16)
        zeros = 0.0
        while True:
            try:
                block = await asyncio.wait_for(blocks.get(), _SILENT_SECONDS)
            except TimeoutError:
                raise self._silent("delivers no sound") from None
            zeros = 0.0 if block.any() else zeros + len(block) / self._device.rate
            if zeros > _SILENT_SECONDS:
                raise self._silent("delivers digital silence")
            pending = np.concatenate([pending, self._resampler.resample_chunk(block)])
            while len(pending) >= FRAME:
                frame, pending = pending[:FRAME], pending[FRAME:]
                yield frame

    def _silent(self, what: str) -> DeviceFailed:
        hint = "check its cable and its mute switch, or choose another microphone in the settings"
        return DeviceFailed(f"the microphone {self._device.name!r} {what}", hint)

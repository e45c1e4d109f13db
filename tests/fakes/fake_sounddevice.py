"""A sound system without sound: stands in for the `sounddevice` module, and does what a test tells it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray


class PortAudioError(Exception):
    """What PortAudio raises."""


class Stream:
    """A stream that the test drives. `events` tells what was done with it, in order."""

    def __init__(self, system: FakeSoundDevice, **options: Any) -> None:
        if system.open_fails:
            raise PortAudioError(system.open_fails)
        self.options = options
        self.events: list[str] = []
        self._start_fails = system.start_fails
        system.streams.append(self)

    def start(self) -> None:
        if self._start_fails:
            raise PortAudioError(self._start_fails)
        self.events.append("start")

    def abort(self) -> None:
        self.events.append("abort")

    def close(self) -> None:
        self.events.append("close")

    def record(self, block: NDArray[np.int16]) -> None:
        """Give a block to an input stream's callback, as PortAudio does: its memory is overwritten afterwards."""
        data = block.reshape(-1, 1).copy()
        self.options["callback"](data, len(data), None, None)
        data[:] = 12345

    def play(self, count: int) -> NDArray[np.int16]:
        """Ask an output stream's callback for samples."""
        out = np.full((count, 1), 12345, np.int16)
        self.options["callback"](out, count, None, None)
        return out[:, 0]


class FakeSoundDevice:
    """The module.

    Attributes:
        devices: what `query_devices` gives; entries by `device`.
        open_fails, start_fails, query_fails: messages with which PortAudio fails there.
        rates: what the speakers take.
        streams: all streams that were opened.
    """

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        self.devices: list[dict[str, Any]] = []
        self.default = SimpleNamespace(device=[-1, -1])
        self.open_fails = self.start_fails = self.query_fails = ""
        self.rates = {24_000}
        self.streams: list[Stream] = []

    def device(self, name: str, inputs: int = 0, outputs: int = 0, rate: float = 48_000.0) -> int:
        index = len(self.devices)
        self.devices.append(
            {
                "index": index,
                "name": name,
                "max_input_channels": inputs,
                "max_output_channels": outputs,
                "default_samplerate": rate,
            }
        )
        return index

    def query_devices(self) -> list[dict[str, Any]]:
        if self.query_fails:
            raise PortAudioError(self.query_fails)
        return self.devices

    def check_output_settings(self, device: int, channels: int, dtype: str, samplerate: float) -> None:
        assert (channels, dtype) == (1, "int16")
        assert device in {entry["index"] for entry in self.devices}
        if samplerate not in self.rates:
            raise PortAudioError("Invalid sample rate")

    @property
    def InputStream(self) -> Callable[..., Stream]:  # noqa: N802  # the module's own name
        return lambda **options: Stream(self, **options)

    OutputStream = InputStream

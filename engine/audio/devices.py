"""The machine's sound devices, asked through PortAudio. Without PortAudio there are none, and that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from engine.errors import DeviceFailed

Direction = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device: PortAudio's index, its name and its own sample rate in Hz."""

    index: int
    name: str
    rate: int


def portaudio() -> Any:  # sounddevice ships no types
    """The sounddevice module.

    Raises:
        DeviceFailed: PortAudio's library is not installed.
    """
    try:
        import sounddevice
    except OSError as missing:
        raise DeviceFailed("PortAudio is not installed", "on Debian: apt-get install libportaudio2") from missing
    return sounddevice


def devices(direction: Direction) -> list[Device]:
    """All devices that record ("input") or play ("output"), the system's choice first.

    Raises:
        DeviceFailed: PortAudio is missing or cannot list its devices.
    """
    sounddevice = portaudio()
    try:
        found = sounddevice.query_devices()
        chosen = sounddevice.default.device[0 if direction == "input" else 1]
    except sounddevice.PortAudioError as failed:
        raise DeviceFailed(f"the sound system cannot list its devices: {failed}") from failed
    usable = [
        Device(info["index"], info["name"], int(info["default_samplerate"]))
        for info in found
        if info[f"max_{direction}_channels"] > 0
    ]
    return sorted(usable, key=lambda device: device.index != chosen)


def find(direction: Direction, name: str = "") -> Device:
    """The device whose name contains `name` (any case); an empty name takes the system's choice.

    Raises:
        DeviceFailed: there is no such device; the message lists those there are.
    """
    what = "microphone" if direction == "input" else "speaker"
    usable = devices(direction)
    if not usable:
        raise DeviceFailed(f"this machine has no {what}", f"plug a {what} in and start again")
    for device in usable:
        if name.lower() in device.name.lower():
            return device
    names = ", ".join(device.name for device in usable)
    raise DeviceFailed(f"no {what} is called {name!r}", f"choose one of: {names}")

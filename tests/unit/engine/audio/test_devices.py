from __future__ import annotations

import builtins
import sys

import pytest

from engine.audio.devices import Device, devices, find, portaudio
from engine.errors import DeviceFailed


@pytest.fixture
def shop(sound_system):
    sound_system.device("HDMI", outputs=8)
    sound_system.device("USB Headset", inputs=1, outputs=2, rate=44_100.0)
    sound_system.device("Webcam Microphone", inputs=2, rate=16_000.0)
    sound_system.default.device = [2, 1]
    return sound_system


def test_devices_are_told_by_what_they_do_the_systems_choice_first(shop):
    assert devices("input") == [Device(2, "Webcam Microphone", 16_000), Device(1, "USB Headset", 44_100)]
    assert devices("output") == [Device(1, "USB Headset", 44_100), Device(0, "HDMI", 48_000)]


def test_without_a_choice_of_the_system_they_keep_their_order(shop):
    shop.default.device = [-1, -1]
    assert [device.index for device in devices("output")] == [0, 1]


def test_an_empty_name_takes_the_systems_choice(shop):
    assert find("input").name == "Webcam Microphone"
    assert find("output").name == "USB Headset"


def test_part_of_a_name_is_enough_in_any_case(shop):
    assert find("input", "headSET").index == 1
    assert find("output", "hdmi").index == 0


def test_an_unknown_name_is_answered_with_those_there_are(shop):
    with pytest.raises(DeviceFailed, match="no microphone is called 'Blue Yeti'") as missing:
        find("input", "Blue Yeti")
    assert "Webcam Microphone, USB Headset" in missing.value.hint
    assert "HDMI" not in missing.value.hint
    with pytest.raises(DeviceFailed, match="no speaker is called 'Webcam'"):
        find("output", "Webcam")


@pytest.mark.parametrize(("direction", "what"), [("input", "microphone"), ("output", "speaker")])
def test_a_machine_without_devices(sound_system, direction, what):
    assert devices(direction) == []
    with pytest.raises(DeviceFailed, match=f"this machine has no {what}") as missing:
        find(direction)
    assert missing.value.hint


def test_a_sound_system_that_cannot_list_its_devices(shop):
    shop.query_fails = "Host error"
    with pytest.raises(DeviceFailed, match="cannot list its devices: Host error"):
        devices("input")


def test_portaudio_that_is_not_installed(monkeypatch):
    real_import = builtins.__import__

    def no_library(name, *args, **kwargs):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real_import(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", no_library)
    for ask in (portaudio, lambda: devices("output"), lambda: find("input")):
        with pytest.raises(DeviceFailed, match="PortAudio is not installed") as missing:
            ask()
        assert "libportaudio2" in missing.value.hint

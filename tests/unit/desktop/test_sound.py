"""Which microphone and speaker the kiosk takes, and what it says and does where there is none."""

from __future__ import annotations

import sys

import pytest

from desktop.options import Options
from desktop.sound import Sound, open_sound
from engine.audio.echo import NoEchoCanceller, WebRtcEchoCanceller
from engine.audio.microphone import Microphone
from engine.audio.speaker import LoudSpeaker, SilentSpeaker
from engine.errors import DeviceFailed
from engine.settings import Settings
from tests.fakes.fake_sounddevice import FakeSoundDevice


class Shop:
    """A machine with sound devices, and what the kiosk said when it looked for them."""

    def __init__(self, system: FakeSoundDevice) -> None:
        self.system = system
        self.told: list[str] = []

    def open(self, options: Options | None = None, off_screen: bool = False, **settings: object) -> Sound:
        return open_sound(Settings(**settings), options or Options(), off_screen, self.told.append)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A machine with a microphone and a speaker."""
    fake = FakeSoundDevice()
    fake.device("Webcam", inputs=1, rate=16_000.0)
    fake.device("Loud Box", outputs=2)
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return Shop(fake)


def without(shop: Shop, kind: str) -> None:
    shop.system.devices = [device for device in shop.system.devices if not device[f"max_{kind}_channels"]]


def a_demo_customer_speaks(sound: Sound) -> bool:
    """Into the kiosk's microphone, which hears nothing else; so there is no echo."""
    assert (sound.customer is not None) == (sound.customer is sound.source)
    if sound.customer is not None:
        assert sound.full_duplex
        assert isinstance(sound.echo, NoEchoCanceller)
    return sound.customer is not None


def test_a_machine_with_both_is_taken_as_it_is(shop):
    sound = shop.open()
    assert isinstance(sound.source, Microphone)
    assert isinstance(sound.speaker, LoudSpeaker)
    assert isinstance(sound.echo, WebRtcEchoCanceller)
    assert sound.full_duplex
    assert not a_demo_customer_speaks(sound)
    assert shop.told == []


def test_nothing_is_opened_before_the_kiosk_listens(shop):
    shop.open()
    assert shop.system.streams == []


def test_without_a_microphone_a_demo_customer_speaks_and_that_is_said(shop):
    without(shop, "input")
    sound = shop.open()
    assert a_demo_customer_speaks(sound)
    assert isinstance(sound.speaker, LoudSpeaker)
    assert shop.told == ["No microphone (this machine has no microphone): a demo customer speaks instead."]


def test_without_a_speaker_answers_are_shown_and_that_is_said(shop):
    without(shop, "output")
    sound = shop.open()
    assert isinstance(sound.speaker, SilentSpeaker)
    assert isinstance(sound.source, Microphone)
    assert shop.told == ["No speaker (this machine has no speaker): answers are shown, not heard."]


def test_without_both_both_are_said(shop):
    shop.system.devices.clear()
    sound = shop.open()
    assert a_demo_customer_speaks(sound)
    assert isinstance(sound.speaker, SilentSpeaker)
    assert [line.split(" (")[0] for line in shop.told] == ["No speaker", "No microphone"]


def test_without_portaudio_the_reason_is_said(shop, monkeypatch):
    def missing():
        raise DeviceFailed("PortAudio is not installed")

    monkeypatch.setattr("engine.audio.devices.portaudio", missing)
    assert a_demo_customer_speaks(shop.open())
    assert all("PortAudio is not installed" in line for line in shop.told)
    assert len(shop.told) == 2


def test_the_operators_devices_are_taken(shop):
    shop.system.device("Headset", inputs=1, outputs=1, rate=44_100.0)
    shop.system.rates.clear()
    sound = shop.open(microphone="headset", speaker="head")
    assert sound.source._device.name == "Headset"
    assert sound.speaker.rate == 44_100


def test_a_device_that_the_operator_names_and_that_is_not_there_is_said(shop):
    sound = shop.open(microphone="Blue", speaker="Green")
    assert a_demo_customer_speaks(sound)
    assert isinstance(sound.speaker, SilentSpeaker)
    assert "'Green'" in shop.told[0]
    assert "'Blue'" in shop.told[1]


def test_the_demo_customer_may_be_asked_for_though_there_is_a_microphone(shop):
    sound = shop.open(Options(demo=True))
    assert a_demo_customer_speaks(sound)
    assert isinstance(sound.speaker, LoudSpeaker)
    assert shop.told == ["The demo customer speaks."]


@pytest.mark.parametrize("demo", [False, True])
def test_off_the_screen_the_demo_customer_speaks_and_nothing_is_played(shop, demo):
    sound = shop.open(Options(demo=demo), off_screen=True)
    assert a_demo_customer_speaks(sound)
    assert isinstance(sound.speaker, SilentSpeaker)
    (line,) = shop.told
    assert "demo customer speaks" in line
    assert ("There is no screen" in line) != demo


def test_without_echo_cancellation_the_kiosk_does_not_listen_while_it_speaks(shop):
    sound = shop.open(echo_cancellation=False)
    assert isinstance(sound.echo, NoEchoCanceller)
    assert not sound.full_duplex


def test_a_silent_kiosk_has_no_echo(shop):
    without(shop, "output")
    assert shop.open(echo_cancellation=False).full_duplex

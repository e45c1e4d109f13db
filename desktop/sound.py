"""The kiosk's microphone and speaker, and what stands in for them where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.options import Options
from engine.audio.devices import find
from engine.audio.echo import EchoCanceller, NoEchoCanceller, WebRtcEchoCanceller
from engine.audio.microphone import Microphone
from engine.audio.source import AudioSource, RecordingSource
from engine.audio.speaker import LoudSpeaker, SilentSpeaker, Speaker
from engine.errors import DeviceFailed
from engine.settings import Settings


@dataclass(frozen=True, slots=True)
class Sound:
    """The kiosk's ears and mouth.

    Attributes:
        source: the microphone, or the demo customer's recordings.
        speaker: the loudspeaker, or silence.
        echo: subtracts the one from the other.
        customer: the demo customer's way in, if one speaks.
        full_duplex: whether the kiosk can listen while it speaks without hearing itself.
    """

    source: AudioSource
    speaker: Speaker
    echo: EchoCanceller
    customer: RecordingSource | None
    full_duplex: bool


def open_sound(settings: Settings, options: Options, off_screen: bool, tell: Callable[[str], None]) -> Sound:
    """Find microphone and speaker; where one is missing, say so and go on without it."""
    speaker: Speaker = SilentSpeaker()
    if not off_screen:
        try:
            speaker = LoudSpeaker(find("output", settings.speaker))
        except DeviceFailed as failed:
            tell(f"No speaker ({failed.message}): answers are shown, not heard.")
    customer = RecordingSource()
    source: AudioSource = customer
    if options.demo:
        tell("The demo customer speaks.")
    elif off_screen:
        tell("There is no screen: the kiosk runs off the screen, and a demo customer speaks.")
    else:
        try:
            source = Microphone(find("input", settings.microphone))
        except DeviceFailed as failed:
            tell(f"No microphone ({failed.message}): a demo customer speaks instead.")
    if source is customer:
        return Sound(source, speaker, NoEchoCanceller(), customer, full_duplex=True)
    if settings.echo_cancellation:
        return Sound(source, speaker, WebRtcEchoCanceller(speaker.rate), None, full_duplex=True)
    return Sound(source, speaker, NoEchoCanceller(), None, full_duplex=isinstance(speaker, SilentSpeaker))

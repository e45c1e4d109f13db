from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from engine.audio.format import Pcm
from engine.errors import VoiceFailed
from engine.languages import Language
from engine.tts.voices import Voices
from tests.fakes.fake_tts import FakeVoice

RATE = 24_000


class BreakingVoice(FakeVoice):
    """Fails after some parts."""

    def __init__(self, parts: int, name: str) -> None:
        super().__init__(RATE, name=name)
        self._parts = parts

    def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
        for number in range(self._parts):
            yield np.full(100, number, np.int16)
        raise VoiceFailed("out of breath")


def broken(name: str, message: str = "hoarse") -> FakeVoice:
    voice = FakeVoice(RATE, name=name)
    voice.error = VoiceFailed(message)
    return voice


def speak(voices: Voices, clause: str = "नमस्ते", language: Language = Language.HINDI) -> list[Pcm]:
    return list(voices.speak(clause, language, threading.Event()))


def test_the_first_voice_speaks_and_the_others_are_silent() -> None:
    first, second = FakeVoice(RATE), FakeVoice(RATE)
    assert len(speak(Voices([first, second], RATE), "एक दो")) == 1
    assert first.spoken == [("एक दो", Language.HINDI)]
    assert second.spoken == []


def test_the_next_voice_steps_in() -> None:
    first, second, third = broken("kokoro"), FakeVoice(RATE), FakeVoice(RATE)
    assert len(speak(Voices([first, second, third], RATE))) == 1
    assert first.spoken
    assert second.spoken
    assert not third.spoken


def test_the_first_voice_is_tried_again_with_the_next_clause() -> None:
    first, second = broken("kokoro"), FakeVoice(RATE)
    voices = Voices([first, second], RATE)
    speak(voices)
    first.error = None
    speak(voices, "फिर")
    assert first.spoken[-1] == ("फिर", Language.HINDI)
    assert len(second.spoken) == 1


def test_a_half_spoken_clause_is_not_begun_again() -> None:
    second = FakeVoice(RATE)
    parts = speak(Voices([BreakingVoice(2, "kokoro"), second], RATE))
    assert [int(part[0]) for part in parts] == [0, 1]
    assert second.spoken == []


def test_a_voice_that_breaks_before_its_first_sound_is_replaced() -> None:
    second = FakeVoice(RATE)
    assert len(speak(Voices([BreakingVoice(0, "kokoro"), second], RATE))) == 1
    assert second.spoken


def test_a_voice_with_nothing_to_say_has_not_failed() -> None:
    class Silent(FakeVoice):
        def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
            return iter(())

    second = FakeVoice(RATE)
    assert speak(Voices([Silent(RATE), second], RATE), "…") == []
    assert second.spoken == []


def test_when_all_fail_each_is_named_with_its_reason() -> None:
    with pytest.raises(VoiceFailed) as caught:
        speak(Voices([broken("kokoro", "no model"), broken("espeak-ng", "no library")], RATE))
    assert "kokoro: no model" in caught.value.message
    assert "espeak-ng: no library" in caught.value.message
    assert (caught.value.kind, caught.value.exit_code) == ("tts_error", 1)


def test_without_any_voice_that_is_said() -> None:
    with pytest.raises(VoiceFailed, match="none is installed"):
        speak(Voices([], RATE))


def test_a_bug_in_a_voice_is_not_hidden() -> None:
    voice = FakeVoice(RATE)
    voice.error = ZeroDivisionError("bug")
    with pytest.raises(ZeroDivisionError):
        speak(Voices([voice, FakeVoice(RATE)], RATE))


def test_figures_are_read_out() -> None:
    voice = FakeVoice(RATE)
    speak(Voices([voice], RATE), "Only ₹500!", Language.ENGLISH)
    assert voice.spoken == [("Only five hundred rupees!", Language.ENGLISH)]


@pytest.mark.parametrize("rate", [8000, 22_050, 24_000, 48_000])
def test_sound_comes_at_the_speakers_rate(rate: int) -> None:
    class Tone(FakeVoice):
        def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
            yield np.asarray(8000 * np.sin(2 * np.pi * 440 * np.arange(self.rate) / self.rate), np.int16)

    (sound,) = speak(Voices([Tone(22_050)], rate))
    assert sound.dtype == np.int16
    assert len(sound) == rate  # one second
    spectrum = np.abs(np.fft.rfft(sound))
    assert int(np.argmax(spectrum)) == 440  # in Hz: neither faster nor slower
    assert np.abs(sound).max() == pytest.approx(8000, rel=0.1)


def test_all_voices_are_warmed() -> None:
    voices = [FakeVoice(RATE), FakeVoice(RATE)]
    Voices(voices, RATE).warm()
    assert [voice.warmed for voice in voices] == [True, True]


def test_cancelling_reaches_the_voice() -> None:
    voice, cancelled = FakeVoice(RATE), threading.Event()
    cancelled.set()
    assert list(Voices([voice], RATE).speak("नमस्ते", Language.HINDI, cancelled)) == []

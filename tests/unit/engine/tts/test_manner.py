from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.audio.format import Pcm
from engine.languages import Language
from engine.tts.espeak import Espeak
from engine.tts.manner import LOUDEST, SOFTEST, USUAL, Manner
from engine.tts.voices import Voices
from tests.fakes.fake_stage import Stage, play
from tests.fakes.fake_tts import FakeVoice

RATE = 8000
TONE = (8000 * np.sin(np.arange(RATE) / 5)).astype(np.int16)


def _level(pcm: Pcm) -> float:
    return float(np.sqrt((pcm.astype(np.float64) ** 2).mean()))


def test_the_usual_manner_leaves_the_sound_as_it_is():
    assert USUAL.loudened(TONE) is TONE


@pytest.mark.parametrize("gain", [SOFTEST, -4.5, 4.5])
def test_a_gain_is_heard_as_so_many_decibels(gain):
    louder = Manner(1.0, gain).loudened(TONE)
    assert louder.dtype == np.int16
    assert 20 * np.log10(_level(louder) / _level(TONE)) == pytest.approx(gain, abs=0.3)


def test_full_scale_is_never_clipped_or_wrapped():
    shout = np.array([-32768, -30000, -10000, 0, 10000, 30000, 32767], np.int16)
    loud = Manner(1.0, LOUDEST).loudened(shout)
    assert list(loud) == sorted(loud)  # nothing has changed its sign
    assert np.abs(loud.astype(int)).max() < 32767
    assert abs(int(loud[2])) > 10000


def test_voices_speak_in_the_manner():
    voices = Voices([FakeVoice(RATE)], RATE)
    usual, slow = (
        np.concatenate(list(voices.speak("one two three", Language.ENGLISH, threading.Event(), manner)))
        for manner in (USUAL, Manner(0.5, 4.5))
    )
    assert len(slow) == 2 * len(usual)
    assert _level(slow) > _level(usual)


def test_a_real_voice_takes_longer_when_it_is_slow(espeak: Espeak):
    def seconds(rate: float) -> float:
        parts = espeak.speak("show me red cotton sarees", Language.ENGLISH, threading.Event(), rate)
        return sum(map(len, parts)) / espeak.rate

    assert seconds(0.7) > 1.2 * seconds(1.0) > 1.2 * seconds(1.3)
    assert seconds(1.0) == pytest.approx(seconds(1.0))


def test_the_narrator_asks_for_the_manner_at_each_clause():
    manners = iter([USUAL, Manner(0.5)])
    stage = Stage()

    async def scene() -> None:
        async def clauses():
            for clause in ("one two ", "three four"):
                yield clause

        narration = await stage.narrator.narrate(
            clauses(), lambda: Language.ENGLISH, lambda: None, lambda _text: None, lambda: next(manners)
        )
        assert narration.synthesised == pytest.approx(0.8 + 1.6)

    play(stage, scene)

"""What the engine's tests share: hypothesis without a clock or a database, and speech made by espeak-ng."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from pathlib import Path

import espeakng_loader
import hypothesis
import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE, Pcm, Samples, resample, to_float
from engine.languages import Language
from engine.stt.whisper import Whisper
from engine.tts.espeak import Espeak
from engine.tts.kokoro import Kokoro
from models.store import PackStore

hypothesis.settings.register_profile("engine", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("engine")


@pytest.fixture(scope="session")
def espeak() -> Espeak:
    """The one espeak-ng of the process: a second instance would take the first one's callback."""
    return Espeak(Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path()))


@pytest.fixture(scope="session")
def spoken(espeak: Espeak) -> Callable[[str, Language], Pcm]:
    """Says a text with espeak-ng, at 16 kHz."""

    def say(text: str, language: Language = Language.ENGLISH) -> Pcm:
        parts = list(espeak.speak(text, language, threading.Event()))
        return resample(np.concatenate(parts), espeak.rate, SAMPLE_RATE)

    return say


@pytest.fixture(scope="session")
def whisper(packs: PackStore) -> Whisper:
    return Whisper(packs.path("whisper-base"))


@pytest.fixture(scope="session")
def kokoro(packs: PackStore) -> Kokoro:
    return Kokoro(packs.path("kokoro"), {**dict.fromkeys(Language, "hf_alpha"), Language.ENGLISH: "af_heart"})


@pytest.fixture(scope="session")
def said(kokoro: Kokoro) -> Callable[[str, Language], Samples]:
    """Says a text with Kokoro as a customer would, with a little silence around it: float32 at 16 kHz."""

    @functools.cache
    def say(text: str, language: Language = Language.ENGLISH) -> Samples:
        parts = list(kokoro.speak(text, language, threading.Event()))
        silence = np.zeros(SAMPLE_RATE // 2, np.int16)
        return to_float(np.concatenate([silence, resample(np.concatenate(parts), kokoro.rate, SAMPLE_RATE), silence]))

    return say

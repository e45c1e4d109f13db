"""What the engine's tests share: hypothesis without a clock or a database, and speech made by espeak-ng."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import espeakng_loader
import hypothesis
import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE, Pcm, resample
from engine.languages import Language
from engine.tts.espeak import Espeak

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

"""A voice that takes the time that speaking takes, and says nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np

from engine.audio.format import Pcm
from engine.languages import Language


class FakeVoice:
    """A `Voice` whose sound is as long as the text.

    Attributes:
        seconds_a_word: how long a word is.
        spoken: what it was asked to say, and in which language.
        error: raised instead of speaking.
        warmed: whether it was made ready.
    """

    def __init__(self, rate: int = 8000, seconds_a_word: float = 0.4, name: str = "fake") -> None:
        self.name = name
        self.rate = rate
        self.seconds_a_word = seconds_a_word
        self.spoken: list[tuple[str, Language]] = []
        self.error: Exception | None = None
        self.warmed = False

    def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
        self.spoken.append((text, language))
        if self.error:
            raise self.error
        if not cancelled.is_set():
            yield np.full(int(len(text.split()) * self.seconds_a_word / rate * self.rate), 1000, np.int16)

    def warm(self) -> None:
        self.warmed = True

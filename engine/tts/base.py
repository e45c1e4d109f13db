"""What every voice does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol

from engine.audio.format import Pcm
from engine.languages import Language


class Voice(Protocol):
    """Speaks a clause. Calls block; the engine runs them on the voice's own thread.

    `rate` is the sample rate of its sound in Hz, `name` what the log calls it.
    """

    name: str
    rate: int

    def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
        """Synthesise a clause, in parts as they become ready.

        Args:
            text: words only; figures and symbols are already written as they are read aloud.
            language: whose sounds to make.
            cancelled: once set, nothing more is yielded.
            rate: times the voice's usual rate.

        Raises:
            VoiceFailed: this voice cannot say it.
        """
        ...

    def warm(self) -> None:
        """Speak once into nothing, so that the first answer does not wait for caches and pages."""
        ...

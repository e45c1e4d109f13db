"""An utterance, and what the models make of it; each looks at it once, and only if it is asked."""

from __future__ import annotations

from functools import cached_property

from engine.audio.format import Samples
from engine.stt.whisper import Encoding, Whisper


class Utterance:
    """At most 15 s of somebody speaking.

    Args:
        audio: float32 at 16 kHz.
        whisper: encodes it.
    """

    def __init__(self, audio: Samples, whisper: Whisper) -> None:
        self.audio = audio
        self._whisper = whisper

    @cached_property
    def encoding(self) -> Encoding:
        """After Whisper's encoder: a quarter of a second of work."""
        return self._whisper.encode(self.audio)

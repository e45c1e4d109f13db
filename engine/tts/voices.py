"""The voices in order: the first that can say a clause says it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import structlog

from engine.audio.format import Pcm, resample
from engine.errors import VoiceFailed
from engine.languages import Language
from engine.tts.base import Voice
from engine.tts.manner import USUAL, Manner
from engine.tts.readout import readout

_log = structlog.get_logger(__name__)


class Voices:
    """Voices behind one interface, at one sample rate.

    Args:
        voices: in order of preference; the later ones step in when the earlier fail.
        rate: of the speaker, in Hz.
    """

    def __init__(self, voices: Sequence[Voice], rate: int) -> None:
        self._voices = voices
        self.rate = rate

    def warm(self) -> None:
        """Make every voice ready."""
        for voice in self._voices:
            voice.warm()

    def speak(
        self, clause: str, language: Language, cancelled: threading.Event, manner: Manner = USUAL
    ) -> Iterator[Pcm]:
        """Speak a clause as the screen shows it, in a manner; figures and symbols are read out.

        Raises:
            VoiceFailed: no voice can say it.
        """
        text = readout(clause, language)
        failures = []
        for voice in self._voices:
            spoken = False
            try:
                for part in voice.speak(text, language, cancelled, manner.rate):
                    spoken = True
                    yield manner.loudened(resample(part, voice.rate, self.rate))
            except VoiceFailed as failed:
                _log.warning("voice failed", voice=voice.name, error=failed.message)
                failures.append(f"{voice.name}: {failed.message}")
                if spoken:  # half a clause was heard; another voice would begin it again
                    return
            else:
                return
        raise VoiceFailed("no voice can speak: " + "; ".join(failures or ["none is installed"]))

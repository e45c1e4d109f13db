"""espeak-ng in process: a small voice for every language that starts within a millisecond.

The library is GPL-3 and is loaded separately, by ctypes, from its own pack. It has one global state a process, so
everything happens under one lock. API: espeak-ng's speak_lib.h.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.audio.format import Pcm
from engine.errors import VoiceFailed
from engine.languages import Language

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: sound goes to the callback, nowhere else
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT
_UTF8, _BY_CHARACTER = 1, 1
_RATE_PARAMETER, _USUAL_WORDS_PER_MINUTE = 1, 160
_BUFFER_MS = 60
_VOICES = {
    Language.HINDI: b"hi+f3",
    Language.BENGALI: b"bn+f3",
    Language.MARATHI: b"mr+f3",
    Language.ENGLISH: b"en+f3",
}
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """A `Voice`.

    Args:
        library: libespeak-ng's shared object.
        data: the folder that holds `espeak-ng-data`, or that folder itself.
        speech_rate: 1 is the usual rate.

    Raises:
        VoiceFailed: the library cannot be loaded or started.
    """

    name = "espeak-ng"

    def __init__(self, library: Path, data: Path, speech_rate: float = 1.0) -> None:
        try:
            self._library = ctypes.CDLL(str(library))
        except OSError as failed:
            raise VoiceFailed(f"espeak-ng cannot be loaded: {failed}", "sahayak models install espeak-ng") from failed
        self.rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, str(data).encode(), _DONT_EXIT))
        if self.rate <= 0:
            raise VoiceFailed(f"espeak-ng finds no voices in {data}", "sahayak models install espeak-ng")
        self._words_per_minute = _USUAL_WORDS_PER_MINUTE * speech_rate
        self._lock = threading.Lock()
        self._parts: list[Pcm] = []
        self._cancelled = threading.Event()
        self._callback = _CALLBACK(self._take)  # kept alive here; C holds no reference
        self._library.espeak_SetSynthCallback(self._callback)

    def warm(self) -> None:
        """Load the rules of each language."""
        for language in Language:
            for _ in self.speak("1", language, threading.Event()):
                pass

    def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
        """See `Voice.speak`. A clause takes some ten milliseconds, so its parts come together."""
        encoded = text.encode() + b"\0"
        with self._lock:
            self._parts, self._cancelled = [], cancelled
            if self._library.espeak_SetVoiceByName(_VOICES[language]):
                raise VoiceFailed(f"espeak-ng has no voice for {language}", "sahayak models install espeak-ng")
            self._library.espeak_SetParameter(_RATE_PARAMETER, int(self._words_per_minute * rate), 0)
            failed = self._library.espeak_Synth(
                encoded, ctypes.c_size_t(len(encoded)), 0, _BY_CHARACTER, 0, _UTF8, None, None
            )
            self._library.espeak_Synchronize()
            parts = self._parts
        if failed:
            raise VoiceFailed(f"espeak-ng cannot say {text!r} (error {failed})")
        for part in parts:
            if cancelled.is_set():
                return
            yield part

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if self._cancelled.is_set():
            return 1  # stops the synthesis
        if samples and count > 0:
            self._parts.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

"""espeak-ng as a crowd: its variants at many pitches and rates, nearly free.

Hindi and Marathi it reads by its own rules. Its Bengali rules put vowels where nobody speaks any, so Bengali goes to
its Hindi voice, spelt in Devanagari as it sounds.
"""

from __future__ import annotations

import ctypes
import random
from dataclasses import dataclass

import espeakng_loader
import numpy as np
import soxr
from numpy.typing import NDArray

from phonetics.g2p import narrow, words

RATE = 16_000
_VARIANTS = """+m1 +m2 +m3 +m4 +m5 +m6 +m7 +f1 +f2 +f3 +f4 +f5 +klatt +klatt2 +Andy +Mario +Annie +Alex +anika +linda
    +michael +steph +adam +edward +paul +iven +Lee""".split()
_SYNCHRONOUS, _DONT_EXIT, _UTF8, _BY_CHARACTER = 2, 0x8000, 1, 1
_WPM, _PITCH, _PITCH_RANGE = 1, 3, 4
_CONSONANTS = dict(
    zip(
        "k kʰ ɡ ɡʰ ŋ tʃ tʃʰ dʒ dʒʰ ʈ ʈʰ ɖ ɖʰ ɽ t tʰ d dʰ n p f b bʰ m j r l ʃ s h".split(),
        "क ख ग घ ङ च छ ज झ ट ठ ड ढ ड़ त थ द ध न प फ ब भ म य र ल श स ह".split(),
        strict=True,
    )
)
_VOWELS = {"a": "आा", "i": "इि", "u": "उु", "e": "एे", "o": "ओो", "ɔ": "ऑॉ", "æ": "ऐै"}
_VIRAMA, _NASAL = "्", "ँ"
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A variant with its rate in words a minute, its pitch and its range of pitch (0 to 99)."""

    variant: str
    rate: int
    pitch: int
    span: int

    @property
    def name(self) -> str:
        """As the manifest calls it."""
        return f"{self.variant[1:]}:{self.rate}:{self.pitch}:{self.span}"


class Espeak:
    """The library; one in a process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, 60, data, _DONT_EXIT))
        if self._rate <= 0:
            raise RuntimeError("espeak-ng finds no voices: reinstall espeakng-loader")
        self._parts: list[NDArray[np.int16]] = []
        self._callback = _CALLBACK(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def choose(self, chance: random.Random) -> Speaker:
        """A speaker for training."""
        return Speaker(
            chance.choice(_VARIANTS), chance.randint(115, 200), chance.randint(15, 80), chance.randint(25, 75)
        )

    def speak(self, text: str, language: str, speaker: Speaker) -> NDArray[np.int16]:
        """Read a text: int16 at 16 kHz, empty if the variant is not installed."""
        if language == "bn":
            text, language = " ".join(respell(narrow(word, "bn")) for word in words(text)), "hi"
        if self._library.espeak_SetVoiceByName(f"{language}{speaker.variant}".encode()):
            return np.zeros(0, np.int16)
        for parameter, value in ((_WPM, speaker.rate), (_PITCH, speaker.pitch), (_PITCH_RANGE, speaker.span)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._parts = []
        encoded = text.encode() + b"\0"
        self._library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded)), 0, _BY_CHARACTER, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        if not self._parts:
            return np.zeros(0, np.int16)
        samples = soxr.resample(np.concatenate(self._parts), self._rate, RATE)
        return np.asarray(samples, np.int16)

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._parts.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0


def respell(sounds: tuple[str, ...]) -> str:
    """Bengali sounds in Devanagari, every vowel written and every other one struck out; what is Latin stays English."""
    spelled, open_consonant = "", False
    for sound in sounds:
        plain = sound.replace("\u0303", "").replace("ː", "")
        if plain in _VOWELS:
            spelled += _VOWELS[plain][open_consonant]
            spelled += _NASAL if "\u0303" in sound else ""
            open_consonant = False
        elif plain in _CONSONANTS:
            spelled += (_VIRAMA if open_consonant else "") + _CONSONANTS[plain]
            open_consonant = True
        elif plain == "ə":  # of English words
            spelled += "" if open_consonant else "अ"
            open_consonant = False
    return spelled + (_VIRAMA if open_consonant else "")

"""Festival's Indian diphone voice, recorded from a man, reading our own phonemes with a melody made here.

The voice of the Debian package `festvox-hi-nsk` (GPL-2+, a separate program) is given segments with durations and
pitch, so its own Hindi front end does not matter and it reads the other languages too.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from phonetics.g2p import narrow, words

RATE = 16_000
_VOICE = "voice_hindi_NSK_diphone"
_VOWELS = {
    "ə": "a", "aː": "aa", "a": "aa", "i": "ih", "iː": "iy", "u": "uh", "uː": "uw", "e": "ee", "eː": "ee", "o": "oo",
    "oː": "oo", "ɛ": "ay", "ɛː": "ay", "æ": "ay", "ɔ": "aw", "ɔː": "aw",
}  # fmt: skip
_CONSONANTS = {
    "k": "k", "kʰ": "kh", "ɡ": "g", "ɡʰ": "gh", "ŋ": "n", "tʃ": "ch", "tʃʰ": "ch h", "ts": "ch", "dʒ": "j",
    "dʒʰ": "j h", "dz": "j", "dzʰ": "j h", "z": "j", "ɲ": "n", "ʈ": "T", "ʈʰ": "td", "ɖ": "D", "ɖʰ": "D h", "ɽ": "D",
    "ɽʰ": "D h", "ɳ": "N", "t": "th", "tʰ": "tth", "d": "dh", "dʰ": "ddh", "n": "n", "p": "p", "pʰ": "p h", "f": "f",
    "b": "b", "bʰ": "bh", "m": "m", "j": "y", "r": "r", "l": "l", "ɭ": "L", "v": "v", "ʃ": "sh", "s": "s", "h": "h",
}  # fmt: skip
_SHORT, _LONG, _CONSONANT, _ASPIRATION, _PAUSE = 0.07, 0.13, 0.075, 0.035, 0.12  # seconds


@dataclass(frozen=True, slots=True)
class Speaker:
    """How the man speaks: pitch in hertz at the beginning and at the end, and the length of sounds (1 is usual)."""

    high: float
    low: float
    pace: float
    liveliness: float

    @property
    def name(self) -> str:
        """As the manifest calls it."""
        return f"nsk:{self.high:.0f}-{self.low:.0f}:{self.pace:.2f}"


class Festival:
    """The program `festival`, started once an utterance (about 0.1 s)."""

    def choose(self, chance: random.Random) -> Speaker:
        """A manner of speaking for training."""
        high = chance.uniform(100, 210)
        return Speaker(high, high * chance.uniform(0.6, 0.95), chance.uniform(0.75, 1.3), chance.uniform(0, 0.15))

    def speak(self, text: str, language: str, speaker: Speaker) -> NDArray[np.int16]:
        """Read a text: int16 at 16 kHz, empty if the voice lacks a pair of sounds.

        Raises:
            FileNotFoundError: festival is not installed (`apt-get install festival festvox-hi-nsk festival-hi`).
        """
        chance = random.Random(f"{text} {speaker.name}")
        segments = " ".join(_segments(text, language, speaker, chance))
        with tempfile.TemporaryDirectory() as folder:
            script, wave = Path(folder) / "say.scm", Path(folder) / "said.wav"
            script.write_text(
                f"({_VOICE})\n(set! u (utt.synth (Utterance Segments ({segments}))))\n"
                f'(utt.save.wave u "{wave}" \'riff)\n'
            )
            done = subprocess.run(["festival", "-b", str(script)], capture_output=True, text=True, check=False)
            if not wave.exists() or "WARNING" in done.stderr + done.stdout:
                return np.zeros(0, np.int16)
            samples, rate = soundfile.read(wave, dtype="float32")
        resampled = soxr.resample(samples, rate, RATE)
        return np.asarray(np.clip(resampled, -1, 1) * 32767, np.int16)


def _segments(text: str, language: str, speaker: Speaker, chance: random.Random) -> list[str]:
    spoken = [narrow(word, language) for word in words(text)]
    total = max(1, sum(len(word) for word in spoken))
    segments, place = ["(pau 0.1)"], 0
    for index, word in enumerate(spoken):
        for sound in word:
            place += 1
            nasal = "\u0303" in sound
            plain = sound.replace("\u0303", "")
            stretch = speaker.pace * chance.uniform(0.8, 1.25) * (1.3 if place > total - 3 else 1)
            if plain in _VOWELS:
                length = (_LONG if plain.endswith("ː") or language == "bn" else _SHORT) * stretch
                pitch = speaker.high + (speaker.low - speaker.high) * place / total
                pitch *= 1 + chance.uniform(-speaker.liveliness, speaker.liveliness)
                segments.append(f"({_VOWELS[plain]} {length:.3f} ({length / 2:.3f} {pitch:.0f}))")
                segments += [f"(n {0.04 * stretch:.3f})"] if nasal else []
            else:
                first, *aspiration = _CONSONANTS[plain].split()
                segments.append(f"({first} {_CONSONANT * stretch:.3f})")
                segments += [f"({each} {_ASPIRATION * stretch:.3f})" for each in aspiration]
        if index < len(spoken) - 1 and chance.random() < 0.08:
            segments.append(f"(pau {_PAUSE * chance.uniform(0.5, 2):.3f})")
    return [*segments, "(pau 0.1)"]

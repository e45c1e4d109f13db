"""Kokoro as a crowd: every published voice, and blends of their style vectors, reading our own phonemes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

from phonetics.g2p import narrow, words

RATE = 16_000
_RATE = 24_000
_STYLES, _WIDTH = 510, 256
HELD_OUT = ("hm_psi", "bf_emma", "im_nicola", "zf_xiaoxiao")
"""Voices that no training utterance uses, alone or blended: they speak the test phrases."""

Run = Callable[[dict[str, NDArray[Any]]], NDArray[np.float32]]
"""From `tokens`, `style` and `speed` to a waveform at 24 kHz, [n]."""

_VOWELS = "aeiouəɛɔæ"
_PALATAL = {"tʃ": "c", "dʒ": "ɟ"}  # as espeak-ng writes Hindi, which the Hindi voices have learnt
_AFFRICATES = {"tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: voices with their shares in the style, and the rate (1 is usual)."""

    shares: tuple[tuple[str, float], ...]
    speed: float

    @property
    def name(self) -> str:
        """As the manifest calls it."""
        return "+".join(f"{voice}:{share:.2f}" for voice, share in self.shares)


class Kokoro:
    """The model with its voices.

    Args:
        model: `model.onnx` of the pack `kokoro`.
        voices: folder of the published `<voice>.bin` (float32 [510, 256]; npm package kokoro-js).
        vocabulary: phoneme to id.
        run: makes the sound in the session's place (`models.train.vocoder`, which needs torch).
    """

    def __init__(self, model: Path, voices: Path, vocabulary: dict[str, int], run: Run | None = None) -> None:
        self._run = run or _session(model)
        self._styles = {
            path.stem: np.fromfile(path, "<f4").reshape(_STYLES, _WIDTH) for path in sorted(voices.glob("*.bin"))
        }
        self._vocabulary = vocabulary

    @property
    def voices(self) -> list[str]:
        """The names of the voices."""
        return list(self._styles)

    def choose(self, chance: random.Random) -> Speaker:
        """A speaker for training: a Hindi voice, another voice, or a blend of two."""
        free = [voice for voice in self._styles if voice not in HELD_OUT]
        hindi = [voice for voice in free if voice.startswith("h")]
        others = [voice for voice in free if not voice.startswith("h")]
        manner = chance.random()
        if manner < 0.2:
            shares: tuple[tuple[str, float], ...] = ((chance.choice(hindi), 1.0),)
        elif manner < 0.45:
            shares = ((chance.choice(others), 1.0),)
        else:
            first = chance.choice(hindi if manner < 0.75 else others)
            second = chance.choice([voice for voice in others if voice != first])
            share = round(chance.uniform(0.25, 0.75), 2)
            shares = ((first, share), (second, round(1 - share, 2)))
        return Speaker(shares, round(chance.uniform(0.8, 1.3), 2))

    def speak(self, text: str, language: str, speaker: Speaker) -> NDArray[np.int16]:
        """Read a text: int16 at 16 kHz, empty if the model cannot."""
        spelling = spell(text, language, palatal=any(voice.startswith("h") for voice, _ in speaker.shares))
        ids = [self._vocabulary[c] for c in spelling if c in self._vocabulary][: _STYLES - 2]
        if not ids:
            return np.zeros(0, np.int16)
        style = sum(share * self._styles[voice][len(ids) - 1] for voice, share in speaker.shares)
        values: dict[str, NDArray[Any]] = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": np.asarray(style, np.float32)[None],
            "speed": np.array([speaker.speed], np.float32),
        }
        audio = self._run(values)
        samples = soxr.resample(audio, _RATE, RATE)
        return np.asarray(np.clip(samples, -1, 1) * 32767, np.int16)


def _session(model: Path) -> Run:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return lambda values: np.asarray(session.run(None, values)[0], np.float32).ravel()


def spell(text: str, language: str, palatal: bool) -> str:
    """A text in Kokoro's alphabet.

    Args:
        text: words without digits.
        language: hi, mr or bn.
        palatal: whether च and ज are written as espeak-ng writes Hindi's.
    """
    return " ".join(_word(narrow(word, language), palatal, lax=language != "bn") for word in words(text)) + "."


def _word(sounds: tuple[str, ...], palatal: bool, lax: bool) -> str:
    stressed = _stressed(sounds)
    spelled = []
    for place, sound in enumerate(sounds):
        base, aspirated = (sound[:-1], "ʰ") if sound.endswith("ʰ") else (sound, "")
        if base in _AFFRICATES:
            base = _PALATAL.get(base, _AFFRICATES[base]) if palatal else _AFFRICATES[base]
        base = {"r": "ɾ", "v": "ʋ", "ɭ": "l"}.get(base, base)
        if lax:  # Bengali's i and u are neither long nor lax
            base = {"i": "ɪ", "u": "ʊ"}.get(base, base)
        mark = "ˈ" if place == stressed else ""
        if place == stressed:
            base = base.replace("ə", "ʌ")
        spelled.append(mark + base + aspirated)
    return "".join(spelled)


def _stressed(sounds: tuple[str, ...]) -> int:
    """The vowel that carries the stress: the first long one before the last syllable, or else the first."""
    vowels = [place for place, sound in enumerate(sounds) if sound[0] in _VOWELS]
    long = [place for place in vowels[:-1] if "ː" in sounds[place]]
    return (long or vowels or [-1])[0]

"""Kokoro-82M: a neural voice for all four languages (Apache-2.0), through kokoro-onnx.

It has Hindi and English speakers; Bengali and Marathi are read by the Hindi ones from espeak-ng's phonemes. The model
does not stream, so a clause is one part.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import kokoro_onnx
import numpy as np
import onnxruntime
import phonemizer

from engine.audio.format import Pcm, to_pcm
from engine.errors import VoiceFailed
from engine.languages import Language

_ESPEAK_VOICES = {Language.ENGLISH: "en-us", Language.HINDI: "hi", Language.BENGALI: "bn", Language.MARATHI: "mr"}
_LANGUAGE_FLAG = re.compile(r"\([a-z-]+\)")  # espeak marks foreign words with it, and Kokoro would read it out
# What espeak writes and Kokoro's vocabulary spells differently. In "r." (ड़) the full stop would be a pause.
_SPELLINGS = (("r.", "ɽ"), ("ɭ", "l"), ("tʃ", "ʧ"), ("dʒ", "ʤ"))
_SLOWEST, _FASTEST = 0.5, 2.0  # that kokoro-onnx takes
_SILENCE_AFTER = 0.12  # seconds between clauses; the model's own silence is trimmed


class Kokoro:
    """A `Voice`; thread-safe, since espeak's phonemiser keeps one global state behind a lock."""

    name = "kokoro"
    rate = 24_000

    def __init__(self, folder: Path, speakers: dict[Language, str], speech_rate: float = 1.0, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        model = str(folder / "model.onnx")
        try:
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._model = kokoro_onnx.Kokoro.from_session(session, str(folder / "voices.npz"))
        except Exception as damaged:  # onnxruntime's errors have nothing else in common
            raise VoiceFailed(f"Kokoro cannot be loaded: {damaged}", "sahayak models install kokoro") from damaged
        missing = sorted(set(speakers.values()) - set(self._model.voices))
        if missing:
            known = ", ".join(sorted(self._model.voices))
            raise VoiceFailed(f"Kokoro has no voice {missing[0]!r}", f"choose one of: {known}")
        self._speakers = speakers
        self._speech_rate = speech_rate
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Speak a word in each language: the first phonemes of a language load its rules."""
        for language, word in zip(Language, ("नमस्ते", "নমস্কার", "नमस्कार", "hello"), strict=True):
            for _ in self.speak(word, language, threading.Event()):
                pass

    def phonemes(self, text: str, language: Language) -> str:
        """espeak-ng's phonemes for a text, in Kokoro's spelling."""
        with self._lock:
            raw = phonemizer.phonemize(text, _ESPEAK_VOICES[language], preserve_punctuation=True, with_stress=True)
        spelled = _LANGUAGE_FLAG.sub("", str(raw))
        for espeak, ours in _SPELLINGS:
            spelled = spelled.replace(espeak, ours)
        return "".join(c for c in " ".join(spelled.split()) if c in self._model.tokenizer.vocab).strip()

    def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
        """See `Voice.speak`."""
        phonemes = self.phonemes(text.replace("।", "."), language)
        if not re.search(r"\w", phonemes):
            return
        try:
            samples, _ = self._model.create(
                phonemes,
                self._speakers[language],
                speed=min(max(self._speech_rate * rate, _SLOWEST), _FASTEST),
                is_phonemes=True,
            )
        except Exception as failed:  # onnxruntime's errors have nothing else in common
            raise VoiceFailed(f"Kokoro cannot say {text!r}: {failed}") from failed
        if not cancelled.is_set():
            yield np.concatenate([to_pcm(samples), np.zeros(int(self.rate * _SILENCE_AFTER), np.int16)])

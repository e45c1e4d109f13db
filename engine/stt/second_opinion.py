"""Whisper's opinion on a few given sentences: which of them was said?

Teacher-forced in CTranslate2, some 40 ms a sentence. Bengali is scored in Devanagari, 0x80 code points below, with
Hindi's language token: the model has seen far more Devanagari.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.stt.phrase_scores import devanagari
from engine.stt.phrase_search import NOISE_WEIGHT, TOKEN_BONUS
from engine.stt.whisper import Encoding, Whisper


class SecondOpinion:
    """Scores sentences on an utterance.

    Args:
        whisper: whose opinion it is.
    """

    def __init__(self, whisper: Whisper) -> None:
        self._whisper = whisper
        noise = np.random.default_rng(0).standard_normal(3 * SAMPLE_RATE) * 0.003
        self._noise = whisper.encode(noise.astype(np.float32))

    def scores(self, encoding: Encoding, sentences: Sequence[str]) -> list[float]:
        """How well each sentence fits an utterance: its log-probability on it, less most of that on noise."""
        return [self._score(encoding, devanagari(sentence)) for sentence in sentences]

    def _score(self, encoding: Encoding, text: str) -> float:
        heard, length = self._whisper.log_probability(encoding, text, Language.HINDI)
        prior, _ = self._whisper.log_probability(self._noise, text, Language.HINDI)
        return heard - NOISE_WEIGHT * prior + TOKEN_BONUS * length

"""Whisper's decoder as a judge of given phrases: shared by the search for a phrase and by the second opinion.

Bengali is scored in Devanagari, 0x80 code points below, with Hindi's language token: the model has seen far more
Devanagari.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.stt.decoder import Array, CrossAttention, Decoder
from engine.stt.phrase_search import NOISE_WEIGHT, TOKEN_BONUS
from engine.stt.priors import Tokens
from engine.stt.whisper import Encoding, Whisper
from engine.text import clean

_TO_DEVANAGARI = 0x80
_FREQUENT_TOKENS = 8000


class PhraseScores:
    """The decoder with what it needs to score phrases.

    Args:
        whisper: whose encoder and tokenizer are used.
        model_bin: the pack's weights, for the decoder.

    Attributes:
        decoder: Whisper's.
        prompt: the tokens that begin every phrase.
        end: the token that ends one.
        noise: the decoder's attention to noise.
    """

    def __init__(self, whisper: Whisper, model_bin: Path) -> None:
        self._tokenizer = whisper.tokenizer
        self.end = self._token("<|endoftext|>")
        self.decoder = Decoder(model_bin, self._vocabulary())
        names = ("<|startoftranscript|>", "<|hi|>", "<|transcribe|>", "<|notimestamps|>")
        self.prompt: Tokens = tuple(self._token(name) for name in names)
        noise = np.random.default_rng(0).standard_normal(3 * SAMPLE_RATE) * 0.003
        self.noise = self.decoder.attend(whisper.encode(noise.astype(np.float32)).array())

    def scores(self, encoding: Encoding, phrases: Sequence[str]) -> list[float]:
        """How well each phrase fits an utterance: its log-probability on it, less most of that on noise.

        A score is comparable with those of `phrase_search.search`: above 0 the phrase is likelier than not.
        """
        if not phrases:
            return []
        tokens = [tuple(token for word in phrase.split() for token in self.tokenize(word)) for phrase in phrases]
        heard = self._log_probabilities(tokens, self.decoder.attend(encoding.array()))
        prior = self._log_probabilities(tokens, self.noise)
        lengths = [len(each) for each in tokens]
        return [
            float(on_speech - NOISE_WEIGHT * on_noise + TOKEN_BONUS * length)
            for on_speech, on_noise, length in zip(heard, prior, lengths, strict=True)
        ]

    def tokenize(self, word: str) -> Tokens:
        """The tokens of a word with the space before it."""
        shifted = "".join(chr(ord(c) - _TO_DEVANAGARI) if "\u0980" <= c <= "\u09ff" else c for c in word)
        return tuple(self._tokenizer.encode(" " + shifted, add_special_tokens=False).ids)

    def text(self, tokens: Tokens, language: Language) -> str:
        """What tokens spell in a language's script."""
        text = str(self._tokenizer.decode(list(tokens))).replace("\ufffd", "")
        if language == Language.BENGALI:
            text = "".join(chr(ord(c) + _TO_DEVANAGARI) if "\u0900" <= c <= "\u097f" else c for c in text)
        return clean(text)

    def _log_probabilities(self, phrases: Sequence[Tokens], cross: CrossAttention) -> Array:
        """Of each phrase with its end; tokens outside the vocabulary count as the least likely in it."""
        longest = max(map(len, phrases))
        ended = np.full((len(phrases), longest + 1), self.end)
        for row, tokens in enumerate(phrases):
            ended[row, : len(tokens)] = tokens
        total = np.zeros(len(phrases), np.float32)
        cache = self.decoder.cache(len(phrases), len(self.prompt) + longest)
        for position, token in enumerate(self.prompt):
            likely = self.decoder.step(np.full(len(phrases), token), position, cache, cross)
        for place in range(longest + 1):
            column = self.decoder.column[ended[:, place]]
            gain = np.where(column >= 0, likely[np.arange(len(phrases)), column], likely.min(axis=1))
            total += np.where(place <= np.array([len(tokens) for tokens in phrases]), gain, 0)
            if place < longest:
                likely = self.decoder.step(ended[:, place], len(self.prompt) + place, cache, cross)
        return total

    def _vocabulary(self) -> NDArray[np.intp]:
        """The most frequent tokens, and every piece of Devanagari (which byte-level BPE writes with à¤ and à¥)."""
        pieces = self._tokenizer.get_vocab().items()
        devanagari = [token for piece, token in pieces if piece.lstrip("Ġ").startswith(("à¤", "à¥"))]
        return np.unique([*range(_FREQUENT_TOKENS), *devanagari, self.end])

    def _token(self, name: str) -> int:
        token = self._tokenizer.token_to_id(name)
        if token is None:
            raise ValueError(f"the tokenizer has no {name}")
        return int(token)

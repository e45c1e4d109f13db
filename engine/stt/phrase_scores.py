"""Whisper's decoder with what it needs to score phrases: tokens, the prompt, and what it thinks of noise.

Bengali is scored in Devanagari, 0x80 code points below, with Hindi's language token: the model has seen far more
Devanagari.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.stt.decoder import Decoder
from engine.stt.priors import Tokens
from engine.stt.whisper import Whisper
from engine.text import clean

_TO_DEVANAGARI = 0x80
_FREQUENT_TOKENS = 8000


def devanagari(text: str) -> str:
    """A text with Bengali's letters replaced by their Devanagari counterparts."""
    return "".join(chr(ord(c) - _TO_DEVANAGARI) if "\u0980" <= c <= "\u09ff" else c for c in text)


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

    def tokenize(self, word: str) -> Tokens:
        """The tokens of a word with the space before it."""
        return tuple(self._tokenizer.encode(" " + devanagari(word), add_special_tokens=False).ids)

    def text(self, tokens: Tokens, language: Language) -> str:
        """What tokens spell in a language's script."""
        text = str(self._tokenizer.decode(list(tokens))).replace("\ufffd", "")
        if language == Language.BENGALI:
            text = "".join(chr(ord(c) + _TO_DEVANAGARI) if "\u0900" <= c <= "\u097f" else c for c in text)
        return clean(text)

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

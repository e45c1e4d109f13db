"""Hindi, Marathi and Bengali: which of the phrases that a customer of this store is likely to say was it?

Whisper base cannot take dictation in these languages, but it scores given phrases well on human speech. Bengali is
scored in Devanagari, 0x80 code points below, with Hindi's language token: the model has seen far more Devanagari.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.stt.base import Transcript
from engine.stt.decoder import CrossAttention, Decoder
from engine.stt.grammar import StoreWords, build
from engine.stt.phrase_graph import compile_graph
from engine.stt.phrase_search import Match, search
from engine.stt.priors import PriorBook, Tokens
from engine.stt.whisper import Encoding, Whisper
from engine.text import clean

_TO_DEVANAGARI = 0x80
_FREQUENT_TOKENS = 8000
_PRIOR_BONUS = 1.0  # for the conversation's language
_LEAST_SHARE = 0.1  # of a language that identification finds impossible: it errs on accents


class PhraseRecogniser:
    """Scores the store's phrases on an utterance.

    Args:
        whisper: whose encoder and tokenizer are used.
        model_bin: the pack's weights, for the decoder.
        store: the words of the store.
        priors: the file that keeps the phrases' scores on noise; computing them for a new store takes a minute or
            two, once.
        shipped: those that the program comes with.
    """

    def __init__(
        self, whisper: Whisper, model_bin: Path, store: StoreWords, priors: Path, shipped: Path | None = None
    ) -> None:
        self._tokenizer = whisper.tokenizer
        self._end = self._token("<|endoftext|>")
        self._decoder = Decoder(model_bin, self._vocabulary())
        names = ("<|startoftranscript|>", "<|hi|>", "<|transcribe|>", "<|notimestamps|>")
        self._prompt: Tokens = tuple(self._token(name) for name in names)
        book = PriorBook(priors, self._decoder, self._noise(whisper), self._prompt, shipped)
        self._graph = compile_graph(build(store), self._tokenize, self._end, book)

    def recognise(
        self,
        encoding: Encoding,
        shares: dict[Language, float],
        prior: Language | None = None,
        unfinished: bool = False,
    ) -> Transcript:
        """The likeliest phrase.

        Args:
            encoding: the utterance.
            shares: how likely each language is; one that is not in it is not considered.
            prior: the conversation's language.
            unfinished: whether the utterance still goes on.

        Returns:
            The phrase with a confidence of 0.6 where it is as likely as not that it was said (score 0, measured on
            phrases of the grammar against human speech outside it); an empty text if none fits.
        """
        weights = {
            language: math.log(share + _LEAST_SHARE) + (_PRIOR_BONUS if language == prior else 0.0)
            for language, share in shares.items()
            if language in self._graph.roots
        }
        cross = self._decoder.attend(encoding.array())
        widest = 12 if unfinished else 96
        matches = search(self._decoder, cross, self._graph, self._prompt, self._end, weights, widest, unfinished)
        if not matches:
            return Transcript("", prior or Language.HINDI, 0.0)
        best = matches[0]
        return Transcript(self._text(best), best.language, 1 / (1 + math.exp(-(best.score / 2 + 0.405))))

    def _vocabulary(self) -> NDArray[np.intp]:
        """The most frequent tokens, and every piece of Devanagari (which byte-level BPE writes with à¤ and à¥)."""
        pieces = self._tokenizer.get_vocab().items()
        devanagari = [token for piece, token in pieces if piece.lstrip("Ġ").startswith(("à¤", "à¥"))]
        return np.unique([*range(_FREQUENT_TOKENS), *devanagari, self._end])

    def _noise(self, whisper: Whisper) -> CrossAttention:
        noise = np.random.default_rng(0).standard_normal(3 * SAMPLE_RATE) * 0.003
        return self._decoder.attend(whisper.encode(noise.astype(np.float32)).array())

    def _token(self, name: str) -> int:
        token = self._tokenizer.token_to_id(name)
        if token is None:
            raise ValueError(f"the tokenizer has no {name}")
        return int(token)

    def _tokenize(self, word: str) -> Tokens:
        shifted = "".join(chr(ord(c) - _TO_DEVANAGARI) if "\u0980" <= c <= "\u09ff" else c for c in word)
        return tuple(self._tokenizer.encode(" " + shifted, add_special_tokens=False).ids)

    def _text(self, match: Match) -> str:
        text = str(self._tokenizer.decode(list(match.tokens))).replace("\ufffd", "")
        if match.language == Language.BENGALI:
            text = "".join(chr(ord(c) + _TO_DEVANAGARI) if "\u0900" <= c <= "\u097f" else c for c in text)
        return clean(text)

"""Hindi, Marathi and Bengali: which of the phrases that a customer of this store is likely to say was it?

Whisper base cannot take dictation in these languages, but it scores given phrases well on human speech.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from engine.languages import Language
from engine.stt.base import Hint, Transcript
from engine.stt.grammar import StoreWords, build
from engine.stt.phrase_graph import compile_graph
from engine.stt.phrase_scores import PhraseScores
from engine.stt.phrase_search import search
from engine.stt.priors import PriorBook
from engine.stt.utterance import Utterance
from engine.stt.whisper import Encoding, Whisper

_PRIOR_BONUS = 1.0  # for the conversation's language
_ENGLISH = 0.5  # the share from which speech is English
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
        self._whisper = whisper
        self._scores = scores = PhraseScores(whisper, model_bin)
        self._book = PriorBook(priors, scores.decoder, scores.noise, scores.prompt, shipped)
        self.learn(store)

    def learn(self, store: StoreWords) -> None:
        """See `Recogniser.learn`."""
        self._graph = compile_graph(build(store), self._scores.tokenize, self._scores.end, self._book)

    def recognise(self, utterance: Utterance, shares: Mapping[Language, float], hint: Hint) -> Transcript:
        """See `Indic.recognise`."""
        return self.match(utterance.encoding, shares, hint.prior)

    def partial(self, utterance: Utterance, hint: Hint) -> Transcript | None:
        """See `Indic.partial`."""
        shares = {hint.language: 1.0} if hint.language else self._whisper.identify(utterance.encoding)
        if shares.pop(Language.ENGLISH, 0.0) >= _ENGLISH:
            return None
        return self.match(utterance.encoding, shares, hint.prior, unfinished=True)

    def match(
        self,
        encoding: Encoding,
        shares: Mapping[Language, float],
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
        scores = self._scores
        cross = scores.decoder.attend(encoding.array())
        widest = 12 if unfinished else 96
        matches = search(scores.decoder, cross, self._graph, scores.prompt, scores.end, weights, widest, unfinished)
        if not matches:
            return Transcript("", prior or Language.HINDI, 0.0)
        best = matches[0]
        text = scores.text(best.tokens, best.language)
        return Transcript(text, best.language, 1 / (1 + math.exp(-(best.score / 2 + 0.405))))

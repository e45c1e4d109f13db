"""From an acoustic model's posteriors to what the customer of this store said, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.languages import Language
from engine.stt.base import Hint
from engine.stt.decoding.confidence import confidence, is_number
from engine.stt.decoding.customer import grammars, order_digits
from engine.stt.decoding.lexicon import SYMBOLS
from engine.stt.decoding.meaning import figures, meaning
from engine.stt.decoding.nbest import Sentence, sentences
from engine.stt.decoding.network import compile_network
from engine.stt.decoding.rescoring import rescored
from engine.stt.decoding.viterbi import Found, Scores, Speech, prepare, search
from engine.stt.grammar import StoreWords

# How likely customers are to begin a topic, in log-probability, and to take up what the kiosk has asked for.
_TOPICS = {
    "search": 0.0, "product": -1.0, "order": -1.0, "orders": -0.5, "phone": -1.5, "numbers": -2.0, "odd numbers": -4.0,
    "answer": -1.0, "reason": -2.5, "shop": -0.5,
}  # fmt: skip
_EXPECTED = 3.0
_PRIOR = 1.0  # the conversation's language
_LEAST_SHARE = 0.1  # of a language that identification finds impossible: it errs on accents
_KNOWN_ORDER = 4.0  # a number that an order has, beside one that none has
_MOST, _NARROW = 60, 800  # sentences looked at; tokens for partial results
DOUBTFUL = 3.0  # log-probability: sentences that are closer might be each other
_SURE_NUMBER = 0.9  # one that is less sure is named with the number that it might be instead
_MOST_WORDS = 2  # that differ between such sentences
_LEAST_LIKENESS, _MOST_FILLER = -0.9, 0.3  # of partial results that are shown


@dataclass(frozen=True, slots=True)
class Understood:
    """The best sentence for an utterance.

    Attributes:
        text: its words; empty if no sentence fits at all.
        language: of its grammar.
        confidence: that it is what was said, 0 to 1.
        margin: by how much it is likelier than the best that means something else, in log-probability.
        rivals: the sentence, then those that mean something else, the best first.
        doubtful: words in it that others would fit nearly as well, with these.
    """

    text: str
    language: Language
    confidence: float
    margin: float = math.inf
    rivals: tuple[Sentence, ...] = ()
    doubtful: tuple[tuple[str, str], ...] = ()


class StoreDecoder:
    """The grammars of a store, compiled, and the search in them.

    Args:
        store: the store's own words.
    """

    def __init__(self, store: StoreWords) -> None:
        self._network = compile_network(grammars(store))
        self._orders = frozenset(map(order_digits, store.orders)) - {""}

    def recognise(self, posteriors: Scores, shares: Mapping[Language, float], hint: Hint) -> Understood:
        """The likeliest sentence.

        Args:
            posteriors: log-probabilities of phonemes, float32 [frames, SYMBOLS].
            shares: how likely each language is; one that is not in it is not considered.
            hint: what the dialogue expects.
        """
        speech, found = self._search(posteriors, shares, hint)
        candidates = rescored(sentences(self._network, speech, found, _MOST), np.asarray(posteriors, np.float32))
        ranked = sorted(candidates, key=lambda sentence: -self.score(sentence))
        if not ranked:
            return Understood("", hint.prior or Language.HINDI, 0.0)
        best = ranked[0]
        others: dict[object, Sentence] = {meaning(best): best}
        for sentence in ranked:
            others.setdefault(meaning(sentence), sentence)
        rivals = tuple(others.values())
        return _understood(rivals, [self.score(sentence) for sentence in rivals])

    def reconsidered(self, understood: Understood, opinions: Sequence[float]) -> Understood:
        """The same with a second opinion.

        Args:
            understood: what was found.
            opinions: log-probabilities to add to the scores of the first of its `rivals`; of the rest nothing is left.
        """
        asked = understood.rivals[: len(opinions)]
        scores = [self.score(sentence) + opinion for sentence, opinion in zip(asked, opinions, strict=True)]
        order = sorted(range(len(asked)), key=lambda place: -scores[place])
        return _understood(tuple(asked[place] for place in order), [scores[place] for place in order])

    def partial(self, posteriors: Scores, shares: Mapping[Language, float], hint: Hint) -> tuple[str, Language | None]:
        """The words so far of an utterance that goes on; none where it is like no sentence of the store."""
        speech, found = self._search(posteriors, shares, hint, _NARROW)
        scores, records, nodes = found.alive
        if not len(scores):
            return "", None
        network = self._network
        node = int(nodes[0])
        said: list[str] = []
        record = int(records[0])
        while record >= 0:
            said.append(network.texts[int(found.records.exit[record])])
            record = int(found.records.before[record])
        said.reverse()
        onsets = max(1, int(speech.onsets[-1]))
        likeness = float(scores[0] - speech.greedy[-1]) / onsets
        if likeness < _LEAST_LIKENESS or speech.onsets[-1 - record] > _MOST_FILLER * onsets:
            return "", None
        towards = int(network.leads[node])
        words = network.texts[towards].split()
        spoken = int(network.depth[node]) * len(words) // max(1, int(network.lengths[towards]))
        place = int(network.emission[node]) // SYMBOLS
        return " ".join([*said, *words[:spoken]]), network.order[place]

    def _search(
        self, posteriors: Scores, shares: Mapping[Language, float], hint: Hint, width: int | None = None
    ) -> tuple[Speech, Found]:
        speech = prepare(np.asarray(posteriors, np.float32), self._network.order)
        weights = {
            (language, topic): math.log(shares[language] + _LEAST_SHARE)
            + (_PRIOR if language == hint.prior else 0.0)
            + _TOPICS[topic]
            + (_EXPECTED if topic == hint.expecting else 0.0)
            for language, topic in self._network.starts
            if language in shares
        }
        options = {} if width is None else {"width": width}
        return speech, search(self._network, speech, weights, **options)

    def score(self, sentence: Sentence) -> float:
        """A sentence's score, with what the store knows: a number that an order has is likelier."""
        return sentence.score + (_KNOWN_ORDER if figures(sentence) in self._orders else 0.0)


def _understood(rivals: tuple[Sentence, ...], scores: Sequence[float]) -> Understood:
    """The first of some sentences that mean different things, sorted by score."""
    best = rivals[0]
    margin = scores[0] - scores[1] if len(scores) > 1 else math.inf
    sure = confidence(rivals, scores)
    doubts = _other_numbers(rivals, sure) if is_number(best) else _doubts(rivals, scores)
    return Understood(best.text, best.language, sure, margin, rivals, tuple(doubts))


def _other_numbers(rivals: Sequence[Sentence], sure: float) -> list[tuple[str, str]]:
    """The number of the first sentence and the likeliest other one, unless it is sure."""
    number = figures(rivals[0])
    others = (figures(rival) for rival in rivals[1:])
    other = next((other for other in others if other not in ("", number)), None)
    return [(number, other)] if other and sure < _SURE_NUMBER else []


def _doubts(rivals: Sequence[Sentence], scores: Sequence[float]) -> list[tuple[str, str]]:
    """Words of the first sentence that might as well be others, and these: a colour, a price."""
    best = rivals[0].text.split()
    found = []
    for rival, score in zip(rivals[1:], scores[1:], strict=True):
        other = rival.text.split()
        mine, its = ([word for word in one if word not in two] for one, two in ((best, other), (other, best)))
        if scores[0] - score < DOUBTFUL and 0 < len(mine) <= _MOST_WORDS and 0 < len(its) <= _MOST_WORDS:
            found.append((" ".join(mine), " ".join(its)))
    return found

"""Finding products by words and by meaning at once.

Candidates are what has the question's words and what is nearest to it in meaning; `scoring` tells how probably each of
them answers. What is probable enough, and not far less so than the best, is the answer. If that is nothing, nothing
here fits, and what comes nearest is offered as near misses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from catalog.search import fulltext, matching
from catalog.search.fulltext import Document, Filters, quantity_term
from catalog.search.matching import Match
from catalog.search.quantities import Quantity
from catalog.search.question import Question, Word
from catalog.search.scoring import Evidence, evidence, probabilities
from catalog.search.text import plain
from catalog.search.transliterate import in_own_script

if TYPE_CHECKING:
    from catalog.database import Database
    from catalog.search.vectors import ProductVectors

_NEAREST = 40
# The probability of the best from which on something here fits: with vectors, and by words alone.
SURE, SURE_BY_WORDS = 0.3, 0.25
# Of the best's probability: what has less answers another question.
_BESIDE_THE_BEST, _BESIDE_BY_WORDS = 0.1, 0.35
_LIKE, _AS_LIKE = 0.5, 0.1  # how like a need for a thing a question is that may ask for it, and how much less the next
_NEAR = 0.1  # what is less probable is not even near


@dataclass(frozen=True, slots=True)
class Found:
    """A product that answers, or nearly: how probably, and by which words; without any, by meaning alone."""

    id: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may answer a question.

    Attributes:
        words: of the question, as they were looked for.
        quantities: of the question.
        documents: what is indexed of the candidates.
        matches: for each word, how each document matches it.
        cosines: how near the documents are to the question, by id; empty without vectors.
        needed: how like a need for a thing the question is, by the thing's term; empty without vectors.
    """

    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    documents: tuple[Document, ...]
    matches: tuple[tuple[Match, ...], ...]
    cosines: dict[str, float]
    needed: dict[str, float]

    def evidence(self) -> Evidence:
        """What speaks for and against each of them, as answers to the thing that they are if several are asked for."""
        things = matching.alternatives(self.words, self.matches)
        if not things:
            return self._evidence(range(len(self.words)))
        others = [place for place in range(len(self.words)) if place not in things]
        parts = np.stack([self._evidence(sorted((thing, *others))) for thing in things])
        own = np.argmax([[match.quality for match in self.matches[thing]] for thing in things], axis=0)
        return np.asarray(parts[own, np.arange(len(own))])

    def _evidence(self, places: Iterable[int]) -> Evidence:
        words, matches = zip(*((self.words[place], self.matches[place]) for place in places), strict=True)
        return evidence(words, self.quantities, self.documents, matches, self.cosines, self.needed)

    def matched(self, place: int) -> tuple[str, ...]:
        """The words of the question that a document has."""
        return tuple(word.said for word, row in zip(self.words, self.matches, strict=True) if row[place].quality)


def search(database: Database, vectors: ProductVectors | None, question: Question) -> tuple[list[Found], list[Found]]:
    """The products that answer a question, best first, and if there are none, those that nearly do."""
    found = candidates(database, vectors, question)
    scores = probabilities(found.evidence(), with_meaning=bool(found.cosines))
    sure, beside = (SURE, _BESIDE_THE_BEST) if found.cosines else (SURE_BY_WORDS, _BESIDE_BY_WORDS)
    best = scores.max(initial=0.0)
    least = beside * best if best >= sure else _NEAR
    ranked = [
        Found(found.documents[place].id, float(scores[place]), found.matched(place))
        for place in np.argsort(-scores, kind="stable")
        if scores[place] >= least
    ]
    return (ranked, []) if best >= sure else ([], ranked)


def candidates(database: Database, vectors: ProductVectors | None, question: Question) -> Candidates:
    """What has the words of a question or is near to it in meaning."""
    words, filters = question.words, question.filters
    measures = [frozenset({quantity_term(one.kind, one.value)}) for one in question.quantities]
    documents = _with_words(database, words, measures, filters)
    whole = matching.joined(words)
    alike = _alike(database, (*words, *whole))
    if whole:
        documents += [one for word in whole for one in _with_words(database, (word,), (), filters)]
        words = matching.join(words, documents, alike)
    documents = _once(documents)
    resembling: dict[Word, dict[str, float]] = {}
    for word in matching.unanswered(words, documents, alike):
        if meant := matching.similar(word, fulltext.words_like(database, matching.spellings(word))):
            resembling[word] = meant
            documents += fulltext.products_with(database, [frozenset(meant)], measures, filters)
    cosines: dict[str, float] = {}
    needed: dict[str, float] = {}
    if vectors is not None:
        text = in_own_script(plain(question.text))
        needed = vectors.needed(text)
        documents += _wanted(database, needed, filters)
        there = dict.fromkeys(one.id for one in documents)
        cosines = vectors.around(text, filters, _NEAREST, there)
        documents += fulltext.products_of(database, [one for one in cosines if one not in there])
    documents = _once(documents)
    found = tuple(
        tuple(matching.matches(word, documents, alike, resembling.get(word, matching.NOTHING))) for word in words
    )
    return Candidates(tuple(words), question.quantities, tuple(documents), found, cosines, needed)


def _once(documents: Sequence[Document]) -> list[Document]:
    return [*{document.id: document for document in documents}.values()]


def _alike(database: Database, words: Sequence[Word]) -> matching.Alike:
    """Which words of the store's names each of the words is like."""
    texts = matching.texts(words)
    return matching.among(texts, {*texts, *fulltext.words_sharing(database, matching.forms_of(texts))})


def _with_words(
    database: Database, words: Sequence[Word], measures: Sequence[frozenset[str]], filters: Filters
) -> list[Document]:
    things = [matching.terms(word) for word in words if not word.attribute]
    attributes = [matching.terms(word) for word in words if word.attribute]
    return fulltext.products_with(database, things, [*attributes, *measures], filters)


def _wanted(database: Database, needed: dict[str, float], filters: Filters) -> list[Document]:
    """The products that a question asks for as others did who told their need."""
    best = max(needed.values(), default=0.0)
    wanted = frozenset(thing for thing, cosine in needed.items() if cosine > best - _AS_LIKE)
    return fulltext.products_with(database, [wanted], (), filters) if best >= _LIKE else []

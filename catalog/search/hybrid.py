"""Finding products by words and by meaning at once.

Words decide first: they know names, colours and sizes, and a product that lacks the thing that is asked for is no
answer. Meaning orders what words leave open, and answers where they find nothing: "something to keep tea hot".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from catalog.search import fulltext, ranking
from catalog.search.fulltext import Document, Filters
from catalog.search.numbers import split
from catalog.search.prices import Order, parted, price
from catalog.search.ranking import Scored, Word
from catalog.search.transliterate import in_devanagari

if TYPE_CHECKING:
    from catalog.database import Database
    from catalog.search.vectors import ProductVectors

_NEAREST = 40
_MEANING = 2.0  # what a cosine weighs beside the words
# The cosine from which meaning alone makes an answer, for a question of one, two, three, or more telling words: one
# word is a name, and a name that nothing here has says that it is not here.
_SURE = (0.3, 0.27, 0.17, 0.15)
_ALMOST = 0.7  # of the best cosine: what is farther is another thing


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer asks for.

    Attributes:
        text: without what is said about the price.
        words: those that say something.
        filters: the price that is said, and what the caller asks for.
        order: the cheapest or dearest first.
    """

    text: str
    words: tuple[Word, ...]
    filters: Filters
    order: Order | None

    @property
    def names_something(self) -> bool:
        """Whether any word says what is asked for."""
        return any(word.telling for word in self.words)


@dataclass(frozen=True, slots=True)
class Found:
    """A product that answers: how well, 0 to 1, and by which words."""

    id: str
    score: float
    matched: tuple[str, ...]


def understand(query: str, filters: Filters) -> Question:
    """Part a query into the thing and its price; bounds that the caller gives win over spoken ones."""
    sentence = parted(split(query))
    said = price(sentence)
    rest = [word for index, word in enumerate(sentence) if index not in said.taken]
    text = " ".join(rest) if said.taken else query
    if said.bounded and filters.price_min is None and filters.price_max is None:
        filters = replace(filters, price_min=said.low, price_max=said.high)
    return Question(text, ranking.content_words(text), filters, said.order)


def search(database: Database, vectors: ProductVectors | None, question: Question) -> list[Found]:
    """All products that answer a question, best first."""
    scored = _by_words(database, question.words, question.filters)
    if vectors is None:
        return [Found(one.document.id, one.score, one.matched) for one in scored]
    meaning = _by_meaning(vectors, question, [one.document.id for one in scored])
    telling = sum(word.telling for word in question.words)
    sure = _SURE[min(telling, len(_SURE)) - 1] if telling else 1.0
    least = max(sure, _ALMOST * max(meaning.values(), default=0.0))
    found = []
    for one in scored:
        cosine = meaning.pop(one.document.id, 0.0)
        found.append(Found(one.document.id, _together(one.score, cosine), one.matched))
    found += [Found(one, _together(0.0, cosine), ()) for one, cosine in meaning.items() if cosine >= least]
    return sorted(found, key=lambda one: -one.score)


def _together(words: float, cosine: float) -> float:
    return (words + _MEANING * max(0.0, cosine)) / (1 + _MEANING)


def _by_words(database: Database, words: tuple[Word, ...], filters: Filters) -> list[Scored]:
    documents = _with_words(database, words, filters)
    if whole := ranking.joined(words):
        documents += [one for word in whole for one in _with_words(database, (word,), filters)]
        words = ranking.join(words, documents)
    second_chance = ranking.unanswered(words, documents)
    for word in second_chance:
        if meant := ranking.similar(word, fulltext.words_like(database, ranking.spellings(word))):
            documents += fulltext.products_with(database, [meant], (), filters)
    return ranking.rank(words, documents, second_chance)


def _with_words(database: Database, words: Sequence[Word], filters: Filters) -> list[Document]:
    things = [ranking.terms(word) for word in words if not word.attribute]
    attributes = [ranking.terms(word) for word in words if word.attribute]
    return fulltext.products_with(database, things, attributes, filters)


def _by_meaning(vectors: ProductVectors, question: Question, ids: list[str]) -> dict[str, float]:
    """The cosines of the nearest products and of those that the words have found."""
    cosines: dict[str, float] = {}
    for text in dict.fromkeys((question.text, in_devanagari(question.text))):
        near = vectors.nearest(text, question.filters, _NEAREST) | vectors.likeness(text, ids)
        for product, cosine in near.items():
            cosines[product] = max(cosine, cosines.get(product, -1.0))
    return dict(sorted(cosines.items(), key=lambda item: -item[1]))

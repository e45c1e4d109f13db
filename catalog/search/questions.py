"""Frequent questions by words and by meaning: which of them a customer asks, if any.

Words know names and figures; meaning knows that "will it reach my house" asks for home delivery. Below a certain
likeness nothing is answered: a wrong answer is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from catalog.records import Nearness
from catalog.search import fulltext, matching, usual, wording
from catalog.search.embedding import DIMENSIONS, Embedder
from catalog.search.meanings import Kind, Meanings, centred, joined, signs
from catalog.search.question import content_words
from catalog.search.text import plain
from catalog.search.transliterate import in_own_script

if TYPE_CHECKING:
    from catalog.database import Database

_COARSE = 120  # candidates by their signs, of which the exact ones are chosen
# Measured on one half of tests/benchmarks/data/faq_queries.jsonl.
_WORDING = 0.5  # what the likeness of the wording weighs beside a cosine of meanings
_WORDED = 32  # candidates of which the wording is compared
_OWN = 0.35  # what it weighs that a question is about the product that is talked about
_SURE = 0.31  # below it no frequent question is meant
_FOREIGN = 0.1  # how much surer it must be that somebody who talks about no product means a product's question
_FAQS = Kind(
    "faqs",
    "question, question_hi, question_bn, question_mr, answer, answer_hi, answer_bn, answer_mr",
    "1",
    joined,  # the answers too, since customers ask in words that only the answer has
    (
        "When do you open? | दुकान कब खुलती है? | দোকান কখন খোলে? | दुकान कधी उघडतं?",
        "How do I clean it? | इसे साफ़ कैसे करें? | এটা কীভাবে পরিষ্কার করব? | हे कसं साफ करायचं?",
        "How long is the warranty? | वारंटी कितनी है? | ওয়ারেন্টি কত দিনের? | वॉरंटी किती आहे?",
        "Can I return it? | क्या इसे वापस कर सकते हैं? | এটা ফেরত দেওয়া যায়? | हे परत करता येईल का?",
        "Which sizes are there? | कौन से साइज़ हैं? | কোন কোন মাপ আছে? | कोणत्या साइज आहेत?",
        "How do I use it? | इसे कैसे चलाएँ? | এটা কীভাবে চালাব? | हे कसं वापरायचं?",
        "What does it cost to send it? | भेजने का कितना लगेगा? | পাঠাতে কত লাগবে? | पाठवायला किती लागेल?",
        "Does it work with batteries? | क्या यह बैटरी से चलता है? | এটা কি ব্যাটারিতে চলে? | हे बॅटरीवर चालतं का?",
        "How much does it hold? | इसमें कितना आता है? | এতে কতটা ধরে? | यात किती मावतं?",
        "Whom can I ask? | किससे पूछूँ? | কাকে জিজ্ঞাসা করব? | कोणाला विचारू?",
    ),
)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """All questions' signs in memory, with the products that they are about."""

    generation: bytes
    ids: list[str]
    owners: NDArray[Any]
    signs: NDArray[np.uint64]


class FaqVectors:
    """The vectors of a store's frequent questions.

    Args:
        database: the store's.
        embedder: makes vectors.
    """

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self.meanings = Meanings(database, embedder, _FAQS)
        self._loaded: _Loaded | None = None

    def arrange(self) -> None:
        """Learn which question has which vector; those without one are left out."""
        with self._database.writing():
            self.meanings.settle()

    def nearest(self, text: str, product_id: str | None) -> dict[str, float]:
        """The questions nearest in meaning to a text, with the cosine; see `search`."""
        question = self.meanings.question(text)
        if question is None:
            return {}
        loaded = self._all()
        asked = np.ones(len(loaded.ids), bool)
        if product_id is not None:
            asked = (loaded.owners == product_id) | (loaded.owners == "")
        places = np.flatnonzero(asked)
        if len(places) > _COARSE:
            distances = np.bitwise_count(loaded.signs[places] ^ signs(question).view(np.uint64)).sum(1, dtype=np.uint16)
            places = places[np.argpartition(distances, _COARSE)[:_COARSE]]
        return self.meanings.cosines(question, [loaded.ids[place] for place in places])

    def _all(self) -> _Loaded:
        generation = self.meanings.generation()
        if self._loaded is None or self._loaded.generation != generation:
            owners = dict(self._database.rows("SELECT id, coalesce(product_id, '') FROM faqs"))
            mean = self.meanings.mean()
            assert mean is not None
            ids, coarse = [], bytearray()
            for faq_id, vector in self.meanings.vectors():
                ids.append(faq_id)
                coarse += signs(centred(np.frombuffer(vector, np.float32), mean)).tobytes()
            self._loaded = _Loaded(
                generation,
                ids,
                np.array([owners.get(one, "") for one in ids], object),
                np.frombuffer(bytes(coarse), np.uint64).reshape(len(ids), DIMENSIONS // 64),
            )
        return self._loaded


def search(database: Database, vectors: FaqVectors | None, text: str, product_id: str | None) -> dict[str, Nearness]:
    """The frequent questions that a customer may mean, likeliest first, and how near each is.

    No text makes it fail.

    Args:
        database: the store's.
        vectors: find by meaning; without them, and while no question has one, words alone find.
        text: in any of the four languages.
        product_id: only the questions about this product, which come before others, and those about the whole store.
    """
    cosines = _cosines(vectors, text, product_id) if vectors is not None else {}
    scores = cosines or _by_words(database, text, product_id)
    owners = _owners(database, scores)

    def first(scores: Mapping[str, float]) -> list[str]:
        return sorted(scores, key=lambda one: -(scores[one] + _OWN * (owners.get(one, "") == product_id)))

    if cosines:
        worded = _wording(database, text, first(cosines)[:_WORDED])
        scores = {one: cosines[one] + _WORDING * likeness for one, likeness in worded.items()}
    return {
        one: Nearness(scores[one], not cosines or scores[one] >= _least(owners.get(one), product_id))
        for one in first(scores)
    }


def _least(owner: str | None, product_id: str | None) -> float:
    """How near a question must be that is about a product, or None, the store: who talks of none asks the store."""
    return _SURE + _FOREIGN * (owner not in (None, product_id))


def _wording(database: Database, text: str, ids: Sequence[str]) -> dict[str, float]:
    """How alike a text and the texts of some questions and their answers are worded."""
    columns = "id, question, question_hi, question_bn, question_mr, answer, answer_hi, answer_bn, answer_mr"
    marks = ", ".join("?" * len(ids))
    rows = database.rows(f"SELECT {columns} FROM faqs WHERE id IN ({marks})", tuple(ids))  # noqa: S608  # marks
    return {one: wording.likeness(text, filter(None, texts)) for one, *texts in rows}


def _by_words(database: Database, text: str, product_id: str | None) -> dict[str, float]:
    """How well questions have the words of a text, 0 to 1; those that hardly have any are left out."""
    words = [word for word in content_words(text) if word.telling]
    documents = fulltext.faqs_with(database, frozenset().union(*map(matching.terms, words)), product_id)
    known = frozenset().union(*(document.words for document in documents))
    alike = matching.among(matching.texts(words), known)
    found = {word: matching.matches(word, documents, alike) for word in words}
    scores: dict[str, float] = {}
    for place, document in enumerate(documents):
        qualities = [row[place].quality for row in found.values()]
        if max(qualities) >= matching.WELL:
            scores[document.id] = sum(qualities) / len(words)
    return scores


def _cosines(vectors: FaqVectors, text: str, product_id: str | None) -> dict[str, float]:
    """How near the questions are to a text: in plain words, in its own script, and as every shop is asked it."""
    words = plain(text)
    cosines: dict[str, float] = {}
    for spelling in dict.fromkeys((words, in_own_script(words), *usual.questions(text))):
        for one, cosine in vectors.nearest(spelling, product_id).items():
            cosines[one] = max(cosine, cosines.get(one, -1.0))
    return cosines


def _owners(database: Database, ids: Iterable[str]) -> dict[str, str | None]:
    """The products that some questions are about; None for the store."""
    some = list(ids)
    marks = ", ".join("?" * len(some))
    rows = database.rows(f"SELECT id, product_id FROM faqs WHERE id IN ({marks})", tuple(some))  # noqa: S608  # marks
    return dict(rows)

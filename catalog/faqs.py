"""The frequent questions: of a product, of the whole store, and found by what a customer asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.cache import Cache, Timer, monotonic
from catalog.database import Database
from catalog.records import Faq, Nearness
from catalog.schema import FaqRow
from catalog.search import questions
from catalog.search.questions import FaqVectors

_REMEMBERED, _SECONDS = 256, 300.0  # answers to questions, and for how long


class Faqs:
    """The repository of frequent questions."""

    def __init__(self, database: Database, vectors: FaqVectors | None = None, timer: Timer = monotonic) -> None:
        self._database = database
        self._vectors = vectors
        self._found: Cache[dict[Faq, Nearness]] = Cache(_REMEMBERED, _SECONDS, timer)

    def for_product(self, product_id: str, topic: str | None = None) -> tuple[Faq, ...]:
        """The questions about one product, of one topic or of all."""
        return tuple(self._some(FaqRow.product == product_id, topic))

    def general(self, topic: str | None = None) -> tuple[Faq, ...]:
        """The questions about the whole store, of one topic or of all."""
        return tuple(self._some(FaqRow.product.is_null(), topic))

    def search(self, question: str, product_id: str | None = None, limit: int = 3) -> tuple[Faq, ...]:
        """The questions nearest to what a customer asks, best first, none if none is near; no text makes it fail.

        Args:
            question: in any of the four languages.
            product_id: look at the questions about this product first, and else at those about the whole store.
            limit: how many at most.
        """
        found = self.nearest(question, product_id)
        return tuple(faq for faq in found if found[faq].sure)[: max(0, limit)]

    def nearest(self, question: str, product_id: str | None = None) -> Mapping[Faq, Nearness]:
        """The nearest questions, best first, though none may be near enough to be what is asked."""
        key = question, product_id
        return self._found.get(key, self._database.revision("faqs"), lambda: self._search(*key))

    def _search(self, question: str, product_id: str | None) -> dict[Faq, Nearness]:
        nearest = questions.search(self._database, self._vectors, question, product_id)
        faqs = {faq.id: faq for faq in self._some(FaqRow.id.in_(list(nearest)), None)}
        # What is known by its meaning may have gone since.
        return {faqs[faq_id]: score for faq_id, score in nearest.items() if faq_id in faqs}

    def _some(self, condition: Any, topic: str | None) -> Iterator[Faq]:
        query = FaqRow.select().where(condition).order_by(FaqRow.id)
        if topic is not None:
            query = query.where(FaqRow.topic == topic)
        for row in query.namedtuples().execute(self._database):  # made much faster than rows that can be written
            yield _faq(row)


def _faq(row: Any) -> Faq:
    """A question of a row of the table, in which the product is its id."""
    return Faq(
        id=row.id,
        product_id=row.product,
        question=row.question,
        question_hi=row.question_hi,
        question_bn=row.question_bn,
        question_mr=row.question_mr,
        answer=row.answer,
        answer_hi=row.answer_hi,
        answer_bn=row.answer_bn,
        answer_mr=row.answer_mr,
        topic=row.topic,
    )

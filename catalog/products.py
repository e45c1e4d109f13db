"""The products: looked up, listed, and found by what a customer says."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from peewee import fn

from catalog.cache import Cache, Timer, monotonic
from catalog.database import Database
from catalog.records import Hit, Product, SearchResult
from catalog.schema import ProductRow
from catalog.search import fulltext, hybrid
from catalog.search.fulltext import Filters
from catalog.search.hybrid import Found
from catalog.search.prices import Order
from catalog.search.question import Question, understand
from catalog.search.vectors import ProductVectors

_MOST_RESULTS = 100
_REMEMBERED, _SECONDS = 256, 300.0  # answers to searches and single products, and for how long
_MOST_NEAR = 3  # what nearly answers is offered, not listed
_ASIDE = 20  # results looked at beyond those that are shown, for what is in stock or cheapest among them
_AS_GOOD = 0.8  # of the best score: among these the cheapest is the cheapest of what was asked for


class _Goods(NamedTuple):
    """What decides, besides how well it fits, which product is named first."""

    price: float
    stock: int


class Products:
    """The repository of products. Withdrawn ones are known by their id only: no list or search has them."""

    def __init__(self, database: Database, vectors: ProductVectors | None = None, timer: Timer = monotonic) -> None:
        self._database = database
        self._vectors = vectors
        self._found: Cache[SearchResult] = Cache(_REMEMBERED, _SECONDS, timer)
        self._known: Cache[Product | None] = Cache(_REMEMBERED, _SECONDS, timer)

    def get(self, product_id: str) -> Product | None:
        """The product with this id, also a withdrawn one, which has no stock; None if there never was one."""
        revision = self._database.revision("products")
        return self._known.get(product_id, revision, lambda: next(self._some(ProductRow.id == product_id), None))

    def all(self) -> tuple[Product, ...]:
        """All products, by id."""
        return tuple(self._some(ProductRow.withdrawn == 0))

    def categories(self) -> tuple[str, ...]:
        """The store's own categories, by name."""
        query = ProductRow.select(fn.DISTINCT(ProductRow.category)).where(ProductRow.withdrawn == 0)
        return tuple(sorted(category for (category,) in query.tuples().execute(self._database)))

    def revision(self) -> int | None:
        """How often products were changed by anybody; None within a transaction, which may yet be undone."""
        return self._database.revision("products")

    def search(
        self,
        query: str,
        *,
        category: str | None = None,
        price_min: float | None = None,
        price_max: float | None = None,
        limit: int = 5,
    ) -> SearchResult:
        """Find products by words in any of the four languages, by category and by price.

        No text makes it fail. Without telling words it lists what the filters admit, in stock first and cheapest
        first. If the filters exclude all that the words match, the near misses hold the closest of it: outside the
        price first, outside the category otherwise.

        Args:
            query: what the customer asks for; may be empty.
            category: one of `categories`, in upper or lower case.
            price_min: the lowest price in rupees; None or not finite: no bound.
            price_max: the highest.
            limit: how many results at most.
        """
        key = query, category, price_min, price_max, limit
        return self._found.get(key, self._database.revision("products"), lambda: self._search(*key))

    def _search(
        self, query: str, category: str | None, price_min: float | None, price_max: float | None, limit: int
    ) -> SearchResult:
        filters = Filters(self._category(category), _bound(price_min), _bound(price_max))
        limit = max(1, min(limit, _MOST_RESULTS))
        question = understand(query, filters)
        hits, near = self._hits(question, limit)
        if not hits and not question.names_something:
            question = replace(question, words=())  # "show me something", and no product is called that
            hits, near = self._hits(question, limit)
        if not hits and question.filters != Filters():
            wider = replace(question, filters=Filters(filters.category)), replace(question, filters=Filters())
            outside = self._hits(wider[0], limit)[0] or self._hits(wider[1], limit)[0]
            near = sorted(outside, key=lambda hit: _outside(hit.product.price, question.filters)) or near
        return SearchResult(query, tuple(hits), tuple(near))

    def _category(self, category: str | None) -> str | None:
        """A category as the store writes it; one that the store has not stays as it is."""
        if not category:
            return None
        # The usual case first: to list the categories is to look at every product.
        if ProductRow.select().where(ProductRow.category == category).limit(1).execute(self._database):
            return category
        known = {name.casefold(): name for name in self.categories()}
        return known.get(category.casefold(), category)

    def _hits(self, question: Question, limit: int) -> tuple[list[Hit], list[Hit]]:
        """The products that answer, best first, or those that nearly do; without words, what the filters admit."""
        if not question.words:
            return self._listed(question.filters)[:limit] if question.filters != Filters() else [], []
        answers, near = hybrid.search(self._database, self._vectors, question)
        return self._ranked(answers, question, limit), self._ranked(near, question, min(limit, _MOST_NEAR))

    def _ranked(self, found: list[Found], question: Question, limit: int) -> list[Hit]:
        if not found:
            return []
        found = found[: limit + _ASIDE]
        ids = [one.id for one in found]
        goods = {one: _Goods(*facts) for one, facts in fulltext.goods(self._database, ids).items()}
        # A twentieth of the score is no difference to a customer; whether it can be bought now is.
        found = sorted(
            (one for one in found if one.id in goods),
            key=lambda one: (-round(2 * one.score, 1), not goods[one.id].stock, -one.score),
        )
        if question.order and found:
            found = _by_price(found, goods, question.order)
        found = found[:limit]
        products = {product.id: product for product in self._some(ProductRow.id.in_([one.id for one in found]))}
        return [Hit(products[one.id], round(one.score, 4), one.matched) for one in found]

    def _listed(self, filters: Filters) -> list[Hit]:
        """What the filters admit, what can be bought first and the cheapest of it first."""
        condition = ProductRow.withdrawn == 0
        if filters.category is not None:
            condition &= ProductRow.category == filters.category
        if filters.price_min is not None:
            condition &= ProductRow.price >= filters.price_min
        if filters.price_max is not None:
            condition &= ProductRow.price <= filters.price_max
        order = (ProductRow.stock_quantity == 0, ProductRow.price, ProductRow.id)
        rows = ProductRow.select().where(condition).order_by(*order).limit(_MOST_RESULTS).execute(self._database)
        return [Hit(_product(row), 1.0, ()) for row in rows]

    def _some(self, condition: Any) -> Iterator[Product]:
        rows = ProductRow.select().where(condition).order_by(ProductRow.id)
        for row in rows.namedtuples().execute(self._database):  # made much faster than rows that can be written
            yield _product(row)


def _product(row: ProductRow) -> Product:
    return Product(
        id=row.id,
        name=row.name,
        name_hi=row.name_hi,
        name_bn=row.name_bn,
        name_mr=row.name_mr,
        description=row.description,
        description_hi=row.description_hi,
        description_bn=row.description_bn,
        description_mr=row.description_mr,
        category=row.category,
        price=row.price,
        stock_quantity=row.stock_quantity,
        image_url=row.image_url,
        specifications=json.loads(row.specifications),
    )


def _by_price(found: list[Found], goods: Mapping[str, _Goods], order: Order) -> list[Found]:
    """What fits as well as the best by its price, what can be bought first; the rest after it."""
    least = _AS_GOOD * found[0].score
    fitting = [one for one in found if one.score >= least]
    sign = 1 if order is Order.CHEAPEST else -1
    fitting.sort(key=lambda one: (not goods[one.id].stock, sign * goods[one.id].price))
    return [*fitting, *(one for one in found if one.score < least)]


def _bound(price: float | None) -> float | None:
    return price if price is not None and math.isfinite(price) else None


def _outside(price: float, filters: Filters) -> float:
    """How many rupees a price lies outside the asked range."""
    below = (filters.price_min or 0.0) - price
    above = price - filters.price_max if filters.price_max is not None else 0.0
    return max(0.0, below, above)

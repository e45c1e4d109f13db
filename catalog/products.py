"""The products: looked up, listed, and found by what a customer says."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from peewee import fn

from catalog.database import Database
from catalog.records import Hit, Product, SearchResult
from catalog.schema import ProductRow
from catalog.search import fulltext, ranking
from catalog.search.fulltext import Filters
from catalog.search.ranking import Word

_MOST_RESULTS = 100


class Products:
    """The repository of products. Withdrawn ones are known by their id only: no list or search has them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, product_id: str) -> Product | None:
        """The product with this id, also a withdrawn one, which has no stock; None if there never was one."""
        return next(iter(self._some(ProductRow.id == product_id)), None)

    def all(self) -> tuple[Product, ...]:
        """All products, by id."""
        return tuple(self._some(ProductRow.withdrawn == 0))

    def categories(self) -> tuple[str, ...]:
        """The store's own categories, by name."""
        query = ProductRow.select(fn.DISTINCT(ProductRow.category)).where(ProductRow.withdrawn == 0)
        return tuple(sorted(category for (category,) in query.tuples().execute(self._database)))

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
        filters = Filters(category or None, _bound(price_min), _bound(price_max))
        limit = max(1, min(limit, _MOST_RESULTS))
        words = ranking.content_words(query)
        hits = self._hits(words, filters)
        if not hits and not any(word.telling for word in words):
            words = ()  # "show me something", and no product is called that
            hits = self._hits(words, filters)
        near_misses: list[Hit] = []
        if not hits and filters != Filters():
            near_misses = self._hits(words, Filters(filters.category)) or self._hits(words, Filters())
            near_misses.sort(key=lambda hit: _outside(hit.product.price, filters))
        return SearchResult(query, tuple(hits[:limit]), tuple(near_misses[:limit]))

    def _hits(self, words: tuple[Word, ...], filters: Filters) -> list[Hit]:
        """All products that match, best first; without words, all that the filters admit, if there is a filter."""
        if not words:
            return self._listed(filters) if filters != Filters() else []
        terms = ranking.terms(words + ranking.joined(words))
        documents = fulltext.products_with(self._database, terms, filters)
        words = ranking.join(words, documents)
        second_chance = ranking.unanswered(words, documents)
        documents += fulltext.products_like(self._database, ranking.spellings(second_chance), filters)
        scored = ranking.rank(words, documents, second_chance)
        products = {product.id: product for product in self._some(ProductRow.id.in_([s.document.id for s in scored]))}
        hits = [Hit(products[found.document.id], found.score, found.matched) for found in scored]
        # A tenth of the score is no difference to a customer; whether it can be bought now is.
        return sorted(hits, key=lambda hit: (-round(hit.score, 1), not hit.product.in_stock, -hit.score))

    def _listed(self, filters: Filters) -> list[Hit]:
        where, parameters = filters.sql()
        rows = self._database.rows(
            f"SELECT p.id FROM products p WHERE {where}"  # noqa: S608  # constants and question marks
            f" ORDER BY p.stock_quantity = 0, p.price, p.id LIMIT {_MOST_RESULTS}",
            tuple(parameters),
        )
        products = {product.id: product for product in self._some(ProductRow.id.in_([row[0] for row in rows]))}
        return [Hit(products[product_id], 1.0, ()) for (product_id,) in rows]

    def _some(self, condition: Any) -> Iterator[Product]:
        for row in ProductRow.select().where(condition).order_by(ProductRow.id).execute(self._database):
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


def _bound(price: float | None) -> float | None:
    return price if price is not None and math.isfinite(price) else None


def _outside(price: float, filters: Filters) -> float:
    """How many rupees a price lies outside the asked range."""
    below = (filters.price_min or 0.0) - price
    above = price - filters.price_max if filters.price_max is not None else 0.0
    return max(0.0, below, above)

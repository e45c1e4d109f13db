"""How much the store holds, what still lacks a translation, and whether the search knows all of it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.database import Database
from catalog.search import indexing

_COUNTED = ("products", "faqs", "policies", "orders", "returns", "customers", "conversations", "tickets")
_TRANSLATED = {
    "products": ("name", "description"),
    "faqs": ("question", "answer"),
    "policies": ("title", "content"),
}
_LANGUAGES = ("hi", "bn", "mr")


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of what the store holds.

    Attributes:
        tables: rows by table, without withdrawn products.
        categories: products by category.
        missing_translations: rows by "table.column" that have no text, where there are any.
        without_picture: products.
        sold_out: products.
        without_vector: products that are not found by meaning.
        index_current: whether the index of words was built by this program's rules.
    """

    tables: dict[str, int]
    categories: dict[str, int]
    missing_translations: dict[str, int]
    without_picture: int
    sold_out: int
    without_vector: int
    index_current: bool


def statistics(database: Database) -> Statistics:
    """Count what the store holds.

    Raises:
        CatalogError: the database cannot be read.
    """
    tables = {table: _count(database, table) for table in _COUNTED}
    categories = database.rows(
        "SELECT category, count(*) FROM products WHERE withdrawn = 0 GROUP BY category ORDER BY category"
    )
    missing = {
        f"{table}.{column}_{language}": _count(database, table, f"{column}_{language} IS NULL")
        for table, columns in _TRANSLATED.items()
        for column in columns
        for language in _LANGUAGES
    }
    return Statistics(
        tables=tables,
        categories=dict(categories),
        missing_translations={column: count for column, count in missing.items() if count},
        without_picture=_count(database, "products", "image_url IS NULL"),
        sold_out=_count(database, "products", "stock_quantity = 0"),
        without_vector=_count(database, "products", "id NOT IN (SELECT id FROM meanings WHERE kind = 'products')"),
        index_current=not indexing.outdated(database),
    )


def _count(database: Database, table: str, condition: str = "1") -> int:
    current = " AND withdrawn = 0" if table == "products" else ""
    rows = database.rows(f"SELECT count(*) FROM {table} WHERE {condition}{current}")  # noqa: S608  # constants
    return int(rows[0][0])

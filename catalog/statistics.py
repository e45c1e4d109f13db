"""How much the store holds, what still lacks a translation, and whether the search knows all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import Model, fn

from catalog.database import Database
from catalog.schema import (
    ConversationRow,
    CustomerRow,
    FaqRow,
    OrderRow,
    PolicyRow,
    ProductRow,
    ReturnRow,
    TicketRow,
)
from catalog.search import indexing
from catalog.search.indexing import IndexHealth

_COUNTED: dict[str, type[Model]] = {
    "products": ProductRow,
    "faqs": FaqRow,
    "policies": PolicyRow,
    "orders": OrderRow,
    "returns": ReturnRow,
    "customers": CustomerRow,
    "conversations": ConversationRow,
    "tickets": TicketRow,
}
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
        orders: orders by status.
        missing_translations: rows by "table.column" that have no text, where there are any.
        without_picture: products.
        sold_out: products.
        open_tickets: calls for the staff that nobody has answered.
        index: what the search knows.
    """

    tables: dict[str, int]
    categories: dict[str, int]
    orders: dict[str, int]
    missing_translations: dict[str, int]
    without_picture: int
    sold_out: int
    open_tickets: int
    index: IndexHealth


def counts(database: Database) -> dict[str, int]:
    """The rows of each table, without withdrawn products.

    Raises:
        CatalogError: the database cannot be read.
    """
    return {name: _count(database, table) for name, table in _COUNTED.items()}


def statistics(database: Database) -> Statistics:
    """Count what the store holds, and have its indices checked.

    Raises:
        CatalogError: the database cannot be read.
    """
    missing = {
        f"{table}.{column}_{language}": _count(
            database, _COUNTED[table], getattr(_COUNTED[table], f"{column}_{language}").is_null()
        )
        for table, columns in _TRANSLATED.items()
        for column in columns
        for language in _LANGUAGES
    }
    return Statistics(
        tables=counts(database),
        categories=_by(database, ProductRow.category, ProductRow.withdrawn == 0),
        orders=_by(database, OrderRow.status, None),
        missing_translations={column: count for column, count in missing.items() if count},
        without_picture=_count(database, ProductRow, ProductRow.image_url.is_null()),
        sold_out=_count(database, ProductRow, ProductRow.stock_quantity == 0),
        open_tickets=_count(database, TicketRow, TicketRow.status == "open"),
        index=indexing.health(database),
    )


def _count(database: Database, table: type[Model], condition: Any = None) -> int:
    query = table.select() if condition is None else table.select().where(condition)
    return int((query.where(ProductRow.withdrawn == 0) if table is ProductRow else query).count(database))


def _by(database: Database, column: Any, condition: Any) -> dict[str, int]:
    query = column.model.select(column, fn.COUNT(column))
    query = query if condition is None else query.where(condition)
    return dict(query.group_by(column).order_by(column).tuples().execute(database))

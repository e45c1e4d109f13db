"""Importing store data: it replaces what the store had, in one transaction, or changes nothing.

What the kiosk itself wrote survives. Returns, conversations, tickets and the audit trail are not touched; an order that
a return refers to is kept even if the new data lacks it, and a product that such an order names is kept as withdrawn.
An order that a customer cancelled here stays cancelled if the new data still shows it as it was before: that export
was made without knowing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from catalog import customers
from catalog.audit import Audit
from catalog.database import Database
from catalog.orders import CANCEL, apply_cancellation
from catalog.search import fulltext
from catalog.store import Catalog
from catalog.store_data import OrderRecord, ProductRecord
from catalog.store_files import StoreData
from catalog.times import INDIA, from_text, to_text

Progress = Callable[[str, int, int], None]
"""Told before each step: what it is, how many are done, and of how many."""

_STEPS = ("products", "orders", "faqs", "policies", "search index")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many records the store has now, and what is worth knowing about the import."""

    products: int
    faqs: int
    orders: int
    policies: int
    notes: tuple[str, ...]


def import_store(catalog: Catalog, data: StoreData, progress: Progress | None = None) -> ImportReport:
    """Replace the store's data, in one transaction.

    Args:
        catalog: the open store.
        data: what `read_store` found in a folder. With a `reference_date`, the orders' dates are moved so that this
            day becomes today.
        progress: told of each step.

    Raises:
        CatalogError: the database cannot be written.
    """

    def step(name: str) -> None:
        if progress is not None:
            progress(name, _STEPS.index(name), len(_STEPS))

    database, now, notes = catalog.database, catalog.clock(), list(data.notes)
    orders = data.orders
    today = now.astimezone(INDIA).date()
    if data.reference_date is not None:
        days = today - data.reference_date
        orders = tuple(_moved(order, days) for order in orders)
        notes.append(f"the orders' dates were moved by {days.days} days, so that {data.reference_date} is today")
    with database.writing():
        step("products")
        _upsert(database, "products", map(_product_values, data.products), to_text(now))
        step("orders")
        notes += _replace_orders(database, catalog.audit, orders, to_text(now))
        notes += _withdraw_products(database, [product.id for product in data.products])
        step("faqs")
        _replace(database, "faqs", [faq.model_dump() for faq in data.faqs], to_text(now))
        step("policies")
        policies = [policy.model_dump() | {"effective_date": str(policy.effective_date)} for policy in data.policies]
        _free_types(database, policies)
        _replace(database, "policies", policies, to_text(now))
        step("search index")
        fulltext.rebuild(database)
        reference = None if data.reference_date is None else str(today)
        database.execute_sql(
            "INSERT INTO imports (id, folder, reference_date, created_at) VALUES (?, ?, ?, ?)",
            (uuid4().hex, str(data.folder), reference, to_text(now)),
        )
    return ImportReport(len(data.products), len(data.faqs), len(orders), len(data.policies), tuple(notes))


def _moved(order: OrderRecord, days: timedelta) -> OrderRecord:
    return order.model_copy(
        update={
            "created_at": order.created_at + days,
            "updated_at": order.updated_at + days,
            "estimated_delivery": order.estimated_delivery and order.estimated_delivery + days,
        }
    )


def _product_values(product: ProductRecord) -> dict[str, Any]:
    specifications = json.dumps(product.specifications, ensure_ascii=False)
    return product.model_dump() | {"specifications": specifications, "withdrawn": 0}


def _replace(database: Database, table: str, records: Sequence[Mapping[str, Any]], now: str) -> None:
    """Make the table hold these records and no others."""
    _delete_others(database, table, [record["id"] for record in records])
    _upsert(database, table, records, now)


def _free_types(database: Database, policies: Sequence[Mapping[str, Any]]) -> None:
    """Remove policies whose type now has another id: two that swap would each find their new type taken."""
    database.execute_sql(
        "DELETE FROM policies WHERE (id, type) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
        (json.dumps([(policy["id"], policy["type"]) for policy in policies]),),
    )


def _replace_orders(database: Database, audit: Audit, orders: Sequence[OrderRecord], now: str) -> list[str]:
    ids = [order.id for order in orders]
    _delete_others(database, "orders", ids, "AND id NOT IN (SELECT order_id FROM returns)")
    for order in orders:
        times = {"created_at": to_text(order.created_at), "updated_at": to_text(order.updated_at)}
        delivery = {"estimated_delivery": order.estimated_delivery and str(order.estimated_delivery)}
        _put(database, "orders", order.model_dump(exclude={"items"}) | times | delivery)
        database.execute_sql("DELETE FROM order_items WHERE order_id = ?", (order.id,))
        for place, item in enumerate(order.items, 1):
            # Padded, so that the order of ids is the order of items.
            _put(database, "order_items", {"id": f"{order.id}:{place:03}", "order_id": order.id} | item.model_dump())
        customers.remember(database, order.user_phone, None, now)
    notes = []
    (count,) = database.rows("SELECT count(*) FROM orders")[0]
    if kept := count - len(orders):
        notes.append(f"orders that are not in the new data but have a return were kept: {kept}")
    if cancelled := _cancel_again(database, audit, {order.id: order for order in orders}):
        notes.append(f"orders that were cancelled at the kiosk stay cancelled: {', '.join(cancelled)}")
    return notes


def _cancel_again(database: Database, audit: Audit, orders: Mapping[str, OrderRecord]) -> list[str]:
    last = {entry.entity_id: entry for entry in audit.with_action(CANCEL)}
    cancelled = []
    for order_id, entry in last.items():
        order = orders.get(order_id)
        if order is None or order.status not in ("pending", "confirmed"):
            continue
        if order.updated_at <= from_text(entry.details["updated_at"]):
            apply_cancellation(database, order_id, to_text(entry.created_at))
            cancelled.append(order_id)
    return cancelled


def _withdraw_products(database: Database, ids: Sequence[str]) -> list[str]:
    _delete_others(database, "products", ids, "AND id NOT IN (SELECT product_id FROM order_items)")
    database.execute_sql(
        "UPDATE products SET withdrawn = 1, stock_quantity = 0 WHERE id NOT IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    (count,) = database.rows("SELECT count(*) FROM products WHERE withdrawn = 1")[0]
    return [f"products that only kept orders still name were withdrawn: {count}"] if count else []


def _delete_others(database: Database, table: str, ids: Sequence[str], condition: str = "") -> None:
    database.execute_sql(
        f"DELETE FROM {table} WHERE id NOT IN (SELECT value FROM json_each(?)) {condition}",  # noqa: S608  # constants
        (json.dumps(ids),),
    )


def _upsert(database: Database, table: str, records: Iterable[Mapping[str, Any]], now: str) -> None:
    """Insert or change records; one that is the same as before keeps both of its times."""
    for record in records:
        _put(database, table, dict(record) | {"created_at": now, "updated_at": now}, times=("created_at", "updated_at"))


def _put(database: Database, table: str, record: Mapping[str, Any], times: tuple[str, ...] = ()) -> None:
    """Insert a record or change the one with its id; of `times`, a change sets the last and a standstill none."""
    content = [column for column in record if column != "id" and column not in times]
    changes = ", ".join(f"{column} = excluded.{column}" for column in [*content, *times[1:]])
    old, new = ", ".join(f"{table}.{column}" for column in content), ", ".join(f"excluded.{c}" for c in content)
    database.execute_sql(
        f"INSERT INTO {table} ({', '.join(record)}) VALUES ({', '.join('?' * len(record))})"  # noqa: S608  # our names
        f" ON CONFLICT (id) DO UPDATE SET {changes} WHERE ({old}) IS NOT ({new})",
        tuple(record.values()),
    )

"""Importing store data: it replaces what the store had, or is added to it, in one transaction, or changes nothing.

What the kiosk itself wrote survives. Returns, conversations, tickets and the audit trail are not touched; an order that
a return refers to is kept even if the new data lacks it, and a product that such an order names is kept as withdrawn.
An order that a customer cancelled here stays cancelled if the new data still shows it as it was before: that export
was made without knowing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalog import customers
from catalog.database import Database
from catalog.imports import importing, last_import
from catalog.orders import CANCEL, apply_cancellation
from catalog.phones import significant_digits
from catalog.repositories import AuditRepository
from catalog.search import fulltext
from catalog.store import Catalog
from catalog.store_data import OrderRecord, ProductRecord
from catalog.store_files import Existing, StoreData
from catalog.times import INDIA, from_text, to_text

Progress = Callable[[str, int, int], None]
"""Told before each step: what it is, how many are done, and of how many."""

_STEPS = ("products", "orders", "faqs", "policies", "search index")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many records were imported, and what is worth knowing about it."""

    products: int
    faqs: int
    orders: int
    policies: int
    notes: tuple[str, ...]


def existing(database: Database) -> Existing:
    """What the store has that data which is added to it may refer to.

    Raises:
        CatalogError: the database cannot be read.
    """
    return Existing(
        products=frozenset(product_id for (product_id,) in database.rows("SELECT id FROM products")),
        policies=dict(database.rows("SELECT type, id FROM policies")),
    )


def import_store(
    catalog: Catalog, data: StoreData, progress: Progress | None = None, *, upsert: bool = False
) -> ImportReport:
    """Replace the store's data, or add to it, in one transaction.

    Args:
        catalog: the open store.
        data: what `read_store` found in a folder. With a `reference_date`, the orders' dates are moved so that this
            day becomes today.
        progress: told of each step.
        upsert: change and add records, and remove none. A demo store stays one, a real one becomes none.

    Raises:
        CatalogError: the database cannot be written.
    """

    def step(name: str) -> None:
        if progress is not None:
            progress(name, _STEPS.index(name), len(_STEPS))

    database, now, notes = catalog.database, catalog.clock(), list(data.notes)
    products = [product.id for product in data.products]
    faqs = [faq.model_dump() for faq in data.faqs]
    policies = [policy.model_dump() | {"effective_date": str(policy.effective_date)} for policy in data.policies]
    with database.writing():
        reference_date, orders = _dated(database, data, now.astimezone(INDIA).date(), upsert, notes)
        day = str(reference_date) if reference_date else None
        with importing(database, str(data.folder), day, to_text(now)):
            step("products")
            _upsert(database, "products", map(_product_values, data.products), to_text(now))
            step("orders")
            if not upsert:
                notes += _remove_orders(database, [order.id for order in orders])
            _put_orders(database, orders, to_text(now))
            notes += _cancel_again(database, catalog.audit, {order.id: order for order in orders}, frozenset(products))
            if not upsert:
                notes += _withdraw_products(database, products)
            step("faqs")
            if not upsert:
                _delete_others(database, "faqs", [faq["id"] for faq in faqs])
            _upsert(database, "faqs", faqs, to_text(now))
            step("policies")
            _free_types(database, policies)
            if not upsert:
                _delete_others(database, "policies", [policy["id"] for policy in policies])
            _upsert(database, "policies", policies, to_text(now))
            step("search index")
            fulltext.rebuild(database)
    return ImportReport(len(data.products), len(data.faqs), len(orders), len(data.policies), tuple(notes))


def _dated(
    database: Database, data: StoreData, today: date, upsert: bool, notes: list[str]
) -> tuple[date | None, Sequence[OrderRecord]]:
    """The day that the store's dates will be for, None in a real store, and the orders with their dates moved to it."""
    last = last_import(database) if upsert else None
    if last is None:
        reference_date = None if data.reference_date is None else today
    else:
        reference_date = date.fromisoformat(last.reference_date) if last.reference_date else None
    if data.reference_date is None:
        return reference_date, data.orders
    day = reference_date or today
    days = day - data.reference_date
    notes.append(f"the orders' dates were moved by {days.days} days, so that {data.reference_date} is {day}")
    return reference_date, tuple(_moved(order, days) for order in data.orders)


def _moved(order: OrderRecord, days: timedelta) -> OrderRecord:
    return order.model_copy(
        update={
            "created_at": order.created_at + days,
            "updated_at": order.updated_at + days,
            "estimated_delivery": order.estimated_delivery and order.estimated_delivery + days,
        }
    )


def _product_values(product: ProductRecord) -> dict[str, Any]:
    values = product.model_dump() | {"specifications": json.dumps(product.specifications, ensure_ascii=False)}
    return values | ({"withdrawn": 1, "stock_quantity": 0} if product.withdrawn else {"withdrawn": 0})


def _free_types(database: Database, policies: Sequence[Mapping[str, Any]]) -> None:
    """Remove policies whose type changes: two that swap would each find their new type taken."""
    database.execute_sql(
        "DELETE FROM policies WHERE EXISTS"
        " (SELECT 1 FROM json_each(?) WHERE value ->> 0 = policies.id AND value ->> 1 <> policies.type)",
        (json.dumps([(policy["id"], policy["type"]) for policy in policies]),),
    )


def _remove_orders(database: Database, ids: Sequence[str]) -> list[str]:
    """Remove the orders that are not among `ids`, save those with a return."""
    _delete_others(database, "orders", ids, "AND id NOT IN (SELECT order_id FROM returns)")
    ((kept,),) = database.rows(
        "SELECT count(*) FROM orders WHERE id NOT IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return [f"orders that are not in the new data but have a return were kept: {kept}"] if kept else []


def _put_orders(database: Database, orders: Sequence[OrderRecord], now: str) -> None:
    for order in orders:
        times = {"created_at": to_text(order.created_at), "updated_at": to_text(order.updated_at)}
        times["phone_digits"] = significant_digits(order.user_phone)
        delivery = {"estimated_delivery": order.estimated_delivery and str(order.estimated_delivery)}
        _put(database, "orders", order.model_dump(exclude={"items"}) | times | delivery)
        database.execute_sql("DELETE FROM order_items WHERE order_id = ?", (order.id,))
        for place, item in enumerate(order.items, 1):
            # Padded, so that the order of ids is the order of items.
            _put(database, "order_items", {"id": f"{order.id}:{place:03}", "order_id": order.id} | item.model_dump())
        customers.remember(database, order.user_phone, None, now)


def _cancel_again(
    database: Database, audit: AuditRepository, orders: Mapping[str, OrderRecord], restock: Container[str]
) -> list[str]:
    """Cancel what was cancelled here; the stock of `restock`, which the data brought, does not know of it either."""
    last = {entry.entity_id: entry for entry in audit.with_action(CANCEL)}
    cancelled = []
    for order_id, entry in last.items():
        order = orders.get(order_id)
        if order is None or order.status not in ("pending", "confirmed"):
            continue
        if order.updated_at <= from_text(entry.details["updated_at"]):
            apply_cancellation(database, order_id, to_text(entry.created_at), restock)
            cancelled.append(order_id)
    return [f"orders that were cancelled at the kiosk stay cancelled: {', '.join(cancelled)}"] if cancelled else []


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

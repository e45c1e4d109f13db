"""Importing store data: it replaces what the store had, or is added to it, in one transaction, or changes nothing.

What the kiosk itself wrote survives. Returns, conversations, tickets and the audit trail are not touched; an order that
a return refers to is kept even if the new data lacks it, and a product that such an order names is kept as withdrawn.
An order that a customer cancelled here stays cancelled if the new data still shows it as it was before: that export
was made without knowing.

A record that is the same as before is not written again, so its words and its vector stay in the search's indices.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from peewee import Model

from catalog.bulk import batches, put, put_missing
from catalog.database import Database
from catalog.imports import importing, last_import
from catalog.incoming import Incoming, incoming
from catalog.orders import CANCEL, apply_cancellation
from catalog.phones import significant_digits
from catalog.repositories import AuditRepository
from catalog.schema import AuditRow, CustomerRow, FaqRow, OrderItemRow, OrderRow, PolicyRow, ProductRow, ReturnRow
from catalog.search import indexing
from catalog.store import Catalog
from catalog.store_data import OrderRecord, PolicyRecord, ProductRecord
from catalog.store_files import Existing, Progress, StoreData
from catalog.times import INDIA, from_text, to_text

_R = TypeVar("_R")


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
    products = ProductRow.select(ProductRow.id).tuples().execute(database)
    policies = PolicyRow.select(PolicyRow.type, PolicyRow.id).tuples().execute(database)
    return Existing(products=frozenset(product_id for (product_id,) in products), policies=dict(policies))


def import_store(
    catalog: Catalog, data: StoreData, progress: Progress | None = None, *, upsert: bool = False
) -> ImportReport:
    """Replace the store's data, or add to it, in one transaction.

    Args:
        catalog: the open store.
        data: what `read_store` found in a folder. With a `reference_date`, the orders' dates are moved so that this
            day becomes today.
        progress: told of the records that are written.
        upsert: change and add records, and remove none. A demo store stays one, a real one becomes none.

    Raises:
        CatalogError: the database cannot be written.
    """
    writer = StoreWriter(catalog.database, catalog.audit, catalog.clock(), progress, replace=not upsert)
    with catalog.database.writing():
        notes = writer.write(data)
        indexing.refresh(catalog.database, progress and partial(progress, "search index"))
    return ImportReport(len(data.products), len(data.faqs), len(data.orders), len(data.policies), (*data.notes, *notes))


class StoreWriter:
    """Writes store data into the tables, but not into the search's indices.

    Args:
        database: where to.
        audit: tells what was cancelled here.
        now: when it is.
        progress: told of the records that are written.
        replace: whether what the data lacks is removed.
    """

    def __init__(
        self, database: Database, audit: AuditRepository, now: datetime, progress: Progress | None, *, replace: bool
    ) -> None:
        self._database = database
        self._audit = audit
        self._now = to_text(now)
        self._today = now.astimezone(INDIA).date()
        self._progress = progress
        self._replace = replace
        self._notes: list[str] = []

    def write(self, data: StoreData) -> list[str]:
        """Write all of it, within a transaction that the caller began; tells what is worth knowing about it."""
        self._notes = []
        reference_date, orders = self._dated(data)
        day = str(reference_date) if reference_date else None
        with importing(self._database, str(data.folder), day, self._now), incoming(self._database) as brought:
            for batch in self._told("products", data.products):
                self._put(ProductRow, [_product_values(product) for product in batch])
                brought.add("products", [product.id for product in batch])
            for ordered in self._told("orders", orders, len(data.orders)):
                self._put_orders(ordered)
                brought.add("orders", [order.id for order in ordered])
            if self._replace:
                self._remove_orders(brought)
            self._cancel_again(brought)
            if self._replace:
                self._withdraw_products(brought)
            for asked in self._told("faqs", data.faqs):
                self._put(FaqRow, [faq.model_dump() for faq in asked])
                brought.add("faqs", [faq.id for faq in asked])
            if self._replace:
                self._execute(FaqRow.delete().where(FaqRow.id.not_in(brought.ids("faqs"))))
            self._put_policies(list(data.policies))
        return self._notes

    def _told(self, step: str, records: Iterable[_R], count: int | None = None) -> Iterator[list[_R]]:
        """The records, some hundred at a time, while the progress is told."""
        done, of = 0, len(records) if isinstance(records, Sized) else count or 0
        for batch in batches(records):
            if self._progress is not None:
                self._progress(step, done, of)
            yield batch
            done += len(batch)
        if self._progress is not None:
            self._progress(step, done, of)

    def _put(self, table: type[Model], records: Sequence[Mapping[str, Any]]) -> None:
        """Insert or change records; one that is the same as before keeps both of its times."""
        now = {"created_at": self._now, "updated_at": self._now}
        put(self._database, table, [{**record, **now} for record in records], times=("created_at", "updated_at"))

    def _execute(self, query: Any) -> Any:
        return query.execute(self._database)

    def _dated(self, data: StoreData) -> tuple[date | None, Iterable[OrderRecord]]:
        """The day that the store's dates will be for, None in a real store, and the orders, dated for it."""
        last = None if self._replace else last_import(self._database)
        if last is None:
            reference_date = None if data.reference_date is None else self._today
        else:
            reference_date = date.fromisoformat(last.reference_date) if last.reference_date else None
        if data.reference_date is None:
            return reference_date, data.orders
        day = reference_date or self._today
        days = day - data.reference_date
        self._notes.append(f"the orders' dates were moved by {days.days} days, so that {data.reference_date} is {day}")
        return reference_date, (_moved(order, days) for order in data.orders)

    def _put_orders(self, orders: Sequence[OrderRecord]) -> None:
        phones = {order.user_phone: significant_digits(order.user_phone) for order in orders}
        times = {"created_at": self._now, "updated_at": self._now}
        customers = [
            {"id": uuid4().hex, "phone": phone, "digits": digits, **times} for phone, digits in phones.items() if digits
        ]
        put_missing(self._database, CustomerRow, customers, "digits")
        put(self._database, OrderRow, [_order_values(order, phones[order.user_phone]) for order in orders])
        items = [
            {"id": _item_id(order, place), "order_id": order.id, **item.model_dump()}
            for order in orders
            for place, item in enumerate(order.items, 1)
        ]
        put(self._database, OrderItemRow, items)
        last = [(order.id, _item_id(order, len(order.items))) for order in orders]
        beyond = "DELETE FROM order_items WHERE order_id = {0} AND id > {0}"
        self._database.execute_many(beyond.format(self._database.param), last)

    def _remove_orders(self, brought: Incoming) -> None:
        """Remove the orders that the data lacks, save those with a return."""
        others = OrderRow.id.not_in(brought.ids("orders"))
        self._execute(OrderRow.delete().where(others & OrderRow.id.not_in(ReturnRow.select(ReturnRow.order))))
        kept = OrderRow.select().where(others).count(self._database)
        if kept:
            self._notes.append(f"orders that are not in the new data but have a return were kept: {kept}")

    def _cancel_again(self, brought: Incoming) -> None:
        """Cancel what was cancelled here; stock that the data brought does not know of it either."""
        open_again = {row.id: row for row in self._execute(_orders_open_again())}
        last = {
            entry.entity_id: entry
            for order_id in open_again
            for entry in self._audit.entries("order", order_id)
            if entry.action == CANCEL
        }
        cancelled = []
        for order_id, entry in last.items():
            if from_text(open_again[order_id].updated_at) <= from_text(entry.details["updated_at"]):
                items = OrderItemRow.select(OrderItemRow.product).where(OrderItemRow.order == order_id).tuples()
                restock = brought.among("products", [product for (product,) in self._execute(items)])
                apply_cancellation(self._database, order_id, to_text(entry.created_at), restock)
                cancelled.append(order_id)
        if cancelled:
            self._notes.append(f"orders that were cancelled at the kiosk stay cancelled: {', '.join(cancelled)}")

    def _withdraw_products(self, brought: Incoming) -> None:
        """Remove the products that the data lacks; those that kept orders still name leave the shelves only."""
        others = ProductRow.id.not_in(brought.ids("products"))
        named = OrderItemRow.select(OrderItemRow.product)
        self._execute(ProductRow.delete().where(others & ProductRow.id.not_in(named)))
        self._execute(ProductRow.update(withdrawn=1, stock_quantity=0).where(others))
        count = ProductRow.select().where(ProductRow.withdrawn == 1).count(self._database)
        if count:
            self._notes.append(f"products that only kept orders still name were withdrawn: {count}")

    def _put_policies(self, policies: Sequence[PolicyRecord]) -> None:
        """Write the policies; one whose type changes is first removed, since two that swap would find it taken."""
        for policy in policies:
            self._execute(PolicyRow.delete().where((PolicyRow.id == policy.id) & (PolicyRow.type != policy.type)))
        if self._replace:
            self._execute(PolicyRow.delete().where(PolicyRow.id.not_in([policy.id for policy in policies])))
        values = [policy.model_dump() | {"effective_date": str(policy.effective_date)} for policy in policies]
        for batch in self._told("policies", values):
            self._put(PolicyRow, batch)


def _orders_open_again() -> Any:
    """The orders that were cancelled here and that an import has opened again."""
    cancelled = AuditRow.select(AuditRow.entity_id).where((AuditRow.entity == "order") & (AuditRow.action == CANCEL))
    return (
        OrderRow.select()
        .where(OrderRow.status.in_(("pending", "confirmed")) & OrderRow.id.in_(cancelled))
        .order_by(OrderRow.id)
    )


def _product_values(product: ProductRecord) -> dict[str, Any]:
    values = product.model_dump() | {"specifications": json.dumps(product.specifications, ensure_ascii=False)}
    return values | ({"withdrawn": 1, "stock_quantity": 0} if product.withdrawn else {"withdrawn": 0})


def _order_values(order: OrderRecord, phone_digits: str) -> dict[str, Any]:
    return order.model_dump(exclude={"items"}) | {
        "created_at": to_text(order.created_at),
        "updated_at": to_text(order.updated_at),
        "estimated_delivery": order.estimated_delivery and str(order.estimated_delivery),
        "phone_digits": phone_digits,
    }


def _item_id(order: OrderRecord, place: int) -> str:
    """Padded, so that the order of ids is the order of items."""
    return f"{order.id}:{place:03}"


def _moved(order: OrderRecord, days: timedelta) -> OrderRecord:
    return order.model_copy(
        update={
            "created_at": order.created_at + days,
            "updated_at": order.updated_at + days,
            "estimated_delivery": order.estimated_delivery and order.estimated_delivery + days,
        }
    )

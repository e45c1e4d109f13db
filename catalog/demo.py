"""The demo store, which never grows stale: its orders stay as recent as on the day that they were written for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from catalog.importer import import_store
from catalog.imports import last_import
from catalog.orders import CANCEL, RETURN
from catalog.schema import ImportRow, OrderRow
from catalog.store import Catalog
from catalog.store_files import read_store
from catalog.times import INDIA, from_text, to_text


def ensure_demo_store(catalog: Catalog, folder: Path) -> None:
    """Fill an empty store with the demo data, and keep the dates of a demo store recent; a real store stays untouched.

    The demo data's `store.json` names a `reference_date`; importing moves the orders' dates so that this day becomes
    today, and on every later day this function moves them on. Orders that the kiosk itself changed keep their dates.

    Args:
        catalog: the open store.
        folder: the demo store's files.

    Raises:
        CatalogError: the demo data cannot be imported.
    """
    last = last_import(catalog.database)
    if last is None:
        if not catalog.products.all():
            import_store(catalog, read_store(folder))
    elif _days_behind(catalog, last):
        with catalog.database.writing():
            # Another program may have moved them while this one waited for the lock.
            last = last_import(catalog.database)
            if last is not None and (days := _days_behind(catalog, last)):
                _move_orders(catalog, timedelta(days=days))
                moved_to = date.fromisoformat(str(last.reference_date)) + timedelta(days=days)
                ImportRow.update(reference_date=str(moved_to)).where(ImportRow.id == last.id).execute(catalog.database)


def _days_behind(catalog: Catalog, last: ImportRow) -> int:
    """By how many days the dates are too old; 0 for a real store."""
    if last.reference_date is None:
        return 0
    today = catalog.clock().astimezone(INDIA).date()
    return max(0, (today - date.fromisoformat(last.reference_date)).days)


def _move_orders(catalog: Catalog, days: timedelta) -> None:
    changed_here = {entry.entity_id for action in (CANCEL, RETURN) for entry in catalog.audit.with_action(action)}
    for order in OrderRow.select().where(OrderRow.id.not_in(changed_here)).execute(catalog.database):
        delivery = order.estimated_delivery and str(date.fromisoformat(order.estimated_delivery) + days)
        OrderRow.update(
            created_at=to_text(from_text(order.created_at) + days),
            updated_at=to_text(from_text(order.updated_at) + days),
            estimated_delivery=delivery,
        ).where(OrderRow.id == order.id).execute(catalog.database)

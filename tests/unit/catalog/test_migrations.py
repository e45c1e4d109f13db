"""A database that an older Sahayak wrote becomes one of today's, with all that stood in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError
from pysqlite3 import dbapi2 as sqlite3

from catalog.errors import RuleViolation
from catalog.importer import import_store
from catalog.imports import last_import
from catalog.store import Catalog
from catalog.store_files import read_store

_SCHEMA_0002 = Path(__file__).with_name("data") / "store_0002.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the program of migration 0002 left it: two orders of one customer, a cancellation and a return."""
    path = tmp_path / "old.db"
    connection = sqlite3.connect(str(path))
    connection.executescript(_SCHEMA_0002.read_text(encoding="utf-8"))
    connection.close()
    return path


def test_what_stood_in_it_is_still_there(old: Path, clock: Any) -> None:
    with Catalog(old, clock=clock) as catalog:
        assert [product.id for product in catalog.products.all()] == ["P1", "P2"]
        assert catalog.products.search("lamp").results[0].product.id == "P1"
        returned = catalog.orders.return_of("2")
        assert returned is not None
        assert returned.refund_amount == 50.0
        assert [entry.action for entry in catalog.audit.entries("order", "1")] == ["order.cancel", "order.noted"]
        ticket = catalog.tickets.get("T1")
        assert ticket is not None
        assert (ticket.status, ticket.user_phone) == ("open", None)
        last = last_import(catalog.database)
        assert last is not None
        assert (last.folder, last.reference_date) == ("second", None)


def test_its_customers_are_found_by_any_notation(old: Path) -> None:
    with Catalog(old) as catalog:
        assert [order.id for order in catalog.customers.orders_of("98765 43210")] == ["2", "1"]
        assert catalog.customers.preferences("+919876543210").language == "bn"  # the last that was spoken
        assert catalog.database.rows("SELECT count(*) FROM customers") == [(1,)]


def test_its_orders_are_under_the_new_rules(old: Path, clock: Any) -> None:
    with Catalog(old, clock=clock) as catalog:
        with pytest.raises(IntegrityError, match="stays cancelled"):
            catalog.database.execute_sql("UPDATE orders SET status = 'pending' WHERE id = '1'")
        with pytest.raises(RuleViolation):
            catalog.orders.cancel("1", actor="s")


def test_it_can_be_imported_into(old: Path, write_store: Callable[..., Path], clock: Any) -> None:
    with Catalog(old, clock=clock) as catalog:
        import_store(catalog, read_store(write_store()))
        assert len(catalog.products.all()) == 12
        assert catalog.orders.return_of("2") is not None


def test_it_is_migrated_once(old: Path, clock: Any) -> None:
    with Catalog(old, clock=clock) as catalog:
        catalog.tickets.open("help", "s", "9876543210")
    clock.now += timedelta(days=1)
    with Catalog(old, clock=clock) as catalog:
        assert [ticket.id for ticket in catalog.customers.open_tickets_of("9876543210")] == ["T2"]
        assert catalog.database.rows("PRAGMA foreign_key_check") == []
        assert catalog.database.rows("PRAGMA integrity_check") == [("ok",)]

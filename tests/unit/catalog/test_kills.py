"""A program that is killed while it writes leaves each change either made or not made."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import CatalogError
from catalog.exporter import export_store
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import StoreData, read_store

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")


def killed(work: Callable[[Catalog], None], path: Path, clock: Any, seconds: float) -> None:
    """Let a process of its own work on a database, and kill it some seconds after it has begun."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            catalog = Catalog(path, clock=clock)
            # Pages go to the file long before the commit, and from the log to the database after each: whenever it is
            # killed, something is half-written.
            catalog.database.pragma("cache_size", 1)
            catalog.database.pragma("wal_autocheckpoint", 1)
            os.write(writing, b"!")
            work(catalog)
            signal.pause()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read(1) == b"!"
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def check_whole(catalog: Catalog) -> None:
    database = catalog.database
    assert database.rows("PRAGMA integrity_check") == [("ok",)]
    assert database.rows("PRAGMA foreign_key_check") == []
    products = database.rows("SELECT id FROM products ORDER BY id")
    assert database.rows("SELECT product_id FROM product_words ORDER BY product_id") == products


def test_an_import_is_made_or_not_made(catalog: Catalog, write_store: Write, clock: Any, dump: Dump) -> None:
    first = read_store(write_store())
    products = [
        {"id": f"N{number}", "name": f"Lamp {number}", "description": "x" * 2000, "category": "Home", "price": number}
        | {"stock_quantity": 1}
        for number in range(40)
    ]
    second = read_store(write_store("other", products=products, faqs=None, orders=None, policies=None))
    before = dump(catalog)
    began = time.perf_counter()
    import_store(catalog, second)
    longest = 4 * (time.perf_counter() - began)
    after = dump(catalog)
    path = catalog.database.path
    catalog.close()
    chance = random.Random(1)
    seen = []

    def import_in_turn(child: Catalog) -> None:
        stores: list[StoreData] = [first, second]
        for store in cycle(stores):
            import_store(child, store)

    for _ in range(60):
        killed(import_in_turn, path, clock, chance.uniform(0, longest))
        with Catalog(path, clock=clock) as reopened:
            check_whole(reopened)
            state = dump(reopened)
            assert state in (before, after)
            seen.append(state == after)
    assert set(seen) == {True, False}


@pytest.fixture
def busy_store(write_store: Write, tmp_path: Path, clock: Any) -> tuple[Path, StoreData]:
    """A store with many orders to cancel and to return."""
    folder = write_store("busy")
    template = {order.id: order for order in read_store(folder).orders}
    orders = [
        template[kind].model_copy(update={"id": f"{kind}-{number}"})
        for number in range(30)
        for kind in ("1001", "1002", "1004")
    ]
    fixture = read_store(folder)
    data = StoreData(folder, fixture.products, fixture.faqs, tuple(orders), fixture.policies, None, ())
    path = tmp_path / "busy.db"
    with Catalog(path, clock=clock) as catalog:
        import_store(catalog, data)
    return path, data


def test_cancellations_and_returns_are_made_or_not_made(
    busy_store: tuple[Path, StoreData], tmp_path: Path, clock: Any
) -> None:
    pristine, data = busy_store
    path = tmp_path / "store.db"
    chance = random.Random(2)

    def change_all(child: Catalog) -> None:
        for order in data.orders:
            try:
                child.orders.cancel(order.id, actor="killed")
            except CatalogError:
                child.orders.request_return(order.id, "defective", "refund", actor="killed")

    for _ in range(50):
        for leftover in tmp_path.glob("store.db-*"):
            leftover.unlink()
        shutil.copyfile(pristine, path)
        killed(change_all, path, clock, chance.uniform(0, 0.2))
        with Catalog(path, clock=clock) as reopened:
            check_whole(reopened)
            check_changes(reopened, data)


def check_changes(catalog: Catalog, data: StoreData) -> None:
    stock = {product.id: product.stock_quantity for product in data.products}
    for order in data.orders:
        now = catalog.orders.get(order.id)
        assert now is not None
        noted = [entry.action for entry in catalog.audit.entries("order", order.id)]
        cancelled, returned = now.status != order.status, catalog.orders.return_of(order.id) is not None
        assert noted == ["order.cancel"] * cancelled + ["order.return"] * returned
        if cancelled:
            for item in order.items:
                stock[item.product_id] += item.quantity
    assert {product.id: product.stock_quantity for product in catalog.products.all()} == stock


def test_an_export_is_whole_or_not_there(busy_store: tuple[Path, StoreData], tmp_path: Path, clock: Any) -> None:
    path, data = busy_store
    with Catalog(path, clock=clock) as catalog:
        began = time.perf_counter()
        export_store(catalog, tmp_path / "exports" / "first")
        longest = 4 * (time.perf_counter() - began)
    chance = random.Random(3)

    def export_often(child: Catalog) -> None:
        for number in range(1000):
            export_store(child, tmp_path / "exports" / f"{os.getpid()}-{number}", as_csv=number % 2 == 1)

    for _ in range(20):
        killed(export_often, path, clock, chance.uniform(0, longest))
    whole = [folder for folder in (tmp_path / "exports").iterdir() if not folder.name.startswith(".")]
    assert len(whole) > 1
    expected = sorted(data.orders, key=lambda order: order.id)
    for folder in whole:
        found = read_store(folder)
        assert list(found.orders) == expected
        assert (len(found.products), len(found.faqs), len(found.policies)) == (12, 4, 2)
